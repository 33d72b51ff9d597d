"""How risky an order is: a pure function of its facts, so that it can be tested and replayed without a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.review.facts import OrderFacts
from app.review.measures import Measure, measure
from app.review.rules import Weighted, fits


class Reason(NamedTuple):
    """One rule that spoke, with the plain facts that prove it."""

    code: str
    points: int
    facts: dict[str, Any]


class Score(NamedTuple):
    """The points of an order, never below nought, and what they are made of, the weightiest first."""

    points: int
    reasons: tuple[Reason, ...]


def judge(order: OrderFacts, rules: Mapping[str, Weighted]) -> Score:
    """Add up what speaks for and against an order."""
    return weigh(measure(order), rules)


def weigh(measures: Mapping[str, Measure], rules: Mapping[str, Weighted]) -> Score:
    """The points of an order that was measured already."""
    found = [
        Reason(code, rules[code].weight * said.times, said.facts)
        for code, said in measures.items()
        if code in rules and fits(code, said.value, rules[code].limit)
    ]
    found.sort(key=lambda reason: -abs(reason.points))
    return Score(max(sum(reason.points for reason in found), 0), tuple(found))
