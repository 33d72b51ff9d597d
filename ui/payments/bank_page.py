"""Bank and float: what is laid aside for the next shift, the number of the bag, and the tickets carried over."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Card, Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import Button
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Icon, Label, MoneyLabel

MOST_TICKETS = 8


class BankPage(QWidget):
    """Signals: finished: F9 closes; tickets_wanted: F5 shows the open tickets."""

    finished = Signal()
    tickets_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift.bank")
        self._cash_minor = 0
        self.float = MoneyField(
            _("Next float"), name="shift.field.next_float", height=56, px=24,
            help=_("It is laid aside in the safe and proposed when the till opens again."),
        )  # fmt: skip
        self.bag = TextField(
            _("Bag number"), name="shift.field.bag", icon="wallet", height=48, optional=True,
            help=_("Scan or type it; it stands on the Z report."),
        )  # fmt: skip
        self._in_bag = MoneyLabel(0, 40, 600, align="left", name="shift.in_bag")
        self._counted = MoneyLabel(0, 15, 600)
        self._tickets = VBox(gap=8)
        self._tickets_title = Label("", 15, 600)
        self.tickets = Button(_("Open tickets"), key="F5", height=36, name="shift.button.tickets")
        self.tickets.clicked.connect(self.tickets_wanted.emit)
        self.primary = Button(_("Close shift"), kind="primary", key="F9", height=60, px=18, name="shift.primary")
        self.primary.clicked.connect(self.finished.emit)
        self.float.changed.connect(self._sum)
        self.float.submitted.connect(self.bag.focus)
        self.bag.submitted.connect(self.finished.emit)
        self._build()

    def _build(self) -> None:
        title = VBox(
            Label(_("Bank and float"), 24, 600, name="shift.title"),
            Label(_("All cash goes into the safe: the next float, and a bag for the bank."), 14, 400, "text2"), gap=2,
        )  # fmt: skip
        money = Card(HBox(Label(_("Counted in the drawer"), 13, 500, "text2"), None, self._counted), Divider(),
                     self.float, self.bag, None, pad=(16, 20), gap=14)  # fmt: skip
        open_ = Card(
            HBox(self._tickets_title, None, self.tickets), Divider(), self._tickets, None, pad=(16, 20), gap=10
        )
        foot = Panel("surface", VBox(Label(_("Into the bag"), 14, 500, "text2"), self._in_bag, gap=0), None,
                     self.primary, edge="border", radius=10, row=True, margins=(12, 20), gap=12)  # fmt: skip
        body = Scroll(HBox((money, 1), (open_, 1), gap=16), name="shift.bank.scroll")
        fill(QVBoxLayout(self), (title, (body, 1), foot), (18, 20, 16, 20), 14)

    def show_close(self, cash_minor: int, float_minor: int, tickets: list[Any]) -> None:
        """Propose the float of this shift again; what was typed before stays."""
        self._cash_minor = cash_minor
        self._counted.set_minor(cash_minor)
        if self.float.minor() is None:
            self.float.set_minor(min(float_minor, cash_minor))
        self._sum()
        self.show_tickets(tickets)

    def show_tickets(self, tickets: list[Any]) -> None:
        """Name the tickets that the next shift finds."""
        clear(self._tickets.box)
        count = len(tickets)
        text = ngettext("{count} open ticket is carried over", "{count} open tickets are carried over", count)
        self._tickets_title.set_text(text.format(count=count) if count else _("No ticket is open"))
        self.tickets.setVisible(bool(count))
        for ticket in tickets[:MOST_TICKETS]:
            icon = Icon("pause-circle" if ticket.is_parked else "receipt", 18, "warn_text")
            row = HBox(icon, (Label(ticket.name, 14, 500, elide=True), 1), MoneyLabel(ticket.total_minor, 14), gap=10)
            self._tickets.add(row)
        if not count:
            self._tickets.add(Label(_("Everything is paid, parked nowhere."), 13, 400, "text2"))

    def next_float_minor(self) -> int | None:
        """What is laid aside; None when nothing was typed."""
        return self.float.minor()

    def check(self) -> bool:
        """Show what is wrong; True when the float is one."""
        minor = self.float.minor()
        if minor is not None and not 0 <= minor <= self._cash_minor:
            told = _("The next float is at most what was counted, {counted}.")
            self.float.set_error(told.format(counted=format_money(self._cash_minor)))
            self.float.focus()
            return False
        return self.float.check()

    def clear(self) -> None:
        """Begin again, after a shift was closed."""
        self.float.clear()
        self.bag.clear()

    def focus_next(self) -> None:
        """The float comes first."""
        self.float.focus()

    def _sum(self) -> None:
        self._in_bag.set_minor(max(0, self._cash_minor - (self.float.minor() or 0)))
