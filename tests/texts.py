"""The SQL texts of prepared queries, kept from store to store: they are the same in each of a kind."""

from __future__ import annotations

from typing import Any

from app.core import db

_texts: dict[bool, dict[Any, Any]] = {False: {}, True: {}}  # of SQLite and PostgreSQL


def bring_texts() -> None:
    """Give the store that was just opened what others of its kind have built."""
    db.texts.update(_texts[db.is_postgres()])


def keep_texts() -> None:
    """Keep what the open store has built, before it is closed."""
    _texts[db.is_postgres()].update(db.texts)
