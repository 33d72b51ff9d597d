"""Placing: a draft becomes an order with a number; names, prices, taxes, costs and the address are copied for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.catalog.models import Product, Tax
from app.core import canonical, clock, search, settings
from app.core.actor import Actor, NotPermitted
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import currency, round_div
from app.core.numbers import next_number, with_check_digit
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.customers.models import Address, Customer
from app.inventory import stock
from app.orders.events import OrderPlaced
from app.orders.models import Order, OrderLine
from app.orders.pricing import LineInput, Priced, price_lines
from app.orders.states import Channel, Method, OrderState, PayPlan

FIRST_NUMBER = 1_000  # with its check digit the first order is a number of five digits
LONGEST = {"name": 200, "note": 200, "serial": 60, "discount_name": 80, "customer_name": 160, "phone": 24, "email": 160}

settings.declare(
    "orders.charges_tax_bp", 2300, N_("Tax on delivery and fees"),
    N_("In basis points: 2300 is 23%. It is contained in what the customer pays."), least=0, most=10_000,
)  # fmt: skip


class NoLines(Refusal):
    """An order needs at least one line."""


class NotAQuantity(Refusal):
    """A line's quantity is nought or less."""


@dataclass(frozen=True)
class DraftLine:
    """A line before it is placed; without `unit_price_e4` the list price holds, without a product it is a free line.

    `by_rule`: the discount comes from a promotion or group of the shop, so nobody's limit counts.
    """

    product_id: int | None
    quantity: int
    unit_price_e4: int | None = None
    discount_minor: int = 0
    discount_name: str = ""
    name: str = ""
    note: str = ""
    age_checked: bool = False
    serial: str = ""
    by_rule: bool = False
    tax_bp: int | None = None  # of a free line


@dataclass(frozen=True)
class OrderDraft:
    """All that is known of an order before it has a number; amounts in minor units, times in ms.

    `basket` names what a phone order held while it was being entered; `doubts` is what an import found contradictory.
    """

    channel: Channel
    method: Method
    pay_plan: PayPlan = PayPlan.NOW
    customer_id: int | None = None
    customer_name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    address: dict[str, Any] | None = None
    lines: tuple[DraftLine, ...] = ()
    order_discount_bp: int = 0
    order_discount_minor: int = 0
    order_discount_name: str = ""
    discount_by_rule: bool = False
    delivery_minor: int = 0
    fee_minor: int = 0
    promised_at: int | None = None
    ship_together: bool = False
    note: str = ""
    import_key: str | None = None
    basket: str = ""
    doubts: tuple[dict[str, Any], ...] = ()


class Placed(NamedTuple):
    """What placing gives back."""

    order_id: int
    number: str
    state: OrderState
    total_minor: int


class Goods(NamedTuple):
    """What a line copies from its product."""

    sku: str
    name: str
    unit: str
    price_e4: int
    price_per: int
    cost_e4: int
    tax_bp: int
    is_stocked: bool


@prepared(rows=Goods)
def _goods(product):  # type: ignore[no-untyped-def]
    return (
        Product.select(
            Product.sku, Product.name, Product.unit, Product.price_e4, Product.price_per, Product.cost_e4,
            Tax.rate_bp, Product.is_stocked,
        ).join(Tax).where(Product.id == product)
    )  # fmt: skip


@prepared(rows=Placed)
def _imported(import_key):  # type: ignore[no-untyped-def]
    return Order.select(Order.id, Order.number, Order.state, Order.total_minor).where(Order.import_key == import_key)


@prepared
def _customer(customer):  # type: ignore[no-untyped-def]
    return Customer.select(Customer.name, Customer.phone, Customer.email, Customer.language).where(Customer.id == customer)


@prepared
def _insert_order(  # type: ignore[no-untyped-def]
    number, channel, customer, customer_name, phone, email, language, method, address, pay_plan, currency_code,
    goods, discount, delivery, fee, charges_tax, tax, total, discount_name, promised_at, together, entered_by,
    entered_name, station, import_key, doubts, remark, overridden, at, at_again,
):  # fmt: skip
    return Order.insert(
        number=number, channel=channel, state=OrderState.PLACED.value, is_on_hold=False, hold_reason="", revision=1,
        customer=customer, customer_name=customer_name, phone=phone, email=email, language=language, method=method,
        address=address, pay_plan=pay_plan, currency=currency_code, goods_minor=goods, discount_minor=discount,
        delivery_minor=delivery, fee_minor=fee, charges_tax_bp=charges_tax, tax_minor=tax, total_minor=total,
        discount_name=discount_name, promised_at=promised_at, ship_together=together, entered_by=entered_by,
        entered_name=entered_name, station=station, import_key=import_key, doubts=doubts, note=remark,
        price_overridden=overridden, created_at=at, placed_at=at_again,
    )  # fmt: skip


@prepared
def _insert_line(  # type: ignore[no-untyped-def]
    order, no, product, sku, name, unit, quantity, price, price_per, list_price, discount, discount_name, share,
    total, tax_bp, tax, cost, is_stocked, remark, serial, age_checked,
):  # fmt: skip
    return OrderLine.insert(
        order=order, no=no, product=product, sku=sku, name=name, unit=unit, quantity=quantity, unit_price_e4=price,
        price_per=price_per, list_price_e4=list_price, discount_minor=discount, discount_name=discount_name,
        order_discount_minor=share, total_minor=total, tax_bp=tax_bp, tax_minor=tax, cost_e4=cost,
        is_stocked=is_stocked, reserved=0, backordered=0, returned=0, note=remark, serial=serial,
        age_checked=age_checked,
    )  # fmt: skip


@command("orders.place")
def place_order(by: Actor, draft: OrderDraft) -> Placed:
    """Place an order and take it as far as it goes by itself: into review, or confirmed when nothing is missing.

    The same import key returns the order that is there.  Refused with NoLines, NotAQuantity, DiscountTooLarge,
    NotFound, and NotPermitted (`orders.discount`, `orders.change_price`) above the person's limits.
    """
    from app.orders.confirm import settle_placed

    if draft.import_key and (known := _imported.one(draft.import_key)):
        return known._replace(state=OrderState(known.state))
    placed = place(draft)
    return placed._replace(state=settle_placed(placed.order_id))


def place(draft: OrderDraft, *, checked: bool = True) -> Placed:
    """Write the order and its lines, give it its number, tell OrderPlaced; a step for the counter and for imports.

    `checked=False` leaves out the person's limits: prices and discounts come from the shop's own web shop.
    """
    if draft.import_key and (known := _imported.one(draft.import_key)):
        return known._replace(state=OrderState(known.state))
    goods = look_up(draft.lines)
    priced = price_draft(draft, goods)
    overridden = any(
        item is not None and line.unit_price_e4 is not None and line.unit_price_e4 < item.price_e4
        for line, item in zip(draft.lines, goods, strict=True)
    )
    if checked:
        check_limits(acting(), draft.lines, priced, overridden=overridden, by_rule=draft.discount_by_rule)
    if draft.basket:
        stock.release(basket=draft.basket)
    number = with_check_digit(next_number("order", FIRST_NUMBER))
    order_id = _write_order(draft, number, priced, overridden and checked)
    write_lines(order_id, 1, draft.lines, goods, priced.lines)
    touch("order", order_id)
    note(order_id=order_id, number=number, total_minor=priced.total_minor, lines=len(draft.lines), channel=draft.channel)
    emit(OrderPlaced(order_id))
    return Placed(order_id, number, OrderState.PLACED, priced.total_minor)


def look_up(lines: Sequence[DraftLine]) -> list[Goods | None]:
    """What each line copies from its product; None for a free line.  NotFound when a product is not there."""
    if not lines:
        raise NoLines(_("The order has no lines yet. Add an item first."))
    seen: dict[int, Goods] = {}
    found: list[Goods | None] = []
    for line in lines:
        if line.quantity <= 0:
            raise NotAQuantity(_("Each line needs a quantity of at least 1."), product_id=line.product_id)
        if line.product_id is None:
            found.append(None)
            continue
        goods = seen.get(line.product_id) or _goods.one(line.product_id)
        if goods is None:
            raise NotFound("product", line.product_id)
        seen[line.product_id] = goods
        found.append(goods)
    return found


def price_draft(draft: OrderDraft, goods: Sequence[Goods | None] | None = None) -> Priced:
    """What a draft costs; the very figures that placing it would write."""
    goods = look_up(draft.lines) if goods is None else goods
    return price_lines(
        [_priced_input(line, item) for line, item in zip(draft.lines, goods, strict=True)],
        order_discount_bp=draft.order_discount_bp, order_discount_minor=draft.order_discount_minor,
        charges_minor=draft.delivery_minor + draft.fee_minor, charges_tax_bp=settings.read("orders.charges_tax_bp"),
    )  # fmt: skip


def _priced_input(line: DraftLine, goods: Goods | None) -> LineInput:
    if goods is None:
        return LineInput(line.quantity, line.unit_price_e4 or 0, 1, line.tax_bp or 0, line.discount_minor)
    price = goods.price_e4 if line.unit_price_e4 is None else line.unit_price_e4
    return LineInput(line.quantity, price, goods.price_per, goods.tax_bp, line.discount_minor)


def check_limits(
    by: Actor, lines: Sequence[DraftLine], priced: Priced, *, overridden: bool, by_rule: bool = False
) -> None:  # fmt: skip
    """Raise NotPermitted when somebody gives off more than the limit `discount_bp`, or goes below the list price."""
    if overridden and not by.may("orders.change_price"):
        raise NotPermitted(_("A manager has to allow a price below the list."), right="orders.change_price")
    given = [(part.discount_minor, part.gross_minor) for line, part in zip(lines, priced.lines, strict=True)
             if part.discount_minor and not line.by_rule]  # fmt: skip
    if priced.discount_minor and not by_rule:
        given.append((priced.discount_minor, priced.goods_minor))
    if not given:
        return
    limit = by.limit("discount_bp")
    over = [(off, whole) for off, whole in given if off > round_div(whole * limit, 10_000)]
    allowed = by.approval is not None and by.approval.right == "orders.discount" and not by.approval.limits
    if over and not allowed:
        asked = max(off * 10_000 // whole for off, whole in over)
        sentence = _("A manager has to allow {asked:g}% off. You may give up to {limit:g}%.").format(
            asked=asked / 100, limit=limit / 100
        )
        raise NotPermitted(sentence, right="orders.discount", asked=asked, limit=limit)


def write_lines(
    order_id: int, first_no: int, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Sequence[Any]
) -> None:
    """Write the lines of an order from a number on, with everything that is copied from the products."""
    _insert_line.run_many(
        _line_values(order_id, no, line, item, part)
        for no, (line, item, part) in enumerate(zip(lines, goods, priced, strict=True), first_no)
    )


def _line_values(order_id: int, no: int, line: DraftLine, goods: Goods | None, part: Any) -> tuple[Any, ...]:
    if goods is None:
        price = line.unit_price_e4 or 0
        goods = Goods("", line.name or _("Free line"), "piece", price, 1, 0, line.tax_bp or 0, False)
    price = goods.price_e4 if line.unit_price_e4 is None else line.unit_price_e4
    return (
        order_id, no, line.product_id, goods.sku, (line.name or goods.name)[: LONGEST["name"]], goods.unit,
        line.quantity, price, goods.price_per, goods.price_e4, part.discount_minor,
        line.discount_name[: LONGEST["discount_name"]], part.order_discount_minor, part.total_minor, goods.tax_bp,
        part.tax_minor, goods.cost_e4, goods.is_stocked, line.note[: LONGEST["note"]],
        line.serial[: LONGEST["serial"]], line.age_checked,
    )  # fmt: skip


def _write_order(draft: OrderDraft, number: str, priced: Priced, overridden: bool) -> int:
    by, at = acting(), clock.now_ms()
    name, phone, email, language = _contact(draft)
    address = draft.address
    if address is None and draft.customer_id and draft.method in (Method.OWN_DRIVER, Method.CARRIER):
        address = _main_address(draft.customer_id)
    order_id = _insert_order.add(
        number, draft.channel.value, draft.customer_id, name[: LONGEST["customer_name"]], phone[: LONGEST["phone"]],
        email[: LONGEST["email"]], language, draft.method.value, None if address is None else canonical.encode(address),
        draft.pay_plan.value, currency(), priced.goods_minor, priced.discount_minor, draft.delivery_minor,
        draft.fee_minor, settings.read("orders.charges_tax_bp"), priced.tax_minor, priced.total_minor,
        draft.order_discount_name[: LONGEST["discount_name"]], draft.promised_at, draft.ship_together, by.person_id,
        by.name, by.station, draft.import_key, canonical.encode(list(draft.doubts)), draft.note, overridden, at, at,
    )  # fmt: skip
    search.put("order", order_id, search_text(number, name, phone, email))
    return order_id


def search_text(number: str, name: str, phone: str, email: str) -> str:
    """What an order is found by: its number, the customer, the phone as it is dialed from here and abroad, the mail."""
    national = ""
    if phone.startswith("+"):
        import phonenumbers  # half a megabyte of number plans, loaded with the first phone order

        try:
            parsed = phonenumbers.parse(phone)
            national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        except phonenumbers.NumberParseException:
            national = ""
    dialed = "".join(letter for letter in national if letter.isdigit())
    return " ".join(part for part in (number, name, phone, dialed, national, email) if part)


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
