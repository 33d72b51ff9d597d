"""How a person left a table is kept for that person at that station."""

from __future__ import annotations

from app.staff.table_views import KeptView, keep_table, kept_view
from tests.factories import clerk, manager


def test_each_person_has_their_own_view_of_a_table_at_each_station(store):
    assert kept_view(clerk.person_id, clerk.station, "stock.table") is None
    keep_table(clerk, "stock.table", ("name", "cover", "bin"), ("bin",), "cover", True)
    keep_table(clerk, "stock.table", ("cover", "name", "bin"), (), "name")
    expected = KeptView(("cover", "name", "bin"), (), "name", False)
    assert kept_view(clerk.person_id, clerk.station, "stock.table") == expected
    assert kept_view(clerk.person_id, "till-9", "stock.table") is None
    assert kept_view(manager.person_id, manager.station, "stock.table") is None
