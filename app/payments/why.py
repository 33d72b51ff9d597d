"""Why a payment counts as it does: what was put on the counter, the change, the rounding of cash and the tip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from app.orders.why import CHANGE, GIVEN, ROUNDING, TIP, Step, WhyLine


class Paid(Protocol):
    """What is read of a payment."""

    @property
    def tender(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...
    @property
    def change_minor(self) -> int: ...
    @property
    def rounding_minor(self) -> int: ...
    @property
    def tip_minor(self) -> int: ...
    @property
    def masked_pan(self) -> str: ...


def paid_lines(payments: Iterable[Paid], sign: int = 1) -> tuple[WhyLine, ...]:
    """Each payment with its steps, which add up to what it counts; `sign` -1 tells money that goes back as positive."""
    return tuple(_line(one, sign) for one in payments)


def _line(one: Paid, sign: int) -> WhyLine:
    taken = one.amount_minor + one.rounding_minor + one.tip_minor + one.change_minor
    steps = [Step(GIVEN, sign * taken)]
    for kind, amount in ((CHANGE, one.change_minor), (TIP, one.tip_minor), (ROUNDING, one.rounding_minor)):
        if amount:
            steps.append(Step(kind, -sign * amount))
    return WhyLine(one.masked_pan, "", tuple(steps), sign * one.amount_minor, tender=str(one.tender))
