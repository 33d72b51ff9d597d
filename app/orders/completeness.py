"""What is missing before an order can be confirmed: contact, address, prices, choices; contradictions of imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.core import canonical, settings
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.customers.addresses import check_address
from app.customers.phone import BadPhone, normal_phone
from app.orders.choices import Lacking, lacking, lacking_in
from app.orders.draft import Goods, OrderDraft, look_up
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Channel, Method

TRAVELS = (Method.OWN_DRIVER, Method.CARRIER)


class Doubt(NamedTuple):
    """One thing that is missing or cannot be right; `field` is where it is put right."""

    code: str
    sentence: str
    field: str


class Incomplete(Refusal):
    """The order cannot be confirmed yet; `doubts` says why."""

    def __init__(self, doubts: list[Doubt]) -> None:
        super().__init__(
            " ".join(doubt.sentence for doubt in doubts), doubts=[doubt._asdict() for doubt in doubts]
        )  # fmt: skip
        self.doubts = doubts


class Contact(NamedTuple):
    """Who gets the goods, how and where."""

    channel: str
    method: str
    name: str
    phone: str
    email: str
    address: dict[str, Any] | None
    doubts: list[dict[str, Any]]


_CONTACT = (
    Order.channel, Order.method, Order.customer_name, Order.phone, Order.email, Order.address, Order.doubts,
)  # fmt: skip


@prepared
def _contact(order):
    return Order.select(*_CONTACT).where(Order.id == order)


def _no_price() -> Any:
    none = (OrderLine.unit_price_e4 == 0) & (OrderLine.list_price_e4 == 0) & (OrderLine.is_stocked == True)  # noqa: E712
    return none & (OrderLine.kind == LineKind.GOODS.value)


@prepared
def _unpriced(order):
    return OrderLine.select(OrderLine.name).where(OrderLine.order == order, _no_price()).limit(3)


def check_order(order_id: int) -> list[Doubt]:
    """What keeps a placed order from being confirmed, most important first; empty when it is complete."""
    row = _contact.one(order_id)
    if row is None:
        raise NotFound("order", order_id)
    doubts = _of_contact(_contact_of(row)) + _of_prices(name for (name,) in _unpriced.all(order_id))
    return doubts + _of_options(lacking([order_id]).get(order_id, ()))


def first_doubts(order_ids: Sequence[int]) -> dict[int, str]:
    """Of each order that is not complete the code of what is most important: the list of orders, in two statements."""
    if not order_ids:
        return {}
    rows = Order.select(Order.id, *_CONTACT).where(Order.id.in_(order_ids)).tuples()
    unpriced = OrderLine.select(OrderLine.order).where(OrderLine.order.in_(order_ids), _no_price()).tuples()
    found = dict.fromkeys(lacking(order_ids), "options") | {order_id: "price" for (order_id,) in unpriced}
    for order_id, *row in rows:
        if doubts := _of_contact(_contact_of(row)):
            found[order_id] = doubts[0].code
    return found


def check_draft(draft: OrderDraft) -> list[Doubt]:
    """The same for an order that is still being entered: the checklist of the phone screen."""
    goods: list[Goods | None] = look_up(draft.lines) if draft.lines else []
    contact = Contact(
        draft.channel, draft.method, draft.customer_name, draft.phone, draft.email, draft.address, list(draft.doubts)
    )
    doubts = _of_contact(contact)
    if not draft.lines:
        doubts.append(Doubt("no_lines", _("The order has no lines yet. Add an item first."), "lines"))
    without = (
        goods_of.name
        for line, goods_of in zip(draft.lines, goods, strict=True)
        if goods_of is not None and goods_of.is_stocked and not goods_of.price_e4 and line.unit_price_e4 is None
    )
    return doubts + _of_prices(without) + _of_options(lacking_in(draft.lines))


def _contact_of(row: Sequence[Any]) -> Contact:
    channel, method, name, phone, email, address, doubts = row
    where = _plain(address) or None
    return Contact(channel, method, name, phone, email, where, _plain(doubts) or [])


def _plain(kept: Any) -> Any:
    """A field of plain values, which a prepared query brings as text."""
    return canonical.decode(kept) if isinstance(kept, str) and kept else kept


@lru_cache(maxsize=4096)
def phone_fits(phone: str, country: str) -> bool:
    """Whether a number can be dialed: whole and in a number plan; a number without + is of the country."""
    try:
        return bool(normal_phone(phone, country))
    except BadPhone:
        return False


def _of_contact(contact: Contact) -> list[Doubt]:
    doubts = [_said(doubt) for doubt in contact.doubts]
    if contact.method == Method.TAKEN:
        return doubts
    country = (contact.address or {}).get("country") or settings.read("shop.country")
    if not contact.name.strip():
        doubts.append(Doubt("name", _("Whose order is it? The name is missing."), "customer_name"))
    if contact.phone:
        if not phone_fits(contact.phone, country):
            sentence = _("{phone} is not a whole phone number.").format(phone=contact.phone)
            doubts.append(Doubt("phone", sentence, "phone"))
    elif contact.channel != Channel.ONLINE or (not contact.email and contact.method in TRAVELS):
        doubts.append(Doubt("phone", _("There is no phone number to reach the customer."), "phone"))
    if contact.method in TRAVELS:
        doubts += _of_address(contact.address, country)
    return doubts


def _of_address(address: dict[str, Any] | None, country: str) -> list[Doubt]:
    if not address or not address.get("line1"):
        return [Doubt("address", _("Where does it go? The address is missing."), "address")]
    found = check_address(
        country, address.get("line1", ""), address.get("city", ""), address.get("region", ""),
        address.get("postcode", ""),
    )  # fmt: skip
    return [Doubt("address", str(problem), f"address.{problem.field}") for problem in found]


def _of_prices(names: Iterable[str]) -> list[Doubt]:
    return [Doubt("price", _("{name} has no price.").format(name=name), "lines") for name in names]


def _of_options(missing: Iterable[Lacking]) -> list[Doubt]:
    """What has still to be chosen; `field` leads to the line of the order."""
    return [
        Doubt("options", _("Choose “{group}” for {name} first.").format(group=one.group, name=one.name),
              f"options.{one.line_id}" if one.line_id else "lines")
        for one in missing
    ]  # fmt: skip


def _said(doubt: dict[str, Any]) -> Doubt:
    """A contradiction that an import found, in words."""
    return Doubt(doubt["code"], contradiction_words(doubt), "lines")


_CONTRADICTIONS = {
    "total": N_("The lines add up to {lines}, the order says {given}."),
    "regime_tax": N_("{regime} says {wanted} tax, the web shop charged {charged}. It stays as it was charged."),
    "tax_too_large": N_("{charged} tax in an order of {whole} cannot be. The shop’s own taxes lie in it."),
    "partly_refunded": N_("A part of it was refunded in the web shop."),
    "sent_partly": N_("A part of it was sent already."),
}


def contradiction_words(doubt: dict[str, Any]) -> str:
    """What an import found contradictory, as a sentence with its amounts."""
    sentence = _CONTRADICTIONS.get(doubt["code"])
    if sentence is None:
        return str(doubt.get("sentence") or _("The imported order contradicts itself."))
    amounts = {
        name.removesuffix("_minor"): format_money(value) for name, value in doubt.items() if name.endswith("_minor")
    }
    return _(sentence).format(**doubt, **amounts)
