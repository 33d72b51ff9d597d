"""Counting: blind, bin by bin; what differs shows only after a bin is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, Panel, fill
from ui.common.keys import Key
from ui.inventory import count_scans as scans
from ui.inventory.count_answers import accept, recount
from ui.inventory.count_list import CountList
from ui.inventory.count_middle import CountMiddle
from ui.inventory.count_reads import Board, read_bin, read_board
from ui.inventory.count_side import CountSide

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk

NARROW = 1240
UNDO_STEPS = 50


class Count(QWidget):
    """The third mode of the tab.

    Signals:
        keys_changed: another bin.
        left: Esc: back to the items.
    """

    keys_changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._zone = ""
        self.bin: Any = None  # the row of the bin that is shown
        self._count_id: int | None = None
        self._is_read = False  # until the bin is read, nothing is written down for it
        self._early: list[Scan] = []  # scanned before it was read
        self._lines: list[Any] = []
        self._counted: dict[int, int] = {}
        self._undo: list[tuple[int, int | None]] = []
        self._wanted_place: int | None = None
        self._drawer: bool | None = None
        self.list = CountList()
        self._middle = CountMiddle()
        self.rows, self.primary = self._middle.rows, self._middle.primary
        self.side = CountSide()
        self._nothing = EmptyState("map-pin", _("No bins yet"), _("Add bins under Stock, Items, Bins."))
        self._nothing.hide()
        self._right = Panel("surface", Divider(upright=True), self.side, gap=0, row=True)
        fill(
            QHBoxLayout(self),
            (self.list, Divider(upright=True), (self._middle, 1), (self._nothing, 1), self._right), 0, 0,
        )  # fmt: skip
        self.list.chosen.connect(self._on_chosen)
        self.list.zone_chosen.connect(self._show_zone)
        self.rows.typed.connect(lambda product, count: self.record(product, count))
        self.rows.finished.connect(self.primary.setFocus)
        self.primary.clicked.connect(lambda: self.close_bin())
        self._middle.skip.clicked.connect(self.skip)
        self._middle.other.clicked.connect(self.find_other)
        self._middle.empty.clicked.connect(self.is_empty)
        self.side.recount_wanted.connect(lambda count_id: recount(self, count_id))
        self.side.accept_wanted.connect(lambda count_id: accept(self, count_id))

    # -- reading

    def refresh(self) -> None:
        """Read the aisle, the differences and the sums anew."""
        wanted, place = self._zone, self._wanted_place

        self.desk.read(self, lambda: read_board(wanted, place), self._show, merge="board")

    def _show(self, board: Board) -> None:
        self._zone = board.zone
        self._nothing.setVisible(not board.bins)
        self._middle.setVisible(bool(board.bins))
        self.list.show_bins(board.zones, board.zone, board.bins, board.names)
        self.side.show_differences(board.differences, board.totals)
        if self._wanted_place is not None:
            self.list.table.select_id(self._wanted_place)
            self._wanted_place = None
        elif self.list.table.current() is None and board.bins:
            at = next((no for no, row in enumerate(board.bins) if not row.is_done), 0)
            self.list.table.select_at(at)

    def _show_zone(self, zone: str) -> None:
        self._zone = zone
        self.list.table.clear_selection()
        self.refresh()

    def go_to(self, place_id: int) -> None:
        """Show a bin, in whatever aisle it is."""
        if not self.list.table.select_id(place_id):
            self._wanted_place = place_id
            self.refresh()

    def _on_chosen(self, row: Any) -> None:
        if row is None:
            return
        other = self.bin is None or row.place_id != self.bin.place_id
        again = not other and row.count_id != self._count_id and row.state == "open"
        if other and self._is_read:
            self.rows.commit()  # what is typed belongs to the bin that is left
        self.bin = row
        if not other and not again:
            self._show_bin()
            return
        self._is_read, self._early = False, []
        self._count_id, self._undo, self._lines, self._counted = row.count_id if row.state else None, [], [], {}
        self.list.counting = row.place_id
        self._read_bin(focus=other and not row.is_done)

    def _read_bin(self, *, focus: bool = False) -> None:
        place, count = self.bin.place_id, self._count_id

        def show(found: tuple[list[Any], list[Any]]) -> None:
            if self.bin is None or (self.bin.place_id, self._count_id) != (place, count):
                return
            there, counted = found
            known = {line.product_id for line in there}
            self._lines = [*there, *(line for line in counted if line.product_id not in known)]
            self._counted = {line.product_id: line.counted for line in counted}
            self._is_read = True
            self._show_bin()
            if focus and self.isVisible():
                self.rows.focus_next()
            early, self._early = self._early, []
            for scan in early:
                self.scanned(scan)

        self.desk.read(self, lambda: read_bin(place, count), show, merge="bin")

    def _show_bin(self) -> None:
        self._middle.show_bin(self.bin, self._lines, self._counted)
        self._show_progress()
        self.list.table.view.viewport().update()
        self.keys_changed.emit()

    def _show_progress(self) -> None:
        self._middle.show_progress(self.bin, len(self._counted), len(self._lines), self._next_bin())

    def _next_bin(self) -> Any:
        rows = list(self.list.table.rows())
        at = next((no for no, row in enumerate(rows) if row.place_id == self.bin.place_id), -1)
        ahead = [*rows[at + 1 :], *rows[: max(at, 0)]]
        return next((row for row in ahead if not row.is_done), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self._right.setVisible(wide if self._drawer is None or wide else self._drawer)

    # -- acts

    def keys(self) -> list[Key]:
        """The keys of the bin that is shown."""
        return [
            Key("Esc", _("Leave count"), self.left.emit), Key("F4", _("Skip bin"), self.skip),
            Key("F6", _("Type a number"), self.type_number), Key("F8", _("Bin is empty"), self.is_empty),
            Key("F9", _("Close bin"), self.close_bin), Key("Ctrl+Z", _("Undo scan"), self.undo),
            Key("Ctrl+I", _("Differences"), self._toggle_side, False), Key("F5", _("Refresh"), self.refresh, False),
            Key("J", _("Next bin"), lambda: self.list.table.step(1), False),
            Key("K", _("Bin before"), lambda: self.list.table.step(-1), False),
        ]  # fmt: skip

    def _toggle_side(self) -> None:
        self._drawer = not self._right.isVisible()
        self._right.setVisible(self._drawer)

    def record(self, product_id: int, counted: int, *, undoing: bool = False) -> None:
        """Write a figure down; the first one of a bin begins its count."""
        from app.inventory.count import record_count, start_count

        if self.bin is None or not self._is_read:
            return
        if not undoing:
            self._undo = [*self._undo, (product_id, self._counted.get(product_id))][-UNDO_STEPS:]
        self._counted[product_id] = counted
        self._show_progress()
        place = self.bin.place_id

        def write(count_id: int) -> None:
            self.desk.write(self, record_count, count_id, product_id, counted, urgent=True, failed=self._refused)

        def begun(count_id: int) -> None:
            if self.bin is not None and self.bin.place_id == place:
                self._count_id = count_id
            write(count_id)

        if self._count_id is None:
            self.desk.write(self, start_count, place, done=begun, failed=self._refused, urgent=True)
        else:
            write(self._count_id)

    def _refused(self, error: BaseException) -> None:
        self.desk.explain(error)
        self.bin, self._count_id, self._is_read = None, None, False
        self.list.table.clear_selection()
        self.refresh()

    def scanned(self, scan: Scan) -> bool:
        """A product counts one; another bin offers to close this one; False for anything else."""
        return scans.take(self, scan)

    @property
    def is_read(self) -> bool:
        """Whether the bin is read."""
        return self.bin is not None and self._is_read

    @property
    def has_counted(self) -> bool:
        """Whether anything is written down for the bin."""
        return bool(self._counted)

    def keep_early(self, scan: Scan) -> None:
        """Something was scanned before the bin was read: it counts as soon as it is."""
        self._early.append(scan)

    def add_line(self, row: Any) -> None:
        """Something else lies here than the books say."""
        self._lines.append(row)
        self._show_bin()

    def count_one(self, product_id: int, quantity: int) -> None:
        """So many more of a product that is shown."""
        counted = self._counted.get(product_id, 0) + quantity
        self.record(product_id, counted)
        row = self.rows.row(product_id)
        if row is not None:
            row.set_counted(counted)
            row.take()
        self.desk.feedback("ok")

    def standing_on(self) -> object:
        """The bin that is chosen."""
        return self.bin.place_id if self.bin is not None else None

    def type_number(self) -> None:
        """F6: the caret goes into a figure."""
        if not self._is_read:
            return
        row = self.rows.current()
        if row is not None:
            row.take()
        else:
            self.rows.focus_next()

    def find_other(self) -> None:
        """Something lies here that the books do not know of."""
        self.desk.focus_scan_box()
        self.desk.window.notice.warn(_("Scan what you found, or type its SKU."))

    def undo(self) -> None:
        """Ctrl+Z: the figure of before."""
        if not self._undo or not self._may_write():
            return
        product_id, before = self._undo.pop()
        self.record(product_id, before or 0, undoing=True)
        if before is None:
            del self._counted[product_id]  # what is not written down counts as none, as nought does
        row = self.rows.row(product_id)
        if row is not None:
            row.set_counted(before)
        self._show_progress()

    def skip(self) -> None:
        """F4: the next bin; this one stays to do."""
        follow = self._next_bin() if self.bin is not None else None
        if follow is not None:
            self.go_to(follow.place_id)

    def is_empty(self) -> None:
        """F8: nothing lies here."""
        if self._may_write():
            self._counted = {}
            for line in self._lines:
                self.record(line.product_id, 0)
            self.close_bin()

    def _may_write(self) -> bool:
        """Whether the bin is read, open, and not being closed."""
        return self.bin is not None and self._is_read and not self.bin.is_done and not self.desk.is_acting(self)

    def close_bin(self, then_place: int | None = None) -> None:
        """F9: finish the bin and go to the next one."""
        from app.inventory.count import close_count, start_count

        if self.bin is None:
            return
        follow = self._next_bin()
        target = then_place or (follow.place_id if follow else None)
        if self.bin.is_done:
            self._go_on(target)
            return
        if not self._may_write():
            return
        self.rows.commit()
        code, place = self.bin.code, self.bin.place_id

        def closed(differ: int) -> None:
            self.desk.feedback("attention" if differ else "done")
            told = ngettext("Bin {bin}: {n} product differs", "Bin {bin}: {n} products differ", differ)
            self.desk.toast(
                told.format(bin=code, n=differ) if differ else _("Bin {bin}: no difference").format(bin=code)
            )
            if self.bin is None or self.bin.place_id != place:
                self.refresh()
                return
            self.bin = self.bin._replace(state="counted")  # nothing more is written down for it
            self._go_on(target)

        def close(count_id: int) -> None:
            self.desk.write(self, close_count, count_id, done=closed, failed=self._refused, once=True)

        # Begun anew it is the same count: what was typed a moment ago is on its way before this.
        self.desk.write(self, start_count, place, done=close, failed=self._refused, once=True)

    def _go_on(self, place_id: int | None) -> None:
        if place_id is not None:
            self._wanted_place = place_id
        self.refresh()

    def count_again(self, place_id: int) -> None:
        """Come to a bin that was closed, and count it from the start."""
        self.bin = None
        self.list.table.clear_selection()
        self._go_on(place_id)
