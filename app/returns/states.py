"""The states of a return and the steps between them; buttons and commands read the same table."""

from __future__ import annotations

from app.core.i18n import _
from app.core.refusal import Refusal
from app.returns.models import Outcome, ReturnState

S = ReturnState

NEXT: dict[ReturnState, frozenset[ReturnState]] = {
    S.REQUESTED: frozenset({S.APPROVED, S.DECLINED}),
    S.APPROVED: frozenset({S.RECEIVED, S.DECLINED}),
    S.DECLINED: frozenset(),
    S.RECEIVED: frozenset({S.INSPECTED, S.SETTLED}),  # settled without a look: back to the customer
    S.INSPECTED: frozenset({S.SETTLED}),
    S.SETTLED: frozenset(),
}
assert NEXT.keys() == set(ReturnState)

OPEN = frozenset({S.REQUESTED, S.APPROVED, S.RECEIVED, S.INSPECTED})
MONEY = frozenset({Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT})


class ReturnNotAllowed(Refusal):
    """The step does not lead on from the return's present state."""


def check_step(old: ReturnState, new: ReturnState) -> None:
    """Raise ReturnNotAllowed unless a return may go from old to new."""
    if new not in NEXT[old]:
        raise ReturnNotAllowed(
            _("This return is {old}; it cannot become {new}.").format(old=old, new=new), old=old, new=new
        )
