"""The navigation rail: one button a tab, with badges that count what waits for this role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme

WIDTH = 88


class RailItem(NamedTuple):
    """A tab as the rail shows it; the title is looked up when painted, so that a language switch shows at once."""

    name: str
    title: str
    icon: str
    key: str
    alarming: bool = False  # its badge is red


class Logo(QWidget):
    """The K of Kontor."""

    def __init__(self, px: int = 38) -> None:
        super().__init__()
        self._px = px
        self.setFixedSize(px, px)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = paint.start(self), self._px
        paint.box(painter, QRectF(0, 0, px, px), px * 0.26, "ink")
        painter.setPen(QPen(theme().color("onink"), px * 0.105, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(px * 0.35, px * 0.25), QPointF(px * 0.35, px * 0.75))
        painter.drawLine(QPointF(px * 0.68, px * 0.255), QPointF(px * 0.43, px * 0.5))
        painter.setPen(QPen(theme().color("logo_leg"), px * 0.105, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(px * 0.44, px * 0.475), QPointF(px * 0.69, px * 0.745))
        painter.end()


class NavButton(QAbstractButton):
    """One tab on the rail.

    Signals:
        stepped: an arrow key, -1 or 1.
    """

    stepped = Signal(int)

    def __init__(self, item: RailItem) -> None:
        super().__init__()
        self.item = item
        self._badge = 0
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName(f"shell.nav.{item.name}")
        self.rename()
        theme().changed.connect(self.update)

    def rename(self) -> None:
        """Say the title in the present language."""
        title = _(self.item.title)
        waiting = _("{title}, {count} waiting").format(title=title, count=self._badge) if self._badge else title
        self.setAccessibleName(waiting)
        self.setAccessibleDescription(self.item.key)
        theme().set_tip(self, f"{title}  {self.item.key}")
        self.update()

    def set_badge(self, count: int) -> None:
        """Show how much waits; nought shows nothing."""
        if count != self._badge:
            self._badge = count
            self.rename()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 58)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        width, height = self.width(), self.height()
        tight = height < 54
        chosen = self.isChecked()
        if chosen:
            paint.box(painter, QRectF(6, 0, width - 12, height), 10, "surface", "border")
        elif self.underMouse():
            paint.box(painter, QRectF(6, 0, width - 12, height), 10, "hover")
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(6, 0, width - 12, height), 10)
        name = f"{self.item.icon}-fill" if chosen else self.item.icon
        top = 5 if tight else 9
        theme().paint_icon(painter, name, QRectF(width / 2 - 12, top, 24, 24), "accent_text" if chosen else "text2")
        words = QRectF(2, top + 25, width - 4, 18)
        token, weight = ("text", 600) if chosen else ("text2", 500)
        paint.text(
            painter, words, _(self.item.title), px=12, weight=weight, token=token, align=Qt.AlignmentFlag.AlignHCenter
        )
        if self._badge:
            self._paint_badge(painter, width, chosen)
        painter.end()

    def _paint_badge(self, painter: QPainter, width: int, chosen: bool) -> None:
        text = str(self._badge) if self._badge < 100 else "99+"
        wide = max(18.0, paint.advance(text, 11, 700) + 10)
        spot = QRectF(width / 2 + 6, 4, wide, 18)
        painter.setPen(QPen(theme().color("surface" if chosen else "rail"), 2))
        painter.setBrush(theme().color("bad" if self.item.alarming else "badge"))
        painter.drawRoundedRect(spot, 9, 9)
        center = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, spot, text, px=11, weight=700, token="ontext", align=center)


class Rail(QWidget):
    """All tabs of this role, Reports and Settings at the bottom.

    Signals:
        chosen: a tab was clicked; carries its name.
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[RailItem], bottom: Sequence[RailItem]) -> None:
        super().__init__()
        self.setObjectName("shell.rail")
        self.setAccessibleName(_("Tabs"))
        self.setFixedWidth(WIDTH + 1)
        self._buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 1, 10)
        layout.setSpacing(3)
        layout.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(10)
        for item in items:
            layout.addWidget(self._button(item))
        layout.addStretch(1)
        for item in bottom:
            layout.addWidget(self._button(item))
        theme().changed.connect(self.update)

    def _button(self, item: RailItem) -> NavButton:
        button = NavButton(item)
        button.clicked.connect(lambda: self.chosen.emit(item.name))
        button.stepped.connect(lambda step: self._step(item.name, step))
        self._group.addButton(button)
        self._buttons[item.name] = button
        return button

    def allow(self, names: frozenset[str]) -> None:
        """Show only the tabs that this role may use; the order stays."""
        for name, button in self._buttons.items():
            button.setVisible(name in names)

    def select(self, name: str) -> None:
        """Mark the tab that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self._stop_at(name)

    def _stop_at(self, name: str) -> None:
        """The rail is one stop of the Tab key; arrows go on from there."""
        for other, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == name else Qt.FocusPolicy.NoFocus)

    def _step(self, name: str, step: int) -> None:
        names = self.names()
        other = names[(names.index(name) + step) % len(names)]
        self._stop_at(other)
        self._buttons[other].setFocus(Qt.FocusReason.TabFocusReason)

    def names(self) -> list[str]:
        """The tabs that are shown, from top to bottom."""
        return [name for name, button in self._buttons.items() if not button.isHidden()]

    def set_badge(self, name: str, count: int) -> None:
        """Show how much waits behind a tab."""
        if name in self._buttons:
            self._buttons[name].set_badge(count)

    def retranslate(self) -> None:
        """Say all titles in the present language."""
        for button in self._buttons.values():
            button.rename()

    def resizeEvent(self, event: object) -> None:
        """On a low screen the buttons come closer, none is lost."""
        count = max(1, len(self.names()))
        room = (self.height() - 14 - 10 - 48 - 12) // count - 3
        for button in self._buttons.values():
            button.setFixedHeight(max(46, min(58, room)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("rail"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("border"))
        painter.end()
