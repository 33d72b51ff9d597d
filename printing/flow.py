"""Gives every block its place: one long sheet for a roll, as many as it takes for A4."""

from collections.abc import Sequence
from functools import singledispatch
from io import BytesIO

from app.core.i18n import _
from printing import codes
from printing.escape import printer_text
from printing.layout import (
    Barcode,
    Block,
    Cards,
    Cut,
    Image,
    Pages,
    Pair,
    Qr,
    Rule,
    Size,
    Space,
    Stamp,
    Table,
    Text,
)
from printing.sheet import Bars, Box, Item, Picture, Sheet, Square, Words, moved
from printing.tables import Strip, card_strips, table_strips
from printing.wrapping import line_height, weight_of, words_width, wrap

NARROW = 800  # dots; below, two stacks stand one below the other
PAGE_MARGIN = 128
_FOOT = 40
_GAP = 16


def strips(blocks: Sequence[Block], width: int) -> list[Strip]:
    """The blocks cut into pieces that never break over two pages. Raises MissingFace, NotACode."""
    return [strip for block in blocks for strip in _strips(block, width)]


def roll_sheet(blocks: Sequence[Block], width: int, title: str = "", margin: int = 0) -> Sheet:
    """One sheet as long as its content; `margin` is the unprinted paper left and right of the head."""
    y = 0
    items: list[Item] = []
    for strip in strips(blocks, width):
        items += moved(strip.items, margin, y)
        y += strip.height
    return Sheet(width + 2 * margin, max(y, 8), tuple(items), title)


def page_sheets(pages: Pages) -> list[Sheet]:
    """A4 sheets with a foot and page numbers; a table's headings come again on each page."""
    width, height = pages.width_mm * 8, pages.height_mm * 8
    inner, bottom = width - 2 * PAGE_MARGIN, height - PAGE_MARGIN - _FOOT
    done: list[list[Item]] = [[]]
    y = PAGE_MARGIN
    todo = strips(pages.blocks, inner)
    for place, strip in enumerate(todo):
        need = strip.height + (todo[place + 1].height if strip.keep and place + 1 < len(todo) else 0)
        if y + need > bottom and y > PAGE_MARGIN:
            done.append([])
            y = PAGE_MARGIN
            if strip.head:
                done[-1] += moved(strip.head.items, PAGE_MARGIN, y)
                y += strip.head.height
        done[-1] += moved(strip.items, PAGE_MARGIN, y)
        y += strip.height
    return [
        Sheet(width, height, (*items, *_foot(pages, number, len(done))), pages.title)
        for number, items in enumerate(done, start=1)
    ]


def _foot(pages: Pages, number: int, count: int) -> list[Item]:
    left, right = PAGE_MARGIN, pages.width_mm * 8 - PAGE_MARGIN
    y = pages.height_mm * 8 - PAGE_MARGIN + 8
    page = _("Page {number} of {count}").format(number=number, count=count)
    foot = printer_text(pages.foot, longest=110)
    return [
        Box(left, y - 30, right - left, 1, shade=190),
        Words(left, y, foot, Size.TINY, quiet=True, max_width=right - left - 220),
        Words(right, y, page, Size.TINY, align="right", quiet=True),
    ]


@singledispatch
def _strips(block: Block, width: int) -> list[Strip]:
    raise AssertionError(f"no place for {block!r}")


@_strips.register
def _text(block: Text, width: int) -> list[Strip]:
    weight = weight_of(block)
    display = block.size >= Size.LARGE
    right = printer_text(block.right, longest=120)
    right_width = words_width(right, block.size, weight, display) if right else 0
    left = words_width(printer_text(block.left, longest=120), block.size, weight, display) if right else 0
    below = right_width > width * 0.62 and left + right_width + _GAP > width
    room = width if below or not right else width - right_width - _GAP
    lines = wrap(block.left, room, block.size, weight, display)
    step = line_height(block.size)
    align = "left" if right else block.align
    x = {"left": 0, "center": width / 2, "right": width}[align]
    items: list[Item] = [
        Words(x, place * step + block.size, line, block.size, weight, align, block.quiet, width, display)
        for place, line in enumerate(lines)
        if line
    ]
    if below and block.left:
        lines.append("")
    if right:
        y = (len(lines) - 1) * step if below else 0
        items.append(Words(width, y + block.size, right, block.size, weight, "right", block.quiet, width, display))
    return [Strip(tuple(items), max(len(lines), 1) * step, keep=block.bold)]


@_strips.register
def _rule(block: Rule, width: int) -> list[Strip]:
    line = 3 if block.heavy else 2
    return [Strip((Box(0, 8, width, line),), 16 + line, keep=True)]


@_strips.register
def _space(block: Space, width: int) -> list[Strip]:
    return [Strip((), block.dots)]


@_strips.register
def _cut(block: Cut, width: int) -> list[Strip]:
    return []


@_strips.register
def _barcode(block: Barcode, width: int) -> list[Strip]:
    module = codes.widest_module(block.kind, block.text, width, 2 if width < NARROW else 3)
    if not module:  # too long for bars that a reader can tell apart; a square holds it
        return _qr(Qr(block.text, 4, block.caption, block.align), width)
    total = len(codes.bars(block.kind, block.text)) * module
    x = _aligned(block.align, width, total, codes.QUIET[block.kind] * module)
    items: list[Item] = [Bars(x, 8, module, block.height, block.kind, block.text)]
    return [_captioned(items, block.caption, x + total / 2, 8 + block.height, width)]


@_strips.register
def _qr(block: Qr, width: int) -> list[Strip]:
    module = max(codes.widest_module("qr", block.text, width, block.module), 1)
    total = len(codes.square(block.text)) * module
    x = _aligned(block.align, width, total, 0)
    items: list[Item] = [Square(x, 4 * module, module, block.text)]
    return [_captioned(items, block.caption, x + total / 2, 4 * module + total, width)]


def _aligned(align: str, width: int, total: int, quiet: int) -> int:
    if align == "center":
        return (width - total) // 2
    return width - total if align == "right" else quiet  # at the right of a page, its margin is white enough


def _captioned(items: list[Item], caption: str, middle: float, bottom: int, width: int) -> Strip:
    if not caption:
        return Strip(tuple(items), bottom + 12)
    text = printer_text(caption, longest=60)
    items.append(Words(middle, bottom + 26, text, Size.SMALL, align="center", max_width=width))
    return Strip(tuple(items), bottom + 40)


@_strips.register
def _image(block: Image, width: int) -> list[Strip]:
    from PIL import Image as Pillow

    with Pillow.open(BytesIO(block.png)) as picture:
        wide, high = picture.size
    drawn = min(block.width, width, wide * 2)
    height = max(drawn * high // wide, 1)
    return [Strip((Picture((width - drawn) // 2, 0, drawn, height, block.png),), height + 12, keep=True)]


@_strips.register
def _stamp(block: Stamp, width: int) -> list[Strip]:
    text = printer_text(block.text, longest=60)
    wide = min(words_width(text, Size.HEADING, 700) + 56, width)
    x = (width - wide) / 2
    words = Words(width / 2, 41, text, Size.HEADING, 700, "center", max_width=wide - 16)
    return [Strip((Box(x, 4, wide, 52, line=3), words), 68, keep=True)]


@_strips.register
def _table(block: Table, width: int) -> list[Strip]:
    return table_strips(block, width)


@_strips.register
def _cards(block: Cards, width: int) -> list[Strip]:
    return card_strips(block, width)


@_strips.register
def _pair(block: Pair, width: int) -> list[Strip]:
    if width < NARROW:
        return strips((*block.left, *block.right), width)
    inner = width - 3 * _GAP
    left_width = inner * block.left_share // (block.left_share + block.right_share)
    left, left_height = _stacked(block.left, left_width)
    right, right_height = _stacked(block.right, inner - left_width)
    items = (*left, *moved(right, left_width + 3 * _GAP, 0))
    return [Strip(items, max(left_height, right_height))]


def _stacked(blocks: Sequence[Block], width: int) -> tuple[tuple[Item, ...], int]:
    y = 0
    items: list[Item] = []
    for strip in strips(blocks, width):
        items += moved(strip.items, 0, y)
        y += strip.height
    return tuple(items), y
