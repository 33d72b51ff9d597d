"""The head of a table: sentence case, an arrow at the sorted column; a click sorts, a drag moves a column."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from ui.common import paint
from ui.common.rows import RowsModel
from ui.theme import theme
from ui.theme.tokens import HEAD_HEIGHT, RADIUS_CARD


class Head(QHeaderView):
    """The head of a table: sentence case, an arrow at the sorted column, a click asks for another sort."""

    sort_wanted = Signal(str, bool)
    columns_wanted = Signal()
    dragged = Signal(int, int)  # a column from one place to another

    def __init__(self, model: RowsModel, inner: Callable[[int, QRectF], QRectF], *, in_card: bool) -> None:
        """`inner` is a cell without its padding; `in_card` leaves the round corners of the card around it free."""
        super().__init__(Qt.Orientation.Horizontal)
        self._rows, self._inner, self._in_card = model, inner, in_card
        self._sort, self._descending = "", False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionsMovable(True)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._on_moved)

    def _on_moved(self, logical: int, old: int, new: int) -> None:
        """The columns themselves are put in order, so the head goes back to it."""
        blocked = self.blockSignals(True)
        self.moveSection(new, old)
        self.blockSignals(blocked)
        self.dragged.emit(old, new)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.columns_wanted.emit()

    @property
    def sort(self) -> tuple[str, bool]:
        """The key that is sorted by, and whether downwards."""
        return self._sort, self._descending

    def set_sort(self, key: str, descending: bool) -> None:
        """Show the arrow at the column with this sort key."""
        self._sort, self._descending = key, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(HEAD_HEIGHT * theme().scale))

    def _clicked(self, section: int) -> None:
        key = self._rows.columns[section].sort
        if key:
            descending = not self._descending if key == self._sort else False
            self.set_sort(key, descending)
            self.sort_wanted.emit(key, descending)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self.viewport())
        rect = QRectF(self.viewport().rect())
        if self._in_card:
            painter.setClipRect(rect)
            paint.box(painter, rect.adjusted(0, 0, 0, RADIUS_CARD), RADIUS_CARD - 1, "sunken")
        else:
            painter.fillRect(rect, theme().color("sunken"))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme().color("border"))
        for at, column in enumerate(self._rows.columns):
            place = QRectF(self.sectionViewportPosition(at), 0, self.sectionSize(at), rect.height() - 1)
            self._paint_title(painter, self._inner(at, place), column.title, column.side, column.sort)
        painter.end()

    def _paint_title(self, painter: QPainter, rect: QRectF, title: str, side: str, sort: str) -> None:
        on = bool(sort) and sort == self._sort
        token = "text" if on else "text3"
        width = paint.advance(title, 12, 600)
        arrow = 16 if on else 0
        left = {"right": rect.right() - width - arrow, "center": rect.center().x() - width / 2}.get(side, rect.left())
        line = QRectF(max(rect.left(), left), rect.top(), min(width + 2, rect.width() - arrow), rect.height())
        paint.text(painter, line, title, px=12, weight=600, token=token)
        if on:
            spot = QRectF(line.right() + 3, rect.center().y() - 6, 12, 12)
            theme().paint_icon(painter, "arrow-down" if self._descending else "arrow-up", spot, token)
