"""What the tests of the counter share: a shop with goods of every sort, random tickets, and the orders made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import strategies as st

from app.catalog.coupons import add_coupons, find_coupon
from app.catalog.models import Product
from app.catalog.offers import OfferKind
from app.catalog.options import GroupInput, OptionInput, save_options
from app.catalog.price_lists import ListLine, PriceListInput, save_price_list
from app.catalog.products import change_product
from app.catalog.promotions import PromotionInput, save_promotion
from app.catalog.tax_book import Swap, TaxKind, TaxPlace
from app.catalog.taxes import RegimeInput, TaxInput, save_regime, save_tax
from app.core import clock
from app.core.actor import Actor
from app.core.refusal import Refusal
from app.counter.free_line import free_goods
from app.counter.lines import Buyer, TicketCoupon, TicketOption
from app.counter.lookup import look_up
from app.counter.options import groups_for
from app.counter.quotes import make_quote
from app.counter.ticket import Ticket
from app.customers.models import CustomerGroup
from app.orders.line_kinds import LineKind
from app.orders.place import Placed, place_order
from app.orders.wrap import wrap_goods
from tests.app.payments.till import RIGHTS, boss, maya
from tests.conftest import NOON
from tests.factories import make_customer, make_product, make_tax
from ui.counter.ordered import call_of, read_stocked
from ui.orders.call import Call, Place

HOME = Place("14 Seapoint Terrace", "Blackrock", country="IE")


# Sells, quotes and orders, and may give little off.
clerk = Actor(
    1, "Maya Kelly", "counter", "till-1",
    RIGHTS | {"counter.make_quote", "counter.take_quote", "orders.place"}, maya.limits,
)  # fmt: skip


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


def levied(*, place: TaxPlace = TaxPlace.INSIDE) -> int:
    """Bottles: a levy of 0.15 a piece, then 23% on the price with the levy."""
    levy = save_tax(boss, TaxInput("Bottle levy", TaxKind.PIECE, amount_e4=1_500, letter="L", place=place))
    vat = save_tax(boss, TaxInput("VAT", rate_bp=2_300, letter="A", is_compound=True))
    return save_tax(boss, TaxInput("VAT and levy", TaxKind.GROUP, members=(levy, vat)))


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


random_line = st.tuples(
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


def called(ticket: Ticket) -> Call:
    """A call with all that is on a ticket, brought to the caller's door for a charge."""
    return replace(order_of(ticket), places=(HOME,), place=0, delivery_minor=490, pay_plan="now", promised_at=NOON)


def quote_call(call: Call, days: int = 0, by: Actor = boss) -> str:
    """A call kept as a quote; its number."""
    return make_quote(by, call.body(), days, draft=call.draft())


def ready(call: Call) -> Call:
    """The call when all was asked: the time and how it is paid."""
    return replace(call, uid=str(uuid4()), place=max(call.place, -1), pay_plan="now", name=call.name or "Eimear",
                   phone=call.phone or "+353875550123", promised_at=NOON + clock.DAY_MS)  # fmt: skip
