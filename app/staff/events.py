"""What signing in tells the rooms above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PinRefused:
    """Somebody typed a wrong PIN under this name."""

    person_id: int
    name: str


@dataclass(frozen=True)
class ActAllowed:
    """A second person said yes to one act of who asked."""

    right: str
    allowed_by: str
    reason: str


@dataclass(frozen=True)
class PracticeBegun:
    """Somebody opens the practice copy, a fresh one or that of before."""

    anew: bool
