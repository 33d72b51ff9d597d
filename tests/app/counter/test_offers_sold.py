"""Offers at the counter: what the ticket shows is what the sale writes, and it can be explained afterwards."""

from __future__ import annotations

import pytest

from app.catalog.coupons import CouponUsed, add_coupons, coupons, find_coupon, normal_coupon
from app.catalog.offers import OfferKind, Stacking
from app.catalog.price_lists import ListLine, PriceListInput, save_price_list, stop_price_list
from app.catalog.promotions import PromotionInput, ScopePart, save_promotion, stop_promotion
from app.core.checks import run_checks
from app.core.settings import change_setting
from app.counter.lines import TicketCoupon
from app.counter.sell import TotalChanged, sell
from app.counter.ticket import Buyer, Ticket
from app.counter.void import void_sale
from app.customers.models import CustomerGroup
from app.ledger.post import balance
from app.orders.models import Order, OrderLine, OrderOffer
from tests.app.payments.till import boss, cash, maya, open_till, sold, ticket_of
from tests.factories import make_customer, make_product


def show_coupon(ticket: Ticket, text: str) -> None:
    hit = find_coupon(text)
    assert hit is not None
    ticket.add_coupon(TicketCoupon(hit.code, hit.promotion_id, hit.name))


def test_three_for_two_is_on_the_ticket_in_the_order_and_on_no_persons_account(store):
    mug = make_product("MUG", price="10.00", on_hand=9)
    save_promotion(boss, PromotionInput("3 for 2", OfferKind.N_FOR_M, products=(mug,), buy=3, pay=2))
    open_till()

    ticket = ticket_of("MUG", "MUG", "MUG")
    shown = ticket.totals().total_minor
    result = sell(maya, ticket.to_sale([cash(2000)]))

    line = OrderLine.get(OrderLine.order == result.order_id)
    assert shown == result.total_minor == 2000
    assert (line.discount_minor, line.discount_name) == (1000, "3 for 2")
    assert [(one.name, one.kind, one.amount_minor) for one in OrderOffer.select()] == [("3 for 2", "n_for_m", 1000)]
    assert list(run_checks()) == []


def test_the_order_of_scans_does_not_change_what_a_bundle_costs(store):
    make_product("CUP", price="6.01", on_hand=9)
    make_product("TEA", price="4.49", on_hand=9)
    parts = (ScopePart(1, products=(1,)), ScopePart(1, products=(2,)))
    save_promotion(boss, PromotionInput("Tea time", OfferKind.BUNDLE, amount_minor=900, parts=parts))
    open_till()

    assert ticket_of("CUP", "TEA", "CUP").totals().total_minor == 900 + 601
    assert ticket_of("TEA", "CUP", "CUP").totals().total_minor == 900 + 601
    assert sold("TEA", "CUP", "CUP").total_minor == 1501
    assert list(run_checks()) == []


def test_a_coupon_is_used_as_often_as_it_may_and_comes_back_with_a_void(store):
    make_product("MUG", price="10.00", on_hand=9)
    voucher = save_promotion(boss, PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=500, min_minor=1500,
                                                  needs_coupon=True))  # fmt: skip
    add_coupons(boss, voucher, code="sorry 5")
    open_till()
    small, large, again = ticket_of("MUG"), ticket_of("MUG", "MUG"), ticket_of("MUG", "MUG")
    for ticket in (small, large, again):
        show_coupon(ticket, "SORRY5")

    assert sell(maya, small.to_sale([cash(1000)])).total_minor == 1000  # too little was bought: it is not used up
    first = sell(maya, large.to_sale([cash(1500)]))
    with pytest.raises(CouponUsed):
        sell(maya, again.to_sale([cash(1500)]))
    void_sale(boss, first.order_id, "Wrong customer")

    assert [(row.code, row.used) for row in coupons(voucher)] == [("SORRY5", 0)]
    assert sell(maya, again.to_sale([cash(1500)])).total_minor == 1500
    assert list(run_checks()) == []


def test_codes_nobody_can_guess_are_found_however_they_are_typed(store):
    promotion = save_promotion(boss, PromotionInput("Ten", percent_bp=1000, needs_coupon=True))

    codes = add_coupons(boss, promotion, count=20)

    assert len(set(codes)) == 20
    assert find_coupon(codes[0].lower()).code == codes[0]
    assert normal_coupon(" ab cd ") == "ABCD"


def test_a_price_list_is_for_its_group_and_from_its_quantity_on(store):
    mug = make_product("MUG", price="10.00", on_hand=99)
    trade = CustomerGroup.create(code="trade", name="Trade", discount_bp=0).id
    customer = make_customer(group=trade)
    prices = save_price_list(boss, PriceListInput("Trade", group_id=trade, lines=(
        ListLine(mug, 80_000), ListLine(mug, 70_000, 10))))  # fmt: skip
    open_till()
    buyer = Buyer(customer, "Eimear", group_id=trade)

    assert ticket_of("MUG").totals().total_minor == 1000
    result = sold("MUG", buyer=buyer)
    assert result.total_minor == 800
    assert sold(*["MUG"] * 10, buyer=buyer).total_minor == 7000
    offer = OrderOffer.get(OrderOffer.order == result.order_id)
    assert (offer.kind, offer.name, offer.amount_minor) == ("list_price", "Trade", 200)
    line = OrderLine.get(OrderLine.order == result.order_id)
    assert (line.unit_price_e4, line.list_price_e4, line.discount_minor) == (80_000, 100_000, 0)
    stop_price_list(boss, prices)
    assert ticket_of("MUG", buyer=buyer).totals().total_minor == 1000
    assert list(run_checks()) == []


def test_a_promotion_that_is_stopped_while_the_customer_stands_there_is_said(store):
    make_product("MUG", price="10.00", on_hand=9)
    promotion = save_promotion(boss, PromotionInput("Half", percent_bp=5000))
    open_till()
    sale = ticket_of("MUG").to_sale([cash(500)])
    stop_promotion(boss, promotion)

    with pytest.raises(TotalChanged):
        sell(maya, sale)


def test_what_comes_on_top_is_kept_beside_the_offer_below_it(store):
    make_product("MUG", price="10.00", on_hand=9)
    save_promotion(boss, PromotionInput("Half", percent_bp=5000))
    save_promotion(boss, PromotionInput("Late hour", percent_bp=1000, stacking=Stacking.ON_TOP))
    open_till()

    result = sold("MUG")

    given = [(one.name, one.amount_minor) for one in OrderOffer.select().order_by(OrderOffer.id)]
    assert (result.total_minor, given) == (450, [("Half", 500), ("Late hour", 50)])
    assert OrderLine.get(OrderLine.order == result.order_id).discount_name == "Half + Late hour"


def test_prices_without_tax_get_it_on_top_in_the_sale_the_ledger_and_the_checks(store):
    make_product("MUG", price="10.00", on_hand=9)
    change_setting(boss, "catalog.prices_include_tax", False)
    open_till()

    result = sold("MUG", "MUG")

    order = Order.get_by_id(result.order_id)
    assert (order.goods_minor, order.added_minor, order.tax_minor, order.total_minor) == (2000, 460, 460, 2460)
    assert (balance("sales:2300"), balance("tax:2300")) == (-2000, -460)
    assert list(run_checks()) == []


def test_taxes_are_rounded_by_document_when_the_shop_says_so(store):
    make_product("PIN", price="0.10", on_hand=9, tax_bp=500)
    make_product("NUT", price="0.10", on_hand=9, tax_bp=500)
    make_product("CAP", price="0.10", on_hand=9, tax_bp=500)
    change_setting(boss, "catalog.tax_rounding", "document")
    open_till()

    result = sold("PIN", "NUT", "CAP")

    order = Order.get_by_id(result.order_id)
    assert (order.tax_rounding, order.total_minor, order.tax_minor) == ("document", 30, 1)
    assert list(run_checks()) == []
