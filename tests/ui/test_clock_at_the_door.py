"""The time clock at the door: a PIN comes or goes without signing in."""

from __future__ import annotations

from app.staff.times import in_since
from tests.ui.courier_shop import courier_shop


def test_a_pin_clocks_in_and_out_from_the_tile_and_nobody_is_signed_in(stores, qtbot):
    with courier_shop(stores, qtbot, lambda _staff: None, tab="settle", mode="shift") as till:
        till.press("F12")
        till.wait(lambda: till.window.session.is_locked)
        till.settle()
        page = till.window.session.page
        maya = next(tile for tile in page._tiles if tile.tile.name.startswith("Maya"))
        page.choose(maya)
        till.press("F8")
        assert page.clocks_only and "Clock in" in page.pad.words.text()

        till.type("4821")

        till.wait(lambda: "clocked in" in till.toast())
        till.settle()
        assert till.window.session.is_locked
        assert till.ask(lambda: in_since(maya.tile.id)) is not None
        tile = next(tile for tile in page._tiles if tile.tile.id == maya.tile.id)
        page.choose(tile)
        till.press("F8")
        assert "Clock out" in page.pad.words.text()
        till.type("4821")
        till.wait(lambda: "clocked out" in till.toast())
        assert till.ask(lambda: in_since(maya.tile.id)) is None
