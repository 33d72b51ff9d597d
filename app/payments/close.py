"""Closing a till: the count is compared only now, the difference is booked, and the Z report is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from app.core import clock, journal
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import format_money, round_div
from app.core.numbers import next_number
from app.core.outbox import titled, wish
from app.core.refusal import NotPermitted, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.payments.events import ShiftClosed
from app.payments.models import Shift, ShiftState, Tender
from app.payments.till import ShiftNow, current_shift, held_shift
from app.payments.totals import ShiftTotals, shift_totals

COUNTED = (Tender.CASH, Tender.CARD, Tender.FOREIGN_CASH)
WITHHELD = (
    "received_minor", "change_minor", "refunds_minor", "expected_cash_minor", "rounding_minor", "discount_minor",
    "perpetual_minor", "gift_cards_minor", "debts_paid_minor", "handed_minor",
)  # fmt: skip
COUNTABLE = {Tender.CASH: accounts.drawer, Tender.CARD: lambda _station: accounts.CARD}


class NotCounted(Refusal):
    """The count is missing, or its pieces do not add up to it."""


class Closed(NamedTuple):
    """What closing gives back; differences are counted − expected."""

    shift_id: int
    z_number: int
    counted_minor: int
    expected_minor: int
    difference_minor: int


class ClosePapers(NamedTuple):
    """What a close takes down beside the money; None where nobody counted.  Vouchers and pay-out slips by their worth.

    `bag` is the number of the bag that goes to the bank, `next_float_minor` what is laid aside for the next float.
    `foreign` are the foreign notes that were counted: currency and its minor units.
    """

    vouchers_minor: int | None = None
    slips_minor: int | None = None
    bag: str = ""
    next_float_minor: int | None = None
    foreign: tuple[tuple[str, int], ...] = ()


NO_PAPERS = ClosePapers()


@command("payments.close_shift")
def close_shift(
    by: Actor, counted: dict[str, int], denominations: dict[str, int] | None = None, reason: str = "",
    papers: ClosePapers = NO_PAPERS,
) -> Closed:  # fmt: skip
    """Close this station's till: `counted` is tender → amount (cash at least), `denominations` coin in cents → pieces.

    What should be there is worked out only now.  The difference is booked whatever it is; above the limit
    `till_difference_minor` it needs a manager's yes, and a reason.  All cash goes into the safe, the next float laid
    aside.  Tickets stay open for the next shift, by name.
    """
    shift = held_shift(by.station)
    if shift is None or shift.state != ShiftState.COUNTING:
        raise StateChanged("shift", shift.id if shift else 0)
    check_count(counted, denominations)
    _check_papers(papers, counted[Tender.CASH.value])
    totals = shift_totals(shift.id)
    expected = {Tender.CASH.value: totals.expected_cash_minor} | {
        tender: amount for tender, amount in totals.tenders.items() if tender in counted and tender != Tender.CASH
    }
    off = {tender: amount - expected.get(tender, 0) for tender, amount in counted.items()}
    notes = foreign_off(totals.foreign, dict(papers.foreign))
    off |= {Tender.FOREIGN_CASH.value: sum(notes.values())} if notes else {}
    difference = sum(off.values())
    check_difference(by, off | notes, reason)
    _book(shift, off, counted[Tender.CASH.value], notes)
    z_number = next_number(f"z:{shift.series}")
    report = z_report(by, shift, totals, counted=counted, off=off, z_number=z_number)
    report |= papers._asdict() | {
        "foreign": counted_notes(totals.foreign, dict(papers.foreign)),
        "verified_by": by.approval.name if by.approval else "",
        "reason": reason[:200],
    }
    closed = {
        "state": ShiftState.CLOSED, "closed_by": by.person_id, "closed_name": by.name, "closed_at": clock.now_ms(),
        "z_number": z_number, "counted": {**counted, "denominations": denominations or {}}, "expected": expected,
        "report": report, "difference_minor": difference, "difference_reason": reason[:200],
        "verified_name": report["verified_by"], "bag": papers.bag.strip()[:40],
        "next_float_minor": papers.next_float_minor,
    }  # fmt: skip
    if not Shift.update(closed).where(Shift.id == shift.id, Shift.state == ShiftState.COUNTING).execute():
        raise StateChanged("shift", shift.id)
    title = titled(N_("Z report {number}"), number=z_number)
    wish("z_report", f"z:{shift.series}:{z_number}", {"shift_id": shift.id}, title=title)
    touch("shift", shift.id)
    note(shift_id=shift.id, z_number=z_number, counted=counted, expected=expected, difference_minor=difference)
    note(reason=reason, bag=papers.bag, next_float_minor=papers.next_float_minor)
    emit(ShiftClosed(shift.id, z_number, difference))
    cash = Tender.CASH.value
    return Closed(shift.id, z_number, counted[cash], expected[cash], difference)


@command("payments.x_report")
def x_report(by: Actor, print_it: bool = False) -> dict[str, Any]:
    """The till's totals so far; closes nothing.  A printed one has a number of its own.

    Refused while the drawer is counted, because the count is blind; somebody who may not accept a difference gets
    what `blinded` leaves, on the screen as on the paper.
    """
    shift = current_shift(by.station)
    if shift is None or shift.state != ShiftState.OPEN:
        raise NotCounted(_("Totals are shown while the till is open, not while it is counted."))
    report = z_report(by, shift, shift_totals(shift.id))
    if not by.may("payments.accept_difference"):
        report = blinded(report)
    if print_it:
        number = next_number(f"x:{shift.series}")
        report |= {"x_number": number}
        title = titled(N_("X report {number}"), number=number)
        wish("x_report", f"x:{shift.series}:{number}", {"report": report}, title=title)
        note(x_number=number)
    note(shift_id=shift.id)
    return report


def blinded(report: dict[str, Any]) -> dict[str, Any]:
    """A report without any sum from which the drawer's cash could be worked out, so that its count stays blind.

    Sales less what came in by the other tenders would be the cash; so sales, taxes and what is counted at the close are
    told by their number alone.
    """
    told = {tender: minor for tender, minor in report["tenders"].items() if tender not in COUNTED}
    papers = {kind: [count, None] for kind, (count, _total) in report["papers"].items()}
    return report | dict.fromkeys(WITHHELD) | {
        "is_blind": True, "tenders": told, "papers": papers, "taxes": [], "named_taxes": [], "foreign": [],
    }  # fmt: skip


def z_report(
    by: Actor, shift: ShiftNow, totals: ShiftTotals, *, counted: Mapping[str, int] | None = None,
    off: Mapping[str, int] | None = None, z_number: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The figures of an X or Z report as plain values; a Z bears the journal's last number and hash."""
    no, digest = journal.heads().get(by.station, (0, ""))
    return asdict(totals) | {
        "z_number": z_number, "station": shift.station, "series": shift.series, "shift_id": shift.id,
        "opened_by": shift.opened_name, "held_by": shift.clerk, "opened_at": shift.opened_at,
        "by": by.name, "at": clock.now_ms(),
        "counted": dict(counted) if counted else None, "differences": dict(off) if off else None,
        "difference_minor": sum(off.values()) if off else 0, "journal_no": no, "journal_hash": digest[:8],
    }  # fmt: skip


def check_count(counted: Mapping[str, int], denominations: Mapping[str, int] | None) -> None:
    """Raise NotCounted unless this is a count: cash at least, nothing negative, pieces that add up."""
    if Tender.CASH.value not in counted:
        raise NotCounted(_("Count the cash first."))
    wrong = [tender for tender, amount in counted.items() if amount < 0 or tender not in COUNTABLE]
    if wrong:
        raise NotCounted(_("Only cash and card slips are counted, and never less than nought."), tenders=wrong)
    if denominations:
        heap = sum(int(coin) * pieces for coin, pieces in denominations.items())
        if heap != counted[Tender.CASH.value]:
            raise NotCounted(
                _("The coins and notes add up to {heap}, not to {counted}.").format(
                    heap=format_money(heap), counted=format_money(counted[Tender.CASH.value])
                )
            )


def check_difference(by: Actor, off: Mapping[str, int], reason: str) -> None:
    """Raise NotPermitted where a manager has to look first, NotCounted where a reason is missing."""
    largest, limit = max(map(abs, off.values())), by.limit("till_difference_minor")
    if largest <= limit:
        return
    if not by.may("payments.accept_difference"):
        # The amount is not told: the count stays blind until somebody else looks at it.
        sentence = _("The count differs by more than {limit}. A manager has to look at it.")
        raise NotPermitted("payments.accept_difference", sentence.format(limit=format_money(limit)), limit=limit)
    if not reason.strip():
        raise NotCounted(_("Say what is known about the difference."))


def counted_notes(held: Iterable[Sequence[Any]], counted: Mapping[str, int]) -> list[list[Any]]:
    """The foreign notes of a shift with what was counted of each currency, None where nobody did."""
    return [[code, notes, worth, counted.get(code)] for code, notes, worth in held]


def foreign_off(held: Iterable[Sequence[Any]], counted: Mapping[str, int]) -> dict[str, int]:
    """Counted less expected of each foreign currency that was counted, at what the notes were taken for.

    Raises NotCounted for less than nought, and for a currency that the till has not taken.
    """
    worths = {code: (notes, worth) for code, notes, worth in held}
    found = {}
    for code, amount in counted.items():
        notes, worth = worths.get(code, (0, 0))
        if amount < 0 or (amount and not notes):
            raise NotCounted(_("This till has taken no cash in {currency} today.").format(currency=code))
        if notes:
            found[code] = round_div(amount * worth, notes) - worth
    return found


def _check_papers(papers: ClosePapers, cash_minor: int) -> None:
    if papers.next_float_minor is not None and not 0 <= papers.next_float_minor <= cash_minor:
        raise NotCounted(
            _("The next float is at most what was counted, {counted}.").format(counted=format_money(cash_minor))
        )


def _book(shift: ShiftNow, off: Mapping[str, int], cash_minor: int, notes: Mapping[str, int]) -> None:
    """Book what was too much or too little, and put the drawer's cash into the safe."""
    places = {make(shift.station): off.get(tender, 0) for tender, make in COUNTABLE.items()}
    places |= {accounts.foreign_drawer(shift.station, code): amount for code, amount in notes.items()}
    for there, amount in places.items():
        if amount:
            post("over_short", {there: amount, accounts.over_short(shift.station): -amount}, shift_id=shift.id)
    if cash_minor:
        post("to_safe", {accounts.drawer(shift.station): -cash_minor, accounts.SAFE: cash_minor}, shift_id=shift.id)
