"""Variants: products under a parent, found by its code and name, told apart, and sold only one by one."""

from __future__ import annotations

import pytest

from app.catalog.codes import find_code
from app.catalog.products import BadProduct, change_product
from app.catalog.variants import BadVariant, save_variants, variants_of
from app.core.checks import run_checks
from app.inventory.queries import find_sellable, search_sellable, sellable_keys
from app.inventory.stock_list import StockSort, stock_page
from app.orders.draft import NotChosen
from app.orders.place import place_order
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_product, manager


def make_shirts() -> tuple[int, int, int]:
    """A shirt in M and L; returns parent, M, L."""
    shirt = make_product("SHIRT")
    medium, large = make_product("SHIRT-M", on_hand=3), make_product("SHIRT-L", on_hand=4)
    save_variants(manager, shirt, ((medium, {"Size": "M"}), (large, {"Size": "L"})))
    return shirt, medium, large


def test_the_code_and_the_name_of_a_parent_stand_for_its_variants(store):
    shirt, medium, large = make_shirts()
    assert [hit.product_id for hit in find_code("SHIRT")] == [medium, large]
    assert [hit.product_id for hit in find_sellable("SHIRT")] == [medium, large]
    assert {hit.product_id for hit in search_sellable("Product SHIRT")} == {medium, large}
    assert find_sellable("SHIRT-M")[0].product_id == medium
    with pytest.raises(NotChosen):
        place_order(clerk, phone_order((shirt, 1)))
    assert list(run_checks()) == []


def test_a_tile_of_a_parent_shows_what_its_variants_have(store):
    shirt, _medium, _large = make_shirts()
    change_product(manager, shirt, {"quick_key": 1})
    assert [(row.product_id, row.available) for row in sellable_keys()] == [(shirt, 7)]
    with pytest.raises(BadProduct):
        change_product(manager, shirt, {"is_stocked": True})


def test_a_family_stands_together_in_the_stock_list(store):
    make_product("AAA")
    make_shirts()
    make_product("ZZZ")
    rows = stock_page(sort=StockSort.NAME).rows
    assert [(row.sku, row.kind) for row in rows] == [
        ("AAA", "plain"), ("SHIRT", "parent"), ("SHIRT-M", "variant"), ("SHIRT-L", "variant"), ("ZZZ", "plain"),
    ]  # fmt: skip
    assert rows[2].attributes == {"Size": "M"} and rows[2].family == "Product SHIRT"


def test_what_cannot_be_a_family_is_refused_and_a_family_can_be_taken_apart(store):
    shirt, medium, large = make_shirts()
    other = make_product("OTHER")
    for variants in (
        ((medium, {"Size": "M"}),), ((other, {}),), ((shirt, {"Size": "M"}),), ((other, {"Size": "M"}),),
    ):  # fmt: skip
        with pytest.raises(BadVariant):
            save_variants(manager, other, variants)
    with pytest.raises(BadVariant):
        save_variants(manager, shirt, ((medium, {"Size": "M"}), (large, {"Size": "M"})))
    with pytest.raises(BadVariant):
        save_variants(manager, shirt, ((medium, {"Size": "M"}), (large, {"Color": "M"})))
    assert [row.product_id for row in variants_of(shirt)] == [medium, large]
    save_variants(manager, shirt, ())
    assert [hit.product_id for hit in find_code("SHIRT")] == [shirt]
    assert list(run_checks()) == []
