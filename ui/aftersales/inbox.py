"""The inbox: a mark for the kind, who and when, what about, the last words, and by when an answer is due."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.i18n import _
from ui.aftersales import words
from ui.common import paint
from ui.common.chips import chip_size, paint_chip
from ui.common.tall_list import TallList
from ui.orders.words import short_moment
from ui.theme import theme
from ui.theme.tokens import tone

STAR = 14


def paint_stars(painter: QPainter, at: QPointF, score: int, size: float = STAR) -> None:
    """Draw one to five stars of five, from their left middle."""
    for place in range(5):
        on = place < score
        spot = QRectF(at.x() + place * (size + 1), at.y() - size / 2, size, size)
        theme().paint_icon(painter, "star-fill" if on else "star", spot, "amber" if on else "control")


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


class Inbox(TallList):
    """Cases and feedback."""

    def key_of(self, row: Any) -> tuple[str, int]:
        return key_of(row)

    def title_of(self, row: Any) -> str:
        return str(row.customer_name)

    def said_of(self, row: Any) -> str:
        return said_of(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: Any) -> None:
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
