"""Finding a sale to return: by receipt, order, parcel, slip, phone, card or product; with what can still come back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import peewee
from peewee import Case, fn

from app.catalog.models import Category, Product
from app.core import search, settings
from app.core.i18n import _, ngettext
from app.customers.models import Customer
from app.delivery.models import Shipment
from app.inventory.queries import find_sellable
from app.orders.line_kinds import LineKind
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import Channel
from app.packing.models import Parcel
from app.payments.models import Payment, PaymentState, Tender
from app.payments.receipts import find_receipt
from app.returns import policy
from app.returns.kits import kits_of
from app.returns.models import Return
from app.returns.open import SOLD, gone_of

MOST = 20


class SaleLine(NamedTuple):
    """A sold line and how much of it can still come back; `paid_minor` is for the whole line."""

    order_line_id: int
    product_id: int | None
    sku: str
    name: str
    name_zh: str
    art: str
    unit: str
    quantity: int
    returned: int
    can_return: int
    paid_minor: int
    is_barred: bool
    kit_line_id: int | None = None  # of a part: the line of its kit, which is what was paid for
    kit_name: str = ""


class FoundSale(NamedTuple):
    """A sale that goods can be returned from."""

    order_id: int
    number: str
    channel: Channel
    customer_id: int | None
    customer_name: str
    phone: str
    orders: int  # of this customer
    returns: int  # of this customer
    total_minor: int
    got_at: int
    card: str  # masked number of the last card payment
    tender: Tender | None  # that the largest part was paid with
    lines: tuple[SaleLine, ...]


class PolicyWord(NamedTuple):
    """One line of the policy card: whether it holds, and the words for it."""

    holds: bool
    title: str
    detail: str


def find_sale(text: str, limit: int = MOST) -> list[FoundSale]:
    """The sales that a scanned or typed text means, the newest first; empty when there is none.

    Tried in turn until one finds something: receipt, order number, return slip, parcel or tracking code, product
    code, customer card, last digits of a bank card, phone and name.
    """
    text = text.strip()
    if not text:
        return []
    for look in _LOOKS:
        if (ids := look(text, limit)) and (found := sales(ids)):
            return found
    return []


def sales(order_ids: Iterable[int]) -> list[FoundSale]:
    """These orders with their lines, the newest first; those of which nothing was handed over are left out."""
    ids = list(order_ids)
    lines = _lines(ids)
    got_at = fn.COALESCE(fn.MAX(Fulfillment.delivered_at), Order.placed_at, Order.created_at)
    mine = Customer.order_count
    back = Return.select(fn.COUNT(Return.id)).where(Return.customer == Order.customer)
    paid = (Payment.order == Order.id) & (Payment.state == PaymentState.APPROVED) & (Payment.amount_minor > 0)
    card = Payment.select(fn.MAX(Payment.masked_pan)).where(paid, Payment.tender == Tender.CARD)
    tender = Payment.select(Payment.tender).where(paid).order_by(Payment.amount_minor.desc(), Payment.id).limit(1)
    query = (
        Order.select(
            Order.id, Order.number, Order.channel, Order.customer, Order.customer_name, Order.phone,
            fn.COALESCE(mine, 0), back, Order.total_minor, got_at, card, tender,
        )
        .left_outer_join(Customer, on=(Order.customer == Customer.id))
        .switch(Order)
        .left_outer_join(Fulfillment, on=(Fulfillment.order == Order.id))
        .where(Order.id.in_(ids), Order.state.in_([state.value for state in SOLD]))
        .group_by(Order.id, Customer.order_count)
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )  # fmt: skip
    rows: Any = query.tuples()
    return [
        FoundSale._make((*row[:10], row[10] or "", Tender(row[11]) if row[11] else None, tuple(lines[row[0]])))
        for row in rows
    ]  # fmt: skip


def policy_words(sale: FoundSale, reasons: Iterable[str] = ()) -> list[PolicyWord]:
    """What the policy says about a sale and the reasons chosen so far, for the card beside it."""
    days, most = policy.days_since(sale.got_at), int(settings.read(policy.DAYS))
    window = ngettext("Within {most} day", "Within {most} days", most).format(most=most)
    paid = {
        Tender.CASH: _("paid in cash"), Tender.CARD: _("paid by card {number}"), Tender.ONLINE: _("paid online"),
        Tender.ON_ACCOUNT: _("on account"), Tender.INSTALMENTS: _("paid in instalments"),
        Tender.WALLET: _("paid by payment code"), Tender.FOREIGN_CASH: _("paid in foreign cash"),
        Tender.WRITE_OFF: _("a small rest let go"),
    }  # fmt: skip
    how = paid.get(sale.tender, "") if sale.tender else _("not paid yet")
    words = [
        PolicyWord(days <= most, window, _("day {day} of {most}").format(day=days, most=most)),
        PolicyWord(True, _("Sale found"), how.format(number=sale.card).strip()),
    ]
    for reason in dict.fromkeys(policy.reason_of(text) for text in reasons):
        fee = policy.fee_of(10_000, reason)
        rest = _("{percent}% is kept").format(percent=f"{fee / 100:g}") if fee else _("full refund, nothing is kept")
        words.append(PolicyWord(True, _(policy.REASONS[reason]), rest))
    barred = [line.name for line in sale.lines if line.is_barred and line.can_return]
    if barred:
        words.append(PolicyWord(False, _("Not taken back"), ", ".join(barred)))
    return words


def _lines(order_ids: list[int]) -> dict[int, list[SaleLine]]:
    there = fn.COALESCE(gone_of(OrderLine.id), OrderLine.quantity)
    free = Case(None, [(there > OrderLine.returned, there - OrderLine.returned)], 0)
    rows: Any = (
        OrderLine.select(
            OrderLine.order, OrderLine.id, OrderLine.product, OrderLine.sku, OrderLine.name,
            fn.COALESCE(Product.name_zh, ""), fn.COALESCE(Product.art, ""), OrderLine.unit, OrderLine.quantity,
            OrderLine.returned, free, OrderLine.total_minor, Category.code,
        )
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .left_outer_join(Category, on=(Product.category == Category.id))
        # options and gift wrap come back with their line
        .where(OrderLine.order.in_(order_ids), OrderLine.kind.not_in([LineKind.OPTION, LineKind.WRAP]))
        .order_by(OrderLine.order, OrderLine.no)
        .tuples()
    )  # fmt: skip
    found: dict[int, list[SaleLine]] = defaultdict(list)
    for order_id, *columns, category in rows:
        found[order_id].append(SaleLine._make((*columns, policy.is_barred(columns[2], category), None, "")))
    return defaultdict(list, {order_id: _with_shares(order_id, lines) for order_id, lines in found.items()})


def _with_shares(order_id: int, lines: list[SaleLine]) -> list[SaleLine]:
    """The lines with what each part of a kit stands for."""
    parts = {
        part.line_id: (kit.line_id, kit.name, kit.worth(kit.total_minor, place, part.quantity))
        for kit in kits_of(order_id) for place, part in enumerate(kit.parts)
    }  # fmt: skip
    done = []
    for line in lines:
        kit_id, name, share = parts.get(line.order_line_id, (None, "", line.paid_minor))
        free = int(line.can_return)  # a sum, which PostgreSQL gives as a numeric
        done.append(line._replace(can_return=free, paid_minor=share, kit_line_id=kit_id, kit_name=name))
    return done


def _by_receipt(text: str, limit: int) -> list[int]:
    receipt = find_receipt(text)
    return [receipt.order_id] if receipt else []


def _by_number(text: str, limit: int) -> list[int]:
    back = Return.select(Return.order).where(Return.number == text.upper(), Return.order.is_null(False))
    return _ids(Order.select(Order.id).where(Order.number == text)) or _ids(back)


def _by_parcel(text: str, limit: int) -> list[int]:
    parcel = Parcel.select(Fulfillment.order).join(Fulfillment).where(Parcel.code == text)
    sent = (Shipment.tracking == text) | (Shipment.pickup_code == text)
    return _ids(parcel) or _ids(Shipment.select(Fulfillment.order).join(Fulfillment).where(sent).limit(limit))


def _by_product(text: str, limit: int) -> list[int]:
    goods = [found.product_id for found in find_sellable(text)]
    if not goods:
        return []
    bought = (
        Order.select(Order.id).join(OrderLine)
        .where(OrderLine.product.in_(goods), OrderLine.returned < OrderLine.quantity, Order.placed_at.is_null(False))
        .order_by(Order.placed_at.desc()).limit(limit)
    )  # fmt: skip
    return _ids(bought)


def _by_card(text: str, limit: int) -> list[int]:
    orders = Order.select(Order.id).join(Customer).where(Customer.card == text).order_by(Order.placed_at.desc())
    if found := _ids(orders.limit(limit)):
        return found
    if not re.fullmatch(r"[*·. xX]*\d{4}", text, re.ASCII):
        return []
    paid = (Payment.tender == Tender.CARD) & Payment.masked_pan.endswith(text[-4:]) & Payment.order.is_null(False)
    return _ids(Payment.select(Payment.order).where(paid).order_by(Payment.id.desc()).limit(limit))


def _by_words(text: str, limit: int) -> list[int]:
    """Phone or name: of the order, or of a customer who bought at the counter."""
    known = search.find("customer", text, limit)
    bought = Order.select(Order.id).where(Order.customer.in_(known), Order.placed_at.is_null(False))
    orders = _ids(bought.order_by(Order.placed_at.desc()).limit(limit)) if known else []
    return list(dict.fromkeys(search.find("order", text, limit) + orders))[:limit]


_LOOKS: tuple[Callable[[str, int], list[int]], ...] = (
    _by_receipt, _by_number, _by_parcel, _by_product, _by_card, _by_words,
)  # fmt: skip


def _ids(query: peewee.Query) -> list[int]:
    rows: Any = query.tuples()
    return list(dict.fromkeys(int(row[0]) for row in rows if row[0] is not None))
