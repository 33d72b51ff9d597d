"""Products, prices, categories, taxes and promotions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalog import categories, products, promotions, queries, taxes
from app.catalog.find import find_product_ids, index_products
from app.catalog.products import NewProduct, add_product, change_price, change_product
from app.core import clock, settings
from app.core.actor import Actor, NotPermitted, system_actor
from app.core.refusal import NotFound, StateChanged
from app.inventory.queries import search_sellable, sellable, sellable_keys
from app.inventory.stock import level
from tests.factories import make_product, make_tax

BY = system_actor()
BUYER = Actor(5, "Ben", "counter", "office", frozenset({"catalog.add_product", "catalog.change_price"}))


@pytest.fixture
def tea(store):
    shelf = categories.add_category(BY, "tea", "Tea", "茶")
    return add_product(BY, NewProduct(
        "TEA-1", "Green tea", 50_000, make_tax(), name_zh="绿茶", category_id=shelf, cost_e4=20_000, brand="Sencha Co",
        codes=(("4006381333931", 1),), quick_key=2, reorder_point=5,
    ))  # fmt: skip


def test_a_new_product_is_found_by_names_codes_sku_and_brand_and_has_stock(tea):
    for text in ("green", "绿", "tea-1", "4006381", "sencha"):
        assert find_product_ids(text) == [tea], text
    assert level(tea).on_hand == 0
    assert [row.product_id for row in search_sellable("green t")] == [tea]
    assert [code.code for code in queries.product_detail(tea).codes] == ["TEA-1", "4006381333931"]


def test_a_renamed_product_is_found_by_its_new_name_only(tea):
    change_product(BY, tea, {"name": "Jasmine tea", "name_zh": "茉莉花茶"})

    assert find_product_ids("jasmine") == [tea]
    assert find_product_ids("绿茶") == []


def test_a_product_no_longer_sold_is_not_offered(tea):
    change_product(BY, tea, {"is_active": False})

    assert find_product_ids("green") == []
    assert queries.products() == []
    assert [row.sku for row in queries.products(gone_too=True)] == ["TEA-1"]
    assert sellable_keys() == []
    assert sellable(tea).sku == "TEA-1"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"sku": " "}, "sku"), ({"name": ""}, "name"), ({"price_e4": -1}, "price_e4"), ({"price_per": 0}, "price_per"),
     ({"unit": "dozen"}, "unit"), ({"tax_id": 999}, "tax_id"), ({"category_id": 999}, "category_id")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(store, change, field):
    new = replace(NewProduct("A", "A thing", 10_000, make_tax()), **change)

    with pytest.raises(products.BadProduct) as refused:
        add_product(BY, new)

    assert refused.value.facts["field"] == field
    assert queries.products() == []


def test_two_products_cannot_have_one_sku(tea):
    with pytest.raises(products.SkuTaken):
        add_product(BY, NewProduct("TEA-1", "Other", 1, make_tax()))


def test_a_price_below_cost_needs_a_right(tea):
    """24.60 with 23 % tax is 20.00 net: exactly the cost."""
    change_price(BUYER, tea, 24_600)

    with pytest.raises(NotPermitted, match="below cost") as refused:
        change_price(BUYER, tea, 24_598)

    assert refused.value.facts["right"] == "catalog.below_cost"
    assert queries.product_detail(tea).row.price_e4 == 24_600
    change_price(BY, tea, 10_000)
    assert sellable(tea).price_e4 == 10_000


def test_without_tax_in_prices_the_price_itself_is_compared(tea):
    settings.change_setting(BY, "catalog.prices_include_tax", False)

    change_price(BUYER, tea, 20_000)

    with pytest.raises(NotPermitted):
        change_price(BUYER, tea, 19_999)


def test_a_price_for_another_quantity_keeps_the_cost_of_the_unit(store):
    ham = make_product("HAM", unit="gram", price="19.90", price_per=1000, cost="8.00")

    change_price(BY, ham, 19_900, price_per=100)

    row = sellable(ham)
    assert (row.price_e4, row.price_per, row.cost_e4) == (19_900, 100, 8_000)


def test_an_unknown_product_cannot_be_changed(store):
    with pytest.raises(NotFound):
        change_product(BY, 99, {"name": "X"})
    with pytest.raises(NotFound):
        queries.product_detail(99)


def test_pages_go_on_behind_the_last_row(store):
    for no in range(5):
        make_product(f"P{no}")

    first = queries.products(limit=3)
    second = queries.products(limit=3, after=first[-1])

    assert [row.sku for row in first + second] == [f"P{no}" for no in range(5)]
    assert index_products() == 5
    assert [row.sku for row in queries.products("p3")] == ["P3"]


def test_quick_keys_are_favourites_or_a_category_in_their_order(tea):
    shelf = queries.categories()[0]
    make_product("Z", category=shelf.id, quick_key=1)
    make_product("A", category=shelf.id)

    assert [row.sku for row in queries.quick_keys()] == ["Z", "TEA-1"]
    assert [row.sku for row in sellable_keys(shelf.id)] == ["Z", "TEA-1", "A"]
    assert [row.sku for row in queries.quick_keys(shelf.id)] == ["Z", "TEA-1", "A"]
    assert queries.categories()[0].products == 3


def test_the_best_promotion_of_the_moment_holds(tea):
    shelf, now = queries.categories()[0].id, clock.now_ms()
    promotions.add_promotion(BY, "Everything", 500)
    week = promotions.add_promotion(BY, "Tea week", 2_000, category_id=shelf, starts_at=now, ends_at=now + 1_000)
    promotions.add_promotion(BY, "Green", 1_000, product_id=tea)

    def best(at, product=tea, category=shelf):
        hit = promotions.best_promotion(product, category, at)
        return hit and hit.name

    assert [best(now - 1), best(now), best(now + 1_000)] == ["Green", "Tea week", "Green"]
    assert best(now, 999, None) == "Everything"

    promotions.stop_promotion(BY, week)
    assert best(now) == "Green"
    with pytest.raises(StateChanged):
        promotions.stop_promotion(BY, week)
    assert [row.name for row in promotions.promotions()] == ["Green", "Everything"]


def test_a_promotion_that_cannot_be_is_refused(tea):
    with pytest.raises(promotions.BadPromotion):
        promotions.add_promotion(BY, "Free", 10_001)
    with pytest.raises(promotions.BadPromotion):
        promotions.add_promotion(BY, "Both", 100, product_id=tea, category_id=1)
    with pytest.raises(promotions.BadPromotion):
        promotions.add_promotion(BY, "Over", 100, starts_at=10, ends_at=10)


def test_taxes_and_categories_have_one_code_each(store):
    taxes.add_tax(BY, "std", "VAT", 2_300)
    shelf = categories.add_category(BY, "tea", "Tea")

    with pytest.raises(taxes.TaxTaken):
        taxes.add_tax(BY, "STD", "VAT", 2_400)
    with pytest.raises(categories.CategoryTaken):
        categories.add_category(BY, "Tea", "Tea again")
    categories.change_category(BY, shelf, name="Teas", position=4)

    assert queries.categories()[0].name == "Teas"
    assert [row.rate_bp for row in queries.taxes()] == [2_300]
