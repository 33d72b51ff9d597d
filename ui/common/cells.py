"""Columns and cells of a table, and how a cell of each kind is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.core.money import format_money
from ui.common import paint
from ui.common.chips import chip_size, paint_chip
from ui.common.panels import paint_avatar
from ui.common.pickers import paint_check
from ui.common.progress import fill_token, paint_bar
from ui.common.thumb import thumb_pixmap
from ui.theme import theme

DASH = "–"
KINDS = ("text", "money", "chip", "two", "thumb", "number", "icon", "check", "bar", "avatar")
THUMB = 34


class Cell(NamedTuple):
    """What one cell shows; most columns need only the text.

    `tone` colours a chip, an icon or a bar; `art` is a product's picture; `fraction` fills a bar; `mark` is a
    second icon-and-word in the detail line, as (icon, word, tone).  An avatar with `steps` (a colour each) has them
    as a row of strokes below, and `amount` over its mark at the right.  `tip` is the whole sentence of a short word.
    """

    text: str = DASH
    detail: str = ""
    tone: str = "grey"
    icon: str = ""
    token: str = "text"
    weight: int = 0
    art: str = ""
    fraction: float = 0.0
    mark: tuple[str, str, str] | None = None
    color_index: int = 0
    amount: str = ""
    steps: tuple[str, ...] = ()
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` is the name of an attribute of the row, or a function of the row.

    What the function may return depends on the kind: a text, an amount in minor units (money), a number,
    (word, tone, icon) for a chip, (line, detail) for two, a bool (check), or a Cell. `sort` is the key given to
    `sort_wanted`; a column without it cannot be sorted. With `by`, a function of the row, the table sorts by itself.
    `width` None takes what is left. `label` names a column without a title where columns are chosen.
    """

    title: str
    field: str | Callable[[Any], Any]
    width: int | None = None
    align: str = ""
    kind: str = "text"
    sort: str = ""
    weight: int = 0
    token: str = "text"
    by: Callable[[Any], Any] | None = None
    label: str = ""

    def __post_init__(self) -> None:
        assert self.kind in KINDS, f"no kind of column {self.kind!r}"

    @property
    def can_hide(self) -> bool:
        """The column that takes what is left stays, or the others would have no edge to stand at."""
        return self.width is not None

    @property
    def side(self) -> str:
        """Where the text stands: numbers and money right unless told otherwise."""
        return self.align or ("right" if self.kind in ("money", "number") else "left")

    def cell(self, row: Any) -> Cell:
        """Return what the column shows of a row."""
        raw = self.field(row) if callable(self.field) else _get(row, self.field)
        if isinstance(raw, Cell):
            return raw
        return _MAKERS.get(self.kind, self._plain)(raw)._replace(token=self.token, weight=self.weight)

    def _plain(self, raw: Any) -> Cell:
        return Cell(DASH if raw is None or raw == "" else str(raw))


def _get(row: Any, field: str) -> Any:
    return row[field] if isinstance(row, dict) else getattr(row, field)


def _money(raw: int | None) -> Cell:
    return Cell(DASH if raw is None else format_money(raw))


def _number(raw: int | str | None) -> Cell:
    if isinstance(raw, int):
        return Cell(f"{raw:,}".replace("-", "−"))
    return Cell(raw or DASH)


def _chip(raw: tuple[str, str, str] | str | None) -> Cell:
    if not raw:
        return Cell()
    if isinstance(raw, str):
        return Cell(raw)
    word, tone, *icon = raw
    return Cell(word, tone=tone, icon=icon[0] if icon else "")


def _two(raw: tuple[str, str] | str | None) -> Cell:
    if isinstance(raw, tuple):
        return Cell(raw[0], raw[1])
    return Cell(raw or DASH)


def _thumb(raw: str | None) -> Cell:
    return Cell("", art=raw or "")


def _icon(raw: str | None) -> Cell:
    return Cell("", icon=raw or "")


def _check(raw: bool | None) -> Cell:
    return Cell("✓" if raw else "", fraction=1.0 if raw else 0.0)


def _bar(raw: float | None) -> Cell:
    return Cell(f"{round((raw or 0) * 100)}%", fraction=raw or 0.0, tone="accent")


_MAKERS: dict[str, Callable[[Any], Cell]] = {
    "money": _money,
    "number": _number,
    "chip": _chip,
    "two": _two,
    "thumb": _thumb,
    "icon": _icon,
    "check": _check,
    "bar": _bar,
    "avatar": _two,
}

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


def paint_cell(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    """Draw a cell into its rectangle, padding already taken off."""
    _PAINTERS[column.kind](painter, rect, column, cell)


def is_cut(rect_width: float, column: Column, cell: Cell) -> bool:
    """Tell whether a cell's text does not fit, so that a tooltip must show it."""
    lead = {"thumb": THUMB + 12, "avatar": THUMB + 8, "chip": 22}.get(column.kind, 0) + (24 if cell.icon else 0)
    widest = max(paint.advance(cell.text, 13, 500), paint.advance(cell.detail, 12))
    return widest + lead > rect_width


def _paint_text(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    if cell.icon:
        rect = _paint_lead(painter, rect, cell)
    weight = cell.weight or (600 if column.kind == "money" else 400)
    token = cell.token if cell.text != DASH else "text3"
    if column.kind in ("money", "number") and cell.text.startswith("−") and token == "text":
        token = "bad_text"
    if cell.detail:
        _paint_lines(painter, rect, cell, cell.weight or 500, column.side)
        return
    paint.text(painter, rect, cell.text, px=13, weight=weight, token=token, align=_ALIGN[column.side])


def _paint_lead(painter: QPainter, rect: QRectF, cell: Cell) -> QRectF:
    spot = QRectF(rect.left(), rect.center().y() - 8, 16, 16)
    token = f"{cell.tone}_text" if cell.tone != "grey" else "text2"
    theme().paint_icon(painter, cell.icon, spot, token)
    return rect.adjusted(22, 0, 0, 0)


def _paint_lines(
    painter: QPainter, rect: QRectF, cell: Cell, weight: int, side: str, detail_token: str = "text3"
) -> None:
    big, small = 18 * theme().scale, 16 * theme().scale
    top = rect.center().y() - (big + small) / 2
    line = QRectF(rect.left(), top, rect.width(), big)
    paint.text(painter, line, cell.text, px=14, weight=weight, token=cell.token, align=_ALIGN[side])
    below = QRectF(rect.left(), top + big, rect.width(), small)
    if cell.mark:
        below = _paint_mark(painter, below, cell)
    else:
        detail_weight = 400 if detail_token == "text3" else 600
        paint.text(painter, below, cell.detail, px=12, weight=detail_weight, token=detail_token, align=_ALIGN[side])


def _paint_mark(painter: QPainter, line: QRectF, cell: Cell) -> QRectF:
    """Detail, then a dot, an icon and a coloured word, as "€18.00 · −20% autumn offer"."""
    assert cell.mark is not None
    icon, word, tone = cell.mark
    lead = f"{cell.detail}  ·" if cell.detail else ""
    paint.text(painter, line, lead, px=12, token="text3")
    x = line.left() + (paint.advance(lead, 12) + 7 if lead else 0)
    if icon:
        theme().paint_icon(painter, icon, QRectF(x, line.center().y() - 6.5, 13, 13), f"{tone}_text")
        x += 18
    rest = QRectF(x, line.top(), line.right() - x, line.height())
    paint.text(painter, rest, word, px=12, weight=600, token=f"{tone}_text")
    return rest


def _paint_two(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    if cell.icon:
        rect = _paint_lead(painter, rect, cell)
    if not cell.detail and not cell.mark:
        token = cell.token if cell.text != DASH else "text3"
        weight = cell.weight or 500
        paint.text(painter, rect, cell.text, px=14, weight=weight, token=token, align=_ALIGN[column.side])
        return
    _paint_lines(painter, rect, cell, cell.weight or 500, column.side)


def _paint_thumb(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    size = min(THUMB + (6 if rect.height() >= 56 else 0), rect.height() - 6)
    picture = thumb_pixmap(cell.art, int(size), cell.text)
    painter.drawPixmap(QRectF(rect.left(), rect.center().y() - size / 2, size, size).toRect(), picture)
    if cell.text:
        _paint_two(painter, rect.adjusted(size + 12, 0, 0, 0), column, cell._replace(icon=""))


def _paint_avatar(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    if cell.steps:
        _paint_steps(painter, rect, cell)
        rect = rect.adjusted(0, 0, 0, -12)
    size = min(34.0 if cell.steps else 30.0, rect.height() - 8)
    spot = QRectF(rect.left(), rect.center().y() - size / 2, size, size)
    initials = "".join(word[0] for word in cell.text.split()[:2]).upper()
    paint_avatar(painter, spot, initials, cell.color_index)
    if cell.steps:
        right = cell._replace(text=cell.amount, detail=cell.mark[1] if cell.mark else "", mark=None, weight=600)
        tone = f"{cell.mark[2]}_text" if cell.mark else "text3"
        _paint_lines(painter, rect, right, 600, "right", tone)
        cell = cell._replace(mark=None)
    _paint_two(painter, rect.adjusted(size + 10, 0, -110 if cell.steps else 0, 0), column, cell)


def _paint_steps(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """One stroke for each part, coloured by how it stands."""
    left, gap = rect.left() + 44, 3.0
    wide = (rect.right() - left - gap * (len(cell.steps) - 1)) / len(cell.steps)
    for place, token in enumerate(cell.steps):
        paint.box(painter, QRectF(left + place * (wide + gap), rect.bottom() - 13, wide, 6), 3, token)


def _paint_chip(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    if cell.text == DASH:
        _paint_text(painter, rect, column, cell._replace(icon=""))
        return
    size = chip_size(cell.text, cell.icon, 22)
    width = min(float(size.width()), rect.width())
    left = rect.right() - width if column.side == "right" else rect.left()
    spot = QRectF(left, rect.center().y() - size.height() / 2, width, size.height())
    paint_chip(painter, spot, cell.text, cell.tone, cell.icon)


def _paint_icon(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    if cell.icon:
        spot = QRectF(rect.center().x() - 9, rect.center().y() - 9, 18, 18)
        if column.side == "left":
            spot.moveLeft(rect.left())
        token = f"{cell.tone}_text" if cell.tone != "grey" else cell.token if cell.token != "text" else "text2"
        theme().paint_icon(painter, cell.icon, spot, token)


def _paint_check(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    paint_check(painter, QRectF(rect.left(), rect.center().y() - 9, 18, 18), cell.fraction > 0)


def _paint_bar(painter: QPainter, rect: QRectF, column: Column, cell: Cell) -> None:
    words = max(paint.advance("100%", 12, 600), paint.advance(cell.text, 12, 600) + 1) + 8
    groove = QRectF(rect.left(), rect.center().y() - 3, max(20.0, rect.width() - words), 6)
    paint_bar(painter, groove, cell.fraction, fill_token(cell.tone))
    line = QRectF(groove.right() + 8, rect.top(), words - 8, rect.height())
    paint.text(painter, line, cell.text, px=12, weight=600, token="text2", align=_ALIGN["right"])


_PAINTERS: dict[str, Callable[[QPainter, QRectF, Column, Cell], None]] = {
    "text": _paint_text,
    "money": _paint_text,
    "number": _paint_text,
    "chip": _paint_chip,
    "two": _paint_two,
    "thumb": _paint_thumb,
    "avatar": _paint_avatar,
    "icon": _paint_icon,
    "check": _paint_check,
    "bar": _paint_bar,
}
assert set(KINDS) == set(_PAINTERS)
