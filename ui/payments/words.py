"""Words of money moves, tenders and couriers, said the same way on all pages of the Settle tab."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money

TENDERS = {
    "cash": N_("Cash"), "card": N_("Card"), "store_credit": N_("Store credit"), "gift_card": N_("Gift card"),
    "on_account": N_("On account"), "instalments": N_("Instalments"), "on_delivery": N_("Cash on delivery"),
    "online": N_("Online"), "wallet": N_("Payment code"), "foreign_cash": N_("Foreign cash"),
    "write_off": N_("Small rest let go"),
}  # fmt: skip
MOVES = {
    "drop": (N_("Into the safe"), "lock-key", N_("Takes cash out of the drawer and into the safe")),
    "pay_in": (N_("Paid in"), "plus", N_("Puts cash into the drawer without a sale")),
    "pay_out": (N_("Paid out"), "minus", N_("Pays something from the drawer, such as a window cleaner")),
    "no_sale": (N_("Open the drawer"), "tray", N_("Opens the drawer without moving money")),
}
TIPS = (N_("Tips paid out"), "heart")
FLOAT_OFF = (N_("Float at the opening, over or short"), "scales")
LEFT_OPEN = (N_("Drawer left open"), "warning-circle")
OWNERS = (
    ("customer", "A", N_("Customer owes it")), ("courier", "B", N_("Courier owes it")), ("write_off", "C", N_("Write off")),
)  # fmt: skip


def tender_word(tender: str) -> str:
    """A means of payment."""
    return _(TENDERS.get(tender, tender))


def counted_word(what: str) -> str:
    """A means of payment, or a paper that is counted by the piece."""
    if what.startswith("foreign:"):
        return _("Foreign notes, {currency}").format(currency=what.partition(":")[2])
    papers = {"vouchers": _("Paper vouchers"), "pay_out_slips": _("Pay-out slips")}
    return papers.get(what) or tender_word(what)


def move_word(kind: str) -> str:
    """What happened to the drawer."""
    return _(_named(kind)[0])


def move_icon(kind: str) -> str:
    """The picture of what happened to the drawer."""
    return _named(kind)[1]


def _named(kind: str) -> tuple[str, ...]:
    return MOVES.get(kind) or {"tips": TIPS, "float_off": FLOAT_OFF}.get(kind, LEFT_OPEN)


def difference_text(minor: int) -> str:
    """A difference in words: short, over, or matches."""
    if not minor:
        return _("Matches")
    word = _("{amount} short") if minor < 0 else _("{amount} over")
    return word.format(amount=format_money(abs(minor)))


def difference_tone(minor: int) -> str:
    """Green, red or amber."""
    return "ok" if not minor else "bad" if minor < 0 else "warn"


def short_moment(at_ms: int) -> str:
    """The clock alone when it is today."""
    return clock.format_clock(at_ms) if clock.day_of(at_ms) == clock.today() else clock.format_moment(at_ms)


def owner_word(owner: str) -> str:
    """Who bears a difference."""
    return _(next((title for key, _cap, title in OWNERS if key == owner), ""))


def courier_look(heap: Any) -> tuple[str, str, str]:
    """Word, tone and icon of what a courier has."""
    if heap.is_settled:
        return _("Handed in"), "ok", "check-circle-fill"
    if heap.expected_minor:
        return (_("To count"), "warn", "money") if not heap.open_minor else (_("Still out"), "sky", "truck")
    return _("Waiting"), "grey", "clock"


def courier_text(heap: Any) -> str:
    """Run or carrier, and how many deliveries with cash."""
    count = len(heap.stops)
    stops = ngettext("{count} cash stop", "{count} cash stops", count).format(count=count)
    if heap.run:
        return _("Run {run} · {stops}").format(run=heap.run, stops=stops)
    return ngettext("{count} parcel", "{count} parcels", count).format(count=count)
