"""Does everything in the open store add up?  Asked after each test, of whatever the test wrote to.

A check decides by the rows it reads, and begins alike in every store.  So where its statements bring the rows that they
brought in an empty store, it would go the same way again and find nothing; only the others are run.  And where the
tables of a statement are as empty as they were there, the statement need not even be asked.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from app import shop
from app.core import checks, db, settings

# Tables that ever held a row: a server has a file in its hand for each that it is asked about.
_EVER = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""


class Asked(NamedTuple):
    """A statement of a check, the tables that it names, and what it brought in an empty store."""

    sql: str
    values: Any
    tables: frozenset[str]
    rows: list[Any]


_asked: dict[bool, dict[str, list[Asked]]] = {}  # on SQLite or PostgreSQL: check -> its statements


def learn_what_checks_ask() -> None:
    """See what each check asks and hears when there is nothing; the open store must be an empty one."""
    shop.open_rooms()
    tables = frozenset(db.db.get_tables())
    _asked[db.is_postgres()] = {name: _asked_by(name, tables) for name in checks.check_names()}


def broken_promises() -> list[tuple[str, str]]:
    """Name and sentence of everything that does not add up."""
    filled = filled_tables()
    asked = _asked[db.is_postgres()]
    return list(checks.run_checks(only=[name for name in asked if any(_differs(one, filled) for one in asked[name])]))


def filled_tables() -> set[str]:
    """The tables that hold a row."""
    names = [name for (name,) in db.db.execute_sql(_EVER)] if db.is_postgres() else db.db.get_tables()
    exists = 'SELECT {0!r} WHERE EXISTS (SELECT 1 FROM "{0}")'
    asked = " UNION ALL ".join(exists.format(name) for name in names)
    return {name for (name,) in db.db.execute_sql(asked)}


def _asked_by(name: str, tables: frozenset[str]) -> list[Asked]:
    events: list[Any] = []
    settings.forget()  # what is remembered would not be asked
    db.db.query_hooks.append(events.append)
    assert list(checks.run_checks(only=[name])) == []
    db.db.query_hooks.pop()
    asked = [Asked(one.sql, one.params, tables & set(re.findall(r"\w+", one.sql)), _rows(one)) for one in events]
    assert asked and all(one.tables for one in asked), f"the check {name} asks something that no table is named in"
    return asked


def _rows(event: Any) -> list[Any]:
    return list(db.db.execute_sql(event.sql, event.params).fetchall())


def _differs(asked: Asked, filled: set[str]) -> bool:
    return not filled.isdisjoint(asked.tables) and (
        list(db.db.execute_sql(asked.sql, asked.values).fetchall()) != asked.rows
    )
