"""The two-line display on a pole: the newest line and the total, fed by the same ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.counter.till import IDLE, PAY, THANKS, Till
from ui.counter.words import name_of

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Pole(QObject):
    """Follows the till; without such a display it does nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._till = desk, Till.of(desk)
        self._till.changed.connect(self.feed)
        self._till.stage_changed.connect(self.feed)

    def feed(self) -> None:
        """Show what the ticket says now."""
        display = self._desk.hub.display() if self._desk.hub is not None else None
        if display is None:
            return
        from devices.display import Shown, ShownLine

        till = self._till
        if till.stage == IDLE:
            display.show(Shown(message=_("Welcome")))
        elif till.stage == THANKS:
            change = till.last.sold.change_minor if till.last else 0
            display.show(Shown((ShownLine(_("Thank you"), ""),), _("Change"), format_money(change)))
        elif till.stage == PAY:
            display.show(Shown((), _("To pay"), format_money(till.payment.left_minor)))
        else:
            ticket = till.ticket
            line = ticket.lines[-1]
            shown = ShownLine(name_of(line.item), format_money(ticket.totals().lines[-1].total_minor))
            display.show(Shown((shown,), _("Total"), format_money(ticket.totals().total_minor)))
