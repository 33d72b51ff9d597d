"""Options on tickets and in orders: they go with their goods, cost what they cost, and come back with them."""

from __future__ import annotations

from itertools import count, permutations

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from peewee import fn

from app.catalog.options import GroupInput, OptionInput, save_options
from app.catalog.promotions import PromotionInput, save_promotion
from app.core.actor import Actor
from app.core.checks import run_checks
from app.counter.lines import TicketOption
from app.counter.lookup import look_up
from app.counter.models import Quote
from app.counter.options import groups_for
from app.counter.quote_taken import take_quote
from app.counter.quotes import make_quote
from app.counter.sell import sell
from app.counter.ticket import NotOnTicket, Ticket
from app.counter.void import void_sale
from app.documents.bills import receipt
from app.documents.lists import pick_list
from app.documents.parcels import packing_slip
from app.documents.quotes import quote
from app.inventory import stock
from app.notices.compose import order_facts, recipient_of
from app.notices.templates import Occasion
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.draft import DraftLine
from app.orders.line_kinds import LineKind
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.why import why_order
from app.overview.order_story import order_story
from app.packing.queries import pack_screen
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.payments.models import Tender
from app.payments.tender import TenderInput
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.picking.tasks import current, group
from app.returns.estimate import estimate
from app.returns.find import sales
from app.returns.models import Outcome, Return, ReturnLine
from app.returns.open import ReturnInput
from app.returns.quick import QuickLine, quick_return
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import boss
from tests.app.picking.orders import part_of
from tests.app.returns.conftest import drawer, lines_of
from tests.app.returns.conftest import till as till
from tests.examples import examples
from tests.factories import clerk, make_product, manager, packer

_uids = count(1)


@pytest.fixture
def shop(till: str) -> dict[str, int]:
    """Beans and flasks, with their grind (nought), a lid of 2.50 in stock, and an engraving of 8.00."""
    made = {
        "BEANS": make_product("BEANS", price="12.40", on_hand=50, tax_bp=0),
        "FLASK": make_product("FLASK", price="24.00", on_hand=50),
        "WHOLE": make_product("WHOLE", price="0.00", is_stocked=False, tax_bp=0, cost="0.00"),
        "FILTER": make_product("FILTER", price="0.00", is_stocked=False, tax_bp=0, cost="0.00"),
        "LID": make_product("LID", price="2.50", on_hand=20, cost="1.00"),
        "ENGRAVE": make_product("ENGRAVE", price="8.00", is_stocked=False, cost="0.00"),
        "NUTS": make_product("NUTS", price="20.00", on_hand=5_000, unit="gram", price_per=1_000),
    }
    grind = (OptionInput(made["WHOLE"]), OptionInput(made["FILTER"]))
    save_options(manager, GroupInput("Grind", grind, least=1, products=(made["BEANS"],)))
    extras = (OptionInput(made["LID"]), OptionInput(made["ENGRAVE"], asks_words=True))
    save_options(manager, GroupInput("Extras", extras, most=2, products=(made["FLASK"], made["NUTS"])))
    return made


def chosen(goods: str, *wanted: str) -> tuple[TicketOption, ...]:
    """Options of goods by their SKU; words stand behind a colon."""
    item = look_up(goods)[0].item
    known = {one.item.sku: one.item for group in groups_for(item.product_id) for one in group.choices}
    return tuple(TicketOption(known[sku], words) for sku, _colon, words in (one.partition(":") for one in wanted))


def scan(ticket: Ticket, goods: str, *wanted: str, quantity: int = 1) -> int:
    return ticket.add(look_up(goods)[0].item, quantity, options=chosen(goods, *wanted)).no


def pay(ticket: Ticket, by: Actor = clerk) -> int:
    paid = TenderInput(Tender.CASH, ticket.totals().total_minor)
    return sell(by, ticket.to_sale([paid]), key=ticket.uid).order_id


def paid_back(order_id: int) -> int:
    query = ReturnLine.select(fn.SUM(ReturnLine.refund_minor)).join(Return).where(Return.order == order_id)
    return int(query.scalar())


def shown(ticket: Ticket) -> list[tuple[str, int, str]]:
    return [(line.item.sku, line.quantity, line.note) for line in ticket.lines]


def test_an_option_follows_its_goods_in_quantity_and_away_and_never_changes_alone(shop):
    ticket = Ticket("t")
    flask = scan(ticket, "FLASK", "LID", "ENGRAVE:Anna")
    scan(ticket, "BEANS", "FILTER")
    ticket.set_quantity(flask, 3)

    assert shown(ticket) == [
        ("FLASK", 3, ""),
        ("LID", 3, ""),
        ("ENGRAVE", 3, "Anna"),
        ("BEANS", 1, ""),
        ("FILTER", 1, ""),
    ]
    assert ticket.totals().total_minor == 3 * (2_400 + 250 + 800) + 1_240
    assert ticket.pieces == 4
    option = ticket.lines[1].no
    for change in (
        lambda: ticket.remove(option),
        lambda: ticket.set_quantity(option, 1),
        lambda: ticket.set_price(option, 0),
    ):
        with pytest.raises(NotOnTicket):
            change()
    ticket.choose(flask, chosen("FLASK", "ENGRAVE:Ben"))
    assert shown(ticket)[:2] == [("FLASK", 3, ""), ("ENGRAVE", 3, "Ben")]
    ticket.undo()
    assert [row[0] for row in shown(ticket)][:3] == ["FLASK", "LID", "ENGRAVE"]
    ticket.redo()
    ticket.remove(flask)
    assert shown(ticket) == [("BEANS", 1, ""), ("FILTER", 1, "")]
    assert ticket.removed[0].total_minor == 3 * (2_400 + 800)


def test_the_same_goods_count_on_only_with_the_same_options_and_words(shop):
    ticket = Ticket("t")
    scan(ticket, "BEANS", "FILTER")
    scan(ticket, "BEANS", "WHOLE")
    scan(ticket, "BEANS", "FILTER")
    scan(ticket, "FLASK", "ENGRAVE:Anna")
    scan(ticket, "FLASK", "ENGRAVE:Ben")
    scan(ticket, "FLASK")
    scan(ticket, "FLASK", "ENGRAVE:Anna")

    goods = [(line.item.sku, line.quantity) for line in ticket.lines if line.of is None]
    assert goods == [("BEANS", 2), ("BEANS", 1), ("FLASK", 2), ("FLASK", 1), ("FLASK", 1)]


def test_a_percentage_on_the_line_counts_for_its_options_an_amount_only_for_the_goods(shop):
    ticket = Ticket("t")
    flask = scan(ticket, "FLASK", "ENGRAVE:Anna")

    ticket.discount_line(flask, bp=1_000, name="Scratch")
    assert ticket.totals().total_minor == 3_200 - 320
    ticket.discount_line(flask, minor=100, name="Scratch")
    assert ticket.totals().total_minor == 3_100
    ticket.discount_line(flask)
    ticket.discount_order(bp=5_000, name="Half")
    assert ticket.totals().total_minor == 1_600
    ticket.discount_order()
    save_promotion(manager, PromotionInput("Engrave free", percent_bp=10_000, products=(shop["ENGRAVE"],)))
    ticket = Ticket("later")
    scan(ticket, "FLASK", "ENGRAVE:Anna")
    assert ticket.totals().total_minor == 2_400


def test_weighed_goods_have_each_option_once(shop):
    ticket = Ticket("t")
    nuts = scan(ticket, "NUTS", "ENGRAVE:Anna", quantity=350)
    ticket.set_quantity(nuts, 500)

    assert shown(ticket) == [("NUTS", 500, ""), ("ENGRAVE", 1, "Anna")]
    assert ticket.totals().total_minor == 1_000 + 800


def test_a_ticket_saved_quoted_and_fetched_again_has_the_same_options(shop):
    ticket = Ticket("t")
    scan(ticket, "FLASK", "LID", "ENGRAVE:Anna", quantity=2)

    again = Ticket.from_body(ticket.to_body())
    assert again.lines == ticket.lines
    again.set_quantity(again.lines[0].no, 3)
    assert shown(again) == [("FLASK", 3, ""), ("LID", 3, ""), ("ENGRAVE", 3, "Anna")]
    number = make_quote(clerk, ticket.to_body())
    paper = quote(Quote.get(Quote.number == number).id)
    assert [line.name for line in paper.lines] == ["Product FLASK", "+ Product LID", "+ Product ENGRAVE: Anna"]
    taken = Ticket.from_body(take_quote(clerk, number))
    assert shown(taken) == shown(ticket) and taken.totals() == ticket.totals()


def test_the_receipt_names_the_options_below_their_goods_and_nought_has_no_amount(shop):
    ticket = Ticket("t")
    scan(ticket, "FLASK", "LID", "ENGRAVE:Anna", quantity=2)
    scan(ticket, "BEANS", "FILTER")

    order = pay(ticket)

    assert [(line.sku, str(line.kind), line.of_no, line.note) for line in lines_of(order)] == [
        ("FLASK", "goods", None, ""), ("LID", "option", 1, ""), ("ENGRAVE", "option", 1, "Anna"),
        ("BEANS", "goods", None, ""), ("FILTER", "option", 4, ""),
    ]  # fmt: skip
    paper = receipt(order)
    assert [(line.name, line.amount_minor, line.is_option) for line in paper.lines] == [
        ("Product FLASK", 4_800, False), ("+ Product LID", 500, True), ("+ Product ENGRAVE: Anna", 1_600, True),
        ("Product BEANS", 1_240, False), ("+ Product FILTER", 0, True),
    ]  # fmt: skip
    gift = receipt(order, gift=True)
    assert [line.name for line in gift.lines] == [line.name for line in paper.lines]
    assert stock.available(shop["LID"]) == 18
    assert [line.name for line in why_order(order).lines][1:3] == ["+ Product LID", "+ Product ENGRAVE: Anna"]
    assert list(run_checks()) == []
    void_sale(boss, order, "Wrong customer")
    assert stock.available(shop["LID"]) == 20
    assert drawer() == 50_000
    assert list(run_checks()) == []


def test_options_come_back_with_their_goods_piece_by_piece_and_the_lid_to_its_bin(shop):
    ticket = Ticket("t")
    scan(ticket, "FLASK", "LID", "ENGRAVE:Anna", quantity=2)
    ticket.discount_order(minor=333, name="Round")
    order, total = pay(ticket), ticket.totals().total_minor
    flask = lines_of(order)[0]
    assert [line.sku for line in sales([order])[0].lines] == ["FLASK"]

    told = estimate(order, [ReturnInput(flask.id, 1)])
    quick_return(clerk, order, [QuickLine(flask.id, 1)])
    assert told.given_minor == paid_back(order) == -(-total // 2)
    assert [line.returned for line in lines_of(order)] == [1, 1, 1]
    assert stock.available(shop["LID"]) == 19
    quick_return(clerk, order, [QuickLine(flask.id, 1)], Outcome.REFUND)

    assert paid_back(order) == total
    assert [line.returned for line in lines_of(order)] == [2, 2, 2]
    assert stock.available(shop["LID"]) == 20
    assert list(run_checks()) == []


def test_an_order_by_phone_keeps_its_options_and_changing_it_moves_them_along(shop):
    lines = (
        DraftLine(shop["FLASK"], 4), DraftLine(shop["LID"], 4, kind=LineKind.OPTION, of=1),
        DraftLine(shop["ENGRAVE"], 4, kind=LineKind.OPTION, of=1, note="Anna"),
    )  # fmt: skip
    placed = place_order(clerk, phone_order(*lines))
    assert placed.total_minor == 4 * 3_450
    assert stock.available(shop["LID"]) == 16
    flask = lines_of(placed.order_id)[0]

    more = (DraftLine(shop["BEANS"], 2), DraftLine(shop["FILTER"], 2, kind=LineKind.OPTION, of=1))
    amended = amend_order(clerk, placed.order_id, 1, Amendment((LineChange(flask.id, 3),), more))

    assert amended.total_minor == 3 * 3_450 + 2 * 1_240
    assert [(line.sku, line.quantity, line.of_no) for line in lines_of(placed.order_id)] == [
        ("FLASK", 3, None), ("LID", 3, 1), ("ENGRAVE", 3, 1), ("BEANS", 2, None), ("FILTER", 2, 4),
    ]  # fmt: skip
    assert stock.available(shop["LID"]) == 17
    amend_order(clerk, placed.order_id, 2, Amendment((LineChange(flask.id, 0),)))
    assert [line.sku for line in lines_of(placed.order_id)] == ["BEANS", "FILTER"]
    assert stock.available(shop["LID"]) == 20
    assert list(run_checks()) == []


def test_picker_packer_papers_and_mail_say_what_was_chosen(shop):
    lines = (
        DraftLine(shop["BEANS"], 1), DraftLine(shop["FILTER"], 1, kind=LineKind.OPTION, of=1),
        DraftLine(shop["FLASK"], 1), DraftLine(shop["LID"], 1, kind=LineKind.OPTION, of=3),
        DraftLine(shop["ENGRAVE"], 1, kind=LineKind.OPTION, of=3, note="Anna"),
    )  # fmt: skip
    order = place_order(clerk, phone_order(*lines)).order_id
    engraved = "+ Product LID · + Product ENGRAVE: Anna"

    part = part_of(order)
    batch = release_batch(packer, (part,)).batch_id
    assert {stop.code: stop.name for stop in pick_list(batch).stops} == {
        "BEANS": "Product BEANS · + Product FILTER", "FLASK": f"Product FLASK · {engraved}", "LID": "Product LID",
    }  # fmt: skip
    seen = set()
    while now := current(batch):
        seen |= {tote.chosen for tote in pick_screen(batch).totes}
        pick_scan(packer, batch, now.sku, sum(task.left for task in group(batch, now.place_id, now.product_id)))
    assert seen == {"+ Product FILTER", engraved, ""}
    parcel = start_packing(packer, part).parcel_id
    told = {line.sku: line.chosen for line in pack_screen(parcel).lines}
    assert told == {"BEANS": "+ Product FILTER", "FLASK": engraved, "LID": None}
    for sku in told:
        pack_scan(packer, parcel, sku)
    assert {line.code: line.note for line in packing_slip(parcel).lines} == {
        "BEANS": "+ Product FILTER", "FLASK": engraved, "LID": "",
    }  # fmt: skip
    items = order_story(order).items
    assert [item.name for item in items][2:] == ["Product FLASK", "+ Product LID", "+ Product ENGRAVE: Anna"]
    mail = order_facts(Occasion.ORDER_CONFIRMED, order, recipient_of(order))["lines"]
    assert [line.strip() for line in mail.splitlines()][3:] == ["+ Product LID", "+ Product ENGRAVE: Anna"]


SCANS = st.lists(
    st.tuples(
        st.sampled_from([
            ("FLASK",), ("FLASK", "LID"), ("FLASK", "ENGRAVE:Anna"), ("FLASK", "ENGRAVE:Ben"),
            ("FLASK", "LID", "ENGRAVE:Anna"), ("BEANS", "WHOLE"), ("BEANS", "FILTER"),
        ]),
        st.integers(1, 3),
    ), min_size=1, max_size=6,
)  # fmt: skip


def test_any_order_of_scans_gives_the_same_total_and_the_parts_add_up(shop):
    @hypothesis(max_examples=examples(12))
    @given(scans=SCANS, off=st.integers(0, 1_200))
    def check(scans, off):
        totals = set()
        for order in list(permutations(scans))[:4]:
            ticket = Ticket("t")
            for (goods, *wanted), quantity in order:
                scan(ticket, goods, *wanted, quantity=quantity)
            ticket.discount_order(minor=off)
            priced = ticket.totals()
            assert sum(part.total_minor for part in priced.lines) == priced.total_minor
            assert Ticket.from_body(ticket.to_body()).lines == ticket.lines
            totals.add(priced.total_minor)

        assert len(totals) == 1

    check()


def test_a_refund_of_everything_in_any_steps_is_minus_the_sale(shop):
    @hypothesis(max_examples=examples(12))
    @given(scans=SCANS, off=st.integers(0, 1_200), steps=st.lists(st.integers(1, 3), max_size=3))
    @example(scans=[(("FLASK",), 1)], off=361, steps=[])
    def check(scans, off, steps):
        lids = stock.available(shop["LID"])
        ticket = Ticket(f"refund-{next(_uids)}")
        for (goods, *wanted), quantity in scans:
            scan(ticket, goods, *wanted, quantity=quantity)
        ticket.discount_order(minor=off)
        order = pay(ticket, boss)  # who may give off as much as that
        left = {line.id: line.quantity for line in lines_of(order) if line.kind == LineKind.GOODS}

        for step in (*steps, 99):
            back = [QuickLine(line, min(step, quantity)) for line, quantity in left.items()]
            left = {line: quantity - step for line, quantity in left.items() if quantity > step}
            if back:
                quick_return(boss, order, back)

        assert paid_back(order) == ticket.totals().total_minor == Order.get_by_id(order).total_minor
        assert all(line.returned == line.quantity for line in lines_of(order))
        assert stock.available(shop["LID"]) == lids

    check()
