"""Words, tones and icons of an order's state, money, channel and next step, said the same way on all its screens."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.chips import Look, status_look
from ui.common.table import Cell

CHANNELS = {
    "counter": (N_("In the shop"), "storefront"),
    "phone": (N_("By phone"), "phone"),
    "online": (N_("Online store"), "globe-simple"),
}
METHODS = {
    "taken": (N_("Taken away"), "storefront"),
    "pickup": (N_("Pickup in the shop"), "storefront"),
    "own_driver": (N_("Our driver"), "truck"),
    "carrier": (N_("Carrier"), "package"),
}
PLANS = {
    "now": N_("Paid at once"),
    "on_delivery": N_("Cash on delivery"),
    "on_account": N_("On account"),
    "at_pickup": N_("Pay at pickup"),
    "paid_online": N_("Paid online"),
    "layaway": N_("Layaway"),
}
TENDERS = {
    "cash": N_("Cash"),
    "card": N_("Card"),
    "store_credit": N_("Store credit"),
    "gift_card": N_("Gift card"),
    "on_account": N_("On account"),
    "instalments": N_("Instalments"),
    "on_delivery": N_("Cash on delivery"),
    "online": N_("Online"),
    "wallet": N_("Payment code"),
    "foreign_cash": N_("Foreign cash"),
    "write_off": N_("Small rest let go"),
}
_OF_ORDER = frozenset({"draft", "placed", "in_review", "confirmed", "completed", "archived", "on_hold", "cancelled"})
UNITS = {"piece": "", "gram": "g", "millilitre": "ml", "millimetre": "mm"}


class Money(NamedTuple):
    """How an order's money is said: a word, its tone and icon."""

    word: str
    tone: str
    icon: str


def channel_word(channel: str) -> str:
    """Where an order came in, in words."""
    return _(CHANNELS[channel][0])


def customer_word(name: str, channel: str) -> str:
    """Who an order is for; somebody at the counter need not say, elsewhere the name is still missing."""
    return name or (_("Walk-in") if channel == "counter" else _("No name yet"))


def channel_icon(channel: str) -> str:
    """The icon of where an order came in."""
    return CHANNELS[channel][1]


def method_word(method: str) -> str:
    """How the goods travel, in words."""
    return _(METHODS[method][0])


def plan_word(plan: str) -> str:
    """When the order is to be paid, in words."""
    return _(PLANS[plan])


def tender_word(tender: str) -> str:
    """A means of payment, in words."""
    return _(TENDERS[tender])


def tender_icon(tender: str) -> str:
    """The icon of a means of payment."""
    return {"cash": "money", "card": "credit-card", "gift_card": "gift", "online": "globe"}.get(str(tender), "wallet")


def look_of(status: str) -> Look:
    """Word, tone and icon of the one word that `overview` gives an order's status."""
    return status_look("order" if status in _OF_ORDER else "fulfillment", status)


def quantity_text(quantity: int, unit: str) -> str:
    """A quantity as "× 3" or "450 g"."""
    return f"× {quantity:,}" if unit == "piece" else f"{quantity:,} {UNITS.get(unit, unit)}".strip()


def status_of(state: str, fulfillment: str | None, *, is_on_hold: bool = False) -> Look:
    """Word, tone and icon of where an order stands, the goods' way included."""
    if is_on_hold and state in ("placed", "in_review", "confirmed"):
        return look_of("on_hold")
    if state == "confirmed" and fulfillment is not None:
        return look_of(fulfillment)
    if state in ("completed", "archived") and fulfillment == "returned":
        return look_of("returned")
    return status_look("order", state)


def money_of(status: str, plan: str, left_minor: int) -> Money:
    """How an order's money stands, from its status, how it is to be paid and what is still owed."""
    if status in ("unpaid", "cod_due") and plan == "on_delivery":
        return Money(_("Cash on delivery"), "warn", "money")
    if status == "unpaid" and plan == "on_account":
        return Money(_("On account"), "violet", "notebook")
    if status == "unpaid" and plan == "at_pickup":
        return Money(_("Pay at pickup"), "indigo", "storefront")
    if status == "unpaid" and plan == "layaway":
        return Money(_("Deposit open"), "warn", "wallet")
    if status == "partly_paid":
        return Money(_("{amount} left").format(amount=format_money(left_minor)), "warn", "circle-half")
    return Money(*status_look("payment", status))


def money_cell(money: Money) -> Cell:
    """The payment column: icon and coloured word without tint, so that the status chip leads the row."""
    token = "text2" if money.tone == "ok" else f"{money.tone}_text"
    return Cell(money.word, icon=money.icon, tone=money.tone, token=token, weight=500)


def late_text(promised_at: int) -> str:
    """How late an order is: "62 min late", "1 day late"."""
    return _("{span} late").format(span=clock.format_span(clock.now_ms() - promised_at))


def next_cell(row: Any, decide_by: int | None, lacks: str) -> Cell:
    """The last column: what happens next, or what is wrong."""
    if row.is_late:
        return Cell(late_text(row.promised_at), icon="warning-circle-fill", tone="bad", token="bad_text", weight=600)
    if row.is_on_hold and row.awaits_money:
        return _awaiting_cell(row)
    if row.is_on_hold:
        return Cell(row.hold_reason or _("On hold"), token="warn_text", weight=600)
    if row.state == "in_review":
        return Cell(_decide_text(decide_by), token="warn_text", weight=600)
    if lacks:
        return Cell(_(LACKS.get(lacks, LACKS["total"])), token="warn_text", weight=600)
    if row.backordered and row.state == "confirmed":
        return Cell(_("Waits for stock"), token="warn_text", weight=600)
    return Cell(_next_text(row), token="text2")


def _awaiting_cell(row: Any) -> Cell:
    """Goods that are kept back until they are paid: their last day, or the one word; the tooltip says the sentence."""
    is_layaway = row.pay_plan == "layaway" and row.promised_at is not None
    word = clock.format_day(row.promised_at) if is_layaway else _("To be paid")
    icon = "calendar-blank" if is_layaway else "money"
    return Cell(word, icon=icon, tone="warn", token="warn_text", weight=600, tip=row.hold_reason)


LACKS = {
    "name": N_("Name missing"), "phone": N_("Phone to check"), "address": N_("Address to check"),
    "price": N_("Price missing"), "options": N_("Options to choose"), "total": N_("Lines to check"),
}  # fmt: skip


def _decide_text(decide_by: int | None) -> str:
    if decide_by is None:
        return _("To decide")
    return _("Decide by {time}").format(time=short_moment(decide_by))


def _next_text(row: Any) -> str:
    if row.state == "cancelled":
        return _("Nothing to do")
    if row.state in ("completed", "archived"):
        return _("Taken away") if row.method == "taken" else _("With the customer")
    if row.state == "placed":
        return _("To confirm")
    if row.promised_at is None:
        return method_word(row.method)
    moment = short_moment(row.promised_at)
    if row.method == "pickup":
        return _("Collect by {time}").format(time=moment)
    if row.fulfillment == "dispatched":
        return _("Due {time}").format(time=moment)
    return _("Promised {time}").format(time=moment)


def short_moment(at_ms: int) -> str:
    """A time as it stands in a narrow column: the clock alone when it is today."""
    return clock.format_clock(at_ms) if clock.day_of(at_ms) == clock.today() else clock.format_moment(at_ms)


def address_lines(address: dict[str, Any] | None) -> tuple[str, str, str]:
    """An address as street, place and the note for the driver; empty texts when there is none."""
    if not address:
        return "", "", ""
    street = ", ".join(part for part in (address.get("line1"), address.get("line2")) if part)
    place = ", ".join(part for part in (address.get("city"), address.get("region"), address.get("postcode")) if part)
    return street, place, address.get("note") or ""


_PHOTOS = {"box": N_("In the box"), "return": N_("Came back"), "door": N_("At the door")}


def photo_words(photo: Any) -> str:
    """What a photo of an order shows, when it was taken and by whom."""
    return " · ".join((_(_PHOTOS[photo.of]), clock.format_moment(photo.at), photo.who))
