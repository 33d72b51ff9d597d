"""The queue of stopped orders: a ring with the score, who, how much, why, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common import paint
from ui.orders.words import short_moment
from ui.theme import theme

ROW = 84
SOON_MS = 60 * clock.MINUTE_MS
AMBER, RED = 40, 70
_ROOT = QModelIndex()


def ring_token(score: int) -> str:
    """The colour of a score: green below 40, amber below 70, red above."""
    return "bad" if score >= RED else "amber" if score >= AMBER else "ok"


def paint_ring(painter: QPainter, rect: QRectF, score: int, *, px: int, thick: float) -> None:
    """Draw a score as a ring with its number."""
    inner = rect.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color("hover"), thick))
    painter.drawEllipse(inner)
    painter.setPen(QPen(theme().color(ring_token(score)), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(inner, 90 * 16, round(-360 * 16 * min(100, max(0, score)) / 100))
    paint.text(painter, rect, str(score), px=px, weight=600, align=Qt.AlignmentFlag.AlignHCenter)


class Ring(QWidget):
    """A score as a ring."""

    def __init__(self, px: int = 72) -> None:
        super().__init__()
        self._px, self._score = px, 0
        self.setFixedSize(px, px)
        theme().changed.connect(self.update)

    def set_score(self, score: int) -> None:
        """Show another score."""
        self._score = score
        self.setAccessibleName(_("Risk {score} of 100").format(score=score))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint_ring(painter, rect, self._score, px=24, thick=6)
        painter.end()


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
            return row.number
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = _("Order {number}, {name}, {total}, risk {score}, {why}, {by}")
            return told.format(
                number=row.number, name=row.customer_name, total=format_money(row.total_minor), score=row.score,
                why=row.headline, by=when_text(row),
            )  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.headline
        return None


def when_text(row: Any) -> str:
    """By when an open review is due, or how and by whom it was decided."""
    if row.state in ("approved", "rejected"):
        done = _("approved by {name}") if row.state == "approved" else _("rejected by {name}")
        return done.format(name=row.decided_name)
    return _("by {time}").format(time=short_moment(row.deadline_at))


class _Painter(QStyledItemDelegate):
    def __init__(self, view: Queue) -> None:
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
        ring = QRectF(rect.left() + 16, rect.center().y() - 20, 40, 40)
        paint_ring(painter, ring, row.score, px=13, thick=5)
        words = QRectF(ring.right() + 14, rect.top() + 9, rect.right() - ring.right() - 30, rect.height() - 18)
        line = words.height() / 3
        right = Qt.AlignmentFlag.AlignRight
        total = format_money(row.total_minor)
        first = QRectF(words.left(), words.top(), words.width(), line)
        paint.text(painter, first, total, px=14, weight=600, align=right)
        name = first.adjusted(0, 0, -paint.advance(total, 14, 600) - 10, 0)
        paint.text(painter, name, row.customer_name or _("Walk-in"), px=14, weight=600)
        why = QRectF(words.left(), words.top() + line, words.width(), line)
        paint.text(painter, why, row.headline, px=13, token="text2")
        last = QRectF(words.left(), words.top() + 2 * line, words.width(), line)
        paint.text(painter, last, row.number, px=12, token="text3")
        self._paint_when(painter, last, row)

    def _paint_when(self, painter: QPainter, line: QRectF, row: Any) -> None:
        said = when_text(row)
        waits = row.state in ("open", "held")
        late = waits and row.deadline_at < clock.now_ms()
        soon = waits and row.deadline_at - clock.now_ms() < SOON_MS
        token = "bad_text" if late else "warn_text" if soon else "text3"
        weight = 600 if late or soon else 400
        paint.text(painter, line, said, px=12, weight=weight, token=token, align=Qt.AlignmentFlag.AlignRight)
        x = line.right() - paint.advance(said, 12, weight) - 18
        icon = "clock" if waits else "check-circle-fill" if row.state == "approved" else "x-circle-fill"
        theme().paint_icon(painter, icon, QRectF(x, line.center().y() - 6.5, 13, 13), token)


class Queue(QListView):
    """Stopped orders, walked with the arrow keys; the bar stays on its order when the list is read anew."""

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows()
        self.setObjectName("review.list")
        self.setAccessibleName(_("Orders to decide"))
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
        """Show other rows, standing on the same order or on the one that took its place."""
        at, kept = self.currentIndex().row(), self.current()
        self._rows.set_rows(rows)
        same = next((place for place, row in enumerate(rows) if kept and row.order_id == kept.order_id), None)
        target = same if same is not None else min(max(at, 0), len(rows) - 1)
        if rows:
            self.setCurrentIndex(self._rows.index(target))
        self.moved.emit(self.row(target) if rows else None)

    def row(self, at: int) -> Any:
        """The row at a place, or None."""
        return self._rows.rows[at] if 0 <= at < len(self._rows.rows) else None

    def current(self) -> Any:
        """The row the bar stands on, or None."""
        return self.row(self.currentIndex().row())

    def select(self, order_id: int) -> bool:
        """Stand on an order; False when it is not in the list."""
        for at, row in enumerate(self._rows.rows):
            if row.order_id == order_id:
                self.setCurrentIndex(self._rows.index(at))
                return True
        return False

    def step(self, by: int) -> None:
        """Up or down."""
        at = min(max(self.currentIndex().row() + by, 0), len(self._rows.rows) - 1)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Letters and digits are the screen's keys here, not a search in the list.
        if event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)
