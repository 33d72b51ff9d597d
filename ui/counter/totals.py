"""The foot of the cart: subtotal, what is given off, contained tax, the total and the buttons below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.catalog.book import current
from app.core.i18n import _
from app.core.money import format_money
from app.counter.ticket import Ticket
from app.orders.pricing import TaxSum
from app.orders.taxed import in_lines
from ui.common import paint
from ui.common.why_sheet import tax_name
from ui.counter.words import discount_rows, percent, pieces_text
from ui.theme import theme

LINE, LOW_LINE = 25, 21
MOST_DISCOUNTS = 3
Row = tuple[str, str, str, int]


class SumRows(QWidget):
    """The small figures above the total, painted at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.sums")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[Row] = []
        self._line = LINE
        theme().changed.connect(self.updateGeometry)

    def show_ticket(self, ticket: Ticket) -> None:
        """Show the sums of a ticket; what did not change is not painted again."""
        rows = sum_rows(ticket)
        if rows == self._rows:
            return
        grown = len(rows) != len(self._rows)
        self._rows = rows
        self.setAccessibleName(", ".join(f"{words} {amount}" for words, amount, _token, _weight in rows))
        if grown:
            self.updateGeometry()
        self.update()

    def set_low(self, low: bool) -> None:
        """Stand closer where the window is low."""
        self._line = LOW_LINE if low else LINE
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(300, round(len(self._rows) * self._line * theme().scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        height = self._line * theme().scale
        for place, (words, amount, token, weight) in enumerate(self._rows):
            wide = paint.advance(amount, 14, 500) + 2
            line = QRectF(0, place * height, self.width() - wide - 8, height)
            paint.text(painter, line, words, px=14, weight=weight, token=token)
            figure = QRectF(self.width() - wide, place * height, wide, height)
            figure_token = "text" if token == "text2" else token
            right = Qt.AlignmentFlag.AlignRight
            paint.text(painter, figure, amount, px=14, weight=500, token=figure_token, align=right)
        painter.end()


def sum_rows(ticket: Ticket) -> list[Row]:
    """Words, amount, colour and weight of each small figure."""
    totals = ticket.totals()
    gross = sum(part.gross_minor + part.relieved_minor for part in totals.lines)
    words = _("Subtotal · {pieces}").format(pieces=pieces_text(ticket.pieces))
    rows: list[Row] = [(words, format_money(gross), "text2", 400)]
    given = discount_rows(ticket)
    if len(given) > MOST_DISCOUNTS:
        rest = sum(minor for _words, minor in given[MOST_DISCOUNTS - 1 :])
        given = [*given[: MOST_DISCOUNTS - 1], (_("Other discounts"), rest)]
    rows += [(name, format_money(minor), "ok_text", 500) for name, minor in given]
    opened = {one.offer_id for part in totals.lines for one in part.offers}
    for coupon in ticket.coupons:
        if coupon.promotion_id not in opened:
            rows.append((_("Coupon {code}").format(code=coupon.code), _("not yet"), "text3", 400))
    taxes = [tax for tax in reversed(in_lines(totals.taxes, current().taxes)) if tax.tax_minor]
    return [*rows, *_regime_row(ticket), *(_tax_row(tax, totals.added_minor) for tax in taxes)]


def _tax_row(tax: TaxSum, added_minor: int) -> Row:
    if tax.code:
        words = _("{tax} on top") if tax.is_added else _("{tax} included")
        return words.format(tax=tax_name(tax.name, tax.tax_bp)), format_money(tax.tax_minor), "text3", 400
    words = _("VAT on top {rate}") if added_minor else _("VAT included {rate}")
    return words.format(rate=percent(tax.tax_bp)), format_money(tax.tax_minor), "text3", 400


def _regime_row(ticket: Ticket) -> list[Row]:
    """By which regime the customer is taxed, and what that took out of the prices."""
    regime = current().taxes.regimes.get(ticket.regime_id or 0)
    if regime is None:
        return []
    totals = ticket.totals()
    words = _("{regime}: other tax") if totals.tax_minor else _("{regime}: without tax")
    off = sum(part.relieved_minor for part in totals.lines)
    return [(words.format(regime=regime.name), format_money(-off) if off else "", "ok_text", 500)]
