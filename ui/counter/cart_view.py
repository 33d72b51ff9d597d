"""The cart: rows of one height that are painted only where something changed, however long the ticket is.

Qt's own list view lays all rows out again when one is added (140 ms at 100,000 rows); here a row's place is its
number times the height.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from app.core.i18n import _
from app.counter.ticket import Ticket
from ui.common import paint
from ui.counter.cart_model import CartModel
from ui.counter.cart_row import CartDelegate, step_at
from ui.theme import theme
from ui.theme.tokens import FLASH_MS

ROW = 62
FRAME_MS = 40
_LEFT_OUT = QAbstractItemView.CursorAction


class CartView(QAbstractItemView):
    """The lines of the open ticket.

    Signals:
        selected: another line is selected; carries its number, 0 for none.
        stepped: minus or plus of the selected line; -1 or +1.
        opened: Enter or double click on a line.
    """

    selected = Signal(int)
    stepped = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.cart")
        self.setAccessibleName(_("Cart"))
        self.setFrameShape(self.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.rows = CartModel()
        self.setModel(self.rows)
        self.painter = CartDelegate(self)
        self.setItemDelegate(self.painter)
        # Only an opaque widget can be scrolled by moving its pixels.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._no = 0
        self._flash: tuple[int, float] | None = None
        self._fade = QTimer(self, interval=FRAME_MS)
        self._fade.timeout.connect(self._fade_on)
        theme().changed.connect(self._retheme)

    # -- what the screen tells

    @property
    def no(self) -> int:
        """The number of the selected line, 0 when there is none."""
        return self._no

    def show_ticket(self, ticket: Ticket, select: int | None = None) -> None:
        """Show a changed ticket and select a line by its number; only rows that differ are painted again."""
        first, last = self._visible()
        changed = self.rows.show_ticket(ticket, first, last)
        self._measure()
        for row in changed:
            self.viewport().update(self._rect(row))
        self.select(select if self.rows.row_of(select) >= 0 else 0)

    def select(self, no: int | None) -> None:
        """Select a line by its number and bring it into view."""
        before, self._no = self._no, no or 0
        if before != self._no:
            for row in (self.rows.row_of(before), self.rows.row_of(self._no)):
                if row >= 0:
                    self.viewport().update(self._rect(row))
            self.selected.emit(self._no)
        row = self.rows.row_of(self._no)
        if row >= 0:
            index = self.rows.index(row)
            if index != self.currentIndex():
                self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def move(self, step: int) -> None:
        """Select the line so many rows further."""
        count = self.rows.rowCount()
        if count:
            row = min(count - 1, max(0, self.rows.row_of(self._no) + step))
            line = self.rows.line(row)
            assert line is not None
            self.select(line.no)

    def flash(self, no: int) -> None:
        """Let a line glow: it was just scanned."""
        if theme().motion:
            self._flash = (no, time.monotonic())
            self._fade.start()
            self._update_line(no)

    def glow(self, no: int) -> float:
        """How strongly a line glows now, 0 to 1."""
        if self._flash is None or self._flash[0] != no:
            return 0.0
        return max(0.0, 1 - (time.monotonic() - self._flash[1]) * 1000 / FLASH_MS)

    def _fade_on(self) -> None:
        no = self._flash[0] if self._flash else 0
        if not self.glow(no):
            self._flash = None
            self._fade.stop()
        self._update_line(no)

    def _update_line(self, no: int) -> None:
        row = self.rows.row_of(no)
        if row >= 0:
            self.viewport().update(self._rect(row))

    # -- geometry

    def row_height(self) -> int:
        """The height of every row."""
        return theme().row(ROW)

    def _retheme(self) -> None:
        self._measure()
        self.viewport().update()

    def _measure(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self.row_height())
        bar.setRange(0, max(0, self.rows.rowCount() * self.row_height() - height))

    def _rect(self, row: int) -> QRect:
        height = self.row_height()
        return QRect(0, row * height - self.verticalScrollBar().value(), self.viewport().width(), height)

    def _visible(self) -> tuple[int, int]:
        top, height = self.verticalScrollBar().value(), self.row_height()
        return top // height, (top + self.viewport().height()) // height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self.select(self._no)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)  # the rows that stay in view are moved, not painted again

    def visualRect(self, index: QModelIndex) -> QRect:
        return self._rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = (point.y() + self.verticalScrollBar().value()) // self.row_height()
        return self.rows.index(row) if 0 <= row < self.rows.rowCount() else QModelIndex()

    def scrollTo(
        self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect, bar = self.visualRect(index), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + 1)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: QModelIndex) -> bool:
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        page = max(1, self.viewport().height() // self.row_height())
        count = self.rows.rowCount()
        steps = {
            _LEFT_OUT.MoveUp: -1, _LEFT_OUT.MoveDown: 1, _LEFT_OUT.MovePageUp: -page, _LEFT_OUT.MovePageDown: page,
            _LEFT_OUT.MoveHome: -count, _LEFT_OUT.MoveEnd: count,
        }  # fmt: skip
        self.move(steps.get(action, 0))
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: object) -> None:
        """Selecting is ours: one line, by its number."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self.rows.line(index.row()) if index.isValid() else None
        if line is None:
            return
        if line.no != self._no:
            self.select(line.no)
            return
        step = step_at(self._rect(index.row()), event.position().toPoint(), line)
        if step:
            self.stepped.emit(step)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self.rows.line(index.row()) if index.isValid() else None
        if line is None:
            return
        if step_at(self._rect(index.row()), event.position().toPoint(), line):
            self.mousePressEvent(event)  # two quick taps on plus are two pieces
        else:
            self.opened.emit(line.no)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._no:
            self.opened.emit(self._no)
        else:
            super().keyPressEvent(event)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter: QPainter = paint.start(self.viewport())
        asked = event.rect()
        painter.fillRect(asked, theme().color("surface"))
        top, height = self.verticalScrollBar().value(), self.row_height()
        first, last = (top + asked.top()) // height, (top + asked.bottom()) // height
        for row in range(first, min(last + 1, self.rows.rowCount())):
            option = QStyleOptionViewItem()
            option.rect = self._rect(row)
            self.painter.paint(painter, option, self.rows.index(row))
        if self.hasFocus() and self._no:
            paint.focus_ring(painter, QRectF(self._rect(self.rows.row_of(self._no))), 2)
        painter.end()
