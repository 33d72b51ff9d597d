"""Choosing the products whose shelf labels are wanted: type or scan, Space chooses, F9 takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _, ngettext
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.picking.words import name_of
from ui.printing import jobs

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk


def ask_products(desk: Desk, owner: QObject, then: Callable[[list[int]], None]) -> Sheet:
    """Open the sheet; scanned products are added one after the other."""
    return _Choice(desk, owner, then).sheet


class _Choice:
    def __init__(self, desk: Desk, owner: QObject, then: Callable[[list[int]], None]) -> None:
        self._desk, self._then = desk, then
        self._scanned: dict[int, str] = {}
        self.sheet = Sheet(desk.surface, _("Shelf labels"), _("Type, or scan them one after the other"), width=640,
                           height=620, name="print.products")  # fmt: skip
        self._field = TextField(
            "", name="print.products.field", placeholder=_("Name, SKU or code"), icon="magnifying-glass",
            accessible=_("Find products"),
        )  # fmt: skip
        self._table = LiveTable(
            [
                Column("", lambda row: Cell(name_of(row), row.sku, art=row.art), None, kind="thumb"),
                Column(_("Bin"), "home", 100),
            ],
            "print.products.list", key="product_id", row_height=50, multi=True, accessible=_("Products"),
        )  # fmt: skip
        self._chosen = Label("", 13, 500, "text2", wrap=True)
        self._field.changed.connect(self._search)
        self._field.submitted.connect(self._go)
        self._table.selection_changed.connect(self._count)
        self._table.opened.connect(lambda _row: self._go())
        self.sheet.set_body(self._field, (self._table, 1), self._chosen)
        self.sheet.set_primary(_("Take them"), self._go)
        self.sheet.on_code = self._on_code  # type: ignore[attr-defined]
        self.sheet.open(self._field)
        self._search()

    def _search(self) -> None:
        text = self._field.text()
        self._desk.read(self.sheet, lambda: jobs.find_products(text), self._show, merge="find")

    def _show(self, rows: list[Any]) -> None:
        self._table.set_rows(rows)
        if rows:
            self._table.select_at(0)

    def _on_code(self, code: str) -> None:
        self._desk.recognise(code, self.sheet, self._take_scan)

    def _take_scan(self, scan: Scan) -> None:
        if scan.kind != "product":
            self._desk.does_not_fit(scan)
            return
        self._scanned[scan.ref] = scan.title
        self._desk.feedback("ok")
        self._count()

    def _ids(self) -> list[int]:
        return list(self._scanned) or [row.product_id for row in self._table.selected()]

    def _count(self) -> None:
        count = len(self._ids())
        names = ", ".join(self._scanned.values())
        self._chosen.set_text(names or _("Space chooses several"))
        said = ngettext("Take {count} product", "Take {count} products", count)
        self.sheet.set_primary(said.format(count=count), self._go)

    def _go(self) -> None:
        ids = self._ids()
        if ids:
            self.sheet.accept()
            self._then(ids)
