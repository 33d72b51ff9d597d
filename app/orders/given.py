"""What offers gave each line of an order: kept when it is placed, so that every total can be explained later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.money import line_minor, spread
from app.core.prepared import prepared
from app.orders.models import OrderLine, OrderOffer
from app.orders.pricing import Priced, PricedLine

LIST_PRICE = "list_price"  # what a price list took off; it stands in the line's price, not in its discount
BY_PERSON = "person"
GROUP = "group"


@prepared
def _add(order, line, promotion, name, kind, percent, amount):
    return OrderOffer.insert(
        order=order, line=line, promotion_ref=promotion, name=name, kind=kind, percent_bp=percent, amount_minor=amount
    )


@prepared
def _line_ids(order):
    return OrderLine.select(
        OrderLine.no, OrderLine.id, OrderLine.quantity, OrderLine.price_per, OrderLine.list_price_e4,
        OrderLine.unit_price_e4,
    ).where(OrderLine.order == order)  # fmt: skip


def price_of(part: PricedLine, list_price_e4: int, asked_e4: int | None) -> int:
    """The unit price of a line: what a person asked, else what a price list says, else the product's."""
    if asked_e4 is not None:
        return asked_e4
    return list_price_e4 if part.price_e4 is None else part.price_e4


def names_of(part: PricedLine) -> str:
    """The names of the offers on a line, as they stand on papers."""
    return " + ".join(dict.fromkeys(one.name for one in part.offers if one.name))


def offers_in(priced: Priced) -> set[int]:
    """The promotions that gave something; the coupons that opened others stay the customer's."""
    return {one.offer_id for part in priced.lines for one in part.offers}


def keep_offers(order_id: int, parts: Sequence[PricedLine], first_no: int = 1) -> None:
    """Write what offers and price lists gave the lines of an order, from a number on; a step of placing it."""
    if not any(part.offers or part.price_e4 is not None for part in parts):
        return
    lines: dict[int, Any] = {row[0]: row[1:] for row in _line_ids.all(order_id)}
    rows = []
    for no, part in enumerate(parts, first_no):
        line, quantity, price_per, listed, price = lines[no]
        if part.price_e4 is not None and price < listed:
            less = line_minor(quantity, listed, price_per) - line_minor(quantity, price, price_per)
            rows.append((order_id, line, 0, part.price_name[:80], LIST_PRICE, 0, less))
        rows += [
            (order_id, line, one.offer_id, one.name[:80], one.kind, one.percent_bp, one.amount_minor)
            for one in part.offers
        ]
    _add.run_many(rows)


def share_offers(line_id: int, discount_minor: int) -> None:
    """A line was changed and its discount with it: what each offer gave keeps its share; a step of amending."""
    mine = (OrderOffer.line == line_id) & (OrderOffer.kind != LIST_PRICE)
    rows = list(OrderOffer.select(OrderOffer.id, OrderOffer.amount_minor).where(mine).order_by(OrderOffer.id).tuples())
    if not rows:
        return
    shares = spread(discount_minor, [amount for _id, amount in rows])
    for (row, _amount), share in zip(rows, shares, strict=True):
        OrderOffer.update(amount_minor=share).where(OrderOffer.id == row).execute()
