"""From what a web shop says to what this shop knows: products, customers, ways of delivery and payment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.book import book
from app.catalog.codes import hit_of
from app.catalog.models import Product, ProductCode
from app.channels.web_order import Oddity, WebLine, WebOrder, discount_off_e4
from app.core import settings
from app.core.command import acting
from app.core.i18n import _
from app.core.money import minor_digits, round_div
from app.customers.customers import BadCustomer, NewCustomer, add_customer
from app.customers.models import Customer
from app.customers.phone import BadPhone, normal_phone
from app.orders.choices import must_choose
from app.orders.draft import DraftLine, OrderDraft
from app.orders.line_kinds import LineKind
from app.orders.states import Channel, Method, PayPlan

AT_ONCE = 500
_PICKUP = ("pickup", "pick up", "pick-up", "collect", "local_pickup")
_EXPRESS = ("express", "next day", "next-day", "overnight", "same day", "same-day", "priority", "24h")
_ON_DELIVERY = ("cash on delivery", "cod")


class Match(NamedTuple):
    """A product that a line means."""

    product_id: int
    price_per: int
    deposit_id: int | None


def match_products(orders: Iterable[WebOrder]) -> dict[str, Match]:
    """SKU (as written, or in capitals) and exact name -> product; codes count as SKUs, ambiguous names do not count."""
    lines = [line for order in orders for line in order.lines]
    wanted = {line.sku for line in lines if line.sku}
    found: dict[str, Match] = {}
    for part in _parts(wanted):
        query = Product.select(Product.sku, Product.id, Product.price_per, Product.deposit).where(Product.sku.in_(part))
        found |= {sku: Match(*product) for sku, *product in query.tuples()}
    for part in _parts(wanted - found.keys()):
        query = ProductCode.select(ProductCode.code, Product.id, Product.price_per, Product.deposit).join(Product)
        query = query.where(ProductCode.code.in_(part), ProductCode.quantity == 1)
        found |= {code: Match(*product) for code, *product in query.tuples()}
    for part in _parts({sku.upper() for sku in wanted - found.keys()}):
        upper = fn.UPPER(Product.sku)
        query = Product.select(upper, Product.id, Product.price_per, Product.deposit).where(upper.in_(part))
        found |= {sku: Match(*product) for sku, *product in query.tuples()}
    names: dict[str, list[Match]] = {}
    for part in _parts({line.name for line in lines if not line.sku and line.needs_shipping}):
        query = Product.select(Product.name, Product.id, Product.price_per, Product.deposit).where(
            Product.name.in_(part)
        )
        for name, *product in query.tuples():
            names.setdefault(name, []).append(Match(*product))
    return found | {f"name:{name}": matches[0] for name, matches in names.items() if len(matches) == 1}


def draft_of(order: WebOrder, products: dict[str, Match]) -> tuple[OrderDraft, list[Oddity]]:
    """The draft that an online order becomes, and all that is odd about it; lines that are not known are left out."""
    odd = list(order.oddities)
    made = [(line.name, draft) for line in order.lines if (draft := _line(line, products, odd)) is not None]
    lines = _with_deposits(made, {match.product_id: match.deposit_id for match in products.values()}, odd)
    lines = _with_options(lines)
    country = (order.address or {}).get("country") or settings.read("shop.country")
    remark = _("Online order {name}").format(name=order.name)
    return OrderDraft(
        Channel.ONLINE, method_of(order), pay_plan_of(order), None, order.customer_name, _phone(order.phone, country),
        order.email, order.language, order.address, tuple(lines), 0, _minor(discount_off_e4(order)),
        _("Online discount"), True, _minor(order.shipping_e4), note=f"{remark}\n{order.note}".strip(),
        signals=signals_of(order),
    ), odd  # fmt: skip


def signals_of(order: WebOrder) -> dict[str, Any] | None:
    """What review judges by: the payment, where the order is billed when that is elsewhere, a fast service."""
    found: dict[str, Any] = dict(order.paid_by or {})
    if order.billing and order.billing != order.address:
        found["billing"] = order.billing
    if any(word in order.shipping_method.lower() for word in _EXPRESS):
        found["express"] = order.shipping_method
    return found or None


def method_of(order: WebOrder) -> Method:
    """Collected in the shop when the web shop says so or there is nowhere to send it."""
    said = order.shipping_method.lower()
    if any(word in said for word in _PICKUP) or (order.address is None and not order.shipping_e4):
        return Method.PICKUP
    return Method.CARRIER


def pay_plan_of(order: WebOrder) -> PayPlan:
    """How the rest is paid: online already, at the door, on account, or before it goes."""
    if order.is_paid:
        return PayPlan.PAID_ONLINE
    if order.on_account:
        return PayPlan.ON_ACCOUNT
    said = order.payment.lower()
    return PayPlan.ON_DELIVERY if any(word in said for word in _ON_DELIVERY) else PayPlan.NOW


def known_customer(order: WebOrder) -> int | None:
    """The customer with this mail address or phone; None when nobody is known by them."""
    number, email = _reached(order)
    known = [Customer.email == email] if email else []
    known += [Customer.phone == number] if number else []
    for match in known:
        row = Customer.select(Customer.id).where(match).order_by(Customer.id).tuples().first()
        if row:
            return int(row[0])
    return None


def _reached(order: WebOrder) -> tuple[str, str]:
    """Phone (only a whole number) and mail address, as customers keep them."""
    country = (order.address or {}).get("country") or settings.read("shop.country")
    number = _phone(order.phone, country)
    return number if number.startswith("+") else "", order.email.lower()


def customer_of(order: WebOrder) -> int | None:
    """The customer with this mail address or phone, taken up when new; None when the file says too little."""
    if (customer_id := known_customer(order)) is not None:
        return customer_id
    number, email = _reached(order)
    if not order.customer_name or not (number or email) or not acting().may("customers.add_customer"):
        return None
    try:
        new = NewCustomer(order.customer_name, number, email, language=order.language or settings.read("shop.language"))
        return add_customer(acting(), new, even_if_known=True)
    except (BadCustomer, BadPhone):
        return None  # the order keeps what was written; completeness asks for what is missing


def _line(line: WebLine, products: dict[str, Match], odd: list[Oddity]) -> DraftLine | None:
    off = _minor(line.discount_e4)
    match = products.get(line.sku) or products.get(line.sku.upper()) or products.get(f"name:{line.name}")
    if match is None:
        if not line.sku and not line.needs_shipping and line.quantity:
            return DraftLine(None, line.quantity, line.unit_price_e4, off, name=line.name, by_rule=True)
        code = "unknown_sku" if line.sku else "no_sku"
        odd.append(Oddity(code, {"sku": line.sku, "name": line.name}, refuses=True))
        return None
    if match.price_per != 1:
        odd.append(Oddity("unit", {"name": line.name}, refuses=True))
        return None
    if not line.quantity:
        return None  # the oddity about the quantity is there already
    return DraftLine(match.product_id, line.quantity, line.unit_price_e4, off, _("Online discount") if off else "",
                     by_rule=True)  # fmt: skip


def _with_deposits(
    made: list[tuple[str, DraftLine]], deposits: dict[int, int | None], odd: list[Oddity]
) -> list[DraftLine]:
    """The lines, each deposit with its goods; what the web shop did not take is told, and not put on the order."""
    lines = [draft for _name, draft in made]
    for place, (name, draft) in enumerate(made, 1):
        wanted = deposits.get(draft.product_id or 0)
        if wanted is None:
            continue
        free = [at for at, line in enumerate(lines) if line.product_id == wanted and line.of is None]
        if free:
            lines[free[0]] = replace(lines[free[0]], kind=LineKind.DEPOSIT, of=place)
        elif all(line.product_id != wanted for line in lines):
            odd.append(Oddity("no_deposit", {"name": name}, is_notice=True))
    return lines


def _with_options(lines: list[DraftLine]) -> list[DraftLine]:
    """What has to be chosen with goods, and stands as a line of its own in the web shop, goes with them."""
    if not book().options:
        return lines
    for place, line in enumerate(list(lines), 1):
        if lines[place - 1].kind is not LineKind.GOODS or line.product_id is None:
            continue
        goods, chosen = hit_of(line.product_id), set[int]()
        count = line.quantity if goods.unit == "piece" else 1
        for at, other in enumerate(lines):
            is_free = other.kind is LineKind.GOODS and other.of is None and other.quantity == count
            if is_free and other.product_id in must_choose(goods, chosen):
                lines[at] = replace(other, kind=LineKind.OPTION, of=place)
                chosen.add(other.product_id)
    return lines


def _phone(text: str, country: str) -> str:
    """The number in its international form where it is one, else as it was written."""
    try:
        return normal_phone(text, country) if text else ""
    except BadPhone:
        return text


def _minor(amount_e4: int) -> int:
    return round_div(amount_e4 * 10 ** minor_digits(), 10_000)


def _parts(values: Iterable[str]) -> Sequence[list[str]]:
    ordered = sorted(values)
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]
