"""Parked sales: a row of cards below the quick keys, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import ClickCard, HBox, VBox, clear
from ui.common.buttons import KeyCap, Link
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.counter.pick_list import Pick, PickList
from ui.theme import theme

SHOWN = 3


def detail_of(row: Any) -> str:
    """3 items · Tom · 14:21"""
    items = ngettext("{n} item", "{n} items", row.pieces).format(n=row.pieces)
    return " · ".join((items, row.who.split()[0] if row.who else "–", clock.format_clock(row.saved_at)))


class ParkedRow(QWidget):
    """The newest parked sales, each a tap away.

    Signals:
        wanted: fetch this ticket; carries its uid.
        all_wanted: show the list of all.
    """

    wanted = Signal(str)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.parked")
        self._rows: Sequence[Any] = ()
        self._more = Link("", "sell.parked.more")
        self._more.clicked.connect(self.all_wanted)
        self._head = HBox(Label(_("Parked sales"), 13, 600, "text2"), KeyCap("F5"), None, self._more, gap=8)
        self._cards = QWidget()
        self._line = QHBoxLayout(self._cards)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        box = VBox(self._head, self._cards, gap=8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show what is parked, the newest first."""
        self._rows = rows
        self._build()

    def _build(self) -> None:
        self.setVisible(bool(self._rows))  # first, because showing may resize, and that builds too
        room = SHOWN if self.width() >= 700 else 2
        clear(self._line)
        for row in self._rows[:room]:
            self._line.addWidget(self._card(row), 1)
        for _gap in range(room - len(self._rows[:room])):
            self._line.addStretch(1)
        self._more.setVisible(len(self._rows) > room)
        self._more.set_text(_("All {n}").format(n=len(self._rows)))

    def _card(self, row: Any) -> ClickCard:
        title = Label(row.name, 13, 600, elide=True)
        top = HBox((title, 1), MoneyLabel(row.total_minor, 13, 600), gap=6)
        words = VBox(None, top, Label(detail_of(row), 12, 400, "text3", elide=True), None, gap=1)
        card = ClickCard(
            Icon("pause-circle", 22, "text3"), (words, 1), on_click=lambda: self.wanted.emit(row.uid),
            name=f"sell.parked.{row.uid}", accessible=f"{row.name}, {format_money(row.total_minor)}", pad=(0, 12),
            gap=10, row=True,
        )  # fmt: skip
        card.setFixedHeight(round(56 * theme().scale))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() >= 700) != (event.size().width() >= 700):
            self._build()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())


class ParkedSheet(Sheet):
    """All parked sales; Enter fetches one."""

    def __init__(self, window: QWidget, rows: Sequence[Any], fetch: Callable[[str], None]) -> None:
        super().__init__(window, _("Parked sales"), width=620, name="parked")
        self.list = PickList("parked.list", _("Parked sales"), most=9)
        self.list.show_rows(
            [
                Pick(row.uid, row.name, detail_of(row), format_money(row.total_minor), icon="pause-circle")
                for row in rows
            ]
        )
        self.list.picked.connect(lambda uid: (self.accept(), fetch(uid)))
        self.set_body(self.list, margins=(12, 16))
        self.set_primary(_("Fetch this sale"), lambda: self.list.choose())
