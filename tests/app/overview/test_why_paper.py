"""Why this total: whatever paper is opened, its steps add up to the amount on it, to the last cent."""

from __future__ import annotations

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import settings as shop_settings
from app.core.money import CashRounding
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.counter.void import void_sale
from app.documents.bills import receipt
from app.orders.why import CHANGE, GIVEN, ROUNDING, SAID, TOTAL, Why
from app.overview.why_paper import why_paper, why_receipt, why_return, why_sale
from app.payments.models import Payment, Tender
from app.payments.receipts import receipts_of
from app.payments.till import current_shift
from app.returns.quick import QuickLine, quick_return
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, boss, card, cash, open_till, sold, ticket_of
from tests.app.returns.conftest import lines_of
from tests.examples import examples
from tests.factories import make_product

PRICES = (("0.01", 2300), ("0.99", 1350), ("12.49", 900), ("3.33", 0), ("89.90", 480))
_numbers = count(1)


def adds_up(why: Why) -> None:
    """Every line is the sum of its steps, the total that of its own, and the money on both sides is the same."""
    for line in (*why.lines, *why.paid):
        assert sum(step.amount_minor for step in line.steps if step.kind not in SAID) == line.total_minor, line
    own = [step.amount_minor for step in why.steps if step.kind not in SAID | {TOTAL}]
    assert sum(own) == why.total_minor or len(why.steps) == 1, why.steps
    if why.paid or why.after:
        beside = sum(step.amount_minor for step in why.after)
        assert sum(line.total_minor for line in why.paid) + beside == why.total_minor


def shop() -> None:
    if current_shift("till-1") is None:
        for place, (price, rate) in enumerate(PRICES):
            make_product(f"P{place}", price=price, on_hand=10**6, tax_bp=rate)
        open_till(boss, float_minor=10**6)

    def change() -> None:
        shop_settings.write("payments.cash_rounding_step_minor", 5)
        shop_settings.write("payments.cash_rounding_mode", CashRounding.NEAREST.value)

    run(boss, change)


def basket(lines: list[tuple[int, int, int]], order_bp: int) -> Ticket:
    ticket = Ticket(f"w-{next(_numbers)}")
    for place, quantity, off_bp in lines:
        added = ticket.add(ticket_of(f"P{place}").lines[0].item, quantity)
        if off_bp:
            ticket.discount_line(added.no, bp=off_bp, name="Scratched")
    ticket.discount_order(bp=order_bp, name="Friend")
    return ticket


def tenders_of(total: int, card_share: int, given_more: int) -> list[object]:
    by_card = total * card_share // 100
    left = total - by_card
    return [*([card(by_card)] if by_card else []), *([cash(left, left + 10 + given_more)] if left else [])]


BASKETS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 7), st.integers(0, 2500)), min_size=1, max_size=3)


def test_steps_of_sale_refunds_and_invoice_add_up_to_the_cent(store):
    @settings(max_examples=examples(12))
    @given(
        lines=BASKETS, order_bp=st.integers(0, 1500), card_share=st.integers(0, 100), given_more=st.integers(0, 5000),
        part=st.integers(1, 7),
    )  # fmt: skip
    def check(lines, order_bp, card_share, given_more, part):
        shop()
        ticket = basket(lines, order_bp)
        total = ticket.totals().total_minor
        done = sell(boss, ticket.to_sale(tenders_of(total, card_share, given_more)), key=ticket.uid)

        sale = why_receipt(done.receipt)
        adds_up(sale)
        assert sale.total_minor == receipt(done.order_id, number=done.receipt).totals.total_minor == total

        for line in lines_of(done.order_id):
            for quantity in (min(part, line.quantity), line.quantity - part):
                if quantity <= 0:
                    continue
                back = quick_return(boss, done.order_id, [QuickLine(line.id, quantity)], slips=SLIP)
                why = why_return(back.return_id)
                adds_up(why)
                assert why.total_minor == back.credited_minor
                if back.receipt:
                    paper = why_receipt(back.receipt)
                    adds_up(paper)
                    printed = receipt(done.order_id, number=back.receipt).totals
                    assert (paper.total_minor, -paper.total_minor) == (printed.total_minor, back.given_minor)

        adds_up(why_sale(done.order_id))
        assert why_sale(done.order_id).total_minor == total

    check()


def test_a_cash_payment_opens_to_what_was_given_the_change_and_the_rounding(store):
    shop()
    done = sold("P2", by=boss, tenders=[cash(1_249, 2_000)])

    (paid,) = why_receipt(done.receipt).paid

    assert (paid.tender, paid.total_minor) == (Tender.CASH, 1_249)
    assert [(step.kind, step.amount_minor) for step in paid.steps] == [(GIVEN, 2_000), (CHANGE, -750), (ROUNDING, -1)]
    assert Payment.get().given_minor == 2_000


def test_a_void_is_its_sale_turned_round(store):
    shop()
    done = sold("P2", "P4", by=boss)
    void_sale(boss, done.order_id, "Wrong goods", slips=SLIP)
    number = receipts_of(done.order_id)[-1].number

    void = why_paper("receipt", {"receipt": number}, done.order_id)

    adds_up(void)
    assert (void.lines, void.steps) == (
        why_receipt(done.receipt).turned().lines,
        why_receipt(done.receipt).turned().steps,
    )
