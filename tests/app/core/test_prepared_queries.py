"""Every prepared query is built, read and planned by the database under test."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest

from app import shop
from app.core import db
from app.core.prepared import Prepared, registry

shop.open_rooms()
ANYTHING = "0"  # fits a number, a text, a yes or no, and JSON


@pytest.mark.usefixtures("store")
def test_each_of_them_is_understood_by_the_database() -> None:
    wrong = [f"{query._build.__module__}.{query.__name__}: {said}" for query in registry if (said := _fault(query))]
    assert wrong == []
    assert len(registry) > 100


def _fault(query: Prepared[Any]) -> str:
    sql, bind = query._prepare()
    values = bind(tuple(ANYTHING for _slot in signature(query._build).parameters))
    try:
        with db.db.atomic():
            db.db.execute_sql(f"EXPLAIN {sql}", values).fetchall()
    except Exception as error:  # whatever the driver says against it
        return str(error)
    return ""
