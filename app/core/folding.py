"""Names as search compares them: without accents and capitals, cut into words and pairs of characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise

# Letters that Unicode does not take apart into a letter and an accent.
_ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# Scripts written without spaces: Thai, kana, Chinese characters.
_UNSPACED = ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_LATIN = "abcdefghijklmnopqrstuvwxyz0123456789"


def fold(text: str) -> str:
    """Text as it is compared: "Crème-Brûlée №5" becomes "creme brulee no5"; only letters, digits and single blanks."""
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f").translate(_ALONE)
    whole = unicodedata.normalize("NFC", bare)
    kept = (letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " " for letter in whole)
    return " ".join("".join(kept).split())


def is_unspaced(letter: str) -> bool:
    """Whether a character belongs to a script that is written without spaces."""
    code = ord(letter)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED)


@lru_cache(maxsize=512)
def runs(folded: str) -> tuple[str, ...]:
    """The words of folded text, also cut where the script changes: "t恤 m" gives t, 恤, m."""
    return tuple("".join(run) for word in folded.split() for _kind, run in groupby(word, is_unspaced))


def short_tokens(folded: str) -> Iterator[str]:
    """What a short word may be found by: each word, and where there are no spaces each character and each pair."""
    for run in runs(folded):
        if is_unspaced(run[0]):
            yield from run
            yield from map("".join, pairwise(run))
        else:
            yield run


def short_starts(folded: str) -> set[str]:
    """The first one and two letters of each word, and the characters and pairs; for a table of exact tokens."""
    tokens = set(short_tokens(folded))
    return {token[:length] for token in tokens for length in (1, 2) if len(token) >= length}


def one_letter_off(word: str) -> Iterator[str]:
    """Every word that differs from this one by one wrong, missing, added or swapped letter."""
    letters = _letters_of(word)
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters if letter != tail[0])
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)


def _letters_of(word: str) -> str:
    """The alphabet that a slip of the finger would come from."""
    first = max(word)
    if first < "\u0100":
        return _LATIN
    start = ord(first) & ~0x3F  # Greek, Cyrillic, Hebrew, Arabic keep their letters within one or two such blocks
    block = (chr(code) for code in range(start - 0x40, start + 0x40))
    return "".join(letter for letter in block if letter.isalpha() and letter == letter.casefold())


def nearest(word: str, candidates: Iterable[str]) -> int:
    """0 when a word begins as typed, 1 when one does but for one letter, 2 when all are further off."""
    near, lengths = _near(word), (len(word) - 1, len(word), len(word) + 1)
    best = 2
    for other in candidates:
        if other.startswith(word):
            return 0
        if best == 2 and any(other[:length] in near for length in lengths):
            best = 1
    return best


@lru_cache(maxsize=64)
def _near(word: str) -> frozenset[str]:
    return frozenset(one_letter_off(word))
