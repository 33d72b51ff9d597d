"""Typed, scanned or imported text as one plain line: nothing in it can steer a printer, a screen or a reader."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of what follows; a name in Arabic or Hebrew needs none of them.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = ("Cc", "Cs", "Co", "Cn")


def one_line(text: str) -> str:
    """The text in one line: control and direction characters gone, blanks single, none at the ends.

    Letters of every script and pictures made of several characters stay as they are.
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (letter for letter in spaced if letter not in _TURNING and unicodedata.category(letter) not in _NEVER)
    return " ".join("".join(kept).split())
