"""The end of a case: a cause and an outcome, closed, and opened again when the customer comes back."""

from __future__ import annotations

from app.aftersales.events import CaseClosed
from app.aftersales.models import CaseKind, CaseState
from app.aftersales.open import CaseRow, case_row, move
from app.aftersales.states import REOPEN_DAYS, Cause, due_at
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _, ngettext
from app.core.refusal import Refusal


class NotResolved(Refusal):
    """A cause, an outcome or, for a repair, the test result is missing."""


class TooLate(Refusal):
    """The case was closed too long ago to be opened again."""


@command("aftersales.resolve")
def resolve(by: Actor, case_id: int, cause: str, outcome: str) -> None:
    """Say what it came from (a code of `states.Cause`) and what was done; NotResolved when either is missing."""
    _resolve(case_row(case_id), cause, outcome)


@command("aftersales.close")
def close(by: Actor, case_id: int, cause: str = "", outcome: str = "") -> None:
    """Close a case; one that is not resolved yet needs its cause and outcome here."""
    case = case_row(case_id)
    if case.state != CaseState.RESOLVED:
        _resolve(case, cause, outcome)
        case = case_row(case_id)
    move(case, CaseState.CLOSED, closed_at=clock.now_ms())
    note(case_id=case_id, number=case.number, order_id=case.order_id)
    emit(CaseClosed(case_id, case.order_id, case.kind, cause))


@command("aftersales.reopen")
def reopen(by: Actor, case_id: int, reason: str) -> None:
    """Open a resolved or closed case again, within the days that the shop allows (TooLate)."""
    case = case_row(case_id)
    days = int(settings.read(REOPEN_DAYS))
    if case.closed_at is not None and clock.now_ms() - case.closed_at > days * clock.DAY_MS:
        sentence = ngettext(
            "It was closed more than {n} day ago. Open a new case.",
            "It was closed more than {n} days ago. Open a new case.", days,
        )  # fmt: skip
        raise TooLate(sentence.format(n=days), case_id=case_id)
    move(case, CaseState.OPEN, due_at=due_at(case.kind), resolved_at=None, closed_at=None)
    note(case_id=case_id, number=case.number, order_id=case.order_id, reason=reason.strip())


def _resolve(case: CaseRow, cause: str, outcome: str) -> None:
    if cause not in set(Cause) or not outcome.strip():
        raise NotResolved(_("Say what it came from and what was done about it."), case_id=case.id)
    if case.kind == CaseKind.REPAIR and not case.test_result and cause != Cause.NO_FAULT:
        raise NotResolved(_("Note the test result of the repair first."), case_id=case.id)
    move(case, CaseState.RESOLVED, cause=cause, outcome=outcome.strip()[:200], resolved_at=clock.now_ms())
    note(case_id=case.id, number=case.number, order_id=case.order_id, cause=cause, outcome=outcome.strip())
