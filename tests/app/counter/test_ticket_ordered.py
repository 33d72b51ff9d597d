"""A ticket that is taken over into an order: the order costs to the cent what the ticket said, whatever is on it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from app.catalog.book import book
from app.catalog.coupons import add_coupons, find_coupon
from app.catalog.models import Product
from app.catalog.offers import OfferKind
from app.catalog.options import GroupInput, OptionInput, save_options
from app.catalog.price_lists import ListLine, PriceListInput, save_price_list
from app.catalog.products import change_product
from app.catalog.promotions import PromotionInput, save_promotion
from app.catalog.tax_book import Swap, TaxPlace
from app.catalog.taxes import RegimeInput, save_regime
from app.core.actor import Actor, NotPermitted
from app.core.journal import Journal
from app.core.refusal import Refusal
from app.core.settings import change_setting
from app.counter.free_line import free_goods
from app.counter.lines import Buyer, TicketCoupon, TicketOption
from app.counter.lookup import look_up
from app.counter.options import groups_for
from app.counter.quote_taken import take_quote
from app.counter.quotes import make_quote
from app.counter.ticket import Ticket
from app.customers.models import CustomerGroup
from app.inventory.models import Reservation
from app.orders.draft import DraftLine, NotAnAmount
from app.orders.limits import NotAFreeLine
from app.orders.line_kinds import LineKind
from app.orders.models import FulfillmentLine, Order, OrderLine
from app.orders.place import Placed, place_order
from app.orders.relieve import ReasonMissing
from app.orders.wrap import wrap_goods
from tests.app.counter.test_taxes_sold import levied
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import RIGHTS, boss, maya
from tests.factories import make_customer, make_product, make_tax
from ui.counter.ordered import against_ordering, call_of, read_stocked
from ui.orders.call import Call

_numbers = count(1)
seller = Actor(1, "Maya Kelly", "counter", "till-1", RIGHTS | {"orders.place"}, maya.limits)


class Shop(NamedTuple):
    """What the tickets are made of."""

    goods: tuple[Any, ...]
    options: dict[int, tuple[TicketOption, ...]]
    free: tuple[Any, ...]
    wrap: Any
    coupon: TicketCoupon
    buyers: tuple[Buyer | None, ...]
    regimes: tuple[int | None, ...]


def item_of(sku: str) -> Any:
    return look_up(sku)[0].item


@pytest.fixture
def shop(store: str) -> Shop:
    """Goods of every sort, two regimes, offers that meet each other, and customers with and without a group."""
    mug = make_product("MUG", price="9.99", on_hand=9_000)
    nuts = make_product("NUTS", price="20.03", on_hand=90_000, unit="gram", price_per=1_000, tax_bp=900)
    flask = make_product("FLASK", price="24.35", on_hand=9_000)
    lid, engrave = (
        make_product("LID", price="2.45", on_hand=9_000),
        make_product("ENGRAVE", price="8.05", is_stocked=False),
    )
    bottle = make_product("BOTTLE", price="0.25", is_stocked=False)
    water = make_product("WATER", price="1.07", on_hand=9_000)
    change_product(boss, water, {"deposit_id": bottle})
    cola, can = make_product("COLA", price="2.61", on_hand=9_000), make_product("CAN", price="1.33", on_hand=9_000)
    Product.update(tax=levied()).where(Product.id == cola).execute()
    Product.update(tax=levied(place=TaxPlace.ON_TOP)).where(Product.id == can).execute()
    extras = (OptionInput(lid), OptionInput(engrave, asks_words=True))
    save_options(boss, GroupInput("Extras", extras, most=2, products=(flask,)))
    save_promotion(boss, PromotionInput("3 for 2", OfferKind.N_FOR_M, products=(mug, cola), buy=3, pay=2))
    save_promotion(boss, PromotionInput("Flasks", percent_bp=650, products=(flask,)))
    sorry = save_promotion(
        boss, PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=333, min_minor=1_500, needs_coupon=True)
    )
    add_coupons(boss, sorry, code="SORRY", most=0)
    trade = CustomerGroup.create(code="trade", name="Trade", discount_bp=725).id
    save_price_list(
        boss, PriceListInput("Trade", group_id=trade, lines=(ListLine(nuts, 180_100), ListLine(mug, 91_300, 4)))
    )
    vat = make_tax()
    regimes = (
        None, save_regime(boss, RegimeInput("Export", "Free of tax", keeps_others=False)),
        save_regime(boss, RegimeInput("Diplomats", swaps=(Swap(vat, rate_bp=900),))),
    )  # fmt: skip
    trader, someone = make_customer("Trader", group=trade), make_customer()
    hit = find_coupon("SORRY")
    assert hit is not None
    choices = {one.item.sku: one.item for group in groups_for(flask) for one in group.choices}
    return Shop(
        tuple(map(item_of, ("MUG", "NUTS", "FLASK", "WATER", "COLA", "CAN"))),
        {flask: (TicketOption(choices["LID"]), TicketOption(choices["ENGRAVE"], "Anna"))},
        tuple(item_of(free_goods(boss, make_tax(rate)))._replace(kind=LineKind.FREE) for rate in (2_300, 900)),
        item_of(wrap_goods(boss))._replace(kind=LineKind.WRAP), TicketCoupon(hit.code, hit.promotion_id, hit.name),
        (None, Buyer(trader, "Trader", 725, "Trade", trade), Buyer(someone, "Eimear")), regimes,
    )  # fmt: skip


def order_of(ticket: Ticket) -> Call:
    """The call that Ctrl+O makes of a ticket, of somebody who collects it."""
    call = replace(call_of(ticket, read_stocked(ticket), pay_plan="at_pickup"), uid=str(uuid4()), phone="+353875550123")
    call = call if call.name else replace(call, name="Eimear")
    assert Call.from_body(call.body()) == call
    return call


def place(call: Call, by: Actor = boss) -> Placed:
    return place_order(by, call.draft(), key=call.uid)


_line = st.tuples(
    st.integers(0, 8), st.integers(1, 5), st.sampled_from(["", "", "", "price", "percent", "amount"]), st.integers(1, 2_000),
    st.booleans(),
)  # fmt: skip


def fill(ticket: Ticket, shop: Shop, lines: list[Any]) -> None:
    """Put random lines on a ticket; what the rules forbid is left out."""
    for which, quantity, change, number, extra in lines:
        if which < len(shop.goods):
            item = shop.goods[which]
            options = shop.options.get(item.product_id, ())[: number % 3] if extra else ()
            no = ticket.add(item, quantity * (137 if item.unit == "gram" else 1), options=options).no
        elif which < 8:
            free = shop.free[which - len(shop.goods)]._replace(name=f"Ribbon {number}")
            no = ticket.add(free, quantity, unit_price_e4=number * 100).no
        elif not ticket.lines or extra:
            continue
        else:
            ticket.wrap(shop.wrap, ticket.lines[0].no if number % 2 else None, "Happy birthday!")
            continue
        try:
            if change == "price" and ticket.line(no).item.kind is not LineKind.FREE:
                ticket.set_price(no, number * 100)
            elif change == "percent":
                ticket.discount_line(no, bp=number, name="Scratched")
            elif change == "amount":
                ticket.discount_line(no, minor=number, name="Scratched")
        except Refusal:
            continue


@pytest.mark.parametrize(("rounding", "included"), [("line", True), ("document", False), ("line", False)])
def test_the_order_costs_to_the_cent_what_the_ticket_said(shop, rounding, included):
    change_setting(boss, "catalog.tax_rounding", rounding)
    change_setting(boss, "catalog.prices_include_tax", included)
    book()  # the window has read the prices of now

    @hypothesis(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(_line, min_size=1, max_size=7), st.sampled_from(["", "percent", "amount"]), st.integers(1, 3_000),
        st.integers(0, 2), st.integers(0, 2), st.booleans(),
    )  # fmt: skip
    def check(lines, off, number, buyer, regime, shown):
        ticket = Ticket(f"t{next(_numbers)}")
        ticket.set_buyer(shop.buyers[buyer])
        fill(ticket, shop, lines)
        with suppress(Refusal):  # more may be given off than is left without tax
            ticket.set_regime(shop.regimes[regime], "Papers shown" if regime else "")
        if shown:
            ticket.add_coupon(shop.coupon)
        with suppress(Refusal):
            ticket.discount_order(**{"percent": {"bp": number}, "amount": {"minor": number}}.get(off, {}), name="Deal")
        if not ticket.lines:
            return
        said, call = ticket.totals(), order_of(ticket)
        assert (call.total_minor, call.priced.tax_minor) == (said.total_minor, said.tax_minor)

        placed = place(call)

        order = Order.get_by_id(placed.order_id)
        assert (placed.total_minor, order.tax_minor, order.discount_minor, order.tax_regime_ref) == (
            said.total_minor, said.tax_minor, said.discount_minor, ticket.regime_id,
        )  # fmt: skip

    check()


def test_a_free_line_is_ordered_under_its_words_and_never_picked_or_reserved(shop):
    ticket = Ticket("free")
    ticket.add(shop.goods[0], 2)
    ticket.add(shop.free[0]._replace(name="Handle mended"), 1, unit_price_e4=125_000)
    call = order_of(ticket)
    assert call.wanted == {shop.goods[0].product_id: 2}

    placed = place(call)

    line = OrderLine.get(OrderLine.order == placed.order_id, OrderLine.kind == LineKind.FREE)
    assert (line.name, line.quantity, line.unit_price_e4, line.tax_bp) == ("Handle mended", 1, 125_000, 2_300)
    assert (line.reserved, line.backordered, line.is_stocked) == (0, 0, False)
    assert [row.product_id for row in FulfillmentLine.select()] == [shop.goods[0].product_id]
    assert [row.product_id for row in Reservation.select()] == [shop.goods[0].product_id]


def test_a_free_line_needs_the_right_of_the_counter_words_a_price_and_no_goods_behind_it(shop):
    free, mug = shop.free[0].product_id, shop.goods[0].product_id

    def order(line: DraftLine, by: Actor = boss) -> Placed:
        return place_order(by, phone_order(line))

    with pytest.raises(NotPermitted) as refused:
        order(DraftLine(free, 1, 10_000, name="Ribbon", kind=LineKind.FREE), seller)
    assert refused.value.right == "counter.free_goods"
    for name in ("", "  ", "x" * 121):
        with pytest.raises(NotAFreeLine):
            order(DraftLine(free, 1, 10_000, name=name, kind=LineKind.FREE))
    for price in (None, 0):
        with pytest.raises(NotAnAmount):
            order(DraftLine(free, 1, price, name="Ribbon", kind=LineKind.FREE))
    with pytest.raises(NotAFreeLine):
        order(DraftLine(mug, 1, 90_000, name="Ribbon", kind=LineKind.FREE))
    assert not Order.select().exists()

    assert order(DraftLine(free, 3, 10_000, name="Ribbon", kind=LineKind.FREE)).total_minor == 300


def test_an_order_is_taxed_by_hand_only_with_a_managers_word_and_a_reason_that_the_journal_keeps(shop):
    ticket = Ticket("export")
    ticket.add(shop.goods[0])
    ticket.set_regime(shop.regimes[1])
    with pytest.raises(ReasonMissing):
        place(order_of(ticket))
    ticket.set_regime(shop.regimes[1], "Passport P123")
    with pytest.raises(NotPermitted) as refused:
        place(order_of(ticket), seller)
    assert refused.value.right == "orders.relieve_tax"
    assert not Order.select().exists()

    placed = place(order_of(ticket))

    order = Order.get_by_id(placed.order_id)
    assert (order.tax_regime_ref, order.tax_regime, order.tax_minor) == (shop.regimes[1], "Export", 0)
    body = Journal.get(Journal.what == "orders.place").body
    assert '"regime":"Export"' in body
    assert '"regime_reason":"Passport P123"' in body


def test_a_quote_keeps_free_lines_and_the_regime_until_it_is_ordered(shop):
    ticket = Ticket("quoted")
    ticket.add(shop.goods[0])
    ticket.add(shop.free[0]._replace(name="Handle mended"), 1, unit_price_e4=125_000)
    ticket.set_regime(shop.regimes[1], "Passport P123")
    number = make_quote(boss, ticket.to_body())

    fetched = Ticket.from_body(take_quote(boss, number))

    assert fetched.regime_by_hand == (shop.regimes[1], "Passport P123")
    assert place(order_of(fetched)).total_minor == ticket.totals().total_minor


def test_a_gift_card_is_sold_and_not_ordered(shop):
    ticket = Ticket("card")
    ticket.add(shop.goods[0])
    assert against_ordering(ticket) == ""
    ticket.add(shop.goods[0]._replace(kind=LineKind.GIFT_CARD), 1, unit_price_e4=100_000)
    assert "gift card" in against_ordering(ticket)
