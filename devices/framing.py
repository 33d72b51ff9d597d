"""Cuts the bytes of a scanner into whole codes; a half, glued or garbled code is refused, never passed on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import _

SILENCE_MS = 80
TAIL_MS = 300  # bytes this soon after a broken-off code are its tail, not a new code
MAX_LENGTH = 512

_ENDS = b"\r\n\t"
_GS1_IDS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
_ARTICLE_IDS = ("]E0", "]E4")
_AIM = re.compile(r"\][A-Za-z][0-9A-Fa-f]")
_TEXT = re.compile(r"[\x20-\x7e\x1d]+")


class Ends(StrEnum):
    """What ends a code: a terminator, silence, or whatever the scanner turns out to send."""

    AUTO = "auto"
    TERMINATOR = "terminator"
    SILENCE = "silence"


class Symbology(StrEnum):
    """What becomes of the AIM identifier (such as ]C1) in front of a code."""

    GS1 = "gs1"  # kept where it changes the meaning: GS1 data
    KEEP = "keep"
    STRIP = "strip"


@dataclass(frozen=True)
class Code:
    """One whole code; GS (0x1D) separators are still in it."""

    text: str


@dataclass(frozen=True)
class Refused:
    """Bytes that were not a whole code, and why in a sentence."""

    reason: str


class Framer:
    """Feed it bytes with the time they came; it gives codes and refusals in order."""

    def __init__(self, ends: Ends = Ends.AUTO, symbology: Symbology = Symbology.GS1) -> None:
        self._ends, self._symbology = ends, symbology
        self._buffer = bytearray()
        self._spoiled = False  # the frame was refused already; its rest is swallowed
        self._last_ms = 0
        self._terminator_seen = ends is Ends.TERMINATOR

    @property
    def waiting(self) -> bool:
        """True while a code has begun and not ended, so that silence would mean something."""
        return bool(self._buffer)

    def feed(self, data: bytes, now_ms: int) -> list[Code | Refused]:
        """Take bytes that came at now_ms (any steadily rising clock)."""
        if self._spoiled and now_ms - self._last_ms > TAIL_MS:
            self._spoiled = False
        self._last_ms = now_ms
        out: list[Code | Refused] = []
        for byte in data:
            if byte in _ENDS:
                out += self._finish()
            elif not self._spoiled:
                self._buffer.append(byte)
                if len(self._buffer) > MAX_LENGTH:
                    out.append(Refused(_("The code has no end; it was not taken.")))
                    self._spoil()
        return out

    def silence(self) -> list[Code | Refused]:
        """Nothing came for SILENCE_MS: the code is over, or it broke off."""
        if not self._buffer:
            return []
        whole = self._ends is Ends.SILENCE or (not self._terminator_seen and self._proves_itself())
        if whole:
            result = self._decode(bytes(self._buffer))
            self._buffer.clear()
            return [result] if result else []
        self._spoil()
        return [Refused(_("Only part of a code came. Scan again."))]

    def drop(self) -> None:
        """The scanner was unplugged: what had begun will never be finished."""
        self._buffer.clear()
        self._spoiled = False

    def _spoil(self) -> None:
        self._buffer.clear()
        self._spoiled = True

    def _finish(self) -> list[Code | Refused]:
        frame = bytes(self._buffer)
        self._buffer.clear()
        if self._spoiled:
            self._spoiled = False
            return []
        result = self._decode(frame)
        if isinstance(result, Code):
            self._terminator_seen = True
        return [result] if result else []

    def _proves_itself(self) -> bool:
        """Without a terminator only a check digit can tell a whole code from a half one."""
        text = self._buffer.decode("ascii", "replace")
        return gtin_fits(text[3:] if _AIM.match(text) else text)

    def _decode(self, frame: bytes) -> Code | Refused | None:
        text = frame.decode("latin-1").strip(" ")
        if not text:
            return None
        if not _TEXT.fullmatch(text):
            return Refused(_("The scanner sent noise. Scan again."))
        if not _AIM.match(text):
            return Code(text)
        symbology, content = text[:3], text[3:]
        if not content:
            return Refused(_("The code is empty."))
        if symbology in _ARTICLE_IDS and not gtin_fits(content):
            return Refused(_("The check digit is wrong. Scan again."))
        keep = self._symbology is Symbology.KEEP
        keep = keep or (self._symbology is Symbology.GS1 and symbology in _GS1_IDS)
        return Code(text if keep else content)


def gtin_fits(text: str) -> bool:
    """Is this a GTIN of 8, 12, 13 or 14 digits with the right check digit?"""
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text))) % 10 == 0
