"""Cash on delivery: due at dispatch, with the driver when it is taken at the door, settled when it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import NotFound, Refusal, StateChanged, check_reason
from app.ledger import accounts
from app.ledger.post import post
from app.orders.complete import complete_if_done
from app.orders.models import Order
from app.payments.events import ClaimCollected
from app.payments.models import CashMoveKind, Claim, ClaimState, ShiftState, Tender
from app.payments.order_account import owed
from app.payments.shift import add_cash_move
from app.payments.take import write_payment
from app.payments.till import ShiftNow, held_shift


class DifferenceOwner(StrEnum):
    """Who bears what is missing when cash is handed in."""

    CUSTOMER = "customer"  # paid too little at the door and owes the rest
    COURIER = "courier"  # still has it
    WRITE_OFF = "write_off"  # the shop's loss


class HandInDiffers(Refusal):
    """The counted cash differs from the claims, and nobody said whose the difference is."""


class Difference(NamedTuple):
    """A claim's share of what is missing (positive) or too much (negative), and who bears it."""

    claim_id: int
    missing_minor: int
    owner: DifferenceOwner


class HandedIn(NamedTuple):
    """What handing in gives back."""

    claims: int
    expected_minor: int
    counted_minor: int


class ClaimRow(NamedTuple):
    """A claim as steps read it."""

    id: int
    order_id: int
    holder: str
    state: ClaimState
    amount_minor: int
    collected_minor: int


def make_claim(order_id: int, holder: str, run_id: int | None = None, amount_minor: int | None = None) -> int:
    """Note what is to be collected at the door, as a step of dispatching; 0 when nothing is owed.

    `holder` is `driver:<person id>` or `carrier:<code>`; without an amount it is all that is owed.
    """
    amount = owed(order_id) if amount_minor is None else amount_minor
    if amount <= 0:
        return 0
    row = Claim.insert(
        order=order_id, holder=holder, state=ClaimState.DUE, amount_minor=amount, run_ref=run_id, made_at=clock.now_ms()
    )
    note(to_collect_minor=amount)
    return int(row.execute())


def drop_claims(order_id: int) -> int:
    """Nothing is collected any more (refused at the door, cancelled, paid before), as a step; returns how many."""
    due = (Claim.order == order_id) & (Claim.state == ClaimState.DUE)
    return int(Claim.update(state=ClaimState.DROPPED, settled_at=clock.now_ms()).where(due).execute())


def collect(order_id: int, amount_minor: int | None = None) -> int:
    """Cash was taken at the door, as a step of delivering; returns what was collected, 0 when there is no claim.

    The order is paid by it at once, and the driver or carrier owes it to the shop.
    """
    row = _claim((Claim.order == order_id) & (Claim.state == ClaimState.DUE))
    if row is None:
        return 0
    amount = row.amount_minor if amount_minor is None else amount_minor
    _collect(row, amount)
    return amount


@command("payments.collect_claim")
def collect_claim(by: Actor, claim_id: int, amount_minor: int | None = None) -> int:
    """Cash was taken at the door: all of the claim, or less when the customer had less; returns how much."""
    row = _claim(Claim.id == claim_id)
    if row is None:
        raise NotFound("claim", claim_id)
    amount = row.amount_minor if amount_minor is None else amount_minor
    _collect(row, amount)
    return amount


@command("payments.drop_claim")
def drop_claim(by: Actor, order_id: int, reason: str) -> int:
    """Nothing is to be collected for this order any more; returns how many claims were dropped.

    NoReason without one, NotFound when there is no such order.
    """
    check_reason(reason)
    if not Order.select().where(Order.id == order_id).exists():
        raise NotFound("order", order_id)
    dropped = drop_claims(order_id)
    touch("order", order_id)
    note(reason=reason, dropped=dropped)
    return dropped


@command("payments.hand_in")
def hand_in(
    by: Actor, holder: str, counted_minor: int, run_id: int | None = None, differences: Sequence[Difference] = ()
) -> HandedIn:
    """A driver or carrier hands in what was collected (on one run, or all of it); it goes into this till or the safe.

    When the count differs, `differences` says for each claim who bears it; they add up to expected − counted.
    Refused with HandInDiffers otherwise, and when it is less than nought.
    """
    if counted_minor < 0:
        raise HandInDiffers(_("Type what was handed in."), counted_minor=counted_minor)
    rows = _with_holder(holder, run_id)
    expected = sum(row.collected_minor for row in rows)
    _check_differences(rows, differences, expected - counted_minor, counted_minor)
    shift = held_shift(by.station)
    shift = shift if shift and shift.state == ShiftState.OPEN else None
    _settle_claims(rows, differences)
    if counted_minor:
        _into_drawer(by, shift, holder, counted_minor)
    for row in rows:
        touch("order", row.order_id)
    if run_id:
        touch("run", run_id)
    note(holder=holder, run_id=run_id, expected_minor=expected, counted_minor=counted_minor,
         differences=[list(difference) for difference in differences])  # fmt: skip
    return HandedIn(len(rows), expected, counted_minor)


_COLUMNS = (Claim.id, Claim.order, Claim.holder, Claim.state, Claim.amount_minor, Claim.collected_minor)


def _claim(match: object) -> ClaimRow | None:
    row = Claim.select(*_COLUMNS).where(match).order_by(Claim.id.desc()).tuples().first()
    return ClaimRow(*row) if row else None


def _with_holder(holder: str, run_id: int | None) -> list[ClaimRow]:
    match = (Claim.holder == holder) & (Claim.state == ClaimState.WITH_DRIVER)
    if run_id is not None:
        match &= Claim.run_ref == run_id
    return [ClaimRow(*row) for row in Claim.select(*_COLUMNS).where(match).order_by(Claim.id).tuples()]


def _collect(row: ClaimRow, amount_minor: int) -> None:
    if not 0 < amount_minor <= row.amount_minor:
        raise HandInDiffers(
            _("Between nothing and {amount} is to be collected.").format(amount=format_money(row.amount_minor)),
            claim_id=row.id, amount_minor=row.amount_minor,
        )  # fmt: skip
    due = (Claim.id == row.id) & (Claim.state == ClaimState.DUE)
    collected = Claim.update(state=ClaimState.WITH_DRIVER, collected_minor=amount_minor, collected_at=clock.now_ms())
    if not collected.where(due).execute():
        raise StateChanged("claim", row.id)
    write_payment(row.order_id, Tender.ON_DELIVERY, amount_minor, shift=None)
    _post_claim("collected", row, amount_minor)
    touch("order", row.order_id)
    note(claim_id=row.id, collected_minor=amount_minor, holder=row.holder)
    emit(ClaimCollected(row.order_id, row.id, amount_minor))
    complete_if_done(row.order_id)


def _post_claim(what: str, row: ClaimRow, amount_minor: int) -> None:
    lines = {accounts.claim(row.holder): amount_minor, accounts.of_order(row.order_id): -amount_minor}
    post(what, lines, order_id=row.order_id)


def _check_differences(
    rows: Sequence[ClaimRow], differences: Sequence[Difference], missing_minor: int, counted_minor: int
) -> None:
    if not rows and not counted_minor:
        raise HandInDiffers(_("There is nothing to hand in."))
    known = {row.id: row.collected_minor for row in rows}
    named = [difference.claim_id for difference in differences]
    fits = len(set(named)) == len(named) and all(
        difference.claim_id in known and difference.missing_minor <= known[difference.claim_id]
        for difference in differences
    )
    if counted_minor < 0 or not fits or sum(difference.missing_minor for difference in differences) != missing_minor:
        raise HandInDiffers(
            _("The count differs by {amount}. Say for each delivery who bears it.").format(
                amount=format_money(-missing_minor, sign=True)
            ),
            missing_minor=missing_minor, counted_minor=counted_minor,
        )  # fmt: skip


def _settle_claims(rows: Sequence[ClaimRow], differences: Sequence[Difference]) -> None:
    by_claim = {difference.claim_id: difference for difference in differences if difference.missing_minor}
    for row in rows:
        difference = by_claim.get(row.id)
        settled = Claim.update(
            state=ClaimState.SETTLED, settled_at=clock.now_ms(),
            difference_owner=difference.owner.value if difference else "",
        ).where(Claim.id == row.id, Claim.state == ClaimState.WITH_DRIVER)  # fmt: skip
        if not settled.execute():
            raise StateChanged("claim", row.id)
        if difference:
            _bear(row, difference)


def _bear(row: ClaimRow, difference: Difference) -> None:
    """Book a difference to who bears it; what the courier bears simply stays on the claim account."""
    amount = difference.missing_minor
    if difference.owner == DifferenceOwner.CUSTOMER:
        write_payment(row.order_id, Tender.ON_DELIVERY, -amount, shift=None, reason=_("Counted at hand-in"))
        _post_claim("collected_less", row, -amount)
    elif difference.owner == DifferenceOwner.WRITE_OFF:
        post("write_off", {accounts.claim(row.holder): -amount, accounts.WRITTEN_OFF: amount}, order_id=row.order_id)


def _into_drawer(by: Actor, shift: ShiftNow | None, holder: str, counted_minor: int) -> None:
    """Cash goes into the open drawer of this station as money paid in; at a station without a till into the safe."""
    there = accounts.drawer(shift.station) if shift else accounts.SAFE
    if shift:
        add_cash_move(by, shift, CashMoveKind.PAY_IN, counted_minor, _("Handed in: {holder}").format(holder=holder))
        touch("shift", shift.id)
    lines = {accounts.claim(holder): -counted_minor, there: counted_minor}
    post("hand_in", lines, shift_id=shift.id if shift else None)
