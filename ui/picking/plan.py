"""Plan mode: what is ready, by when it has to leave; F9 puts the chosen orders on one list, each into its tote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.inputs import NoteField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.picking import jobs
from ui.picking.plan_side import PlanSide
from ui.picking.words import due_tone, due_words, method_words

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.picking.plan_queries import BatchRow, PutBackRow, ReadyRow
    from app.picking.release import Released
    from ui.common.desk import Desk


class PlanView(QWidget):
    """Ready orders left, walks under way and what has to go back right.

    Signals:
        keys_changed: another selection.
        opened: a batch is to be picked.
    """

    keys_changed = Signal()
    opened = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._totes: list[str] = []  # scanned for the next list
        self._free = 0
        self._wanted_order = 0
        self._batches: list[BatchRow] = []
        self.table = LiveTable(
            [
                Column(_("Leave"), _due, 150, kind="chip", sort="leave", by=lambda row: row.due_at),
                Column(_("Order"), lambda row: Cell(row.order_number, row.customer), None, kind="two"),
                Column(_("Way"), lambda row: method_words(row.method), 110),
                Column(_("Lines"), "lines", 56, kind="number", sort="lines", by=lambda row: row.lines),
                Column(_("Pieces"), "pieces", 60, kind="number", sort="pieces", by=lambda row: row.pieces),
                Column(_("Zones"), lambda row: ", ".join(sorted(filter(None, row.zones.split(",")))), 90),
                Column("", _held, 110, label=_("Hint")),
            ],
            "plan.list", key="fulfillment_id", row_height=50, multi=True, accessible=_("Ready orders"),
        )  # fmt: skip
        remember(desk, self.table)
        self.table.set_loading(True)
        self.table.selection_changed.connect(self._on_selection)
        self.table.opened.connect(lambda row: self._desk.open("order", row.order_id))
        self._make_layout()

    def _make_layout(self) -> None:
        self._head = Label(_("Ready to pick"), 20, 600)
        self._choice = Label("", 13, 400, "text2", wrap=True, name="plan.choice")
        self.add_totes = Button(_("Add totes"), icon="plus-bold", key="N", name="plan.button.totes")
        self.soonest = Button(_("Choose the next 6"), key="A", name="plan.button.soonest")
        self.primary = Button(_("Make a list"), kind="primary", key="F9", height=48, name="plan.primary")
        self.primary.clicked.connect(self.release)
        self.add_totes.clicked.connect(self.ask_totes)
        self.soonest.clicked.connect(self.choose_soonest)
        head = HBox(
            (VBox(self._head, self._choice, gap=2), 1), self.add_totes, self.soonest, self.primary,
            margins=(12, 20, 12, 20), gap=8,
        )  # fmt: skip
        self._side = PlanSide()
        self._side.opened.connect(self.opened)
        self._side.stop_wanted.connect(self._ask_stop)
        self._side.put_back.connect(self._put_back)
        left = Panel("app", head, Divider(), (self.table, 1), gap=0)
        fill(QVBoxLayout(self), ((HBox((left, 1), Divider(upright=True), self._side, gap=0), 1),), 0, 0)

    # -- keys

    def keys(self) -> list[Key]:
        """The keys of the plan."""
        keys = [
            Key("Space", _("Choose"), self._toggle), Key("A", _("Next 6"), self.choose_soonest),
            Key("N", _("Add totes"), self.ask_totes), Key("Enter", _("Open order"), self._open_order),
            Key("F5", _("Refresh"), self.refresh, False), Key("Esc", _("Choose none"), self._clear, False),
        ]  # fmt: skip
        if self._chosen():
            keys.append(Key("F9", self.primary.label(), self.release))
        return keys

    def _toggle(self) -> None:
        row = self.table.current()
        if row is not None:
            at = self.table.view.currentIndex()
            flags = self.table.view.selectionModel().SelectionFlag
            self.table.view.selectionModel().select(at, flags.Toggle | flags.Rows)

    def _open_order(self) -> None:
        row = self.table.current()
        if row is not None:
            self._desk.open("order", row.order_id)

    def _clear(self) -> None:
        self._totes = []
        self.table.clear_selection()
        self._on_selection()

    def choose_soonest(self) -> None:
        """Choose the six orders that have to leave next and are not held."""
        self.table.clear_selection()
        good = [at for at, row in enumerate(self.table.rows()) if not row.is_on_hold][:6]
        for at in good:
            self.table.view.mark(at)
        self._on_selection()

    def _chosen(self) -> list[ReadyRow]:
        return self.table.selected()

    def _on_selection(self) -> None:
        chosen = self._chosen()
        pieces = sum(row.pieces for row in chosen)
        self.primary.setEnabled(bool(chosen))
        if chosen:
            said = ngettext("Make a list of {count} order", "Make a list of {count} orders", len(chosen))
            self.primary.set_text(said.format(count=len(chosen)))
            parts = [ngettext("{count} piece", "{count} pieces", pieces).format(count=pieces)]
        else:
            self.primary.set_text(_("Make a list"))
            parts = [_("Choose orders with Space, then F9")]
        if self._totes:
            parts.append(_("into {totes}").format(totes=", ".join(self._totes)))
        parts.append(ngettext("{count} tote is free", "{count} totes are free", self._free).format(count=self._free))
        self._choice.set_text(" · ".join(parts))
        self.keys_changed.emit()

    # -- reading

    def refresh(self) -> None:
        """Read the plan anew."""
        self._desk.read(self, jobs.read_plan, self._show, merge="plan")

    def _show(self, found: jobs.PlanData) -> None:
        self._free, self._batches = len(found.free_totes), found.batches
        self.table.set_loading(False)
        if not found.ready:
            self.table.set_empty(EmptyState(
                "check-circle", _("Nothing waits to be picked"),
                _("Confirmed orders show up here as soon as their goods are in the house."), name="plan.empty",
            ))  # fmt: skip
        self.table.set_rows(found.ready)
        late = sum(due_tone(row.due_at) == "bad" for row in found.ready)
        footer = ngettext("{count} order", "{count} orders", len(found.ready)).format(count=len(found.ready))
        if late:
            footer += " · " + ngettext("{count} late", "{count} late", late).format(count=late)
        self.table.set_footer(footer)
        if self._wanted_order:
            self._select_order(self._wanted_order)
        self._side.show_plan(found)
        self._on_selection()

    # -- acts

    def release(self) -> None:
        """Put the chosen orders on one list."""
        from app.picking.release import release_batch

        chosen = [row for row in self._chosen() if not row.is_on_hold]
        if not chosen:
            self._desk.feedback("attention")
            return

        def told(released: Released) -> None:
            self._totes = []
            self.table.clear_selection()
            self._desk.feedback("done")
            said = ngettext("List {number}: {count} grab", "List {number}: {count} grabs", released.tasks)
            self._desk.toast(
                said.format(number=released.number, count=released.tasks),
                lambda: self._stop(released.batch_id),
            )
            self.refresh()

        ids = tuple(row.fulfillment_id for row in chosen)
        self._desk.write(self, release_batch, ids, tuple(self._totes), done=told, once=True)

    def _ask_stop(self, row: BatchRow) -> None:
        text = _("Its orders are ready to be picked again. What is taken already goes back into its bins.")
        ask(
            self._desk.surface, _("Stop list {number}?").format(number=row.number), text, _("Stop the list"),
            lambda: self._stop(row.batch_id), danger=True, name="plan.stop",
        )  # fmt: skip

    def _stop(self, batch_id: int) -> None:
        from app.picking.cancel import cancel_batch

        def told(orders: int) -> None:
            said = ngettext("{count} order is ready again", "{count} orders are ready again", orders)
            self._desk.toast(said.format(count=orders))
            self.refresh()

        self._desk.write(self, cancel_batch, batch_id, done=told)

    def _put_back(self, row: PutBackRow) -> None:
        from app.picking.cancel import put_back

        def told(_quantity: int) -> None:
            self._desk.toast(_("The goods of order {number} are in their bins").format(number=row.order_number))
            self.refresh()

        self._desk.write(self, put_back, row.fulfillment_id, done=told, once=True)

    def ask_totes(self) -> None:
        """Make new totes known: scan or type their codes."""
        sheet = Sheet(self._desk.surface, _("Add totes"), _("One code a line"), width=480, name="plan.totes")
        field = NoteField(_("Scan the new totes one after the other"), name="plan.field.totes", height=160)

        def take(code: str) -> None:
            lines = [line for line in field.text().splitlines() if line.strip()]
            if code not in lines:
                field.set_text("\n".join([*lines, code]))

        def go() -> None:
            from app.picking.release import add_totes

            codes = tuple(line.strip() for line in field.text().splitlines() if line.strip())
            if not codes:
                field.set_error(_("Scan or type at least one code."))
                return

            def told(fresh: int) -> None:
                said = ngettext("{count} tote is new", "{count} totes are new", fresh).format(count=fresh)
                self._desk.toast(said)
                self.refresh()

            sheet.accept()
            self._desk.write(self, add_totes, codes, done=told)

        sheet.on_code = take  # type: ignore[attr-defined]
        sheet.set_body(field)
        sheet.set_primary(_("Add them"), go)
        sheet.open(field)

    # -- scans

    def scanned(self, scan: Scan) -> None:
        """A tote is bound to the next list, an order is chosen, a list is opened."""
        if scan.kind == "tote":
            if scan.text not in self._totes:
                self._totes.append(scan.text)
            self._desk.feedback("ok")
            self._on_selection()
        elif scan.kind in ("order", "receipt"):
            self.show_order(scan.ref)
        elif scan.kind == "batch":
            self.opened.emit(scan.ref)
        else:
            self._desk.does_not_fit(scan)

    def show_order(self, order_id: int) -> None:
        """Choose an order of the list, once it is read."""
        self._wanted_order = order_id
        if self.table.count():
            self._select_order(order_id)

    def _select_order(self, order_id: int) -> None:
        found = next((row for row in self.table.rows() if row.order_id == order_id), None)
        self._wanted_order = 0
        if found is None:
            self._desk.feedback("attention")
            self._desk.window.notice.warn(_("This order is not ready to be picked."))
            return
        self.table.select_id(found.fulfillment_id)
        self.table.flash(found.fulfillment_id)
        self._desk.feedback("ok")


def _due(row: ReadyRow) -> tuple[str, str, str] | None:
    return (due_words(row.due_at), due_tone(row.due_at), "clock") if row.due_at else None


def _held(row: ReadyRow) -> Cell:
    return Cell(_("On hold"), icon="pause-circle", tone="warn", token="warn_text") if row.is_on_hold else Cell("")
