"""The Settle tab: the shift of this till, and cash on delivery with what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.payments.cod_view import CodView
from ui.payments.shift_view import ShiftView

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

SHIFT, COD = "shift", "cod"


class SettleTab(Tab):
    """Two modes: the till's day, and couriers' cash."""

    NAME = "settle"
    TITLE = N_("Settle")
    MODES = ((SHIFT, N_("Shift")), (COD, N_("Cash on delivery")))
    SCAN_HINT = N_("Scan run sheet or order, or type a name")
    WATCHES = frozenset({"shift", "run", "order", "customer", "plan"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shift = ShiftView(desk)
        self.cod = CodView(desk)
        self._views = {SHIFT: self.shift, COD: self.cod}
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
            view.keys_changed.connect(self.keys_changed)
        fill(QVBoxLayout(self), (self._stack,), 0, 0)

    def stands_on(self) -> object:
        return self.cod.couriers.current_id() if self.mode == COD else None

    def keys(self) -> list[Key]:
        return [*self._views[self.mode].keys(), Key("F5", _("Refresh"), self.refresh, False)]

    def arrive(self) -> None:
        super().arrive()
        self._views[self.mode].focus()

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self._stack.setCurrentWidget(self._views[mode])
        self.refresh()
        self._views[mode].focus()
        self.keys_changed.emit()

    def refresh(self) -> None:
        self._views[self.mode].refresh()

    def on_changes(self, told: list[Changed]) -> None:
        kinds = {change.kind for change in told}
        if kinds & (self.WATCHES if self.mode == COD else {"shift", "ticket"}):
            self.refresh()

    def scanned(self, scan: Scan) -> None:
        """A run sheet shows its cash, an order its stop; all else does nothing here."""
        if scan.kind in ("run", "order", "parcel", "shipment"):
            self._show_cash(scan.kind, scan.ref, scan)
        else:
            self.desk.does_not_fit(scan)

    def _show_cash(self, kind: str, ref: int, scan: Scan | None = None) -> None:
        def load() -> tuple[str, int]:
            from app.overview.order_table import order_of

            return (kind, ref) if kind in ("run", "order") else ("order", order_of(kind, ref) or 0)

        def show(found: tuple[str, int]) -> None:
            if self.mode != COD:
                self.set_mode(COD)
                self.head_changed.emit()
            self.cod.show_record(*found, lambda: self.desk.does_not_fit(scan) if scan else None)

        self.desk.read(self, load, show, urgent=True)

    def typed(self, text: str) -> None:
        """Filter the couriers and debts as one types."""
        if self.mode == COD:
            self.cod.find(text)

    def open_record(self, kind: str, ref: int) -> None:
        """Show a run's cash or an order's stop; a shift shows the till."""
        if kind == "shift":
            self.set_mode(SHIFT)
            self.head_changed.emit()
        elif kind in ("run", "order"):
            self._show_cash(kind, ref)
