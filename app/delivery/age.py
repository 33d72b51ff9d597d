"""Goods with an age limit that were ordered from afar: somebody looks at the customer when they are handed over.

In the shop and at the door of our own driver it is one of us, and is asked; a carrier does it as a service of its own,
which the label asks for.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.catalog.models import Product
from app.core.i18n import _
from app.core.refusal import Refusal
from app.orders.line_kinds import LineKind
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine


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


def age_to_check(fulfillment_id: int) -> int:
    """From which age on the goods of a part are sold, while nobody has looked at the customer's; nought where all may
    have them.
    """
    order_id = Fulfillment.select(Fulfillment.order).where(Fulfillment.id == fulfillment_id).scalar()
    return max((row[3] for row in _unchecked(fulfillment_id, order_id, least=0)), default=0)


def age_of(order_id: int) -> tuple[int, bool]:
    """The strictest age limit of an order's goods, and whether it was looked at for all of them."""
    limits = (
        OrderLine.select(Product.age_limit, OrderLine.age_checked).join(Product)
        .where(OrderLine.order == order_id, Product.age_limit > 0, OrderLine.kind != LineKind.PART).tuples()
    )  # fmt: skip
    found = list(limits)
    return max((age for age, _checked in found), default=0), all(checked for _age, checked in found)


def _unchecked(fulfillment_id: int, order_id: int, *, least: int = 1) -> list[tuple[int, int, str, int]]:
    """Lines with a limit that nobody asked about: of the goods that travel, and of the kits they are parts of.

    `least` base units of a line are picked; nought also asks for what is still to be picked.
    """
    travel = list(
        FulfillmentLine.select(OrderLine.id, OrderLine.of_no)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(FulfillmentLine.fulfillment == fulfillment_id, FulfillmentLine.picked >= least)
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
