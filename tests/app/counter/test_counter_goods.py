"""What the counter takes up, asks for and refuses: unknown codes, serials, lots, free lines, and bad input."""

from __future__ import annotations

import pytest

from app.catalog.codes import CodeKnown
from app.catalog.models import Product, Tax
from app.catalog.products import BadProduct, SkuTaken
from app.core import checks
from app.core.i18n import use_language
from app.counter.free_line import free_goods
from app.counter.goods import SerialMissing, SerialSold
from app.counter.lookup import look_up
from app.counter.save import find_parked, open_tickets, park_ticket, parked, save_ticket
from app.counter.sell import sell
from app.counter.take_up import attach_code, take_up
from app.counter.ticket import NotOnTicket, Sellable, Ticket
from app.counter.void import void_sale
from app.customers.customers import BadCustomer, NewCustomer, add_customer
from app.customers.models import Customer
from app.inventory.models import Place, Stock
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from tests.app.payments.till import at, boss, cash, open_till, ticket_of
from tests.factories import make_product


def test_an_unknown_code_becomes_a_product_that_can_be_sold_at_once(store):
    make_product("MUG")
    open_till()

    take_up(boss, "5391234567892", "Blue  \x1bMug", 149_000)

    hit = look_up("5391234567892")[0]
    assert (hit.item.name, hit.item.price_e4, hit.item.tax_bp) == ("Blue Mug", 149_000, 2300)
    ticket = ticket_of("5391234567892")
    ticket.hold_in_hand(hit.item.product_id)
    assert sell(boss, ticket.to_sale([cash(1_490)]), key=ticket.uid).total_minor == 1_490
    home = Stock.get(Stock.product == hit.item.product_id).home_id
    assert Place.get_by_id(home).code == "COUNTER"
    with pytest.raises(SkuTaken):
        take_up(boss, "5391234567892", "Again", 1_000)
    assert list(checks.run_checks()) == []


def test_pieces_that_were_counted_at_the_counter_lie_in_its_bin(store):
    make_product("MUG")

    product = take_up(boss, "5391234567892", "Blue mug", 149_000, None, 12)
    with pytest.raises(BadProduct, match="at most 100,000 pieces"):
        take_up(boss, "5391234567893", "Red mug", 149_000, None, 100_001)

    assert Stock.get(Stock.product == product).on_hand == 12
    assert list(checks.run_checks()) == []


@pytest.mark.parametrize(
    ("code", "name", "price"),
    [("X" * 61, "Mug", 10_000), ("X-1", "", 10_000), ("X-1", "\x00\x1b", 10_000), ("X-1", "M" * 10_000, 10_000),
     ("X-1", "Mug", 0), ("X-1", "Mug", -1), ("", "Mug", 10_000)],
)  # fmt: skip
def test_what_cannot_be_a_product_is_refused_in_a_sentence(store, code, name, price):
    make_product("MUG")

    with pytest.raises(BadProduct) as refusal:
        take_up(boss, code, name, price)

    assert str(refusal.value).endswith(".")
    assert Product.select().count() == 1


def test_a_code_is_attached_to_a_product_with_its_pieces(store):
    mug = make_product("MUG", price="2.00")

    attach_code(boss, mug, "BOX-12", 12)

    assert look_up("BOX-12")[0].quantity == 12
    with pytest.raises(CodeKnown):
        attach_code(boss, mug, "BOX-12")
    with pytest.raises(BadProduct):
        attach_code(boss, mug, "BOX-0", 0)


def test_a_serial_is_needed_sold_once_and_free_again_after_a_void(store):
    make_product("PHONE", price="100.00", on_hand=5, needs_serial=True)
    open_till()

    def phone(*serials: str) -> Ticket:
        ticket = Ticket()
        for serial in serials:
            ticket.add(look_up("PHONE")[0].item, 1, serial=serial)
        return ticket

    def buy(ticket: Ticket):
        return sell(boss, ticket.to_sale([cash(ticket.totals().total_minor)]), key=ticket.uid)

    with pytest.raises(SerialMissing):
        buy(phone(""))
    with pytest.raises(SerialSold, match="twice"):
        buy(phone("S1", "s1"))
    sold = buy(phone("S1", "S2"))
    with pytest.raises(SerialSold, match=sold.number):
        buy(phone("s2 "))
    void_sale(boss, sold.order_id, "wrong")
    buy(phone("S2"))
    assert list(checks.run_checks()) == []


def test_lot_and_expiry_of_the_bars_reach_the_line_that_was_sold(store):
    make_product("MILK", price="1.00", on_hand=5, code="4006381333931")
    open_till()
    hit = look_up("010400638133393117261224\x1d10L7")[0]
    assert (hit.lot, hit.expires_on) == ("L7", "2026-12-24")
    ticket = Ticket()
    ticket.add(hit.item, hit.quantity, lot=hit.lot)

    sold = sell(boss, ticket.to_sale([cash(100)]), key=ticket.uid)

    assert OrderLine.get(OrderLine.order == sold.order_id).lot == "L7"


def test_a_free_line_is_sold_under_its_own_words_and_price(store):
    make_product("MUG")
    open_till()
    sku = free_goods(boss, Tax.get().id)
    assert free_goods(boss, Tax.get().id) == sku
    item = look_up(sku)[0].item
    ticket = Ticket()
    for words in ("Gift wrap", "Engraving", "Gift wrap"):
        ticket.add(item._replace(name=words, kind=LineKind.FREE), 1, unit_price_e4=25_000)

    sold = sell(boss, ticket.to_sale([cash(750)]), key=ticket.uid)

    lines = OrderLine.select(OrderLine.name, OrderLine.quantity).where(OrderLine.order == sold.order_id).tuples()
    assert list(lines) == [("Gift wrap", 2), ("Engraving", 1)]
    assert Ticket.from_body(ticket.to_body()).lines == ticket.lines


def test_parked_sales_are_found_by_name_amount_item_and_note(store):
    make_product("MUG", price="12.49")
    make_product("LAMP", price="80.00")
    for name, code, words in (("Blue raincoat", "MUG", ""), ("Dog lead", "LAMP", "gift wrap")):
        ticket = ticket_of(code)
        ticket.set_note(words)
        save_ticket(boss, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
        park_ticket(boss, ticket.uid, name + "\x1b@")

    rows = parked()

    assert [row.name for row in rows] == ["Blue raincoat@", "Dog lead@"]
    for text, found in (
        ("rain", "Blue raincoat@"), ("12.49", "Blue raincoat@"), ("LAMP", "Dog lead@"), ("wrap", "Dog lead@"),
        ("80", "Dog lead@"),
    ):  # fmt: skip
        assert [row.name for row in find_parked(text, rows)] == [found], text
    assert find_parked("nobody", rows) == []


def test_parked_goods_are_named_as_the_window_speaks_and_found_in_either_language(store):
    make_product("MUG", name_zh="搪瓷杯")
    ticket = ticket_of("MUG")
    save_ticket(boss, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)
    park_ticket(boss, ticket.uid, "Rain")

    english = parked()
    use_language("zh_CN")
    chinese = parked()
    use_language("en")

    assert ([row.goods for row in english], [row.goods for row in chinese]) == (["Product MUG"], ["搪瓷杯"])
    for rows in (english, chinese):
        assert all(find_parked(text, rows) == rows for text in ("搪瓷", "product mug", "MUG"))


def test_all_tickets_that_were_open_come_back_after_a_crash(store):
    make_product("MUG")
    tickets = [ticket_of("MUG") for _no in range(3)]
    for ticket in tickets:
        save_ticket(boss, ticket.to_body(), ticket.pieces, 0)
    save_ticket(at("till-2", boss), ticket_of("MUG").to_body(), 1, 0)

    assert {body["uid"] for body in open_tickets("till-1")} == {ticket.uid for ticket in tickets}


@pytest.mark.parametrize("quantity", [0, -1, 10**9 + 1])
def test_a_quantity_that_cannot_be_leaves_the_ticket_as_it_was(quantity):
    ticket = Ticket()
    item = Sellable(1, "MUG", "Mug", 10_000)
    line = ticket.add(item, 10**9)

    with pytest.raises(NotOnTicket):
        ticket.add(item, quantity)
    if quantity:
        with pytest.raises(NotOnTicket):
            ticket.set_quantity(line.no, quantity)

    assert ticket.line(line.no).quantity == 10**9


def test_a_sum_that_no_column_holds_is_refused_and_nothing_changes():
    ticket = Ticket()
    line = ticket.add(Sellable(1, "MUG", "Mug", 10**12), 99)

    for change in (
        lambda: ticket.set_quantity(line.no, 10**9),
        lambda: ticket.add(Sellable(2, "GOLD", "Gold", 10**12), 10**6),
        lambda: ticket.set_price(line.no, -1),
    ):
        with pytest.raises(NotOnTicket):
            change()

    assert [one.quantity for one in ticket.lines] == [99]
    assert ticket.totals().total_minor == 99 * 10**10


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Zoë\x07 \u202eO’Brien", "Zoë O’Brien"), ("محمد علي", "محمد علي"), ("🎁 Gift\nShop", "🎁 Gift Shop"),
     ("\x1b@Eve\x1dV0", "@Eve V0")],
)  # fmt: skip
def test_a_name_loses_what_would_steer_a_printer_and_keeps_its_script(store, typed, kept):
    number = add_customer(boss, NewCustomer(typed))

    assert Customer.get_by_id(number).name == kept


def test_a_name_of_ten_thousand_letters_is_refused(store):
    with pytest.raises(BadCustomer, match="too long"):
        add_customer(boss, NewCustomer("x" * 10_000))
