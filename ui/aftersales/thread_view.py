"""What was said in a case, as bubbles: the customer left, we right, notes among ourselves in yellow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _
from ui.aftersales import words
from ui.common.boxes import HBox, Panel, Scroll, VBox, clear
from ui.common.labels import Label

WIDEST = 460


class ThreadView(Scroll):
    """All messages, the newest at the foot and in sight."""

    def __init__(self) -> None:
        self._column = VBox(margins=(14, 20), gap=6)
        super().__init__(self._column, name="service.thread")

    def show_thread(self, thread: Sequence[Any]) -> None:
        """Show a case's messages."""
        clear(self._column.box)
        day = ""
        for message in thread:
            if clock.day_of(message.at) != day:
                day = clock.day_of(message.at)
                self._column.add(_day(message.at))
            self._column.add(_bubble(message))
        if not thread:
            self._column.add(Label(_("Nothing was said yet."), 13, 400, "text3", align="center"))
        self._column.add(None)
        QTimer.singleShot(0, self, self._to_end)

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())


def _day(at: int) -> QWidget:
    told = _("Today") if clock.day_of(at) == clock.today() else clock.format_weekday(at)
    chip = Panel("hover", Label(told, 12, 600, "text2"), radius=11, margins=(3, 10), row=True)
    chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return HBox(None, chip, None)


def _bubble(message: Any) -> QWidget:
    ours, is_note = message.side == "shop", message.side == "note"
    token, edge = ("accent_tint", "accent_edge") if ours else ("warn_tint", "warn_edge") if is_note else (
        "surface", "border"
    )  # fmt: skip
    text = Label(message.text, 14, 400, "text", wrap=True, selectable=True)
    metrics = text.fontMetrics()
    width = min(WIDEST, max(metrics.horizontalAdvance(line) for line in message.text.split("\n")) + 6)
    text.setFixedWidth(width)
    text.setFixedHeight(text.heightForWidth(width))
    bubble = Panel(token, text, edge=edge, radius=10, margins=(9, 13))
    bubble.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    who = _("{name}, note").format(name=message.who) if is_note else message.who
    channel = words.channel_word(message.channel)
    told = " · ".join(part for part in (who, clock.format_clock(message.at)) if part)
    foot = Label(f"{told}, {channel}" if channel else told, 12, 400, "text3")
    side = Qt.AlignmentFlag.AlignRight if ours else Qt.AlignmentFlag.AlignLeft
    box = VBox((bubble, 0, side), (foot, 0, side), margins=(0, 0, 8, 0), gap=3)
    box.setAccessibleName(f"{who}: {message.text}")
    return box
