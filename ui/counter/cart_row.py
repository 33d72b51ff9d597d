"""Paints one line of the cart: picture, name, price and marks, quantity with its stepper, amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.core.money import format_money
from app.counter.ticket import TicketLine
from app.orders.pricing import PricedLine
from ui.common import paint
from ui.common.thumb import thumb_pixmap
from ui.counter.cart_words import HIGH, paint_line, placed
from ui.counter.words import name_of, quantity_text, words_below
from ui.theme import theme

if TYPE_CHECKING:
    from ui.counter.cart_view import CartView

MARGIN, THUMB, GAP = 16, 40, 12
STEPPER, STEP_BUTTON, TOUCH = 104, 36, 44
AMOUNT = 76
Index = QModelIndex | QPersistentModelIndex


def stepper_rect(row: QRect) -> QRect:
    """Where the quantity stands in a row."""
    right = row.right() + 1 - MARGIN - AMOUNT - GAP
    return QRect(right - STEPPER, row.top(), STEPPER, row.height())


def step_at(row: QRect, point: QPoint, line: TicketLine) -> int:
    """What a tap on the selected row means: -1, +1, or 0 beside the stepper; its parts are 44 px wide to a finger."""
    if line.item.unit != "piece":
        return 0
    spot = stepper_rect(row)
    slack = TOUCH - STEP_BUTTON
    if spot.left() - slack <= point.x() < spot.left() + STEP_BUTTON:
        return -1
    if spot.right() + 1 - STEP_BUTTON <= point.x() <= spot.right() + slack:
        return 1
    return 0


class CartDelegate(QStyledItemDelegate):
    """Draws rows of one height; the selected one carries the stepper, a scanned one glows."""

    def __init__(self, view: CartView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self._view
        line = view.rows.line(index.row())
        if line is None:
            return
        row: QRect = option.rect
        chosen = line.no == view.no
        self._paint_ground(painter, row, chosen, view.glow(line.no))
        art = thumb_pixmap(line.item.art, THUMB, name_of(line.item))
        painter.drawPixmap(MARGIN, row.top() + (row.height() - THUMB) // 2, art)
        spot = stepper_rect(row)
        words = QRectF(MARGIN + THUMB + GAP, row.top(), spot.left() - MARGIN - THUMB - 2 * GAP, row.height())
        part = view.rows.part(index.row())
        self._paint_words(painter, words, line, part)
        self._paint_quantity(painter, QRectF(spot), line, chosen)
        amount = QRectF(spot.right() + 1, row.top(), row.right() + 1 - MARGIN - spot.right() - 1, row.height())
        paint.text(
            painter, amount, format_money(part.total_minor), px=15, weight=600, align=Qt.AlignmentFlag.AlignRight
        )

    def _paint_ground(self, painter: QPainter, row: QRect, chosen: bool, glow: float) -> None:
        if chosen:
            painter.fillRect(row, theme().color("selected"))
        if glow > 0:
            painter.fillRect(row, paint.faded("accent", round(46 * glow)))
        if chosen:
            painter.fillRect(row.left(), row.top(), 3, row.height(), theme().color("accent"))
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, theme().color("border"))

    def _paint_words(self, painter: QPainter, place: QRectF, line: TicketLine, part: PricedLine) -> None:
        scale = theme().scale
        lines = placed(words_below(self._view.rows.ticket, line, part), place.width())
        name_high, high = (20 if len(lines) == 1 else 18) * scale, HIGH * scale
        top = place.center().y() - (name_high + len(lines) * high) / 2
        name = QRectF(place.left(), top, place.width(), name_high)
        paint.text(painter, name, name_of(line.item), px=14, weight=600)
        for at, words in enumerate(lines):
            paint_line(painter, QRectF(place.left(), top + name_high + at * high, place.width(), high), words)

    def _paint_quantity(self, painter: QPainter, spot: QRectF, line: TicketLine, chosen: bool) -> None:
        center = Qt.AlignmentFlag.AlignHCenter
        if line.item.unit != "piece" or not chosen:
            text = quantity_text(line.quantity, line.item.unit)
            paint.text(painter, spot, text, px=14, weight=500, token="text2", align=center)
            return
        top = spot.center().y() - STEP_BUTTON / 2
        for icon, left in (("minus-bold", spot.left()), ("plus-bold", spot.right() - STEP_BUTTON)):
            button = QRectF(left, top, STEP_BUTTON, STEP_BUTTON)
            paint.box(painter, button, 7, "surface", "strong")
            theme().paint_icon(painter, icon, QRectF(button.center().x() - 7, button.center().y() - 7, 14, 14), "text2")
        middle = QRectF(spot.left() + STEP_BUTTON, spot.top(), spot.width() - 2 * STEP_BUTTON, spot.height())
        paint.text(painter, middle, f"{line.quantity:,}", px=15, weight=600, align=center)
