"""Every prepared query is built, read and planned by the database under test."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest

from app import shop
from app.core import db
from app.core.prepared import Prepared, registry

shop.open_rooms()
NAMES = {f"{query._build.__module__}.{query.__name__}": query for query in registry}
ANYTHING = "0"  # fits a number, a text, a yes or no, and JSON


def test_there_are_prepared_queries_and_no_two_have_one_name() -> None:
    assert len(NAMES) == len(registry) > 100


@pytest.mark.usefixtures("store")
def test_each_of_them_is_understood_by_the_database() -> None:
    wrong = {name: said for name, query in NAMES.items() if (said := _fault(query))}
    assert wrong == {}


def _fault(query: Prepared[Any]) -> str:
    sql, bind = query._prepare()
    values = bind(tuple(ANYTHING for _slot in signature(query._build).parameters))
    try:
        with db.db.atomic():
            db.db.execute_sql(f"EXPLAIN {sql}", values).fetchall()
    except Exception as error:  # whatever the driver says against it
        return str(error)
    return ""
