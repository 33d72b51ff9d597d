"""The sales of this shift: found by what one remembers of them, printed again, put right, voided or taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import EmptyState, HBox, Panel
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.common.why_sheet import WhySheet
from ui.counter.payment.context import title_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

Act = Callable[[Any], object]


class SalesSheet(Sheet):
    """One row a sale, the newest first; the caret stands in the search, and the arrows move through the rows.

    `again`, `otherwise` and `void` get the chosen sale.
    """

    def __init__(self, desk: Desk, again: Act, otherwise: Act, void: Act) -> None:
        super().__init__(desk.surface, _("Sales of this shift"), width=980, height=640, name="sales")
        self._desk = desk
        self.search = TextField(
            name="sales.search", icon="magnifying-glass", height=48, px=16, accessible=_("Find a sale of this shift"),
            placeholder=_("Amount, receipt, sale, customer, clerk or last digits of the card"),
        )  # fmt: skip
        self.table = LiveTable(_columns(), "sales.list", key="order_id", row_height=52, in_card=True,
                               accessible=_("Sales of this shift"))  # fmt: skip
        self.search.changed.connect(self._look)
        self.search.submitted.connect(self.go_on)
        self.search.edit.installEventFilter(self)
        self.table.opened.connect(lambda _row: self.go_on())
        self.table.chosen.connect(lambda _row: self._show_acts())
        self._acts = [
            self._button(_("Take goods back"), "F6", "arrow-u-up-left", "back", self._take_back),
            self._button(_("Paid otherwise"), "F7", "arrows-left-right", "otherwise", self._leaving(otherwise)),
            self._button(_("Void"), "F8", "prohibit", "void", self._leaving(void)),
            self._button(_("Print again"), "F10", "receipt", "again", again),
            self._button(_("Why this total"), "Ctrl+W", "question", "why", self._show_why),
        ]  # fmt: skip
        self.set_body(self.search, (Panel("surface", (self.table, 1), edge="border", radius=10, gap=0), 1),
                      HBox(*self._acts, None, gap=8), margins=(14, 20))  # fmt: skip
        self.set_primary(_("Show the sale"), self._show_sale)
        self._look()

    def _button(self, words: str, key: str, icon: str, name: str, act: Act) -> Button:
        button = Button(words, key=key, icon=icon, height=44, name=f"sales.button.{name}")

        def go() -> None:
            row = self.table.current()
            if row is None or not button.isEnabled():
                self._desk.feedback("attention")
            else:
                act(row)

        button.clicked.connect(go)
        self.bind(key, go)
        return button

    def open(self, focus: Any = None) -> Sheet:
        """Start in the search."""
        return super().open(focus or self.search)

    def on_code(self, code: str) -> None:
        """A receipt was scanned: it is looked for."""
        self.search.set_text(code)
        self._look()

    def _look(self) -> None:
        station, text = self._desk.station, self.search.text()

        def read() -> list[Any]:
            from app.counter.shift_sales import sales_of_shift

            return sales_of_shift(station, text)

        self._desk.read(self, read, self._show, merge="sales", urgent=True)

    def _show(self, rows: list[Any]) -> None:
        typed = bool(self.search.text())
        self.table.set_empty(
            EmptyState("receipt", _("No sale of this shift fits") if typed else _("Nothing was sold in this shift yet"),
                       _("Sales of earlier shifts stand in Orders and Reports.") if typed else "")
        )  # fmt: skip
        self.table.set_rows(rows)
        if rows:
            self.table.select_at(0)
        self._show_acts()

    def _show_acts(self) -> None:
        row = self.table.current()
        stands = row is not None and not row.is_void
        for button, on in zip(self._acts, (stands, stands and not row.came_back, stands and not row.came_back, True, True),
                              strict=True):  # fmt: skip
            button.setEnabled(row is not None and on)
        self.primary.setEnabled(row is not None)

    def _leaving(self, act: Act) -> Act:
        """The same, after this sheet has made room for the next one."""

        def go(row: Any) -> None:
            self.accept()
            act(row)

        return go

    def _show_sale(self) -> None:
        row = self.table.current()
        if row is not None:
            self.accept()
            self._desk.open("order", row.order_id)

    def _show_why(self, row: Any) -> None:
        """Ctrl+W: the steps of the receipt, and how it was paid."""
        from app.overview.why_paper import why_receipt

        self._desk.read_for_sheet(
            self, lambda: why_receipt(row.receipt),
            lambda why: WhySheet(self._desk.surface, why, of=_("Receipt {number}").format(number=row.receipt)).open(),
        )  # fmt: skip

    def _take_back(self, row: Any) -> None:
        self.accept()
        tab = self._desk.go("returns")
        if tab is not None:
            tab.on_code(row.receipt)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.table.step(step)
                return True
        return super().eventFilter(watched, event)


def _columns() -> list[Column]:
    return [
        Column(_("Time"), lambda row: Cell(clock.format_clock(row.made_at), token="text2"), 64),
        Column(_("Receipt"), lambda row: Cell(row.receipt, _("Sale {number}").format(number=row.number)), 140, kind="two"),
        Column(_("Customer"), lambda row: Cell(row.customer or "–", row.clerk), None, kind="two"),
        Column(_("Paid by"), _paid_by, 200, kind="two"),
        Column("", _state, 100, label=_("Status")),
        Column(_("Total"), lambda row: row.total_minor, 110, kind="money"),
    ]  # fmt: skip


def _paid_by(row: Any) -> Cell:
    return Cell(", ".join(title_of(tender) for tender in row.tenders) or "–", row.cards)


def _state(row: Any) -> Cell:
    if row.is_void:
        return Cell(_("Void"), token="bad_text", weight=600)
    return Cell(_("Paid back") if row.came_back else "", token="warn_text", weight=600)
