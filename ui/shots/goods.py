"""Pictures of lines that are no plain goods: gift wrap on the ticket and its sheet."""

from __future__ import annotations

from typing import Any


def wrapped(running: Any) -> None:
    """A wrapped mug on the ticket, and the sheet that asks for the message of the next one."""
    from app.orders.line_kinds import LineKind

    for code in ("MUG-350-FOR", "SKL-26"):
        running.window.router.take(code)
        running.settle()
    actions = running.window.tab.counter.actions_
    actions.ask_wrap()
    running.settle()
    running.window.sheet.message.set_text("Happy birthday, Aoife!")
    running.window.sheet.go_on()
    running.settle(8)
    assert any(line.item.kind is LineKind.WRAP for line in running.window.tab.counter.till.ticket.lines)
    running.window.router.take("COF-HB-250")
    running.settle()
    actions.ask_wrap()
    running.settle()
