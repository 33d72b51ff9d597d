"""The two-line display on a pole: the newest line and the total, fed by the same ticket, in characters that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from app.core.money import format_money
from ui.counter.cart_model import folded
from ui.counter.till import IDLE, PAY, THANKS, Till
from ui.counter.words import name_of, quantity_text

if TYPE_CHECKING:
    from app.counter.ticket import TicketLine
    from ui.common.desk import Desk


class Pole(QObject):
    """Follows the till; without such a display it does nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._till, self._shop = desk, Till.of(desk), ""
        self._till.changed.connect(self.feed)
        self._till.stage_changed.connect(self.feed)
        desk.device_signals.health.connect(self.feed)  # the display was switched on, or set up
        desk.read(self, _shop_name, self._name_shop)

    def _name_shop(self, name: str) -> None:
        self._shop = name
        self.feed()

    def feed(self) -> None:
        """Show what the ticket says now."""
        display: Any = self._desk.hub.display() if self._desk.hub is not None else None
        if display is None:
            return
        from devices.display import Shown, ShownLine

        till = self._till
        ticket, payment = till.ticket, till.payment
        total = format_money(ticket.totals().total_minor)
        if till.stage == THANKS:
            change = till.last.sold.change_minor if till.last and till.last.had_cash else 0
            if change:
                lines = (ShownLine(self._greeting(display, N_("Thank you")), ""),)
                display.show(Shown(lines, _say(display, N_("Change")), format_money(change)))
            else:
                display.greet(self._greeting(display, N_("Thank you")), self._name(display))
        elif till.stage == IDLE or not ticket.lines:
            display.greet(self._greeting(display, N_("Welcome")), self._name(display))
        elif till.stage == PAY:
            label, amount = N_("To pay"), payment.left_minor
            if payment.change_minor:
                label, amount = N_("Change"), payment.change_minor
            lines = (ShownLine(self._greeting(display, N_("Total")), total),)
            display.show(Shown(lines, _say(display, label), format_money(amount)))
        else:
            shown, parts = folded(ticket)
            row = next((at for at, line in enumerate(shown) if line.no == ticket.last_no), len(shown) - 1)
            lines = (ShownLine(_line_words(display, shown[row]), format_money(parts[row].total_minor)),)
            display.show(Shown(lines, _say(display, N_("TRAINING") if self._is_practice else N_("Total")), total))

    @property
    def _is_practice(self) -> bool:
        return bool(self._desk.window.is_practice)

    def _greeting(self, display: Any, words: str) -> str:
        """In practice no customer is welcomed."""
        return _say(display, N_("TRAINING") if self._is_practice else words)

    def _name(self, display: Any) -> str:
        return self._shop if display.can_show(self._shop) else ""


def _say(display: Any, words: str) -> str:
    """Words in the window's language where the display has its characters, else in English."""
    said = _(words)
    return said if display.can_show(said) else words


def _line_words(display: Any, line: TicketLine) -> str:
    """Name and quantity; a name the display cannot show gives way to the other language's, then to the number."""
    item = line.item
    names = (name_of(item), item.name, item.sku)
    name = next((name for name in names if display.can_show(name)), item.sku)
    if item.unit != "piece":
        amount = quantity_text(line.quantity, item.unit)
        return f"{amount if display.can_show(amount) else f'{line.quantity / 1000:.3f}'} {name}"
    return f"{line.quantity} x {name}" if line.quantity != 1 else name


def _shop_name() -> str:
    from app.core.settings import read

    return str(read("shop.name"))
