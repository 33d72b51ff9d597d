"""The queue of stopped orders: a ring with the score, who, how much, why, and by when."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common import paint
from ui.common.tall_list import TallList
from ui.orders.words import short_moment
from ui.theme import theme

SOON_MS = 60 * clock.MINUTE_MS
AMBER, RED = 40, 70


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


def when_text(row: Any) -> str:
    """By when an open review is due, or how and by whom it was decided."""
    if row.state in ("approved", "rejected"):
        done = _("approved by {name}") if row.state == "approved" else _("rejected by {name}")
        return done.format(name=row.decided_name)
    return _("by {time}").format(time=short_moment(row.deadline_at))


class Queue(TallList):
    """Stopped orders."""

    def __init__(self) -> None:
        super().__init__("review.list", _("Orders to decide"))

    def key_of(self, row: Any) -> int:
        return int(row.order_id)

    def title_of(self, row: Any) -> str:
        return str(row.number)

    def said_of(self, row: Any) -> str:
        return _("Order {number}, {name}, {total}, risk {score}, {why}, {by}").format(
            number=row.number, name=row.customer_name, total=format_money(row.total_minor), score=row.score,
            why=row.headline, by=when_text(row),
        )  # fmt: skip

    def paint_row(self, painter: QPainter, rect: QRectF, row: Any) -> None:
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
