"""Practising: the shop notes who began it and when; what is done in the practice copy itself never comes back."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.practice import check_may_practise
from app.staff.events import PracticeBegun


@command("staff.begin_practice")
def begin_practice(by: Actor, anew: bool) -> None:
    """Note in the shop that somebody begins to practise, in a fresh copy or in the one of before.  NoPractice."""
    check_may_practise()
    emit(PracticeBegun(anew))
    note(anew=anew)
