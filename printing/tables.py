"""Tables and card sheets: rows that keep together, headings that come again."""

from dataclasses import dataclass

from printing import codes
from printing.escape import printer_text
from printing.layout import Card, Cards, Column, Row, Size, Table
from printing.sheet import Bars, Box, Item, Words, moved
from printing.wrapping import line_height, words_width, wrap

_GAP = 24
_CARD_GAP = 24


@dataclass(frozen=True)
class Strip:
    """A piece of paper across the whole width, in dots; `head` is repeated when it starts a new page."""

    items: tuple[Item, ...]
    height: int
    keep: bool = False  # with the next one
    head: "Strip | None" = None


def table_strips(table: Table, width: int) -> list[Strip]:
    """The heading and one strip a row."""
    places = _places(table.columns, width)
    head = _heading(table.columns, places, width)
    return [head, *(_row(table, row, places, width, head) for row in table.rows)]


def _places(columns: tuple[Column, ...], width: int) -> list[tuple[float, float]]:
    """Left edge and width of each column."""
    room = width - _GAP * (len(columns) - 1)
    total = sum(column.share for column in columns)
    found, x = [], 0.0
    for column in columns:
        wide = room * column.share / total
        found.append((x, wide))
        x += wide + _GAP
    return found


def _heading(columns: tuple[Column, ...], places: list[tuple[float, float]], width: int) -> Strip:
    items: list[Item] = []
    for column, (x, wide) in zip(columns, places, strict=True):
        if column.title:
            at = x + wide if column.align == "right" else x
            title = printer_text(column.title, longest=40)
            items.append(Words(at, 24, title, Size.TINY, 600, column.align, quiet=True, max_width=wide))
    items.append(Box(0, 36, width, 3))
    return Strip(tuple(items), 48, keep=True)


def _row(table: Table, row: Row, places: list[tuple[float, float]], width: int, head: Strip) -> Strip:
    items: list[Item] = []
    bottom = 0
    for place, (column, (x, wide), cell) in enumerate(zip(table.columns, places, row.cells, strict=True)):
        note = row.note if place == table.note_column else ""
        drawn, height = _cell(column, cell, note, x, wide)
        items += drawn
        bottom = max(bottom, height)
    height = max(bottom + 12, table.least)
    items.append(Box(0, height - 2, width, 1, shade=190))
    return Strip(tuple(items), height + 6, head=head)


def _cell(column: Column, text: str, note: str, x: float, wide: float) -> tuple[list[Item], int]:
    if column.kind == "tick":
        return [Box(x, 6, 28, 28, line=2)], 36
    if column.kind == "code" and text:
        return _code_cell(text, x, wide)
    weight = 600 if column.bold else 400
    step = line_height(Size.NORMAL)
    at = x + wide if column.align == "right" else x
    lines = wrap(text, wide, Size.NORMAL, weight)
    items: list[Item] = [
        Words(at, Size.NORMAL + step * place, line, Size.NORMAL, weight, column.align, max_width=wide)
        for place, line in enumerate(lines)
        if line
    ]
    y = step * len(lines)
    for line in wrap(note, wide, Size.SMALL) if note else ():
        items.append(Words(at, y + 20, line, Size.SMALL, align=column.align, quiet=True, max_width=wide))
        y += line_height(Size.SMALL)
    return items, y


def _code_cell(text: str, x: float, wide: float) -> tuple[list[Item], int]:
    kind = codes.kind_of(text)
    module = codes.widest_module(kind, text, int(wide), 2)
    if not module:
        return _cell(Column(""), text, "", x, wide)
    start = int(x) + codes.QUIET[kind] * module
    return [Bars(start, 4, module, 44, kind, text)], 50


def card_strips(cards: Cards, width: int) -> list[Strip]:
    """Two cards a row."""
    wide = (width - _CARD_GAP) // 2
    found = []
    for place in range(0, len(cards.cards), 2):
        items: list[Item] = []
        for column, card in enumerate(cards.cards[place : place + 2]):
            items += moved(_card(card, wide), column * (wide + _CARD_GAP), 0)
        found.append(Strip(tuple(items), 252))
    return found


def _card(card: Card, wide: int) -> list[Item]:
    title = printer_text(card.title, longest=60)
    hint = wrap(card.hint, wide - 48, Size.SMALL, most=1)[0]
    module = codes.widest_module("code128", card.code, wide - 24, 3)
    if not module:
        raise codes.NotACode(card.code, "code128")
    total = len(codes.bars("code128", card.code)) * module
    size: float = Size.LARGE
    while words_width(title, size, 700, True) > wide - 48 and size > Size.SMALL:
        size -= 1
    return [
        Box(0, 0, wide, 232, line=2, shade=120),
        Words(wide / 2, 54, title, size, 700, "center", display=True),
        Words(wide / 2, 88, hint, Size.SMALL, align="center", quiet=True),
        Bars((wide - total) // 2, 106, module, 80, "code128", card.code),
        Words(wide / 2, 214, card.code, Size.TINY, align="center", quiet=True),
    ]
