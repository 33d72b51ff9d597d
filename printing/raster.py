"""Draws a sheet with Pillow: the very dots that a thermal head burns, or a smooth picture of them for the screen."""

from collections.abc import Sequence
from functools import singledispatchmethod
from io import BytesIO
from typing import TYPE_CHECKING

from printing import codes, fonts
from printing.escape import printer_text
from printing.shaping import shaped
from printing.sheet import Bars, Box, Item, Picture, Sheet, Square, Words

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD_DPI = 203
_INK = 150  # darker than this becomes a burnt dot; a bit fat, as thermal letters look thin
_QUIET_SHADE = 0x66


def draw(sheet: Sheet, *, dpi: int = HEAD_DPI) -> "Image":
    """The sheet in shades of gray at `dpi`. Raises MissingFace, NotACode."""
    scale = dpi / HEAD_DPI
    pen = Pen(round(sheet.width * scale), round(sheet.height * scale), scale)
    pen.put_all(sheet.items)
    return pen.image


def burnt(sheet: Sheet) -> "Image":
    """The sheet in pure black and white at 203 dpi, as it is printed."""
    return draw(sheet).point(lambda shade: 255 if shade > _INK else 0).convert("1")


def png(image: "Image", dpi: int = HEAD_DPI) -> bytes:
    """The picture as PNG bytes that know their resolution."""
    out = BytesIO()
    image.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


class Pen:
    """Puts items on a white picture."""

    def __init__(self, width: int, height: int, scale: float) -> None:
        from PIL import Image, ImageDraw

        self.image = Image.new("L", (max(width, 1), max(height, 1)), 255)
        self._draw = ImageDraw.Draw(self.image)
        self._scale = scale

    def put_all(self, items: Sequence[Item]) -> None:
        """Put the items down in their order."""
        for item in items:
            self.put(item)

    @singledispatchmethod
    def put(self, item: Item) -> None:
        """Put one item down."""
        raise AssertionError(f"no pen for {item!r}")

    def _fill(self, x: float, y: float, width: float, height: float, shade: int = 0) -> None:
        s = self._scale
        left, top = round(x * s), round(y * s)
        right, bottom = max(round((x + width) * s), left + 1), max(round((y + height) * s), top + 1)
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=shade)

    @put.register
    def _words(self, item: Words) -> None:
        size = fitted(item)
        text = printer_text(item.text)
        wide = fonts.width(text, size, item.weight, item.display)
        x = item.x - {"left": 0.0, "center": wide / 2, "right": wide}[item.align]
        shade = _QUIET_SHADE if item.quiet else 0
        for run in fonts.runs(text, item.weight, item.display):
            font = fonts.pil_font(run.face, size * self._scale)
            letters = shaped(run.text)
            place = (x * self._scale, item.y * self._scale)
            thick = size * self._scale / 60 if run.face.thicken else 0
            self._draw.text(place, letters, fill=shade, font=font, anchor="ls", stroke_width=thick)
            x += font.getlength(letters) / self._scale

    @put.register
    def _box(self, item: Box) -> None:
        if not item.line:
            self._fill(item.x, item.y, item.width, item.height, item.shade)
            return
        across, down, line = item.width, item.height, item.line
        self._fill(item.x, item.y, across, line, item.shade)
        self._fill(item.x, item.y + down - line, across, line, item.shade)
        self._fill(item.x, item.y, line, down, item.shade)
        self._fill(item.x + across - line, item.y, line, down, item.shade)

    @put.register
    def _bars(self, item: Bars) -> None:
        for first, count in codes.runs(codes.bars(item.kind, item.text)):
            self._fill(item.x + first * item.module, item.y, count * item.module, item.height)

    @put.register
    def _square(self, item: Square) -> None:
        for row, cells in enumerate(codes.square(item.text)):
            for first, count in codes.runs(cells):
                x, y = item.x + first * item.module, item.y + row * item.module
                self._fill(x, y, count * item.module, item.module)

    @put.register
    def _picture(self, item: Picture) -> None:
        from PIL import Image

        with Image.open(BytesIO(item.png)) as opened:
            flat = Image.new("RGBA", opened.size, "white")
            flat.alpha_composite(opened.convert("RGBA"))
        s = self._scale
        size = max(round(item.width * s), 1), max(round(item.height * s), 1)
        self.image.paste(
            flat.convert("L").resize(size, Image.Resampling.LANCZOS), (round(item.x * s), round(item.y * s))
        )


def fitted(item: Words) -> float:
    """The size in dots at which a text keeps to its `max_width`, never under half of what was asked."""
    if not item.max_width:
        return item.size
    wide = fonts.width(printer_text(item.text), item.size, item.weight, item.display)
    return item.size if wide <= item.max_width else max(item.size * item.max_width / wide, item.size / 2)
