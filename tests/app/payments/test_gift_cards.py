"""Gift cards: sold as a line, spent in parts, refunded to, looked up, blocked; nobody loses or gains a cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import shop
from app.analysis.reports import make_report
from app.core import clock
from app.core.refusal import StateChanged
from app.counter.gift_lines import NotWhole, gift_card_product
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.counter.void import void_sale
from app.documents.till import x_report as paper
from app.ledger.post import TooLittleThere, balance
from app.orders.pricing import DiscountTooLarge
from app.payments.close import x_report
from app.payments.gift_cards import (
    CardBlocked,
    NoGiftCard,
    block_gift_card,
    check_number,
    luhn_fits,
    new_number,
    unblock_gift_card,
)
from app.payments.models import Tender
from app.payments.queries import gift_card, gift_card_left
from app.payments.refund import refund_order
from app.payments.tender import TenderInput
from app.payments.till import current_shift
from app.payments.totals import shift_totals
from app.returns.open import NothingToReturn, ReturnInput, open_return
from tests.app.payments.till import SLIP, boss, card, cash, open_till, sold, ticket_of
from tests.factories import make_product

PRINTED = "6006491234567890126"  # with a Luhn digit, as bought cards have it


def ticket_with_card(code: str, amount_minor: int) -> Ticket:
    """A ticket with one gift card line."""
    sku = gift_card_product(boss)
    ticket = ticket_of(sku)
    ticket.set_price(1, amount_minor * 100)
    ticket.annotate_line(1, serial=code)
    return ticket


def sell_card(code: str, amount_minor: int, tenders=None):
    ticket = ticket_with_card(code, amount_minor)
    return sell(boss, ticket.to_sale(tenders or [cash(amount_minor)]), key=ticket.uid)


def spend(code: str, *skus: str, amount: int, rest: int = 0):
    tenders = [TenderInput(Tender.GIFT_CARD, amount, reference=code)]
    return sold(*skus, tenders=[*tenders, cash(rest)] if rest else tenders)


def test_a_card_is_sold_as_a_line_spent_in_parts_and_refunded_to(store):
    make_product("MUG", price="20.00", on_hand=9)
    open_till()
    code = new_number()
    sell_card(code, 5_000)
    assert (gift_card_left(code), balance("sales:0")) == (5_000, 0)

    first = spend(code, "MUG", amount=2_000)
    spend(code, "MUG", "MUG", amount=3_000, rest=1_000)
    assert gift_card_left(code) == 0
    with pytest.raises(TooLittleThere):
        spend(code, "MUG", amount=2_000)
    refund_order(boss, first.order_id, 500, reason="Scratch", goodwill=True)

    row = gift_card(code)
    assert (row.left_minor, row.loaded_minor, row.is_blocked) == (500, 5_000, False)
    assert [move.amount_minor for move in row.moves] == [500, -3_000, -2_000, 5_000]


def test_a_sale_of_a_card_with_other_goods_taxes_only_the_goods(store):
    make_product("MUG", price="12.30", on_hand=9)
    shift = open_till()
    ticket = ticket_with_card(PRINTED, 2_500)
    ticket.add(ticket_of("MUG").lines[0].item, 1)
    sell(boss, ticket.to_sale([cash(3_730)]), key=ticket.uid)

    assert (balance("sales:2300"), balance("tax:2300"), gift_card_left(PRINTED)) == (-1_000, -230, 2_500)
    assert shift_totals(shift).taxes == [[2300, 1_000, 230]]


def test_a_lost_card_is_blocked_and_keeps_its_worth(store):
    make_product("MUG", price="20.00", on_hand=9)
    open_till()
    sell_card(PRINTED, 5_000)

    assert block_gift_card(boss, PRINTED, "Lost on the bus") == 5_000
    with pytest.raises(CardBlocked):
        spend(PRINTED, "MUG", amount=2_000)
    with pytest.raises(CardBlocked):
        sell_card(PRINTED, 1_000)
    with pytest.raises(StateChanged):
        block_gift_card(boss, PRINTED, "Again")
    unblock_gift_card(boss, PRINTED, "Found")
    spend(PRINTED, "MUG", amount=2_000)

    assert gift_card_left(PRINTED) == 3_000


def test_voiding_the_sale_empties_the_card_unless_it_was_spent(store):
    make_product("MUG", price="20.00", on_hand=9)
    open_till()
    unspent, spent = new_number(), new_number()
    first, second = sell_card(unspent, 5_000), sell_card(spent, 5_000)
    spend(spent, "MUG", amount=2_000)

    void_sale(boss, first.order_id, "Wrong amount")
    with pytest.raises(TooLittleThere, match="gift card"):
        void_sale(boss, second.order_id, "Wants the money")

    assert (gift_card_left(unspent), gift_card_left(spent)) == (0, 3_000)


def test_a_sold_card_is_a_debt_and_no_turnover_in_reports_and_on_the_z(store):
    make_product("MUG", price="20.00", on_hand=9)
    open_till()
    code, other = new_number(), new_number()
    sell_card(code, 5_000)  # a card alone
    mixed = ticket_with_card(other, 3_000)
    mixed.add(look_up("MUG")[0].item, 1)
    done = sell(boss, mixed.to_sale([cash(5_000)]), key=mixed.uid)
    spend(code, "MUG", amount=2_000)
    today = clock.today()

    def turnover() -> tuple[int, int]:
        found = make_report("products", today, today)
        return int(found.totals[2]), int(found.totals[3])

    assert turnover() == (2, 4_000)
    totals = shift_totals(current_shift("till-1").id)
    assert totals.gift_cards_minor == 8_000
    [row] = make_report("gift_cards", today, today).rows
    assert row[1:] == (8_000, 2_000, 6_000)
    report = x_report(boss)
    amounts = {one.name: one.amount_minor for one in paper(report).sales}
    assert (amounts["Net sales"], amounts["Gift cards sold, still owed"]) == (4_000, 8_000)
    assert list(shop.verify()) == []

    void_sale(boss, done.order_id, "Changed their mind")
    assert turnover() == (1, 2_000)
    assert shift_totals(current_shift("till-1").id).gift_cards_minor == 5_000
    assert list(shop.verify()) == []


def test_a_card_is_not_returned_as_goods(store):
    open_till()
    done = sell_card(PRINTED, 5_000)
    from app.orders.models import OrderLine

    line = OrderLine.get(OrderLine.order == done.order_id)
    with pytest.raises(NothingToReturn, match="not taken back"):
        open_return(boss, done.order_id, [ReturnInput(line.id, 1)])
    assert gift_card_left(PRINTED) == 5_000


def test_a_card_needs_a_number_its_whole_price_and_other_money(store):
    open_till()
    with pytest.raises(NoGiftCard):
        sell_card("", 5_000)
    ticket = ticket_with_card(PRINTED, 5_000)
    with pytest.raises(DiscountTooLarge):
        ticket.discount_order(minor=500)
    ticket.discount_line(1, minor=500)
    with pytest.raises(NotWhole):
        sell(boss, ticket.to_sale([cash(4_500)]), key=ticket.uid)
    sell_card(PRINTED, 5_000)
    with pytest.raises(NotWhole):
        sell_card(new_number(), 1_000, [TenderInput(Tender.GIFT_CARD, 1_000, reference=PRINTED)])
    assert gift_card_left(PRINTED) == 5_000


def test_one_card_may_pay_a_bill_beside_others(store):
    make_product("BED", price="900.00", on_hand=2)
    open_till()
    codes = [new_number() for _card in range(3)]
    for code in codes:
        sell_card(code, 10_000)
    done = sold("BED", tenders=[*(TenderInput(Tender.GIFT_CARD, 10_000, reference=code) for code in codes),
                                card(60_000)])  # fmt: skip
    void_sale(boss, done.order_id, "Wrong bed", slips=SLIP)
    assert [gift_card_left(code) for code in codes] == [10_000] * 3


@given(st.integers(0, 10**13), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_of_our_numbers_is_always_found(number, place, off):
    from app.core.numbers import check_digit

    digits = "88" + f"{number:013}"[:13]
    code = digits + str(check_digit(digits))
    wrong = code[:place] + str((int(code[place]) + off) % 10) + code[place + 1 :]

    assert check_number(f"{code[:4]} {code[4:8]}-{code[8:]}") == code
    if not luhn_fits(wrong):
        with pytest.raises(NoGiftCard):
            check_number(wrong)
