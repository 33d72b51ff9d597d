"""Placing: numbers, copies, limits, import keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalog.models import Product
from app.catalog.promotions import PromotionInput, save_promotion
from app.core import clock, journal, search, settings
from app.core.actor import Actor, Approval, NotPermitted
from app.core.command import KeyReused
from app.core.numbers import check_digit_fits
from app.core.refusal import NotFound
from app.customers.models import CustomerGroup
from app.customers.queries import find_customers
from app.orders.draft import DraftLine, NoLines, NotAQuantity, price_draft
from app.orders.models import Order, OrderLine
from app.orders.place import place_order
from app.orders.states import Channel, OrderState
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_customer, make_product, manager

junior = Actor(7, "Dara Byrne", "counter", "till-2", frozenset({"orders.place"}), {"discount_bp": 1500})


def test_numbers_have_five_digits_and_a_check_digit(store):
    lamp = make_product(on_hand=5)
    first, second = (place_order(clerk, phone_order((lamp, 1))) for _turn in range(2))
    assert len(first.number) == 5
    assert check_digit_fits(first.number)
    assert int(second.number[:-1]) == int(first.number[:-1]) + 1


def test_a_customer_is_found_by_the_number_of_their_order(store):
    lamp, eimear = make_product(on_hand=5), make_customer()
    placed = place_order(clerk, phone_order((lamp, 1), customer_id=eimear))
    assert [row.id for row in find_customers(placed.number)] == [eimear]


def test_the_past_does_not_change_with_the_product(store):
    lamp = make_product(price="12.50", on_hand=5, cost="7.10")
    placed = place_order(clerk, phone_order((lamp, 2)))
    Product.update(price_e4=1, name="Renamed", cost_e4=0).where(Product.id == lamp).execute()
    line = OrderLine.get(OrderLine.order == placed.order_id)
    assert (line.unit_price_e4, line.total_minor, line.tax_bp, line.tax_minor) == (125_000, 2500, 2300, 467)
    assert (line.cost_e4, line.name[:7]) == (71_000, "Product")


def test_the_total_is_what_the_draft_said_with_delivery_and_discount(store):
    lamp = make_product(price="64.00", on_hand=5)
    draft = phone_order((lamp, 3), order_discount_bp=500, order_discount_name="Member", delivery_minor=490)
    placed = place_order(clerk, draft)
    order = Order.get_by_id(placed.order_id)
    assert placed.total_minor == order.total_minor == price_draft(draft).total_minor == 19200 - 960 + 490
    assert (order.goods_minor, order.discount_minor, order.discount_name) == (19200, 960, "Member")


def test_the_same_key_places_once_and_other_content_is_refused(store):
    lamp = make_product(on_hand=5)
    draft = phone_order((lamp, 1))
    first = place_order(clerk, draft, key="k1")
    assert place_order(clerk, draft, key="k1") == first
    assert Order.select().count() == 1
    with pytest.raises(KeyReused):
        place_order(clerk, phone_order((lamp, 2)), key="k1")


def test_the_same_import_key_returns_the_order_that_is_there(store):
    draft = phone_order((make_product(on_hand=5), 1), import_key="shop:#1001")
    first = place_order(clerk, draft)
    assert place_order(clerk, draft) == first
    assert Order.select().count() == 1


def test_a_customer_fills_in_contact_and_main_address(store):
    customer = make_customer("Eimear O’Connor", phone="+353871234567", language="zh_CN")
    draft = replace(
        phone_order((make_product(on_hand=1), 1)), customer_id=customer, customer_name="", phone="", address=None
    )
    order = Order.get_by_id(place_order(clerk, draft).order_id)
    assert (order.customer_name, order.phone, order.language) == ("Eimear O’Connor", "+353871234567", "zh_CN")
    assert order.address["line1"] == "14 Seapoint Terrace"


def test_an_order_is_found_by_number_name_and_the_phone_as_it_is_dialed(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=1), 1)))
    for text in (placed.number, "siobhan", "0871234567", "+353871234567"):
        assert search.find("order", text) == [placed.order_id], text


def test_a_discount_above_the_limit_needs_a_manager(store):
    lamp = make_product(price="10.00", on_hand=5)
    for draft in (
        phone_order((lamp, 1), order_discount_bp=2500),
        phone_order(DraftLine(lamp, 1, discount_minor=151)),
    ):
        with pytest.raises(NotPermitted) as refused:
            place_order(junior, draft)
        assert refused.value.right == "orders.discount"
    assert place_order(manager, phone_order((lamp, 1), order_discount_bp=2500)).total_minor == 750
    assert place_order(junior, phone_order(DraftLine(lamp, 1, discount_minor=150))).total_minor == 850


def test_no_person_sells_below_cost_alone_however_the_parts_of_the_discount_add_up(store):
    lamp = make_product(price="10.00", cost="7.00", tax_bp=0, on_hand=5)
    by = replace(junior, limits={"discount_bp": 2_000, "price_change_bp": 2_000})
    both = phone_order(DraftLine(lamp, 1, unit_price_e4=85_000), order_discount_bp=2_000)

    assert place_order(by, phone_order(DraftLine(lamp, 1, unit_price_e4=85_000))).total_minor == 850
    with pytest.raises(NotPermitted, match="below what it cost") as refused:
        place_order(by, both)
    assert (refused.value.right, refused.value.facts["effect"]["cost_minor"]) == ("catalog.below_cost", 700)
    assert place_order(manager, both).total_minor == 680
    seen = by.approved(Approval(9, "Ruth", "orders.change_price"))
    assert place_order(seen, both).total_minor == 680, "who allowed the price saw what is left over cost"
    save_promotion(manager, PromotionInput("Half", percent_bp=5_000, products=(lamp,)))
    assert place_order(by, phone_order((lamp, 1), offers_at=clock.now_ms())).total_minor == 500
    settings.change_setting(manager, "orders.guard_cost", False)
    assert place_order(by, both).total_minor == 680


def test_a_discount_is_a_rule_of_the_shop_only_when_there_is_such_a_rule(store):
    lamp = make_product(price="10.00", on_hand=5)
    members = CustomerGroup.create(code="friends", name="Friends", discount_bp=2_000).id
    eimear, other = make_customer(group=members), make_customer()

    def placed_for(customer: int, **more: object) -> int:
        return place_order(junior, phone_order((lamp, 1), customer_id=customer, **more)).total_minor

    assert placed_for(eimear, order_discount_bp=2_000, discount_by_rule=True) == 800
    for claimed in (
        {"customer_id": other, "order_discount_bp": 2_000}, {"customer_id": eimear, "order_discount_bp": 2_500},
        {"customer_id": eimear, "order_discount_minor": 200}, {"order_discount_bp": 2_000},
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            place_order(junior, phone_order((lamp, 1), discount_by_rule=True, **claimed))
    half = DraftLine(lamp, 1, discount_minor=500, discount_name="Half", by_rule=True)
    with pytest.raises(NotPermitted):
        place_order(junior, phone_order(half))


def test_a_price_below_the_list_needs_a_right_and_is_marked(store):
    lamp = make_product(price="10.00", on_hand=5)
    cheap = phone_order(DraftLine(lamp, 1, unit_price_e4=50_000))
    with pytest.raises(NotPermitted) as refused:
        place_order(junior, cheap)
    assert refused.value.right == "orders.change_price"
    assert Order.get_by_id(place_order(manager, cheap).order_id).price_overridden


def test_what_cannot_be_placed_is_refused_and_leaves_no_trace(store):
    lamp = make_product(on_hand=5)
    for draft, refusal in (
        (phone_order(), NoLines),
        (phone_order((lamp, 0)), NotAQuantity),
        (phone_order((lamp, -1)), NotAQuantity),
        (phone_order((lamp + 99, 1)), NotFound),
    ):
        with pytest.raises(refusal):
            place_order(clerk, draft)
    assert Order.select().count() == 0
    assert place_order(clerk, phone_order((lamp, 1))).number[:-1] == "1000"


def test_the_orders_timeline_tells_who_placed_it(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=1), 1)))
    (event,) = journal.story("order", placed.order_id)
    assert (event.what, event.body["who"]) == ("orders.place", "Maya Kelly")


def test_a_free_line_moves_no_stock(store):
    placed = place_order(clerk, phone_order(DraftLine(None, 1, unit_price_e4=50_000, name="Gift wrap", tax_bp=2300)))
    assert (placed.state, placed.total_minor) == (OrderState.CONFIRMED, 500)
    assert OrderLine.get().is_stocked is False
    assert Order.get().channel == Channel.PHONE
