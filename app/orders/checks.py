"""What `verify` re-computes of orders: sums, taxes, numbers, promises and the goods in fulfillments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import JOIN, Case, fn

from app.core.checks import check
from app.core.money import line_minor, tax_included, tax_on_top
from app.core.numbers import check_digit_fits
from app.inventory.models import HoldState, Reservation
from app.orders.given import LIST_PRICE
from app.orders.line_kinds import LineKind
from app.orders.models import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderChargeTax,
    OrderLine,
    OrderOffer,
    OrderTax,
    TaxPartKind,
)
from app.orders.states import OPEN_ORDER, UNTOUCHED, FulfillmentState

CENTS_OF_ROUNDING = 2  # delivery and fee are rounded one by one, or with the whole document


@check("order totals")
def order_totals() -> Iterator[str]:
    """Lines, discounts, charges and taxes of every order add up to what it says."""
    lines = {
        order: (int(total), int(off), int(tax), int(added))
        for order, total, off, tax, added in OrderLine.select(
            OrderLine.order, fn.SUM(OrderLine.total_minor), fn.SUM(OrderLine.order_discount_minor),
            fn.SUM(OrderLine.tax_minor), fn.SUM(OrderLine.added_minor),
        ).group_by(OrderLine.order).tuples()
    }  # fmt: skip
    fields = (
        Order.id, Order.goods_minor, Order.discount_minor, Order.delivery_minor, Order.fee_minor,
        Order.charges_tax_minor, Order.charges_added_minor, Order.tax_minor, Order.total_minor, Order.added_minor,
    )  # fmt: skip
    for order, goods, off, delivery, fee, beside, on_top, tax, total, added in (
        Order.select(*fields).tuples().iterator()
    ):
        line_total, line_off, line_tax, line_added = lines.get(order, (0, 0, 0, 0))
        charges = delivery + fee
        if goods - off + added + charges != total or line_total + charges + on_top != total or line_off != off:
            yield f"order {order}: its lines and charges do not add up to {total}"
        if line_tax + beside != tax:
            yield f"order {order}: the taxes of its lines and charges are not {tax}"
        if line_added + on_top != added:
            yield f"order {order}: the taxes on top of its lines are not {added}"


@check("order offers")
def order_offers() -> Iterator[str]:
    """A line was given no more by its offers than its discount says, and is what its price, discounts and tax make."""
    query = (
        OrderOffer.select(OrderOffer.line, OrderLine.discount_minor, fn.SUM(OrderOffer.amount_minor))
        .join(OrderLine).where(OrderOffer.kind != LIST_PRICE).group_by(OrderOffer.line, OrderLine.discount_minor)
    )  # fmt: skip
    for line, discount, given in query.tuples():
        if int(given) != discount:
            yield f"order line {line}: its offers gave {given}, its discount is {discount}"
    fields = (
        OrderLine.id, OrderLine.quantity, OrderLine.unit_price_e4, OrderLine.price_per, OrderLine.discount_minor,
        OrderLine.order_discount_minor, OrderLine.added_minor, OrderLine.relieved_minor, OrderLine.total_minor,
    )  # fmt: skip
    for line, quantity, price, price_per, off, share, added, gone, total in (
        OrderLine.select(*fields).tuples().iterator()
    ):
        if line_minor(quantity, price, price_per) - gone - off - share + added != total:
            yield f"order line {line}: its price, discounts and tax do not make {total}"


@check("order taxes")
def order_taxes() -> Iterator[str]:
    """The taxes that a line has by name add up to what it says: in all, on top of its price, and gone from it."""
    query = OrderTax.select(
        OrderTax.line, OrderLine.tax_minor, OrderLine.added_minor, OrderLine.relieved_minor,
        *(_sum_of(kind) for kind in TaxPartKind),
    ).join(OrderLine).group_by(
        OrderTax.line, OrderLine.tax_minor, OrderLine.added_minor, OrderLine.relieved_minor
    )  # fmt: skip
    for line, tax, added, gone, inside, on_top, relieved in query.tuples().iterator():
        is_plain = not OrderTax.select().where(OrderTax.line == line, OrderTax.kind != TaxPartKind.RELIEVED).exists()
        if relieved != gone or (not is_plain and (inside + on_top != tax or on_top != added)):
            yield f"order line {line}: its taxes by name do not add up to {tax}"
    gone_lines = OrderLine.select(OrderLine.id).where(
        OrderLine.relieved_minor != 0, OrderLine.id.not_in(OrderTax.select(OrderTax.line))
    )
    yield from (f"order line {line}: nothing says which tax left its price" for (line,) in gone_lines.tuples())


@check("taxes of charges")
def taxes_of_charges() -> Iterator[str]:
    """The taxes of delivery and fee by name add up to what the order says; a plain rate makes their tax to the cent."""
    named = OrderChargeTax.select(
        OrderChargeTax.order, Order.charges_tax_minor, Order.charges_added_minor,
        *(_sum_of(kind, OrderChargeTax) for kind in (TaxPartKind.INSIDE, TaxPartKind.ADDED)),
    ).join(Order).group_by(
        OrderChargeTax.order, Order.charges_tax_minor, Order.charges_added_minor
    )  # fmt: skip
    known = set()
    for order, tax, added, inside, on_top in named.tuples().iterator():
        known.add(order)
        if inside + on_top != tax or on_top != added:
            yield f"order {order}: the taxes of its charges by name do not add up to {tax}"
    fields = (
        Order.id, Order.delivery_minor + Order.fee_minor, Order.charges_tax_bp, Order.charges_tax_minor,
        Order.charges_added_minor,
    )  # fmt: skip
    beside = (Order.delivery_minor + Order.fee_minor > 0) | (Order.charges_tax_minor > 0)
    for order, charges, rate, tax, added in Order.select(*fields).where(beside).tuples().iterator():
        right = tax_on_top(charges, rate) if added else tax_included(charges, rate)
        if order not in known and abs(right - tax) > CENTS_OF_ROUNDING:
            yield f"order {order}: {tax} is not the tax of its charges at {rate}"


def _sum_of(kind: TaxPartKind, taxes: Any = OrderTax) -> Any:
    return fn.SUM(Case(taxes.kind, [(kind.value, taxes.tax_minor)], 0))


@check("order lines")
def order_lines() -> Iterator[str]:
    """A line's own figures fit, and no more comes back or waits than was ordered."""
    wrong = (OrderLine.reserved + OrderLine.backordered > OrderLine.quantity) | (
        OrderLine.returned > OrderLine.quantity
    )
    for line in OrderLine.select(OrderLine.id).where(wrong).tuples():
        yield f"order line {line[0]}: more is promised, awaited or returned than was ordered"


@check("order numbers")
def order_numbers() -> Iterator[str]:
    """Every order that was placed has a number whose check digit fits, and no two the same."""
    seen: set[str] = set()
    query = Order.select(Order.id, Order.number, Order.placed_at).tuples()
    for order, number, placed_at in query.iterator():
        if number is None and placed_at is not None:
            yield f"order {order}: placed without a number"
        elif number is not None and (number in seen or not check_digit_fits(number)):
            yield f"order {order}: its number {number} is wrong or not the only one"
        seen.add(number or "")


@check("order promises")
def order_promises() -> Iterator[str]:
    """Until picking begins, what a line has reserved is what is held for it; closed orders hold nothing."""
    held = {line: int(quantity) for line, quantity in _held_by_line()}
    begun = Fulfillment.select(Fulfillment.order).where(
        Fulfillment.state.not_in([state.value for state in (*UNTOUCHED, FulfillmentState.CANCELLED)])
    )
    query = OrderLine.select(OrderLine.id, OrderLine.reserved, Order.state, Order.id.in_(begun)).join(Order).tuples()
    for line, reserved, state, is_begun in query.iterator():
        there = held.get(line, 0)
        if state not in OPEN_ORDER and there:
            yield f"order line {line}: {there} are held for an order that is {state}"
        elif state in OPEN_ORDER and not is_begun and there != reserved:
            yield f"order line {line}: reserved {reserved}, held {there}"


@check("fulfillments")
def fulfillments() -> Iterator[str]:
    """No line has more in its fulfillments than was ordered."""
    stopped = (FulfillmentState.CANCELLED.value, FulfillmentState.RETURNED.value)
    total = fn.SUM(FulfillmentLine.quantity)
    query = (
        FulfillmentLine.select(FulfillmentLine.line, total, OrderLine.quantity)
        .join(Fulfillment)
        .switch(FulfillmentLine)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(Fulfillment.state.not_in(stopped))
        .group_by(FulfillmentLine.line, OrderLine.quantity)
        .having(total > OrderLine.quantity)
    )
    yield from (f"order line {line}: {parts} of {quantity} in fulfillments" for line, parts, quantity in query.tuples())


def _held_by_line() -> Any:
    return (
        Reservation.select(Reservation.line_ref, fn.SUM(Reservation.quantity))
        .where(Reservation.state == HoldState.HELD, Reservation.line_ref.is_null(False))
        .group_by(Reservation.line_ref)
        .tuples()
    )


@check("parts of kits")
def parts_of_kits() -> Iterator[str]:
    """The parts of a kit stand with a line of their order, cost nothing, and are as many as whole kits need."""
    kit = OrderLine.alias()
    query = (
        OrderLine.select(OrderLine.id, OrderLine.quantity, OrderLine.total_minor, kit.quantity)
        .join(kit, JOIN.LEFT_OUTER, on=(kit.order == OrderLine.order) & (kit.no == OrderLine.of_no))
        .where(OrderLine.kind == LineKind.PART)
    )  # fmt: skip
    for line, quantity, total, kits in query.tuples().iterator():
        if not kits or total or quantity % kits:
            yield f"order line {line}: {quantity} for {kits or 0} kits, at {total}"


@check("options")
def options() -> Iterator[str]:
    """What was chosen with goods stands with a line of its order, one for each of its pieces."""
    goods = OrderLine.alias()
    query = (
        OrderLine.select(OrderLine.id, OrderLine.quantity, goods.quantity, goods.unit)
        .join(goods, JOIN.LEFT_OUTER, on=(goods.order == OrderLine.order) & (goods.no == OrderLine.of_no))
        .where(OrderLine.kind == LineKind.OPTION)
    )  # fmt: skip
    for line, quantity, pieces, unit in query.tuples().iterator():
        if quantity != (pieces if unit == "piece" else 1):
            yield f"order line {line}: {quantity} of an option for {pieces or 0} pieces"
