"""Reasons in words: what was seen, the proof, and what would clear it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from app.orders.completeness import contradiction_words
from app.review.clear_words import ASK_THEM, CLEARS
from app.review.gather import ABROAD_KM
from app.review.rules import RULES

SAME = {"address": N_("the address"), "phone": N_("the phone"), "email": N_("the e-mail"), "card": N_("the card")}


class Said(NamedTuple):
    """A reason as the review screen shows it; a cleared one bears who cleared it and when."""

    code: str
    points: int
    title: str
    proof: str
    clears: str
    facts: dict[str, Any]
    cleared_by: str = ""
    cleared_at: int = 0
    cleared_note: str = ""


def say(
    reason: dict[str, Any], cleared: Iterable[dict[str, Any]] = (), names: Mapping[str, str] | None = None
) -> Said:  # fmt: skip
    """Put a kept reason ({"code", "points", "facts"}) into the language of the window; `names` are those of its goods."""
    code, facts = reason["code"], reason["facts"]
    if names and facts.get("name") in names:
        facts = facts | {"name": names[facts["name"]]}
    clears = ASK_THEM if code == "asked" else CLEARS.get(code, "")
    said = Said(code, reason["points"], _title(code, facts), _proof(code, facts), _(clears) if clears else "", facts)
    tick = next((tick for tick in cleared if tick["code"] == code), None)
    return said._replace(cleared_by=tick["who"], cleared_at=tick["at"], cleared_note=tick["note"]) if tick else said


def headline(reasons: list[dict[str, Any]], most: int = 2, names: Mapping[str, str] | None = None) -> str:
    """The weightiest reasons against an order in one line of the queue."""
    against = [say(reason, (), names).title for reason in reasons if reason["points"] > 0][:most]
    return ", ".join(title[:1].lower() + title[1:] if place else title for place, title in enumerate(against))


def _title(code: str, facts: dict[str, Any]) -> str:
    """What the rule saw in this order; the rule's own name where there is no more to say."""
    if code == "cards_declined":
        declined = facts["declined"]
        if facts["accepted"]:
            return ngettext(
                "One card declined, another accepted", "{n} cards declined, another accepted", declined
            ).format(n=declined)
        return ngettext("One card declined", "{n} cards declined", declined).format(n=declined)
    if code == "asked":
        return _("{who} asks for a second look").format(who=facts["who"])
    if code == "far_from_billing":
        if facts["km"] >= ABROAD_KM:
            return _("Ships to another country than it is billed in")
        return _("Ships {km} km from the billing address").format(km=facts["km"])
    if code == "first_order":
        return (
            _("First order of this customer, and over twice the usual")
            if facts["usual_minor"]
            else _(RULES[code].title)
        )
    return _(RULES[code].title) if code in RULES else code


def _proof(code: str, facts: dict[str, Any]) -> str:
    if code == "contradiction":
        return " ".join(contradiction_words(doubt) for doubt in facts["doubts"])
    if code in ("amount", "first_order"):
        if not facts["usual_minor"]:
            return format_money(facts["total_minor"])
        return _("{total}, the usual order is {usual}").format(
            total=format_money(facts["total_minor"]), usual=format_money(facts["usual_minor"])
        )
    for kind in (_proof_of_goods, _proof_of_customer, _proof_of_payment):
        if said := kind(code, facts):
            return said
    return ""


def _proof_of_goods(code: str, facts: dict[str, Any]) -> str:
    if code == "quantity_unusual":
        return _("{quantity} {name}; usual are {usual}, the most was {largest}").format(**facts)
    if code == "quantity_own":
        return _("{quantity} {name}; the most this customer took was {own_largest}").format(**facts)
    if code == "bulk":
        return _("On average {times} times what is usual of each item").format(times=facts["times"])
    if code == "price_unusual":
        return _("{name} at {each} each; usual is {usual}").format(
            name=facts["name"], each=format_money(facts["each_minor"]), usual=format_money(facts["usual_minor"])
        )
    if code == "resell":
        return f"{facts['name']} × {facts['quantity']}"
    if code == "discount_large":
        return _("{amount} off, that is {percent:g}%").format(
            amount=format_money(facts["off_minor"]), percent=facts["percent_bp"] / 100
        )
    return ""


def _proof_of_customer(code: str, facts: dict[str, Any]) -> str:
    if code in ("repeat_minutes", "same_again"):
        said = ngettext("{total} {n} minute before", "{total} {n} minutes before", facts["minutes"])
        return said.format(total=format_money(facts["total_minor"]), n=facts["minutes"])
    if code == "same_contact":
        said = _("{other} ordered {span} before with {same}")
        span = clock.format_span(max(facts["minutes"], 1) * clock.MINUTE_MS)
        return said.format(other=facts["other"], span=span, same=_(SAME[facts["same"]]))
    if code == "cancelled_before":
        return _("{cancelled} of {orders} orders were cancelled").format(**facts)
    if code == "refused_before":
        said = ngettext("{n} parcel, the last on {day}", "{n} parcels, the last on {day}", facts["refused"])
        return said.format(n=facts["refused"], day=clock.format_day(facts["at"]))
    if code in ("address_doubt", "phone_doubt"):
        return str(facts["sentence"])
    if code == "email_doubt":
        return str(facts["email"])
    if code == "known_customer":
        said = ngettext("{n} order before, up to {largest}", "{n} orders before, up to {largest}", facts["orders"])
        return said.format(n=facts["orders"], largest=format_money(facts["largest_minor"]))
    if code == "asked":
        return str(facts["why"])
    if code in ("blocked", "trusted"):
        return ": ".join(part for part in (facts["value"], facts["note"]) if part)
    return ""


def _proof_of_payment(code: str, facts: dict[str, Any]) -> str:
    if code == "cash_on_delivery":
        return _("{total} at the door").format(total=format_money(facts["total_minor"]))
    if code == "cards_declined":
        cards = [f"{brand} ·· {last4}" for brand, last4, _accepted, _at in facts["cards"]]
        listed = ", ".join(cards[:-1])
        last = _("{cards}, then {last}").format(cards=listed, last=cards[-1]) if listed else cards[-1]
        minutes = facts["minutes"]
        within = ngettext("within {n} minute", "within {n} minutes", minutes).format(n=minutes)
        return f"{last} {within}" if minutes else last
    if code == "card_name":
        return _("Card of {card_name}, order of {customer_name}").format(**facts)
    if code == "far_from_billing":
        return _("Billed in {billed_in}, ships to {ships_to}").format(**facts)
    if code == "express":
        return str(facts["service"])
    if code == "phone_confirmed":
        return _("SMS code confirmed {time}").format(time=clock.format_clock(facts["at"]))
    return ""
