"""How a sending ended; unknown is real: the other side may have taken the message before the line broke."""

from __future__ import annotations

from typing import NamedTuple

from app.core.outbox import WishState


class Outcome(NamedTuple):
    """Done, failed or unknown, with the reason in words; `is_final` when trying again would not help."""

    state: WishState
    reason: str = ""
    is_final: bool = False


DONE = Outcome(WishState.DONE)


def failed(reason: str, *, is_final: bool = False) -> Outcome:
    """It did not leave."""
    return Outcome(WishState.FAILED, reason[:500], is_final)


def unknown(reason: str) -> Outcome:
    """It may have left; it is never sent again by itself."""
    return Outcome(WishState.UNKNOWN, reason[:500], True)
