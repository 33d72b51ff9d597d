"""Why a shift's totals: the rows of every figure add up to it, of the open shift's X as of the frozen Z."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core import clock, settings
from app.core.money import CashRounding
from app.core.refusal import NotPermitted
from app.counter.sell import sell
from app.counter.void import void_sale
from app.orders.models import Order
from app.payments import why_shift as why
from app.payments.close import ClosePapers, NotCounted, close_shift, x_report
from app.payments.foreign import RATES
from app.payments.hand_over import hand_over
from app.payments.models import CashMoveKind, Payment, PaymentState, Tender
from app.payments.queries import shift_report
from app.payments.shift import begin_count, move_cash
from app.payments.tender import TenderInput
from app.payments.tips import pay_tips
from app.payments.totals import shift_totals
from app.payments.why_shift import Figure, WhyShift, why_shift
from app.returns.quick import QuickLine, quick_return
from app.staff.models import Person
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, boss, card, cash, maya, open_till, sold, ticket_of
from tests.app.returns.conftest import lines_of
from tests.factories import make_product


def adds_up(shown: WhyShift, report: dict) -> None:
    """All rows make their figures, all figures are those of the report, and together they are the expected cash."""
    for figure in shown.figures:
        rows = sum(row.amount_minor for row in figure.rows)
        assert rows + figure.left_minor + figure.since_minor == figure.total_minor, figure
        assert not figure.since_minor, figure
    assert sum(amount for _kind, amount in shown.expected) == shown.expected_minor == report["expected_cash_minor"]
    found = {(figure.kind, figure.name): figure.total_minor for figure in shown.figures}
    for kind in (why.DISCOUNT, why.ROUNDING, why.PERPETUAL):
        assert found.get((kind, ""), 0) == report[kind], kind
    for kind in why.SIGNS:
        assert kind == why.FLOAT or found.get((kind, ""), 0) == report[kind], kind
    assert {name: total for (kind, name), total in found.items() if kind == why.TENDER} == report["tenders"]
    papers = {kind: total for kind, (count, total) in report["papers"].items() if count}
    assert {name: total for (kind, name), total in found.items() if kind == why.PAPER} == papers
    taxes = [figure for figure in shown.figures if figure.kind == why.TAX]
    rates = [[one.rate_bp, one.base_minor, one.total_minor] for one in taxes if not one.name]
    named = [[one.name, one.rate_bp, one.base_minor, one.total_minor] for one in taxes if one.name]
    assert (rates, named) == (report["taxes"], [row[1:] for row in report["named_taxes"]])
    for one in taxes:
        assert one.left_off or sum(row.base_minor for row in one.rows) == one.base_minor
    assert {name: total for (kind, name), total in found.items() if kind == why.DIFFERENCE} == (
        report["differences"] or {}
    )


def figure(shown: WhyShift, kind: str, name: str = "") -> Figure:
    return next(one for one in shown.figures if (one.kind, one.name) == (kind, name))


@pytest.fixture
def day(store) -> int:
    """A shift with sales in cash, foreign notes and by card, a tip, a refund, a void, moves and a hand-over."""
    make_product("MUG", price="17.38", on_hand=500)
    make_product("BREAD", price="3.33", on_hand=500, tax_bp=900)
    settings.change_setting(boss, RATES, ["USD 0.92"])
    settings.change_setting(boss, "payments.tips", True)

    def rounding() -> None:
        settings.write("payments.cash_rounding_step_minor", 5)
        settings.write("payments.cash_rounding_mode", CashRounding.NEAREST.value)

    run(boss, rounding)
    for actor in (maya, boss):
        Person.create(id=actor.person_id, name=actor.name, role=actor.role, pin_hash="x")
    shift = open_till(float_minor=20_000)
    first = sold("MUG", "BREAD", tenders=[cash(2_071, 5_000)])
    sold("MUG", tenders=[TenderInput(Tender.FOREIGN_CASH, 1_738, currency="USD", foreign_minor=2_000)])
    sold("MUG", tenders=[card(1_738)._replace(tip_minor=262)])
    quick_return(boss, first.order_id, [QuickLine(lines_of(first.order_id)[0].id, 1)], slips=SLIP)
    void_sale(boss, sold("BREAD").order_id, "Wrong goods", slips=SLIP)
    pay_tips(boss, maya.person_id, 200)
    move_cash(boss, CashMoveKind.PAY_IN, 5_000, "Coins from the bank")
    move_cash(boss, CashMoveKind.PAY_OUT, 1_200, "Window cleaner")
    move_cash(boss, CashMoveKind.DROP, 10_000, "Too much in the drawer")
    with clock.frozen(clock.now_ms() - clock.MINUTE_MS):
        begin_count(boss)
        hand_over(boss, boss.person_id, shift_totals(shift).expected_cash_minor - 150)
    return shift


def test_the_rows_of_an_open_shift_add_up_to_every_figure_of_its_x_report(day):
    shown = why_shift(boss, day)

    adds_up(shown, x_report(boss))
    received = figure(shown, why.RECEIVED).rows[0]
    assert (received.word, received.amount_minor) == ("till-1-000001", 5_000)
    assert [(row.word, row.detail) for row in figure(shown, why.PAID_OUT).rows] == [("Window cleaner", boss.name)]
    assert [(row.word, row.amount_minor) for row in figure(shown, why.HANDED).rows] == [(boss.name, -150)]
    notes = figure(shown, why.TENDER, "foreign_cash").rows[0]
    assert (notes.detail, notes.notes_minor) == ("USD", 2_000)
    assert [row.amount_minor for row in figure(shown, why.TENDER, "card").rows] == [2_000]


def test_the_rows_of_a_closed_shift_add_up_to_its_frozen_z_and_to_what_was_counted(day):
    begin_count(boss)
    due = shift_totals(day).expected_cash_minor
    close_shift(
        boss, {"cash": due - 120, "card": 1_900}, reason="Miscounted", papers=ClosePapers(foreign=(("USD", 2_100),))
    )

    shown = why_shift(boss, day)

    adds_up(shown, shift_report(day))
    assert shown.z_number == 1
    assert [(row.kind, row.amount_minor) for row in figure(shown, why.DIFFERENCE, "cash").rows] == [
        (why.COUNTED, due - 120), (why.DUE, -due),
    ]  # fmt: skip
    assert [row.notes_minor for row in figure(shown, why.DIFFERENCE, "foreign_cash").rows] == [2_100, 2_000]


def test_later_postings_and_later_shifts_change_no_figure_of_a_closed_one(day):
    begin_count(boss)
    close_shift(boss, {"cash": shift_totals(day).expected_cash_minor})
    before = why_shift(boss, day)
    open_till(boss)
    sold("MUG", by=boss)

    assert why_shift(boss, day) == before


def test_what_was_settled_after_the_close_is_named_and_not_hidden(day):
    begin_count(boss)
    close_shift(boss, {"cash": shift_totals(day).expected_cash_minor})
    Payment.update(state=PaymentState.IN_DOUBT).where(Payment.tender == Tender.CARD).execute()

    by_card = figure(why_shift(boss, day), why.TENDER, "card")

    assert (by_card.total_minor, by_card.rows, by_card.since_minor) == (2_000, (), 2_000)


def test_a_long_figure_names_its_first_rows_and_how_many_more_there_are(day):
    for _time in range(101):
        sold("MUG", by=boss)

    shown = why_shift(boss, day)

    adds_up(shown, x_report(boss))
    received, taxed = figure(shown, why.RECEIVED), next(one for one in shown.figures if one.rate_bp == 2_300)
    assert (len(received.rows), received.left_off) == (100, 3)
    assert (len(taxed.rows), taxed.left_off) == (100, 5)


def test_the_count_stays_blind_for_whoever_may_not_accept_a_difference(day):
    shown = why_shift(maya, day)

    assert (shown.is_blind, shown.expected, shown.expected_minor) == (True, (), 0)
    told = {one.kind for one in shown.figures}
    assert told == {why.PAID_IN, why.PAID_OUT, why.TIPS, why.DROPPED}
    begin_count(boss)
    with pytest.raises(NotCounted):
        why_shift(boss, day)


def test_a_closed_shift_opens_to_whoever_may_print_its_z(day):
    begin_count(boss)
    close_shift(boss, {"cash": shift_totals(day).expected_cash_minor})

    with pytest.raises(NotPermitted):
        why_shift(maya, day)
    may = replace(maya, rights=maya.rights | {"documents.print_z_again"})
    assert not why_shift(may, day).is_blind


def test_discounts_open_by_receipt_rounding_by_payment_and_the_running_total_by_shift(day):
    begin_count(boss)
    close_shift(boss, {"cash": shift_totals(day).expected_cash_minor, "card": 2_000}, reason="Right",
                papers=ClosePapers(foreign=(("USD", 2_000),)))  # fmt: skip
    before = shift_report(day)["perpetual_minor"]
    shift = open_till()
    ticket = ticket_of("MUG", "BREAD")
    ticket.discount_order(minor=207, name="Scratched")
    given = sell(boss, ticket.to_sale([cash(1_864)]))

    shown = why_shift(boss, shift)

    adds_up(shown, x_report(boss))
    off = Order.get_by_id(given.order_id).discount_minor
    assert off and [(row.word, row.amount_minor) for row in figure(shown, why.DISCOUNT).rows] == [(given.receipt, off)]
    assert sum(row.amount_minor for row in figure(shown, why.ROUNDING).rows) == x_report(boss)["rounding_minor"] != 0
    assert [(row.kind, row.word, row.amount_minor) for row in figure(shown, why.PERPETUAL).rows] == [
        (why.EARLIER, "1", before), (why.NOW, "", given.total_minor),
    ]  # fmt: skip
