"""A payment keyed as the wrong tender is put right after the close: no closed figure changes, nothing is off for ever."""

from __future__ import annotations

from itertools import permutations

import pytest

from app.core import clock, settings
from app.core.checks import run_checks
from app.counter.ticket import Buyer
from app.documents.build import receipt
from app.documents.till import z_report as z_paper
from app.ledger import accounts
from app.ledger.post import balance, post
from app.payments.change_tender import TenderIsFixed, change_tender
from app.payments.close import close_shift
from app.payments.models import Payment, PaymentState, Tender
from app.payments.queries import order_money, payments_of, shift_report, tender_sums
from app.payments.refund import refund_order
from app.payments.shift import begin_count, open_shift
from app.payments.tender import STEP, TenderInput
from app.payments.why_shift import why_shift
from tests.app.payments.steps import run
from tests.app.payments.till import boss, card, cash, sold
from tests.factories import make_customer, make_product

WAYS = (Tender.CASH, Tender.CARD, Tender.STORE_CREDIT, Tender.ON_ACCOUNT)
FLOAT = 20_000


@pytest.fixture
def customer(store):
    """Somebody who may owe, with store credit; mugs at 17.38."""
    make_product("MUG", price="17.38", on_hand=99)
    someone = make_customer(credit_limit_minor=10**6)
    run(boss, lambda: post("gift", {accounts.credit(someone): -50_000, accounts.GOODWILL: 50_000}))
    return someone


def tender_of(tender, amount=1_738):
    if tender == Tender.CARD:
        return card(amount)
    return cash(amount) if tender == Tender.CASH else TenderInput(tender, amount)


def close(really, *, slips_too, keyed=Tender.CASH, customer=None):
    """A day with one sale that was really paid in one way, and a true count of what lies there; returns its order."""
    open_shift(boss, FLOAT)
    sale = sold("MUG", by=boss, tenders=[tender_of(keyed)], buyer=Buyer(customer, "Nora"))
    begin_count(boss)
    counted = {"cash": FLOAT + (1_740 if really == Tender.CASH else 0)}
    counted |= {"card": 1_738 if really == Tender.CARD else 0} if slips_too else {}
    close_shift(boss, counted, reason="As counted")
    return sale.order_id


def books(customer):
    """What every place holds that a tender can go into, and what was off."""
    codes = (
        accounts.SAFE, accounts.CARD, accounts.credit(customer), accounts.customer(customer), accounts.ROUNDING,
        accounts.over_short("till-1"), accounts.drawer("till-1"),
    )  # fmt: skip
    return {code: balance(code) for code in codes}


def moved(act, customer):
    """What an act does to the books."""
    before = books(customer)
    act()
    return {code: amount - before[code] for code, amount in books(customer).items()}


@pytest.mark.parametrize("slips_too", [False, True], ids=["cash counted", "slips counted too"])
def test_whatever_was_keyed_the_books_are_in_the_end_as_if_it_had_been_keyed_right(customer, slips_too):
    settings.change_setting(boss, STEP, 5)
    close(Tender.CASH, slips_too=slips_too)  # the first float comes out of no safe
    for keyed, really in permutations(WAYS, 2):

        def wrong(keyed=keyed, really=really):
            order = close(really, keyed=keyed, slips_too=slips_too, customer=customer)
            [row] = payments_of(order)
            change_tender(boss, row.id, really, "Looked at the slips again", auth_code="K1")

        def right(really=really):
            close(really, keyed=really, slips_too=slips_too, customer=customer)

        assert moved(wrong, customer) == moved(right, customer), (keyed, really)
    assert list(run_checks()) == []


def test_the_closed_z_stays_and_the_next_one_names_what_was_put_right(customer):
    order = close(Tender.CASH, keyed=Tender.CARD, slips_too=True, customer=customer)
    [row] = payments_of(order)
    shift_id = Payment.get_by_id(row.id).shift_id
    before, figures = shift_report(shift_id), why_shift(boss, shift_id)
    clock.freeze(clock.now_ms() + clock.HOUR_MS)
    open_shift(boss, FLOAT)

    change_tender(boss, row.id, "cash", "The customer paid in notes")

    assert (shift_report(shift_id), why_shift(boss, shift_id)) == (before, figures)
    begin_count(boss)
    closed = close_shift(boss, {"cash": FLOAT})
    assert closed.difference_minor == 0
    report = shift_report(closed.shift_id)
    assert (report["corrections"], report["corrections_minor"]) == (1, 1_738)
    assert "Tenders put right after the close" in [count.name for count in z_paper(closed.shift_id).counts]
    clock.freeze(clock.now_ms() + clock.HOUR_MS)
    open_shift(boss, FLOAT)
    begin_count(boss)
    assert shift_report(close_shift(boss, {"cash": FLOAT}).shift_id)["corrections"] == 0


def test_a_corrected_sale_is_paid_once_and_its_money_goes_back_the_way_it_really_came(customer):
    order = close(Tender.CASH, keyed=Tender.CARD, slips_too=True, customer=customer)
    paper = receipt(order)
    [row] = payments_of(order)
    change_tender(boss, row.id, "cash", "The customer paid in notes")

    money = order_money(order)
    assert (money.paid_minor, money.refunded_minor, money.owed_minor) == (1_738, 0, 0)
    assert receipt(order) == paper
    assert [(pay.tender, pay.state) for pay in payments_of(order)] == [
        (Tender.CARD, PaymentState.CORRECTED), (Tender.CASH, PaymentState.APPROVED)
    ]  # fmt: skip
    open_shift(boss, FLOAT)
    done = refund_order(boss, order, 1_738, reason="Came back", goodwill=True)
    assert [(part.tender, part.amount_minor) for part in done.parts] == [(Tender.CASH, 1_738)]
    assert list(run_checks()) == []


def test_takings_by_tender_keep_the_day_and_move_on_the_day_of_the_correction(customer):
    order = close(Tender.CASH, keyed=Tender.CARD, slips_too=True, customer=customer)
    [row] = payments_of(order)
    midnight = clock.now_ms() + clock.HOUR_MS
    clock.freeze(midnight + clock.HOUR_MS)
    change_tender(boss, row.id, "cash", "The customer paid in notes")

    def takings(since, until):
        return {one.tender: (one.times, one.amount_minor) for one in tender_sums(since, until)}

    assert takings(0, midnight) == {Tender.CARD: (1, 1_738)}
    assert takings(midnight, midnight + clock.DAY_MS) == {Tender.CARD: (0, -1_738), Tender.CASH: (1, 1_740)}
    assert takings(0, midnight + clock.DAY_MS) == {Tender.CARD: (1, 0), Tender.CASH: (1, 1_740)}


def test_a_correction_can_itself_be_put_right_but_not_what_was_paid_back(customer):
    order = close(Tender.CASH, keyed=Tender.CARD, slips_too=False, customer=customer)
    [row] = payments_of(order)
    change_tender(boss, row.id, "on_account", "It stands on her bill")
    change_tender(boss, payments_of(order)[-1].id, "cash", "No: it was cash after all")

    assert balance(accounts.customer(customer)) == 0
    assert balance(accounts.over_short("till-1")) == 0
    open_shift(boss, FLOAT)
    refund_order(boss, order, 100, reason="Came back", goodwill=True)
    with pytest.raises(TenderIsFixed):
        change_tender(boss, payments_of(order)[2].id, "card", "Card")
    assert list(run_checks()) == []
