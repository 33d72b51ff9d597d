"""What a quote agreed to is sold by anybody without asking again, and only that: once, whole, and within its day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.catalog.coupons import CouponUsed, add_coupons, find_coupon
from app.catalog.models import Coupon
from app.catalog.offers import OfferKind
from app.catalog.products import change_price
from app.catalog.promotions import PromotionInput, save_promotion
from app.core import clock
from app.core.actor import Actor
from app.core.checks import run_checks
from app.core.refusal import NotPermitted, StateChanged
from app.counter.lines import TicketCoupon
from app.counter.models import Quote, QuoteState
from app.counter.quote_sale import quote_of_call
from app.counter.quote_taken import QuoteOver, take_quote
from app.counter.quotes import make_quote, quotes
from app.counter.save import save_ticket, throw_away
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Channel
from tests.app.counter.conftest import called, clerk, fill, order_of, place, quote_call, ready
from tests.app.meeting import meet
from tests.app.payments.till import at, boss, card, cash, open_till, ticket_of
from tests.factories import make_customer, make_product
from ui.orders.quoted import call_of

other = at("till-2", clerk)


@pytest.fixture
def mug(store: str) -> int:
    """A mug for 12.00, and an open till."""
    open_till()
    open_till(at("till-2"))
    return make_product("MUG", price="12.00", on_hand=50)


def fetched(number: str, by: Actor = clerk, **how: bool) -> Ticket:
    return Ticket.from_body(take_quote(by, number, **how))


def paid(ticket: Ticket, by: Actor = clerk) -> Any:
    return sell(by, ticket.to_sale([cash(ticket.totals().total_minor)]), key=ticket.uid)


def quoted_mugs(price_e4: int | None = None, pieces: int = 2, by: Actor = clerk) -> str:
    ticket = ticket_of(*["MUG"] * pieces)
    if price_e4 is not None:
        ticket.set_price(ticket.lines[0].no, price_e4)
    return make_quote(by, ticket.to_body())


# -- the limits are asked when a quote is made, and not again


def test_a_price_that_rose_since_is_sold_as_quoted_without_a_manager_and_counts_as_nobodys_discount(mug):
    number = quoted_mugs()
    change_price(boss, mug, 240_000)

    sold = paid(fetched(number))

    assert sold.total_minor == 2_400
    assert not Order.get_by_id(sold.order_id).price_overridden
    assert Quote.get().state == QuoteState.BOUGHT
    assert list(run_checks()) == []


def test_whoever_makes_a_quote_is_asked_for_prices_and_discounts_above_their_limit(mug):
    with pytest.raises(NotPermitted, match="below the list"):
        quoted_mugs(90_000)
    ticket = ticket_of("MUG")
    ticket.discount_order(bp=4_000)
    with pytest.raises(NotPermitted, match="40% off"):
        make_quote(clerk, ticket.to_body())
    call = called(ticket_of("MUG"))
    with pytest.raises(NotPermitted, match="40% off"):
        quote_call(replace(call, off_bp=4_000), by=clerk)
    assert quotes() == []


def test_what_a_manager_gave_on_a_quote_is_sold_by_a_clerk_and_stands_in_the_sale_as_given_by_hand(mug):
    ticket = ticket_of("MUG", "MUG")
    ticket.set_price(ticket.lines[0].no, 90_000)
    ticket.discount_order(bp=3_000, name="Club")
    number = make_quote(boss, ticket.to_body())
    change_price(boss, mug, 180_000)

    sold = paid(fetched(number))

    order = Order.get_by_id(sold.order_id)
    assert (sold.total_minor, order.discount_minor, order.price_overridden) == (1_260, 540, True)


def test_an_order_from_a_quote_asks_no_limit_of_whoever_places_it(mug):
    call = called(ticket_of("MUG", "MUG"))
    number = quote_call(replace(call, off_bp=3_000, off_name="Club"))
    change_price(boss, mug, 240_000)

    taken = ready(call_of(take_quote(clerk, number, as_order=True), delivery_minor=990, cod_fee_minor=0))

    placed = place(taken, clerk)
    assert placed.total_minor == 1_680 + 490
    assert not Order.get_by_id(placed.order_id).price_overridden
    assert Quote.get().state == QuoteState.BOUGHT


def test_a_ticket_from_a_quote_that_is_ordered_instead_keeps_what_was_agreed(mug):
    number = quoted_mugs(90_000, by=boss)

    assert place(order_of(fetched(number)), clerk).total_minor == 1_800


# -- and only what was agreed


@pytest.mark.parametrize("change", ["fewer", "more", "cheaper", "also"])
def test_a_line_that_is_not_as_it_was_quoted_counts_as_lowered_by_hand_again(mug, change):
    ticket = fetched(quoted_mugs(90_000, by=boss))
    no = ticket.lines[0].no
    if change == "cheaper":
        ticket.set_price(no, 89_900)
    elif change == "also":
        ticket.set_price(ticket.add(ticket_of("MUG").lines[0].item).no, 90_000)
    else:
        ticket.set_quantity(no, 1 if change == "fewer" else 3)

    with pytest.raises(NotPermitted, match="below the list"):
        paid(ticket)

    assert Quote.get().state == QuoteState.TAKEN


def test_a_discount_holds_only_with_all_that_was_quoted(mug):
    """Three for two: who keeps the free one and leaves the others would have it for nothing."""
    pot, cup = make_product("POT", price="12.00", on_hand=9), make_product("CUP", price="11.00", on_hand=9)
    save_promotion(boss, PromotionInput("3 for 2", OfferKind.CHEAPEST_FREE, products=(mug, pot, cup), buy=3, pay=2))
    number = make_quote(clerk, ticket_of("MUG", "POT", "CUP").to_body())
    change_price(boss, mug, 130_000)
    whole = fetched(number)
    ticket = Ticket.from_body(whole.to_body())
    for line in ticket.lines[:2]:
        ticket.remove(line.no)
    assert ticket.totals().total_minor == 0

    with pytest.raises(NotPermitted, match="100% off"):
        sell(clerk, ticket.to_sale([]))

    assert paid(whole).total_minor == 2_400


def test_more_goods_beside_a_quote_leave_what_it_agreed_to(mug):
    make_product("TEA", price="5.00", on_hand=9)
    ticket = ticket_of("MUG")
    ticket.discount_order(minor=400)
    number = make_quote(boss, ticket.to_body())
    change_price(boss, mug, 130_000)
    again = fetched(number)
    again.add(ticket_of("TEA").lines[0].item)

    assert paid(again).total_minor == 800 + 500


def test_a_quote_whose_day_passed_on_the_ticket_is_asked_for_again(mug):
    ticket = fetched(quoted_mugs(90_000, by=boss))

    with clock.frozen(clock.now_ms() + 15 * clock.DAY_MS), pytest.raises(NotPermitted):
        paid(ticket)


def test_a_quote_made_of_a_quote_is_asked_for_anew(mug):
    """Its prices are not prolonged day by day by people who could not give them."""
    ticket = fetched(quoted_mugs(90_000, by=boss))

    with pytest.raises(NotPermitted, match="below the list"):
        make_quote(clerk, ticket.to_body())


def test_a_quote_gives_its_prices_to_one_sale(mug):
    ticket = fetched(quoted_mugs(90_000, by=boss))
    copy = Ticket.from_body(ticket.to_body() | {"uid": "another"})
    paid(ticket)

    with pytest.raises(NotPermitted, match="below the list"):
        paid(copy)


def test_a_quote_whose_sale_is_thrown_away_is_open_again(mug):
    number = quoted_mugs()
    ticket = fetched(number)
    save_ticket(clerk, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
    throw_away(clerk, ticket.uid, "Comes back tomorrow")

    assert [row.number for row in quotes()] == [number]
    assert paid(fetched(number)).total_minor == 2_400


# -- coupons


def coupon(most: int = 1, off: int = 300) -> TicketCoupon:
    """A coupon that takes so much off from 10.00 on."""
    terms = PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=off, min_minor=1_000, needs_coupon=True)
    add_coupons(boss, save_promotion(boss, terms), code="SORRY", most=most)
    hit = find_coupon("SORRY")
    assert hit is not None
    return TicketCoupon(hit.code, hit.promotion_id, hit.name)


def with_coupon(shown: TicketCoupon, *codes: str) -> Ticket:
    ticket = ticket_of(*codes or ("MUG",))
    ticket.add_coupon(shown)
    return ticket


def used() -> int:
    return Coupon.get(Coupon.code == "SORRY").used


@pytest.mark.parametrize("dearer", [False, True])
def test_a_coupon_on_a_quote_is_used_once_it_is_bought_and_not_before(mug, dearer):
    number = make_quote(clerk, with_coupon(coupon()).to_body())
    if dearer:
        change_price(boss, mug, 150_000)
    ticket = fetched(number)
    assert used() == 0

    assert paid(ticket).total_minor == 900
    assert used() == 1


def test_a_coupon_on_a_quote_of_a_call_is_used_when_it_is_ordered(mug):
    number = quote_call(called(with_coupon(coupon())))
    call = ready(call_of(take_quote(clerk, number, as_order=True), delivery_minor=990, cod_fee_minor=0))

    assert place(call, clerk).total_minor == 900 + 490
    assert used() == 1


def test_a_quote_whose_coupon_was_used_since_is_taken_at_todays_prices_only(mug):
    shown = coupon()
    number = make_quote(clerk, with_coupon(shown).to_body())
    paid(with_coupon(shown))

    with pytest.raises(QuoteOver, match="SORRY was used since") as refused:
        take_quote(clerk, number)

    assert refused.value.facts["late"]
    ticket = fetched(number, at_todays_prices=True)
    assert ticket.coupons == ()
    assert paid(ticket).total_minor == 1_200


def test_a_coupon_that_gives_nothing_on_a_quote_stays_the_customers(mug):
    make_product("TEA", price="5.00", on_hand=9)
    paid(fetched(make_quote(clerk, with_coupon(coupon(), "TEA").to_body())))

    assert used() == 0


def test_a_coupon_does_not_give_again_on_what_is_added_to_its_quote(mug):
    ticket = fetched(make_quote(clerk, with_coupon(coupon()).to_body()))
    ticket.add(ticket_of("MUG").lines[0].item)

    assert paid(ticket).total_minor == 900 + 1_200
    assert used() == 1


def test_a_quote_made_of_a_quote_counts_on_its_coupon_still(mug):
    again = fetched(make_quote(boss, with_coupon(coupon()).to_body()))
    number = make_quote(boss, again.to_body())

    assert paid(fetched(number)).total_minor == 900
    assert used() == 1


def test_a_coupon_that_was_stopped_leaves_the_quote_as_it_was(mug):
    number = make_quote(clerk, with_coupon(coupon()).to_body())
    Coupon.update(is_active=False).execute()

    assert paid(fetched(number)).total_minor == 900
    assert used() == 0


# -- two stations in the same moment


def test_two_stations_that_take_up_a_quote_at_once_one_has_it_and_the_other_a_sentence(mug):
    number = quoted_mugs()
    outcomes = meet(
        lambda: Quote.update(state=Quote.state).where(Quote.number == number).execute(),
        lambda: fetched(number).totals().total_minor, lambda: take_quote(other, number),
    )  # fmt: skip

    assert outcomes == [2_400, QuoteOver]
    with pytest.raises(QuoteOver, match="was taken already"):
        take_quote(other, number)


def test_the_same_quote_is_bought_once_though_two_tickets_claim_it_at_once(mug):
    ticket = fetched(quoted_mugs(90_000, by=boss))
    sales = [replace(ticket.to_sale([card(1_800)]), uid=uid) for uid in ("one", "two")]

    outcomes = meet(
        lambda: Quote.update(state=Quote.state).execute(),
        lambda: sell(clerk, sales[0], key="one").total_minor, lambda: sell(other, sales[1], key="two").total_minor,
    )  # fmt: skip

    assert outcomes[0] == 1_800
    assert outcomes[1] in (StateChanged, NotPermitted)
    assert Order.select().count() == 1


def test_two_quotes_on_one_coupon_paid_at_once_use_it_once(mug):
    shown = coupon()
    tickets = [fetched(make_quote(clerk, with_coupon(shown).to_body()), by) for by in (clerk, other)]
    sales = [ticket.to_sale([card(900)]) for ticket in tickets]

    outcomes = meet(
        lambda: Coupon.update(used=Coupon.used).where(Coupon.code == "SORRY").execute(),
        lambda: sell(clerk, sales[0], key=sales[0].uid).total_minor,
        lambda: sell(other, sales[1], key=sales[1].uid).total_minor,
    )  # fmt: skip

    assert outcomes == [900, CouponUsed]
    assert used() == 1
    assert list(run_checks()) == []


# -- a quote of a call, bought in the shop


def test_a_quote_of_a_call_is_sold_over_the_counter_without_its_delivery(mug):
    customer = make_customer("Nora Kelly")
    call = replace(called(ticket_of("MUG", "MUG")), customer_id=customer, name="Nora Kelly")
    number = quote_call(replace(call, off_bp=1_000, off_name="Club"))
    change_price(boss, mug, 240_000)
    found = quote_of_call(number.lower())
    assert found is not None
    assert (found.total_minor, found.goods_minor, found.short) == (2_160 + 490, 2_160, ())

    ticket = fetched(number, as_sale=True)

    assert ticket.buyer is not None
    assert (ticket.buyer.name, ticket.totals().total_minor) == ("Nora Kelly", 2_160)
    order = Order.get_by_id(paid(ticket).order_id)
    assert (order.channel, order.total_minor, order.delivery_minor) == (Channel.COUNTER, 2_160, 0)
    assert quote_of_call(number) is None


def test_goods_that_are_not_all_here_are_named_before_a_quote_of_a_call_is_taken(mug):
    number = quote_call(called(ticket_of(*["MUG"] * 51)))

    found = quote_of_call(number)

    assert found is not None
    assert found.short == ("Product MUG",)
    assert quote_of_call(quoted_mugs()) is None


def test_a_call_with_options_deposit_wrap_and_free_lines_is_sold_line_by_line_as_quoted(shop):
    open_till()
    ticket = Ticket("all")
    fill(
        ticket, shop, [(2, 2, "", 2, True), (3, 3, "percent", 900, False), (6, 1, "", 500, False), (8, 1, "", 1, False)]
    )
    number = quote_call(replace(called(ticket), name="Nora"))
    goods = quote_of_call(number)
    assert goods is not None

    again = fetched(number, as_sale=True)

    assert again.totals().total_minor == goods.goods_minor
    sold = paid(again)
    kinds = {line.kind for line in OrderLine.select().where(OrderLine.order == sold.order_id)}
    assert {LineKind.OPTION, LineKind.DEPOSIT, LineKind.WRAP, LineKind.FREE} <= kinds


def test_after_its_day_a_quote_of_a_call_is_sold_at_the_counter_for_todays_prices(mug):
    number = quote_call(called(ticket_of("MUG")), 3)
    change_price(boss, mug, 130_000)
    with clock.frozen(clock.now_ms() + 5 * clock.DAY_MS):
        with pytest.raises(QuoteOver):
            take_quote(clerk, number, as_sale=True)
        assert fetched(number, as_sale=True, at_todays_prices=True).totals().total_minor == 1_300
