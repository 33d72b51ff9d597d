"""Why this total: the steps that made each line and the whole, of a basket in work and of an order that was placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.book import current
from app.core.money import line_minor
from app.core.refusal import NotFound
from app.orders.charges import kept_charges, relieved_of
from app.orders.given import LIST_PRICE
from app.orders.kits import worth_of_parts
from app.orders.line_kinds import LineKind, option_words
from app.orders.models import Charge, Order, OrderLine, OrderOffer, TaxPartKind
from app.orders.names import line_name
from app.orders.pricing import Priced, PricedLine, TaxSum
from app.orders.taxed import KeptTax, in_lines, kept_taxes, parts_of, sums_of
from app.orders.taxes import TaxPart

PRICE, OFFER, DISCOUNT, SHARE, TAX_ADDED, TAX_INSIDE = "price", "offer", "discount", "share", "tax_added", "tax_inside"
IN_KIT = "in_kit"  # what a part of a kit stands for: changes nothing, and is paid back when it comes back alone
RELIEVED = "relieved"  # tax in the price that this customer does not pay
SAID = frozenset({TAX_INSIDE, IN_KIT})  # these change nothing; all other steps add up
GOODS, DELIVERY, FEE, TOTAL = "goods", Charge.DELIVERY.value, Charge.FEE.value, "total"
# Money: what was handed over and the steps to what it counts; what was paid before, came back, is left.
GIVEN, CHANGE, ROUNDING, TIP = "given", "change", "rounding", "tip"
BEFORE, CREDITED, DUE = "before", "credited", "due"
# Goods that come back: their worth, what is kept of it, what rounding makes of the shares; and what else is credited.
WORTH, KEPT, SHARES, CHARGES = "worth", "kept", "shares", "charges"
OTHERWISE, GOODWILL = "otherwise", "goodwill"


class Step(NamedTuple):
    """One step: what it is, its name where it has one, and what it changes; amounts in minor units.

    A price step multiplies `quantity` by `unit_price_e4` for `price_per`; TAX_INSIDE and IN_KIT change nothing.
    """

    kind: str
    amount_minor: int
    name: str = ""
    percent_bp: int = 0
    quantity: int = 0
    unit_price_e4: int = 0
    price_per: int = 1
    offer_kind: str = ""
    tax_bp: int = 0


class WhyLine(NamedTuple):
    """A line, or a payment with its `tender`, with its steps; those that change something add up to its total."""

    name: str
    unit: str
    steps: tuple[Step, ...]
    total_minor: int
    line_id: int = 0  # of an order's line
    quantity: int = 0
    tender: str = ""


class Why(NamedTuple):
    """All lines, and the steps from them to the total; `paid` and `after` (paid before, still due) add up to it, too."""

    lines: tuple[WhyLine, ...]
    steps: tuple[Step, ...]
    total_minor: int
    paid: tuple[WhyLine, ...] = ()
    after: tuple[Step, ...] = ()

    def turned(self) -> Why:
        """The same with every amount turned round: a void is minus its sale."""
        return Why(
            tuple(map(_turn_line, self.lines)), tuple(map(_turn, self.steps)), -self.total_minor,
            tuple(map(_turn_line, self.paid)), tuple(map(_turn, self.after)),
        )  # fmt: skip


def _turn(step: Step) -> Step:
    return step._replace(amount_minor=-step.amount_minor)


def _turn_line(line: WhyLine) -> WhyLine:
    return line._replace(steps=tuple(map(_turn, line.steps)), total_minor=-line.total_minor)


class Described(NamedTuple):
    """What a basket's line is besides its figures: words, quantity, list price, what a person gave and its tax."""

    name: str
    unit: str
    quantity: int
    list_price_e4: int
    price_per: int
    unit_price_e4: int
    discount_name: str = ""
    discount_bp: int = 0
    tax_bp: int = 0


def why_basket(lines: Sequence[Described], priced: Priced, *, discount_name: str = "", discount_bp: int = 0) -> Why:
    """The steps of a basket that was just priced."""
    explained = tuple(
        WhyLine(line.name, line.unit, tuple(_line_steps(line, part, discount_name)), part.total_minor)
        for line, part in zip(lines, priced.lines, strict=True)
    )
    steps = [Step(GOODS, priced.goods_minor)]
    if priced.discount_minor:
        steps.append(Step(DISCOUNT, -priced.discount_minor, discount_name, discount_bp))
    steps += _tax_steps(
        in_lines(priced.taxes, current().taxes), is_net=bool(priced.added_minor) and current().prices_net
    )
    return Why(explained, (*steps, Step(TOTAL, priced.total_minor)), priced.total_minor)


def why_order(order_id: int) -> Why:
    """The steps of an order, from what was kept when it was placed; NotFound."""
    order = Order.get_or_none(Order.id == order_id)
    if order is None:
        raise NotFound("order", order_id)
    given: dict[int, list[OrderOffer]] = defaultdict(list)
    for row in OrderOffer.select().where(OrderOffer.order == order_id).order_by(OrderOffer.id):
        given[row.line_id].append(row)
    place = fn.COALESCE(OrderLine.of_no, OrderLine.no)
    rows = list(
        OrderLine.select(OrderLine, line_name().alias("called"))
        .where(OrderLine.order == order_id)
        .order_by(place, OrderLine.no)
    )
    kept = kept_taxes(order_id)
    paid_for = [row for row in rows if row.kind != LineKind.PART]
    shares = worth_of_parts(order_id)
    lines = tuple(
        _with_parts(
            _kept_line(row, given[row.id], kept.get(row.id, []), order.discount_name),
            [(part, shares[part.id]) for part in rows if part.kind == LineKind.PART and part.of_no == row.no],
        )
        for row in paid_for
    )
    steps = [Step(GOODS, order.goods_minor)]
    if order.discount_minor:
        steps.append(Step(DISCOUNT, -order.discount_minor, order.discount_name))
    taxed = [(row.id, row.tax_bp, row.total_minor, row.tax_minor) for row in paid_for]
    beside = kept_charges(order_id) if order.charges_tax_minor or order.delivery_minor + order.fee_minor else {}
    for charge, amount in ((Charge.DELIVERY, order.delivery_minor), (Charge.FEE, order.fee_minor)):
        mine = beside.get(charge, [])
        if listed := amount + relieved_of(mine):
            steps.append(Step(charge.value, listed))
            steps += _relief(one.part for one in mine if one.kind == TaxPartKind.RELIEVED)
    if charges := order.delivery_minor + order.fee_minor + order.charges_added_minor:
        kept[0] = [one for mine in beside.values() for one in mine]
        taxed.append((0, order.charges_tax_bp, charges, order.charges_tax_minor))
    steps += _tax_steps(sums_of(taxed, kept), is_net=bool(order.added_minor) and order.prices_net)
    return Why(lines, (*steps, Step(TOTAL, order.total_minor)), order.total_minor)


def _with_parts(line: WhyLine, parts: Sequence[tuple[Any, int]]) -> WhyLine:
    """A kit with what each of its parts stands for."""
    told = tuple(Step(IN_KIT, share, part.called, quantity=part.quantity) for part, share in parts)
    return line._replace(steps=line.steps + told)


def _line_steps(line: Described, part: PricedLine, share_name: str) -> Iterable[Step]:
    if part.price_e4 is not None:
        listed = line_minor(line.quantity, line.list_price_e4, line.price_per)
        yield _price(line, line.list_price_e4, listed)
        yield Step(OFFER, part.gross_minor + part.relieved_minor - listed, part.price_name, offer_kind=LIST_PRICE)
    else:
        yield _price(line, line.unit_price_e4, part.gross_minor + part.relieved_minor)
    yield from _relief(part.relieved)
    for one in part.offers:
        yield Step(OFFER, -one.amount_minor, one.name, one.percent_bp, offer_kind=one.kind)
    if part.discount_minor and not part.offers:
        yield Step(DISCOUNT, -part.discount_minor, line.discount_name, line.discount_bp)
    yield from _tail(part.order_discount_minor, share_name, part.added_minor, part.tax_bp, part.tax_minor, part.parts)


def _kept_line(row: Any, given: list[OrderOffer], kept: list[KeptTax], share_name: str) -> WhyLine:
    gross = line_minor(row.quantity, row.unit_price_e4, row.price_per)
    listed = sum(one.amount_minor for one in given if one.kind == LIST_PRICE)
    price = row.list_price_e4 if listed else row.unit_price_e4
    name = option_words(row.called, row.note) if row.kind == LineKind.OPTION else row.called
    about = Described(name, row.unit, row.quantity, price, row.price_per, row.unit_price_e4)
    whole = line_minor(row.quantity, price, row.price_per) if listed else gross
    steps = [_price(about, price, whole)]
    for one in given:
        if one.amount_minor:
            off = gross - whole if one.kind == LIST_PRICE else -one.amount_minor
            steps.append(Step(OFFER, off, one.name, one.percent_bp, offer_kind=one.kind))
    steps += _relief(one.part for one in kept if one.kind == TaxPartKind.RELIEVED)
    if row.discount_minor and not any(one.kind != LIST_PRICE for one in given):
        steps.append(Step(DISCOUNT, -row.discount_minor, row.discount_name))
    steps += _tail(row.order_discount_minor, share_name, row.added_minor, row.tax_bp, row.tax_minor, parts_of(kept))
    return WhyLine(name, row.unit, tuple(steps), row.total_minor, row.id, row.quantity)


def _price(line: Described, price_e4: int, amount_minor: int) -> Step:
    return Step(
        PRICE, amount_minor, quantity=line.quantity, unit_price_e4=price_e4, price_per=line.price_per
    )  # fmt: skip


def _relief(parts: Iterable[TaxPart]) -> Iterable[Step]:
    for part in parts:
        yield Step(RELIEVED, -part.tax_minor, part.name, tax_bp=part.rate_bp)


def _tail(
    share_minor: int, share_name: str, added_minor: int, tax_bp: int, tax_minor: int, parts: Sequence[TaxPart]
) -> Iterable[Step]:
    if share_minor:
        yield Step(SHARE, -share_minor, share_name)
    for part in parts:
        yield Step(TAX_ADDED if part.is_added else TAX_INSIDE, part.tax_minor, part.name, tax_bp=part.rate_bp)
    if parts:
        return
    if added_minor:
        yield Step(TAX_ADDED, added_minor, tax_bp=tax_bp)
    elif tax_minor:
        yield Step(TAX_INSIDE, tax_minor, tax_bp=tax_bp)


def _tax_steps(taxes: Iterable[TaxSum], *, is_net: bool) -> list[Step]:
    plain = TAX_ADDED if is_net else TAX_INSIDE
    kinds = {True: TAX_ADDED, False: TAX_INSIDE}
    return [
        Step(kinds[tax.is_added] if tax.code else plain, tax.tax_minor, tax.name, tax_bp=tax.tax_bp)
        for tax in taxes if tax.tax_minor
    ]  # fmt: skip
