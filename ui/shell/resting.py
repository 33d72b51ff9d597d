"""Forms that somebody left half filled: under the lock they rest, and whoever left them finds them as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


class Resting:
    """The sheets of one person, put away by the automatic lock; nobody else sees them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._sheets: list[Any] = []  # the lowest first
        self._person = 0
        self._tab: Any = None

    def put_away(self) -> bool:
        """Leave all that is open: forms rest, the others are left as by Esc; False when one stays, such as a card
        payment under way.
        """
        from ui.common.sheet import sheets_of

        window = self._window
        actor = window.desk.actor
        while (sheet := window.sheet) is not None:
            below = [other for other in sheets_of(window) if other is not sheet]
            if sheet.RESTS and actor is not None and not any(other.ENDS_TICKET for other in below):
                self._rest([*below, sheet], actor.person_id)
                return True
            sheet.reject()
            if window.sheet is sheet:
                return False
        return True

    def _rest(self, sheets: list[Any], person_id: int) -> None:
        self.drop()
        self._sheets, self._person, self._tab = sheets, person_id, self._window.tab
        for sheet in reversed(sheets):
            sheet.rest()

    def wake(self, person_id: int) -> None:
        """Somebody came in: show them what they left, or drop what somebody else did.

        A screen that was built anew meanwhile, in another language, knows nothing of what it asked.
        """
        is_same = person_id == self._person and self._tab is self._window.tab and shiboken6.isValid(self._tab)
        if not is_same:
            self.drop()
        for sheet in self._sheets:
            sheet.wake()
        self._sheets = []

    def drop(self) -> None:
        """Nobody comes back for them."""
        for sheet in reversed(self._sheets):
            sheet.drop()
        self._sheets = []
