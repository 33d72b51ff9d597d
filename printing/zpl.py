"""Label sheets as ZPL: the printer draws bars and Latin letters itself, everything else arrives as dots."""

from functools import singledispatch

from printing import fonts
from printing.escape import plain_signs, printer_text, zpl_text
from printing.raster import burnt, fitted
from printing.sheet import Bars, Box, Item, LabelOverflow, Picture, Sheet, Square, Words, moved

_RISE = 0.8  # of the letters' height: from the top of a ZPL field down to the baseline


def zpl(sheet: Sheet, *, copies: int = 1, pictures: bool = False) -> bytes:
    """One label format; with `pictures` all text goes as dots, exactly as the preview shows it.

    Raises LabelOverflow when anything would leave the label, MissingFace, NotACode.
    """
    _check_edges(sheet)
    head = f"^XA^CI28^PW{sheet.width}^LL{sheet.height}^LH0,0^LS0"
    fields = [_graphic(item, sheet) if _drawn(item, pictures) else _field(item) for item in sheet.items]
    return "\n".join([head, *fields, f"^PQ{copies}", "^XZ", ""]).encode("ascii")


def _check_edges(sheet: Sheet) -> None:
    for item in sheet.items:
        if isinstance(item, Words):
            wide = fonts.width(printer_text(item.text), fitted(item), item.weight, item.display)
            left = item.x - {"left": 0.0, "center": wide / 2, "right": wide}[item.align]
            if left < 0 or left + wide > sheet.width or item.y > sheet.height or item.y < 0:
                raise LabelOverflow(printer_text(item.text, longest=60))


def _drawn(item: Item, pictures: bool) -> bool:
    """Whether an item goes as dots: pictures, and text that the printer's own face may lack."""
    if isinstance(item, Words):
        text = plain_signs(item.text)
        return pictures or any(not (" " <= c <= "~" or "\u00a1" <= c <= "\u00ff" or c == "€") for c in text)
    return isinstance(item, Picture)


@singledispatch
def _field(item: Item) -> str:
    raise AssertionError(f"no ZPL for {item!r}")


@_field.register
def _words(item: Words) -> str:
    size = round(fitted(item))
    wide = round(fonts.width(printer_text(item.text), size, item.weight, item.display) * 1.1) + 8
    x = round(item.x - {"left": 0, "center": wide / 2, "right": wide}[item.align])
    side = {"left": "L", "center": "C", "right": "R"}[item.align]
    y = max(round(item.y - size * _RISE), 0)
    return f"^FO{max(x, 0)},{y}^A0N,{size},{size}^FB{wide},1,0,{side}^FH_^FD{zpl_text(plain_signs(item.text))}^FS"


@_field.register
def _box(item: Box) -> str:
    width, height = max(round(item.width), 1), max(round(item.height), 1)
    line = round(item.line) or min(width, height)
    return f"^FO{round(item.x)},{round(item.y)}^GB{width},{height},{line}^FS"


@_field.register
def _bars(item: Bars) -> str:
    place = f"^FO{item.x},{item.y}^BY{item.module},3,{item.height}"
    match item.kind:
        case "ean13":
            return f"{place}^BEN,{item.height},N,N^FD{item.text[:12]}^FS"
        case "ean8":
            return f"{place}^B8N,{item.height},N,N^FD{item.text[:7]}^FS"
        case "upca":
            return f"{place}^BUN,{item.height},N,N,N^FD{item.text[:11]}^FS"
        case "itf":
            return f"{place}^B2N,{item.height},N,N^FD{item.text}^FS"
        case _:
            # Mode A lets the printer choose the subsets and takes every ASCII letter as itself.
            return f"{place}^BCN,{item.height},N,N,N,A^FH_^FD{zpl_text(item.text)}^FS"


@_field.register
def _square(item: Square) -> str:
    return f"^FO{item.x},{item.y}^BQN,2,{item.module}^FH_^FDMA,{zpl_text(item.text)}^FS"


def _graphic(item: Item, sheet: Sheet) -> str:
    """An item as dots, cropped to what is black, its place kept."""
    from PIL import ImageOps

    image = burnt(Sheet(sheet.width, sheet.height, moved((item,), 0, 0)))
    box = ImageOps.invert(image.convert("L")).getbbox()
    if box is None:
        return ""
    left, top, right, bottom = box
    left -= left % 8
    cropped = image.crop((left, top, right, bottom))
    row = (cropped.width + 7) // 8
    bits = ImageOps.invert(cropped.convert("L")).convert("1").tobytes()
    return f"^FO{left},{top}^GFA,{len(bits)},{len(bits)},{row},{bits.hex().upper()}^FS"
