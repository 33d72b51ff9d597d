"""The view of a table: paints whole rows at once, with tint, accent bar, focus outline and flashing rows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip

from ui.common import paint
from ui.common.cells import Cell, is_cut, paint_cell
from ui.common.rows import RowsModel
from ui.common.table_head import Head
from ui.theme import theme
from ui.theme.tokens import FLASH_MS

EDGE = 16
GAP = 6
AFTER_RIGHT = 14
_MOVES = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}


class RowsView(QTableView):
    """Rows painted from their model; Enter or a double click emits `opened` with the row's position."""

    opened = Signal(int)

    def __init__(
        self,
        model: RowsModel,
        *,
        row_height: int,
        multi: bool,
        row_token: Callable[[Any], str | None] | None,
        in_card: bool = False,
    ) -> None:
        super().__init__()
        self.rows_model = model
        self.base_height = row_height
        self.multi = multi
        self.loading = False
        self.in_card = in_card
        self._row_token = row_token
        self._hover = -1
        self._flashing: dict[int, float] = {}
        self.head = Head(model, self.inner, in_card=in_card)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._set_up()
        self.fit_columns()
        self._retheme()
        theme().changed.connect(self._retheme)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        theme().dress_bars(self)
        self.head.viewport().setAutoFillBackground(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if self.multi else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(20)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _retheme(self) -> None:
        self.rows_model.refresh_cells()
        self.verticalHeader().setDefaultSectionSize(theme().row(self.base_height))
        self.fit_columns()
        self.head.updateGeometry()
        self.viewport().update()

    def set_row_height(self, height: int) -> None:
        """Change the height of rows in px, before touch and dense settings."""
        self.base_height = height
        self._retheme()

    def set_loading(self, loading: bool) -> None:
        """Paint grey rows until there are real ones."""
        self.loading = loading
        self.viewport().update()

    # -- columns

    def fit_columns(self) -> None:
        """Give each column its width, and what is left to those without one."""
        for at, column in enumerate(self.rows_model.columns):
            if column.width is None:
                self.head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                self.head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                left, right = self._padding(at)
                self.head.resizeSection(at, round(column.width * theme().scale) + left + right)

    def _padding(self, at: int) -> tuple[int, int]:
        columns = self.rows_model.columns
        last = len(columns) - 1
        left = EDGE if at == 0 else GAP
        turned = at < last and columns[at].side == "right" and columns[at + 1].side != "right"
        right = EDGE if at == last else AFTER_RIGHT if turned else GAP
        return left, right

    def inner(self, at: int, rect: QRectF) -> QRectF:
        """Return a cell's rectangle without its padding."""
        left, right = self._padding(at)
        return rect.adjusted(left, 0, -right, 0)

    # -- moving

    def go_to(self, at: int, *, scroll: bool = True) -> None:
        """Make a row the current and only selected one."""
        index = self.rows_model.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if scroll:
            self.scrollTo(index)

    def mark(self, at: int) -> None:
        """Select a row besides those that are."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.rows_model.index(at, 0), flags.Select | flags.Rows)

    def flash(self, at: int) -> None:
        """Tint a row that fades within 600 ms, or not at all where motion is off."""
        self.scrollTo(self.rows_model.index(at, 0))
        if not theme().motion:
            return
        fade = QVariantAnimation(self)
        fade.setStartValue(1.0)
        fade.setEndValue(0.0)
        fade.setDuration(FLASH_MS)
        fade.valueChanged.connect(lambda value: self._fade(at, value))
        fade.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _fade(self, at: int, strength: float) -> None:
        if strength > 0:
            self._flashing[at] = strength
        else:
            self._flashing.pop(at, None)
        self.viewport().update()

    # -- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _COMMAND:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
                return
            event.ignore()
        elif key == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.head.columns_wanted.emit()
        elif key == Qt.Key.Key_Space and self.multi and self.currentIndex().isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(self.currentIndex(), flags.Toggle | flags.Rows)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            last = self.rows_model.rowCount() - 1
            if last >= 0:
                self.go_to(0 if key == Qt.Key.Key_Home else last)
        elif (key in _MOVES and not event.modifiers() & Qt.KeyboardModifier.AltModifier) or (
            key == Qt.Key.Key_A and self.multi and event.modifiers() & _COMMAND
        ):
            super().keyPressEvent(event)
        else:
            # Letters and digits are the screen's keys here, not a search in the list.
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.rowAt(int(event.position().y()))
        if at >= 0:
            self.opened.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(-1)
        super().leaveEvent(event)

    def _set_hover(self, at: int) -> None:
        if at != self._hover:
            self._hover = at
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            return self._show_tip(event)
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> bool:
        index = self.indexAt(event.pos())
        if index.isValid():
            column = self.rows_model.columns[index.column()]
            cell = self.rows_model.cells(index.row())[index.column()]
            left, right = self._padding(index.column())
            if cell.tip or is_cut(self.columnWidth(index.column()) - left - right, column, cell):
                words = cell.tip or "\n".join(part for part in (cell.text, cell.detail) if part)
                theme().show_tip(event.globalPos(), words, self.viewport())
                return True
        QToolTip.hideText()
        return True

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self.viewport())
        if not self.in_card:
            painter.fillRect(event.rect(), theme().color("surface"))
        height = self.verticalHeader().defaultSectionSize()
        if self.loading and not self.rows_model.rowCount():
            self._paint_skeleton(painter, height)
        else:
            self._paint_rows(painter, event, height)
        if self.hasFocus() and not self.currentIndex().isValid():
            paint.focus_ring(painter, QRectF(self.viewport().rect()), 2)  # no row has it yet
        painter.end()

    def _paint_rows(self, painter: QPainter, event: QPaintEvent, height: int) -> None:
        count = self.rows_model.rowCount()
        offset = self.verticalOffset()
        first = max(0, (event.rect().top() + offset) // height)
        last = min(count - 1, (event.rect().bottom() + offset) // height)
        chosen = {
            at
            for span in self.selectionModel().selection()
            for at in range(max(span.top(), first), min(span.bottom(), last) + 1)
        }
        places = [
            (self.head.sectionViewportPosition(at), self.head.sectionSize(at))
            for at in range(len(self.rows_model.columns))
        ]
        for at in range(first, last + 1):
            rect = QRectF(0, at * height - offset, self.viewport().width(), height)
            self._paint_row(painter, rect, at, places, at in chosen)

    def _paint_row(self, painter: QPainter, rect: QRectF, at: int, places: list[tuple[int, int]], chosen: bool) -> None:
        now = at == self.currentIndex().row()
        own = self._row_token(self.rows_model.row(at)) if self._row_token else None
        fill = "selected" if chosen or now else own or ("hover" if at == self._hover else None)
        if fill:
            painter.fillRect(rect, theme().color(fill))
        if at in self._flashing:
            painter.fillRect(rect, paint.faded("accent_edge", round(255 * self._flashing[at])))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), theme().color("border"))
        cells: list[Cell] = self.rows_model.cells(at)
        for index, (x, width) in enumerate(places):
            inner = self.inner(index, QRectF(x, rect.top(), width, rect.height() - 1))
            paint_cell(painter, inner, self.rows_model.columns[index], cells[index])
        if chosen or now:
            painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), theme().color("accent"))
        if now and self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(0, 0, 0, -1), 2)

    def _paint_skeleton(self, painter: QPainter, height: int) -> None:
        for at in range(self.viewport().height() // height + 1):
            for index in range(len(self.rows_model.columns)):
                x, width = self.head.sectionViewportPosition(index), self.head.sectionSize(index)
                place = self.inner(index, QRectF(x, at * height, width, height))
                bar = QRectF(place.left(), place.center().y() - 5, place.width() * (0.75 - 0.1 * (at % 3)), 10)
                paint.box(painter, bar, 5, "hover")


_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
