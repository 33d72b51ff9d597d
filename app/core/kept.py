"""What a table is given, looked at on its way in: no text steers a printer or a screen, nothing is longer or larger than
its column.  Rooms say it sooner and in their own words where a person types it; nothing comes past here."""

from __future__ import annotations

from typing import Any

import peewee

from app.core.i18n import _
from app.core.plain import plain
from app.core.refusal import Refusal

WHOLE = {peewee.IntegerField: 2**31, peewee.BigIntegerField: 2**63}  # what PostgreSQL keeps; SQLite is held to it too


class TooLong(Refusal):
    """A text has more characters than its column."""


class OutOfRange(Refusal):
    """A number is larger or smaller than its column holds."""


class NotKept(Refusal):
    """PostgreSQL cannot keep a value that came by a way of its own; SQLite would have taken it."""

    def __init__(self) -> None:
        super().__init__(_("A text or number is too long or has signs that cannot be kept. Type it again."))


def kept(values: dict[Any, Any]) -> dict[Any, Any]:
    """The values of columns as they are kept; TooLong or OutOfRange when one cannot be."""
    changed = {}
    for field, value in values.items():
        if type(value) is str:
            if isinstance(field, (peewee.CharField, peewee.TextField)):
                text = short(value, getattr(field, "max_length", None))
                if text != value:
                    changed[field] = text
        elif type(value) is int and isinstance(field, peewee.IntegerField):
            _check_range(field, value)
    return values | changed if changed else values


def short(text: str, longest: int | None) -> str:
    """A text without signs that steer; TooLong when it has more characters than may be."""
    text = plain(text)
    if longest is not None and len(text) > longest:
        sentence = _("“{start}…” is too long: up to {n} characters fit.")
        raise TooLong(sentence.format(start=text[:20].strip(), n=longest), longest=longest)
    return text


def _check_range(field: Any, value: int) -> None:
    floor, most = getattr(field, "floor", None), getattr(field, "most", None)
    room = next(room for kind, room in reversed(WHOLE.items()) if isinstance(field, kind))
    if value > (room - 1 if most is None else most):
        raise OutOfRange(_("A number is larger than can be. Type a smaller one."), column=field.name, value=value)
    if value < (-room if floor is None else floor):
        raise OutOfRange(_("A number is less than can be. Type a larger one."), column=field.name, value=value)
