"""Gift wrap: beside its goods on ticket and papers, told to who picks and packs, paid back by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core import settings
from app.core.checks import run_checks
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import NotOnTicket, Ticket
from app.documents.bills import receipt
from app.inventory.queries import find_sellable
from app.orders.line_kinds import LineKind
from app.orders.models import FulfillmentLine, OrderLine
from app.orders.place import place_order
from app.orders.wrap import wrap_goods, wrap_words
from app.packing.queries import pack_screen
from app.packing.start import start_packing
from app.payments.models import Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.picking.tasks import current, group
from app.returns.estimate import estimate
from app.returns.open import ReturnInput
from app.returns.quick import QuickLine, quick_return
from tests.app.picking.orders import part_of
from tests.app.returns.conftest import lines_of
from tests.app.returns.test_kits import make_kit
from tests.factories import clerk, make_product, make_tax, manager, packer
from ui.orders.call import Call


def wrap_item():
    return look_up(wrap_goods(clerk))[0].item._replace(kind=LineKind.WRAP)


def wrapped_ticket() -> Ticket:
    """Two mugs wrapped with a message, and a tea."""
    make_product("MUG", price="14.00", on_hand=9)
    make_product("TEA", price="8.00", on_hand=9)
    ticket = Ticket("wrap-1")
    ticket.add(look_up("MUG")[0].item, 2)
    ticket.add(look_up("TEA")[0].item)
    ticket.wrap(wrap_item(), 1, "Happy birthday!")
    return ticket


def sold(ticket: Ticket) -> int:
    total = ticket.totals().total_minor
    return sell(clerk, ticket.to_sale([TenderInput(Tender.CASH, total)]), key=ticket.uid).order_id


def shown(ticket: Ticket) -> list[tuple[str, str]]:
    return [(line.item.sku, line.note) for line in ticket.lines]


def test_wrap_stands_below_its_line_changes_its_words_and_goes_with_it(store):
    ticket = wrapped_ticket()
    assert shown(ticket) == [("MUG", ""), ("GIFT-WRAP", "Happy birthday!"), ("TEA", "")]
    assert ticket.totals().total_minor == 2_800 + 350 + 800
    ticket.wrap(wrap_item(), 1, "For Sam")
    assert shown(ticket)[1] == ("GIFT-WRAP", "For Sam")
    assert shown(Ticket.from_body(ticket.to_body())) == shown(ticket)
    ticket.add(look_up("MUG")[0].item)
    ticket.remove(1)
    assert shown(ticket) == [("TEA", "")]
    assert ticket.undo() and len(ticket.lines) == 3
    wrap = ticket.wrap_on(1)
    ticket.remove(wrap.no)
    assert ticket.wrap_on(1) is None
    with pytest.raises(NotOnTicket):
        ticket.wrap(wrap_item(), 99)


def test_wrap_costs_what_the_settings_say_and_the_gift_receipt_names_it_without_a_price(store):
    open_shift(clerk, 50_000)
    make_tax(900)
    settings.change_setting(manager, "orders.wrap_price_minor", 200)
    settings.change_setting(manager, "orders.wrap_tax_bp", 900)
    order = sold(wrapped_ticket())

    lines = lines_of(order)
    assert [(line.sku, line.kind, line.of_no, line.total_minor, line.tax_bp) for line in lines] == [
        ("MUG", "goods", None, 2_800, 2_300), ("GIFT-WRAP", "wrap", 1, 200, 900), ("TEA", "goods", None, 800, 2_300),
    ]  # fmt: skip
    paper = receipt(order)
    assert [(line.code, line.amount_minor, line.note) for line in paper.lines][1] == (
        "GIFT-WRAP",
        200,
        "Happy birthday!",
    )
    gift = receipt(order, gift=True)
    assert [(line.name, line.note) for line in gift.lines] == [
        ("Product MUG", "Gift wrap: “Happy birthday!”"), ("Product TEA", ""),
    ]  # fmt: skip
    assert list(run_checks()) == []


def test_wrap_is_paid_back_only_when_the_shop_says_so_and_with_the_last_piece(store):
    open_shift(clerk, 50_000)
    order = sold(wrapped_ticket())
    mug, wrap, _tea = lines_of(order)
    assert estimate(order, [ReturnInput(mug.id, 2)]).credited_minor == 2_800
    settings.change_setting(manager, "returns.refund_wrap", True)
    assert estimate(order, [ReturnInput(mug.id, 2)]).credited_minor == 3_150

    assert quick_return(clerk, order, [QuickLine(mug.id, 1)]).credited_minor == 1_400
    assert quick_return(clerk, order, [QuickLine(mug.id, 1)]).credited_minor == 1_750

    assert OrderLine.get_by_id(wrap.id).returned == 1
    assert list(run_checks()) == []


def test_picker_and_packer_are_told_what_is_wrapped_and_which_kit_a_part_is_of(store):
    make_kit()
    item = find_sellable("BOX")[0]
    wrap = find_sellable(wrap_goods(clerk))[0]
    call = Call("call-1", phone="+353871234567", name="Ann", place=-1, began_at=1).with_product(item, 1)
    call = call.with_product(find_sellable("MUG")[0], 1)
    goods = (wrap.product_id, wrap.name, wrap.price_e4, wrap.tax_bp, wrap.tax_id)
    call = call.with_line(0, replace(call.lines[0], wrap=goods, note="For Sam"))
    assert (call.sum_of(LineKind.WRAP), call.offers_minor, call.total_minor) == (350, 0, 3_000 + 1_400 + 350)
    assert Call.from_body(call.body()) == call
    placed = place_order(clerk, call.draft())
    assert placed.total_minor == call.total_minor

    part = part_of(placed.order_id)
    batch = release_batch(packer, (part,)).batch_id
    assert {tote.wrap for tote in pick_screen(batch).totes} == {"For Sam"}
    while now := current(batch):
        pick_scan(packer, batch, now.sku, sum(task.left for task in group(batch, now.place_id, now.product_id)))
    screen = pack_screen(start_packing(packer, part).parcel_id)
    assert [(line.sku, line.kit, wrap_words(line.wrap)) for line in screen.lines] == [
        ("MUG", "Product BOX", "Gift wrap: “For Sam”"), ("TEA", "Product BOX", "Gift wrap: “For Sam”"),
        ("MUG", "", ""),
    ]  # fmt: skip
    assert FulfillmentLine.select().count() == 3
    assert list(run_checks()) == []
