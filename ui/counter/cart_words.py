"""How the words below a name share a cart row: on one line where they fit, else on two, and no price is ever cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.common import paint
from ui.counter.words import Mark
from ui.theme import theme

PX, HIGH = 12, 16
DOT, ICON, SPACE = 14, 17, 4  # px that a dot between two words takes, an icon, and the air before a price
LEAST_MARK = 48  # px that a shortened word needs to say something
MOST_LINES = 2
MORE = "…"


class Placed(NamedTuple):
    """A word at its place in a line, shortened where it has to be; what goes on from the line above has no dot."""

    mark: Mark
    left: float
    goes_on: bool = False


def placed(marks: Sequence[Mark], room: float) -> list[list[Placed]]:
    """Spread the words over one line, or two: a word that does not fit goes on below, in the last line it is shortened.

    What finds no place at all is told by three dots at the end.
    """
    lines: list[list[Placed]] = [[]]
    x, left = 0.0, list(marks)
    while left:
        mark = left.pop(0)
        goes_on = x < 0
        start = 0.0 if goes_on or not lines[-1] else x + DOT
        if start + width_of(mark) > room and len(lines) < MOST_LINES and lines[-1]:
            head, rest = _broken(mark, room, room - start)
            if head is not None:
                lines[-1].append(Placed(head, start))
            lines.append([])
            x = -1.0 if head is not None else 0.0
            left.insert(0, rest)
            continue
        spare = room - start - (width_of(mark) - paint.advance(mark.text, PX, weight_of(mark)))
        if start + width_of(mark) > room and spare < LEAST_MARK:
            _say_more(lines[-1], room)
            break
        mark = mark._replace(text=paint.shortened(mark.text, spare, px=PX, weight=weight_of(mark)))
        lines[-1].append(Placed(mark, start, goes_on))
        x = start + width_of(mark)
    return lines


def width_of(mark: Mark) -> float:
    """The px that a word takes with its icon and its tail."""
    weight = weight_of(mark)
    tail = paint.advance(mark.tail, PX, weight) + 1 + SPACE if mark.tail else 0.0
    return paint.advance(mark.text, PX, weight) + 1 + (ICON if mark.icon else 0) + tail


def _broken(mark: Mark, room: float, rest: float) -> tuple[Mark | None, Mark]:
    """A word that is longer than a whole line begins in what is left of this one, and goes on in the next."""
    within = rest - (ICON if mark.icon else 0)
    if width_of(mark) <= room or within < LEAST_MARK:
        return None, mark
    parts = paint.lines(mark.text, within, px=PX, weight=weight_of(mark), most=2)
    if len(parts) < 2:
        return None, mark
    return mark._replace(text=parts[0], tail=""), mark._replace(text=parts[1], icon="")


def _say_more(line: list[Placed], room: float) -> None:
    """Three dots at the end of a line; the word before gives way for them, or goes when too little of it would be left."""
    dots, at = Mark("", MORE, "text3"), 0.0
    while line:
        mark, left, goes_on = line.pop()
        over = left + width_of(mark) + DOT + width_of(dots) - room
        wide = paint.advance(mark.text, PX, weight_of(mark)) - max(0.0, over)
        if over <= 0 or wide >= LEAST_MARK:
            mark = mark._replace(text=paint.shortened(mark.text, wide, px=PX, weight=weight_of(mark)))
            line.append(Placed(mark, left, goes_on))
            at = left + width_of(mark) + DOT
            break
    line.append(Placed(dots, at))


def weight_of(mark: Mark) -> int:
    """What is said in grey is said quietly."""
    return 400 if mark.token == "text3" and not mark.icon else 600


def paint_line(painter: QPainter, place: QRectF, line: Sequence[Placed]) -> None:
    """Paint one line of words."""
    for number, (mark, left, goes_on) in enumerate(line):
        x, weight = place.left() + left, weight_of(mark)
        if number and not goes_on:
            paint.text(painter, QRectF(x - DOT + 5, place.top(), 8, place.height()), "·", px=PX, token="text3")
        if mark.icon:
            theme().paint_icon(painter, mark.icon, QRectF(x, place.center().y() - 6.5, 13, 13), mark.token)
            x += ICON
        for word in filter(None, (mark.text, mark.tail)):
            wide = paint.advance(word, PX, weight) + 1
            paint.text(
                painter, QRectF(x, place.top(), wide, place.height()), word, px=PX, weight=weight, token=mark.token
            )
            x += wide + SPACE
