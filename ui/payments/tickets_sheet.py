"""Open tickets at the close: finish them, park them for the next shift, or throw them away with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import EmptyState, HBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.payments import words

if TYPE_CHECKING:
    from ui.common.desk import Desk


class TicketsSheet(Sheet):
    """One row a ticket. `finish` is called to go on selling at the counter."""

    def __init__(self, desk: Desk, owner: QObject, finish: Callable[[], None]) -> None:
        super().__init__(
            desk.surface, _("Open tickets"), _("Nothing is lost: what stays is found by its name"), width=760, height=560,
            name="shift.tickets", back_text=_("Close"),
        )  # fmt: skip
        self._desk, self._owner, self._finish = desk, owner, finish
        self.table = LiveTable(
            [
                Column(_("Ticket"), lambda row: Cell(row.name, _state(row), icon=_icon(row)), None, kind="two"),
                Column(_("Pieces"), "pieces", 80, kind="number"),
                Column(_("Total"), lambda row: row.total_minor, 120, kind="money"),
            ],
            "shift.tickets.list", key="uid", row_height=52, accessible=_("Open tickets"),
        )  # fmt: skip
        self.table.set_empty(EmptyState("check-circle", _("No ticket is open"), ""))
        self.name = TextField(_("Name to find it by"), name="shift.tickets.name", height=44)
        self.reason = TextField(_("Reason, when it is thrown away"), name="shift.tickets.reason", height=44)
        park = Button(_("Park for the next shift"), icon="pause-circle", key="F4", height=44, name="shift.tickets.park")
        drop = Button(_("Throw away"), kind="danger", icon="trash", key="F7", height=44, name="shift.tickets.drop")
        park.clicked.connect(self.park)
        drop.clicked.connect(self.drop)
        self.bind("F4", self.park)
        self.bind("F7", self.drop)
        self.table.chosen.connect(self._chosen)
        self.set_body((self.table, 1), HBox((self.name, 1), (self.reason, 1), gap=12), HBox(park, drop, None, gap=8))
        self.set_primary(_("Go on selling"), self._go)
        self.load()

    def load(self) -> None:
        """Read the tickets anew."""
        from app.payments.totals import open_tickets

        station = self._desk.station
        self._desk.read(self, lambda: open_tickets(station), self._show, merge="tickets")

    def _show(self, tickets: list[Any]) -> None:
        self.table.set_rows(tickets)
        if tickets and self.table.current() is None:
            self.table.select_at(0)

    def _chosen(self, row: Any) -> None:
        if row is not None:
            self.name.set_text(row.name)

    def park(self) -> None:
        """F4: keep it under a name."""
        from app.counter.save import park_ticket

        row = self.table.current()
        if row is None or row.is_parked:
            self._desk.feedback("attention")
            return
        name = self.name.text() or row.name
        self._desk.write(self, park_ticket, row.uid, name, done=lambda _nothing: self.load())

    def drop(self) -> None:
        """F7: throw it away; the log keeps what was on it."""
        from app.counter.save import throw_away

        row = self.table.current()
        if row is None:
            return
        if not self.reason.text():
            self.reason.set_error(_("Say why."))
            self.reason.focus()
            return

        def told(_nothing: Any) -> None:
            self._desk.toast(_("{name} is thrown away").format(name=row.name))
            self.reason.clear()
            self.load()

        self._desk.write(self, throw_away, row.uid, self.reason.text(), done=told)

    def _go(self) -> None:
        self.accept()
        self._finish()


def _state(row: Any) -> str:
    word = _("parked") if row.is_parked else _("open on the counter")
    return f"{word} · {words.short_moment(row.saved_at)}"


def _icon(row: Any) -> str:
    return "pause-circle" if row.is_parked else "receipt"


def total_of(tickets: list[Any]) -> str:
    """What the tickets are worth together."""
    return format_money(sum(ticket.total_minor for ticket in tickets))
