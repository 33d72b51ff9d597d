"""Search as you type: names, numbers and codes of anything, found by any part of a word, in any order of words.

Each room puts the text of its records in by the steps of its commands (`put`, `drop`) and asks `find`.  Accents and
capitals do not matter; without a hit, words that are one letter off are tried.
"""

from __future__ import annotations

import zlib
from functools import cache

from app.core import search_postgres, search_sqlite
from app.core.db import is_postgres
from app.core.folding import fold, is_unspaced, nearest, runs
from app.core.search_sqlite import Found

LONGEST_TEXT = 2_000  # characters kept of a record
LONGEST_QUESTION = 80
MOST_WORDS = 8
CANDIDATES = 60  # looked at to put the best ones first
LEAST_FOR_GUESS, MOST_FOR_GUESS = 4, 24  # letters of a word that is taken for a slip of the finger


def create_search_tables() -> None:
    """Make the index of an empty store; part of the first migration."""
    _index().create_tables()


def put(kind: str, ref: int, text: str) -> None:
    """Make a record findable by a text (names, numbers and codes together), or by a new text."""
    _index().put(_number(kind), ref, fold(text[:LONGEST_TEXT]))


def drop(kind: str, ref: int) -> None:
    """Make a record unfindable."""
    _index().drop(_number(kind), ref)


def find(kind: str, text: str, limit: int = 20) -> list[int]:
    """The ids of the records that a typed text means, best first; nothing for a text without letters or digits."""
    question = fold(text[:LONGEST_QUESTION])
    words = list(dict.fromkeys(runs(question)))[:MOST_WORDS]
    if not words:
        return []
    index, number = _index(), _number(kind)
    found = {hit.ref: hit for hit in index.starting(number, question, limit)}
    if len(found) < limit:  # those that begin as typed come first whatever else there is
        found |= {hit.ref: hit for hit in index.holding(number, words, max(limit, CANDIDATES))}
    if found:
        return [hit.ref for hit in sorted(found.values(), key=lambda hit: _rank(hit, question, words))[:limit]]
    return _guess(number, words, limit)


def _rank(hit: Found, question: str, words: list[str]) -> tuple[bool, int, int, int]:
    """Texts that begin as typed come first, then those with words that do, then the shorter and the newer."""
    padded = f" {hit.words} "
    begun = sum(f" {word}" in padded for word in words)
    return not hit.words.startswith(question), -begun, len(hit.words), -hit.ref


def _guess(number: int, words: list[str], limit: int) -> list[int]:
    """Records that hold all words when one letter of a word may be wrong, the nearest first.

    Where there are no spaces, all characters in any order: nobody can tell where a word of the question ends.
    """
    if single := _characters(words):
        hits = _index().holding(number, single, CANDIDATES)
        return [hit.ref for hit in sorted(hits, key=lambda hit: _rank(hit, single[0], single))[:limit]]
    doubtful = [word for word in words if _may_be_a_slip(word)]
    if not doubtful:
        return []
    off: dict[Found, int] = {}
    for hit in _index().almost(number, words, doubtful, CANDIDATES):
        wrong = sum(nearest(word, hit.words.split()) for word in doubtful)
        if wrong <= 1:
            off[hit] = wrong
    return [hit.ref for hit in sorted(off, key=lambda hit: (off[hit], len(hit.words), -hit.ref))[:limit]]


def _may_be_a_slip(word: str) -> bool:
    """Digits are numbers and codes: one that is nearly right is somebody else's."""
    return LEAST_FOR_GUESS <= len(word) <= MOST_FOR_GUESS and not word.isdigit() and not is_unspaced(word[0])


def _characters(words: list[str]) -> list[str]:
    """The words with those of an unspaced script cut into characters; empty when there are none such."""
    if not any(len(word) > 1 and is_unspaced(word[0]) for word in words):
        return []
    cut = (list(word) if is_unspaced(word[0]) else [word] for word in words)
    return list(dict.fromkeys(part for parts in cut for part in parts))


def _index() -> search_sqlite.Index | search_postgres.Index:
    return _postgres if is_postgres() else _sqlite


_sqlite = search_sqlite.Index()
_postgres = search_postgres.Index()
_kinds: dict[int, str] = {}


@cache
def _number(kind: str) -> int:
    """A kind as a number of 22 bits, the same in every store and every version."""
    number = zlib.crc32(kind.encode()) >> 10
    assert _kinds.setdefault(number, kind) == kind, f"{kind} and {_kinds[number]} share a number: rename one"
    return number
