"""Trust and block lists, and the goods that are easily sold on: what the shop knows of people and things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.catalog.models import Product
from app.catalog.names import product_name
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.refusal import NoReason, NotFound, Refusal
from app.customers.customers import mail_address
from app.customers.phone import normal_phone
from app.orders.models import Order
from app.review.gather import all_keys, list_keys
from app.review.models import Listed, Resold, Review, ReviewState
from app.review.score import look_again

WHATS = {
    "customer": N_("Customer"), "phone": N_("Phone"), "email": N_("E-mail"), "address": N_("Address"),
    "card": N_("Card"),
}  # fmt: skip


class Entry(NamedTuple):
    """An entry of a list, as the settings show it."""

    id: int
    is_trusted: bool
    what: str
    shown: str
    note: str
    who: str
    made_at: int


class NothingToList(Refusal):
    """The order has no such phone, mail, address or card."""


def can_be_listed(order_id: int) -> dict[str, str]:
    """What of an order can go on a list, in words: what -> the value as people know it."""
    order = Order.get_or_none(Order.id == order_id)
    if order is None:
        raise NotFound("order", order_id)
    signals = order.signals or {}
    address = order.address or {}
    paid = [card for card in signals.get("cards", ()) if card[2]]
    shown = {
        "customer": order.customer_name, "phone": order.phone, "email": order.email,
        "address": ", ".join(part for part in (address.get("line1"), address.get("postcode")) if part),
        "card": f"{paid[-1][0]} ·· {paid[-1][1]}, {signals.get('card_name', '')}".strip(", ") if paid else "",
    }  # fmt: skip
    keys = list_keys(order.customer_id, order.phone, order.email, order.address, signals)
    return {what: shown[what][:160] for what in keys}


@command("review.list")
def put_on_list(by: Actor, order_id: int, whats: Sequence[str], remark: str, *, is_trusted: bool) -> int:
    """Trust or block what an order bears (`customer`, `phone`, `email`, `address`, `card`); returns how many.

    It counts from the next order on, and for this one when it waits in review.  Refused with NoReason, NothingToList.
    """
    if not remark.strip():
        raise NoReason
    order, shown = Order.get_or_none(Order.id == order_id), can_be_listed(order_id)
    borne = order.customer_id, order.phone, order.email, order.address, order.signals or {}
    keys, ever = list_keys(*borne), all_keys(*borne)
    if not whats or set(whats) - shown.keys():
        raise NothingToList(_("Choose what goes on the list."), whats=list(whats))
    for what in whats:
        _enter(by, [key for key in ever if key.startswith(f"{what}:")], keys[what], shown[what], remark, is_trusted)
    waiting = Review.state.in_([ReviewState.OPEN.value, ReviewState.HELD.value])
    if Review.select().where(Review.order == order_id, waiting).exists():
        look_again(order_id)
    touch("setting", 0)
    touch("order", order_id)
    note(order_id=order_id, trusted=is_trusted, what=sorted(whats), reason=remark.strip())
    return len(whats)


@command("review.list_value")
def put_value_on_list(by: Actor, what: str, value: str, remark: str, *, is_trusted: bool) -> None:
    """Trust or block a phone number or e-mail address that no order bears yet; it counts from the next order on.

    Refused with NoReason, BadPhone, BadCustomer (no mail address), NothingToList (neither of them).
    """
    if not remark.strip():
        raise NoReason
    shown = value.strip()
    if what == "phone":
        shown = normal_phone(shown)
    elif what == "email":
        shown = mail_address(shown)
    else:
        raise NothingToList(_("Choose what goes on the list."), whats=[what])
    key = list_keys(None, shown, "", None, {}) if what == "phone" else list_keys(None, "", shown, None, {})
    _enter(by, [key[what], f"{what}:{shown.casefold()}"], key[what], shown, remark, is_trusted)
    touch("setting", 0)
    note(what=what, value=shown, trusted=is_trusted, reason=remark.strip())


def _enter(by: Actor, instead_of: Sequence[str], key: str, shown: str, remark: str, is_trusted: bool) -> None:
    """A new entry; those that stand there for the same no longer count."""
    Listed.update(is_active=False).where(Listed.key.in_(list(instead_of)), Listed.is_active).execute()
    Listed.insert(
        key=key, is_trusted=is_trusted, shown=shown[:160], note=remark.strip()[:200], who=by.name,
        made_at=clock.now_ms(), is_active=True,
    ).execute()  # fmt: skip


@command("review.unlist")
def take_off_list(by: Actor, entry_id: int) -> None:
    """An entry no longer counts; it stays in the books."""
    entry = Listed.get_or_none(Listed.id == entry_id, Listed.is_active)
    if entry is None:
        raise NotFound("entry", entry_id)
    Listed.update(is_active=False).where(Listed.id == entry_id).execute()
    touch("setting", 0)
    note(entry=entry_id, key=entry.key, trusted=entry.is_trusted)


@command("review.mark_resold")
def mark_resold(by: Actor, product_id: int, *, is_resold: bool) -> None:
    """Say that a product is easily sold on, or is not: several of it in one order speak against the order."""
    if not Product.select().where(Product.id == product_id).exists():
        raise NotFound("product", product_id)
    if is_resold:
        Resold.insert(product=product_id).on_conflict_ignore().execute()
    else:
        Resold.delete().where(Resold.product == product_id).execute()
    touch("setting", 0)
    note(product=product_id, is_resold=is_resold)


def entries() -> list[Entry]:
    """What stands on the lists now, blocked first, the newest on top."""
    query = Listed.select().where(Listed.is_active).order_by(Listed.is_trusted, Listed.made_at.desc())
    return [
        Entry(row.id, row.is_trusted, row.key.partition(":")[0], row.shown, row.note, row.who, row.made_at)
        for row in query
    ]


def resold() -> list[tuple[int, str]]:
    """The products that are easily sold on: id and name, by name."""
    query = Product.select(Product.id, product_name()).join(Resold).order_by(Product.name)
    return [(int(product), str(name)) for product, name in query.tuples()]
