"""Foreign cash, tips, small rests, payment codes and the guards against paying wrongly: the books always add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.reports import make_report
from app.core import clock, settings
from app.counter.sell import sell
from app.counter.void import void_sale
from app.documents.bills import receipt
from app.documents.till import cash_slip
from app.documents.till import x_report as x_paper
from app.ledger.post import TooLittleThere, balance
from app.payments.change_tender import TenderIsFixed, change_tender
from app.payments.close import close_shift, x_report
from app.payments.foreign import RATES, NoRate, worth_at
from app.payments.models import Payment, PaymentState, Tender
from app.payments.queries import payments_of
from app.payments.refund import refund_order
from app.payments.shift import begin_count
from app.payments.take import CardNotApproved, ReferenceUsed
from app.payments.tender import STEP, TIPS, TenderInput, TenderNotComplete, TenderTooLarge, TenderTooSmall
from app.payments.terminal import (
    CardUnderWay,
    create_card_payment,
    finish_card_payment,
    mark_card_sent,
    note_link,
    recover_cards,
    resolve_in_doubt,
    take_back_card,
)
from app.payments.tips import NotThatMuch, give_tip_back, pay_tips, tip_left, tips_owed
from app.payments.totals import shift_totals
from app.payments.ways_back import refundable
from app.staff.models import Person
from tests.app.payments.till import SLIP, boss, card, cash, maya, open_till, sold, ticket_of
from tests.factories import make_product


def dollars(amount_minor: int, foreign_minor: int, code: str = "USD") -> TenderInput:
    return TenderInput(Tender.FOREIGN_CASH, amount_minor, currency=code, foreign_minor=foreign_minor)


@pytest.fixture
def mug(store):
    make_product("MUG", price="17.38", on_hand=50)
    settings.change_setting(boss, RATES, ["usd 0.92", "JPY 0.0061", "no rate", "XXX 0"])
    return open_till()


def test_foreign_notes_are_taken_at_the_rate_and_change_is_given_in_our_coins(mug):
    result = sold("MUG", tenders=[dollars(1_738, 2_000)])

    assert result.change_minor == 100  # 18.40 less 17.38 is 1.02, rounded to coins in use
    assert balance("cash:till-1:USD") == 1_840
    assert balance("cash:till-1") == 20_000 - 100
    assert shift_totals(mug).expected_cash_minor == 20_000 - 100
    [row] = payments_of(result.order_id)
    assert (row.currency, row.foreign_minor, row.rounding_minor) == ("USD", 2_000, 2)


def test_foreign_notes_may_pay_a_part_and_cash_the_rest(mug):
    result = sold("MUG", tenders=[dollars(920, 1_000), cash(818, 1_000)])

    assert result.change_minor == 180
    assert balance("cash:till-1") == 20_000 + 820


def test_a_currency_without_a_rate_is_refused(mug):
    with pytest.raises(NoRate):
        sold("MUG", tenders=[dollars(1_738, 5_000, "GBP")])
    with pytest.raises(TenderTooSmall):
        sold("MUG", tenders=[dollars(1_738, 1_800)])
    with pytest.raises(TenderNotComplete):
        sold("MUG", tenders=[dollars(1_738, 0)])


def test_money_back_for_foreign_notes_is_our_own(mug):
    result = sold("MUG", tenders=[dollars(1_738, 2_000)])

    void_sale(boss, result.order_id, "Wrong")

    assert balance("cash:till-1:USD") == 1_840
    assert balance("cash:till-1") == 20_000 - 100 - 1_740


def test_foreign_notes_go_into_the_safe_at_the_close(mug):
    sold("MUG", tenders=[dollars(1_738, 2_000)])
    begin_count(boss)

    close_shift(boss, {"cash": 19_900})

    assert (balance("cash:till-1:USD"), balance("cash:safe:USD")) == (0, 1_840)


@given(st.integers(1, 10**9), st.sampled_from(["USD", "JPY", "KWD"]), st.integers(1, 10**6))
def test_what_foreign_notes_are_worth_is_never_half_a_cent_off(foreign, code, rate_e4):
    digits = {"USD": 2, "JPY": 0, "KWD": 3}[code]
    exact = foreign * rate_e4 * 100 / (10_000 * 10**digits)

    assert abs(worth_at(foreign, code, rate_e4) - exact) <= 0.5 + exact * 1e-12


def test_a_tip_goes_to_the_staff_and_not_into_the_sale(mug):
    settings.change_setting(boss, TIPS, True)
    result = sold("MUG", tenders=[card(1_738)._replace(tip_minor=262)])

    assert balance("card:clearing") == 2_000
    assert balance(f"other:tips:{maya.person_id}") == -262
    assert result.total_minor == 1_738
    assert shift_totals(mug).tenders["card"] == 2_000
    refund = refund_order(boss, result.order_id, 1_738, reason="Broken", goodwill=True, slips=SLIP)
    assert refund.amount_minor == 1_738


def test_a_tip_is_not_more_than_the_bill_and_never_in_cash(mug):
    with pytest.raises(TenderTooLarge):
        sold("MUG", tenders=[card(1_738)._replace(tip_minor=1_739)])
    with pytest.raises(TenderTooLarge):
        sold("MUG", tenders=[cash(1_738)._replace(tip_minor=10)])
    with pytest.raises(TenderTooLarge):
        sold("MUG", tenders=[card(1_738)._replace(tip_minor=-1)])


def test_a_rest_of_a_few_cents_may_be_let_go_and_no_more(mug):
    rest = TenderInput(Tender.WRITE_OFF, 3)
    result = sold("MUG", tenders=[cash(1_735), rest])

    assert balance("over_short:rests") == 3
    with pytest.raises(TenderTooLarge):
        sold("MUG", tenders=[cash(1_732), TenderInput(Tender.WRITE_OFF, 6)])
    assert refundable(result.order_id) == 1_735


def test_a_whole_bill_is_never_let_go(store):
    make_product("STICKER", price="0.04", on_hand=3)
    open_till()
    with pytest.raises(TenderTooLarge):
        sold("STICKER", tenders=[TenderInput(Tender.WRITE_OFF, 4)])


def test_a_payment_code_goes_the_way_of_a_card_and_has_its_own_account(mug):
    ticket = ticket_of("MUG")
    payment = create_card_payment(boss, ticket.uid, 1_738, Tender.WALLET, 1_738, "alipay")
    mark_card_sent(boss, payment.id)
    finish_card_payment(boss, payment.id, "approved", "AUTH", "")
    paid = TenderInput(Tender.WALLET, 1_738, payment_id=payment.id)

    result = sell(maya, ticket.to_sale([paid]), key=ticket.uid)

    assert (balance("card:wallet"), balance("deposit:cards")) == (1_738, 0)
    [row] = payments_of(result.order_id)
    assert (row.tender, row.provider) == (Tender.WALLET, "alipay")
    assert shift_totals(mug).tenders == {"wallet": 1_738}


def test_a_payment_of_one_kind_is_no_payment_of_another(mug):
    ticket = ticket_of("MUG")
    payment = create_card_payment(boss, ticket.uid, 1_738, Tender.WALLET)
    finish_card_payment(boss, payment.id, "approved")
    with pytest.raises(CardNotApproved):
        sell(maya, ticket.to_sale([TenderInput(Tender.CARD, 1_738, payment_id=payment.id)]), key=ticket.uid)
    with pytest.raises(TenderNotComplete):
        sell(maya, ticket.to_sale([TenderInput(Tender.WALLET, 1_738)]), key=ticket.uid)
    take_back_card(boss, payment.id, "Paid otherwise")
    assert balance("card:wallet") == 0


def test_more_than_is_due_is_never_charged(mug):
    with pytest.raises(TenderTooLarge):
        create_card_payment(boss, "ticket-x", 1_739, due_minor=1_738)
    with pytest.raises(TenderNotComplete):
        create_card_payment(boss, "ticket-x", 0)
    with pytest.raises(TenderTooLarge):
        sold("MUG", tenders=[card(1_739)])
    assert Payment.select().count() == 0


def test_the_code_of_a_slip_pays_once_in_a_shift(mug):
    slip = card(1_738)
    sold("MUG", tenders=[slip])
    with pytest.raises(ReferenceUsed, match="Look at the slip"):
        sold("MUG", tenders=[slip])
    with pytest.raises(ReferenceUsed):
        sold("MUG", "MUG", tenders=[card(1_000)._replace(auth_code="Z9"), card(2_476)._replace(auth_code="Z9")])
    assert sold("MUG", tenders=[slip._replace(masked_pan="**** 1111")])  # another card, the same code by chance


def test_after_a_crash_what_was_sent_is_in_doubt_and_what_was_not_is_declined(mug):
    sent = create_card_payment(boss, "ticket-1", 1_738)
    mark_card_sent(boss, sent.id)
    written = create_card_payment(boss, "ticket-2", 500)

    assert recover_cards(boss) == 1

    assert Payment.get_by_id(sent.id).state is PaymentState.IN_DOUBT
    assert Payment.get_by_id(written.id).state is PaymentState.DECLINED
    resolve_in_doubt(boss, sent.id, True, "A7")
    assert balance("deposit:cards") == -1_738
    take_back_card(boss, sent.id, "The customer had left")
    assert balance("card:clearing") == 0


@pytest.mark.parametrize("declined", [1, 8, 9])
def test_a_sale_whose_card_may_have_been_charged_is_not_paid_otherwise(mug, declined):
    """The program died while the customer typed the PIN; in cash, too, they would have paid twice."""
    ticket = ticket_of("MUG")
    for _ in range(declined):
        finish_card_payment(boss, create_card_payment(boss, ticket.uid, 1_738).id, PaymentState.DECLINED)
    sent = create_card_payment(boss, ticket.uid, 1_738)
    mark_card_sent(boss, sent.id)
    recover_cards(boss)
    sale = ticket.to_sale([cash(ticket.totals().total_minor)])

    with pytest.raises(CardUnderWay, match="Ask the terminal first"):
        sell(boss, sale, key=ticket.uid)
    assert balance("cash:till-1") == 20_000

    resolve_in_doubt(boss, sent.id, False)
    assert sell(boss, sale, key=ticket.uid).total_minor == 1_738


def test_the_providers_number_is_kept_before_anything_is_shown(mug):
    payment = create_card_payment(boss, "ticket-1", 1_738, "online", provider="stripe")

    note_link(boss, payment.id, "cs_123")

    assert Payment.get_by_id(payment.id).provider_ref == "cs_123"


def test_a_refund_in_cash_is_never_more_than_the_drawer_holds(store):
    make_product("BED", price="900.00", on_hand=3)
    open_till(float_minor=5_000)
    result = sold("BED", tenders=[card(90_000)])
    with pytest.raises(TooLittleThere):
        refund_order(boss, result.order_id, 90_000, to="cash", reason="Wants cash", goodwill=True)
    assert balance("cash:till-1") == 5_000


def test_only_what_the_keys_decided_is_put_right_later(mug):
    foreign = sold("MUG", tenders=[dollars(1_738, 2_000)])
    [row] = payments_of(foreign.order_id)
    with pytest.raises(TenderIsFixed):
        change_tender(boss, row.id, "cash", "Was cash")
    keyed = sold("MUG")
    [row] = payments_of(keyed.order_id)
    with pytest.raises(TenderIsFixed):
        change_tender(boss, row.id, "wallet", "Was a code")
    change_tender(boss, row.id, "card", "Keyed as cash", auth_code="K1")
    assert balance("card:clearing") == 1_738


def test_what_a_terminal_took_is_not_changed_into_cash(mug):
    paid = create_card_payment(boss, "ticket-7", 1_738)
    mark_card_sent(boss, paid.id)
    finish_card_payment(boss, paid.id, "approved", auth_code="Z1")
    sold("MUG", by=boss, tenders=[TenderInput(Tender.CARD, 1_738, payment_id=paid.id)])

    with pytest.raises(TenderIsFixed, match="terminal"):
        change_tender(boss, paid.id, "cash", "Thought it was cash")

    assert balance("card:clearing") == 1_738


def test_cash_that_was_keyed_as_card_is_rounded_with_the_other_cash_of_the_bill(mug):
    settings.change_setting(boss, STEP, 5)
    before = balance("cash:till-1")
    sale = sold("MUG", tenders=[cash(868), card(870)])

    change_tender(boss, payments_of(sale.order_id)[-1].id, "cash", "All of it was cash")

    assert balance("cash:till-1") - before == 1_740


def test_tips_are_paid_out_to_who_took_them_stand_on_the_z_and_stay_when_the_sale_is_voided(mug):
    settings.change_setting(boss, TIPS, True)
    Person.create(id=maya.person_id, name=maya.name, role="counter", pin_hash="x")
    first = sold("MUG", tenders=[card(1_738)._replace(tip_minor=262)])
    before = shift_totals(mug).expected_cash_minor
    assert tips_owed() == [(maya.person_id, "Maya Kelly", 262)]
    with pytest.raises(NotThatMuch, match=r"€2\.62"):
        pay_tips(boss, maya.person_id, 263)

    move = pay_tips(boss, maya.person_id, 200)

    totals = shift_totals(mug)
    assert (totals.tips, totals.tips_paid_minor) == ([["Maya Kelly", "card", 262]], 200)
    assert totals.expected_cash_minor == before - 200
    assert (cash_slip(move).word, cash_slip(move).amount) == ("Maya Kelly", "€2.00")
    paper = x_paper(x_report(boss))
    assert [(row.name, row.amount_minor) for row in paper.sales if "Tips" in row.name] == [
        ("Tips, owed to the staff", 262)
    ]
    assert ("Tips Maya Kelly, Card", "2.62") in [(row.name, row.value) for row in paper.counts]
    assert [row[1:4] for row in make_report("tips", clock.today(), clock.today()).rows] == [("Maya Kelly", 262, 200)]

    void_sale(boss, first.order_id, "wrong mug", slips=SLIP)
    assert (tips_owed()[0].amount_minor, tip_left(first.order_id)) == (62, 0)


def test_a_tip_goes_back_to_the_customer_only_when_that_is_said_and_once(mug):
    settings.change_setting(boss, TIPS, True)
    sale = sold("MUG", tenders=[card(1_738)._replace(tip_minor=262)])
    tenders = receipt(sale.order_id).totals.tenders
    assert [(row.name, row.amount_minor) for row in tenders] == [("Tip for the staff", 262), ("Card", 2_000)]
    cash_before = shift_totals(mug).expected_cash_minor
    void_sale(boss, sale.order_id, "wrong mug", slips=SLIP)
    assert tip_left(sale.order_id) == 262

    assert give_tip_back(boss, sale.order_id, "asked for it") == 262

    assert shift_totals(mug).expected_cash_minor == cash_before - 262
    with pytest.raises(NotThatMuch):
        give_tip_back(boss, sale.order_id, "again")
    assert tips_owed() == []
