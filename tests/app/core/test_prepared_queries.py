"""Every prepared query is built and run on the database under test, with arguments that find nothing."""

from __future__ import annotations

from inspect import signature
from typing import Any

import peewee
import pytest

from app import shop
from app.core import db
from app.core.prepared import Prepared, registry

shop.open_rooms()
NAMES = {f"{query._build.__module__}.{query.__name__}": query for query in registry}


def _argument(place: int, builds: list[Any]) -> Any:
    return builds[place]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_prepared_and_runs(store: str, name: str) -> None:
    query: Prepared[Any] = NAMES[name]
    sql, bind = query._prepare()
    assert sql
    values = tuple(-1 for _parameter in signature(query._build).parameters)
    with db.db.atomic() as change:
        _explain(sql, bind(values))
        change.rollback()


def _explain(sql: str, values: list[Any]) -> None:
    """Have the database read the statement, bind it and plan it."""
    texts = [str(value) if isinstance(value, peewee.Value) else value for value in values]
    db.db.execute_sql(f"EXPLAIN {sql}", texts).fetchall()
