"""The table of all lists: two-line rows, chips, pictures, one accent bar; lazy pages and the selection kept by id."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ui.common.cells import DASH, Cell, Column
from ui.common.labels import Label
from ui.common.layout import Columns, Layout
from ui.common.panels import Divider, Panel, fill
from ui.common.rows import RowsModel
from ui.common.table_view import RowsView
from ui.theme import theme
from ui.theme.tokens import ROW_HEIGHT

__all__ = ["DASH", "Cell", "Column", "Layout", "LiveTable", "RowsModel"]

_MORE_BEFORE_END = 40


class LiveTable(QWidget):
    """Rows of a list with head and footer.

    `chosen(row)` tells that the selection moved (None when it is empty), `opened(row)` Enter or a double click,
    `more_wanted()` that the end comes in sight and another page may be appended, `sort_wanted(key, descending)`
    that a head was clicked, `selection_changed()` that other rows are selected; `laid_out()` that columns or sort were
    changed by hand, `columns_wanted()` that somebody wants to choose columns.
    """

    chosen = Signal(object)
    opened = Signal(object)
    more_wanted = Signal()
    sort_wanted = Signal(str, bool)
    selection_changed = Signal()
    laid_out = Signal()
    columns_wanted = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        key: str | Callable[[Any], Any] = "id",
        row_height: int = ROW_HEIGHT,
        head: bool = True,
        multi: bool = False,
        row_token: Callable[[Any], str | None] | None = None,
        in_card: bool = False,
        accessible: str = "",
    ) -> None:
        """`in_card` leaves the round corners of the card around it free; `row_token` tints rows by a token name."""
        super().__init__()
        self.setObjectName(name)
        self._columns = Columns(columns)
        self._own: Sequence[Any] = ()  # the rows in the screen's own order
        self._usual_sort = ("", False)
        self.model = RowsModel(columns, key)
        self.view = RowsView(self.model, row_height=row_height, multi=multi, row_token=row_token, in_card=in_card)
        self.view.setObjectName(f"{name}.view")
        self.view.setAccessibleName(accessible or name.replace(".", " ").replace("_", " "))
        self.view.horizontalHeader().setVisible(head)
        self.setFocusProxy(self.view)
        self._more = False
        self._asked_more = False
        self._before: list[Any] = []
        self._footer = Label("", 12, 400, "text3")
        self._foot = Panel(
            None if in_card else "surface", Divider(), Panel(None, self._footer, None, margins=(7, 16), row=True), gap=0
        )
        self._foot.hide()
        self._place = QWidget()
        self._stack = QStackedLayout(self._place)
        self._stack.addWidget(self.view)
        self._empty: QWidget | None = None
        fill(QVBoxLayout(self), ((self._place, 1), self._foot), 0, 0)
        self._connect()

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.view.opened.connect(self._open)
        self.view.head.sort_wanted.connect(self._on_sort)
        self.view.head.columns_wanted.connect(self.columns_wanted.emit)
        self.view.head.dragged.connect(self._on_dragged)
        self.view.verticalScrollBar().valueChanged.connect(self._look_for_end)
        self.view.verticalScrollBar().rangeChanged.connect(self._look_for_end)

    # -- rows

    def set_rows(self, rows: Sequence[Any], *, more: bool = False) -> None:
        """Show other rows, keeping selection and scroll position; `more` says that another page can be had."""
        kept = self.current_id()
        selected = {self.model.id_of(row) for row in self.selected()} if self.view.multi else set()
        near = self.view.currentIndex().row()
        scroll = self.view.verticalScrollBar().value()
        self._more, self._asked_more = more, False
        self._own = rows
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.set_rows(self._sorted(rows))
        at = self.model.find(kept, max(0, near)) if kept is not None else None
        if at is not None:
            self.view.go_to(at, scroll=False)
            self._select_again(selected)
            self.view.verticalScrollBar().setValue(scroll)
        selection.blockSignals(False)
        self._show_place()
        if kept is not None and at is None:
            self.chosen.emit(None)
        elif at is not None:
            self.chosen.emit(self.model.row(at))
        self.view.viewport().update()

    def append_page(self, rows: Sequence[Any], *, more: bool = False) -> None:
        """Add the next page; `more` says that there is still another."""
        self.model.append(rows)
        self._more, self._asked_more = more, False
        self._show_place()

    def replace(self, row: Any) -> bool:
        """Show one changed row in its place, found by id; False if it is not here."""
        done = self.model.replace(row)
        if done and self.current_id() == self.model.id_of(row):
            self.chosen.emit(row)
        return done

    def rows(self) -> Sequence[Any]:
        """Return the rows that are loaded."""
        return self.model.rows()

    def count(self) -> int:
        """Return how many rows are loaded."""
        return self.model.rowCount()

    # -- selection

    def current(self) -> Any:
        """Return the row the bar stands on, or None."""
        return self.model.row(self.view.currentIndex().row())

    def current_id(self) -> Any:
        """Return the id of the current row, or None."""
        row = self.current()
        return None if row is None else self.model.id_of(row)

    def selected(self) -> list[Any]:
        """Return all selected rows from top to bottom."""
        ranges = self.view.selectionModel().selection()
        places = sorted({at for span in ranges for at in range(span.top(), span.bottom() + 1)})
        return [self.model.row(at) for at in places]

    def select_id(self, row_id: Any) -> bool:
        """Move to the row of that id; False if it is not loaded."""
        at = self.model.find(row_id, max(0, self.view.currentIndex().row()))
        if at is not None:
            self.view.go_to(at)
        return at is not None

    def select_at(self, at: int) -> None:
        """Move to a position, at most the last."""
        if self.count():
            self.view.go_to(min(max(0, at), self.count() - 1))

    def step(self, by: int) -> None:
        """Move up or down, as J and K do in a detail."""
        self.select_at(self.view.currentIndex().row() + by)

    def clear_selection(self) -> None:
        """Select nothing."""
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()

    def flash(self, row_id: Any) -> None:
        """Tint a row for a moment, as after a scan, and bring it into sight."""
        at = self.model.find(row_id, max(0, self.view.currentIndex().row()))
        if at is not None:
            self.view.flash(at)

    def _select_again(self, ids: set[Any]) -> None:
        if len(ids) > 1:
            for at, row in enumerate(self.model.rows()):
                if self.model.id_of(row) in ids:
                    self.view.mark(at)

    # -- looks

    def set_footer(self, text: str) -> None:
        """Tell count and sort below the rows; an empty text hides the line."""
        self._footer.set_text(text)
        self._foot.setVisible(bool(text))

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Show by which column the screen sorts the rows."""
        self._usual_sort = (key, descending)
        self.view.head.set_sort(key, descending)

    def _sorted(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The rows by the chosen column, if the table sorts that one itself; what says nothing comes last."""
        sort, falling = self.view.head.sort
        column = self._columns.by(sort)
        if column is None or column.by is None:
            return rows
        value = column.by
        full = [row for row in rows if value(row) not in (None, "")]
        return sorted(full, key=value, reverse=falling) + [row for row in rows if value(row) in (None, "")]

    def _on_sort(self, key: str, descending: bool) -> None:
        self._sort_by(key, descending)
        self.laid_out.emit()

    def _sort_by(self, key: str, descending: bool) -> None:
        if self._columns.by(key) is not None or not key:
            self.set_rows(self._own, more=self._more)
        if self._columns.by(key) is None:
            self.sort_wanted.emit(key, descending)

    def set_empty(self, widget: QWidget | None) -> None:
        """Show this in place of the rows when there are none."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = widget
        if widget is not None:
            self._stack.addWidget(widget)
        self._show_place()

    def set_loading(self, loading: bool) -> None:
        """Show grey rows while the first rows are on their way; what is shown already stays."""
        self.view.set_loading(loading and not self.count())
        self._show_place()

    def set_row_height(self, height: int) -> None:
        """Change the height of the rows in px, before touch and dense settings."""
        self.view.set_row_height(height)

    # -- columns

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show another table in this widget: its own columns in their own order."""
        self._columns = Columns(columns)
        self._show_columns()

    def all_columns(self) -> list[tuple[str, Column, bool]]:
        """Key, column and whether it is shown, of all columns from left to right."""
        return self._columns.all()

    def show_column(self, key: str, on: bool) -> None:
        """Show or hide one column, by hand."""
        self._columns.show(key, on)
        self._show_columns()
        self.laid_out.emit()

    def move_column(self, key: str, by: int) -> None:
        """Move one column to the left or right, by hand."""
        self._columns.move(key, self._columns.place(key) + by)
        self._show_columns()
        self.laid_out.emit()

    def _on_dragged(self, old: int, new: int) -> None:
        there = self._columns.place(self._columns.key_at(new))
        self._columns.move(self._columns.key_at(old), there)
        self._show_columns()
        self.laid_out.emit()

    def reset_layout(self) -> None:
        """All columns and the sort as at first, by hand."""
        self.lay_out(Layout())
        self.laid_out.emit()

    def lay_out(self, layout: Layout) -> None:
        """Show the table as it was left; a sort that it does not know any more is passed over."""
        self._columns.lay_out(layout.columns, layout.hidden)
        self._show_columns()
        known = bool(layout.sort) and self._columns.has(layout.sort)
        wanted = (layout.sort, layout.is_falling) if known else self._usual_sort
        if wanted != self.view.head.sort:
            self.view.head.set_sort(*wanted)
            self._sort_by(*wanted)

    def layout_now(self) -> Layout:
        """How the table stands, to be remembered."""
        return Layout(*self._columns.now(), *self.view.head.sort)

    def _show_columns(self) -> None:
        shown = self._columns.shown()
        if shown == self.model.columns:
            return
        at, scroll = self.view.currentIndex().row(), self.view.verticalScrollBar().value()
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.beginResetModel()
        self.model.columns = shown
        self.model.refresh_cells()
        self.model.endResetModel()
        self.view.fit_columns()
        if at >= 0:
            self.view.go_to(at, scroll=False)
            self.view.verticalScrollBar().setValue(scroll)
        selection.blockSignals(False)
        self.view.viewport().update()

    def content_height(self) -> int:
        """Return the height in px at which all rows are seen without scrolling."""
        head = self.view.horizontalHeader()
        top = head.height() if head.isVisibleTo(self) else 0
        return top + self.count() * theme().row(self.view.base_height)

    def _show_place(self) -> None:
        empty = self._empty is not None and not self.count() and not self.view.loading
        self._stack.setCurrentWidget(self._empty if empty and self._empty else self.view)

    # -- signals

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.model.row(now.row()))

    def _open(self, at: int) -> None:
        row = self.model.row(at)
        if row is not None:
            self.opened.emit(row)

    def _look_for_end(self) -> None:
        if not self._more or self._asked_more:
            return
        bottom = self.view.rowAt(self.view.viewport().height() - 1)
        last = self.count() - 1 if bottom < 0 else bottom
        if last >= self.count() - _MORE_BEFORE_END:
            self._asked_more = True
            self.more_wanted.emit()
