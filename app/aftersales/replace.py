"""A replacement: new goods for those of a case, as an order of its own that is tied to the case and the first order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import fn

from app.aftersales.models import Case
from app.aftersales.open import NOTE, CaseRow, add_message, case_row, touch_case
from app.aftersales.states import UNDONE
from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.i18n import _
from app.core.refusal import Refusal, StateChanged
from app.inventory.models import Stock
from app.orders.confirm import settle_placed
from app.orders.draft import DraftLine, OrderDraft
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.names import line_name
from app.orders.place import Placed, place
from app.orders.states import Channel, Method, OrderState, PayPlan


class Charge(StrEnum):
    """What the customer pays for a replacement."""

    NOTHING = "nothing"
    AS_SOLD = "as_sold"  # the price of the first order
    TODAY = "today"


class NoReplacement(Refusal):
    """The case has no order, is done, or the goods asked for were never in that order."""


class ReplacedAlready(Refusal):
    """A replacement for this case is under way."""


class ReplacedLine(NamedTuple):
    """So many base units of a line of the first order are sent again."""

    order_line_id: int
    quantity: int


class ReplaceableLine(NamedTuple):
    """A line of the first order as the sheet shows it; `free` is what the shop could send now (base units)."""

    order_line_id: int
    product_id: int
    name: str
    sku: str
    unit: str
    art: str
    quantity: int
    free: int
    unit_price_e4: int
    price_per: int


@command("aftersales.replace")
def replace_goods(
    by: Actor, case_id: int, lines: Sequence[ReplacedLine], charge: Charge | str = Charge.NOTHING,
    method: Method | str | None = None,
) -> Placed:  # fmt: skip
    """Place an order for the goods of a case, to the same customer and address; its goods are reserved at once.

    It travels as the first order did unless `method` says otherwise.  NoReplacement and ReplacedAlready say why not;
    for free by everybody who looks after cases, because the goods were paid once.
    """
    case = case_row(case_id)
    first = _first_order(case)
    wanted = _wanted(case, lines)
    way = _way(first, method)
    drafted = OrderDraft(
        channel=Channel.PHONE, method=way, pay_plan=_plan(Charge(charge), way), customer_id=first.customer_id,
        customer_name=first.customer_name, phone=first.phone, email=first.email, language=first.language,
        address=first.address, lines=_lines(wanted, Charge(charge)),
        note=_("Replacement for order {number}, case {case}").format(number=first.number, case=case.number),
    )  # fmt: skip
    placed = place(drafted, checked=False)
    _tie(case, placed)
    placed = placed._replace(state=settle_placed(placed.order_id))
    add_message(case_id, NOTE, acting().name, _("Replacement: order {number} was placed.").format(number=placed.number))
    touch_case(case_id, case.order_id)
    touch("order", placed.order_id)
    note(
        case_id=case_id, number=case.number, order_id=case.order_id, replacement=placed.number,
        replacement_id=placed.order_id, charge=Charge(charge),
    )  # fmt: skip
    return placed


def replaceable(case_id: int) -> list[ReplaceableLine]:
    """The goods of the case's order that can be sent again, the product of the case first."""
    case: Any = Case.select(Case.order, Case.product_ref).where(Case.id == case_id).tuples().first()
    if case is None or case[0] is None:
        return []
    query: Any = (
        OrderLine.select(
            OrderLine.id, OrderLine.product, line_name(), OrderLine.sku, OrderLine.unit, Product.art,
            OrderLine.quantity, fn.COALESCE(Stock.on_hand - Stock.reserved, 0), OrderLine.unit_price_e4,
            OrderLine.price_per,
        )
        .join(Product, on=(Product.id == OrderLine.product)).left_outer_join(Stock, on=(Stock.product == Product.id))
        .where(OrderLine.order == case[0]).order_by(OrderLine.no).tuples()
    )  # fmt: skip
    return sorted((ReplaceableLine(*row) for row in query), key=lambda line: line.product_id != case[1])


def _first_order(case: CaseRow) -> Any:
    if case.order_id is None:
        raise NoReplacement(_("This case has no order, so nobody knows what to send again."), case_id=case.id)
    if case.state not in UNDONE:
        raise NoReplacement(_("Open the case again first."), case_id=case.id)
    return Order.get_by_id(case.order_id)


def _wanted(case: CaseRow, lines: Sequence[ReplacedLine]) -> list[tuple[Any, int]]:
    sold = {line.id: line for line in OrderLine.select().where(OrderLine.order == case.order_id)}
    wanted = []
    for line_id, count in lines:
        line = sold.get(line_id)
        if line is None or line.product_id is None:
            raise NoReplacement(_("These goods are not in the order of the case."), order_line_id=line_id)
        if not 0 < count <= line.quantity:
            raise NoReplacement(
                _("At most {n} of {name} can be replaced.").format(n=line.quantity, name=line.name),
                order_line_id=line_id, most=line.quantity,
            )  # fmt: skip
        wanted.append((line, count))
    heads = {line.no for line, _count in wanted}
    wanted = [one for one in wanted if one[0].kind != LineKind.OPTION or one[0].of_no not in heads]
    if not wanted:
        raise NoReplacement(_("Choose what is sent again."), case_id=case.id)
    return wanted


def _way(first: Any, method: Method | str | None) -> Method:
    """As the first order travelled; what was taken along is collected again."""
    way = Method(method or first.method)
    return Method.PICKUP if way == Method.TAKEN else way


def _plan(charge: Charge, way: Method) -> PayPlan:
    if charge == Charge.NOTHING:
        return PayPlan.NOW
    return PayPlan.AT_PICKUP if way == Method.PICKUP else PayPlan.ON_DELIVERY


def _lines(wanted: Sequence[tuple[Any, int]], charge: Charge) -> tuple[DraftLine, ...]:
    """The goods, and behind them what was chosen with them: it is sent again with its goods."""
    found = [_line(line, count, charge) for line, count in wanted]
    for at, (line, count) in enumerate(wanted, 1):
        mine = OrderLine.select().where(OrderLine.order == line.order_id, OrderLine.of_no == line.no)
        for option in mine.where(OrderLine.kind == LineKind.OPTION).order_by(OrderLine.no):
            pieces = count if line.unit == "piece" else 1
            found.append(replace(_line(option, pieces, charge), kind=LineKind.OPTION, of=at, note=option.note))
    return tuple(found)


def _line(line: Any, count: int, charge: Charge) -> DraftLine:
    price = {Charge.NOTHING: 0, Charge.AS_SOLD: line.unit_price_e4, Charge.TODAY: None}[charge]
    return DraftLine(line.product_id, count, unit_price_e4=price, age_checked=line.age_checked)


def _tie(case: CaseRow, placed: Placed) -> None:
    """Tie the order to its case with one statement, unless another replacement stands."""
    gone = Order.select(Order.id).where(Order.state == OrderState.CANCELLED)
    free = Case.replacement.is_null() | Case.replacement.in_(gone)
    if Case.update(replacement=placed.order_id).where(Case.id == case.id, free).execute():
        return
    number = Order.select(Order.number).join(Case, on=(Case.replacement == Order.id)).where(Case.id == case.id).scalar()
    if number is None:
        raise StateChanged("case", case.id)
    raise ReplacedAlready(
        _("Order {number} replaces these goods already.").format(number=number), case_id=case.id, number=number
    )
