"""The inbox: a mark for the kind, who and when, what about, the last words, and by when an answer is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.core.i18n import _
from ui.aftersales import words
from ui.common import paint
from ui.common.chips import chip_size, paint_chip
from ui.orders.words import short_moment
from ui.theme import theme
from ui.theme.tokens import tone

ROW = 84
STAR = 14
_ROOT = QModelIndex()


def paint_stars(painter: QPainter, at: QPointF, score: int, size: float = STAR) -> None:
    """Draw one to five stars of five, from their left middle."""
    for place in range(5):
        on = place < score
        spot = QRectF(at.x() + place * (size + 1), at.y() - size / 2, size, size)
        theme().paint_icon(painter, "star-fill" if on else "star", spot, "amber" if on else "control")


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
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
            return row.customer_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said_of(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return said_of(row)
        return None


def is_feedback(row: Any) -> bool:
    """Whether a row is what a customer answered, not a case."""
    return hasattr(row, "score")


def key_of(row: Any) -> tuple[str, int]:
    """What identifies a row of either kind."""
    return ("feedback" if is_feedback(row) else "case"), row.id


def said_of(row: Any) -> str:
    """A row in words."""
    if is_feedback(row):
        return _("{name}, {score} of 5 stars, {words}").format(
            name=row.customer_name, score=row.score, words=row.comment or _("no words")
        )
    return ", ".join((row.customer_name, row.subject, words.kind_word(row.kind.value), words.due_look(row)[0]))


class _Painter(QStyledItemDelegate):
    def __init__(self, view: Inbox) -> None:
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
        self._paint_row(painter, rect, self._view.row(index.row()))
        if now:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme().color("accent"))
            if self._view.hasFocus():
                paint.focus_ring(painter, rect.adjusted(0, 0, 0, -1), 2)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Any) -> None:
        answer = is_feedback(row)
        icon, tone_name = words.KIND_LOOKS["feedback" if answer else str(row.kind.value)]
        if answer and row.score >= 4:
            tone_name = "ok"
        disc = QRectF(rect.left() + 14, rect.top() + 14, 34, 34)
        look = tone(tone_name)
        paint.box(painter, disc, 17, look.tint)
        theme().paint_icon(painter, icon, disc.adjusted(8, 8, -8, -8), look.text)
        area = QRectF(disc.right() + 12, rect.top() + 9, rect.right() - disc.right() - 26, rect.height() - 18)
        line = area.height() / 3
        at = row.answered_at if answer else row.last_at
        right = Qt.AlignmentFlag.AlignRight
        moment = short_moment(at)
        first = QRectF(area.left(), area.top(), area.width(), line)
        waits = not answer and row.last_side == "customer" and row.state.value == "open"
        paint.text(painter, first, moment, px=12, weight=600 if waits else 400,
                   token="accent_text" if waits else "text3", align=right)  # fmt: skip
        name = first.adjusted(0, 0, -paint.advance(moment, 12, 600) - 10, 0)
        paint.text(painter, name, row.customer_name or _("Walk-in"), px=13, weight=500)
        about = QRectF(area.left(), area.top() + line, area.width(), line)
        last = QRectF(area.left(), area.top() + 2 * line, area.width(), line)
        if answer:
            paint.text(painter, about, f"“{row.comment}”" if row.comment else _("No words"), px=14, weight=600)
            paint_stars(painter, QPointF(last.left(), last.center().y()), row.score)
            rest = last.adjusted(84, 0, 0, 0)
            told = _("Feedback on {number}").format(number=row.order_number)
            paint.text(painter, rest, told, px=12, token="text3")
            return
        paint.text(painter, about, row.subject, px=14, weight=600)
        due, due_tone = words.due_look(row)
        size = chip_size(due, height=22)
        chip = QRectF(last.right() - size.width(), last.center().y() - size.height() / 2, size.width(), size.height())
        paint_chip(painter, chip, due, due_tone)
        told = words.last_line(row)
        paint.text(painter, last.adjusted(0, 0, -size.width() - 10, 0), told, px=12, token="text3")


class Inbox(QListView):
    """Cases and feedback, walked with the arrow keys.

    Signals:
        moved: the bar stands on another row, or on none.
    """

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__()
        self._rows = _Rows()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setProperty("kit", "true")
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _was: self.moved.emit(self.row(now.row())))
        self.doubleClicked.connect(lambda index: self.opened.emit(self.row(index.row())))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, standing on the same one or on the one that took its place."""
        at, kept = self.currentIndex().row(), self.current()
        self._rows.set_rows(rows)
        same = next((place for place, row in enumerate(rows) if kept is not None and key_of(row) == key_of(kept)), None)
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

    def select(self, kind: str, ref: int) -> bool:
        """Stand on a case or an answer; False when it is not in the list."""
        for at, row in enumerate(self._rows.rows):
            if key_of(row) == (kind, ref):
                self.setCurrentIndex(self._rows.index(at))
                return True
        return False

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
