"""Sheets as PDF with real letters and vector bars; the fonts lie inside the file."""

from collections.abc import Sequence
from functools import singledispatchmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any

from printing import codes, fonts
from printing.escape import pdf_text
from printing.raster import fitted
from printing.sheet import Bars, Box, Picture, Sheet, Square, Words

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72 / 25.4 / 8  # a dot
_QUIET = 0.4
_SHARP = 6  # pixels a dot for letters that must go as a picture: about 1200 dpi


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one PDF; the same sheets give the same bytes. Raises MissingFace, NotACode."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    canvas.setTitle(pdf_text(sheets[0].title))
    canvas.setCreator("Kontor")
    for sheet in sheets:
        canvas.setPageSize((sheet.width * POINTS, sheet.height * POINTS))
        pen = _PdfPen(canvas, sheet.height)
        for item in sheet.items:
            pen.put(item)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _font_name(face: fonts.Face) -> str:
    """The face's name in PDFs, registered at its first use."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if face.path not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face.path, face.path, subfontIndex=0))
    return face.path


def _must_be_drawn(run: fonts.Run) -> bool:
    """Whether letters join, stack or turn, or their face cannot be embedded: reportlab does not shape."""
    if not run.face.truetype:
        return True
    return any("\u0590" <= c <= "\u08ff" or "\u0900" <= c <= "\u0dff" or "\u0f00" <= c <= "\u109f" for c in run.text)


class _PdfPen:
    def __init__(self, canvas: Any, height: int) -> None:
        self._canvas, self._height = canvas, height

    def _y(self, y: float) -> float:
        return (self._height - y) * POINTS

    @singledispatchmethod
    def put(self, item: object) -> None:
        raise AssertionError(f"no pen for {item!r}")

    @put.register
    def _words(self, item: Words) -> None:
        size = fitted(item)
        runs = fonts.runs(pdf_text(item.text), item.weight, item.display)
        parts = [(run, self._width(run, size)) for run in runs]
        wide = sum(width for _run, width in parts)
        x = item.x - {"left": 0.0, "center": wide / 2, "right": wide}[item.align]
        gray = _QUIET if item.quiet else 0
        for run, width in parts:
            if _must_be_drawn(run):
                self._picture_of(run, x, item.y, size, gray)
            else:
                self._letters(run, x, item.y, size, gray)
            x += width

    def _width(self, run: fonts.Run, size: float) -> float:
        if _must_be_drawn(run):
            return _drawn_width(run, size)
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(run.text, _font_name(run.face), size))

    def _letters(self, run: fonts.Run, x: float, y: float, size: float, gray: float) -> None:
        text = self._canvas.beginText(x * POINTS, self._y(y))
        text.setFont(_font_name(run.face), size * POINTS)
        text.setFillGray(gray)
        text.setTextRenderMode(2 if run.face.thicken else 0)
        if run.face.thicken:
            self._canvas.setStrokeGray(gray)
            self._canvas.setLineWidth(size * POINTS / 40)
        text.textOut(run.text)
        text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def _picture_of(self, run: fonts.Run, x: float, y: float, size: float, gray: float) -> None:
        from reportlab.lib.utils import ImageReader

        drawn = _letters_picture(run, size, round(gray * 255))
        if drawn is None:
            return
        image, left, top = drawn
        self._canvas.drawImage(
            ImageReader(image),
            (x + left / _SHARP) * POINTS,
            self._y(y + top / _SHARP + image.height / _SHARP),
            image.width / _SHARP * POINTS,
            image.height / _SHARP * POINTS,
            mask="auto",
        )

    @put.register
    def _box(self, item: Box) -> None:
        self._canvas.setFillGray(item.shade / 255)
        if not item.line:
            bottom = self._y(item.y + item.height)
            self._canvas.rect(item.x * POINTS, bottom, item.width * POINTS, item.height * POINTS, 0, 1)
            return
        half = item.line / 2
        self._canvas.setStrokeGray(item.shade / 255)
        self._canvas.setLineWidth(item.line * POINTS)
        bottom = self._y(item.y + item.height - half)
        wide, high = (item.width - item.line) * POINTS, (item.height - item.line) * POINTS
        self._canvas.rect((item.x + half) * POINTS, bottom, wide, high, 1, 0)

    def _fill(self, rects: Sequence[tuple[float, float, float, float]]) -> None:
        """Black rectangles (x, y, width, height in dots) as one path."""
        path = self._canvas.beginPath()
        for x, y, width, height in rects:
            path.rect(x * POINTS, self._y(y + height), width * POINTS, height * POINTS)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    @put.register
    def _bars(self, item: Bars) -> None:
        dark = codes.runs(codes.bars(item.kind, item.text))
        m = item.module
        self._fill([(item.x + first * m, item.y, count * m, item.height) for first, count in dark])

    @put.register
    def _square(self, item: Square) -> None:
        m = item.module
        self._fill(
            [
                (item.x + first * m, item.y + row * m, count * m, m)
                for row, cells in enumerate(codes.square(item.text))
                for first, count in codes.runs(cells)
            ]
        )

    @put.register
    def _picture(self, item: Picture) -> None:
        from reportlab.lib.utils import ImageReader

        place = item.x * POINTS, self._y(item.y + item.height)
        reader = ImageReader(BytesIO(item.png))
        self._canvas.drawImage(reader, *place, item.width * POINTS, item.height * POINTS, mask="auto")


def _drawn_width(run: fonts.Run, size: float) -> float:
    from printing.shaping import shaped

    return float(fonts.pil_font(run.face, size * _SHARP).getlength(shaped(run.text)) / _SHARP)


def _letters_picture(run: fonts.Run, size: float, shade: int) -> "tuple[Image, int, int] | None":
    """Shaped letters as a picture with its place (pixels) from the start of the baseline."""
    from PIL import Image, ImageDraw

    from printing.shaping import shaped

    font = fonts.pil_font(run.face, size * _SHARP)
    letters = shaped(run.text)
    thick = size * _SHARP / 60 if run.face.thicken else 0
    left, top, right, bottom = (round(edge) for edge in font.getbbox(letters, anchor="ls", stroke_width=thick))
    if right <= left or bottom <= top:
        return None
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).text((-left, -top), letters, fill=255, font=font, anchor="ls", stroke_width=thick)
    image = Image.new("RGBA", mask.size, (shade, shade, shade, 0))
    image.putalpha(mask)
    return image, left, top
