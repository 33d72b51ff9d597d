"""All that a store holds, to be compared: what was refused must have changed nothing, in no table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.core.db import db
from app.core.refusal import Refusal
from tests.promises import filled_tables


def contents() -> dict[str, list[Any]]:
    """The rows of each table."""
    found: dict[str, list[Any]] = {table: [] for table in db.get_tables() if not table.startswith("sqlite_")}
    for table in filled_tables() & found.keys():
        rows = db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        found[table] = sorted(map(repr, rows))
    return found


@contextmanager
def refused(kind: type[Refusal] = Refusal, match: str | None = None) -> Iterator[Any]:
    """What is done inside is refused in a plain sentence and leaves the store as it was, to the last row."""
    before = contents()
    with pytest.raises(kind, match=match) as caught:
        yield caught
    after = contents()
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
    assert caught.value.sentence.strip()
