"""The states of a case and the words around it: kinds, causes; buttons and commands read the same tables."""

from __future__ import annotations

from enum import StrEnum

from app.aftersales.models import CaseKind, CaseState
from app.core import clock, settings
from app.core.i18n import N_, _
from app.core.refusal import Refusal

S = CaseState

NEXT: dict[CaseState, frozenset[CaseState]] = {
    S.OPEN: frozenset({S.WAITING, S.RESOLVED}),
    S.WAITING: frozenset({S.OPEN, S.RESOLVED}),
    S.RESOLVED: frozenset({S.CLOSED, S.OPEN}),
    S.CLOSED: frozenset({S.OPEN}),
}
assert NEXT.keys() == set(CaseState)

UNDONE = frozenset({S.OPEN, S.WAITING})

KINDS: dict[CaseKind, str] = {
    CaseKind.ENQUIRY: N_("Question"),
    CaseKind.COMPLAINT: N_("Complaint"),
    CaseKind.REPAIR: N_("Repair"),
}
assert KINDS.keys() == set(CaseKind)


class Cause(StrEnum):
    """What a case came from, for the reports."""

    DAMAGED_ON_THE_WAY = "damaged_on_the_way"
    FAULTY = "faulty"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    LATE = "late"
    SERVICE = "service"
    BILLING = "billing"
    DESCRIPTION = "description"
    WEAR = "wear"
    NO_FAULT = "no_fault"
    QUESTION = "question"


CAUSES: dict[Cause, str] = {
    Cause.DAMAGED_ON_THE_WAY: N_("Damaged on the way"),
    Cause.FAULTY: N_("Faulty goods"),
    Cause.WRONG_ITEM: N_("Wrong item sent"),
    Cause.MISSING_ITEM: N_("Item missing"),
    Cause.LATE: N_("Late"),
    Cause.SERVICE: N_("Our service"),
    Cause.BILLING: N_("Bill or payment"),
    Cause.DESCRIPTION: N_("Not as described"),
    Cause.WEAR: N_("Wear"),
    Cause.NO_FAULT: N_("No fault found"),
    Cause.QUESTION: N_("Only a question"),
}
assert CAUSES.keys() == set(Cause)

DUE = {
    CaseKind.COMPLAINT: settings.declare(
        "aftersales.complaint_minutes", 60, N_("Answer complaints within"), N_("In minutes."), least=5, most=43_200
    ),
    CaseKind.ENQUIRY: settings.declare(
        "aftersales.enquiry_minutes", 240, N_("Answer questions within"), N_("In minutes."), least=5, most=43_200
    ),
    CaseKind.REPAIR: settings.declare(
        "aftersales.repair_minutes", 2_880, N_("Answer repairs within"), N_("In minutes."), least=5, most=43_200
    ),
}
REOPEN_DAYS = settings.declare(
    "aftersales.reopen_days", 30, N_("Cases can be opened again within"), N_("In days after they were closed."),
    least=0, most=3650,
)  # fmt: skip


class CaseNotAllowed(Refusal):
    """The step does not lead on from the case's present state."""


def check_step(old: CaseState, new: CaseState) -> None:
    """Raise CaseNotAllowed unless a case may go from old to new."""
    if new not in NEXT[old]:
        raise CaseNotAllowed(
            _("This case is {old}; it cannot become {new}.").format(old=old, new=new), old=old, new=new
        )


def due_at(kind: CaseKind) -> int:
    """When a case of this kind has to be answered, counted from now."""
    return clock.now_ms() + int(settings.read(DUE[kind])) * clock.MINUTE_MS
