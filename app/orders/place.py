"""Placing: a draft becomes an order with a number; names, prices, taxes, costs and the address are copied for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.catalog.book import book
from app.catalog.coupons import promotions_of, use_coupons
from app.core import canonical, clock, search, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.money import currency, format_money
from app.core.numbers import next_number, with_check_digit
from app.core.plain import plain
from app.core.prepared import prepared
from app.core.refusal import NotFound
from app.customers.models import Address, Customer
from app.customers.phone import show_phone
from app.inventory import stock
from app.orders.agreed import NOTHING_HELD, Held, agreed_in, buy, held_by
from app.orders.charges import by_charge, columns_of, keep_charges
from app.orders.choices import check_options
from app.orders.draft import (
    DraftLine,
    Goods,
    OrderDraft,
    TotalChanged,
    check_sums,
    group_bp_of,
    look_up,
    price_draft,
    regime_of,
    who_of,
)
from app.orders.events import OrderPlaced
from app.orders.given import keep_offers, names_of, offers_in, price_of
from app.orders.kits import Unpacked
from app.orders.layaway import agree_fee, check_layaway
from app.orders.limits import by_hand, check_free_lines, check_limits
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.pricing import Priced, PricedLine
from app.orders.relieve import regime_for
from app.orders.states import Method, OrderState, PayPlan
from app.orders.taxed import keep_taxes, under

FIRST_NUMBER = 1_000  # with its check digit the first order is a number of five digits
LONGEST = {"name": 200, "note": 200, "serial": 60, "discount_name": 80, "customer_name": 160, "phone": 24, "email": 160}


class Placed(NamedTuple):
    """What placing gives back."""

    order_id: int
    number: str
    state: OrderState
    total_minor: int


@prepared(rows=Placed)
def _imported(import_key):
    return Order.select(Order.id, Order.number, Order.state, Order.total_minor).where(Order.import_key == import_key)


@prepared
def _customer(customer):
    return Customer.select(Customer.name, Customer.phone, Customer.email, Customer.language).where(
        Customer.id == customer
    )


@prepared
def _insert_order(
    number, channel, customer, customer_name, phone, email, language, method, address, pay_plan, currency_code,
    goods, discount, delivery, fee, charges_bp, charges_tax, charges_added, tax, total, discount_name, promised_at,
    together, entered_by, entered_name, station, import_key, doubts, signals, remark, overridden, at, at_again, added,
    net, rounding, regime, regime_name, regime_note,
):  # fmt: skip
    return Order.insert(
        number=number, channel=channel, state=OrderState.PLACED.value, is_on_hold=False, hold_reason="", revision=1,
        customer=customer, customer_name=customer_name, phone=phone, email=email, language=language, method=method,
        address=address, pay_plan=pay_plan, currency=currency_code, goods_minor=goods, discount_minor=discount,
        delivery_minor=delivery, fee_minor=fee, charges_tax_bp=charges_bp, charges_tax_minor=charges_tax,
        charges_added_minor=charges_added, tax_minor=tax, total_minor=total, discount_name=discount_name,
        promised_at=promised_at, ship_together=together, entered_by=entered_by, entered_name=entered_name,
        station=station, import_key=import_key, doubts=doubts, signals=signals, note=remark,
        price_overridden=overridden, created_at=at, placed_at=at_again, added_minor=added, prices_net=net,
        tax_rounding=rounding, tax_regime_ref=regime, tax_regime=regime_name, tax_note=regime_note,
    )  # fmt: skip


@prepared
def _insert_line(
    order, no, product, sku, name, unit, quantity, price, price_per, list_price, discount, discount_name, share,
    total, tax_bp, tax, cost, is_stocked, remark, serial, age_checked, added, kind, of_no, relieved,
):  # fmt: skip
    return OrderLine.insert(
        order=order, no=no, product=product, sku=sku, name=name, unit=unit, quantity=quantity, unit_price_e4=price,
        price_per=price_per, list_price_e4=list_price, discount_minor=discount, discount_name=discount_name,
        order_discount_minor=share, total_minor=total, tax_bp=tax_bp, tax_minor=tax, cost_e4=cost,
        is_stocked=is_stocked, reserved=0, backordered=0, returned=0, note=remark, serial=serial,
        age_checked=age_checked, added_minor=added, kind=kind, of_no=of_no, relieved_minor=relieved,
    )  # fmt: skip


@command("orders.place")
def place_order(by: Actor, draft: OrderDraft) -> Placed:
    """Place an order and take it as far as it goes by itself: into review, or confirmed when nothing is missing.

    The same import key returns the order that is there.  Refused with NoLines, NotAQuantity, WrongOptions,
    DiscountTooLarge, NotFound, TotalChanged, ReasonMissing, LayawayRefused, NotAFreeLine, and NotPermitted
    (`orders.discount`, `orders.change_price`, `orders.relieve_tax`, `counter.free_goods`) above the person's limits.
    """
    from app.orders.confirm import settle_placed

    if draft.import_key and (known := _imported.one(draft.import_key)):
        return known._replace(state=OrderState(known.state))
    placed = place(draft)
    return placed._replace(state=settle_placed(placed.order_id))


def place(draft: OrderDraft, *, checked: bool = True) -> Placed:
    """Write the order and its lines, give it its number, tell OrderPlaced; a step for the counter and for imports.

    `checked=False` leaves out the person's limits and the choice of options: prices, discounts and lines come from the
    shop's own web shop; what is still to be chosen keeps the order from being confirmed.
    """
    if draft.import_key and (known := _imported.one(draft.import_key)):
        return known._replace(state=OrderState(known.state))
    goods = look_up(draft.lines)
    if checked:
        check_options(draft.lines)
        check_layaway(draft)
        regime_for(acting(), draft.regime_id, draft.regime_reason, who_of(draft.customer_id).regime_id)
    priced = price_draft(draft, goods)
    check_sums(priced, draft.delivery_minor, draft.fee_minor)
    check_told(draft, priced)
    agreed = agreed_in(draft.quote) if checked else None
    held = held_by(agreed, draft.lines, goods, priced.lines)
    overridden = any(
        item is not None and line.unit_price_e4 is not None and line.unit_price_e4 < held.listed(place, item.price_e4)
        for place, (line, item) in enumerate(zip(draft.lines, goods, strict=True))
    )
    if checked:
        check_draft(acting(), draft, goods, priced, held)
    if draft.basket:
        stock.release(basket=draft.basket)
    number = with_check_digit(next_number("order", FIRST_NUMBER))
    order_id = _write_order(draft, number, priced, overridden and checked)
    if draft.pay_plan is PayPlan.LAYAWAY:
        agree_fee(order_id, priced.total_minor)
    write_lines(order_id, 1, draft.lines, goods, priced.lines)
    use_coupons([*opened(draft, priced), *buy(agreed)], order_id)
    touch("order", order_id)
    note(
        order_id=order_id, number=number, total_minor=priced.total_minor, lines=len(draft.lines), channel=draft.channel
    )
    emit(OrderPlaced(order_id))
    return Placed(order_id, number, OrderState.PLACED, priced.total_minor)


def check_draft(
    by: Actor, draft: OrderDraft, goods: Sequence[Goods | None], priced: Priced, held: Held = NOTHING_HELD
) -> None:  # fmt: skip
    """Raise NotAFreeLine, NotAnAmount or NotPermitted when this person may not give the goods at these prices."""
    check_free_lines(by, draft.lines, goods, held)
    check_limits(by, by_hand(draft.lines), goods, priced, by_rule=_by_group(draft), held=held)


def opened(draft: OrderDraft, priced: Priced) -> list[str]:
    """The coupons whose promotion gave something; the customer keeps the others."""
    given = offers_in(priced)
    return [code for code, promotion in promotions_of(draft.coupons).items() if promotion in given]


def _by_group(draft: OrderDraft) -> bool:
    """Whether the discount on the order is what the customer's group gets, and not more."""
    return draft.discount_by_rule and not draft.order_discount_minor and draft.order_discount_bp <= group_bp_of(draft)


def check_told(draft: OrderDraft, priced: Priced) -> None:
    """Raise TotalChanged when the order no longer costs what the customer was told; names the offers that are over."""
    if draft.told_minor is None or draft.told_minor == priced.total_minor:
        return
    holding = {one.name for part in priced.lines for one in part.offers} | {part.price_name for part in priced.lines}
    over = [name for name in draft.told_offers if name not in holding]
    sentence = _("Prices changed since {told} was said: the order costs {total} now.")
    if over:
        sentence = _("No longer holds: {offers}. The order costs {total} now, {told} was said.")
    raise TotalChanged(
        sentence.format(
            offers=", ".join(over), total=format_money(priced.total_minor), told=format_money(draft.told_minor)
        ),
        total_minor=priced.total_minor, told_minor=draft.told_minor, over=over,
    )  # fmt: skip


def write_lines(
    order_id: int,
    first_no: int,
    lines: Sequence[DraftLine],
    goods: Sequence[Goods | None],
    priced: Sequence[PricedLine],
) -> None:
    """Write the lines of an order from a number on, with all that is copied from the products, and the parts of kits."""
    rows = Unpacked(lines, goods, priced, first_no).rows
    _insert_line.run_many(_line_values(order_id, no, *row) for no, row in enumerate(rows, first_no))
    parts = [row.priced for row in rows]
    keep_offers(order_id, parts, first_no)
    keep_taxes(order_id, parts, first_no)


def _line_values(
    order_id: int, no: int, line: DraftLine, goods: Goods | None, part: PricedLine, kind: LineKind, of_no: int | None
) -> tuple[Any, ...]:  # fmt: skip
    if goods is None:
        price = line.unit_price_e4 or 0
        goods = Goods("", line.name or _("Free line"), "piece", price, 1, 0, line.tax_bp or 0, False)
    price = price_of(part, goods.price_e4, line.unit_price_e4)
    return (
        order_id, no, line.product_id, goods.sku, plain(line.name or goods.name)[: LONGEST["name"]], goods.unit,
        line.quantity, price, goods.price_per, goods.price_e4, part.discount_minor,
        (names_of(part) or line.discount_name)[: LONGEST["discount_name"]], part.order_discount_minor,
        part.total_minor, part.tax_bp, part.tax_minor, goods.cost_e4, goods.is_stocked, plain(line.note)[: LONGEST["note"]],
        plain(line.serial)[: LONGEST["serial"]], line.age_checked, part.added_minor, kind.value, of_no, part.relieved_minor,
    )  # fmt: skip


def _write_order(draft: OrderDraft, number: str, priced: Priced, overridden: bool) -> int:
    by, at = acting(), clock.now_ms()
    doubts = canonical.encode(list(draft.doubts)) if draft.doubts else None
    signals = canonical.encode(draft.signals) if draft.signals else None
    name, phone, email, language = map(plain, _contact(draft))
    address = draft.address
    if address is None and draft.customer_id and draft.method in (Method.OWN_DRIVER, Method.CARRIER):
        address = _main_address(draft.customer_id)
    regime = under(regime_of(draft))
    charges = by_charge(draft.delivery_minor, draft.fee_minor, priced.charges)
    order_id = _insert_order.add(
        number, draft.channel.value, draft.customer_id, name[: LONGEST["customer_name"]], phone[: LONGEST["phone"]],
        email[: LONGEST["email"]], language, draft.method.value, None if address is None else canonical.encode(address),
        draft.pay_plan.value, currency(), priced.goods_minor, priced.discount_minor, *columns_of(charges),
        priced.tax_minor, priced.total_minor,
        draft.order_discount_name[: LONGEST["discount_name"]], draft.promised_at, draft.ship_together, by.person_id,
        by.name, by.station, draft.import_key, doubts, signals, plain(draft.note), overridden, at, at, priced.added_minor,
        book().prices_net and not draft.import_key, book().rounding, *regime,
    )  # fmt: skip
    keep_charges(order_id, charges)
    search.put("order", order_id, search_text(number, name, phone, email))
    return order_id


def search_text(number: str, name: str, phone: str, email: str) -> str:
    """What an order is found by: its number, the customer, the phone as it is dialed from here and abroad, the mail."""
    national = show_phone(phone) if phone.startswith("+") else ""
    dialed = "".join(letter for letter in national if letter.isdigit())
    return " ".join(part for part in (number, name, phone, dialed, email) if part)


def _contact(draft: OrderDraft) -> tuple[str, str, str, str]:
    """Name, phone, mail and language: as the draft says, else as the customer's record does."""
    shop_language = settings.read("shop.language")
    if draft.customer_id is None:
        return draft.customer_name, draft.phone, draft.email, draft.language or shop_language
    row = _customer.one(draft.customer_id)
    if row is None:
        raise NotFound("customer", draft.customer_id)
    name, phone, email, language = row
    return (
        draft.customer_name or name, draft.phone or phone or "", draft.email or email or "",
        draft.language or language or shop_language,
    )  # fmt: skip


def _main_address(customer_id: int) -> dict[str, Any] | None:
    fields = (Address.line1, Address.line2, Address.city, Address.region, Address.postcode, Address.country,
              Address.note, Address.lat_e6, Address.lon_e6)  # fmt: skip
    query = Address.select(*fields).where(Address.customer == customer_id).order_by(Address.is_main.desc(), Address.id)
    return query.dicts().first()
