"""The search index on PostgreSQL: pg_trgm where the server lets us have it, and a table of short word starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.db import db
from app.core.folding import short_starts
from app.core.search_sqlite import HEAD, LAST, Found, begins

CREATE = (
    "CREATE TABLE search_text (kind INTEGER NOT NULL, ref BIGINT NOT NULL, words TEXT NOT NULL,"
    " PRIMARY KEY (kind, ref))",
    'CREATE INDEX search_text_start ON search_text (kind, (left(words, 16)) COLLATE "C")',
    'CREATE TABLE search_word (kind INTEGER NOT NULL, token TEXT COLLATE "C" NOT NULL, ref BIGINT NOT NULL,'
    " PRIMARY KEY (kind, token, ref))",
    "CREATE INDEX search_word_ref ON search_word (kind, ref)",
)
TRIGRAMS = "CREATE INDEX search_text_trigram ON search_text USING gin (words gin_trgm_ops)"
MAY_EXTEND = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'"
HAS_TRIGRAMS = "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"

WORDS = "SELECT words FROM search_text WHERE kind = %s AND ref = %s"
PUT_TEXT = (
    "INSERT INTO search_text (kind, ref, words) VALUES (%s, %s, %s)"
    " ON CONFLICT (kind, ref) DO UPDATE SET words = EXCLUDED.words"
)
PUT_WORDS = "INSERT INTO search_word (kind, token, ref) SELECT %s, unnest(%s::text[]), %s"
DROP_TEXT = "DELETE FROM search_text WHERE kind = %s AND ref = %s"
DROP_WORDS = "DELETE FROM search_word WHERE kind = %s AND ref = %s"
STARTING = (
    'SELECT ref, words FROM search_text WHERE kind = %s AND left(words, 16) COLLATE "C" >= %s'
    ' AND left(words, 16) COLLATE "C" < %s ORDER BY left(words, 16) COLLATE "C" LIMIT %s'
)
HOLDING = (
    "SELECT t.ref, t.words FROM search_text t WHERE t.kind = %s AND t.words LIKE ALL (%s::text[]) AND NOT EXISTS"
    " (SELECT 1 FROM unnest(%s::text[]) AS asked(token) WHERE NOT EXISTS"
    " (SELECT 1 FROM search_word w WHERE w.kind = t.kind AND w.ref = t.ref AND w.token = asked.token))"
    " ORDER BY t.ref DESC LIMIT %s"
)
SHORT = (
    "SELECT t.ref, t.words FROM (SELECT ref FROM search_word WHERE kind = %s AND token = ANY (%s::text[])"
    " GROUP BY ref HAVING count(*) = %s ORDER BY ref DESC LIMIT %s) AS w"
    " JOIN search_text t ON t.kind = %s AND t.ref = w.ref"
)
# At the usual 0.6 a wrong second letter is already too much; what is found is measured letter by letter afterwards.
LOOSER = "SELECT set_config('pg_trgm.word_similarity_threshold', '0.3', false)"
ALMOST = (
    "SELECT ref, words FROM search_text WHERE kind = %s AND %s <%% words AND words LIKE ALL (%s::text[])"
    " ORDER BY %s <<-> words, ref DESC LIMIT %s"
)


class Index:
    """Reads and writes the index of the open PostgreSQL store."""

    def create_tables(self) -> None:
        """Make the tables of the index, with trigrams if the server has them and lets us."""
        for statement in CREATE:
            db.execute_sql(statement)
        if self._may_have_trigrams():
            db.execute_sql(TRIGRAMS)

    def put(self, kind: int, ref: int, words: str) -> None:
        """Index a folded text, unless it is indexed already."""
        if self._query(WORDS, kind, ref) == [(words,)]:
            return
        db.execute_sql(PUT_TEXT, (kind, ref, words))
        db.execute_sql(DROP_WORDS, (kind, ref))
        db.execute_sql(PUT_WORDS, (kind, sorted(short_starts(words)), ref))

    def drop(self, kind: int, ref: int) -> None:
        """Take a record out of the index."""
        db.execute_sql(DROP_TEXT, (kind, ref))
        db.execute_sql(DROP_WORDS, (kind, ref))

    def starting(self, kind: int, question: str, limit: int) -> list[Found]:
        """Texts that begin with the question."""
        head = question[:HEAD]
        return [hit for hit in self._found(STARTING, kind, head, head + LAST, limit) if hit.words.startswith(question)]

    def holding(self, kind: int, words: Sequence[str], limit: int) -> list[Found]:
        """Texts that hold all the words; short ones at the start of a word, longer ones anywhere."""
        short = [word for word in words if len(word) < 3]
        if len(short) == len(words):
            return self._found(SHORT, kind, short, len(short), limit, kind)
        return self._found(HOLDING, kind, _anywhere(words), short, limit)

    def almost(self, kind: int, words: Sequence[str], doubtful: Iterable[str], limit: int) -> list[Found]:
        """Texts that hold all the words if one letter of one of the doubtful words is wrong."""
        if not self._query(HAS_TRIGRAMS)[0][0]:
            return []
        self._query(LOOSER)
        short = [word for word in words if len(word) < 3]
        hits: dict[int, Found] = {}
        for word in doubtful:
            others = _anywhere(other for other in words if other != word)
            hits |= {hit.ref: hit for hit in self._found(ALMOST, kind, word, others, word, limit)}
        return [hit for hit in hits.values() if all(begins(word, hit.words) for word in short)]

    def _may_have_trigrams(self) -> bool:
        if self._query(HAS_TRIGRAMS)[0][0]:
            return True
        if (
            not self._query(MAY_EXTEND)[0][0]
            or not self._query("SELECT has_database_privilege(current_database(), 'CREATE')")[0][0]
        ):
            return False
        db.execute_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        return True

    def _found(self, query: str, *args: Any) -> list[Found]:
        return [Found(*row) for row in self._query(query, *args)]

    @staticmethod
    def _query(query: str, *args: Any) -> list[Any]:
        return list(db.execute_sql(query, args or None).fetchall())


def _anywhere(words: Iterable[str]) -> list[str]:
    """LIKE patterns of the longer words; folded words hold no sign that LIKE takes for a wildcard."""
    return [f"%{word}%" for word in words if len(word) > 2]
