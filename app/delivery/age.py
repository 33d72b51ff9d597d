"""Goods with an age limit that were ordered from afar: somebody looks at the customer when they are handed over."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalog.models import Product
from app.core.i18n import _
from app.core.refusal import Refusal
from app.orders.models import FulfillmentLine, OrderLine


class AgeNotAsked(Refusal):
    """Goods with an age limit are handed over, and nobody has looked at the customer's age."""


def check_age(fulfillment_id: int, order_id: int, *, is_checked: bool) -> None:
    """Raise AgeNotAsked, with what is limited most, unless the age was checked: when ordered, or now.

    What is checked now is kept with the order's lines.
    """
    rows = _unchecked(fulfillment_id, order_id)
    if not rows:
        return
    if is_checked:
        OrderLine.update(age_checked=True).where(OrderLine.id.in_([row[0] for row in rows])).execute()
        return
    _line_id, product_id, name, age = max(rows, key=lambda row: row[3])
    sentence = _("{name} is sold from {age} years on. Check the age first.")
    raise AgeNotAsked(sentence.format(name=name, age=age), product_id=product_id, age_limit=age)


def _unchecked(fulfillment_id: int, order_id: int) -> list[tuple[int, int, str, int]]:
    """Lines with a limit that nobody asked about: of the goods that travel, and of the kits they are parts of."""
    travel = list(
        FulfillmentLine.select(OrderLine.id, OrderLine.of_no)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(FulfillmentLine.fulfillment == fulfillment_id, FulfillmentLine.picked > 0)
        .tuples()
    )
    columns = (OrderLine.id, Product.id, OrderLine.name, Product.age_limit)
    of_these = OrderLine.id.in_(_ids(row[0] for row in travel)) | OrderLine.no.in_(_ids(row[1] for row in travel))
    query = (
        OrderLine.select(*columns)
        .join(Product)
        .where(OrderLine.order == order_id, of_these, Product.age_limit > 0, ~OrderLine.age_checked)
    )
    return list(query.tuples())


def _ids(found: Iterable[int | None]) -> list[int]:
    return [one for one in found if one is not None] or [0]
