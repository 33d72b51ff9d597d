"""Queries whose SQL text is built once, for the paths of scan and sale (peewee builds it in 60 to 110 us each time).

A prepared function is straight: every argument is a slot; no `if` on an argument, no `in_(list)`, no `== None`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import signature
from typing import Any, Generic, TypeVar

import peewee

from app.core.db import db, texts

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

    def _prepare(self) -> tuple[str, Callable[[tuple[Any, ...]], list[Any]]]:
        slots = [Slot(place) for place in range(len(signature(self._build).parameters))]
        query = self._build(*(peewee.Value(slot, converter=False) for slot in slots))
        if isinstance(query, peewee.ModelInsert):
            given = {getattr(field, "name", field) for field in (query._insert or {})}
            defaults = query.model._meta.defaults.items()
            frozen = [field for field, default in defaults if callable(default) and field.name not in given]
            assert not frozen, f"{frozen} would be frozen at their first value"
        sql, values = query.sql()

        def bind(args: tuple[Any, ...]) -> list[Any]:
            return [args[int(value)] if type(value) is Slot else value for value in values]

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
