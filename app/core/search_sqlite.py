"""The search index on SQLite: FTS5 trigrams for words of three letters and more, a word index for shorter ones.

The kind of a record is the upper part of the row's number, so that a search reads only the rows of its kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from app.core.db import db
from app.core.folding import is_unspaced, one_letter_off, short_tokens

SHIFT = 40  # ids up to 2^40, kinds of 22 bits above
HEAD = 16  # letters of a text's start that are sorted for "begins with"
LAST = "\U0010ffff"
MIXED_CANDIDATES = 500  # a long word is looked up first, then short ones are looked for in this many texts

CREATE = (
    "CREATE TABLE search_text (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, words TEXT NOT NULL)",
    "CREATE INDEX search_text_start ON search_text (kind, substr(words, 1, 16))",
    "CREATE VIRTUAL TABLE search_trigram USING fts5(words, content='', contentless_delete=1, tokenize='trigram')",
    "CREATE VIRTUAL TABLE search_word USING fts5"
    "(words, content='', contentless_delete=1, detail=none, prefix='1 2', tokenize='unicode61')",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_word, row)",
)  # and search_term by the second migration
WORDS = "SELECT words FROM search_text WHERE id = ?"
PUT_TEXT = "REPLACE INTO search_text (id, kind, words) VALUES (?, ?, ?)"
PUT_TRIGRAM = "REPLACE INTO search_trigram (rowid, words) VALUES (?, ?)"
PUT_WORD = "REPLACE INTO search_word (rowid, words) VALUES (?, ?)"
PUT_TERMS = "INSERT OR IGNORE INTO search_term SELECT value FROM json_each(?)"  # a word is never forgotten
DROP = tuple(
    f"DELETE FROM {table} WHERE {column} = ?"
    for table, column in (("search_text", "id"), ("search_trigram", "rowid"), ("search_word", "rowid"))
)
STARTING = (
    "SELECT id, words FROM search_text WHERE kind = ? AND substr(words, 1, 16) >= ? AND substr(words, 1, 16) < ?"
    " ORDER BY substr(words, 1, 16) LIMIT ?"
)
BY_TRIGRAM = (
    "SELECT t.id, t.words FROM (SELECT rowid AS id FROM search_trigram WHERE search_trigram MATCH ?"
    " AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) AS f CROSS JOIN search_text AS t ON t.id = f.id"
)
BY_WORD = (
    "SELECT t.id, t.words FROM (SELECT rowid AS id FROM search_word WHERE search_word MATCH ?"
    " AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) AS f CROSS JOIN search_text AS t ON t.id = f.id"
)
KNOWN = (
    "SELECT start.value FROM json_each(?) AS start WHERE EXISTS"
    " (SELECT 1 FROM search_term WHERE term >= start.value AND term < start.value || ?)"
)


class Found(NamedTuple):
    """A record that matches, and its folded text."""

    ref: int
    words: str


def fill(file: Any, rows: Iterable[tuple[int, int, str]]) -> None:
    """Index folded texts (kind, ref, words) in a store that only a bare driver connection has open."""
    for kind, ref, words in rows:
        _put(file.execute, kind << SHIFT | ref, kind, words)


def _put(execute: Callable[[str, tuple[Any, ...]], Any], row: int, kind: int, words: str) -> None:
    execute(PUT_TEXT, (row, kind, words))
    execute(PUT_TRIGRAM, (row, words))
    tokens = list(dict.fromkeys(short_tokens(words)))
    execute(PUT_WORD, (row, " ".join(tokens)))
    execute(PUT_TERMS, (json.dumps([token for token in tokens if not token.isdigit()]),))


class Index:
    """Reads and writes the index of the open SQLite store."""

    def create_tables(self) -> None:
        """Make the tables of the index."""
        for statement in CREATE:
            db.execute_sql(statement)

    def put(self, kind: int, ref: int, words: str) -> None:
        """Index a folded text, unless it is indexed already."""
        row = kind << SHIFT | ref
        if self._query(WORDS, row) != [(words,)]:
            _put(db.execute_sql, row, kind, words)

    def drop(self, kind: int, ref: int) -> None:
        """Take a record out of the index."""
        for statement in DROP:
            db.execute_sql(statement, (kind << SHIFT | ref,))

    def starting(self, kind: int, question: str, limit: int) -> list[Found]:
        """Texts that begin with the question."""
        head = question[:HEAD]
        return [hit for hit in self._found(STARTING, kind, head, head + LAST, limit) if hit.words.startswith(question)]

    def holding(self, kind: int, words: Sequence[str], limit: int) -> list[Found]:
        """Texts that hold all the words; short ones at the start of a word, longer ones anywhere."""
        short = [word for word in words if len(word) < 3]
        if len(short) == len(words):
            return self._match(BY_WORD, _starts(short), kind, limit)
        long = " ".join(f'"{word}"' for word in words if len(word) > 2)
        if not short:
            return self._match(BY_TRIGRAM, long, kind, limit)
        # The cheap question first: no hit ends it, and most often all words are typed from their start.
        if not self._match(BY_WORD, _starts(short), kind, 1):
            return []
        if not any(is_unspaced(word[0]) for word in words if len(word) > 2):
            # Whole words are found ten times faster than beginnings: most often only the last one is not whole yet.
            whole = _starts(short, whole=[word for word in words if len(word) > 2])
            hits = self._match(BY_WORD, whole, kind, limit) or self._match(BY_WORD, _starts(words), kind, limit)
            if hits:
                return hits
        hits = self._match(BY_TRIGRAM, long, kind, MIXED_CANDIDATES)
        return [hit for hit in hits if all(begins(word, hit.words) for word in short)][:limit]

    def almost(self, kind: int, words: Sequence[str], doubtful: Iterable[str], limit: int) -> list[Found]:
        """Texts that hold all the words if one letter of one of the doubtful words is wrong."""
        hits: dict[int, Found] = {}
        for word in doubtful:
            if self._known([word]):  # somebody's word is no slip
                continue
            others = [other for other in words if other != word]
            variants = self._known(variant for variant in one_letter_off(word) if len(variant) > 2)
            for variant in variants[:limit]:
                hits |= {hit.ref: hit for hit in self.holding(kind, [*others, variant], limit)}
        return list(hits.values())

    def _known(self, starts: Iterable[str]) -> list[str]:
        """Those of the starts with which any word of the index begins; one question, for there may be a thousand."""
        return [start for (start,) in self._query(KNOWN, json.dumps(sorted(set(starts))), LAST)]

    def _match(self, query: str, match: str, kind: int, limit: int) -> list[Found]:
        return self._found(query, match, kind << SHIFT, kind + 1 << SHIFT, limit)

    def _found(self, query: str, *args: Any) -> list[Found]:
        mask = (1 << SHIFT) - 1
        return [Found(row & mask, words) for row, words in self._query(query, *args)]

    @staticmethod
    def _query(query: str, *args: Any) -> list[Any]:
        return list(db.execute_sql(query, args).fetchall())


def _starts(words: Iterable[str], whole: Iterable[str] = ()) -> str:
    """A question to the word index: each word quoted, so that nothing in it is taken for an operator."""
    return " AND ".join([*(f'"{word}"' for word in whole), *(f'"{word}" *' for word in words)])


def begins(word: str, text: str) -> bool:
    """Whether a word of the text begins so; in a script without spaces, whether the text holds it."""
    return f" {word}" in f" {text}" or (is_unspaced(word[0]) and word in text)
