"""Shows a paper as it will be printed: the same sheet, drawn by the same code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.documents.papers import Paper
from printing.compose import compose
from printing.layout import Roll
from printing.raster import HEAD_DPI, draw, png
from printing.render import sheets
from printing.sheet import Words

if TYPE_CHECKING:
    from PIL.Image import Image

_BETWEEN_PAGES = 24


@dataclass(frozen=True)
class Extent:
    """How much paper a print takes."""

    pages: int
    lines: int
    width_mm: float
    length_mm: float


def pages(paper: Paper, *, dpi: int = HEAD_DPI, roll_mm: int = 80) -> "list[Image]":
    """Each page as a Pillow picture in shades of gray at `dpi`.

    Rolls are drawn as the raster that is burnt; labels and A4 through their PDF.  Raises what `render` raises.
    """
    laid_out = sheets(paper, roll_mm=roll_mm)
    if isinstance(compose(paper), Roll):
        return [draw(sheet, dpi=dpi) for sheet in laid_out]
    from printing.pdf import pdf

    return _from_pdf(pdf(laid_out), dpi)


def _from_pdf(data: bytes, dpi: int) -> "list[Image]":
    import pypdfium2

    from printing.pdf import POINTS

    document = pypdfium2.PdfDocument(data)
    scale = dpi / HEAD_DPI / POINTS  # a dot is exactly a pixel at 203 dpi
    try:
        return [page.render(scale=scale, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def preview(paper: Paper, *, dpi: int = HEAD_DPI, roll_mm: int = 80) -> "Image":
    """The whole paper as one picture, its pages below each other."""
    return _stacked(pages(paper, dpi=dpi, roll_mm=roll_mm))


def preview_png(paper: Paper, *, dpi: int = HEAD_DPI, roll_mm: int = 80) -> bytes:
    """The whole paper as PNG bytes."""
    return png(preview(paper, dpi=dpi, roll_mm=roll_mm), dpi)


def extent(paper: Paper, *, roll_mm: int = 80) -> Extent:
    """How many pages, lines and millimetres a print takes: "22 lines, 148 mm of paper"."""
    laid_out = sheets(paper, roll_mm=roll_mm)
    lines = sum(len({round(item.y) for item in sheet.items if isinstance(item, Words)}) for sheet in laid_out)
    return Extent(len(laid_out), lines, laid_out[0].width_mm, sum(sheet.height_mm for sheet in laid_out))


def _stacked(images: "Sequence[Image]") -> "Image":
    from PIL import Image

    if len(images) == 1:
        return images[0]
    height = sum(image.height for image in images) + _BETWEEN_PAGES * (len(images) - 1)
    whole = Image.new("L", (max(image.width for image in images), height), 200)
    y = 0
    for image in images:
        whole.paste(image, (0, y))
        y += image.height + _BETWEEN_PAGES
    return whole
