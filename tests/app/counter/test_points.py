"""Points: earned on the paid part, used as store credit, taken back with the goods; always the sum of their ledger."""

from __future__ import annotations

import pytest

from app.core import checks
from app.core.settings import change_setting
from app.counter.points import use_points
from app.counter.sell import sell
from app.counter.ticket import Buyer
from app.counter.void import void_sale
from app.customers.models import Customer
from app.customers.points import TooFewPoints, usable, worth_minor
from app.ledger import accounts
from app.ledger.post import balance
from app.payments.models import Tender
from app.payments.tender import TenderInput
from tests.app.payments.till import boss, cash, open_till, ticket_of
from tests.factories import make_customer, make_product


def points_of(customer: int) -> int:
    return int(Customer.get_by_id(customer).points)


def sell_to(customer: int, *tenders: TenderInput, codes: tuple[str, ...] = ("MUG",)):
    ticket = ticket_of(*codes, buyer=Buyer(customer, "Eimear"))
    return sell(boss, ticket.to_sale(list(tenders)), key=ticket.uid)


def test_points_are_earned_on_what_was_paid_and_used_as_store_credit(store):
    make_product("MUG", price="150.90", on_hand=9)
    customer = make_customer()
    open_till()
    sell_to(customer, cash(15_090))
    assert points_of(customer) == 150

    credit = use_points(boss, customer, 150)

    assert credit == 150
    assert balance(accounts.credit(customer)) == -150
    assert points_of(customer) == 0
    sell_to(customer, TenderInput(Tender.STORE_CREDIT, 150), cash(14_940))
    assert points_of(customer) == 149  # what the credit paid earns nothing
    assert list(checks.run_checks()) == []


def test_what_is_put_on_account_earns_nothing_yet(store):
    make_product("MUG", price="50.00", on_hand=9)
    customer = make_customer()
    Customer.update(credit_limit_minor=100_000).where(Customer.id == customer).execute()
    open_till()

    sell_to(customer, TenderInput(Tender.ON_ACCOUNT, 5_000))

    assert points_of(customer) == 0


def test_a_void_takes_the_points_back(store):
    make_product("MUG", price="50.00", on_hand=9)
    customer = make_customer()
    open_till()
    sold = sell_to(customer, cash(5_000))

    void_sale(boss, sold.order_id, "wrong customer")

    assert points_of(customer) == 0
    assert list(checks.run_checks()) == []


def test_more_points_than_there_are_cannot_be_used(store):
    make_product("MUG", price="50.00", on_hand=9)
    customer = make_customer()
    open_till()
    sell_to(customer, cash(5_000))

    with pytest.raises(TooFewPoints):  # fewer than can be used at all
        use_points(boss, customer, 50)
    with pytest.raises(TooFewPoints):
        use_points(boss, customer, 0)

    assert points_of(customer) == 50


@pytest.mark.parametrize("worth", [1, 7, 100, 333])
def test_no_more_points_are_used_than_the_credit_needs(store, worth):
    change_setting(boss, "customers.points_worth_minor", worth)
    for count in (0, 1, 99, 100, 101, 149, 1_240, 10**7):
        used = usable(count)

        assert 0 <= used <= count
        assert worth_minor(used) == (worth_minor(count) if used else 0)
