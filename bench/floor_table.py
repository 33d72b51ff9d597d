"""The floor of a window: a plain table view over Python rows, and a lookup by the bare driver in the same thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FloorModel(QAbstractTableModel):
    """Rows of texts, nothing else."""

    def __init__(self, rows: Sequence[Sequence[Any]] = ()) -> None:
        super().__init__()
        self.rows: list[Sequence[Any]] = list(rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def append(self, row: Sequence[Any]) -> None:
        """Add one row at the end."""
        self.beginInsertRows(_ROOT, len(self.rows), len(self.rows))
        self.rows.append(row)
        self.endInsertRows()

    def swap(self, rows: list[Sequence[Any]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class FloorWindow(QWidget):
    """A line edit above a table."""

    def __init__(self, rows: Sequence[Sequence[Any]] = ()) -> None:
        super().__init__()
        self.model, self.view, self.edit = FloorModel(rows), QTableView(), QLineEdit()
        self.view.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.view)
        self.resize(1000, 700)
        self.show()
        self.edit.setFocus()
