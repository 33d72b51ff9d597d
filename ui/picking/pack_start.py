"""The totes that wait for the packing table, what leaves first on top; a scanned tote or order is packed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, KeyValue, Panel, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.picking import jobs
from ui.picking.words import due_tone, due_words, method_words

if TYPE_CHECKING:
    from app.packing.queries import WaitingTote
    from ui.common.desk import Desk


class PackStart(QWidget):
    """Waiting totes left, the selected one right.

    Signals:
        chosen: pack this (its row).
        keys_changed: another row is selected.
    """

    chosen = Signal(object)
    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table = LiveTable(
            [
                Column(_("Leave"), _due, 150, kind="chip"),
                Column(_("Tote"), lambda row: row.tote, 110, weight=600),
                Column(_("Order"), lambda row: Cell(row.order_number, row.customer), None, kind="two"),
                Column(_("Way"), lambda row: method_words(row.method), 110),
                Column(_("Pieces"), "pieces", 70, kind="number"),
                Column("", _state, 190, kind="chip", label=_("Status")),
            ],
            "pack.list", key="fulfillment_id", row_height=56, accessible=_("Totes to pack"),
        )  # fmt: skip
        remember(desk, self.table)
        self.table.set_loading(True)
        self.table.set_empty(EmptyState(
            "package", _("No tote waits"), _("Picked totes show up here. Scan a tote to pack it."), name="pack.empty",
        ))  # fmt: skip
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.chosen.emit)
        self._pane, self._line = self._make_pane(), Divider(upright=True)
        self._line.hide()
        fill(QVBoxLayout(self), ((HBox((self.table, 1), self._line, self._pane, gap=0), 1),), 0, 0)

    def _make_pane(self) -> Panel:
        self._title = Label("", 24, 600, name="pack.list.title")
        self._chip = Chip("", "grey")
        self._facts = [KeyValue(words, px=14) for words in (_("Customer"), _("Tote"), _("Pieces"), _("Picked"))]
        self._hint = Label(_("Scan a tote, or its order, to put it on the table."), 13, 400, "text2", wrap=True)
        self.primary = Button(_("Pack this"), kind="primary", key="F9", height=64, name="pack.primary").grow()
        self.primary.clicked.connect(self.go_on)
        pane = Panel(
            "surface", self._title, HBox(self._chip, None), 4, *self._facts, None, self._hint, self.primary,
            margins=(20, 20, 16, 20), gap=10, name="pack.pane",
        )  # fmt: skip
        pane.setFixedWidth(380)
        pane.hide()
        return pane

    def keys(self) -> list[Key]:
        """The keys of the list."""
        keys = [Key("Enter", _("Pack"), self.go_on), Key("F5", _("Refresh"), self.refresh, False)]
        if self.table.current() is not None:
            keys.append(Key("F9", _("Pack this"), self.go_on))
        return keys

    def refresh(self) -> None:
        """Read what waits."""
        self._desk.read(self, jobs.read_waiting, self._show, merge="waiting")

    def go_on(self) -> None:
        """Pack the selected tote."""
        row = self.table.current()
        if row is not None:
            self.chosen.emit(row)

    def _show(self, rows: list[WaitingTote]) -> None:
        self.table.set_loading(False)
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)
        count = ngettext("{count} tote waits", "{count} totes wait", len(rows)).format(count=len(rows))
        self.table.set_footer(count if rows else "")
        for part in (self._pane, self._line):
            part.setVisible(bool(rows))
        self.keys_changed.emit()

    def _on_chosen(self, row: WaitingTote | None) -> None:
        if row is not None:
            self._title.set_text(_("Order {number}").format(number=row.order_number))
            self._chip.set_look(*_state(row))
            picked = clock.format_moment(row.picked_at) if row.picked_at else "–"
            values = (row.customer or "–", row.tote or "–", str(row.pieces), picked)
            for fact, value in zip(self._facts, values, strict=True):
                fact.set_value(value)
            self.primary.set_text(_("Go on packing") if row.parcel_id else _("Pack this"))
            self.primary.setEnabled(not row.is_fetched)
        self.keys_changed.emit()


def _due(row: WaitingTote) -> tuple[str, str, str] | None:
    return (due_words(row.due_at), due_tone(row.due_at), "clock") if row.due_at else None


def _state(row: WaitingTote) -> tuple[str, str, str]:
    if row.is_fetched:
        return _("A piece is being fetched"), "warn", "hand-grabbing"
    if row.parcel_id:
        who = row.packer.split()[0] if row.packer else ""
        return (_("On the table · {name}").format(name=who) if who else _("On the table")), "teal", "package"
    return _("Waits"), "grey", "clock"
