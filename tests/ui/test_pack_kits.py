"""Kits and gift wrap on the packing table: the parts stand under the name of their kit, the wrap at its goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.kits import save_kit
from app.inventory.queries import find_sellable
from app.orders.draft import DraftLine
from app.orders.line_kinds import LineKind
from app.orders.place import place_order
from app.orders.wrap import wrap_goods
from app.packing.start import start_packing
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.picking.tasks import current, group
from tests.app.orders.conftest import phone_order
from tests.app.picking.orders import part_of
from tests.conftest import Stores
from tests.factories import clerk, make_product, manager, packer
from tests.ui.driver import open_window
from tests.ui.pick_shop import PickShop
from tests.ui.pick_shop import fill_shop as fill_pick_shop


def fill_shop() -> dict[str, int]:
    """The small warehouse, and in TOTE-4 a wrapped gift box of two cups and a tea beside a single cup."""
    ids = fill_pick_shop()
    cup, tea = make_product("CUP", on_hand=9), make_product("TEA", on_hand=9)
    box = make_product("BOX", price="30.00")
    save_kit(manager, box, ((cup, 2), (tea, 1)))
    wrap = find_sellable(wrap_goods(clerk))[0]
    lines = (
        DraftLine(box, 1), DraftLine(cup, 1),
        DraftLine(wrap.product_id, 1, note="Happy birthday, Aoife!", kind=LineKind.WRAP, of=1),
    )  # fmt: skip
    placed = place_order(clerk, phone_order(*lines))
    part = part_of(placed.order_id)
    batch = release_batch(packer, (part,), ("TOTE-4",)).batch_id
    while now := current(batch):
        pick_scan(packer, batch, now.sku, sum(task.left for task in group(batch, now.place_id, now.product_id)))
    return ids | {"parcel": start_packing(packer, part).parcel_id}


@pytest.fixture
def packing(stores: Stores, qtbot: Any) -> Iterator[PickShop]:
    with open_window(
        stores, lambda url: PickShop(qtbot, url, role="warehouse", station="pack-1"), fill_shop, fill_shop
    ) as running:
        yield running


def test_parts_stand_under_their_kit_and_the_wrap_is_read_at_its_goods(packing: PickShop) -> None:
    packing.go("pack")
    packing.scan("TOTE-4")
    packing.wait(lambda: packing.window.tab.pack.table.data is not None)
    packing.settle()

    rows = packing.window.tab.pack.table.data.screen.lines
    assert [row.kit for row in rows] == ["Product BOX", "Product BOX", ""]
    said = [packing.find(f"pack.line.{row.line_id}").accessibleName() for row in rows]
    assert said[0].endswith("0 of 2 scanned. Gift wrap: “Happy birthday, Aoife!”")
    assert said[2].endswith("0 of 1 scanned")
    assert packing.shows("pack.kit.Product BOX")
