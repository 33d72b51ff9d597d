"""Bars and squares as plain modules; the libraries that know the symbologies are loaded at the first code."""

from functools import lru_cache

from app.core.i18n import _
from app.core.refusal import Refusal
from printing.escape import printer_text

# Modules of white that a reader needs on each side.
QUIET = {"code128": 10, "ean13": 11, "ean8": 7, "upca": 9, "itf": 10, "qr": 4}
_NAMES = {"code128": "code128", "ean13": "ean13", "ean8": "ean8", "upca": "upca", "itf": "itf"}
_DIGITS = {"ean13": 13, "ean8": 8, "upca": 12}


class NotACode(Refusal):
    """The text cannot be a bar code of the wanted kind."""

    def __init__(self, text: str, kind: str) -> None:
        shown = printer_text(text, longest=40)
        super().__init__(_("“{text}” cannot be printed as a bar code.").format(text=shown), text=shown, kind=kind)


def kind_of(text: str) -> str:
    """The symbology of a product's code: ean13, ean8 or upca when length and check digit fit, else code128."""
    for kind, length in _DIGITS.items():
        if len(text) == length and text.isascii() and text.isdigit() and _check_digit(text[:-1]) == text[-1]:
            return kind
    return "code128"


def _check_digit(body: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


@lru_cache(maxsize=256)
def bars(kind: str, text: str) -> str:
    """The modules of a linear code as "1" (dark) and "0", without quiet zones. Raises NotACode."""
    plain = bool(text) and all(" " <= letter <= "~" for letter in text) and len(text) <= 80
    digits = _DIGITS.get(kind)
    if not plain or (digits and (kind_of(text) != kind)) or (kind == "itf" and not text.isdigit()):
        raise NotACode(text, kind)
    import barcode

    # WORKAROUND for python-barcode: it works out the check digit itself and takes one digit fewer.
    code = barcode.get_barcode_class(_NAMES[kind])(text[:-1] if digits else text)
    modules = str(code.build()[0]).replace("G", "1")
    return modules.strip("0")


@lru_cache(maxsize=256)
def square(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code (level M), without its quiet zone. Raises NotACode when it is too long."""
    import segno

    try:
        made = segno.make_qr(text, error="m", boost_error=False)
    except (segno.DataOverflowError, ValueError) as error:
        raise NotACode(text, "qr") from error
    return tuple(tuple(bool(cell) for cell in row) for row in made.matrix)


def runs(modules: str | tuple[bool, ...]) -> list[tuple[int, int]]:
    """Dark runs of a row of modules as (first module, count)."""
    found: list[tuple[int, int]] = []
    start = -1
    cells = [cell == "1" for cell in modules] if isinstance(modules, str) else list(modules)
    for place, dark in enumerate([*cells, False]):
        if dark and start < 0:
            start = place
        elif not dark and start >= 0:
            found.append((start, place - start))
            start = -1
    return found


def widest_module(kind: str, text: str, room: int, most: int) -> int:
    """The largest whole-dot module width up to `most` whose code with quiet zones fits `room` dots; 0 if none."""
    count = (len(square(text)) if kind == "qr" else len(bars(kind, text))) + 2 * QUIET[kind]
    return min(most, room // count)
