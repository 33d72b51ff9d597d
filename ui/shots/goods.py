"""Pictures of lines that are no plain goods: gift wrap on the ticket and its sheet."""

from __future__ import annotations

from typing import Any

from ui.shots.shot import press


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


def options(running: Any) -> None:
    """A coffee ground for filter and an engraved flask on the ticket, and the question for the next coffee."""
    for code, digit, words in (("COF-HB-250", "2", ""), ("FLK-075", "1", "Anna & Tom 2026")):
        _choose(running, code, digit, words)
        running.window.sheet.go_on() if running.window.sheet else None
        running.settle(8)
    running.window.router.take("MUG-350-FOR")
    running.settle()


def option_sheet(running: Any) -> None:
    """The sheet that asks, with words to be engraved."""
    options(running)
    _choose(running, "FLK-050", "1", "Sarah")


def long_option(running: Any) -> None:
    """A whole verse engraved on a flask, with its price, beside short ones."""
    for code, words in (("FLK-075", "To Anna and Tom, who climbed Lugnaquilla in the rain and came back laughing"),
                        ("FLK-050", "Sarah")):  # fmt: skip
        _choose(running, code, "1", words)
        running.window.sheet.go_on()
        running.settle(8)


def _choose(running: Any, code: str, digit: str, words: str) -> None:
    running.window.router.take(code)
    running.settle()
    running.window.tab.counter.actions_.ask_options()
    running.settle()
    sheet = running.window.sheet
    sheet.on_card(digit)
    if words:
        sheet._flat[0][1].words.set_text(words)
    running.settle()


def fewer_on_the_walk(running: Any) -> None:
    """An order is changed on its walk: one of what lies in its tote goes back, and more is fetched."""
    press("F9")(running)
    running.settle(8)
    walk = running.window.tab.pick.walk
    running.window.router.take(walk.screen.now.sku)
    running.settle(8)
    _change(running, [tote.order_id for tote in walk.screen.totes])


def fewer_on_the_table(running: Any) -> None:
    """An order is changed on the packing table: what is too much in its box goes back."""
    press("F9")(running)
    running.settle(8)
    table = running.window.tab.pack.table
    for line in table.data.screen.lines:
        running.window.router.take(line.sku)
        running.settle()
    _change(running, [table.data.screen.order_id])


def _change(running: Any, order_ids: list[int]) -> None:
    """One piece less of what was taken for the first of these orders that has more than one thing."""
    from app.core.actor import system_actor
    from app.orders.amend import Amendment, LineChange, amend_order
    from app.orders.queries import order_detail

    for detail in running.ask(lambda: [order_detail(order_id) for order_id in order_ids]):
        taken = [line for line in detail.lines if line.picked]
        if taken and sum(line.quantity for line in detail.lines) > 1:
            changes = (LineChange(taken[0].id, taken[0].quantity - 1),)
            running.desk.write(
                running.window.tab, amend_order, detail.id, detail.revision, Amendment(changes),
                actor=system_actor("office"),
            )  # fmt: skip
            break
    running.settle(8)
