"""The columns that money, goods, times and states are kept in; the database itself refuses what cannot be."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import peewee

from app.core.db import db

MOST = 10**9  # base units on one line: a thousand tons by the gram
BOUND = 10**12  # no shop sells for ten thousand million; a sum over it is a fault


class _Whole(peewee.BigIntegerField):
    """A 64-bit integer that the database checks; SQLite would otherwise keep a float on overflow."""

    def __init__(self, *, positive: bool = False, not_negative: bool = False, **kwargs: Any) -> None:
        self.floor, self.most = 1 if positive else 0 if not_negative else -BOUND, BOUND
        super().__init__(**kwargs)

    def clone(self) -> _Whole:
        copy = super().clone()
        copy.floor, copy.most = self.floor, self.most
        return copy

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        super().bind(model, name, set_attribute)
        self.constraints = [WholeCheck(self.column_name, self.floor)]


class WholeCheck(peewee.Node):
    """`CHECK` of an integer column, in the words of the database that is open."""

    def __init__(self, column: str, floor: int) -> None:
        self.column, self.floor = column, floor

    def __sql__(self, ctx: Any) -> Any:
        typed = f"typeof(\"{self.column}\") IN ('integer', 'null') AND " if not _on_postgres() else ""
        return ctx.literal(f'CHECK ({typed}"{self.column}" BETWEEN {self.floor} AND {BOUND})')


def _on_postgres() -> bool:
    return isinstance(db.obj, peewee.PostgresqlDatabase)


class Amount(_Whole):
    """Money in the currency's minor unit (`*_minor`), or a price in 1/10,000 of the main unit (`*_e4`)."""


class Quantity(_Whole):
    """Goods in base units: pieces, grams, millilitres or millimetres."""


class Moment(peewee.BigIntegerField):
    """A time in milliseconds since 1970, UTC; its name ends in `_at`."""


class Choice(peewee.CharField):
    """One value of a StrEnum, kept as its text and read back as the enum."""

    def __init__(self, kind: type[StrEnum], **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(max_length=32, **kwargs)

    def db_value(self, value: Any) -> Any:
        return None if value is None else str(self.kind(value))

    def python_value(self, value: Any) -> Any:
        return None if value is None else self.kind(value)


class Facts(peewee.TextField):
    """Plain values (dicts, lists, texts, integers) kept as canonical JSON."""

    def db_value(self, value: Any) -> Any:
        from app.core.canonical import encode

        return None if value is None else encode(value)

    def python_value(self, value: Any) -> Any:
        from app.core.canonical import decode

        return None if value is None else decode(value)
