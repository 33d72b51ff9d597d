"""Sales that wait: put aside under a name and fetched again, or open in a tab beside the next customer's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.counter.since import changed_since
from app.counter.ticket import Ticket
from ui.counter.line_sheets import WordSheet
from ui.counter.parked import ParkedSheet
from ui.counter.till import MOST_TICKETS, Till
from ui.counter.words import name_of

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.counter import Counter


class Parking(QObject):
    """Parks the till's ticket, fetches another, and opens one more beside it."""

    def __init__(self, desk: Desk, till: Till, counter: Counter) -> None:
        super().__init__(counter)
        self._desk, self._till, self._counter = desk, till, counter

    def park(self) -> None:
        """F4: put the sale aside under a name."""
        ticket = self._till.ticket
        if not ticket.lines:
            return
        WordSheet(
            self._desk.surface, _("Park this sale"), _("Name to find it by"), _("Park"), self.park_as,
            text=self._usual_name(), name="park",
        ).open()  # fmt: skip

    def _usual_name(self) -> str:
        ticket = self._till.ticket
        return ticket.buyer.name if ticket.buyer else name_of(ticket.lines[0].item)

    def open_another(self) -> None:
        """Ctrl+T: serve the next customer while this sale stays open in its tab."""
        if not self.is_full():
            self._till.open_another()
            self._desk.focus_scan_box()

    def is_full(self) -> bool:
        """Say so when no further sale can be opened beside this one."""
        full = bool(self._till.ticket.lines) and len(self._till.tickets) >= MOST_TICKETS
        if full:
            self._desk.feedback("wrong")
            self._counter.show_hint(_("{n} sales are open. Park one first.").format(n=MOST_TICKETS))
        return full

    def park_as(self, name: str) -> None:
        """Put the sale aside; its last change is saved first."""
        from app.counter.save import park_ticket

        uid, shown = self._till.ticket.uid, name or self._usual_name()
        self._till.save()
        self._till.renew()

        def parked(number: int) -> None:
            self._counter.keys.load_parked()
            said = _("“{name}” is parked as number {number}.").format(name=shown, number=number)
            self._desk.toast(said, lambda: self.recall(uid))

        self._desk.write(self, park_ticket, uid, shown, done=parked, urgent=True)

    def show_parked(self) -> None:
        """F5: the list of parked sales, and of those that are open at other tills."""
        here = [ticket.uid for ticket in self._till.tickets]

        def load() -> tuple[list[Any], dict[str, str]]:
            from app.counter.save import waiting
            from app.staff.queries import stations

            return waiting(here), {row.code: row.name for row in stations()}

        def show(found: tuple[list[Any], dict[str, str]]) -> None:
            if found[0]:
                ParkedSheet(self._desk.surface, *found, self.recall).open()
            else:
                self._desk.toast(_("Nothing is parked."))

        self._desk.read_for_sheet(self, load, show)

    def look_for_fetched(self) -> None:
        """Close the sales that somebody has fetched to another till, or parked or thrown away at the close."""
        uids, station = [ticket.uid for ticket in self._till.tickets if ticket.lines], self._desk.station
        if not uids:
            return

        def load() -> list[tuple[str, str]]:
            from app.counter.save import no_longer_here
            from app.staff.queries import stations

            names = {row.code: row.name for row in stations()}
            return [(row.uid, _where(row, names)) for row in no_longer_here(station, uids)]

        def show(gone: list[tuple[str, str]]) -> None:
            for uid, words in gone:
                if self._till.close_ticket(uid):
                    self._desk.feedback("attention")
                    self._desk.window.notice.warn(words)

        self._desk.read(self, load, show, merge="fetched", urgent=True)

    def recall(self, uid: str) -> None:
        """Fetch a parked sale; what is on the counter stays open beside it."""
        from app.counter.save import recall_ticket

        if self.is_full():
            return

        def show(body: dict[str, Any]) -> None:
            self._till.last = None
            ticket = Ticket.from_body(body)
            self._till.open_another(ticket)
            self._counter.keys.load_parked()
            if word := changed_since(body, ticket):
                self._desk.toast(word)

        self._desk.write(self, recall_ticket, uid, done=show, urgent=True)


def _where(row: Any, tills: Mapping[str, str]) -> str:
    """What became of a sale that is no longer open here."""
    if row.state == "open":
        return _("The sale goes on at {till}; it was fetched there.").format(till=tills.get(row.station, row.station))
    if row.state == "parked":
        return _("The sale was parked as “{name}”; F5 fetches it.").format(name=row.name)
    return _("The sale was thrown away.")
