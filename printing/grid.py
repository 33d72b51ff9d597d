"""Blocks as lines of evenly wide letters: for a printer's own type and for plain text in a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.escape import plain_signs, printer_text
from printing.layout import Barcode, Block, Cards, Pair, Qr, Rule, Size, Stamp, Table, Text
from printing.wrapping import columns_of, wrap_columns

_PAGE_COLUMNS = 78


@dataclass(frozen=True)
class Line:
    """One line of letters; a large one takes two columns a letter."""

    text: str
    bold: bool = False
    large: bool = False


def text_lines(block: Text, columns: int) -> list[Line]:
    """A text in `columns` letters: left part wrapped, right part at the right edge of the first line."""
    large = block.size >= Size.LARGE
    room = columns // 2 if large else columns
    left, right = (printer_text(plain_signs(part), longest=400) for part in (block.left, block.right))
    below = columns_of(right) > room * 0.62 and columns_of(left) + columns_of(right) >= room
    taken = 0 if below or not right else columns_of(right) + 1
    lines = wrap_columns(left, room - taken)
    if right and not below:
        lines[0] += " " * (room - columns_of(lines[0]) - columns_of(right)) + right
    elif right:
        lines = [*(line for line in lines if line), *(_right(part, room) for part in wrap_columns(right, room))]
    elif block.align != "left":
        lines = [_centered(part, room) if block.align == "center" else _right(part, room) for part in lines]
    return [Line(line, block.bold, large) for line in lines]


def _centered(text: str, room: int) -> str:
    return " " * ((room - columns_of(text)) // 2) + text


def _right(text: str, room: int) -> str:
    return " " * max(room - columns_of(text), 0) + text


def plain_text(blocks: Sequence[Block], columns: int = _PAGE_COLUMNS) -> str:
    """The whole paper as plain text; a code stands as its own text."""
    lines: list[str] = []
    for block in blocks:
        lines += _plain(block, columns)
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _plain(block: Block, columns: int) -> list[str]:
    match block:
        case Text():
            small = Text(block.left, block.right, Size.NORMAL, align=block.align)
            return [line.text for line in text_lines(small, columns)]
        case Rule():
            return [("=" if block.heavy else "-") * columns]
        case Stamp():
            return [_centered(f"*** {printer_text(block.text)} ***", columns)]
        case Barcode() | Qr():
            return [_centered(printer_text(block.text), columns)]
        case Table():
            return _table(block, columns)
        case Pair():
            return [line for part in (*block.left, *block.right) for line in _plain(part, columns)]
        case Cards():
            return [f"{printer_text(card.title)}: {printer_text(card.code)}" for card in block.cards]
        case _:
            return []


def _table(table: Table, columns: int) -> list[str]:
    shown = [place for place, column in enumerate(table.columns) if column.kind != "tick"]
    shares = sum(table.columns[place].share for place in shown)
    room = columns - 2 * (len(shown) - 1)
    wide = {place: max(room * table.columns[place].share // shares, 3) for place in shown}
    titles = tuple(column.title for column in table.columns)
    lines = [*_cells(table, titles, shown, wide), "-" * columns]
    for row in table.rows:
        lines += _cells(table, row.cells, shown, wide)
        if row.note:
            before = sum(wide[place] + 2 for place in shown if place < table.note_column)
            lines += [" " * before + part for part in wrap_columns(row.note, columns - before)]
    return lines


def _cells(table: Table, cells: tuple[str, ...], shown: list[int], wide: dict[int, int]) -> list[str]:
    parts = {place: wrap_columns(cells[place], wide[place]) for place in shown}
    lines = []
    for number in range(max(len(part) for part in parts.values())):
        row = []
        for place in shown:
            text = parts[place][number] if number < len(parts[place]) else ""
            gap = " " * (wide[place] - columns_of(text))
            row.append(gap + text if table.columns[place].align == "right" else text + gap)
        lines.append("  ".join(row))
    return lines
