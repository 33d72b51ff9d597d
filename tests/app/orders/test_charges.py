"""Delivery and fees: taxed as goods that have the tax of the shop's choice, to the cent, kept and amended with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.book import book
from app.catalog.offers import Book, Who
from app.catalog.tax_book import Swap, TaxBook, TaxKind, TaxPlace
from app.catalog.taxes import RegimeInput, TaxInput, TaxInUse, remove_tax, save_regime, save_tax
from app.core import clock
from app.core.checks import run_checks
from app.core.db import db, is_postgres
from app.core.migrations import FOLDER
from app.core.money import tax_included
from app.core.settings import change_setting
from app.customers.customers import change_regime
from app.orders.amend import Amendment, LineChange, amend_order, total_after
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.charges import COD_FEE, charges_of
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Order, OrderChargeTax, OrderLine, Revision
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from app.orders.why import why_order
from app.overview.differences import differences
from tests.app.orders.conftest import phone_order
from tests.app.orders.many_taxes import REGIMES, TAXES
from tests.factories import make_customer, make_product, make_tax, manager

DAY = "2026-11-22"
goods = st.lists(
    st.builds(
        lambda count, cents, tax, off: BasketLine(
            1, None, count, cents * 100, tax_bp=2_300, tax_id=tax, discount_bp=off
        ),
        st.integers(1, 30), st.integers(50, 9_000), st.sampled_from([0, 1, 2, 5, 6]), st.sampled_from([0, 1_000]),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
charged = st.lists(st.integers(20, 9_000), max_size=2)
taxed = st.sampled_from([1, 2, 4, 5, 6])
whose = st.sampled_from([None, 1, 2, 3]).map(lambda regime: Who(regime_id=regime))


def shop_of(tax: int, *, rounding: str = "line", net: bool = False) -> Book:
    """A shop whose delivery has a tax."""
    taxes = TaxBook(TAXES, REGIMES, prices_net=net, charges=(tax, 2_300))
    return Book(rounding=rounding, prices_net=net, taxes=taxes)


books = st.builds(
    lambda tax, rounding, net: shop_of(tax, rounding=rounding, net=net), taxed, st.sampled_from(["line", "document"]),
    st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(goods, charged, books, whose, st.sampled_from([0, 500]), st.sampled_from([DAY, "2027-01-01"]))
def test_goods_and_charges_add_up_to_the_total_and_their_taxes_to_the_tax(basket, amounts, here, who, off, day):
    priced = price_basket(basket, here, who, Terms(discount_bp=off, charges=amounts, day=day))

    whole = [*priced.lines, *priced.charges]
    assert sum(part.total_minor for part in whole) == priced.total_minor
    assert sum(part.tax_minor for part in whole) == priced.tax_minor == sum(tax.tax_minor for tax in priced.taxes)
    assert sum(part.added_minor for part in whole) == priced.added_minor
    for amount, part in zip(amounts, priced.charges, strict=True):
        assert amount - part.relieved_minor + part.added_minor == part.total_minor
        assert not part.order_discount_minor
        if part.parts:
            assert sum(one.tax_minor for one in part.parts) == part.tax_minor


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 9_000), taxed, st.booleans(), whose)
def test_a_charge_is_taxed_to_the_cent_as_goods_at_its_price_with_its_tax(amount, tax, net, who):
    line = BasketLine(1, None, 1, amount * 100, tax_bp=TaxBook(TAXES).rate_on(tax, DAY), tax_id=tax)
    here = shop_of(tax, net=net)

    as_goods = price_basket([line], here, who, Terms(day=DAY)).lines[0]
    as_charge = price_basket([line], here, who, Terms(day=DAY, charges=(amount,))).charges[0]

    assert as_charge == as_goods


@settings(max_examples=60, deadline=None)
@given(goods, st.integers(20, 9_000), books)
def test_nothing_is_charged_that_falls_away(basket, amount, here):
    priced = price_basket(basket, here, Who(regime_id=1), Terms(day=DAY, charges=(amount,)))

    assert priced.tax_minor == priced.added_minor == 0
    assert priced.charges[0].total_minor == amount - priced.charges[0].relieved_minor


# -- orders


def regime(wanted: RegimeInput) -> int:
    """A customer who is taxed by a regime."""
    customer = make_customer()
    change_regime(manager, customer, save_regime(manager, wanted))
    return customer


def ordered(customer: int | None = None, **more: object) -> int:
    draft = OrderDraft(
        Channel.PHONE, Method.PICKUP, customer_id=customer, lines=(DraftLine(make_product(price="12.30", on_hand=9), 1),),
        offers_at=clock.now_ms(), **more,
    )  # fmt: skip
    return place_order(manager, draft).order_id


def test_an_ordinary_order_keeps_the_tax_in_its_charges_and_nothing_by_name(store):
    order = Order.get_by_id(ordered(delivery_minor=490, fee_minor=250))

    assert (order.delivery_minor, order.fee_minor, order.total_minor) == (490, 250, 1230 + 740)
    assert order.charges_tax_minor == tax_included(490, 2_300) + tax_included(250, 2_300)
    assert not OrderChargeTax.select().exists()
    assert list(run_checks()) == []


def test_another_rate_of_a_regime_leaves_the_delivery_and_comes_on_top_of_it(store):
    vat = make_tax()
    order_id = ordered(regime(RegimeInput("Reduced", swaps=(Swap(vat, rate_bp=900),))), delivery_minor=615)

    order, charges = Order.get_by_id(order_id), charges_of(order_id)
    assert (order.delivery_minor, order.charges_added_minor, charges.total_minor) == (500, 45, 545)
    assert [(part.rate_bp, part.base_minor, part.tax_minor) for part in charges.parts] == [(900, 500, 45)]
    assert order.total_minor == 1000 + 90 + 545
    steps = [(step.kind, step.amount_minor) for step in why_order(order_id).steps]
    assert steps[1:3] == [("delivery", 615), ("relieved", -115)]
    assert sum(amount for kind, amount in steps if kind not in ("tax_inside", "total", "tax_added")) == 1500
    assert list(run_checks()) == []


def test_the_fee_for_cash_on_delivery_goes_and_comes_with_it(store):
    """By phone to the door, then to pickup, then to the door again at today's fee, then paid by bill instead."""
    draft = phone_order((make_product(price="12.30", on_hand=9), 1), delivery_minor=490, fee_minor=250)
    order_id = place_order(manager, draft).order_id
    change_setting(manager, COD_FEE, 300)
    changes = (
        Amendment(method=Method.PICKUP, pay_plan=PayPlan.AT_PICKUP, delivery_minor=0),
        Amendment(method=Method.CARRIER, pay_plan=PayPlan.ON_DELIVERY, delivery_minor=490),
        Amendment(note="Ring twice"), Amendment(pay_plan=PayPlan.NOW),
    )  # fmt: skip
    totals, fees, told = [], [], []
    for revision, amendment in enumerate(changes, 1):
        foreseen = total_after(order_id, amendment)
        totals.append(amend_order(manager, order_id, revision, amendment).total_minor)
        order = Order.get_by_id(order_id)
        fees.append(order.fee_minor)
        told.append(differences(Revision.get(Revision.order == order_id, Revision.no == revision + 1).difference))
        charges = order.delivery_minor + order.fee_minor
        assert foreseen == totals[-1]
        assert order.charges_tax_minor == sum(
            tax_included(one, 2_300) for one in (order.delivery_minor, order.fee_minor)
        )
        assert charges_of(order_id).total_minor == charges
        assert list(run_checks()) == []

    assert (totals, fees) == ([1230, 1230 + 490 + 300, 2020, 1230 + 490], [0, 300, 300, 0])
    assert "Fee: €2.50 → €0.00" in told[0] and "Fee: €0.00 → €3.00" in told[1] and "Fee" not in told[2]


def test_a_fee_that_is_for_something_else_stays(store):
    order_id = ordered(fee_minor=250)

    amend_order(manager, order_id, 1, Amendment(pay_plan=PayPlan.ON_ACCOUNT))

    assert Order.get_by_id(order_id).fee_minor == 250


def test_an_amended_delivery_is_taxed_as_the_order_was_and_an_unchanged_one_stays(store):
    vat = make_tax()
    order_id = ordered(regime(RegimeInput("Reduced", swaps=(Swap(vat, rate_bp=900),))), delivery_minor=615)
    line = OrderLine.get(OrderLine.order == order_id)
    change_setting(manager, "orders.charges_tax", save_tax(manager, TaxInput("Other", rate_bp=500)))

    amend_order(manager, order_id, 1, Amendment(changes=(LineChange(line.id, 2),), delivery_minor=615))
    same = Order.get_by_id(order_id)
    amend_order(manager, order_id, 2, Amendment(delivery_minor=1_230))
    dearer = Order.get_by_id(order_id)

    assert (same.delivery_minor, same.charges_tax_minor, same.total_minor) == (500, 45, 2180 + 545)
    assert (dearer.delivery_minor, dearer.charges_added_minor, dearer.total_minor) == (1000, 90, 2180 + 1090)
    assert list(run_checks()) == []


def test_a_delivery_that_comes_later_has_the_tax_of_its_day_and_of_the_orders_regime(store):
    order_id = ordered(regime(RegimeInput("Export", keeps_others=False)))

    amend_order(manager, order_id, 1, Amendment(delivery_minor=615))

    order = Order.get_by_id(order_id)
    assert (order.delivery_minor, order.charges_tax_minor, order.total_minor) == (500, 0, 1500)
    assert list(run_checks()) == []


def test_in_a_shop_without_tax_in_its_prices_a_chosen_tax_comes_on_top_and_a_mere_rate_lies_in_the_delivery(store):
    change_setting(manager, "catalog.prices_include_tax", False)
    before = Order.get_by_id(ordered(delivery_minor=615))
    change_setting(manager, "orders.charges_tax", make_tax())
    after = Order.get_by_id(ordered(delivery_minor=500))

    assert (before.delivery_minor, before.charges_tax_minor, before.charges_added_minor) == (615, 115, 0)
    assert (after.delivery_minor, after.charges_tax_minor, after.charges_added_minor) == (500, 115, 115)
    assert after.total_minor == 1513 + 615
    assert list(run_checks()) == []


def test_a_shop_that_never_chose_has_the_highest_of_its_rates_in_its_delivery(store):
    save_tax(manager, TaxInput("Standard", rate_bp=2_000))
    save_tax(manager, TaxInput("Low", rate_bp=500))
    assert book().taxes.charges == (0, 2_000)

    save_tax(manager, TaxInput("Higher", rate_bp=2_300))
    assert book().taxes.charges == (0, 2_300)

    change_setting(manager, "orders.charges_tax_bp", 900)
    assert book().taxes.charges == (0, 900)


def test_the_tax_of_delivery_cannot_be_deleted(store):
    tax = save_tax(manager, TaxInput("Carriage", rate_bp=1_350))
    change_setting(manager, "orders.charges_tax", tax)

    with pytest.raises(TaxInUse, match="Delivery and fees are taxed with Carriage"):
        remove_tax(manager, tax)


def test_a_tax_that_a_delivery_was_charged_with_stays_for_the_books(store):
    toll = save_tax(manager, TaxInput("Toll", TaxKind.PIECE, amount_e4=3_300, place=TaxPlace.ON_TOP))
    change_setting(manager, "orders.charges_tax", toll)
    assert Order.get_by_id(ordered(delivery_minor=490)).charges_added_minor == 33
    change_setting(manager, "orders.charges_tax", 0)

    with pytest.raises(TaxInUse, match="Something was sold"):
        remove_tax(manager, toll)


def test_orders_of_before_keep_the_very_tax_that_was_worked_out_for_them_until_now(store):
    amounts, placed = [], []
    for rate in (1, 900, 1_350, 2_300, 10_000):
        change_setting(manager, "orders.charges_tax_bp", rate)
        for cents in (1, 4, 490, 615, 99_999):
            amounts.append((cents, rate))
            placed.append(ordered(delivery_minor=cents))
    Order.update(charges_tax_minor=0).execute()

    dialect = "postgres" if is_postgres() else "sqlite"
    written = (FOLDER / f"0014_taxes_of_charges_and_categories.{dialect}.sql").read_text()
    db.execute_sql(written.rpartition("\n\n")[2])

    found = [Order.get_by_id(order_id).charges_tax_minor for order_id in placed]
    assert found == [tax_included(cents, rate) for cents, rate in amounts]
