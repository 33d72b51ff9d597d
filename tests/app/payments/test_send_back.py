"""Refunds that a terminal or the provider gives: sent once under their own key, undone by a clear no, kept in doubt."""

from __future__ import annotations

import pytest

from app import shop
from app.core import clock, settings
from app.core.outbox import WishState, claim_wish, find_wish
from app.core.refusal import StateChanged
from app.counter.void import void_sale
from app.documents.bills import receipt
from app.ledger import accounts
from app.ledger.post import balance
from app.payments.models import Payment, PaymentState, Tender
from app.payments.order_account import owed
from app.payments.queries import order_money
from app.payments.refund import refund_order
from app.payments.send_back import ASK_AGAIN_MS, Back, backs_due, backs_of, finish_back
from app.payments.tender import TenderInput
from app.payments.terminal import create_card_payment, finish_card_payment, mark_card_sent
from app.payments.ways_back import CODE, RefundNotPossible, needs_slip, refundable, ways_back
from tests.app.payments.till import SLIP, boss, card, maya, open_till, sold
from tests.conftest import NOON
from tests.factories import make_product

HERE = maya.station


def charged(amount_minor: int = 10_000, tender: Tender = Tender.CARD) -> int:
    """A coat that a connected terminal took the money for; returns its order."""
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    payment = create_card_payment(boss, "ticket-1", amount_minor, tender)
    mark_card_sent(boss, payment.id)
    finish_card_payment(boss, payment.id, "approved", "100001", "•••• 4242", terminal_ref="T000001")
    paid = TenderInput(tender, amount_minor, payment_id=payment.id)
    return int(sold("COAT", tenders=[paid]).order_id)


def waiting() -> list[Back]:
    return backs_due(HERE, online=True, terminal=True)


def give_back(order_id: int, amount_minor: int = 2_500) -> Back:
    refund_order(boss, order_id, amount_minor, reason="A scratch", goodwill=True)
    [back] = backs_of(order_id)
    return back


def test_a_refund_of_a_card_waits_for_the_terminal_that_took_it(store):
    order = charged()
    back = give_back(order)

    assert (back.amount_minor, back.paid_reference, back.masked_pan) == (2_500, "T000001", "•••• 4242")
    assert back.key.startswith("ticket-1/1/back")
    assert backs_due(HERE, online=True, terminal=False) == []
    assert claim_wish(boss, back.wish_id)
    assert not claim_wish(boss, back.wish_id)  # it is sent once

    finish_back(boss, back.wish_id, "approved", auth_code="200001")
    assert backs_of(order) == []
    assert Payment.get_by_id(back.payment_id).auth_code == "200001"
    with pytest.raises(StateChanged):
        finish_back(boss, back.wish_id, "declined", "Late answer")
    assert list(shop.verify()) == []


def test_a_code_typed_from_a_terminal_beside_the_till_is_given_back_by_hand(store):
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    order = sold("COAT", tenders=[card(10_000)]).order_id
    refund_order(boss, order, 2_500, reason="A scratch", goodwill=True, slips=SLIP)
    assert backs_of(order) == []


def test_the_code_of_a_typed_card_refund_is_needed_kept_and_printed(store):
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    order = sold("COAT", tenders=[card(10_000)]).order_id
    with pytest.raises(RefundNotPossible, match="authorization code of the refund slip"):
        refund_order(boss, order, 2_500, reason="A scratch", goodwill=True)
    done = refund_order(boss, order, 2_500, reason="A scratch", goodwill=True, slips=SLIP)

    row = Payment.get(Payment.order == order, Payment.amount_minor < 0)
    assert (row.auth_code, row.masked_pan) == ("R77001", "•••• 4242")
    [tender] = receipt(order, number=done.receipt).totals.tenders
    assert (tender.amount_minor, tender.detail) == (-2_500, "•••• 4242 R77001")
    settings.change_setting(boss, CODE, False)
    refund_order(boss, order, 2_500, reason="A scratch", goodwill=True)
    assert Payment.select().where(Payment.order == order, Payment.auth_code == "").count() == 1


def test_cash_may_go_back_to_a_card_with_its_slip(store):
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    order = sold("COAT").order_id
    assert [needs_slip(part) for part in ways_back(order, 2_500, Tender.CARD)] == [True]
    refund_order(boss, order, 2_500, to="card", reason="No cash wanted", goodwill=True, slips=SLIP)
    assert (balance("card:clearing"), refundable(order)) == (-2_500, 7_500)
    assert list(shop.verify()) == []


def test_a_declined_refund_is_booked_back_and_can_be_paid_another_way(store):
    order = charged()
    before = balance(accounts.CARD)
    void_sale(boss, order, "Wrong coat")
    [back] = backs_of(order)
    assert (back.amount_minor, owed(order)) == (10_000, 0)
    claim_wish(boss, back.wish_id)
    finish_back(boss, back.wish_id, "declined", "Card expired")

    assert Payment.get_by_id(back.payment_id).state == PaymentState.DECLINED
    assert balance(accounts.CARD) == before
    assert order_money(order).owed_minor == -10_000
    assert refundable(order) == 10_000
    assert list(shop.verify()) == []
    refund_order(boss, order, 10_000, to="cash", reason="The card expired")
    assert owed(order) == 0
    assert backs_of(order) == []
    assert list(shop.verify()) == []


def test_a_declined_goodwill_refund_leaves_the_rollups_as_they_were(store):
    order = charged()
    back = give_back(order)
    claim_wish(boss, back.wish_id)
    finish_back(boss, back.wish_id, "declined", "Card expired")
    assert owed(order) == 0
    assert balance(accounts.GOODWILL) == 0
    assert list(shop.verify()) == []


def test_a_refund_in_doubt_stays_booked_and_is_asked_about_later(store):
    with clock.frozen(NOON):
        order = charged()
        back = give_back(order)
        claim_wish(boss, back.wish_id)
        finish_back(boss, back.wish_id, "in_doubt", "No answer")
        assert waiting() == []
        clock.freeze(NOON + ASK_AGAIN_MS)
        assert [(one.key, one.state) for one in waiting()] == [(back.key, WishState.UNKNOWN)]
        finish_back(boss, back.wish_id, "approved")
        assert waiting() == []


def test_a_terminal_that_cannot_be_reached_gets_the_same_key_later(store):
    with clock.frozen(NOON):
        back = give_back(charged())
        claim_wish(boss, back.wish_id)
        finish_back(boss, back.wish_id, "not_sent", "The terminal cannot be reached")
        assert waiting() == []
        clock.freeze(NOON + 20_000)
        assert [(one.key, one.state) for one in waiting()] == [(back.key, WishState.QUEUED)]


@pytest.mark.parametrize("tender", [Tender.CARD, Tender.WALLET, Tender.ONLINE])
def test_what_was_being_sent_at_a_crash_is_unknown_and_asked_about(store, tender):
    back = give_back(charged(tender=tender))
    claim_wish(boss, back.wish_id)
    shop.recover(HERE)
    found = find_wish(back.wish_id)
    assert found is not None
    assert found.state == WishState.UNKNOWN
    assert [one.key for one in waiting()] == [back.key]
