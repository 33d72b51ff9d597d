"""One report as a table: sorted by any column, its totals below, Enter opens the record behind a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Card, EmptyState, HBox, Panel, fill
from ui.common.labels import Label
from ui.common.table import LiveTable
from ui.common.table_memory import TableMemory
from ui.reports import words


class RowsPage(QWidget):
    """Signals: `opened(kind, ref)` when a row leads somewhere."""

    opened = Signal(str, int)

    def __init__(self, desk: Any) -> None:
        super().__init__()
        self.setObjectName("reports.rows")
        self.report: Any = None
        self._sort, self._down = "", False
        self._title = Label("", 20, 600, name="reports.title")
        self._note = Label("", 13, 400, "text3", elide=True)
        self.table = LiveTable([], "reports.table", key=lambda row: row[0], row_height=36, in_card=True)
        self._memory = TableMemory(desk, self.table, "reports.table")
        self.table.opened.connect(self._open)
        self.table.sort_wanted.connect(self._sorted)
        self._totals = HBox(gap=24, margins=(10, 16), name="reports.totals")
        foot = Panel("sunken", self._totals, radius=10)
        fill(
            QVBoxLayout(self), (HBox(self._title, (self._note, 1), gap=14), (Card((self.table, 1), foot, pad=1, gap=0), 1)),
            (16, 20), 12,
        )  # fmt: skip

    def show_report(self, report: Any) -> None:
        """Show a report; the same one again keeps its sort and place."""
        is_new = self.report is None or self.report.name != report.name
        self.report = report
        self._title.set_text(report.title)
        count = ngettext("{n} row", "{n} rows", len(report.rows)).format(n=f"{len(report.rows):,}")
        self._note.set_text(" · ".join(part for part in (count, report.note) if part))
        if is_new:
            self._sort, self._down = "", False
            self.table.set_rows([])
            self.table.set_columns(words.columns_of(report))
            self.table.set_sort("")
            self._memory.rename(f"reports.{report.name}")
        self.table.set_empty(
            EmptyState("chart-line-up", _("Nothing in this period"), _("Choose another day or a longer span."))
        )
        self._fill()
        if is_new and report.rows:
            self.table.select_at(0)
        self._show_totals()

    def _fill(self) -> None:
        rows = list(enumerate(self.report.rows))
        if self._sort:
            place = [column.name for column in self.report.columns].index(self._sort)
            empty = [row for row in rows if row[1][place] in (None, "")]
            full = sorted((row for row in rows if row[1][place] not in (None, "")), key=lambda row: row[1][place],
                          reverse=self._down)  # fmt: skip
            rows = full + empty
        self.table.set_rows(rows)

    def _sorted(self, column: str, down: bool) -> None:
        self._sort, self._down = column, down
        self._fill()

    def _show_totals(self) -> None:
        from ui.common.boxes import clear

        clear(self._totals.box)
        self._totals.setVisible(bool(self.report.totals))
        for value, column in zip(self.report.totals, self.report.columns, strict=False):
            if isinstance(value, int):
                said = words.cell_text(value, str(column.kind.value))
                self._totals.add(HBox(Label(column.title, 12, 400, "text3"), Label(said, 14, 600), gap=6))
        self._totals.add(None)

    def _open(self, row: Any) -> None:
        links = self.report.links
        link = links[row[0]] if row[0] < len(links) else None
        if link is not None:
            self.opened.emit(*link)
