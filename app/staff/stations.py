"""Stations: the workplaces with their devices and the series of their receipt numbers."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.staff.models import Station, StationKind


class StationTaken(Refusal):
    """The code or the series is another station's already."""


@command("staff.add_station")
def add_station(by: Actor, code: str, name: str, kind: StationKind | str = StationKind.TILL, series: str = "") -> int:
    """Set up a workplace; its series (one to four capitals or digits) begins its receipt numbers for good."""
    code, name, series = code.strip().lower(), name.strip(), series.strip().upper()
    if not code or not name:
        raise Refusal(_("A station needs a code and a name."))
    series = series or _free_series(StationKind(kind))
    if not (series.isascii() and series.isalnum() and len(series) <= 4):
        raise Refusal(_("A series has one to four letters or digits."))
    if Station.select().where((Station.code == code) | (Station.series == series)).exists():
        raise StationTaken(_("There is a station with this code or series already."), code=code, series=series)
    station_id = int(Station.insert(code=code, name=name, kind=StationKind(kind), series=series).execute())
    touch("station", station_id)
    note(code=code, name=name, series=series)
    return station_id


@command("staff.rename_station")
def rename_station(by: Actor, station_id: int, name: str) -> None:
    """Give a workplace another name; its code and series stay, because papers bear them."""
    if not name.strip():
        raise Refusal(_("A station needs a code and a name."))
    if not Station.update(name=name.strip()).where(Station.id == station_id).execute():
        raise NotFound("station", station_id)
    touch("station", station_id)
    note(name=name.strip())


def _free_series(kind: StationKind) -> str:
    """The next unused series: T1, T2 … for tills, P for packing, O for the office."""
    letter = str(kind)[0].upper()
    taken = {row.series for row in Station.select(Station.series)}
    return next(f"{letter}{no}" for no in range(1, 1000) if f"{letter}{no}" not in taken)
