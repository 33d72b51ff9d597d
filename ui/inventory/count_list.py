"""The aisle at the left of counting: its bins with how far each is, and a bar of the whole."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Bar, Divider, HBox, Panel, fill
from ui.common.buttons import Link
from ui.common.labels import Label
from ui.common.menu import Menu
from ui.common.table import Cell, Column, LiveTable

WIDTH = 296


class CountList(QWidget):
    """Chooses the bin.

    Signals:
        chosen: another bin; carries its row.
        zone_chosen: another aisle.
    """

    chosen = Signal(object)
    zone_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._names: dict[int, str] = {}
        self._zones: list[Any] = []
        self.counting: int | None = None
        self._zone = Link("", "count.button.zone", px=15, icon="caret-down")
        self._done = Label("", 13, 500, "text2")
        self._bar = Bar(0.0)
        self.table = LiveTable(
            [
                Column("", lambda row: Cell(row.code, self._detail(row), weight=600), None, kind="two"),
                Column("", self._chip, 124, kind="chip", align="right"),
            ],
            "count.list", key="place_id", row_height=54, head=False, accessible=_("Bins"),
        )  # fmt: skip
        self._zone.clicked.connect(self._ask_zone)
        self.table.chosen.connect(self.chosen.emit)
        head = HBox(self._zone, None, self._done, margins=(8, 16, 4, 12))
        bar = HBox((self._bar, 1), margins=(2, 16, 12, 16))
        panel = Panel("surface", head, bar, Divider(), (self.table, 1), gap=0)
        fill(QVBoxLayout(self), ((panel, 1),), 0, 0)

    def show_bins(self, zones: list[Any], zone: str, rows: list[Any], names: dict[int, str]) -> None:
        """Show an aisle."""
        self._zones, self._names = zones, names
        self._zone.set_text(_("Aisle {zone}").format(zone=zone) if zone else _("No aisle"))
        done = sum(row.is_done for row in rows)
        self._done.set_text(
            ngettext("{done} of {n} bin", "{done} of {n} bins", len(rows)).format(done=done, n=len(rows))
        )
        self._bar.set_fraction(done / len(rows) if rows else 0.0)
        self.table.set_rows(rows)

    def _detail(self, row: Any) -> str:
        if row.counted_at and row.is_done:
            return f"{self._names.get(row.who, '–').split()[0]} · {clock.format_clock(row.counted_at)}"
        if row.reason and row.state:
            return row.reason
        return ngettext("{n} product", "{n} products", row.products).format(n=row.products)

    def _chip(self, row: Any) -> Cell:
        if row.place_id == self.counting and not row.is_done:
            return Cell(_("Counting"), tone="accent")
        if row.missing:
            return Cell(ngettext("{n} missing", "{n} missing", row.missing).format(n=row.missing), tone="bad")
        if row.extra:
            return Cell(ngettext("{n} too many", "{n} too many", row.extra).format(n=row.extra), tone="warn")
        if row.is_done:
            return Cell(_("No difference"), tone="ok")
        if row.state == "open" and row.who:
            return Cell(_("Begun"), tone="teal")
        if row.state == "open":
            return Cell(_("Asked for"), tone="violet")
        return Cell(_("To do"), tone="grey")

    def _ask_zone(self) -> None:
        menu = Menu(self)
        for zone in self._zones:
            asked = _(" · {n} asked for").format(n=zone.asked) if zone.asked else ""
            bins = ngettext("{n} bin", "{n} bins", zone.bins).format(n=zone.bins)
            action = QAction(_("Aisle {zone}").format(zone=zone.zone) + f" · {bins}{asked}", menu)
            action.triggered.connect(lambda _checked=False, name=zone.zone: self.zone_chosen.emit(name))
            menu.addAction(action)
        menu.popup(self._zone.mapToGlobal(QPoint(0, self._zone.height())))
