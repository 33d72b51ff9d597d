"""The model under a table: it shows the rows it is given without copying them."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.common.cells import Cell, Column

Index = QModelIndex | QPersistentModelIndex
_CELLS_KEPT = 600
_NEAR = 1000
_SCAN_ALL = 20_000
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Plain rows as a table; taking new rows costs the same for ten and for a million."""

    def __init__(self, columns: Sequence[Column], key: str | Callable[[Any], Any] = "id") -> None:
        super().__init__()
        self.columns = list(columns)
        self._key = key
        self._rows: Sequence[Any] = ()
        self._own = False
        self._cells: dict[int, list[Cell]] = {}

    # -- what screens give

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the sequence is kept, not copied."""
        self.beginResetModel()
        self._rows, self._own = rows, False
        self._cells.clear()
        self.endResetModel()

    def append(self, rows: Sequence[Any]) -> None:
        """Show more rows after the last."""
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + len(rows) - 1)
        if not self._own:
            self._rows, self._own = list(self._rows), True
        self._rows.extend(rows)  # type: ignore[attr-defined]
        self.endInsertRows()

    def replace(self, row: Any) -> bool:
        """Show a row anew that has changed, found by its id; False if it is not here."""
        at = self.find(self.id_of(row))
        if at is None:
            return False
        if not self._own:
            self._rows, self._own = list(self._rows), True
        self._rows[at] = row  # type: ignore[index]
        self.forget(at)
        return True

    def forget(self, at: int) -> None:
        """Read one row's cells anew, because what they show has changed."""
        self._cells.pop(at, None)
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    # -- what the view reads

    def row(self, at: int) -> Any:
        """Return the row at a position, or None outside."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rows(self) -> Sequence[Any]:
        """Return all rows that are loaded."""
        return self._rows

    def id_of(self, row: Any) -> Any:
        """Return what identifies a row."""
        if callable(self._key):
            return self._key(row)
        return row.get(self._key) if isinstance(row, dict) else getattr(row, self._key, None)

    def find(self, row_id: Any, near: int = 0) -> int | None:
        """Return the position of a row by its id; in very long tables only near a position."""
        count = len(self._rows)
        low, high = max(0, near - _NEAR), min(count, near + _NEAR)
        for at in range(low, high):
            if self.id_of(self._rows[at]) == row_id:
                return at
        if count > _SCAN_ALL:
            return None
        return next((at for at, row in enumerate(self._rows) if self.id_of(row) == row_id), None)

    def cells(self, at: int) -> list[Cell]:
        """Return the cells of a row, made once while it is in sight."""
        found = self._cells.get(at)
        if found is None:
            if len(self._cells) > _CELLS_KEPT:
                self._cells.clear()
            row = self._rows[at]
            found = self._cells[at] = [column.cell(row) for column in self.columns]
        return found

    def refresh_cells(self) -> None:
        """Make all cells anew, as after a change of language."""
        self._cells.clear()

    # -- Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.UserRole,
        ):
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self._rows[index.row()]
        cell = self.cells(index.row())[index.column()]
        words = ", ".join(part for part in (cell.text, cell.detail, cell.mark[1] if cell.mark else "") if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.columns[index.column()].title
            return f"{title}: {words}" if title else words
        return words

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if orientation == Qt.Orientation.Horizontal and role in shown and section < len(self.columns):
            return self.columns[section].title
        return None
