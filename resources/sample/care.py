"""What becomes of low stars in the sample's past: somebody answers within the hour and closes the case next day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from app.aftersales.resolve import close
from app.aftersales.states import Cause
from app.aftersales.thread import reply
from app.core.actor import Actor
from app.feedback.record import record_feedback

if TYPE_CHECKING:
    from resources.sample.player import Plan, Player

ANSWERED_IN, CLOSED_IN = (12, 58), (900, 2_600)  # minutes
ENDS = (
    (Cause.DAMAGED_ON_THE_WAY, "We are sorry. A new one goes out today, free of charge.", "Replacement sent"),
    (Cause.LATE, "You are right, that was late. The delivery costs you nothing.", "Delivery paid back"),
    (Cause.DESCRIPTION, "Thank you for telling us. Bring it back whenever it suits you.", "Taken back"),
)


def answer(player: Player, by: Actor, plan: Plan) -> None:
    """The customer gives stars; few of them open a case, which is looked after."""
    case = record_feedback(by, plan.order_id, plan.stars, plan.words)
    if case is None:
        return
    rng = Random(case)  # a dice of its own, so that the rest of the past stays as it was
    cause, words, outcome = rng.choice(ENDS)
    soon = rng.randrange(*ANSWERED_IN)
    player.later(soon, lambda: reply(by, case, words))
    player.later(soon + rng.randrange(*CLOSED_IN), lambda: close(by, case, cause, outcome))
