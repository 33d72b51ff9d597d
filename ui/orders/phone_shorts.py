"""The lines of a call that are short: which one is spoken about, and what the caller may want of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.orders import phone_questions as asking
from ui.orders import phone_sheets

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone import PhoneOrder


class Shorts:
    """Acts on the short lines of the call that is shown."""

    def __init__(self, desk: Desk, page: PhoneOrder) -> None:
        self._desk, self._page = desk, page

    def now(self) -> asking.Short | None:
        """The short line that is spoken about: the chosen one, else the first."""
        page = self._page
        found = asking.shorts(page.call, page.calls.known)
        row = page.middle.current()
        chosen = (short for short in found if row is not None and short.at == row.at)
        return next(chosen, None) or next(iter(found), None)

    def agree(self, how: str) -> None:
        """Alt+A, Alt+W: in parts, or all together."""
        short, calls = self.now(), self._page.calls
        if short is not None:
            calls.set_call(calls.call.with_line(short.at, replace(short.line, agreed=how)))

    def swap(self) -> None:
        """Alt+S: something else instead."""
        short, page = self.now(), self._page
        if short is None:
            return

        def swapped(item: Any) -> None:
            page.calls.set_call(page.call.with_quantity(short.at, 0))
            page.add(item, short.line.quantity)

        phone_sheets.ask_stand_in(self._desk, page, short.line, swapped)
