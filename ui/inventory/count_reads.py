"""What counting reads, on the reader's thread: the aisle with everything beside it, and one bin."""

from __future__ import annotations

from typing import Any, NamedTuple


class Board(NamedTuple):
    """All that the screen shows but the products of the bin."""

    zones: list[Any]
    zone: str
    bins: list[Any]
    names: dict[int, str]
    differences: list[Any]
    totals: Any


def read_board(wanted: str, place_id: int | None) -> Board:
    """The aisle of a place, else the wanted one, else the first in which a count was asked for."""
    from app.inventory.count_board import count_bins, count_totals, count_zones, differences
    from app.inventory.places import zone_of
    from app.staff.queries import names

    zones = count_zones()
    zone = zone_of(place_id) if place_id else wanted
    if zone not in [one.zone for one in zones]:
        zone = next((one.zone for one in zones if one.asked), zones[0].zone if zones else "")
    return Board(zones, zone, count_bins(zone), names(), differences(), count_totals())


def read_bin(place_id: int, count_id: int | None) -> tuple[list[Any], list[Any]]:
    """What the books have in a bin, and what was written down so far."""
    from app.inventory.bins import bin_contents, count_lines

    return bin_contents(place_id), count_lines(count_id) if count_id else []
