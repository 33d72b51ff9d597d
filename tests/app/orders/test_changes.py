"""Changes after placing: cancelling, amending, completing, notes, baskets, lists."""

from __future__ import annotations

import pytest

from app.core import clock, journal
from app.core.actor import Actor, NotPermitted
from app.core.command import command
from app.core.events import listens
from app.core.refusal import StateChanged
from app.inventory import stock
from app.inventory.models import PlaceKind, Stock
from app.inventory.stock import OutOfStock
from app.ledger.post import post
from app.orders.advance import advance_fulfillment
from app.orders.amend import Amendment, CannotAmend, LineChange, amend_order
from app.orders.baskets import Wanted, drop_basket, hold_basket, release_expired_baskets
from app.orders.cancel import CannotCancel, cancel_order
from app.orders.draft import DraftLine, NoLines
from app.orders.events import OrderCancelled
from app.orders.hold import hold_order
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine, Revision
from app.orders.notes import EmptyNote, add_note
from app.orders.place import place_order
from app.orders.promise import PromiseState, promise
from app.orders.queries import find_order, order_detail, order_list, orders_of, view_counts
from app.orders.states import FulfillmentState as F
from app.orders.states import OrderState
from app.payments.invoices import InvoiceIsOut, make_invoice
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState, Supplier
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_customer, make_product, manager

junior = Actor(
    7, "Dara Byrne", "counter", "till-2", frozenset({"orders.cancel", "orders.amend"}), {"discount_bp": 1500}
)
cancelled: list[OrderCancelled] = []


@listens(OrderCancelled)
def _hear(event: OrderCancelled) -> None:
    cancelled.append(event)


@command("tests.walk")
def walk(by: Actor, order_id: int, *states: F) -> None:
    """Take the first open fulfillment along some states."""
    part = Fulfillment.get(Fulfillment.order == order_id, Fulfillment.state != F.CANCELLED)
    old = part.state
    for new in states:
        if new == F.DISPATCHED:
            customer = stock.special_place(PlaceKind.CUSTOMER)
            for line in FulfillmentLine.select().where(FulfillmentLine.fulfillment == part.id):
                stock.take_out(line.product_id, line.quantity, target=customer, reason="pick", promised=True)
                stock.use_hold(line.line_id, line.quantity)
        advance_fulfillment(part.id, old, new)
        old = new


@command("tests.pay")
def pay(by: Actor, order_id: int, amount: int) -> None:
    post("sale", {"cash:till-1": amount, "sales:2300": -amount}, order_id=order_id)


def test_cancelling_gives_everything_back_and_tells_payments(store):
    lamp = make_product(on_hand=5)
    placed = place_order(clerk, phone_order((lamp, 2)))
    cancel_order(clerk, placed.order_id, "Customer changed her mind")
    assert stock.level(lamp).reserved == 0
    assert cancelled[-1] == OrderCancelled(placed.order_id, "Customer changed her mind")
    detail = order_detail(placed.order_id)
    assert (detail.state, detail.closed_at) == (OrderState.CANCELLED, clock.now_ms())
    assert [part.state for part in detail.fulfillments] == [F.CANCELLED]
    with pytest.raises(StateChanged):
        cancel_order(clerk, placed.order_id, "again")


def test_what_left_the_house_cannot_be_cancelled(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2)))
    walk(manager, placed.order_id, F.PICKING, F.PICKED, F.PACKING, F.PACKED, F.DISPATCHED)
    with pytest.raises(CannotCancel):
        cancel_order(clerk, placed.order_id, "too late")
    assert order_detail(placed.order_id).state == OrderState.CONFIRMED


def test_an_order_with_money_is_cancelled_by_a_manager_only(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2)))
    pay(manager, placed.order_id, placed.total_minor)
    with pytest.raises(NotPermitted) as refused:
        cancel_order(junior, placed.order_id, "no longer wanted")
    assert refused.value.right == "orders.cancel_paid"


def test_an_amendment_keeps_the_price_of_the_day_and_what_changed(store):
    lamp, mug = make_product(price="10.00", on_hand=5), make_product(price="3.00", on_hand=5)
    placed = place_order(clerk, phone_order((lamp, 2), (mug, 1), order_discount_bp=1000, delivery_minor=490))
    line, gone = OrderLine.select().where(OrderLine.order == placed.order_id).order_by(OrderLine.no)
    changes = (LineChange(line.id, 3), LineChange(gone.id, 0))
    amended = amend_order(
        clerk, placed.order_id, 1, Amendment(changes, (DraftLine(mug, 2),), promised_at=clock.now_ms())
    )
    assert amended == (2, 3000 + 600 - 360 + 490, OrderState.CONFIRMED)
    assert (stock.level(lamp).reserved, stock.level(mug).reserved) == (3, 2)
    revision = Revision.get(Revision.order == placed.order_id)
    assert [(row["before"], row["after"]) for row in revision.difference["lines"]] == [(2, 3), (1, 0), (0, 2)]
    states = [(part.state, part.pieces) for part in order_detail(placed.order_id).fulfillments]
    assert states == [(F.CANCELLED, 3), (F.READY, 5)]


def test_an_amendment_of_an_old_revision_or_after_the_goods_left_is_refused(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2)))
    amend_order(clerk, placed.order_id, 1, Amendment(customer_name="Siobhan Brady-Kelly"))
    with pytest.raises(StateChanged):
        amend_order(clerk, placed.order_id, 1, Amendment(note="ring twice"))
    line = OrderLine.get(OrderLine.order == placed.order_id)
    with pytest.raises(NoLines):
        amend_order(clerk, placed.order_id, 2, Amendment((LineChange(line.id, 0),)))
    walk(manager, placed.order_id, F.PICKING, F.PICKED, F.PACKING, F.PACKED, F.DISPATCHED)
    with pytest.raises(CannotAmend):
        amend_order(clerk, placed.order_id, 2, Amendment((LineChange(line.id, 1),)))


def test_an_amendment_that_adds_a_phone_confirms_a_placed_order(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2), phone=""))
    assert amend_order(clerk, placed.order_id, 1, Amendment(phone="+353871234567")).state == OrderState.CONFIRMED


def test_an_order_is_completed_when_its_last_part_is_accepted_and_it_is_paid(store):
    sample = make_product(on_hand=5)
    free, owed = (
        place_order(manager, phone_order(DraftLine(sample, 1, unit_price_e4=price))).order_id for price in (0, 100_000)
    )
    way = (F.PICKING, F.PICKED, F.PACKING, F.PACKED, F.DISPATCHED, F.DELIVERED)
    for order_id in (free, owed):
        walk(manager, order_id, *way)
        assert order_detail(order_id).state == OrderState.CONFIRMED
        walk(manager, order_id, F.ACCEPTED)
    assert order_detail(free).state == OrderState.COMPLETED
    assert order_detail(owed).state == OrderState.CONFIRMED


def test_notes_are_kept_with_who_and_when(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2)))
    add_note(manager, placed.order_id, " Leave it with the neighbor ")
    (note,) = order_detail(placed.order_id).notes
    assert (note.who, note.text) == ("Ruth Hartwell", "Leave it with the neighbor")
    assert journal.story("order", placed.order_id)[0].what == "orders.add_note"
    with pytest.raises(EmptyNote):
        add_note(manager, placed.order_id, "  ")


def test_a_basket_holds_its_goods_until_placed_dropped_or_15_minutes_passed(store):
    lamp = make_product(on_hand=3)
    (held,) = hold_basket(clerk, "call-1", (Wanted(lamp, 2),))
    assert (held.held, stock.available(lamp)) == (2, 1)
    (less,) = hold_basket(manager, "call-2", (Wanted(lamp, 2),))
    assert less.held == 1
    assert place_order(clerk, phone_order((lamp, 2), basket="call-1")).state == OrderState.CONFIRMED
    assert drop_basket(manager, "call-2") == 1
    hold_basket(clerk, "call-3", (Wanted(lamp, 1),))
    with clock.frozen(clock.now_ms() + 16 * clock.MINUTE_MS):
        assert release_expired_baskets(clerk) == 1
    assert stock.available(lamp) == 1


def test_a_promise_is_green_amber_or_red(store):
    lamp = make_product(on_hand=2, bin="A-03-2")
    here = promise(lamp, 2)
    assert (here.state, here.bin, here.now) == (PromiseState.IN_STOCK, "A-03-2", 2)
    assert promise(lamp, 3).state == PromiseState.OUT
    supplier = Supplier.create(code="S1", name="Supplier")
    due = clock.now_ms() + 4 * clock.DAY_MS
    purchase = Purchase.create(
        number="2291", supplier=supplier.id, state=PurchaseState.SENT, created_at=clock.now_ms(), expected_at=due
    )
    PurchaseLine.create(purchase=purchase.id, product=lamp, quantity=1)
    Stock.update(incoming=1).where(Stock.product == lamp).execute()
    later = promise(lamp, 3)
    assert (later.state, later.now, later.expected_at, later.purchase) == (PromiseState.LATER, 2, due, "2291")
    assert later.sentence == "2 now, 1 on Thu 26 Nov"
    assert promise(lamp, 4).state == PromiseState.OUT
    hold_basket(clerk, "call", (Wanted(lamp, 2),))
    assert promise(lamp, 1).state == PromiseState.LATER
    assert promise(lamp, 2, "call").state == PromiseState.IN_STOCK


def test_each_view_lists_what_it_counts(store):
    lamp, now = make_product(on_hand=3), clock.now_ms()
    customer = make_customer()
    place_order(clerk, phone_order((lamp, 1), customer_id=customer, promised_at=now - 1))
    short = place_order(clerk, phone_order((lamp, 5)))
    new = place_order(clerk, phone_order((lamp, 1), phone=""))
    gone = place_order(clerk, phone_order((lamp, 1)))
    cancel_order(clerk, gone.order_id, "typed twice")
    hold_order(clerk, short.order_id, "asks back")
    counts = view_counts()
    expected = {"all": 4, "new": 1, "open": 3, "to_pick": 2, "late": 1, "backorder": 1, "on_hold": 1, "cancelled": 1}
    assert {view: count for view, count in counts.items() if count} == expected
    for view, count in counts.items():
        assert len(order_list(view)) == count, view
    (row,) = order_list("backorder")
    assert (row.id, row.pieces, row.backordered, row.fulfillment) == (short.order_id, 5, 3, F.WAITING)
    assert (row.city, row.is_on_hold, row.parts) == ("Blackrock", True, 2)
    assert [row.id for row in order_list(text=new.number)] == [new.order_id]
    assert order_list(text="nobody of that name") == []
    assert len(orders_of(customer)) == 1
    assert find_order(new.number) == new.order_id


def test_a_line_shows_how_far_its_goods_are(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 2)))
    (line,) = order_detail(placed.order_id).lines
    assert (line.quantity, line.picked, line.packed, line.accepted, line.reserved) == (2, 0, 0, 0, 2)


def test_two_orders_for_the_same_goods_never_oversell(store):
    lamp = make_product(on_hand=1)
    place_order(clerk, phone_order((lamp, 1)))
    with pytest.raises(OutOfStock):
        walk_out(manager, lamp)
    assert Order.select().count() == 1


@command("tests.walk_out")
def walk_out(by: Actor, product_id: int) -> None:
    stock.take_out(product_id, 1, target=stock.special_place(PlaceKind.CUSTOMER), reason="sale")


def test_an_order_whose_invoice_is_out_keeps_its_goods_and_amounts_and_may_still_travel_elsewhere(store):
    mug = make_product("MUG-1", price="14.90", on_hand=20)
    placed = place_order(clerk, phone_order((mug, 2)))
    number = make_invoice(clerk, placed.order_id, "Brady & Sons Ltd", ["14 Seapoint Terrace"])
    line = OrderLine.get(OrderLine.order == placed.order_id)
    revision = Order.get_by_id(placed.order_id).revision
    with pytest.raises(InvoiceIsOut, match=number):
        amend_order(clerk, placed.order_id, revision, Amendment(changes=(LineChange(line.id, 3),)))
    with pytest.raises(InvoiceIsOut):
        amend_order(clerk, placed.order_id, revision, Amendment(delivery_minor=900))
    assert Order.get_by_id(placed.order_id).revision == revision  # nothing was changed
    assert OrderLine.get_by_id(line.id).quantity == 2
    assert amend_order(clerk, placed.order_id, revision, Amendment(phone="+353871111111")).revision == revision + 1
