"""A scanned code is recognised for what it is, with one look-up a kind and no guess."""

from __future__ import annotations

from app.catalog.models import ProductCode
from app.customers.models import Customer
from app.inventory.models import Place
from app.orders.models import Order
from app.orders.place import place_order
from app.overview.codes import recognise
from app.overview.find import find_anything
from app.payments.pay import sell_gift_card
from app.picking.models import Tote
from app.staff.models import Person
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import cash, open_till, sold
from tests.factories import clerk, make_bin, make_customer, make_product


def test_products_come_first_with_the_quantity_of_the_code(store: str) -> None:
    mug = make_product("MUG")
    ProductCode.create(code="CASE-12", product=mug, quantity=12)
    assert recognise(" MUG ")[:5] == ("product", mug, "MUG", "Product MUG", 1)
    assert recognise("CASE-12").quantity == 12


def test_orders_receipts_bins_totes_badges_and_cards_are_known(store: str) -> None:
    make_product("MUG", on_hand=3)
    open_till()
    sale = sold("MUG")
    place = make_bin("B-07-3")
    tote = Tote.create(code="T-3").id
    person = Person.create(name="Grace", role="warehouse", pin_hash="x", badge="BADGE-9").id
    customer = make_customer(card="CARD-4")
    found = {code: recognise(code) for code in (sale.number, sale.receipt, "B-07-3", "T-3", "BADGE-9", "CARD-4")}
    assert [(scan.kind, scan.ref) for scan in found.values()] == [
        ("order", sale.order_id), ("receipt", sale.order_id), ("place", place), ("tote", tote), ("badge", person),
        ("customer", customer),
    ]  # fmt: skip
    assert found[sale.receipt].title == f"Receipt {sale.receipt}"
    assert found["CARD-4"].title == Customer.get_by_id(customer).name
    assert Place.get_by_id(place).code == "B-07-3"


def test_a_gift_card_is_known_once_it_was_loaded(store: str) -> None:
    open_till()
    sell_gift_card(clerk, "GC-1", 2_500, [cash(2_500)])
    assert recognise("GC-1").kind == "gift_card"
    assert recognise("GC-2") is None


def test_what_nobody_knows_is_nothing(store: str) -> None:
    for code in ("", "   ", "5391234", "x" * 300, "T1-", "-1", "a-99999999999999999999999"):
        assert recognise(code) is None


def test_anything_is_found_by_what_somebody_types(store: str) -> None:
    mug = make_product("MUG", on_hand=3)
    customer = make_customer("Siobhán Brady")
    placed = place_order(clerk, phone_order((mug, 1)))
    hits = find_anything("siobhan")
    assert ("order", placed.order_id) in [(hit.kind, hit.ref) for hit in hits]
    exact = find_anything(placed.number)
    assert exact[0][:3] == ("order", placed.order_id, f"Order {placed.number}")
    assert "€10.00" in exact[0].detail
    assert find_anything("  ") == []
    assert Order.select().count() == 1
    assert customer
