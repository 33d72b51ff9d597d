"""Composing: whom a message goes to, the facts of an order in words, and the finished text of each medium."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from peewee import fn

from app.aftersales.models import Case
from app.core import clock, settings
from app.core.i18n import _
from app.core.money import format_money
from app.core.prepared import prepared
from app.core.refusal import NotFound
from app.customers.models import Customer
from app.delivery.models import Carrier, Shipment
from app.documents import texts
from app.feedback.ask import link_of
from app.feedback.models import Feedback
from app.notices.templates import TEXT_TOO, Medium, Occasion, words
from app.orders.events import ShortLine
from app.orders.line_kinds import LineKind, option_words
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import Channel
from app.payments.order_account import fee_kept, owed
from app.payments.queries import OrderMoney, order_money

LONGEST_SMS = 459  # three parts


class Recipient(NamedTuple):
    """Whom a message goes to, and what this person agreed to."""

    name: str
    email: str
    phone: str
    language: str
    wants_mail: bool
    wants_sms: bool
    order_id: int | None
    number: str
    channel: Channel | None


class Message(NamedTuple):
    """A message as it would leave."""

    medium: Medium
    to: str
    subject: str
    text: str


@prepared
def _contact(order):
    return (
        Order.select(
            Order.customer_name, Order.email, Order.phone, Order.language, Customer.email, Customer.phone,
            Customer.may_mail, Customer.may_sms, Order.number, Order.channel,
        )
        .left_outer_join(Customer).where(Order.id == order)
    )  # fmt: skip


@prepared
def _order(order):
    return Order.select(Order.total_minor, Order.currency, Order.promised_at).where(Order.id == order)


@prepared
def _goods(order):
    columns = (OrderLine.quantity, OrderLine.unit, OrderLine.name, OrderLine.kind, OrderLine.note)
    place = fn.COALESCE(OrderLine.of_no, OrderLine.no)
    return OrderLine.select(*columns).where(OrderLine.order == order).order_by(place, OrderLine.no)


@prepared
def _way(shipment):
    return (
        Shipment.select(
            Shipment.eta_at, Shipment.pickup_code, Shipment.tracking, Carrier.tracking_url, Fulfillment.left_at
        )
        .join(Fulfillment).switch(Shipment).left_outer_join(Carrier).where(Shipment.id == shipment)
    )  # fmt: skip


def recipient_of(order_id: int) -> Recipient:
    """Who placed an order: its own contact first, then the customer's; NotFound."""
    row = _contact.one(order_id)
    if row is None:
        raise NotFound("order", order_id)
    name, email, phone, language, mail, mobile, may_mail, may_sms, number, channel = row
    return Recipient(
        name, email or mail or "", phone or mobile or "", language, bool(may_mail), bool(may_sms), order_id,
        number or "", Channel(channel),
    )  # fmt: skip


def recipient_of_customer(customer_id: int) -> Recipient:
    """A customer, for what is about no order; NotFound."""
    row: Any = (
        Customer.select(
            Customer.name, Customer.email, Customer.phone, Customer.language, Customer.may_mail, Customer.may_sms
        ).where(Customer.id == customer_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("customer", customer_id)
    name, email, phone, language, may_mail, may_sms = row
    return Recipient(name, email or "", phone or "", language, bool(may_mail), bool(may_sms), None, "", None)


def recipient_of_case(case_id: int) -> Recipient:
    """Who a case is about, by its order or its customer; NotFound."""
    row: Any = (
        Case.select(
            Case.order, Case.customer_name, Customer.email, Customer.phone, Customer.language, Customer.may_mail,
            Customer.may_sms,
        )
        .left_outer_join(Customer, on=(Case.customer == Customer.id)).where(Case.id == case_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("case", case_id)
    if row[0] is not None:
        return recipient_of(row[0])
    _order, name, email, phone, language, may_mail, may_sms = row
    shop_language = str(settings.read("shop.language"))
    return Recipient(
        name, email or "", phone or "", language or shop_language, bool(may_mail), bool(may_sms), None, "", None
    )  # fmt: skip


def media_for(occasion: Occasion, to: Recipient) -> list[Medium]:
    """By which media a message goes: mail when there is an address, a text for what is urgent or has no mail."""
    media = [Medium.MAIL] if to.email else []
    if to.phone and (occasion in TEXT_TOO or not media):
        media.append(Medium.SMS)
    return media


def compose(occasion: Occasion, medium: Medium, to: Recipient, facts: Mapping[str, str]) -> Message | None:
    """The finished message in the recipient's language; None when the occasion has no words for the medium."""
    with texts.in_language(to.language):
        subject, text, _sms = words(occasion, medium)
        if not text:
            return None
        common = {
            "name": to.name, "shop": str(settings.read("shop.name")) or _("Your shop"), "number": to.number,
            "phone": str(settings.read(texts.PHONE)),
        }  # fmt: skip
        known = _Fields(common | dict(facts))
        body = _tidy(text.format_map(known))
        if medium == Medium.SMS:
            line = re.sub(r"\s+", " ", body)
            return Message(medium, to.phone, "", line if len(line) <= LONGEST_SMS else line[: LONGEST_SMS - 1] + "…")
        hello = _("Hello {name},").format(name=to.name) if to.name else _("Hello,")
        return Message(medium, to.email, subject.format_map(known), f"{hello}\n\n{body}\n\n{_foot()}")


# Facts that whoever sends a message names as they are said in it.
_SAID = (
    "return_number", "reason", "receipt", "invoice", "credit_note", "case", "subject", "text", "code", "part", "rest",
)  # fmt: skip


def order_facts(occasion: Occasion, order_id: int, to: Recipient, **more: Any) -> dict[str, str]:
    """The fields of a message about an order, in the recipient's language; `more` are plain facts of the event."""
    with texts.in_language(to.language):
        total, currency, promised_at = _order.one(order_id)
        shipment = _shipment(more.get("shipment_id"))
        facts = {
            "total": format_money(total, currency), "lines": _lines(order_id),
            "promise": _promise(promised_at), "address": "\n".join(texts.shop_head().lines),
        }  # fmt: skip
        facts |= _money_facts(occasion, order_id, more)
        facts |= _way_facts(shipment, more)
        if short := more.get("short"):
            facts["short"] = _short(short)
        wants = to.wants_mail or to.wants_sms
        facts["feedback"] = _feedback(order_id) if occasion == Occasion.DELIVERED and wants else ""
        if due_on := more.get("due_on"):
            facts["day"] = clock.format_weekday(due_on)
        for name in _SAID:
            if more.get(name):
                facts[name] = str(more[name])
        return facts


def preview(event: str, order_id: int, **more: Any) -> list[Message]:
    """What the customer of an order would get on an occasion, for each medium; sends nothing."""
    occasion, to = Occasion(event), recipient_of(order_id)
    facts = order_facts(occasion, order_id, to, **(_latest(order_id) | more))
    found = (compose(occasion, medium, to, facts) for medium in media_for(occasion, to) or [Medium.MAIL])
    return [message for message in found if message]


class _Fields(dict[str, str]):
    """A field that this message has no value for is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _tidy(text: str) -> str:
    """Without the gaps that empty fields leave."""
    lines = [re.sub(r"[ \t]{2,}", " ", line).strip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _foot() -> str:
    shop = texts.shop_head()
    return "\n".join(part for part in (shop.name, *shop.lines) if part)


def _lines(order_id: int) -> str:
    return "\n".join(
        f"   {option_words(name, words)}"
        if kind == LineKind.OPTION
        else f"{texts.quantity_text(quantity, unit)} × {name}"
        for quantity, unit, name, kind, words in _goods.all(order_id)
    )


def _promise(promised_at: int | None) -> str:
    return _("We expect it on {day}.").format(day=clock.format_weekday(promised_at)) if promised_at else ""


def _short(short: tuple[ShortLine, ...]) -> str:
    query: Any = OrderLine.select(OrderLine.id, OrderLine.name, OrderLine.unit).where(
        OrderLine.id.in_([line.line_id for line in short])
    )
    names = {line: (name, unit) for line, name, unit in query.tuples()}
    found = ((line.quantity, *names[line.line_id]) for line in short if line.line_id in names)
    return "\n".join(f"{texts.quantity_text(quantity, unit)} × {name}" for quantity, name, unit in found)


def _money_facts(occasion: Occasion, order_id: int, more: Mapping[str, Any]) -> dict[str, str]:
    facts: dict[str, str] = {}
    if "amount_minor" in more:
        facts["amount"] = format_money(more["amount_minor"])
    if tenders := more.get("tenders"):
        facts["tenders"] = ", ".join(dict.fromkeys(_(texts.TENDERS[tender]) for tender in tenders))
    if ends_at := more.get("ends_at"):
        facts["last"] = _("On {day} it is called off.").format(day=clock.format_weekday(ends_at))
    if kept_until := more.get("kept_until"):
        facts["last"] = _("It is kept for you until {day}.").format(day=clock.format_weekday(kept_until))
    left = max(owed(order_id), 0) if occasion in (Occasion.READY_FOR_PICKUP, Occasion.PAYMENT_REMINDER) else 0
    if left:
        facts["due"] = _("To pay: {amount}.").format(amount=format_money(left))
        facts.setdefault("amount", format_money(left))
    if cash := more.get("cod_minor"):
        facts["cash"] = _("Please have {amount} ready.").format(amount=format_money(cash))
    if occasion == Occasion.CANCELLED:
        facts["back"] = _back(order_money(order_id), fee_kept(order_id)[0])
    return facts


def _back(money: OrderMoney, fee_minor: int) -> str:
    """What becomes of the money of an order that was called off."""
    if not money.paid_minor:
        return ""
    if not fee_minor:
        return _("What you paid for it goes back to you.")
    kept = _("As agreed, {fee} of what you paid is kept, tax included.").format(fee=format_money(fee_minor))
    rest = _("The rest goes back to you.") if money.paid_minor > fee_minor else ""
    return f"{kept} {rest}".rstrip()


def _way_facts(shipment: Any, more: Mapping[str, Any]) -> dict[str, str]:
    """When it comes, how to follow it, and the code at the shelf."""
    facts: dict[str, str] = {}
    eta_at = more.get("eta_at") or (shipment[0] if shipment else None)
    if eta_at:
        time = clock.format_moment(eta_at)
        facts |= {"time": time, "eta": _("It should be with you: {time}.").format(time=time)}
    if "at" in more:
        facts["time"] = clock.format_moment(more["at"])
    if shipment:
        _eta, code, tracking, url, left_at = shipment
        facts["code"] = code
        days = int(settings.read("delivery.pickup_days")) * clock.DAY_MS
        facts["until"] = clock.format_weekday((left_at or clock.now_ms()) + days)
        if tracking:
            facts["tracking"] = url.replace("{tracking}", tracking) if url and "{tracking}" in url else tracking
    return facts


def _shipment(shipment_id: int | None) -> Any:
    return None if shipment_id is None else _way.one(shipment_id)


def _latest(order_id: int) -> dict[str, Any]:
    """The newest shipment of an order, for a preview."""
    newest = (
        Shipment.select(Shipment.id).join(Fulfillment).where(Fulfillment.order == order_id)
        .order_by(Shipment.id.desc()).limit(1).scalar()
    )  # fmt: skip
    return {"shipment_id": newest, "at": clock.now_ms()} if newest else {}


def _feedback(order_id: int) -> str:
    token = Feedback.select(Feedback.token).where(Feedback.order == order_id, Feedback.answered_at.is_null()).scalar()
    link = link_of(str(token)) if token else ""
    return _("How was it? {link}").format(link=link) if "://" in link else ""
