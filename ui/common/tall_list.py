"""A list of tall painted rows, walked with the arrow keys; the bar stays on its row when the list is read anew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.common import paint
from ui.theme import theme

ROW = 84
_ROOT = QModelIndex()


class _Rows(QAbstractListModel):
    def __init__(self, view: TallList) -> None:
        super().__init__()
        self._view = view
        self.rows: Sequence[Any] = ()

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._view.title_of(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._view.said_of(row)
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, view: TallList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, round(ROW * theme().scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(option.rect)
        now = index == self._view.currentIndex()
        if now:
            painter.fillRect(rect, theme().color("selected"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme().color("border"))
        self._view.paint_row(painter, rect, self._view.row(index.row()))
        if now:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme().color("accent"))
            if self._view.hasFocus():
                paint.focus_ring(painter, rect.adjusted(0, 0, 0, -1), 2)
        painter.restore()


class TallList(QListView):
    """Rows of three lines; a list says what identifies a row, how it is read out and how it is painted.

    Signals:
        moved: the bar stands on another row, or on none.
        opened: a row was asked for by double click.
    """

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__()
        self._rows = _Rows(self)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme().dress_bars(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _was: self.moved.emit(self.row(now.row())))
        self.doubleClicked.connect(lambda index: self.opened.emit(self.row(index.row())))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = paint.start(self.viewport())
            paint.focus_ring(painter, QRectF(self.viewport().rect()), 2)  # no row has it yet
            painter.end()

    # What a list of its own says

    def key_of(self, row: Any) -> Hashable:
        """What identifies a row."""
        raise NotImplementedError

    def title_of(self, row: Any) -> str:
        """A row in a word."""
        raise NotImplementedError

    def said_of(self, row: Any) -> str:
        """A row as it is read out."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, rect: QRectF, row: Any) -> None:
        """Paint a row; ground, bar and ring are there."""
        raise NotImplementedError

    # What all have

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, standing on the same one or on the one that took its place."""
        at, kept = self.currentIndex().row(), self.current()
        self._rows.set_rows(rows)
        same = None if kept is None else self._place_of(self.key_of(kept))
        target = same if same is not None else min(max(at, 0), len(rows) - 1)
        if rows:
            self.setCurrentIndex(self._rows.index(target))
        else:
            self.moved.emit(None)

    def row(self, at: int) -> Any:
        """The row at a place, or None."""
        return self._rows.rows[at] if 0 <= at < len(self._rows.rows) else None

    def current(self) -> Any:
        """The row the bar stands on, or None."""
        return self.row(self.currentIndex().row())

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows.rows)

    def select(self, key: Hashable) -> bool:
        """Stand on a row; False when it is not in the list."""
        at = self._place_of(key)
        if at is not None:
            self.setCurrentIndex(self._rows.index(at))
        return at is not None

    def step(self, by: int) -> None:
        """Up or down."""
        at = min(max(self.currentIndex().row() + by, 0), self.count() - 1)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Letters and digits are the screen's keys here, not a search in the list.
        if event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _place_of(self, key: Hashable) -> int | None:
        return next((at for at, row in enumerate(self._rows.rows) if self.key_of(row) == key), None)
