"""Steps outside a command of their own, as commands of the rooms above call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.actor import Actor
from app.core.command import command

_steps: list[Callable[[], Any]] = []


@command("tests.payment_step")
def _run(by: Actor) -> None:
    _steps.pop()()


def run(by: Actor, step: Callable[[], Any]) -> None:
    """Run a step inside a command."""
    _steps.append(step)
    _run(by)
