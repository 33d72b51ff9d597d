"""The lists that can be picked: one's own first; Enter or F9 begins or goes on, a scanned list or tote opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, KeyValue, Panel, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.progress import Bar
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.picking import jobs
from ui.picking.words import due_tone, due_words

if TYPE_CHECKING:
    from app.picking.plan_queries import BatchRow
    from ui.common.desk import Desk


class PickStart(QWidget):
    """Open walks, the most urgent first.

    Signals:
        chosen: begin or go on with this batch (its row).
        plan_wanted: release orders first.
        keys_changed: another row is selected.
    """

    chosen = Signal(object)
    plan_wanted = Signal()
    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ready = 0
        self.table = LiveTable(
            [
                Column(_("List"), lambda row: Cell(row.number, _orders(row)), 190, kind="two"),
                Column(_("Picked"), _progress, None, kind="bar"),
                Column(_("Pieces"), "pieces", 80, kind="number"),
                Column(_("Leave"), _due, 160, kind="chip"),
                Column(_("Picker"), _picker, 170, kind="chip"),
            ],
            "pick.list", key="batch_id", row_height=56, accessible=_("Lists to pick"),
        )  # fmt: skip
        remember(desk, self.table)
        self.table.set_loading(True)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.chosen.emit)
        self._pane, self._line = self._make_pane(), Divider(upright=True)
        self._line.hide()
        fill(
            QVBoxLayout(self),
            ((HBox((self.table, 1), self._line, self._pane, gap=0), 1),), 0, 0,
        )  # fmt: skip

    def _make_pane(self) -> Panel:
        self._title = Label("", 24, 600, name="pick.list.title")
        self._chip = Chip("", "grey")
        self._bar = Bar(height=8)
        self._facts = [KeyValue(words, px=14) for words in (_("Orders"), _("Bins left"), _("Pieces"), _("Leave"))]
        self._hint = Label("", 13, 400, "text2", wrap=True)
        self.primary = Button(
            _("Start picking"), kind="primary", key="F9", height=64, name="pick.primary"
        ).grow()  # fmt: skip
        self.primary.clicked.connect(self.go_on)
        pane = Panel(
            "surface", HBox(self._title, None, self._chip, gap=8), self._bar, 4, *self._facts, None, self._hint,
            self.primary, margins=(20, 20, 16, 20), gap=10, name="pick.pane",
        )  # fmt: skip
        pane.setFixedWidth(380)
        return pane

    def keys(self) -> list[Key]:
        """The keys of the list."""
        keys = [
            Key("Enter", _("Open"), self.go_on), Key("F5", _("Refresh"), self.refresh, False),
            Key("Ctrl+N", _("New list"), self.plan_wanted.emit),
        ]  # fmt: skip
        row = self.table.current()
        if row is not None:
            keys.append(Key("F9", self._verb(row), self.go_on))
        elif self._ready:
            keys.append(Key("F9", _("Make a list"), self.plan_wanted.emit))
        return keys

    def refresh(self) -> None:
        """Read the open walks."""
        self._desk.read(self, jobs.read_batches, self._show, merge="batches")

    def go_on(self) -> None:
        """Begin or go on with the selected walk."""
        row = self.table.current()
        if row is not None:
            self.chosen.emit(row)
        elif self._ready:
            self.plan_wanted.emit()

    def row_of(self, batch_id: int) -> BatchRow | None:
        """The row of a batch, if it is open."""
        return next((row for row in self.table.rows() if row.batch_id == batch_id), None)

    def _me(self) -> int:
        return self._desk.actor.person_id if self._desk.actor else 0

    def _show(self, found: tuple[list[BatchRow], int]) -> None:
        rows, self._ready = found
        me = self._me()
        rows = sorted(rows, key=lambda row: (row.picker != me, row.picker is not None))
        self.table.set_loading(False)
        self.table.set_empty(None if rows else self._empty())
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)
        waits = ngettext("{count} order is ready", "{count} orders are ready", self._ready).format(count=self._ready)
        self.table.set_footer(waits if rows else "")
        for part in (self._pane, self._line):
            part.setVisible(bool(rows))
        self.keys_changed.emit()

    def _empty(self) -> QWidget:
        plan = Button(_("Make a list"), kind="primary", key="F9", height=48, name="pick.button.plan")
        plan.clicked.connect(self.plan_wanted.emit)
        if self._ready:
            title = ngettext("{count} order is ready to be picked", "{count} orders are ready to be picked",
                             self._ready).format(count=self._ready)  # fmt: skip
            return EmptyState("hand-grabbing", title, _("Put them on a list first."), plan, name="pick.empty")
        return EmptyState(
            "check-circle", _("Nothing to pick"), _("New orders show up here as soon as they are on a list."),
            name="pick.empty",
        )  # fmt: skip

    def _verb(self, row: BatchRow) -> str:
        if row.picker not in (None, self._me()):
            return _("Take over")
        return _("Go on") if row.picked or row.picker else _("Start picking")

    def _on_chosen(self, row: BatchRow | None) -> None:
        if row is not None:
            self._title.set_text(row.number)
            self._chip.set_look(*_picker(row))
            self._bar.set_fraction(row.picked / row.pieces if row.pieces else 0, "ok")
            values = (
                str(row.orders),
                str(row.open_tasks),
                f"{row.picked} / {row.pieces}",
                due_words(row.due_at) or "–",
            )
            for fact, value in zip(self._facts, values, strict=True):
                fact.set_value(value)
            self.primary.set_text(self._verb(row))
            other = row.picker not in (None, self._me())
            self._hint.set_text(
                _("{name} has this list. A manager can let you take it over.").format(name=row.picker_name)
                if other else _("Scan the list or one of its totes to start.")
            )  # fmt: skip
        self.keys_changed.emit()


def _orders(row: BatchRow) -> str:
    return ngettext("{count} order", "{count} orders", row.orders).format(count=row.orders)


def _progress(row: BatchRow) -> Cell:
    fraction = row.picked / row.pieces if row.pieces else 0.0
    return Cell(f"{round(fraction * 100)}%", fraction=fraction, tone="ok")


def _due(row: BatchRow) -> tuple[str, str, str] | None:
    return (due_words(row.due_at), due_tone(row.due_at), "clock") if row.due_at else None


def _picker(row: BatchRow) -> tuple[str, str, str]:
    if row.picker is None:
        return _("Free"), "grey", "circle-dashed"
    return row.picker_name.split()[0], "teal", "hand-grabbing"
