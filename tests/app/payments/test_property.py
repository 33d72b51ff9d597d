"""Whatever is sold, paid, rounded and paid back: the ledger sums to zero and a full refund is minus the sale."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import settings as shop_settings
from app.core.money import CashRounding
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.counter.void import void_sale
from app.ledger.models import Account
from app.ledger.post import balance
from app.payments.models import Payment
from app.payments.order_account import owed
from app.payments.tender import TenderInput
from app.payments.till import current_shift
from app.payments.totals import shift_totals
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, boss, card, cash, open_till, ticket_of
from tests.examples import examples
from tests.factories import make_product
from tests.promises import broken_promises

_numbers = count(1)
PRICES = ("0.01", "0.99", "12.49", "3.33", "89.90")
BASKETS = st.lists(
    st.tuples(st.integers(0, len(PRICES) - 1), st.integers(1, 7), st.integers(0, 2500)), min_size=1, max_size=6
)


@contextmanager
def rounding(step: int, mode: CashRounding):
    """Cash rounding of the shop, for one try."""

    def change() -> None:
        shop_settings.write("payments.cash_rounding_step_minor", step)
        shop_settings.write("payments.cash_rounding_mode", mode.value)

    run(boss, change)
    yield


def basket(lines: list[tuple[int, int, int]], order_bp: int) -> Ticket:
    ticket = Ticket(f"p-{next(_numbers)}")
    for place, quantity, off_bp in lines:
        line = ticket_of(f"P{place}").lines[0]
        added = ticket.add(line.item, quantity)
        if off_bp:
            ticket.discount_line(added.no, bp=off_bp, name="Scratched")
    ticket.discount_order(bp=order_bp, name="Friend")
    return ticket


def tenders_of(total: int, card_share: int, given_more: int) -> list[TenderInput]:
    by_card = total * card_share // 100
    left = total - by_card
    parts = [card(by_card)] if by_card else []
    return [*parts, cash(left, left + 10 + given_more)] if left else parts


def test_a_void_is_minus_the_sale_to_the_last_cent(store):
    @settings(max_examples=examples(40))
    @given(
        lines=BASKETS, order_bp=st.integers(0, 1500), card_share=st.integers(0, 100), given_more=st.integers(0, 5000),
        step=st.sampled_from([1, 5, 10]), mode=st.sampled_from(list(CashRounding)),
    )  # fmt: skip
    def check(lines, order_bp, card_share, given_more, step, mode):
        if current_shift("till-1") is None:
            for place, price in enumerate(PRICES):
                make_product(f"P{place}", price=price, on_hand=10**6, tax_bp=(2300, 1350, 900, 0, 480)[place])
            open_till(boss, float_minor=10**6)
        with rounding(step, mode):
            before = dict(Account.select(Account.code, Account.balance_minor).tuples())
            ticket = basket(lines, order_bp)
            total = ticket.totals().total_minor

            result = sell(boss, ticket.to_sale(tenders_of(total, card_share, given_more)), key=ticket.uid)

            paid = [row.amount_minor for row in Payment.select().where(Payment.order == result.order_id)]
            assert sum(paid) == result.total_minor == total
            assert owed(result.order_id) == 0
            expected = shift_totals(current_shift("till-1").id).expected_cash_minor
            assert expected == balance("cash:till-1")
            if total:
                void_sale(boss, result.order_id, "Property", slips=SLIP)

            after = dict(Account.select(Account.code, Account.balance_minor).tuples())
            assert {code: amount for code, amount in after.items() if amount != before.get(code, 0)} == {}
            assert broken_promises() == []

    check()
