"""Two stations at the same till, order, card or coupon in the same moment: nothing is lost and nothing is given twice."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from app.catalog.coupons import CouponUsed, add_coupons
from app.catalog.kits import save_kit
from app.catalog.models import Coupon
from app.catalog.promotions import PromotionInput, save_promotion
from app.core.actor import Actor, system_actor
from app.core.refusal import NotPermitted, StateChanged
from app.counter.lines import TicketCoupon
from app.counter.points import use_points
from app.counter.sell import sell
from app.customers.models import Customer, PointsFor
from app.customers.points import TooFewPoints, move_points
from app.inventory.models import Stock
from app.ledger.accounts import gift_card
from app.ledger.post import TooLittleThere, balance
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.cancel import cancel_order
from app.orders.hold import hold_order, release_order
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.place import place_order
from app.orders.states import FulfillmentState, OrderState
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.payments.close import close_shift
from app.payments.gift_cards import new_number
from app.payments.models import Payment, Shift, ShiftState, Tender
from app.payments.pay import pay_order, sell_gift_card
from app.payments.refund import refund_order
from app.payments.shift import TillIsOpen, begin_count, move_cash, open_shift
from app.payments.tender import TenderInput
from app.payments.till import TillNotOpen
from app.payments.totals import shift_totals
from app.picking.models import PickTask, PutBackTask
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.returns.quick import QuickLine, quick_return
from app.review.decide import approve_order
from tests.app.meeting import at_once, meet
from tests.app.orders.conftest import phone_order as draft
from tests.app.payments.steps import run
from tests.app.payments.till import at, boss, card, cash, open_till, sold, ticket_of
from tests.app.returns.conftest import lines_of
from tests.factories import clerk, make_customer, make_product
from tests.promises import broken_promises

DRAWER = "cash:till-1"
OTHER = at("till-2", boss)


def stock_row(product: int) -> Any:
    """Keeps the stock of a product, which every promise and every sale of it needs."""
    return lambda: Stock.update(reserved=Stock.reserved).where(Stock.product == product).execute()


def count_and_close() -> int:
    """The drawer is counted and closed, whatever is in it by the books."""
    begin_count(boss)
    return close_shift(boss, {"cash": 20_000}, reason="meets").shift_id


def z_is_true(shift_id: int) -> None:
    """What the closed shift says it should have held is what its payments and moves come to now."""
    shift = Shift.get_by_id(shift_id)
    if shift.state == ShiftState.CLOSED:
        now = shift_totals(shift_id)
        assert shift.expected["cash"] == now.expected_cash_minor
        assert {**shift.report["tenders"]} == {**now.tenders}


def order_of(price: str = "50.00") -> int:
    """A phone order that is confirmed and not paid."""
    return place_order(boss, draft((make_product(price=price, on_hand=9), 3))).order_id


# -- the shift


def test_a_sale_is_in_the_shift_that_closes_or_is_not_made(store):
    make_product("MUG", price="14.90", on_hand=9)
    shift = open_till(boss)

    at_once(DRAWER, lambda: sold("MUG", by=boss).receipt, count_and_close)

    z_is_true(shift)
    assert broken_promises() == []


def test_a_sale_finds_no_till_once_its_count_has_begun(store):
    make_product("MUG", price="14.90", on_hand=9)
    shift = open_till(boss)

    _closed, answer = at_once(DRAWER, count_and_close, lambda: sold("MUG", by=boss).receipt)

    assert answer is TillNotOpen
    z_is_true(shift)


def test_a_payment_is_in_the_shift_that_closes_or_is_not_taken(store):
    order, shift = order_of(), open_till(boss)

    at_once(DRAWER, lambda: pay_order(boss, order, [cash(5_000)]).paid_minor, count_and_close)

    z_is_true(shift)


def test_a_refund_is_in_the_shift_that_closes_or_is_not_paid(store):
    order, shift = order_of(), open_till(boss)
    pay_order(boss, order, [cash(15_000)])

    at_once(
        DRAWER, lambda: refund_order(boss, order, 1_000, reason="Late", goodwill=True).amount_minor, count_and_close
    )

    z_is_true(shift)


def test_cash_that_is_moved_is_in_the_shift_that_closes(store):
    shift = open_till(boss)

    at_once(DRAWER, lambda: move_cash(boss, "drop", 5_000, "To the safe"), count_and_close)

    z_is_true(shift)


def test_a_till_is_opened_once(store):
    outcomes = at_once("cash:safe", lambda: open_shift(boss, 10_000), lambda: open_shift(boss, 10_000))

    assert TillIsOpen in outcomes
    assert Shift.select().where(Shift.state != ShiftState.CLOSED).count() == 1
    assert balance(DRAWER) == 10_000


# -- the order


def in_review() -> tuple[int, int, int]:
    """An order of four pieces that waits in review, its product and its line."""
    product = make_product(price="100.00", on_hand=9)
    placed = place_order(clerk, draft((product, 4), customer_id=make_customer("Declan Whelan")))
    assert placed.state == OrderState.IN_REVIEW
    return placed.order_id, product, lines_of(placed.order_id)[0].id


def travels(order_id: int) -> int:
    """How many pieces the parts of an order carry that were not stopped."""
    lines = FulfillmentLine.select(FulfillmentLine.quantity).join(Fulfillment)
    alive = lines.where(Fulfillment.order == order_id, Fulfillment.state != FulfillmentState.CANCELLED)
    return sum(quantity for (quantity,) in alive.tuples())


def test_an_order_that_is_changed_while_it_is_approved_travels_as_it_is_now(store):
    order, product, line = in_review()
    fewer = Amendment((LineChange(line, 1),))

    meet(
        stock_row(product), lambda: amend_order(OTHER, order, 1, fewer).revision,
        lambda: approve_order(boss, order, "Called back").order_state,
    )  # fmt: skip

    ordered = sum(row.quantity for row in lines_of(order))
    assert travels(order) in (0, ordered)
    assert sum(row.reserved for row in lines_of(order)) == ordered
    assert broken_promises() == []


def test_an_order_is_approved_or_cancelled_but_not_both(store):
    order, product, _line = in_review()

    outcomes = meet(
        stock_row(product), lambda: cancel_order(OTHER, order, "Changed their mind"),
        lambda: approve_order(boss, order, "Called back").order_state,
    )  # fmt: skip

    assert outcomes[1] is StateChanged
    assert (Order.get_by_id(order).state, travels(order)) == (OrderState.CANCELLED, 0)
    assert broken_promises() == []


def test_an_order_that_is_released_while_it_is_changed_is_promised_once(store):
    product = make_product(price="20.00", on_hand=9)
    order = place_order(boss, draft((product, 3))).order_id
    hold_order(boss, order, "Calls back")
    fewer = Amendment((LineChange(lines_of(order)[0].id, 1),))

    meet(stock_row(product), lambda: amend_order(OTHER, order, 1, fewer).revision, lambda: release_order(boss, order))

    assert (travels(order), OrderLine.get(OrderLine.order == order).reserved) == (1, 1)
    assert broken_promises() == []


def test_an_order_that_is_changed_while_its_list_is_made_is_picked_as_it_was_changed(store):
    product = make_product(price="20.00", on_hand=9)
    order = place_order(boss, draft((product, 3))).order_id
    part = Fulfillment.get(Fulfillment.order == order)
    fewer = Amendment((LineChange(lines_of(order)[0].id, 1),))

    outcomes = meet(
        lambda: Fulfillment.update(state=Fulfillment.state).where(Fulfillment.id == part.id).execute(),
        lambda: bool(release_batch(OTHER, (part.id,))), lambda: amend_order(boss, order, 1, fewer).revision,
    )  # fmt: skip

    assert outcomes == [True, 2]
    assert travels(order) == 1
    assert sum(task.quantity for task in PickTask.select().where(PickTask.state == "open")) == 1
    assert broken_promises() == []


def on_a_walk(store, quantity=3):
    """An order of so many lamps whose list is being picked: its id, the product, its line, its list."""
    product = make_product("LAMP", price="20.00", on_hand=9, bin="A-01-1")
    order = place_order(boss, draft((product, quantity))).order_id
    batch = release_batch(OTHER, (Fulfillment.get(Fulfillment.order == order).id,)).batch_id
    pick_scan(OTHER, batch, "LAMP")
    return order, product, lines_of(order)[0].id, batch


def fits_together(order, product):
    """Whatever the two did: all that is wanted travels, and nothing else left its bin for good."""
    line = OrderLine.get(OrderLine.order == order)
    part = FulfillmentLine.get(FulfillmentLine.line == line.id)
    aside = sum(task.quantity for task in PutBackTask.select().where(PutBackTask.done_at.is_null()))
    assert part.quantity == line.quantity >= part.picked
    assert Stock.get(Stock.product == product).on_hand + part.picked + aside == 9
    assert broken_promises() == []


@pytest.mark.parametrize("wanted", [1, 2])
@pytest.mark.parametrize("is_first", [True, False], ids=["the change first", "the scan first"])
def test_a_piece_that_is_picked_while_its_order_is_changed_is_counted_once(store, wanted, is_first):
    order, product, line, batch = on_a_walk(store)
    acts = [
        lambda: amend_order(boss, order, 1, Amendment((LineChange(line, wanted),))).revision,
        lambda: pick_scan(OTHER, batch, "LAMP", 2).state,
    ]

    outcomes = meet(stock_row(product), *(acts if is_first else acts[::-1]))

    assert {2, StateChanged} & set(outcomes)
    fits_together(order, product)


@pytest.mark.parametrize("is_first", [True, False], ids=["the change first", "the scan first"])
def test_a_piece_that_is_packed_while_its_order_is_changed_is_in_the_box_or_put_back(store, is_first):
    order, product, line, batch = on_a_walk(store)
    pick_scan(OTHER, batch, "LAMP", 2)
    part = FulfillmentLine.get(FulfillmentLine.product == product)
    box = start_packing(OTHER, part.fulfillment_id)
    pack_scan(OTHER, box.parcel_id, "LAMP")
    acts = [
        lambda: amend_order(boss, order, 1, Amendment((LineChange(line, 1),))).revision,
        lambda: pack_scan(OTHER, box.parcel_id, "LAMP").state,
    ]

    outcomes = meet(
        lambda: FulfillmentLine.update(picked=FulfillmentLine.picked).where(FulfillmentLine.id == part.id).execute(),
        *(acts if is_first else acts[::-1]),
    )

    assert {2, StateChanged} & set(outcomes)
    fits_together(order, product)


def test_who_may_not_give_money_back_cannot_cancel_while_it_is_paid(store):
    order = order_of()
    open_till(boss)
    clerk = Actor(1, "Maya Kelly", "counter", "till-2", frozenset({"orders.cancel"}), MappingProxyType({}))

    paid, cancelled = at_once(
        DRAWER, lambda: pay_order(boss, order, [cash(15_000)]).paid_minor,
        lambda: cancel_order(clerk, order, "Changed their mind"),
    )  # fmt: skip

    assert (paid, cancelled) == (15_000, NotPermitted)
    assert Order.get_by_id(order).state == OrderState.CONFIRMED


# -- what is good for money


@pytest.fixture
def tills(store):
    """Two open tills with mugs to sell."""
    make_product("MUG", price="20.00", on_hand=9)
    for by in (boss, OTHER):
        open_till(by)
    return boss, OTHER


def sold_by(by: Actor, tender: TenderInput, buyer: Any = None) -> Any:
    """A mug paid with one tender; a sale needs its ticket before the stations meet."""
    ticket = ticket_of("MUG", buyer=buyer)
    return lambda: bool(sell(by, ticket.to_sale([tender]), key=ticket.uid))


def test_a_gift_card_is_spent_once(tills):
    code = new_number()
    sell_gift_card(boss, code, 2_000, [cash(2_000)])
    tender = TenderInput(Tender.GIFT_CARD, 2_000, reference=code)

    outcomes = at_once(gift_card(code), *(sold_by(by, tender) for by in tills))

    assert sorted(outcomes, key=str) == [TooLittleThere, True]
    assert balance(gift_card(code)) == 0


def test_store_credit_is_spent_once(tills):
    from app.counter.ticket import Buyer

    customer = make_customer()
    run(boss, lambda: move_points(customer, 2_000, PointsFor.CARRIED))
    use_points(boss, customer, 2_000)
    tender, buyer = TenderInput(Tender.STORE_CREDIT, 2_000), Buyer(customer, "Eimear")

    outcomes = at_once(f"credit:{customer}", *(sold_by(by, tender, buyer) for by in tills))

    assert sorted(outcomes, key=str) == [TooLittleThere, True]
    assert broken_promises() == []


def test_points_are_used_once(tills):
    customer = make_customer()
    run(boss, lambda: move_points(customer, 1_000, PointsFor.CARRIED))

    outcomes = meet(
        lambda: Customer.update(points=Customer.points).where(Customer.id == customer).execute(),
        *(lambda by=by: use_points(by, customer, 1_000) for by in tills),
    )

    assert sorted(outcomes, key=str) == [1_000, TooFewPoints]
    assert Customer.get_by_id(customer).points == 0


def test_a_coupon_for_one_use_is_used_once(tills):
    terms = PromotionInput("Sorry", percent_bp=1_000, needs_coupon=True)
    add_coupons(boss, save_promotion(boss, terms), code="SORRY5")
    sales = []
    for by in tills:
        ticket = ticket_of("MUG")
        ticket.add_coupon(TicketCoupon("SORRY5", 1, "Sorry"))
        sale = ticket.to_sale([card(ticket.totals().total_minor)])
        sales.append(lambda by=by, sale=sale: bool(sell(by, sale, key=sale.uid)))

    outcomes = meet(lambda: Coupon.update(used=Coupon.used).where(Coupon.code == "SORRY5").execute(), *sales)

    assert sorted(outcomes, key=str) == [CouponUsed, True]
    assert Coupon.get(Coupon.code == "SORRY5").used == 1
    assert Payment.select().count() == 1


def test_a_kit_and_its_part_that_come_back_at_two_tills_are_worth_the_kit(tills):
    mug, tea = make_product(price="14.00", on_hand=9), make_product(price="8.00", on_hand=9)
    kit = make_product("BOX", price="30.00")
    save_kit(system_actor(), kit, ((mug, 2), (tea, 1)))
    order = sold("BOX", by=boss).order_id
    whole, part, _tea = lines_of(order)

    outcomes = meet(
        lambda: OrderLine.update(returned=OrderLine.returned).where(OrderLine.id == part.id).execute(),
        lambda: quick_return(boss, order, [QuickLine(part.id, 1)]).credited_minor,
        lambda: quick_return(OTHER, order, [QuickLine(whole.id, 1)]).credited_minor,
    )

    assert outcomes == [1_167, 1_833]
    assert broken_promises() == []
