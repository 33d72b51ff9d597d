"""What a scanned code is: a product, a bin, an order, a receipt, a parcel, a tote, a badge, …; one look-up each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.core.i18n import _, spoken_name
from app.core.prepared import prepared
from app.counter.models import Quote
from app.customers.models import Customer
from app.delivery.models import Run, Shipment
from app.feedback.models import Feedback
from app.inventory.models import Place, PlaceKind
from app.inventory.queries import read_sellable
from app.ledger import accounts
from app.ledger.models import Account
from app.orders.models import Order
from app.packing.models import Carton, Parcel
from app.payments.pay_codes import wallet_name, wallet_of
from app.payments.receipts import find_receipt
from app.picking.models import Batch, Tote
from app.returns.models import Return
from app.staff.models import Person

LONGEST = 200


class Scan(NamedTuple):
    """A recognised code; `ref` is the record's id, `also` the others that the same code stands for."""

    kind: str
    ref: int
    text: str
    title: str
    quantity: int = 1
    also: tuple[int, ...] = ()


@prepared
def _badge(code):
    return Person.select(Person.id, Person.name).where(Person.badge == code, Person.is_active == True)  # noqa: E712


@prepared
def _bin(code):
    return Place.select(Place.id, Place.code).where(Place.code == code, Place.kind == PlaceKind.BIN.value)


@prepared
def _tote(code):
    return Tote.select(Tote.id, Tote.code).where(Tote.code == code)


@prepared
def _carton(code):
    return Carton.select(Carton.id, Carton.name).where(Carton.code == code)


@prepared
def _batch(code):
    return Batch.select(Batch.id, Batch.number).where(Batch.number == code)


@prepared
def _run(code):
    return Run.select(Run.id, Run.number).where(Run.number == code)


@prepared
def _parcel(code):
    return Parcel.select(Parcel.id, Parcel.code).where(Parcel.code == code)


@prepared
def _order(code):
    return Order.select(Order.id, Order.number).where(Order.number == code)


def _receipt(code: str) -> tuple[int, str] | None:
    """The order that a receipt is about."""
    found = find_receipt(code)
    return (found.order_id, found.number) if found else None


@prepared
def _gift_card(account):
    return Account.select(Account.id, Account.code).where(Account.code == account)


def _loaded(code: str) -> tuple[int, str] | None:
    """A gift card that was loaded once; it has an account of its own."""
    row = _gift_card.one(accounts.gift_card(code))
    return (row[0], code) if row else None


@prepared
def _customer(code):
    return Customer.select(Customer.id, Customer.name).where(Customer.card == code)


@prepared
def _tracking(code):
    return Shipment.select(Shipment.id, Shipment.tracking).where(Shipment.tracking == code)


@prepared
def _pickup(code):
    return Shipment.select(Shipment.id, Shipment.pickup_code).where(Shipment.pickup_code == code)


@prepared
def _return(code):
    return Return.select(Return.id, Return.number).where(Return.number == code)


@prepared
def _feedback(code):
    return Feedback.select(Feedback.id, Feedback.token).where(Feedback.token == code)


@prepared
def _quote(code):
    return Quote.select(Quote.id, Quote.number).where(Quote.number == code)


def _kinds() -> Iterator[tuple[str, Callable[[str], tuple[int, str] | None], str]]:
    """The look-ups after the product, with how each record is called."""
    yield "badge", _badge.one, "{text}"
    yield "place", _bin.one, _("Bin {text}")
    yield "order", _order.one, _("Order {text}")
    yield "parcel", _parcel.one, _("Parcel {text}")
    yield "receipt", _receipt, _("Receipt {text}")
    yield "quote", _quote.one, _("Quote {text}")
    yield "tote", _tote.one, _("Tote {text}")
    yield "carton", _carton.one, _("Carton {text}")
    yield "gift_card", _loaded, _("Gift card {text}")
    yield "customer", _customer.one, "{text}"
    yield "batch", _batch.one, _("Batch {text}")
    yield "run", _run.one, _("Run {text}")
    yield "shipment", _tracking.one, _("Parcel {text}")
    yield "shipment", _pickup.one, _("Pickup {text}")
    yield "return", _return.one, _("Return {text}")
    yield "feedback", _feedback.one, _("Feedback")


def recognise(text: str) -> Scan | None:
    """Find out what a code stands for; None when nobody knows it."""
    code = text.strip()
    if not code or len(code) > LONGEST:
        return None
    _scanned, goods = read_sellable(code)
    if goods:
        first = goods[0]
        also = tuple(found.product_id for found in goods[1:])
        return Scan("product", first.product_id, code, spoken_name(first.name, first.name_zh), first.quantity, also)
    for kind, find, title in _kinds():
        row = find(code)
        if row:
            return Scan(kind, int(row[0]), code, title.format(text=row[1] or code))
    wallet = wallet_of(code)
    return (
        Scan("payment_code", 0, code, _("Payment code of {wallet}").format(wallet=wallet_name(wallet)))
        if wallet
        else None
    )
