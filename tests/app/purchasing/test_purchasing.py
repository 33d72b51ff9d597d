"""Buying: proposals, purchases, goods in."""

from __future__ import annotations

import pytest

from app.catalog.find import find_product_ids
from app.core import clock, events
from app.core.actor import system_actor
from app.core.refusal import NotFound, Refusal, StateChanged
from app.inventory.bins import bin_named, history, product_bins
from app.inventory.models import Stock
from app.inventory.stock import level
from app.purchasing import order, queries, receive, suppliers
from app.purchasing.events import GoodsIn
from app.purchasing.order import WantedLine, create_purchase, send_purchase
from app.purchasing.receive import ReceivedLine, receive_goods
from tests.factories import make_bin, make_product

BY = system_actor()


@pytest.fixture
def potter(store):
    return suppliers.add_supplier(BY, "pot", "The Potter", email="p@potter.example", lead_days=3)


@pytest.fixture
def mug(store):
    return make_product("MUG", on_hand=2, bin="A-1", cost="2.50", reorder_point=5, order_up_to=20)


@pytest.fixture
def told():
    """What was told during the test."""
    kept, heard = {kind: list(found) for kind, found in events._listeners.items()}, []
    events.listens(GoodsIn)(heard.append)
    yield heard
    events._listeners.clear()
    events._listeners.update(kept)


def incoming(product_id):
    return Stock.get_by_id(product_id).incoming


def sent(potter, *lines):
    purchase = create_purchase(BY, potter, [WantedLine(*line) for line in lines])
    send_purchase(BY, purchase)
    return purchase


def test_what_runs_low_is_proposed_once(potter, mug):
    make_product("PEN", reorder_point=1)
    suppliers.set_source(BY, mug, potter, code="P-77", cost_e4=21_000)

    proposed = order.suggest_order()
    assert [(row.supplier, row.sku, row.quantity, row.cost_e4) for row in proposed] == [
        ("The Potter", "MUG", 18, 21_000), ("", "PEN", 1, 0),
    ]  # fmt: skip

    sent(potter, (mug, 18))
    assert order.suggest_order(potter) == []
    assert queries.source_of(mug).code == "P-77"


def test_goods_on_their_way_count_as_coming_until_they_are_here(potter, mug, told):
    purchase = create_purchase(BY, potter, [WantedLine(mug, 10), WantedLine(mug, 2, 22_000)])
    assert incoming(mug) == 0

    send_purchase(BY, purchase)
    assert incoming(mug) == 12
    assert queries.coming(mug)[0][:2] == (clock.now_ms() + 3 * clock.DAY_MS, 12)

    part = receive_goods(BY, purchase, [ReceivedLine(mug, 5)])
    assert (part.quantity, part.left, part.state) == (5, 7, "partly_received")
    assert (incoming(mug), level(mug).on_hand) == (7, 7)

    rest = receive_goods(BY, purchase, [ReceivedLine(mug, 7)])
    assert (rest.left, rest.state) == (0, "received")
    assert (incoming(mug), level(mug).on_hand) == (0, 14)
    assert queries.coming(mug) == []
    assert told == [GoodsIn((mug,)), GoodsIn((mug,))]
    with pytest.raises(StateChanged):
        receive_goods(BY, purchase, [ReceivedLine(mug, 1)])


def test_goods_go_home_unless_somebody_says_another_bin(potter, mug):
    shelf = make_bin("B-9")

    receive_goods(BY, None, [ReceivedLine(mug, 1), ReceivedLine(mug, 3, shelf)], "brought by hand")

    assert [(row.place, row.on_hand) for row in product_bins(mug)] == [("A-1", 3), ("B-9", 3)]
    assert history(mug)[0].note == "brought by hand"


def test_goods_without_a_home_ask_for_a_bin(store):
    mug = make_product("MUG", bin="A-1")
    Stock.update(home=None).where(Stock.product == mug).execute()

    with pytest.raises(receive.NoHome, match="MUG"):
        receive_goods(BY, None, [ReceivedLine(mug, 1)])

    receive_goods(BY, None, [ReceivedLine(mug, 1, bin_named("A-1"))])


def test_more_or_other_goods_are_kept_with_a_note_only(potter, mug):
    pen = make_product("PEN", bin="A-2")
    purchase = sent(potter, (mug, 10))

    with pytest.raises(receive.OverReceipt, match="12 Product MUG came, 10"):
        receive_goods(BY, purchase, [ReceivedLine(mug, 12)])
    with pytest.raises(receive.OverReceipt, match="was not ordered"):
        receive_goods(BY, purchase, [ReceivedLine(pen, 1)])
    assert (level(mug).on_hand, incoming(mug)) == (2, 10)

    receive_goods(BY, purchase, [ReceivedLine(mug, 12), ReceivedLine(pen, 1)], "free gift")

    assert (level(mug).on_hand, incoming(mug), level(pen).on_hand) == (14, 0, 1)
    assert [(row.sku, row.quantity, row.received, row.left) for row in queries.purchase_lines(purchase)] == [
        ("MUG", 10, 12, 0), ("PEN", 1, 1, 0),
    ]  # fmt: skip


def test_the_same_goods_are_not_booked_twice_with_one_key(potter, mug):
    purchase = sent(potter, (mug, 10))

    first = receive_goods(BY, purchase, [ReceivedLine(mug, 4)], key="scan-1")
    again = receive_goods(BY, purchase, [ReceivedLine(mug, 4)], key="scan-1")

    assert again == first
    assert level(mug).on_hand == 6


def test_what_has_not_come_of_a_cancelled_purchase_will_not_come(potter, mug):
    purchase = sent(potter, (mug, 10))
    receive_goods(BY, purchase, [ReceivedLine(mug, 4)])

    order.cancel_purchase(BY, purchase)

    assert (incoming(mug), level(mug).on_hand) == (0, 6)
    with pytest.raises(StateChanged):
        order.cancel_purchase(BY, purchase)
    with pytest.raises(StateChanged):
        receive_goods(BY, purchase, [ReceivedLine(mug, 1)])


def test_a_draft_can_be_changed_and_dropped_and_brings_nothing(potter, mug):
    draft = create_purchase(BY, potter, [WantedLine(mug, 10)])

    order.change_purchase(BY, draft, [WantedLine(mug, 3)])
    assert [row.quantity for row in queries.purchase_lines(draft)] == [3]
    order.cancel_purchase(BY, draft)

    assert incoming(mug) == 0
    assert queries.purchases() == []
    assert [row.state for row in queries.purchases(open_only=False)] == ["cancelled"]


def test_a_sent_purchase_is_no_draft_any_more(potter, mug):
    purchase = sent(potter, (mug, 10))

    for step in (
        lambda: send_purchase(BY, purchase),
        lambda: order.change_purchase(BY, purchase, [WantedLine(mug, 1)]),
    ):
        with pytest.raises(StateChanged):
            step()


def test_what_cannot_be_bought_is_refused(potter, mug):
    with pytest.raises(order.BadPurchase):
        create_purchase(BY, potter, [])
    with pytest.raises(order.BadPurchase):
        create_purchase(BY, potter, [WantedLine(mug, 0)])
    with pytest.raises(NotFound):
        create_purchase(BY, 99, [WantedLine(mug, 1)])
    with pytest.raises(receive.NothingReceived):
        receive_goods(BY, None, [])
    with pytest.raises(NotFound):
        receive_goods(BY, None, [ReceivedLine(99, 1)])
    post = make_product("POST", is_stocked=False)
    with pytest.raises(Refusal, match="not kept in stock"):
        receive_goods(BY, None, [ReceivedLine(post, 1)])


def test_a_product_is_found_by_the_code_of_its_supplier_as_long_as_it_has_it(potter, mug):
    suppliers.set_source(BY, mug, potter, code="ZX-7741")
    assert find_product_ids("zx-7741") == [mug]
    suppliers.set_source(BY, mug, potter, code="QY-1")
    assert find_product_ids("zx-7741") == []
    assert find_product_ids("qy-1") == [mug]


def test_suppliers_have_one_code_each_and_are_listed_with_what_they_sell(potter, mug):
    suppliers.set_source(BY, mug, potter)
    purchase = sent(potter, (mug, 10))

    with pytest.raises(suppliers.SupplierTaken):
        suppliers.add_supplier(BY, "POT", "Another")
    suppliers.change_supplier(BY, potter, name="Potter & Daughter")

    row = queries.suppliers()[0]
    assert (row.name, row.lead_days, row.products, row.open_purchases) == ("Potter & Daughter", 3, 1, 1)
    shown = queries.purchase_row(purchase)
    assert (shown.lines, shown.ordered, shown.received, shown.state) == (1, 10, 0, "sent")
    assert queries.purchase_named(shown.number.lower()) == purchase
    assert queries.purchase_lines(purchase)[0].cost_e4 == 25_000
