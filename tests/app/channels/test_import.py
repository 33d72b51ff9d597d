"""Imports: judged order by order, taken once, contradictions held."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from app.channels.import_orders import Taken, drop_import, preview_orders, take_import
from app.channels.queries import imports, staged
from app.channels.read import read_file
from app.channels.web_order import WebLine, WebOrder
from app.core.refusal import NotFound, StateChanged
from app.customers.models import Customer
from app.ledger.post import balance
from app.orders.models import Order, OrderLine
from app.orders.queries import order_detail
from app.orders.states import Channel, Method, OrderState, PayPlan
from app.payments.queries import order_money
from app.review.decide import approve_order
from app.review.queries import queue
from tests.app.channels.test_read import ORDER, SECOND, write
from tests.factories import clerk, make_product, manager

HOME = {"line1": "22 Strand Road", "line2": "", "city": "Bray", "region": "", "postcode": "A98 X2R1", "country": "IE"}


def web_order(name: str = "#1001", **more: object) -> WebOrder:
    """A paid order of two mugs for €29.80 and €4.90 carriage."""
    order = WebOrder(
        2, name, name, (WebLine("MUG", "Enamel mug", 2, 149_000),), currency="EUR", total_e4=347_000,
        subtotal_e4=298_000, shipping_e4=49_000, customer_name="Oisín Murphy", email="oisin@shop.example",
        phone="+353875550160", address=HOME, is_paid=True,
    )  # fmt: skip
    return replace(order, **more)  # type: ignore[arg-type]


def test_a_file_is_read_in_a_child_process_previewed_and_taken(store, tmp_path):
    make_product("LAN", price="54.00", on_hand=5)
    make_product("MUG", price="14.90", on_hand=9)
    path = write(tmp_path / "orders.csv", ORDER, SECOND)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        orders = pool.submit(read_file, str(path), "shopify").result()
    import_id = preview_orders(clerk, "shopify", path.name, tuple(orders))
    assert Order.select().count() == 0
    assert [(row.verdict, row.reasons) for row in staged(import_id)] == [("new", ())]
    assert take_import(clerk, import_id) == Taken(1, 0, 0, 0)
    (row,) = staged(import_id)
    detail = order_detail(row.order_id)
    assert (detail.channel, detail.method, detail.pay_plan) == (Channel.ONLINE, Method.CARRIER, PayPlan.PAID_ONLINE)
    assert (detail.state, detail.total_minor, detail.delivery_minor) == (OrderState.CONFIRMED, 11_450, 490)
    assert detail.note == "Online order #1001"
    assert Customer.get_by_id(detail.customer_id).name == "Oisín Murphy"


def test_what_the_web_shop_took_is_paid_and_stands_with_its_provider(store):
    make_product("MUG", on_hand=9)
    odd = web_order("#1002", total_e4=447_000)
    take_import(clerk, preview_orders(clerk, "shopify", "a.csv", (web_order(), odd, web_order("#1003", is_paid=False))))
    owed = [order_money(order.id).owed_minor for order in Order.select().order_by(Order.id)]
    assert owed == [0, 3_470 - 4_470, 3_470]
    assert balance("card:online") == 3_470 + 4_470


def test_importing_the_same_file_twice_adds_nothing(store):
    make_product("MUG", on_hand=9)
    first = preview_orders(clerk, "shopify", "a.csv", (web_order(),))
    again = preview_orders(clerk, "shopify", "a.csv", (web_order(),))
    assert take_import(clerk, first) == Taken(1, 0, 0, 0)
    assert take_import(clerk, first) == Taken(0, 1, 0, 0)
    assert take_import(clerk, again) == Taken(0, 1, 0, 0)
    other = web_order("#1002", lines=(WebLine("MUG", "Enamel mug", 3, 149_000),), subtotal_e4=447_000, total_e4=496_000)
    third = preview_orders(clerk, "shopify", "b.csv", (web_order(), other, other))
    assert [row.verdict for row in staged(third)] == ["known", "new", "known"]
    assert take_import(clerk, third) == Taken(1, 2, 0, 0)
    assert Order.select().count() == 2
    assert Customer.select().count() == 1


def test_an_order_whose_lines_contradict_its_total_is_held_for_review(store):
    make_product("MUG", on_hand=9)
    odd = web_order(total_e4=447_000)
    import_id = preview_orders(clerk, "shopify", "a.csv", (odd,))
    (row,) = staged(import_id)
    assert (row.verdict, row.reasons) == ("held", ("The lines add up to €34.70, the order says €44.70.",))
    assert take_import(clerk, import_id) == Taken(0, 0, 1, 0)
    (waiting,) = queue()
    assert waiting.score >= 100
    assert approve_order(manager, waiting.order_id, "Called back").order_state == OrderState.CONFIRMED


def test_an_order_that_misses_something_waits_as_placed(store):
    make_product("MUG", on_hand=9)
    import_id = preview_orders(clerk, "shopify", "a.csv", (web_order(address=HOME | {"city": ""}),))
    assert staged(import_id)[0].verdict == "held"
    assert take_import(clerk, import_id) == Taken(0, 0, 1, 0)
    assert Order.get().state == OrderState.PLACED


def test_an_unknown_sku_is_refused_line_by_line_with_its_reason(store):
    make_product("MUG", on_hand=9)
    lines = (WebLine("MUG", "Enamel mug", 1, 149_000), WebLine("NOPE", "Unheard of", 1, 149_000))
    import_id = preview_orders(clerk, "shopify", "a.csv", (web_order(lines=lines), web_order("#2")))
    refused, _new = staged(import_id)
    assert (refused.verdict, refused.reasons) == ("refused", ("Unheard of: the SKU NOPE is not known.",))
    assert take_import(clerk, import_id) == Taken(1, 0, 0, 1)
    assert [(file.new, file.refused) for file in imports()] == [(1, 1)]


def test_skus_match_in_another_spelling_by_code_or_by_name(store):
    mug = make_product("MUG", on_hand=9, code="5391234500001")
    for sku, name in (("mug", "x"), ("5391234500001", "x"), ("", "Product MUG")):
        line = WebLine(sku, name, 2, 149_000)
        import_id = preview_orders(clerk, "shopify", "a.csv", (web_order(f"#{line}", lines=(line,)),))
        assert staged(import_id)[0].verdict == "new", line
        take_import(clerk, import_id)
    assert {line.product_id for line in OrderLine.select()} == {mug}


def test_a_gift_card_is_a_line_without_stock_and_tax_on_top_lies_on_the_goods(store):
    make_product("MUG", on_hand=9)
    lines = (WebLine("MUG", "Enamel mug", 2, 149_000), WebLine("", "Gift card", 1, 500_000, needs_shipping=False))
    order = web_order(lines=lines, subtotal_e4=798_000, tax_e4=60_000, total_e4=907_000)
    import_id = preview_orders(clerk, "shopify", "a.csv", (order,))
    assert take_import(clerk, import_id) == Taken(1, 0, 0, 0)
    mugs, card = OrderLine.select().order_by(OrderLine.no)
    assert (card.name, card.total_minor, card.added_minor) == ("Gift card", 5000, 0)
    assert mugs.added_minor + Order.get().charges_added_minor == Order.get().added_minor == 600
    assert Order.get().total_minor == 9070


def test_another_currency_is_refused(store):
    make_product("MUG", on_hand=9)
    import_id = preview_orders(clerk, "shopify", "a.csv", (web_order(currency="USD"),))
    assert staged(import_id)[0].reasons == ("It is in USD, the shop sells in EUR.",)


def test_a_discount_of_the_web_shop_is_nobodys_limit(store):
    make_product("MUG", on_hand=9)
    order = web_order(discount_e4=149_000, subtotal_e4=149_000, total_e4=198_000)
    import_id = preview_orders(clerk, "shopify", "a.csv", (order,))
    assert take_import(clerk, import_id) == Taken(1, 0, 0, 0)
    assert (Order.get().discount_minor, Order.get().total_minor) == (1490, 1980)


def test_a_dropped_import_is_not_taken(store):
    make_product("MUG", on_hand=9)
    import_id = preview_orders(clerk, "shopify", "a.csv", (web_order(),))
    drop_import(clerk, import_id)
    for act in (take_import, drop_import):
        with pytest.raises(StateChanged):
            act(clerk, import_id)
    with pytest.raises(NotFound):
        take_import(clerk, 999)
    assert Order.select().count() == 0
