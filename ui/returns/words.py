"""Words of the returns screen: what happens to goods, what the customer gets, and what the blue button will do."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from ui.orders.words import tender_word
from ui.returns.draft import CREDIT, EXCHANGE, LOOSE, REFUND, REPAIR, RETURN, Draft

REASON_KEYS = (
    ("damaged", "Q"), ("wrong_size", "W"), ("not_as_shown", "E"), ("changed_mind", "R"), ("wrong_item", "T")
)  # fmt: skip
CONDITION_KEYS = (("like_new", "A"), ("opened", "S"), ("damaged", "D"), ("parts_missing", "F"))
PLACES = {
    "restock": N_("Back to shelf"), "b_stock": N_("B-stock"), "repair": N_("Repair"), "supplier": N_("Supplier"),
    "waste": N_("Bin it"),
}  # fmt: skip
PLACE_KEYS = (("restock", "Z"), ("b_stock", "X"), ("repair", "C"), ("supplier", "V"), ("waste", "B"))
OUTCOME_KEYS = ((REFUND, "1"), (EXCHANGE, "2"), (CREDIT, "3"), (REPAIR, "4"))
TONES = {"like_new": "ok", "opened": "warn", "damaged": "bad", "parts_missing": "warn"}


def outcome_words() -> dict[str, str]:
    """What the customer may get, by code."""
    return {REFUND: _("Refund"), EXCHANGE: _("Exchange"), CREDIT: _("Store credit"), REPAIR: _("Repair")}


def reason_word(code: str) -> str:
    """Why goods come back."""
    from app.returns.policy import REASONS, ReturnReason

    return _(REASONS[ReturnReason(code)]) if code in set(ReturnReason) else code


def condition_word(code: str) -> str:
    """What goods look like."""
    from app.returns.policy import CONDITIONS, Condition

    return _(CONDITIONS[Condition(code)]) if code in set(Condition) else code


def place_word(code: str) -> str:
    """What happens to goods."""
    return _(PLACES[code])


def found_words(condition: str, disposition: str, place: str) -> str:
    """What was found out about a line, as "Like new, back to A-01-4"."""
    if disposition == "restock" and place:
        return _("{condition}, back to {bin}").format(condition=condition_word(condition), bin=place)
    where = {
        "restock": _("back to the shelf"), "b_stock": _("to B-stock"), "repair": _("to repair"),
        "supplier": _("to the supplier"), "waste": _("thrown away"),
    }  # fmt: skip
    return _("{condition}, {place}").format(condition=condition_word(condition), place=where[disposition])


def days_ago(at_ms: int) -> str:
    """How long ago, in days."""
    days = clock.days_between(clock.day_of(at_ms), clock.today())
    if days <= 0:
        return _("today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def card_word(tender: str, masked: str) -> str:
    """A tender with the last digits of its card, as "card ·· 3319"."""
    word = tender_word(tender)
    return f"{word} ·· {masked[-4:]}" if masked and masked[-4:].isdigit() else word


def way_words(estimate: Any) -> str:
    """Over which tenders money goes back."""
    sums: dict[str, int] = {}
    for part in estimate.parts:
        way = card_word(part.tender, part.masked_pan if part.tender == "card" else "")
        sums[way] = sums.get(way, 0) + part.amount_minor
    if len(sums) == 1:
        return next(iter(sums))
    return ", ".join(f"{way} {format_money(minor)}" for way, minor in sums.items())


def refund_title(draft: Draft, estimate: Any) -> str:
    """The first outcome, with the way the money goes."""
    if draft.kind == LOOSE:
        return _("Cash from the drawer")
    if draft.to:
        return _("Refund by {way}").format(way=tender_word(draft.to).lower())
    if len(estimate.parts) == 1:
        if estimate.parts[0].tender == "cash":
            return _("Refund in cash")
        way = way_words(estimate)
        return _("Refund to {way}").format(way=way[:1].lower() + way[1:])
    return _("Refund the way it was paid")


def refund_detail(draft: Draft, estimate: Any) -> str:
    """What the refund means in practice."""
    if draft.kind == LOOSE:
        return _("only when the manager says so")
    if estimate.credited_minor and not estimate.given_minor:
        return _("nothing was paid yet: it comes off what is owed")
    if len(estimate.parts) > 1 and not draft.to:
        return way_words(estimate)
    tender = draft.to or (estimate.parts[0].tender if estimate.parts else "")
    return {
        "card": _("2 to 5 days at the bank"), "online": _("through the online store"),
        "cash": _("out of the drawer, now"), "on_delivery": _("out of the drawer, now"),
        "on_account": _("taken off the account"), "instalments": _("taken off the instalments"),
    }.get(str(tender), _("the same way it was paid"))  # fmt: skip


def credit_detail(draft: Draft, estimate: Any) -> str:
    """What store credit means here."""
    kept = _("on the customer’s account") if draft.customer_id else _("on a slip")
    if estimate.bonus_minor:
        total = estimate.given_minor - estimate.debt_minor + estimate.bonus_minor
        return _("{bonus} on top: {total}, {kept}").format(
            bonus=format_money(estimate.bonus_minor), total=format_money(total), kept=kept
        )
    return kept


def primary_words(draft: Draft, estimate: Any) -> str:
    """What F9 will do."""
    if draft.kind == RETURN and not draft.settles:
        return {
            "requested": _("Allow the return"), "approved": _("Book the goods in"),
            "received": _("Finish inspection"),
        }.get(draft.state, "")  # fmt: skip
    if draft.outcome == REPAIR:
        return _("Take in for repair")
    amount = format_money(estimate.given_minor or estimate.credited_minor)
    if not draft.chosen():
        return _("Refund")
    if draft.outcome == EXCHANGE:
        return _("Exchange for {amount}").format(amount=amount)
    if draft.outcome == CREDIT:
        total = estimate.given_minor - estimate.debt_minor + estimate.bonus_minor
        return _("Give {amount} credit").format(
            amount=format_money(total if draft.kind != LOOSE else estimate.given_minor)
        )
    if estimate.credited_minor and not estimate.given_minor:
        return _("Take {amount} off what is owed").format(amount=format_money(estimate.credited_minor))
    return _("Refund {amount}").format(amount=amount)


def settled_words(answer: Any) -> tuple[str, str]:
    """What was done, as a title and a sentence for the hand at the drawer."""
    title = _("Return {number} is done").format(number=answer.number)
    if answer.outcome == REPAIR:
        return title, _("The goods wait for repair; a case follows them.")
    said = [f"{tender_word(tender)} {format_money(minor)}" for tender, minor in answer.parts]
    if answer.credit_minor:
        where = _("on slip {code}").format(code=answer.credit_code) if answer.credit_code else _("store credit")
        said.append(f"{format_money(answer.credit_minor)} {where}")
    if not said and answer.credited_minor:
        said.append(_("{amount} less is owed").format(amount=format_money(answer.credited_minor)))
    return title, " · ".join(said)
