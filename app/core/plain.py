"""Typed, scanned or imported text made plain: nothing in it can steer a printer, a screen or a reader."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of what follows; a name in Arabic or Hebrew needs none of them.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINES = frozenset("\n\r\t")
_NEVER = ("Cc", "Cs", "Co", "Cn")


def one_line(text: str) -> str:
    """The text in one line: control and direction characters gone, blanks single, none at the ends.

    Letters of every script and pictures made of several characters stay as they are.
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(letter for letter in spaced if not _steers(letter)).split())


def plain(text: str) -> str:
    """The text with its lines, without control and direction characters."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter in _LINES or not _steers(letter))


def _steers(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _NEVER
