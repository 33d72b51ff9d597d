"""What the customer sees while goods are scanned: the feed for any display, and the two-line pole display."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from app.core.i18n import _
from devices.line_thread import LineThread
from devices.lines import Line
from devices.state import OnState

WIDTH = 20
_IDLE_S = 0.5
_CODE_PAGES = {"cp437": 0, "cp850": 2, "cp858": 19, "cp866": 17, "cp1252": 16}
ENCODINGS = (*_CODE_PAGES, "gb18030")
COMMAND_SETS = ("epson", "cd5220")
_SIMPLE = {
    "−": "-", "–": "-", "—": "-", "×": "x", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "•": "*", "·": "-",
    "\u00a0": " ", "\u202f": " ", "€": "EUR ", "£": "GBP ", "¥": "CNY ", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "đ": "d", "Đ": "D",
}  # fmt: skip
_IN_A_NUMBER = re.compile(r"[0-9][.,]?[0-9]|[.,][0-9]")
_WIDE = {"¥": "￥", "£": "￡"}  # of two bytes in GB 18030, and two cells wide


@dataclass(frozen=True)
class ShownLine:
    """One line of the ticket as the customer reads it; amounts are finished text."""

    name: str
    amount: str
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """What the customer sees: the ticket so far, newest line last, and one figure below it."""

    lines: tuple[ShownLine, ...] = ()
    total_label: str = ""
    total: str = ""
    message: str = ""


class CustomerDisplay(Protocol):
    """Anything that can show the ticket to the customer; never waits for the device."""

    def show(self, shown: Shown) -> None:
        """Show a ticket; the last one wins when several come at once."""


def two_ends(left: str, right: str, width: int = WIDTH, *, encoding: str = "cp858") -> str:
    """Set a text at each end of a line; the right one (an amount) is never cut.  A Chinese character has two cells."""
    right = right[-width:]
    room = width - cells(right, encoding)
    left = clip(left, max(room - 1, 0), encoding)
    return left + " " * (room - cells(left, encoding)) + right


def cells(text: str, encoding: str) -> int:
    """How many cells of the display a text takes."""
    return len(text.encode(encoding, "replace"))


def clip(text: str, width: int, encoding: str) -> str:
    """As much of a text as has room; a number is left whole or left off, for 350 ml are not 35."""
    kept = text
    while cells(kept, encoding) > width:
        kept = kept[:-1]
    if _IN_A_NUMBER.match(kept[-1:] + text[len(kept) :]):
        kept = kept.rstrip("0123456789.,").rstrip(" -/(")
    return kept


def plain(text: str, encoding: str) -> str:
    """The text in characters of the code page: without accents, and signs as words, where it lacks them."""
    return "".join(_plain(char, encoding) for char in text if unicodedata.category(char) not in ("Cc", "Cf"))


def _plain(char: str, encoding: str) -> str:
    if can_show(char, encoding):
        return char
    if encoding == "gb18030" and char in _WIDE:
        return _WIDE[char]
    simple = _SIMPLE.get(char) or unicodedata.normalize("NFKD", char)
    return "".join(part for part in simple if not unicodedata.combining(part)) or char


def can_show(text: str, encoding: str) -> bool:
    """Whether a display with a code page has every character of a text.

    Displays know the characters of GB 18030 that have two bytes; the rest (among them ¥) has four, and shows as rubbish.
    """
    if encoding == "gb18030":
        return all(len(char.encode(encoding, "replace")) <= 2 for char in text)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class PoleDisplay(LineThread):
    """A serial display of two lines of 20 characters; only the newest picture is sent.

    command_set is "epson" (ESC/POS: US $) or "cd5220" (ESC Q A); encoding is its code page.
    """

    def __init__(
        self, url: str, on_state: OnState | None = None, *, command_set: str = "epson", encoding: str = "cp858"
    ) -> None:
        super().__init__(url, on_state)
        if command_set not in COMMAND_SETS:
            raise ValueError(f"unknown display command set {command_set}")
        if encoding not in ENCODINGS:
            raise ValueError(f"unknown display encoding {encoding}")
        self._command_set, self._encoding = command_set, encoding
        self._wanted = (" " * WIDTH, " " * WIDTH)
        self._news = threading.Event()

    def show(self, shown: Shown) -> None:
        """Show the newest line and the total, or the message over two lines."""
        if shown.message and not shown.lines:
            self.write_lines(shown.message[:WIDTH], shown.message[WIDTH : 2 * WIDTH].lstrip())
            return
        newest = shown.lines[-1] if shown.lines else ShownLine("", "")
        self.write_lines(self._ends(newest.name, newest.amount), self._ends(shown.total_label, shown.total))

    def can_show(self, text: str) -> bool:
        """Whether the display has the characters of a text, or plainer ones for them."""
        return can_show(plain(text, self._encoding), self._encoding)

    def greet(self, top: str, bottom: str) -> None:
        """Show two lines in the middle of the display."""
        self.write_lines(self._middle(top), self._middle(bottom))

    def write_lines(self, top: str, bottom: str) -> None:
        """Show two lines; longer ones are cut, shorter ones filled."""
        self._wanted = (top, bottom)
        self._news.set()

    def _ends(self, left: str, right: str) -> str:
        code = self._encoding
        return two_ends(plain(left, code), plain(right, code), encoding=code)

    def _middle(self, text: str) -> str:
        text = clip(plain(text, self._encoding).strip(), WIDTH, self._encoding)
        return " " * ((WIDTH - cells(text, self._encoding)) // 2) + text

    def clear(self) -> None:
        """Show nothing."""
        self.write_lines("", "")

    def ready_words(self) -> str:
        return _("Customer display ready")

    def wake(self) -> None:
        self._news.set()

    def serve(self, line: Line) -> None:
        line.write(self._start_up())
        self._news.set()  # what was wanted while the display was away
        while not self._stop.is_set():
            if self._news.wait(_IDLE_S):
                self._news.clear()
                line.write(self._picture(*self._wanted))
            else:
                line.read(64, 0.001)  # notices an unplugged display before the next sale does
        line.write(b"\x0c")  # no total of a sale that is over stays when the program ends

    def _start_up(self) -> bytes:
        if self._command_set == "cd5220":
            return b"\x1b@\x0c"
        page = _CODE_PAGES.get(self._encoding)
        return b"\x1b@" + (b"\x1bt" + bytes([page]) if page is not None else b"") + b"\x0c"

    def _picture(self, top: str, bottom: str) -> bytes:
        first, second = self._cells(top), self._cells(bottom)
        if self._command_set == "cd5220":
            return b"\x1bQA" + first + b"\r\x1bQB" + second + b"\r"
        return b"\x1f$\x01\x01" + first + b"\x1f$\x01\x02" + second

    def _cells(self, text: str) -> bytes:
        """Exactly 20 cells; control characters in a product's name must never become commands."""
        shown = clip(plain(text, self._encoding), WIDTH, self._encoding)
        return shown.encode(self._encoding, "replace").ljust(WIDTH)
