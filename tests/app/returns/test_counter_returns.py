"""Returns across the counter: never too many, to the last cent, back the way it was paid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock, settings
from app.core.actor import Actor, NotPermitted
from app.core.command import command
from app.inventory import stock
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.models import OrderLine
from app.orders.place import place_order
from app.orders.states import OrderState
from app.payments.models import Payment, Tender
from app.payments.ways_back import refundable
from app.returns.checks import returned_lines
from app.returns.models import Disposition, Outcome, Return, ReturnState
from app.returns.open import NothingToReturn, ReturnInput, TooMany, open_return
from app.returns.quick import QuickLine, quick_return
from app.returns.value import Value, value_of
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import SLIP
from tests.app.returns.conftest import drawer, junior, lines_of, send_out, sold
from tests.factories import clerk, make_customer, make_product, manager


@command("tests.write_setting")
def write_setting(by: Actor, name: str, value: object) -> None:
    settings.write(name, value)


def test_a_return_in_cash_puts_the_goods_back_and_the_money_comes_from_the_drawer(till):
    lamp = make_product(price="12.50", on_hand=3)
    order = sold((lamp, 2))
    assert (stock.available(lamp), drawer()) == (1, 52_500)

    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)])

    assert (done.credited_minor, done.given_minor, done.parts) == (1250, 1250, (("cash", 1250),))
    assert (stock.available(lamp), drawer(), lines_of(order)[0].returned) == (2, 51_250, 1)
    assert Return.get().state == ReturnState.SETTLED


def test_the_money_goes_back_to_the_card_that_paid(till):
    order = sold((make_product(price="64.00", on_hand=1), 1), tender=Tender.CARD)
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], slips=SLIP)
    assert done.parts == (("card", 6400),)
    assert drawer() == 50_000


def test_more_than_was_sold_cannot_come_back_at_once_or_in_parts(till):
    order = sold((make_product(on_hand=3), 3))
    line = lines_of(order)[0].id
    with pytest.raises(TooMany):
        quick_return(clerk, order, [QuickLine(line, 4)])
    with pytest.raises(TooMany):
        quick_return(clerk, order, [QuickLine(line, 2), QuickLine(line, 2)])
    quick_return(clerk, order, [QuickLine(line, 2)])
    with pytest.raises(TooMany, match="At most 1 of"):
        quick_return(clerk, order, [QuickLine(line, 2)])
    quick_return(clerk, order, [QuickLine(line, 1)])
    with pytest.raises(TooMany, match="At most 0"):
        open_return(clerk, order, [ReturnInput(line, 1)])
    assert drawer() == 50_000


def test_the_parts_of_a_discounted_line_add_up_to_what_was_paid(till):
    order = sold((make_product(price="3.33", on_hand=7), 7), order_discount_minor=5)
    paid, line = lines_of(order)[0].total_minor, lines_of(order)[0].id
    parts = [quick_return(clerk, order, [QuickLine(line, 1)]).credited_minor for _turn in range(7)]
    assert sum(parts) == paid
    assert max(parts) - min(parts) <= 1
    assert refundable(order) == 0


@given(st.integers(0, 10**7), st.integers(1, 2000), st.data())
def test_shares_of_any_line_sum_to_the_whole_in_any_steps(total, quantity, data):
    line, returned, credited = Value(total, total // 6), 0, Value(0, 0)
    while returned < quantity:
        returned += data.draw(st.integers(1, quantity - returned))
        part = value_of(line, quantity, returned=returned, credited=credited)
        assert part.paid_minor >= 0
        assert part.tax_minor >= 0
        credited = Value(credited.paid_minor + part.paid_minor, credited.tax_minor + part.tax_minor)
    assert credited == line


def test_the_same_key_returns_once(till):
    order = sold((make_product(on_hand=2), 2))
    lines = [QuickLine(lines_of(order)[0].id, 1)]
    assert quick_return(clerk, order, lines, key="k1") == quick_return(clerk, order, lines, key="k1")
    assert Return.select().count() == 1


def test_after_the_window_only_a_manager_takes_goods_back(till):
    order = sold((make_product(on_hand=1), 1))
    with clock.frozen(clock.now_ms() + 31 * clock.DAY_MS):
        with pytest.raises(NotPermitted, match="over by 1 day") as refused:
            quick_return(junior, order, [QuickLine(lines_of(order)[0].id, 1)])
        assert refused.value.right == "returns.override"
        assert Return.select().count() == 0
        quick_return(
            manager.__class__(**(manager.__dict__ | {"station": "till-1"})),
            order,
            [QuickLine(lines_of(order)[0].id, 1)],
        )


def test_what_is_not_taken_back_comes_back_only_when_broken(till):
    order = sold((make_product("EAR-1", on_hand=2), 2))
    write_setting(clerk, "returns.non_returnable", ["EAR-1"])
    line = lines_of(order)[0].id
    with pytest.raises(NotPermitted, match="is not taken back"):
        quick_return(junior, order, [QuickLine(line, 1)])
    quick_return(junior, order, [QuickLine(line, 1, "damaged", "damaged", Disposition.WASTE)])


def test_a_restocking_fee_is_kept_only_when_the_customer_changed_the_mind(till):
    order = sold((make_product(price="40.00", on_hand=2), 2))
    write_setting(clerk, "returns.restocking_fee_bp", 1000)
    line = lines_of(order)[0].id
    assert quick_return(clerk, order, [QuickLine(line, 1)]).given_minor == 3600
    assert quick_return(clerk, order, [QuickLine(line, 1, "damaged")]).given_minor == 4000
    assert list(returned_lines()) == []


def test_paying_back_above_the_limit_needs_a_manager(till):
    order = sold((make_product(price="100.01", on_hand=1), 1))
    with pytest.raises(NotPermitted) as refused:
        quick_return(junior, order, [QuickLine(lines_of(order)[0].id, 1)])
    assert refused.value.right == "payments.refund_any"
    assert lines_of(order)[0].returned == 0


def test_goods_go_where_the_inspection_sends_them(till):
    lamp = make_product(on_hand=4)
    order = sold((lamp, 4))
    line = lines_of(order)[0].id
    for disposition in ("supplier", "waste", "b_stock", "restock"):
        quick_return(clerk, order, [QuickLine(line, 1, "damaged", "damaged", disposition)])
    assert stock.available(lamp) == 1


def test_store_credit_goes_to_the_customer_with_the_bonus(till):
    customer = make_customer()
    order = sold((make_product(price="20.00", on_hand=1), 1), customer_id=customer)
    write_setting(clerk, "returns.credit_bonus_bp", 500)
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], Outcome.STORE_CREDIT)
    assert (done.given_minor, done.credit_code, balance(accounts.credit(customer))) == (2100, "", -2100)
    assert drawer() == 52_000


def test_store_credit_of_nobody_stands_on_a_slip_that_pays_like_a_gift_card(till):
    order = sold((make_product(price="20.00", on_hand=1), 1))
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], "store_credit")
    assert done.credit_code == done.number
    assert balance(accounts.gift_card(done.number)) == -2000
    assert refundable(order) == 0


def test_a_debt_goes_down_before_money_is_given(till):
    customer = make_customer(credit_limit_minor=100_000)
    order = sold((make_product(price="30.00", on_hand=2), 2), customer_id=customer, tender=Tender.ON_ACCOUNT)
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)], Outcome.STORE_CREDIT)
    assert (balance(accounts.customer(customer)), balance(accounts.credit(customer))) == (3000, 0)
    assert done.parts == (("on_account", 3000),)
    assert drawer() == 50_000


def test_a_sale_that_is_not_paid_is_owed_less_and_nothing_is_paid_out(till):
    order = place_order(clerk, phone_order((make_product(price="50.00", on_hand=2), 2))).order_id
    send_out(clerk, order, "dispatched", "delivered")
    assert balance(accounts.of_order(order)) == 10_000
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)])
    assert (done.credited_minor, done.given_minor, balance(accounts.of_order(order))) == (5000, 0, 5000)
    assert Payment.select().count() == 0


def test_nothing_comes_back_before_it_was_handed_over(till):
    order = place_order(clerk, phone_order((make_product(on_hand=2), 2))).order_id
    with pytest.raises(TooMany, match="At most 0"):
        quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)])
    with pytest.raises(NothingToReturn):
        quick_return(clerk, order, [])


def test_refused_goods_become_a_return_and_the_order_ends(till):
    lamp = make_product(price="50.00", on_hand=2)
    order = place_order(clerk, phone_order((lamp, 2), delivery_minor=490)).order_id
    send_out(clerk, order, "dispatched", "failed", "returned")
    row = Return.get()
    assert (row.state, row.refund_minor) == (ReturnState.RECEIVED, 10_490)

    from app.returns.inspect import Finding, inspect, line_ids
    from app.returns.settle import settle_return

    inspect(clerk, row.id, [Finding(line, "like_new", "restock") for (line,) in line_ids.all(row.id)])
    settle_return(clerk, row.id, Outcome.REFUND)
    assert (stock.available(lamp), balance(accounts.of_order(order))) == (2, 0)
    assert OrderLine.get().order.state == OrderState.COMPLETED
