"""Kinds of line: each is told apart in one place, old lines too; deposits and gift cards keep their worth."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from pathlib import Path

from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from app.catalog.kits import save_kit
from app.catalog.products import change_product
from app.catalog.promotions import PromotionInput, save_promotion
from app.channels.import_orders import preview_orders, take_import
from app.channels.queries import staged
from app.channels.web_order import WebLine
from app.core import migrations
from app.core.checks import run_checks
from app.core.db import db, is_postgres
from app.counter.free_line import free_goods
from app.counter.gift_lines import gift_card_product
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.inventory.queries import find_sellable
from app.orders.amend import Amendment, LineChange, amend_order, total_after
from app.orders.draft import DraftLine
from app.orders.kits import worth_of_parts
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.place import place_order
from app.orders.why import why_order
from app.overview.order_story import order_story
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.payments.models import Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from tests.app.channels.test_import import web_order
from tests.app.orders.conftest import phone_order
from tests.app.payments.test_gift_cards import PRINTED
from tests.app.picking.orders import pick_all
from tests.app.returns.conftest import lines_of
from tests.app.returns.test_deposits import make_water
from tests.app.returns.test_kits import make_kit
from tests.examples import examples
from tests.factories import clerk, make_product, make_tax, manager, packer

_boxes = count(1)


def kinds(order_id: int) -> list[tuple[str, str, int | None]]:
    return [(line.sku, str(line.kind), line.of_no) for line in lines_of(order_id)]


def whole_ticket() -> Ticket:
    """A kit, two bottles of water with their deposit, a gift card of 50.00 and a free line at 2.00."""
    make_kit()
    make_water()
    ticket = Ticket("kinds")
    ticket.add(look_up("BOX")[0].item)
    ticket.add(look_up("WATER")[0].item, 2)
    ticket.add(look_up(gift_card_product(clerk))[0].item, 1, unit_price_e4=500_000, serial=PRINTED)
    item = look_up(free_goods(clerk, make_tax()))[0].item._replace(name="A ribbon", kind=LineKind.FREE)
    ticket.add(item, 1, unit_price_e4=20_000)
    return ticket


def test_a_discount_of_the_whole_ticket_leaves_deposits_and_gift_cards_alone(store):
    open_shift(clerk, 50_000)
    ticket = whole_ticket()
    ticket.discount_order(bp=1_000, name="Neighbor")
    assert ticket.totals().discount_minor == (3_000 + 200 + 200) // 10

    order = sell(clerk, ticket.to_sale([TenderInput(Tender.CASH, ticket.totals().total_minor)]), key=ticket.uid)

    assert kinds(order.order_id) == [
        ("BOX", "goods", None), ("MUG", "part", 1), ("TEA", "part", 1), ("WATER", "goods", None),
        ("BOTTLE", "deposit", 4), ("GIFT-CARD", "gift_card", None), ("OTHER-2300", "free", None),
    ]  # fmt: skip
    by_sku = {line.sku: line.order_discount_minor for line in lines_of(order.order_id)}
    assert (by_sku["BOTTLE"], by_sku["GIFT-CARD"], by_sku["BOX"], by_sku["OTHER-2300"]) == (0, 0, 300, 20)
    assert list(run_checks()) == []


def test_lines_of_the_time_before_there_were_kinds_are_told_apart_by_the_migration(store):
    open_shift(clerk, 50_000)
    ticket = whole_ticket()
    order = sell(clerk, ticket.to_sale([TenderInput(Tender.CASH, ticket.totals().total_minor)]), key=ticket.uid)
    now = kinds(order.order_id)
    OrderLine.update(of_no=None).where(OrderLine.kind != LineKind.PART).execute()
    OrderLine.update(kind=LineKind.GOODS).execute()

    dialect = "postgres" if is_postgres() else "sqlite"
    text = Path(migrations.FOLDER, f"0011_kinds_of_line.{dialect}.sql").read_text()
    for statement in text.split("\n\n"):
        if statement.strip().startswith("UPDATE"):
            db.execute_sql(statement.replace("%", "%%") if is_postgres() else statement)

    assert kinds(order.order_id) == now


def test_changing_an_order_moves_the_deposit_with_its_drink_and_a_new_drink_brings_its_own(store):
    water, bottle = make_water()
    beer = make_product("BEER", price="2.00", on_hand=9)
    change_product(manager, beer, {"deposit_id": bottle})
    lines = (DraftLine(water, 6), DraftLine(bottle, 6, kind=LineKind.DEPOSIT, of=1))
    placed = place_order(clerk, phone_order(*lines))
    assert placed.total_minor == 600 + 150
    drink = lines_of(placed.order_id)[0]

    less = Amendment((LineChange(drink.id, 2),), (DraftLine(beer, 3),))
    assert total_after(placed.order_id, less) == 200 + 50 + 600 + 75
    assert amend_order(clerk, placed.order_id, 1, less).total_minor == 925
    assert [(line.sku, line.quantity) for line in lines_of(placed.order_id)] == [
        ("WATER", 2), ("BOTTLE", 2), ("BEER", 3), ("BOTTLE", 3),
    ]  # fmt: skip
    amend_order(clerk, placed.order_id, 2, Amendment((LineChange(drink.id, 0),)))
    assert [(line.sku, line.quantity, line.of_no) for line in lines_of(placed.order_id)] == [
        ("BEER", 3, None), ("BOTTLE", 3, 3),
    ]  # fmt: skip
    assert list(run_checks()) == []


def test_an_added_line_gets_the_offers_of_the_day_of_the_change_and_the_others_keep_theirs(store):
    mug, tea = make_product("MUG", price="14.00", on_hand=9), make_product("TEA", price="8.00", on_hand=9)
    placed = place_order(clerk, phone_order((mug, 1)))
    save_promotion(manager, PromotionInput("Half", percent_bp=5_000))

    amended = amend_order(clerk, placed.order_id, 1, Amendment(added=(DraftLine(tea, 2),)))

    assert amended.total_minor == 1_400 + 800
    assert [(line.discount_minor, line.discount_name) for line in lines_of(placed.order_id)] == [(0, ""), (800, "Half")]
    assert list(run_checks()) == []


def test_a_web_order_has_the_deposit_that_the_web_shop_took_and_no_other(store):
    make_water()
    without = web_order("#1", lines=(WebLine("WATER", "Water", 6, 10_000),), subtotal_e4=60_000, total_e4=109_000)
    lines = (WebLine("WATER", "Water", 6, 10_000), WebLine("BOTTLE", "Bottle", 6, 2_500))
    having = web_order("#2", lines=lines, subtotal_e4=75_000, total_e4=124_000)
    import_id = preview_orders(clerk, "shopify", "a.csv", (without, having))

    assert [(row.verdict, row.reasons) for row in staged(import_id)] == [
        ("new", ("Water: the web shop took no deposit, so none is on the order.",)), ("new", ()),
    ]  # fmt: skip
    take_import(clerk, import_id)
    first, second = Order.select().order_by(Order.number)
    assert (kinds(first.id), first.total_minor) == ([("WATER", "goods", None)], 1_090)
    assert (kinds(second.id), second.total_minor) == ([("WATER", "goods", None), ("BOTTLE", "deposit", 1)], 1_240)
    assert list(run_checks()) == []


def test_more_off_than_the_goods_of_a_web_order_cost_is_borne_by_its_deposit_too(store):
    make_water()
    lines = (WebLine("WATER", "Water", 6, 10_000), WebLine("BOTTLE", "Bottle", 6, 2_500))
    order = web_order(lines=lines, discount_e4=75_000, subtotal_e4=0, total_e4=49_000)
    take_import(clerk, preview_orders(clerk, "shopify", "a.csv", (order,)))
    assert Order.get().total_minor == 490
    assert list(run_checks()) == []


def test_the_parts_of_a_kit_share_what_was_paid_for_it_by_their_list_prices(store):
    @hypothesis(max_examples=examples(15))
    @given(st.lists(st.integers(0, 90_000), min_size=1, max_size=5), st.integers(0, 50_000), st.integers(1, 4))
    def check(prices, paid, kits):
        number = next(_boxes)
        parts = [make_product(price=f"{cents // 100}.{cents % 100:02}", on_hand=9) for cents in prices]
        box = make_product(f"BOX-{number}", price=f"{paid // 100}.{paid % 100:02}")
        save_kit(manager, box, tuple((part, 1) for part in parts))
        order = place_order(clerk, phone_order(DraftLine(box, kits, by_rule=True))).order_id

        shares = worth_of_parts(order)

        assert sum(shares.values()) == paid * kits
        whole = sum(prices)
        for share, cents in zip(shares.values(), prices, strict=True):
            exact = Fraction(paid * kits * cents, whole) if whole else Fraction(paid * kits, len(prices))
            assert abs(share - exact) < kits  # each kit is shared by itself, to the cent

    check()


def test_a_kit_counts_as_packed_when_its_parts_are(store):
    make_kit()
    box = find_sellable("BOX")[0].product_id
    placed = place_order(clerk, phone_order((box, 2)))
    (part,) = pick_all(placed.order_id)
    parcel = start_packing(packer, part).parcel_id
    pack_scan(packer, parcel, "MUG", 3)
    pack_scan(packer, parcel, "TEA", 2)

    assert [item.packed for item in order_story(placed.order_id).items] == [1, 3, 2]
    assert [line.name for line in why_order(placed.order_id).lines] == ["Product BOX"]
