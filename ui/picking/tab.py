"""The Pick & pack tab: picking in full screen, the packing table, and the plan of the walks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.picking.pack import PackView
from ui.picking.pick import PickView
from ui.picking.plan import PlanView

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

PICK, PACK, PLAN = "pick", "pack", "plan"
HINTS = {
    PICK: N_("Scan a list, a tote or an order to pick it"),
    PACK: N_("Scan the next piece, carton or tote"),
    PLAN: N_("Scan totes for the next list, or an order"),
}
CONCERNS = {
    PICK: frozenset({"batch", "order"}), PACK: frozenset({"batch", "order", "parcel"}),
    PLAN: frozenset({"batch", "order"}),
}  # fmt: skip


class PickPackTab(Tab):
    """Hands keys and scans to the mode that is shown."""

    NAME = "pick"
    TITLE = N_("Pick & pack")
    MODES = ((PICK, N_("Pick")), (PACK, N_("Pack")), (PLAN, N_("Plan")))
    SCAN_HINT = HINTS[PICK]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pick, self.pack, self.plan = PickView(desk), PackView(desk), PlanView(desk)
        self._views: dict[str, Any] = {PICK: self.pick, PACK: self.pack, PLAN: self.plan}
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
            view.keys_changed.connect(self.keys_changed)
        fill(QVBoxLayout(self), (self._stack,), 0, 0)
        self.pick.plan_wanted.connect(self._on_plan_wanted)
        self.plan.opened.connect(self._on_opened)

    @property
    def view(self) -> Any:
        """The view of the mode that is shown."""
        return self._views[self.mode]

    def keys(self) -> list[Key]:
        """The keys of the mode."""
        keys: list[Key] = self.view.keys()
        return keys

    def arrive(self) -> None:
        """The tab was chosen."""
        if self.mode == PLAN:
            self.plan.refresh()
            self.plan.table.view.setFocus()
        else:
            self.view.arrive()

    def leave(self) -> bool:
        """Another tab is shown; what was begun stays begun."""
        self.pick.leave()
        return True

    def set_mode(self, mode: str) -> None:
        """Show another mode."""
        if self.mode == PICK != mode:
            self.pick.leave()
        self.mode = mode
        self.SCAN_HINT = HINTS[mode]  # type: ignore[misc]
        self.NAME = PICK if mode == PICK else PACK  # type: ignore[misc]  # the page that F1 shows
        self._stack.setCurrentWidget(self.view)
        self.arrive()
        self.keys_changed.emit()
        self.head_changed.emit()

    def refresh(self) -> None:
        """Read anew what is shown."""
        self.view.refresh()

    def on_changes(self, told: list[Changed]) -> None:
        """Re-read when it concerns the mode that is shown."""
        if any(change.kind in CONCERNS[self.mode] for change in told):
            self.refresh()

    def on_code(self, text: str) -> None:
        """A scan goes straight to the view: it judges goods without asking what they are first."""
        if self.mode == PLAN:
            super().on_code(text)
        else:
            self.view.on_code(text)

    def scanned(self, scan: Scan) -> None:
        """A recognised code."""
        self.view.scanned(scan)

    def open_record(self, kind: str, ref: int) -> None:
        """A list is picked; an order is picked or packed, by the mode; a parcel or tote is packed."""
        if kind == "batch":
            self._on_opened(ref)
        elif kind in ("parcel", "tote", "carton"):
            self.set_mode(PACK)
            if kind == "parcel":
                self._open_parcel(ref)
        elif kind == "order" and self.mode == PACK:
            self.pack.open_order(ref)
        elif kind == "order":
            self._open_order(ref)

    def _open_parcel(self, parcel_id: int) -> None:
        from ui.picking import jobs

        def found(rows: list[Any]) -> None:
            row = next((row for row in rows if row.parcel_id == parcel_id), None)
            if row is not None:
                self.pack.take(row.fulfillment_id)

        self.desk.read(self, jobs.read_waiting, found, merge="parcel")

    def _open_order(self, order_id: int) -> None:
        from app.picking.queries import open_batch_of

        def found(batch_id: int | None) -> None:
            if batch_id is None:
                self._on_plan_wanted(order_id)
            else:
                self._on_opened(batch_id)

        self.desk.read(self, lambda: open_batch_of(order_id=order_id), found, merge="order")

    def _on_plan_wanted(self, order_id: int) -> None:
        if order_id:
            self.plan.show_order(order_id)
        self.set_mode(PLAN)

    def _on_opened(self, batch_id: int) -> None:
        self.set_mode(PICK)
        self.pick.take(batch_id)
