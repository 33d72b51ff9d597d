"""The deliveries that may be received, those that are due first on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Card, Divider, EmptyState, HBox, VBox, fill
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import ask
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember

if TYPE_CHECKING:
    from ui.common.desk import Desk


class PurchaseList(QWidget):
    """What is on its way.

    Signals:
        opened: a purchase is to be received; carries its row.
        freely: goods without an order came.
    """

    opened = Signal(object)
    freely = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = LiveTable(
            [
                Column(_("Purchase"), lambda row: Cell(row.number, weight=600), 110, sort="number",
                       by=lambda row: (len(row.number), row.number)),
                Column(_("Supplier"), "supplier", None, weight=500, sort="supplier",
                       by=lambda row: row.supplier.casefold()),
                Column(_("Lines"), "lines", 60, kind="number", sort="lines", by=lambda row: row.lines),
                Column(_("Ordered"), "ordered", 84, kind="number", sort="ordered", by=lambda row: row.ordered),
                Column(_("Came"), lambda row: Cell(f"{row.received:,}" if row.received else "–"), 76, kind="number"),
                Column(_("Status"), due_chip, 190, kind="chip"),
            ],
            "receiving.purchases", row_height=50, in_card=True, accessible=_("Deliveries"),
        )  # fmt: skip
        remember(desk, self.table)
        self._title = Label("", 15, 600)
        free = Button(_("Goods without an order"), icon="plus-bold", key="Ctrl+N", height=36,
                      name="receiving.button.free")  # fmt: skip
        self._cancel = Button(_("Cancel purchase"), height=36, name="receiving.button.cancel")
        self.primary = Button(_("Receive"), kind="primary", key="F9", height=36, name="receiving.start")
        free.clicked.connect(self.freely.emit)
        self._cancel.clicked.connect(self._ask_cancel)
        self.primary.clicked.connect(self.start)
        head = HBox(self._title, None, self._cancel, free, self.primary, margins=(0, 16), gap=8)
        head.setFixedHeight(54)
        card = Card(head, Divider(), (self.table, 1), pad=1, gap=0)
        fill(QVBoxLayout(self), ((VBox((card, 1), margins=(16, 20), gap=0), 1),), 0, 0)
        self.table.opened.connect(self.start)
        self.table.chosen.connect(lambda _row: self._show_buttons())
        self.setFocusProxy(self.table)
        self.table.set_loading(True)

    def refresh(self) -> None:
        """Read the open purchases anew."""
        from app.purchasing.queries import purchases

        self._desk.read(self, purchases, self._show, merge="purchases")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_loading(False)
        free = Button(_("Goods without an order"), kind="primary", name="receiving.button.first")
        free.clicked.connect(self.freely.emit)
        self.table.set_empty(
            EmptyState("truck", _("Nothing is on its way"), _("Purchases stand here once they are sent."), free)
        )
        self.table.set_rows(rows)
        self._title.set_text(
            ngettext("{n} delivery on its way", "{n} deliveries on their way", len(rows)).format(n=len(rows))
        )
        if self.table.current() is None and rows:
            self.table.select_at(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.table.current()
        self.primary.setVisible(row is not None)
        self._cancel.setVisible(row is not None and self._desk.may("purchasing.cancel_purchase"))
        if row is not None:
            draft = row.state == "draft"
            words = _("Send {number}") if draft else _("Receive {number}")
            self.primary.set_text(words.format(number=row.number))

    def keys(self) -> list[Key]:
        """The keys of this list."""
        return [
            Key("Enter", _("Receive"), self.start), Key("F9", _("Receive"), self.start, False),
            Key("Ctrl+N", _("Goods without an order"), self.freely.emit), Key("F10", _("Print"), self.print_current),
            Key("F5", _("Refresh"), self.refresh, False), Key("J", _("Next delivery"), lambda: self.table.step(1), False),
            Key("K", _("Delivery before"), lambda: self.table.step(-1), False),
        ]  # fmt: skip

    def start(self, _row: Any = None) -> None:
        """Receive the current purchase; a draft is sent first."""
        row = self.table.current()
        if row is None:
            return
        if row.state == "draft":
            from app.purchasing.order import send_purchase

            self._desk.write(self, send_purchase, row.id, done=lambda _none: self.refresh(), once=True)
        else:
            self.opened.emit(row)

    def print_current(self) -> None:
        """The paper of the current purchase."""
        from app.purchasing.paper import print_purchase

        row = self.table.current()
        if row is not None:
            told = _("Purchase {number} waits for the printer").format(number=row.number)
            self._desk.write(self, print_purchase, row.id, done=lambda _wish: self._desk.toast(told), once=True)

    def _ask_cancel(self) -> None:
        from app.purchasing.order import cancel_purchase

        row = self.table.current()
        if row is None:
            return
        left = max(row.ordered - row.received, 0)
        ask(
            self._desk.surface, _("Cancel purchase {number}").format(number=row.number),
            _("{n} pieces from {supplier} will not come. What came stays.").format(n=f"{left:,}", supplier=row.supplier),
            _("Cancel purchase"), lambda: self._desk.write(self, cancel_purchase, row.id, done=lambda _n: self.refresh()),
            danger=True,
        )  # fmt: skip


def due_words(expected_at: int | None) -> tuple[str, str]:
    """When a delivery is due and how that stands, with a tone."""
    if expected_at is None:
        return _("No day known"), "grey"
    days = clock.days_between(clock.today(), clock.day_of(expected_at))
    day = clock.format_weekday(expected_at)
    if days < 0:
        return ngettext("Due {day}, {n} day late", "Due {day}, {n} days late", -days).format(day=day, n=-days), "bad"
    if days == 0:
        return _("Due today"), "accent"
    return ngettext("Due {day}, {n} day early", "Due {day}, {n} days early", days).format(day=day, n=days), "ok"


def due_chip(row: Any) -> Cell:
    """The chip of a purchase in the list."""
    if row.state == "draft":
        return Cell(_("Draft, not sent"), tone="grey")
    if row.received:
        return Cell(_("Partly here"), tone="teal")
    text, tone = due_words(row.expected_at)
    if tone == "ok":
        return Cell(_("Due {day}").format(day=clock.format_weekday(row.expected_at)), tone="grey")
    return Cell(text, tone=tone)
