"""The story of an order, a product or a shift from newest to oldest, with a line through its events."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme
from ui.theme.tokens import tone

ROW = 52
DAY = 30
LINE = 17  # a line of detail
DISC = 28
_ROOT = QModelIndex()


class Event(NamedTuple):
    """One thing that happened: icon and tone, what, who and where, when, and under which day it stands."""

    icon: str
    tone: str
    title: str
    detail: str = ""
    time_text: str = ""
    day_text: str = ""
    key: Any = None


class _Events(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def set_events(self, events: Sequence[tuple]) -> None:
        self.beginResetModel()
        self.events = [Event(*event) for event in events]
        self.endResetModel()

    def starts_day(self, at: int) -> bool:
        day = self.events[at].day_text
        return bool(day) and (at == 0 or self.events[at - 1].day_text != day)

    def rowCount(self, parent: QModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self.events[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return event.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (event.title, event.detail, event.time_text, event.day_text)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (event.title, event.detail) if part)
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, events: _Events, view: "Timeline") -> None:
        super().__init__(view)
        self._events, self._view = events, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        more = self._events.events[index.row()].detail.count("\n")
        height = ROW + more * LINE + (DAY if self._events.starts_day(index.row()) else 0)
        return QSize(100, round(height * theme().scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(option.rect)
        at = index.row()
        if self._events.starts_day(at):
            head = round(DAY * theme().scale)
            self._paint_day(painter, QRectF(rect.left(), rect.top(), rect.width(), head), self._events.events[at])
            rect = rect.adjusted(0, head, 0, 0)
        self._paint_event(painter, rect, at)
        if self._view.hasFocus() and index == self._view.currentIndex():
            paint.focus_ring(painter, rect.adjusted(0, 1, 0, -1), 8)
        painter.restore()

    def _paint_day(self, painter: QPainter, rect: QRectF, event: Event) -> None:
        paint.text(painter, rect, event.day_text, px=12, weight=600, token="text2")
        x = rect.left() + paint.advance(event.day_text, 12, 600) + 10
        painter.setPen(QPen(theme().color("border"), 1))
        y = round(rect.center().y()) + 0.5
        painter.drawLine(QPointF(x, y), QPointF(rect.right(), y))

    def _paint_event(self, painter: QPainter, rect: QRectF, at: int) -> None:
        event = self._events.events[at]
        look = tone(event.tone)
        middle = rect.center().y()
        x = rect.left() + 16
        painter.setPen(QPen(theme().color("border"), 2))
        last = at == len(self._events.events) - 1
        above = middle if at == 0 or self._events.starts_day(at) else rect.top()
        below = middle if last or self._events.starts_day(at + 1) else rect.bottom() + 1
        painter.drawLine(QPointF(x, above), QPointF(x, below))
        disc = QRectF(x - DISC / 2, middle - DISC / 2, DISC, DISC)
        paint.box(painter, disc, DISC / 2, look.tint, self._view.ground, 3)
        theme().paint_icon(painter, event.icon, disc.adjusted(7, 7, -7, -7), look.text)
        self._paint_words(painter, rect.adjusted(42, 0, -4, 0), event, newest=at == 0)

    def _paint_words(self, painter: QPainter, rect: QRectF, event: Event, *, newest: bool) -> None:
        when = paint.advance(event.time_text, 12, 500) + 12
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, rect, event.time_text, px=12, weight=500, token="text3", align=right)
        words = rect.adjusted(0, 0, -when, 0)
        weight = 600 if newest else 500
        token = "bad_text" if event.tone == "bad" else "text"
        if not event.detail:
            paint.text(painter, words, event.title, px=13, weight=weight, token=token)
            return
        details = event.detail.split("\n")
        big, small = 18 * theme().scale, LINE * theme().scale
        top = words.center().y() - (big + small * len(details)) / 2
        line = QRectF(words.left(), top, words.width(), big)
        paint.text(painter, line, event.title, px=13, weight=weight, token=token)
        for at, detail in enumerate(details):
            below = QRectF(words.left(), top + big + at * small, words.width(), small)
            paint.text(painter, below, detail, px=12, token="text3")


class Timeline(QListView):
    """Events with their icons on a line, walked with the arrow keys; `opened` tells the key of the one chosen."""

    opened = Signal(object)

    def __init__(self, name: str, *, ground: str = "surface") -> None:
        super().__init__()
        self.ground = ground
        self._events = _Events()
        self.setObjectName(name)
        self.setAccessibleName(_("Timeline"))
        self.setModel(self._events)
        self.setItemDelegate(_Painter(self._events, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().dress_bars(self)
        self.activated.connect(self._activated)
        theme().changed.connect(self._retheme)

    def set_events(self, events: Sequence[tuple]) -> None:
        """Show events, each (icon, tone, title, detail, time_text, day_text[, key]), in the order given."""
        place = self.verticalScrollBar().value()
        self._events.set_events(events)
        self.verticalScrollBar().setValue(place)

    def events(self) -> list[Event]:
        """Return the events shown."""
        return self._events.events

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._events.events[index.row()].key)

    def _retheme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
