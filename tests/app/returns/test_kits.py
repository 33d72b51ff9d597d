"""Kits: sold, ordered, changed, returned and voided through the stock of their parts."""

from __future__ import annotations

import pytest

from app.catalog.kits import BadKit, save_kit
from app.catalog.models import Product
from app.catalog.products import BadProduct, change_product
from app.core.checks import run_checks
from app.counter.void import void_sale
from app.documents.bills import receipt
from app.inventory import stock
from app.inventory.queries import find_sellable
from app.inventory.stock import OutOfStock
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.baskets import Wanted, hold_basket
from app.orders.models import FulfillmentLine, OrderLine
from app.orders.place import place_order
from app.returns.open import ReturnInput, TooMany, open_return
from app.returns.quick import QuickLine, quick_return
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import drawer, lines_of, sold
from tests.factories import clerk, make_product, manager


def make_kit(mugs: int = 9, teas: int = 4) -> tuple[int, int, int]:
    """A gift box of two mugs and a tea, its own price 30.00; returns kit, mug, tea."""
    mug = make_product("MUG", price="14.00", on_hand=mugs, cost="4.00")
    tea = make_product("TEA", price="8.00", on_hand=teas, cost="3.00", tax_bp=0)
    box = make_product("BOX", price="30.00")
    save_kit(manager, box, ((mug, 2), (tea, 1)))
    return box, mug, tea


def free(*products: int) -> list[int]:
    return [stock.available(product) for product in products]


def test_a_kit_is_sold_at_its_own_price_and_takes_its_parts_from_the_shelf(till):
    box, mug, tea = make_kit()
    assert find_sellable("BOX")[0].available == 4

    order = sold((box, 2), (mug, 1))

    assert free(mug, tea) == [4, 2]
    assert drawer() == 50_000 + 6_000 + 1_400
    lines = lines_of(order)
    assert [(line.sku, line.quantity, line.total_minor, line.of_no) for line in lines] == [
        ("BOX", 2, 6_000, None), ("MUG", 4, 0, 1), ("TEA", 2, 0, 1), ("MUG", 1, 1_400, None),
    ]  # fmt: skip
    assert [line.cost_e4 for line in lines] == [0, 40_000, 30_000, 40_000]
    paper = receipt(order)
    assert [(line.code, line.amount_minor) for line in paper.lines] == [("BOX", 6_000), ("MUG", 1_400)]
    assert "MUG" in paper.lines[0].note and "TEA" in paper.lines[0].note
    assert list(run_checks()) == []


def test_the_scarcest_part_says_how_many_kits_there_are_and_the_refusal_speaks_of_the_kit(till):
    box, mug, tea = make_kit(mugs=5, teas=9)
    assert find_sellable("BOX")[0].available == 2
    with pytest.raises(OutOfStock) as refusal:
        sold((box, 3))
    assert (refusal.value.product_id, refusal.value.wanted, refusal.value.free) == (box, 3, 2)
    assert free(mug, tea) == [5, 9]


def test_a_kit_that_comes_back_puts_its_parts_back_and_is_paid_back_once(till):
    box, mug, tea = make_kit()
    order = sold((box, 2))
    kit, *_parts = lines_of(order)

    done = quick_return(clerk, order, [QuickLine(kit.id, 1)])

    assert done.credited_minor == 3_000
    assert free(mug, tea) == [7, 3]
    open_return(clerk, order, [ReturnInput(kit.id, 1)])
    with pytest.raises(TooMany):
        quick_return(clerk, order, [QuickLine(kit.id, 1)])
    assert list(run_checks()) == []


def test_a_voided_kit_puts_its_parts_back(till):
    box, mug, tea = make_kit()
    order = sold((box, 1))
    void_sale(clerk, order, "wrong box")
    assert free(mug, tea) == [9, 4]
    assert list(run_checks()) == []


def test_an_ordered_kit_reserves_its_parts_and_they_are_what_is_picked(store):
    box, mug, tea = make_kit()
    held = hold_basket(clerk, "call-1", (Wanted(box, 5), Wanted(mug, 1)))
    assert {one.product_id: one.held for one in held} == {mug: 1, box: 4}
    placed = place_order(clerk, phone_order((box, 3), basket="call-1"))

    assert placed.total_minor == 9_000
    assert free(mug, tea) == [3, 1]
    assert sorted(FulfillmentLine.select(FulfillmentLine.product, FulfillmentLine.quantity).tuples()) == sorted(
        [(mug, 6), (tea, 3)]
    )

    kit = OrderLine.get(OrderLine.order == placed.order_id, OrderLine.product == box)
    amended = amend_order(clerk, placed.order_id, 1, Amendment((LineChange(kit.id, 1),)))

    assert amended.total_minor == 3_000
    assert free(mug, tea) == [7, 3]
    assert list(run_checks()) == []


def test_an_order_changed_to_have_no_kit_has_no_parts_either(store):
    box, mug, tea = make_kit()
    placed = place_order(clerk, phone_order((box, 1), (mug, 1)))
    kit = OrderLine.get(OrderLine.order == placed.order_id, OrderLine.product == box)
    amend_order(clerk, placed.order_id, 1, Amendment((LineChange(kit.id, 0),)))
    assert [line.product_id for line in lines_of(placed.order_id)] == [mug]
    assert free(mug, tea) == [8, 4]


def test_what_cannot_be_a_kit_is_refused_and_changes_nothing(store):
    box, mug, tea = make_kit()
    outer = make_product("OUTER")
    for parts in (((box, 1),), ((outer, 1),), ((mug, 0),), ((mug, 1), (mug, 2))):
        with pytest.raises(BadKit):
            save_kit(manager, outer, parts)
    with pytest.raises(BadKit):
        save_kit(manager, mug, ((tea, 1),))
    with pytest.raises(BadProduct):
        change_product(manager, box, {"is_stocked": True})
    assert not Product.get_by_id(outer).is_kit
    save_kit(manager, box, ())
    assert not Product.get_by_id(box).is_kit and Product.get_by_id(box).is_stocked
    assert list(run_checks()) == []
