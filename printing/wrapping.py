"""Breaks texts into lines that fit, by measured width for drawn paper and by columns for a printer's own letters."""

import re
import unicodedata
from collections.abc import Callable

from printing import fonts
from printing.escape import printer_text
from printing.layout import Size, Text

MOST_LINES = 6
_LONGEST = 400
# Chinese, Japanese and Korean break anywhere, the rest at blanks.
_PIECES = re.compile(r"\s+|[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+")


def weight_of(block: Text) -> int:
    """The weight of a text's letters: bold is heavier on large ones, so that small ones stay open."""
    if not block.bold:
        return 400
    return 700 if block.size >= Size.LARGE else 600


def line_height(size: float) -> int:
    """The distance of two baselines in dots."""
    return round(size * 1.3)


def words_width(text: str, size: float, weight: int = 400, display: bool = False) -> float:
    """How many dots a text is wide. Raises MissingFace."""
    return fonts.width(text, size, weight, display)


def wrap(
    text: str, room: float, size: float, weight: int = 400, display: bool = False, most: int = MOST_LINES
) -> list[str]:
    """The lines of a text that fit `room` dots, at most `most`, the last one cut with an ellipsis."""
    clean = printer_text(text, longest=_LONGEST).strip()
    return _fill(clean, lambda part: fonts.width(part, size, weight, display) <= room, most)


def wrap_columns(text: str, columns: int, most: int = MOST_LINES) -> list[str]:
    """The lines of a text for a grid of letters, Chinese ones two columns wide."""
    clean = printer_text(text, longest=_LONGEST).strip()
    return _fill(clean, lambda part: columns_of(part) <= columns, most)


def columns_of(text: str) -> int:
    """How many columns a text takes in a grid of letters."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fill(text: str, fits: Callable[[str], bool], most: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        while piece and len(lines) <= most:
            if fits(line + piece.rstrip()):
                line += piece
                break
            if line.strip():
                lines.append(line.rstrip())
                line, piece = "", piece.lstrip()
            else:
                head = _longest_fit(piece, fits)
                lines.append(piece[:head])
                piece = piece[head:]
    lines.append(line.rstrip())
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and not fits(lines[-1] + "…"):
            lines[-1] = lines[-1][:-1]
        lines[-1] += "…"
    return lines if len(lines) == 1 or lines[-1] else lines[:-1]


def _longest_fit(piece: str, fits: Callable[[str], bool]) -> int:
    """How many letters of an over-long word fit, at least one."""
    low, high = 1, len(piece)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(piece[:middle]):
            low = middle
        else:
            high = middle - 1
    return low
