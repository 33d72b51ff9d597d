"""Words, tones and icons of deliveries: when a card says what, said the same way on board, list and detail."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money

PICKUP, WAITS, ON_THE_WAY, DELIVERED, NEEDS_YOU = "pickup", "waits", "on_the_way", "delivered", "needs_you"
COLUMNS = (
    (PICKUP, N_("Ready for pickup"), "indigo", "storefront"),
    (WAITS, N_("Waits for courier"), "teal", "package"),
    (ON_THE_WAY, N_("On the way"), "sky", "truck"),
    (DELIVERED, N_("Delivered today"), "ok", "check-circle"),
    (NEEDS_YOU, N_("Needs you"), "bad", "warning-circle-fill"),
)
RUN_STATES = {
    "planned": (N_("Planned"), "teal", "package"), "out": (N_("On the way"), "sky", "truck"),
    "back": (N_("Back, count cash"), "warn", "money"), "settled": (N_("Settled"), "ok", "check-circle-fill"),
}  # fmt: skip
CHECKS = {
    "counted": N_("Pieces counted by the customer"),
    "undamaged": N_("Goods undamaged"),
    "identity": N_("Age or name checked"),
}
CONDITIONS = (
    ("good", N_("As it should be")), ("damaged", N_("Damaged")), ("missing", N_("Missing")), ("wrong", N_("Wrong item")),
)  # fmt: skip
HAPPENED = {
    "left": ("truck", "sky", N_("Left the shop")), "scanned": ("map-pin", "sky", N_("Seen on the way")),
    "on_shelf": ("storefront", "indigo", N_("On the pickup shelf")),
    "not_collected": ("storefront", "warn", N_("Taken off the pickup shelf")),
    "late": ("clock", "bad", N_("Late, new time")), "new_time": ("clock", "sky", N_("New time")),
    "tracking": ("tag", "grey", N_("Tracking number put right")),
    "delivered": ("check-circle", "ok", N_("Delivered")), "collected": ("handshake", "ok", N_("Collected")),
    "accepted": ("check-circle", "ok", N_("Accepted by the customer")),
    "refused": ("x-circle", "bad", N_("Refused at the door")), "not_home": ("x-circle", "warn", N_("Nobody at home")),
    "lost": ("warning-circle", "bad", N_("Lost")), "came_back": ("arrow-u-up-left", "grey", N_("Ready to go out again")),
    "returned": ("arrow-u-up-left", "pink", N_("Came back for good")),
}  # fmt: skip


def short_moment(at_ms: int) -> str:
    """A time in a narrow place: the clock alone when it is today."""
    return clock.format_clock(at_ms) if clock.day_of(at_ms) == clock.today() else clock.format_moment(at_ms)


def is_red(card: Any) -> bool:
    """Cards that somebody has to answer: late, refused, not at home, lost."""
    return card.column == NEEDS_YOU or (card.late_ms > 0 and card.column != DELIVERED)


def time_text(card: Any) -> str:
    """The right end of a card's first line; a red card says what is wrong instead of when."""
    if card.column == NEEDS_YOU:
        return _trouble(card)
    if card.late_ms > 0 and card.column == PICKUP:
        return _("{span} over").format(span=clock.format_span(card.late_ms))
    if card.late_ms > 0 and card.column != DELIVERED:
        return _("{span} late").format(span=clock.format_span(card.late_ms))
    if card.column == DELIVERED:
        return clock.format_clock(card.delivered_at) if card.delivered_at else ""
    if card.column == PICKUP:
        return clock.format_moment(card.left_at) if card.left_at else ""
    at = card.eta_at or card.due_at
    return short_moment(at) if at else ""


def _trouble(card: Any) -> str:
    if card.state == "lost":
        return _("Lost")
    if card.event == "refused":
        return _("Refused")
    if card.event == "not_home":
        return _("Not home ×{tries}").format(tries=card.tries) if card.tries > 1 else _("Not home")
    return _("Not delivered")


def reason_text(card: Any) -> str:
    """The red line of a card: why, or what was promised and is expected now."""
    if card.column == NEEDS_YOU:
        return card.event_text or {"not_home": _("Book a new time"), "refused": _("Decide what becomes of it")}.get(
            card.event, _("Say what becomes of it")
        )
    if not is_red(card):
        return ""
    if card.column == PICKUP:
        return _("Not collected, call the customer")
    if card.due_at and card.eta_at and card.eta_at > card.due_at:
        return _("Was {promised}, now {expected}").format(
            promised=short_moment(card.due_at), expected=short_moment(card.eta_at)
        )
    if card.due_at:
        return _("Promised {time}").format(time=short_moment(card.due_at))
    return ""


def place_text(card: Any) -> str:
    """Who, and where to."""
    where = _("shelf {shelf}").format(shelf=card.shelf) if card.column == PICKUP else card.city
    return ", ".join(part for part in (card.customer or _("Walk-in"), where) if part)


def way_text(card: Any) -> str:
    """How it travels, or how it was handed over."""
    if card.column == DELIVERED:
        return _handed(card)
    if card.run:
        return " · ".join(part for part in (card.vehicle, first_name(card.driver)) if part) or card.run
    if card.carrier:
        return card.carrier
    if card.method == "pickup":
        return _("Pickup in the shop")
    return _("Our driver") if card.method == "own_driver" else _("Carrier")


def way_icon(card: Any) -> str:
    """The icon before how it travels."""
    if card.column == DELIVERED:
        return "pencil-line" if card.has_signature else "camera" if card.has_photo else "handshake"
    if card.method == "pickup":
        return "storefront"
    return "package" if card.carrier and not card.run else "truck"


def _handed(card: Any) -> str:
    parts = [_("signed")] if card.has_signature else []
    parts += [_("photo")] if card.has_photo else []
    if parts:
        return ", ".join(parts)
    return _("collected") if card.state == "collected" or card.method == "pickup" else _("handed over")


def cash_text(card: Any) -> str:
    """What is to be collected, or was."""
    if not card.cod_minor or card.column == NEEDS_YOU:
        return ""
    return _("COD {amount}").format(amount=format_money(card.cod_minor))


def first_name(name: str) -> str:
    """What a colleague is called in a narrow place."""
    return name.split()[0] if name else ""


def run_look(state: str) -> tuple[str, str, str]:
    """Word, tone and icon of a run."""
    word, tone, icon = RUN_STATES[state]
    return _(word), tone, icon


def stops_text(count: int) -> str:
    """So many stops."""
    return ngettext("{count} stop", "{count} stops", count).format(count=count)


def tries_text(tries: int) -> str:
    """Which try it is; `tries` are those that failed."""
    return str(tries + 1)


def address_text(address: dict[str, Any]) -> str:
    """An address in one line."""
    parts = (address.get("line1"), address.get("line2"), address.get("city"), address.get("postcode"))
    return ", ".join(str(part) for part in parts if part)
