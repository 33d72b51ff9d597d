"""Reasons in words: what was seen, the proof, and what would clear it."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from app.review.rules import RULES


class Said(NamedTuple):
    """A reason as the review screen shows it; `facts` is what "Show" opens."""

    code: str
    points: int
    title: str
    proof: str
    clears: str
    facts: dict[str, Any]


_CLEARS = {
    "contradiction": N_("Compare the order in the web shop and put the lines right."),
    "amount": N_("Call the customer back on the number that is known."),
    "quantity_unusual": N_("Ask the customer for the quantity."),
    "price_unusual": N_("Check the price of the line."),
    "first_order": N_("Wait for the payment, or call the customer."),
    "cash_on_delivery": N_("Ask for a deposit."),
    "repeat_minutes": N_("Ask whether both orders are meant."),
    "same_again": N_("Ask whether it was entered twice, and cancel one."),
    "cancelled_before": N_("Ask for payment in advance."),
    "address_doubt": N_("Put the address right with the customer."),
    "phone_doubt": N_("Ask for a number that can be dialed."),
    "discount_large": N_("Ask who gave the discount and why."),
    "price_overridden": N_("Ask who changed the price and why."),
    "known_customer": "",
}
assert _CLEARS.keys() == RULES.keys()


def say(reason: dict[str, Any]) -> Said:
    """Put a kept reason ({"code", "points", "facts"}) into the language of the window."""
    code, facts = reason["code"], reason["facts"]
    clears = _CLEARS.get(code, "")
    title = _(RULES[code].title) if code in RULES else code
    return Said(code, reason["points"], title, _proof(code, facts), _(clears) if clears else "", facts)


def headline(reasons: list[dict[str, Any]], most: int = 2) -> str:
    """The weightiest reasons against an order in one line of the queue."""
    against = [say(reason).title for reason in reasons if reason["points"] > 0][:most]
    return ", ".join(title[:1].lower() + title[1:] if place else title for place, title in enumerate(against))


def _proof(code: str, facts: dict[str, Any]) -> str:
    if code == "contradiction":
        return " ".join(_contradiction(doubt) for doubt in facts["doubts"])
    if code in ("amount", "first_order"):
        if not facts["usual_minor"]:
            return format_money(facts["total_minor"])
        return _("{total}, the usual order is {usual}").format(
            total=format_money(facts["total_minor"]), usual=format_money(facts["usual_minor"])
        )
    if code == "quantity_unusual":
        return _("{quantity} {name}; usual are {usual}, the most was {largest}").format(**facts)
    if code == "price_unusual":
        return _("{name} at {each} each; usual is {usual}").format(
            name=facts["name"], each=format_money(facts["each_minor"]), usual=format_money(facts["usual_minor"])
        )
    return _proof_of_customer(code, facts)


def _proof_of_customer(code: str, facts: dict[str, Any]) -> str:
    if code == "cash_on_delivery":
        total, limit = format_money(facts["total_minor"]), format_money(facts["limit_minor"])
        return _("{total} at the door, checked from {limit}").format(total=total, limit=limit)
    if code in ("repeat_minutes", "same_again"):
        minutes = facts["minutes"]
        said = ngettext("{total} {n} minute before", "{total} {n} minutes before", minutes)
        return said.format(total=format_money(facts["total_minor"]), n=minutes)
    if code == "cancelled_before":
        return _("{cancelled} of {orders} orders were cancelled").format(**facts)
    if code in ("address_doubt", "phone_doubt"):
        return str(facts["sentence"])
    if code == "discount_large":
        return _("{amount} off, that is {percent:g}%").format(
            amount=format_money(facts["off_minor"]), percent=facts["percent_bp"] / 100
        )
    if code == "known_customer":
        said = ngettext("{n} order before, up to {largest}", "{n} orders before, up to {largest}", facts["orders"])
        return said.format(n=facts["orders"], largest=format_money(facts["largest_minor"]))
    return ""


def _contradiction(doubt: dict[str, Any]) -> str:
    if doubt["code"] == "total":
        return _("The lines add up to {lines}, the order says {given}.").format(
            lines=format_money(doubt["lines_minor"]), given=format_money(doubt["given_minor"])
        )
    return str(doubt.get("sentence", ""))
