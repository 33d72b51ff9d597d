"""Bills on account: due by the customer's terms, reminded of when late, and nothing more on account while one is too late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock, settings
from app.core.outbox import Outbox
from app.core.refusal import NotPermitted
from app.counter.ticket import Buyer
from app.customers.customers import BadCustomer, change_account
from app.customers.models import Customer
from app.ledger.post import balance
from app.notices.bills import remind_bill, remind_bills
from app.notices.queue import NobodyToTell
from app.orders.draft import DraftLine, OrderDraft
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from app.payments.debts import AccountStopped, _open_bills, debtors
from app.payments.models import DebtReminder, Tender
from app.payments.order_account import post_return, post_sale
from app.payments.pay import settle_account
from app.payments.refund import refund_order
from app.payments.tender import TenderInput
from tests.app.payments.steps import run
from tests.app.payments.till import boss, card, cash, maya, open_till, sold
from tests.conftest import NOON
from tests.factories import make_customer, make_product

DAY = clock.DAY_MS


@pytest.fixture
def eimear(store):
    make_product("LAMP", price="50.00", on_hand=50)
    open_till()
    customer = make_customer(email="eimear@example.ie", phone="+353871112233")
    change_account(boss, customer, 100_000)
    return customer


def buy(customer: int, on: int = 0) -> int:
    """A lamp on account, so many days from the first day on."""
    with clock.frozen(NOON + on * DAY):
        return sold("LAMP", tenders=[TenderInput(Tender.ON_ACCOUNT, 5_000)], buyer=Buyer(customer, "Eimear")).order_id


def after(days: int):
    """The shop so many days later."""
    return clock.frozen(NOON + days * DAY)


def test_a_bill_is_due_by_the_shops_terms_or_by_the_customers_own(eimear):
    buy(eimear)
    assert debtors()[0].bills[0].due_on == "2026-12-22"

    change_account(boss, eimear, 100_000, 14)

    assert debtors()[0].bills[0].due_on == "2026-12-06"
    with after(14):
        assert debtors()[0].late == ()
    with after(15):
        assert (debtors()[0].late_minor, debtors()[0].days_late) == (5_000, 1)


@pytest.mark.parametrize("days", [-1, 366])
def test_terms_that_cannot_be_are_refused(eimear, days):
    with pytest.raises(BadCustomer):
        change_account(boss, eimear, 100_000, days)


def test_a_payment_takes_down_the_oldest_bill_first(eimear):
    orders = [buy(eimear, on) for on in (0, 10, 20)]

    settle_account(boss, eimear, [cash(7_000)])

    (debtor,) = debtors()
    assert [(bill.order_id, bill.open_minor) for bill in debtor.bills] == [(orders[1], 3_000), (orders[2], 5_000)]
    with after(45):
        assert debtors()[0].bands == (5_000, 3_000, 0, 0)
    with after(110):
        assert debtors()[0].bands == (0, 0, 5_000, 3_000)


def test_goods_that_come_back_take_down_their_own_bill(eimear):
    first, second = buy(eimear), buy(eimear, 10)

    run(boss, lambda: post_return(second, {2300: (5_000, 935)}, what="kept"))
    refund_order(boss, second, 5_000)

    (debtor,) = debtors()
    assert [(bill.order_id, bill.open_minor) for bill in debtor.bills] == [(first, 5_000)]


@given(
    bills=st.lists(st.integers(1, 10_000), max_size=8), paid=st.integers(0, 90_000), days=st.integers(0, 90)
)  # fmt: skip
def test_open_bills_always_add_up_to_what_is_owed(bills, paid, days):
    owed = max(sum(bills) - paid, 0)
    rows = [(no, f"N{no}", NOON + no * DAY, amount) for no, amount in enumerate(bills)]

    found = _open_bills(list(reversed(rows)), owed, days, "2026-12-31")

    assert sum(bill.open_minor for bill in found) == owed
    assert [bill.order_id for bill in found] == sorted(bill.order_id for bill in found)
    assert all(0 < bill.open_minor <= bill.amount_minor for bill in found)


def test_late_bills_are_reminded_of_every_week_three_times_and_then_somebody_calls(eimear):
    buy(eimear)
    told = []
    for day in range(75):
        with after(day):
            told += [day] * remind_bills(boss)

    assert told == [37, 44, 51]
    with after(75):
        (debtor,) = debtors()
        assert (debtor.reminders, debtor.days_late) == (3, 45)
    messages = list(Outbox.select().where(Outbox.key.contains("bills_late")).order_by(Outbox.id))
    assert len(messages) == 6  # a mail and a text each time
    assert "€50.00" in messages[0].payload["text"] and "due on 22 Dec" in messages[0].payload["text"]
    assert "last reminder" not in messages[0].payload["text"] and "last reminder" in messages[-2].payload["text"]


def test_the_next_late_bill_is_reminded_of_anew(eimear):
    buy(eimear)
    with after(40):
        remind_bill(boss, eimear)
    buy(eimear, 30)
    settle_account(boss, eimear, [cash(5_000)])

    with after(70):
        assert (debtors()[0].reminders, debtors()[0].late_minor) == (0, 5_000)
        assert remind_bill(boss, eimear) == 2
    assert DebtReminder.select().count() == 2


def test_nobody_is_reminded_who_cannot_be_written_to(eimear):
    Customer.update(email=None, phone=None).where(Customer.id == eimear).execute()
    buy(eimear)

    with after(40):
        with pytest.raises(NobodyToTell):
            remind_bill(boss, eimear)
        assert remind_bills(boss) == 0
    assert DebtReminder.select().count() == 0


def test_nothing_more_goes_on_account_while_a_bill_is_too_late(eimear):
    buy(eimear)

    buy(eimear, 60)  # thirty days late: still allowed
    with pytest.raises(AccountStopped, match=r"€50.00 of this customer is 31 days late"):
        buy(eimear, 61)
    assert balance(f"customer:{eimear}") == 10_000

    with after(61):
        sold("LAMP", by=boss, tenders=[TenderInput(Tender.ON_ACCOUNT, 5_000)], buyer=Buyer(eimear, "Eimear"))
    settings.change_setting(boss, "payments.debt_stop_days", 0)
    buy(eimear, 300)


def test_orders_on_account_count_towards_the_limit_before_their_goods_leave(eimear):
    change_account(boss, eimear, 12_000)
    lamp = make_product(price="50.00", on_hand=9)
    draft = OrderDraft(
        Channel.PHONE, Method.PICKUP, customer_id=eimear, customer_name="Eimear", phone="+353871112233",
        pay_plan=PayPlan.ON_ACCOUNT, lines=(DraftLine(lamp, 1),),
    )  # fmt: skip
    clerk = maya.__class__(
        1, "Maya Kelly", "counter", "till-1", frozenset({"orders.*", "orders.place"}), maya.limits
    )  # fmt: skip
    first = place_order(clerk, draft)
    place_order(clerk, draft)

    with pytest.raises(NotPermitted, match=r"would owe €150.00; the credit limit is €120.00") as refused:
        place_order(clerk, draft)
    assert refused.value.right == "payments.over_credit"
    run(boss, lambda: post_sale(first.order_id))
    with pytest.raises(NotPermitted, match=r"€150.00"):
        place_order(clerk, draft)
    settle_account(boss, eimear, [card(5_000)])
    place_order(clerk, draft)
