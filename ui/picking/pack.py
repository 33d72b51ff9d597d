"""Pack mode: the waiting totes and the packing table; a scanned tote comes to the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.picking import jobs
from ui.picking.pack_acts import choose_carton
from ui.picking.pack_start import PackStart
from ui.picking.pack_table import PackTable

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.packing.queries import WaitingTote
    from app.packing.start import Started
    from ui.common.desk import Desk


class PackView(QWidget):
    """List and table on one stack.

    Signals:
        keys_changed: other keys act now.
    """

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.start, self.table = PackStart(desk), PackTable(desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.table)
        fill(QVBoxLayout(self), (self.stack,), 0, 0)
        self.start.chosen.connect(lambda row: self.take(row.fulfillment_id))
        self.table.left.connect(self._back)
        self.table.next_wanted.connect(lambda row: self.take(row.fulfillment_id))
        self.table.other_scanned.connect(self.scanned)
        for part in (self.start, self.table):
            part.keys_changed.connect(self.keys_changed)

    @property
    def is_packing(self) -> bool:
        """Whether a box is on the table."""
        return self.stack.currentWidget() is self.table

    def keys(self) -> list[Key]:
        """The keys of the list or the table."""
        return (self.table if self.is_packing else self.start).keys()

    def arrive(self) -> None:
        """Show how things stand; the scan box listens."""
        self.refresh()
        (self.table if self.is_packing else self.start.table.view).setFocus()

    def leave(self) -> None:
        """Another screen is shown; the box stays on the table."""

    def refresh(self) -> None:
        """Read anew what is shown."""
        (self.table if self.is_packing else self.start).refresh()

    def take(self, fulfillment_id: int) -> None:
        """Put a picked tote on the table."""
        from app.packing.start import start_packing

        def told(started: Started) -> None:
            self.stack.setCurrentWidget(self.table)
            self.table.setFocus()
            self.table.start(started.parcel_id)
            self._desk.feedback("ok")
            self.keys_changed.emit()

        self._desk.write(self, start_packing, fulfillment_id, done=told, urgent=True)

    def _back(self) -> None:
        self.stack.setCurrentWidget(self.start)
        self.start.refresh()
        self.start.table.view.setFocus()
        self.keys_changed.emit()

    # -- scans

    def on_code(self, text: str) -> None:
        """A scan: into the box, else it has to name a tote."""
        if self.is_packing:
            self.table.on_code(text)
        else:
            self._desk.recognise(text, self, self.scanned)

    def scanned(self, scan: Scan) -> None:
        """A carton is chosen; a tote, an order or a parcel comes to the table."""
        if scan.kind == "carton" and self.is_packing:
            choose_carton(self.table, scan.ref)
            self._desk.feedback("ok")
        elif scan.kind in ("tote", "order", "parcel", "receipt"):
            self._desk.read(
                self, jobs.read_waiting, lambda rows: self._take_scanned(scan, rows), merge="scan", urgent=True
            )
        else:
            self._desk.does_not_fit(scan)

    def _take_scanned(self, scan: Scan, rows: list[WaitingTote]) -> None:
        fits = {
            "tote": lambda row: row.tote == scan.text, "parcel": lambda row: row.parcel_id == scan.ref,
            "order": lambda row: row.order_id == scan.ref, "receipt": lambda row: row.order_id == scan.ref,
        }[scan.kind]  # fmt: skip
        found = next((row for row in rows if fits(row)), None)
        if found is None:
            self._desk.feedback("wrong")
            self._desk.window.notice.warn(_("{title} does not wait to be packed.").format(title=scan.title))
        elif self.is_packing and found.parcel_id == self.table.parcel_id and self.table.closed is None:
            self._desk.feedback("ok")
        else:
            self.take(found.fulfillment_id)

    def open_order(self, order_id: int) -> None:
        """Pack an order, because another screen leads here."""

        def found(rows: list[WaitingTote]) -> None:
            row = next((row for row in rows if row.order_id == order_id), None)
            if row is not None:
                self.take(row.fulfillment_id)
            else:
                self._desk.window.notice.warn(_("Nothing of this order waits to be packed."))

        self._desk.read(self, jobs.read_waiting, found, merge="open")
