"""Blocks as bytes for a receipt printer: its own letters where its code pages hold them, burnt dots for the rest.

Codes go as dots too: every model prints them alike, and the preview shows the very same bars.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from printing.flow import roll_sheet
from printing.grid import Line, text_lines
from printing.layout import ROLL_COLUMNS, ROLL_DOTS, Block, Cut, Rule, Size, Space, Stamp, Text

if TYPE_CHECKING:
    from PIL.Image import Image

PLAIN = "default"  # python-escpos' profile of a printer nobody named
# Left-to-right scripts only: what must be shaped or turned is burnt.
_PAGES = ("CP437", "CP858", "CP1252", "CP850", "CP852", "CP866", "CP737", "CP857", "CP1250", "CP1251", "CP1253")
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_BAND = 128  # rows a raster command, so that small buffers can follow
_FEED_BEFORE_CUT = 4


def escpos(
    blocks: Sequence[Block],
    *,
    width_mm: int = 80,
    profile: str = PLAIN,
    columns: int | None = None,
    picture: bool = False,
) -> bytes:
    """The bytes of a paper for an ESC/POS printer; with `picture` every line is burnt as the preview shows it.

    `columns` is for printers with other letters than 12 dots (42 on 80 mm).  Raises MissingFace, NotACode.
    """
    from escpos.printer import Dummy

    writer = _Writer(Dummy(profile=profile), ROLL_DOTS[width_mm], columns or ROLL_COLUMNS[width_mm])
    writer.begin()
    if picture:
        writer.burn([block for block in blocks if not isinstance(block, Cut)])
    else:
        for block in blocks:
            writer.put(block)
    if any(isinstance(block, Cut) for block in blocks):
        writer.cut()
    return bytes(writer.printer.output)


def calm(bits: bytes) -> bytes:
    """Dots without anything that reads as a real-time command, at the price of one dot more.

    A printer obeys DLE EOT, DLE ENQ and DLE DC4 (which opens the drawer) even in the middle of a picture.
    """
    return _REAL_TIME.sub(b"\x18", bits)


def kick(pin: int = 2) -> bytes:
    """The pulse that opens the drawer at the printer's socket; pin 2 or 5."""
    from escpos.printer import Dummy

    printer = Dummy(profile=PLAIN)
    printer.cashdraw(pin)
    return bytes(printer.output)


class _Writer:
    def __init__(self, printer: Any, dots: int, columns: int) -> None:
        self.printer, self._dots, self._columns = printer, dots, columns
        self._style: tuple[bool, bool] | None = None
        known = printer.magic.encoder.codepages
        self._pages = [page for page in _PAGES if page in known]

    def begin(self) -> None:
        self.printer.hw("INIT")

    def cut(self) -> None:
        self.printer.print_and_feed(_FEED_BEFORE_CUT)
        self.printer.cut(feed=False)

    def put(self, block: Block) -> None:
        if isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Rule):
            self._letters(Line(("═" if block.heavy else "─") * self._columns), "CP437")
        elif isinstance(block, Stamp):
            self._text(Text(f"*** {block.text} ***", size=Size.LARGE, bold=True, align="center"))
        elif not isinstance(block, Cut | Space):
            self.burn([block])

    def _text(self, block: Text) -> None:
        lines = text_lines(block, self._columns)
        pages = [self._page_for(line.text) for line in lines]
        if not all(pages):
            self.burn([block])
            return
        for line, page in zip(lines, pages, strict=True):
            self._letters(line, page)

    def _page_for(self, text: str) -> str:
        """The first code page that holds the whole line, or nothing."""
        encoder = self.printer.magic.encoder
        return next((page for page in self._pages if all(encoder.can_encode(page, letter) for letter in text)), "")

    def _letters(self, line: Line, page: str) -> None:
        if self._style != (line.bold, line.large):
            self._style = (line.bold, line.large)
            large = {"double_width": True, "double_height": True} if line.large else {"normal_textsize": True}
            self.printer.set(bold=line.bold, **large)
        self.printer.charcode(page)
        self.printer.text(line.text + "\n")

    def burn(self, blocks: Sequence[Block]) -> None:
        """Print blocks as dots."""
        from printing.raster import burnt

        image = burnt(roll_sheet(blocks, self._dots))
        for top in range(0, image.height, _BAND):
            self._band(image.crop((0, top, image.width, min(top + _BAND, image.height))))

    def _band(self, image: "Image") -> None:
        # WORKAROUND for python-escpos: image() refuses widths that a profile does not know and talks to stdout.
        row = (image.width + 7) // 8
        bits = calm(bytes(byte ^ 0xFF for byte in image.tobytes()))
        header = b"\x1dv0\x00" + row.to_bytes(2, "little") + image.height.to_bytes(2, "little")
        self.printer._raw(header + bits)
