"""Several commands one after the other; the first that is refused stops the rest and is explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.common.desk import Desk

Step = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


def step(command: Callable[..., Any], *args: Any, **named: Any) -> Step:
    """One command with its arguments."""
    return command, args, named


def run_chain(
    desk: Desk, owner: QObject, steps: Sequence[Step], done: Callable[[], None],
    failed: Callable[[BaseException], None] | None = None,
) -> None:  # fmt: skip
    """Run commands in their order and call `done` when all went through."""
    if not steps:
        done()
        return
    command, args, named = steps[0]
    desk.write(
        owner, command, *args, done=lambda _answer: run_chain(desk, owner, steps[1:], done, failed), failed=failed,
        once=True, **named,
    )  # fmt: skip
