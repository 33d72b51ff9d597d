"""Layaway: goods kept back for a known customer, paid in parts; nothing goes before all is paid, and a person decides
what becomes of them when the last day is over."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from app.catalog import charges_tax
from app.core import clock, settings
from app.core.actor import system_actor
from app.core.money import round_div, tax_included
from app.core.outbox import recent
from app.core.refusal import NotPermitted, StateChanged
from app.documents.bills import receipt
from app.inventory import stock
from app.notices.compose import preview
from app.notices.templates import Medium
from app.notices.unpaid import look_after_unpaid
from app.orders.advance import OnHold
from app.orders.amend import Amendment, CannotAmend, amend_order
from app.orders.cancel import cancel_order
from app.orders.draft import DraftLine, OrderDraft
from app.orders.hold import release_order
from app.orders.layaway import LayawayRefused, NotPaidUp
from app.orders.models import Order, OrderLine
from app.orders.place import place_order
from app.orders.queries import order_list, view_counts
from app.orders.states import Channel, Method, PayPlan
from app.overview.order_story import order_story
from app.payments.layaway import DepositTooSmall, least_deposit
from app.payments.order_account import fee_kept, owed
from app.payments.pay import pay_order
from app.payments.queries import order_money
from app.payments.receipts import receipts_of
from app.payments.unpaid import call_off
from app.picking.release import release_batch
from tests.app.payments.till import boss, cash, open_till
from tests.app.picking.orders import part_of
from tests.conftest import NOON
from tests.examples import examples
from tests.factories import make_customer, make_product

DAY = clock.DAY_MS
system = system_actor("till-1")
_names = count(1)


@pytest.fixture
def eimear(store):
    open_till()
    return make_customer(email="eimear@example.ie", phone="+353871112233")


def draft_of(customer: int | None, *, days: int = 30, price: str = "100.00") -> OrderDraft:
    lamp = make_product(f"LAMP-{next(_names)}", price=price, on_hand=2)
    last = clock.day_end_ms(clock.add_days(clock.today(), days)) - 1
    return OrderDraft(
        Channel.PHONE, Method.PICKUP, PayPlan.LAYAWAY, customer, lines=(DraftLine(lamp, 1),), promised_at=last
    )  # fmt: skip


def lay_away(customer: int, **more: object) -> int:
    return place_order(boss, draft_of(customer, **more)).order_id  # type: ignore[arg-type]


def available(order: int) -> int:
    return stock.level(OrderLine.get(OrderLine.order == order).product_id).available


def test_the_parts_add_up_and_nothing_goes_before_the_last_of_them(eimear):
    @hypothesis(max_examples=examples(8))
    @given(st.integers(100, 90_000), st.lists(st.integers(1, 40_000), min_size=1, max_size=3), st.integers(0, 100))
    def pay(total, parts, percent):
        settings.change_setting(boss, "payments.layaway_percent", percent)
        order = lay_away(eimear, price=f"{total / 100:.2f}")
        least, paid = least_deposit(total), 0
        for part in [*parts, total]:
            part = min(max(part, 0 if paid else least, 1), total - paid)
            if not part:
                break
            row = Order.get_by_id(order)
            assert (row.is_on_hold, row.awaits_money, available(order)) == (True, True, 1)
            with pytest.raises(OnHold):
                release_batch(boss, (part_of(order),))
            with pytest.raises(NotPaidUp):
                release_order(boss, order)
            done = pay_order(boss, order, [cash(part)])
            paid += part
            assert (done.left_minor, owed(order)) == (total - paid, total - paid)
        row = Order.get_by_id(order)
        assert (paid, row.is_on_hold, row.awaits_money, available(order)) == (total, False, False, 1)
        assert release_batch(boss, (part_of(order),)).batch_id

    pay()


def test_goods_are_laid_away_for_somebody_known_with_a_phone_for_pickup_and_until_a_day_to_come(eimear):
    usual = draft_of(eimear)
    silent = make_customer("Nobody", phone=None)
    wrong = (
        replace(usual, customer_id=None), replace(usual, customer_id=silent), replace(usual, method=Method.OWN_DRIVER),
        replace(usual, promised_at=None), replace(usual, promised_at=NOON - DAY),
        replace(usual, promised_at=NOON + 400 * DAY),
    )  # fmt: skip
    for draft in wrong:
        with pytest.raises(LayawayRefused):
            place_order(boss, draft)
    assert not Order.select().exists()
    order = place_order(boss, usual).order_id

    assert Order.get_by_id(order).hold_reason == "Laid away until 22 Dec"
    assert (view_counts()["layaway"], [row.id for row in order_list("layaway")]) == (1, [order])
    assert order_story(order).next.key == "pay"
    with pytest.raises(CannotAmend):
        amend_order(boss, order, 1, Amendment(pay_plan=PayPlan.AT_PICKUP))
    amend_order(boss, order, 1, Amendment(promised_at=NOON + 40 * DAY))
    assert Order.get_by_id(order).hold_reason == "Laid away until 1 Jan 2027"


def test_no_order_becomes_a_layaway_afterwards(eimear):
    order = place_order(boss, replace(draft_of(eimear), pay_plan=PayPlan.AT_PICKUP)).order_id
    with pytest.raises(CannotAmend):
        amend_order(boss, order, 1, Amendment(pay_plan=PayPlan.LAYAWAY))


def test_the_deposit_is_the_shops_share_at_least_and_its_paper_says_what_is_open_and_until_when(eimear):
    order = lay_away(eimear)
    with pytest.raises(DepositTooSmall) as refused:
        pay_order(boss, order, [cash(1_999)])
    assert str(refused.value) == "The deposit on a layaway is at least €20.00."
    assert owed(order) == 10_000

    first = pay_order(boss, order, [cash(2_000)])
    pay_order(boss, order, [cash(1)])  # later parts are as small as they come

    paper = receipt(order, first.receipt)
    assert paper.notes[0] == "Laid away. Last day to pay the rest: 22 Dec."
    assert (paper.totals.total_minor, paper.totals.due_minor) == (10_000, 8_000)
    assert not recent(("sms",)), "who stands at the counter gets no reminder"


def test_without_a_deposit_the_goods_are_free_again_the_next_day(eimear):
    order = lay_away(eimear)
    clock.freeze(NOON + DAY - 1)
    look_after_unpaid(system)
    assert Order.get_by_id(order).state == "confirmed"
    clock.freeze(NOON + DAY)
    assert look_after_unpaid(system) == 1
    assert (Order.get_by_id(order).state, available(order)) == ("cancelled", 2)


def test_the_customer_is_told_a_day_before_the_last_one_is_over_and_then_a_person_decides(eimear):
    order = lay_away(eimear)
    pay_order(boss, order, [cash(2_000)])
    clock.freeze(NOON + 28 * DAY)
    assert look_after_unpaid(system) == 0
    clock.freeze(NOON + 30 * DAY)
    assert look_after_unpaid(system) == 1
    said = recent(("sms",))[0].payload["text"]
    assert "€80.00" in said and "It is kept for you until Tue 22 Dec." in said
    assert look_after_unpaid(system) == 0, "it is said once"

    clock.freeze(NOON + 40 * DAY)
    assert look_after_unpaid(system) == 0
    with pytest.raises(StateChanged):
        call_off(system, order)
    assert [(row.id, row.is_late) for row in order_list("layaway")] == [(order, True)]
    assert [row.id for row in order_list("late")] == [order]
    pay_order(boss, order, [cash(8_000)])
    assert not Order.get_by_id(order).is_on_hold


def test_of_a_layaway_that_is_called_off_the_agreed_fee_is_kept_and_the_rest_goes_back(eimear):
    """Whatever was agreed, paid and changed since: what is kept and what goes back is what was paid."""

    @hypothesis(max_examples=12)
    @given(
        st.integers(100, 90_000), st.integers(1, 90_000), st.integers(0, 20_000), st.integers(0, 100),
        st.sampled_from((0, 1_350, 2_300)), st.booleans(),
    )  # fmt: skip
    def call_off_one(total, paid, fee, percent, rate, is_waived):
        settings.change_setting(boss, "payments.layaway_percent", 0)
        settings.change_setting(boss, "orders.layaway_fee_minor", fee)
        settings.change_setting(boss, "orders.layaway_fee_percent", percent)
        settings.change_setting(boss, charges_tax.RATE, rate)
        order, paid = lay_away(eimear, price=f"{total / 100:.2f}"), min(paid, total)
        pay_order(boss, order, [cash(paid)])
        agreed = min(max(fee, round_div(total * percent, 100)), total)
        settings.change_setting(boss, "orders.layaway_fee_minor", 100_000 - fee)
        settings.change_setting(boss, "orders.layaway_fee_percent", 100 - percent)
        assert Order.get_by_id(order).cancel_fee_minor == agreed

        cancel_order(boss, order, "She changed her mind", is_waived)

        kept = 0 if is_waived else min(agreed, paid)
        money, (booked, tax) = order_money(order), fee_kept(order)
        assert (money.paid_minor, money.refunded_minor, owed(order)) == (paid, paid - kept, 0)
        assert (booked, Order.get_by_id(order).fee_kept_minor) == (kept, kept)
        assert tax == tax_included(kept, rate)
        assert str(money.status) == ("refunded" if not kept else "partly_refunded" if kept < paid else "paid")

    call_off_one()


def test_only_a_manager_waives_the_fee_and_papers_say_what_was_agreed_and_kept(eimear):
    settings.change_setting(boss, "orders.layaway_fee_minor", 500)
    order = lay_away(eimear)
    first = pay_order(boss, order, [cash(2_000)])
    agreed = receipt(order, number=first.receipt).notes
    assert agreed[1] == "If it is called off, €5.00 of what was paid is kept, tax included."
    clerk = replace(boss, rights=frozenset({"orders.cancel", "orders.cancel_paid"}))
    with pytest.raises(NotPermitted) as refused:
        cancel_order(clerk, order, "She changed her mind", True)
    assert refused.value.right == "orders.waive_fee"

    cancel_order(clerk, order, "She changed her mind")

    back = receipts_of(order)[-1]
    paper = receipt(order, number=back.number)
    assert (back.total_minor, paper.totals.total_minor) == (-1_500, -1_500)
    assert "Kept as agreed when the goods were laid away: €5.00, tax of €0.93 included." in paper.notes
    assert any("€5.00 kept as agreed" in moment.detail for moment in order_story(order).timeline)


def test_the_shop_that_calls_a_layaway_off_by_itself_keeps_nothing(eimear):
    settings.change_setting(boss, "orders.layaway_fee_minor", 500)
    order = lay_away(eimear)
    clock.freeze(NOON + DAY)
    assert look_after_unpaid(system) == 1
    assert fee_kept(order) == (0, 0)


@pytest.mark.parametrize(
    ("paid", "is_waived", "said"),
    [
        (2_000, False, "As agreed, €5.00 of what you paid is kept, tax included. The rest goes back to you."),
        (300, False, "As agreed, €3.00 of what you paid is kept, tax included."),
        (2_000, True, "What you paid for it goes back to you."),
        (0, False, "is cancelled."),
    ],
)  # fmt: skip
def test_whoever_calls_a_layaway_off_is_told_what_is_kept(eimear, paid, is_waived, said):
    settings.change_setting(boss, "orders.layaway_fee_minor", 500)
    settings.change_setting(boss, "payments.layaway_percent", 0)
    order = lay_away(eimear)
    if paid:
        pay_order(boss, order, [cash(paid)])

    cancel_order(boss, order, "She changed her mind", is_waived)

    [mail] = [message.text for message in preview("cancelled", order) if message.medium == Medium.MAIL]
    assert mail.split("\n\n")[1].endswith(said)
