"""The sales of a till's open shift, the newest first: to be found again, printed, put right or voided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.core.folding import fold
from app.orders.models import Order
from app.payments.models import Payment, PaymentState, Receipt, ReceiptKind, Tender
from app.payments.receipts import receipt_number
from app.payments.till import current_shift

SHOWN = 200  # rows; whoever looks further back types


class ShiftSale(NamedTuple):
    """One sale with how it was paid; `is_void` when it was called off since, `came_back` when part of it was paid back."""

    order_id: int
    number: str
    receipt: str
    customer: str
    clerk: str
    total_minor: int
    made_at: int
    tenders: tuple[Tender, ...] = ()
    cards: str = ""  # the last digits, to be found by
    is_void: bool = False
    came_back: bool = False


def sales_of_shift(station: str, text: str = "", limit: int = SHOWN) -> list[ShiftSale]:
    """What a typed text means among the sales of the open shift: number, receipt, customer, clerk, amount, card digits."""
    shift = current_shift(station)
    if shift is None:
        return []
    rows = _receipts(shift.id)
    paid = _payments([row[0] for row in rows]) if text.strip() else {}
    found = [row for row in rows if _fits(row, paid.get(row[0], ()), text)][:limit]
    paid = _payments([row[0] for row in found])
    voids = _voids(shift.id)
    return [_sale(row, paid.get(row[0], ()), is_void=row[0] in voids) for row in found]


def last_sale(station: str) -> ShiftSale | None:
    """The newest sale of the till's open shift that stands, whoever made it; None before the first."""
    return next((sale for sale in sales_of_shift(station, limit=20) if not sale.is_void), None)


def _receipts(shift_id: int) -> list[tuple[Any, ...]]:
    query = Receipt.select(
        Receipt.order, Order.number, Receipt.series, Receipt.no, Order.customer_name, Order.entered_name,
        Receipt.total_minor, Receipt.made_at,
    ).join(Order).where(Receipt.shift == shift_id, Receipt.kind == ReceiptKind.SALE)  # fmt: skip
    return list(query.order_by(Receipt.made_at.desc(), Receipt.no.desc()).tuples())


def _voids(shift_id: int) -> set[int]:
    query = Receipt.select(Receipt.order).where(Receipt.shift == shift_id, Receipt.kind == ReceiptKind.VOID)
    return {order_id for (order_id,) in query.tuples()}


def _payments(orders: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Tender, amount and card of each payment, by order."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for at in range(0, len(orders), 500):
        mine = Payment.order.in_(list(orders[at : at + 500])), Payment.state == PaymentState.APPROVED
        query = Payment.select(Payment.order, Payment.tender, Payment.amount_minor, Payment.masked_pan).where(*mine)
        for order_id, *paid in query.order_by(Payment.id).tuples():
            found[order_id].append(tuple(paid))
    return found


def _fits(row: tuple[Any, ...], paid: Sequence[tuple[Any, ...]], text: str) -> bool:
    wanted = fold(text).split()
    if not wanted:
        return True
    _order, number, series, no, customer, clerk, total, _at = row
    words = fold(" ".join((number, receipt_number(series, no), customer or "", clerk, *(card for *_m, card in paid))))
    figure = "".join(sign for sign in text if sign.isdecimal())
    return all(word in words for word in wanted) or (len(figure) > 1 and str(total).startswith(figure))


def _sale(row: tuple[Any, ...], paid: Sequence[tuple[Any, ...]], *, is_void: bool) -> ShiftSale:
    order_id, number, series, no, customer, clerk, total, made_at = row
    tenders = dict.fromkeys(Tender(tender) for tender, amount, _card in paid if amount > 0)
    cards = " ".join(dict.fromkeys(card for _tender, amount, card in paid if card and amount > 0))
    back = not is_void and any(amount < 0 for _tender, amount, _card in paid)
    return ShiftSale(
        order_id, number, receipt_number(series, no), customer or "", clerk, int(total), int(made_at), tuple(tenders),
        cards, is_void, back,
    )  # fmt: skip
