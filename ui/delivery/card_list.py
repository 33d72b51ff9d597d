"""One column of the board: a head with its count, and the cards of its deliveries, painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import HBox, fill
from ui.common.chips import chip_size, paint_chip
from ui.common.labels import Icon, Label
from ui.delivery import words
from ui.theme import theme

GAP = 8
LINE = 20
PAD = 12
_ROOT = QModelIndex()
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Cards(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Any] = []

    def set_cards(self, cards: Sequence[Any]) -> None:
        self.beginResetModel()
        self.cards = list(cards)
        self.endResetModel()

    def rowCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (card.order_number, words.place_text(card), words.time_text(card), words.reason_text(card),
                     words.way_text(card), words.cash_text(card))  # fmt: skip
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (words.place_text(card), words.reason_text(card), words.way_text(card))
            return "\n".join(part for part in parts if part)
        return None


class _CardPainter(QStyledItemDelegate):
    """Number and time, who and where, what is wrong, how it travels and what is to be collected."""

    def __init__(self, view: CardList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        lines = 4 if words.reason_text(self._view.card(index.row())) else 3
        return QSize(100, round(lines * LINE * theme().scale) + 2 * PAD - 2 + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        card = self._view.card(index.row())
        rect = QRectF(option.rect).adjusted(0, 0, -1, -GAP)
        self._paint_ground(painter, rect, card, now=index == self._view.currentIndex())
        self._paint_lines(painter, rect.adjusted(14, PAD - 1, -14, -PAD + 1), card)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, card: Any, *, now: bool) -> None:
        red = words.is_red(card)
        focused = now and self._view.hasFocus()
        edge = "accent" if focused else "accent_edge" if now else "bad_edge" if red else "border"
        paint.box(painter, rect, 10, "bad_tint" if red else "selected" if now else "surface", edge, 2 if now else 1)
        if red:
            painter.save()
            painter.setClipRect(QRectF(rect.left(), rect.top(), 4, rect.height()))
            paint.box(painter, rect, 10, "bad")
            painter.restore()
            if focused:
                paint.focus_ring(painter, rect, 10)

    def _paint_lines(self, painter: QPainter, rect: QRectF, card: Any) -> None:
        high = LINE * theme().scale
        line = QRectF(rect.left(), rect.top(), rect.width(), high)
        self._paint_first(painter, line, card)
        line.translate(0, high)
        paint.text(painter, line, words.place_text(card), px=14)
        reason = words.reason_text(card)
        if reason:
            line.translate(0, high)
            token = "bad_text" if words.is_red(card) else "text2"
            paint.text(painter, line, reason, px=12, weight=600, token=token)
        line.translate(0, high)
        self._paint_last(painter, line, card)

    def _paint_first(self, painter: QPainter, line: QRectF, card: Any) -> None:
        red = words.is_red(card)
        when = words.time_text(card)
        wide = paint.advance(when, 13, 600) + 2
        right = QRectF(line.right() - wide, line.top(), wide, line.height())
        paint.text(painter, right, when, px=13, weight=600, token="bad_text" if red else "text")
        if red:
            spot = QRectF(right.left() - 20, line.center().y() - 7.5, 15, 15)
            theme().paint_icon(painter, "warning-circle-fill", spot, "bad_text")
        number = line.adjusted(0, 0, -wide - (24 if red else 4), 0)
        paint.text(painter, number, card.order_number, px=14, weight=600)

    def _paint_last(self, painter: QPainter, line: QRectF, card: Any) -> None:
        cash = words.cash_text(card)
        wide = 0.0
        if cash:
            size = chip_size(cash, "", 20)
            wide = size.width() + 6.0
            spot = QRectF(
                line.right() - size.width(), line.center().y() - size.height() / 2, size.width(), size.height()
            )
            paint_chip(painter, spot, cash, "warn")
        theme().paint_icon(painter, words.way_icon(card), QRectF(line.left(), line.center().y() - 7.5, 15, 15), "text3")
        room = line.adjusted(21, 0, -wide, 0)
        way = words.way_text(card)
        if paint.advance(way, 12) > room.width():
            way = way.partition(" · ")[0]  # the vehicle is enough, the driver is in the tooltip
        paint.text(painter, room, way, px=12, token="text3")


class CardList(QListView):
    """The cards of a column, walked with the arrow keys.

    Signals:
        moved: another card is current; opened: Enter or a double click; turned: Left or Right, -1 or 1.
    """

    moved = Signal()
    opened = Signal(object)
    turned = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._cards = _Cards()
        self.setModel(self._cards)
        self.setItemDelegate(_CardPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().dress_bars(self)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.card(index.row())))
        self.selectionModel().currentChanged.connect(lambda *_moved: self.moved.emit())
        theme().changed.connect(self._retheme)

    def card(self, at: int) -> Any:
        """The card at a place, or None."""
        return self._cards.cards[at] if 0 <= at < len(self._cards.cards) else None

    def cards(self) -> list[Any]:
        """All cards of the column."""
        return self._cards.cards

    def current(self) -> Any:
        """The card the ring stands on, or None."""
        return self.card(self.currentIndex().row())

    def set_cards(self, cards: Sequence[Any]) -> None:
        """Show other cards; the current one stays if it is still there."""
        kept, place = self.current(), self.verticalScrollBar().value()
        self._cards.set_cards(cards)
        if kept is not None:
            self.select(kept.fulfillment_id)
        self.verticalScrollBar().setValue(place)

    def select(self, fulfillment_id: int) -> bool:
        """Stand on a delivery; False when it is not in this column."""
        for at, card in enumerate(self._cards.cards):
            if card.fulfillment_id == fulfillment_id:
                self.select_at(at)
                return True
        return False

    def select_at(self, at: int) -> None:
        """Stand on a place, at most the last."""
        if self._cards.cards:
            self.setCurrentIndex(self._cards.index(min(max(0, at), len(self._cards.cards) - 1), 0))

    def leave(self) -> None:
        """Stand on nothing, because another column has the ring."""
        self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self.turned.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current() is not None:
                self.opened.emit(self.current())
        elif len(event.text()) == 1 and event.text().isprintable():
            event.ignore()  # letters are the screen's keys, not a search
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current() is None:
            self.select_at(0)

    def _retheme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class BoardColumn(QWidget):
    """Head and cards of one state."""

    def __init__(self, key: str, title: str, tone: str, icon: str) -> None:
        super().__init__()
        self.key = key
        self.list = CardList(f"delivery.column.{key}", title)
        self._title = title
        self._count = Label("", 13, 600, "text3")
        self._late = Label("", 12, 600, "bad_text")
        self._none = Label(_("None"), 13, 400, "text3", align="center")
        head = HBox(Icon(icon, 18, f"{tone}_text"), Label(title, 14, 600, elide=False), self._count, None, self._late,
                    margins=(0, 4), gap=7)  # fmt: skip
        head.setFixedHeight(round(34 * theme().scale))
        fill(QVBoxLayout(self), (head, self._none, (self.list, 1)), 0, 6)

    def show_cards(self, cards: Sequence[Any]) -> None:
        """Show the cards of this state, and how many are late."""
        self.list.set_cards(cards)
        self._count.set_text(str(len(cards)))
        late = sum(card.late_ms > 0 for card in cards) if self.key == words.ON_THE_WAY else 0
        self._late.set_text(_("{count} late").format(count=late) if late else "")
        self._none.setVisible(not cards)
        self.list.setAccessibleName(f"{self._title}, {len(cards)}")
