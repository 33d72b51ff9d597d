"""The tax of a category's new products, and giving many products another tax in one act."""

from __future__ import annotations

import pytest

from app.catalog.categories import add_category, change_category
from app.catalog.models import Category, Product
from app.catalog.move_tax import NO_CATEGORY, NothingToMove, count_to_move, move_tax, undo_move_tax
from app.catalog.products import change_product
from app.catalog.queries import categories
from app.catalog.taxes import BadTax, TaxInput, TaxInUse, remove_tax, save_tax
from app.core import journal
from app.core.checks import run_checks
from app.core.refusal import NotFound
from app.counter.take_up import take_up
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import OrderLine
from app.orders.place import place_order
from app.orders.states import Channel, Method
from tests.factories import make_product, make_tax, manager


def tax(name: str, rate_bp: int) -> int:
    return save_tax(manager, TaxInput(name, rate_bp=rate_bp))


def tax_of(product_id: int) -> int:
    return Product.get_by_id(product_id).tax_id


def in_category(product_id: int, category_id: int) -> int:
    change_product(manager, product_id, {"category_id": category_id})
    return product_id


def test_a_product_taken_up_at_the_counter_has_the_usual_tax_of_its_category(store):
    for _no in range(3):
        make_product(tax_bp=2_300)
    books, low = add_category(manager, "books", "Books"), tax("Books", 0)

    change_category(manager, books, tax_id=low)

    assert {row.name: row.tax_id for row in categories()}["Books"] == low
    with pytest.raises(TaxInUse, match="New products of Books start with Books"):
        remove_tax(manager, low)
    assert tax_of(take_up(manager, "5099001112223", "Atlas", 120_000, books)) == low
    assert tax_of(take_up(manager, "5099001112224", "Mug", 120_000)) == make_tax(2_300)


def test_the_usual_tax_of_a_category_is_taken_away_by_nought_and_must_be_one_that_is_offered(store):
    books, gone = add_category(manager, "books", "Books"), save_tax(manager, TaxInput("Old", is_active=False))
    change_category(manager, books, tax_id=tax("Low", 900))

    with pytest.raises(NotFound):
        change_category(manager, books, tax_id=gone)
    change_category(manager, books, name="Reading")
    assert Category.get_by_id(books).tax_id is not None

    change_category(manager, books, tax_id=0)
    assert Category.get_by_id(books).tax_id is None


def test_products_of_one_category_move_and_what_was_sold_keeps_its_tax(store):
    old, new = make_tax(2_300), tax("Low", 900)
    books = add_category(manager, "books", "Books")
    atlas, novel, mug = (make_product(price="12.30", on_hand=5) for _no in range(3))
    in_category(atlas, books), in_category(novel, books)
    sold = place_order(manager, OrderDraft(Channel.PHONE, Method.PICKUP, lines=(DraftLine(atlas, 1),)))

    assert (count_to_move(old), count_to_move(old, books), count_to_move(old, NO_CATEGORY)) == (3, 2, 1)
    moved = move_tax(manager, old, new, books)

    assert (moved.products, tax_of(mug)) == ([atlas, novel], old)
    assert tax_of(atlas) == tax_of(novel) == new
    line = OrderLine.get(OrderLine.order == sold.order_id)
    assert (line.tax_bp, line.tax_minor) == (2_300, 230)
    said = journal.story("product", atlas)[0].body["facts"]
    assert (said["before"], said["after"], said["products"]) == ("VAT 23%", "Low", 2)
    assert list(run_checks()) == []


def test_a_move_is_taken_back_but_for_products_that_got_another_tax_since(store):
    old, new, third = make_tax(2_300), tax("Low", 900), tax("Nought", 0)
    first, second = make_product(), make_product()
    moved = move_tax(manager, old, new)
    change_product(manager, second, {"tax_id": third})

    assert undo_move_tax(manager, moved) == 1
    assert (tax_of(first), tax_of(second)) == (old, third)


def test_a_move_to_nowhere_or_of_nothing_is_refused_and_changes_nothing(store):
    old, gone = make_tax(2_300), save_tax(manager, TaxInput("Old", is_active=False))
    product = make_product()

    with pytest.raises(BadTax):
        move_tax(manager, old, old)
    with pytest.raises(BadTax, match="not offered"):
        move_tax(manager, old, gone)
    with pytest.raises(NothingToMove, match="No product has Low there"):
        move_tax(manager, tax("Low", 900), old)
    with pytest.raises(NotFound):
        move_tax(manager, old, tax("Nought", 0), 999)

    assert tax_of(product) == old
