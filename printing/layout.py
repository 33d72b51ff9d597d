"""The plain blocks that a paper is made of before anyone knows whether it becomes ink, bytes or pixels."""

from dataclasses import dataclass
from enum import IntEnum

DOTS_PER_MM = 8  # a 203 dpi head; every length below is in these dots
ROLL_DOTS = {80: 576, 58: 384}  # the printed width of a paper roll
ROLL_COLUMNS = {80: 48, 58: 32}


class Size(IntEnum):
    """Height of the letters' em in dots."""

    TINY = 20
    SMALL = 23
    NORMAL = 26
    HEADING = 30
    LARGE = 40
    TITLE = 46
    HUGE = 64


@dataclass(frozen=True)
class Text:
    """A line of words: `left` wraps, `right` stands at the right edge of its first line."""

    left: str
    right: str = ""
    size: int = Size.NORMAL
    bold: bool = False
    align: str = "left"  # left, center or right; of `left` when there is no `right`
    quiet: bool = False  # secondary: gray where there is gray


@dataclass(frozen=True)
class Rule:
    """A line across."""

    heavy: bool = False


@dataclass(frozen=True)
class Space:
    """Air."""

    dots: int = 12


@dataclass(frozen=True)
class Barcode:
    """A linear code with its caption below; kind: code128, ean13, ean8, upca or itf."""

    text: str
    kind: str = "code128"
    caption: str = ""
    height: int = 96
    align: str = "center"


@dataclass(frozen=True)
class Qr:
    """A square code."""

    text: str
    module: int = 5
    caption: str = ""
    align: str = "center"


@dataclass(frozen=True)
class Image:
    """A picture (PNG bytes) in the middle, at most `width` dots wide."""

    png: bytes
    width: int = 280


@dataclass(frozen=True)
class Stamp:
    """A boxed word that nobody overlooks: COPY, TRAINING."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column of a table; `share` of the width; kind: text, tick (a box to tick) or code (Code 128)."""

    title: str
    share: int = 1
    align: str = "left"
    bold: bool = False
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    """A table's row: one cell a column and a quiet line below, under `note_column`."""

    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings that come again on each page; `least` is a row's least height in dots."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note_column: int = 0
    least: int = 0


@dataclass(frozen=True)
class Pair:
    """Two stacks of blocks side by side; on a narrow roll one below the other."""

    left: tuple["Block", ...]
    right: tuple["Block", ...]
    left_share: int = 1
    right_share: int = 1


@dataclass(frozen=True)
class Card:
    """A framed cell of a card sheet: title, hint and code."""

    title: str
    hint: str
    code: str


@dataclass(frozen=True)
class Cards:
    """Cards, two a row."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Cut:
    """The paper ends here."""


Block = Text | Rule | Space | Barcode | Qr | Image | Stamp | Table | Pair | Cards | Cut


@dataclass(frozen=True)
class Roll:
    """A paper for a receipt printer."""

    blocks: tuple[Block, ...]
    title: str


@dataclass(frozen=True)
class Pages:
    """A paper for an A4 printer; `foot` stands at the bottom of each page."""

    blocks: tuple[Block, ...]
    title: str
    foot: str = ""
    width_mm: int = 210
    height_mm: int = 297
