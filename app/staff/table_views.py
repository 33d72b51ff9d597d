"""How each person left the tables of a station: which columns, in which order, sorted by what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.actor import Actor
from app.core.command import command
from app.staff.models import TableView


class KeptView(NamedTuple):
    """A table as it was left; `columns` are all keys from left to right, also those that are `hidden`."""

    columns: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    sort: str = ""
    is_falling: bool = False


@command("staff.keep_table", journaled=False)
def keep_table(
    by: Actor, name: str, columns: Sequence[str], hidden: Sequence[str], sort: str = "", is_falling: bool = False
) -> None:  # fmt: skip
    """Remember how a person left a table at this station."""
    values = {"columns": list(columns), "hidden": list(hidden), "sort": sort, "is_falling": is_falling}
    TableView.insert(person=by.person_id, station=by.station, name=name, **values).on_conflict(
        conflict_target=[TableView.person, TableView.station, TableView.name], update=values
    ).execute()


def kept_view(person_id: int, station: str, name: str) -> KeptView | None:
    """How a person left a table at a station, or None when it was never changed."""
    mine = (TableView.person == person_id, TableView.station == station, TableView.name == name)
    row = TableView.select(TableView.columns, TableView.hidden, TableView.sort, TableView.is_falling).where(*mine)
    found = row.tuples().first()
    return None if found is None else KeptView(tuple(found[0]), tuple(found[1]), found[2], found[3])
