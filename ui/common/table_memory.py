"""Remembers how each person left a table at this station: its columns, their order and the sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ui.common.columns_sheet import ColumnsSheet
from ui.common.table import Layout, LiveTable

if TYPE_CHECKING:
    from ui.common.desk import Desk


class TableMemory(QObject):
    """Lays a table out as its person left it, and keeps what is changed."""

    def __init__(self, desk: Desk, table: LiveTable, name: str = "") -> None:
        """`name` is the table's own unless one widget shows several tables in turn."""
        super().__init__(table)
        self._desk, self._table = desk, table
        self._name = name or table.objectName()
        table.laid_out.connect(self._keep)
        table.columns_wanted.connect(self.ask)
        desk.actor_changed.connect(self.load)
        if name or desk.actor is not None:
            self.load()

    def rename(self, name: str) -> None:
        """Another table is shown in the same widget from now on."""
        if name != self._name:
            self._name = name
            self.load()

    def load(self) -> None:
        """Read how the signed-in person left it."""
        actor, name = self._desk.actor, self._name
        if actor is None:
            return

        def read() -> Any:
            from app.staff.table_views import kept_view

            return kept_view(actor.person_id, actor.station, name)

        def show(kept: Any) -> None:
            if name != self._name:
                return
            self._table.lay_out(Layout(*kept) if kept is not None else Layout())

        self._desk.read(self, read, show, merge="layout")

    def ask(self) -> None:
        """Alt+C, or a right click on the head: choose columns and their order."""
        ColumnsSheet(self._table).open()

    def _keep(self) -> None:
        from app.staff.table_views import keep_table

        if self._desk.actor is not None:
            self._desk.write(self, keep_table, self._name, *self._table.layout_now())


def remember(desk: Desk, *tables: LiveTable) -> None:
    """Remember these tables for each person and station."""
    for table in tables:
        TableMemory(desk, table)
