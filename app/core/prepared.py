"""Queries whose SQL text is built once, for the paths of scan and sale (peewee builds it in 60 to 110 us each time).

A prepared function is straight: every argument is a slot; no `if` on an argument, no `in_(list)`, no `== None`.
A list is one argument, too: `among(column, ids)` in the query, `listed(ids)` where it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from inspect import signature
from operator import itemgetter
from typing import Any, Generic, TypeVar

import peewee

from app.core.db import db, is_postgres, texts

R = TypeVar("R")


class Slot(int):
    """The place of an argument in a prepared query."""


class Prepared(Generic[R]):
    """A query whose SQL text is built once; `rows` is the NamedTuple of its rows."""

    def __init__(self, build: Callable[..., Any], rows: type[R] | None = None) -> None:
        self._build = build
        self._make = rows._make if rows else None  # type: ignore[attr-defined]
        self.__doc__, self.__name__ = build.__doc__, build.__name__

    def one(self, *args: Any) -> R | Any:
        """The first row, or None."""
        row = self._execute(args).fetchone()
        return self._make(row) if row and self._make else row

    def all(self, *args: Any) -> list[R] | list[Any]:
        """All rows."""
        rows = self._execute(args).fetchall()
        return [self._make(row) for row in rows] if self._make else rows

    def run(self, *args: Any) -> int:
        """How many rows the statement changed."""
        return int(self._execute(args).rowcount)

    def add(self, *args: Any) -> int:
        """The id of the row that the statement inserted."""
        cursor = self._execute(args)
        row = cursor.fetchone() if cursor.description else None
        return int(row[0] if row else cursor.lastrowid)

    def run_many(self, rows: Iterable[tuple[Any, ...]]) -> int:
        """How many rows were changed in all, one execution for each tuple of arguments."""
        sql, bind = texts.get(self) or self._prepare()
        with peewee.__exception_wrapper__:
            cursor = db.obj.cursor()
            cursor.executemany(sql, [bind(row) for row in rows])
        return max(int(cursor.rowcount), 0)

    def _execute(self, args: tuple[Any, ...]) -> Any:
        sql, bind = texts.get(self) or self._prepare()
        return db.obj.execute_sql(sql, bind(args))

    def _prepare(self) -> tuple[str, Callable[[tuple[Any, ...]], tuple[Any, ...]]]:
        slots = [Slot(place) for place in range(len(signature(self._build).parameters))]
        query = self._build(*(peewee.Value(slot, converter=False) for slot in slots))
        if isinstance(query, peewee.ModelInsert):
            given = {getattr(field, "name", field) for field in (query._insert or {})}
            defaults = query.model._meta.defaults.items()
            frozen = [field for field, default in defaults if callable(default) and field.name not in given]
            assert not frozen, f"{frozen} would be frozen at their first value"
        sql, values = query.sql()

        # One call in C a statement: what stands in the query itself first, then the arguments.
        fixed = tuple(value for value in values if type(value) is not Slot)
        standing = iter(range(len(fixed)))
        places = [len(fixed) + value if type(value) is Slot else next(standing) for value in values]
        pick = itemgetter(*places) if len(places) > 1 else lambda given: tuple(given[place] for place in places)

        def bind(args: tuple[Any, ...]) -> tuple[Any, ...]:
            return pick(fixed + args)

        texts[self] = sql, bind
        return texts[self]


registry: list[Prepared[Any]] = []  # a test runs each of them on both databases


def prepared(build: Callable[..., Any] | None = None, *, rows: type[Any] | None = None) -> Any:
    """Make a function that returns a peewee query into a `Prepared` query."""

    def wrap(function: Callable[..., Any]) -> Prepared[Any]:
        query = Prepared(function, rows)
        registry.append(query)
        return query

    return wrap(build) if build else wrap


def among(column: Any, listed_ids: Any) -> Any:
    """The condition that a column holds one of a list of whole numbers."""
    ids = "SELECT CAST(value AS BIGINT) FROM " + ("jsonb_array_elements_text(" if is_postgres() else "json_each(")
    cast = "::jsonb))" if is_postgres() else "))"
    return peewee.NodeList((column, peewee.SQL(f"IN ({ids}"), listed_ids, peewee.SQL(cast)), glue=" ")


def listed(ids: Iterable[int]) -> str:
    """A list of whole numbers as the argument of a prepared query."""
    return json.dumps(list(ids))
