"""Taxes of phone and web orders: by day, by regime, kept through amendments; and the engine under all of them."""

from __future__ import annotations

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from app.catalog.models import Product
from app.catalog.offers import Book, Who
from app.catalog.tax_book import KnownTax, TaxBook, TaxKind, TaxPlace
from app.catalog.taxes import RegimeInput, TaxInput, save_rate, save_regime, save_tax
from app.core import clock
from app.core.checks import run_checks
from app.core.command import command
from app.customers.customers import change_regime
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Order, OrderLine, OrderTax
from app.orders.place import place_order
from app.orders.states import Channel, Method
from app.payments.order_account import post_sale
from tests.app.orders.many_taxes import REGIMES, TAXES
from tests.factories import make_customer, make_product, make_tax, manager

DAY = "2026-11-22"


def phone(*lines: DraftLine, **more: object) -> OrderDraft:
    return OrderDraft(Channel.PHONE, Method.PICKUP, lines=lines, offers_at=clock.now_ms(), **more)


def bottle() -> int:
    levy = save_tax(manager, TaxInput("Levy", TaxKind.PIECE, amount_e4=1_500, place=TaxPlace.INSIDE))
    vat = save_tax(manager, TaxInput("VAT", rate_bp=2_300, is_compound=True))
    product = make_product("COLA", price="2.61", on_hand=90)
    group = save_tax(manager, TaxInput("VAT and levy", TaxKind.GROUP, members=(levy, vat)))
    Product.update(tax=group).where(Product.id == product).execute()
    return product


def test_an_amended_order_keeps_its_taxes_in_proportion_and_the_rates_of_its_day(store):
    cola, mug = bottle(), make_product("MUG", price="12.10", on_hand=9)
    placed = place_order(manager, phone(DraftLine(cola, 4)))
    line = OrderLine.get(OrderLine.order == placed.order_id)
    save_rate(manager, make_tax(2300), DAY, 2_100)

    amend_order(manager, placed.order_id, 1, Amendment(changes=(LineChange(line.id, 2),), added=(DraftLine(mug, 1),)))

    kept = [(row.name, row.base_minor, row.tax_minor) for row in OrderTax.select().order_by(OrderTax.no)]
    assert kept == [("Levy", 394, 30), ("VAT", 424, 98)]
    added = OrderLine.get(OrderLine.product == mug)
    assert (added.tax_bp, added.tax_minor) == (2_100, 210)
    assert Order.get_by_id(placed.order_id).total_minor == 522 + 1210
    assert list(run_checks()) == []


def test_an_order_that_was_posted_and_then_amended_leaves_each_tax_as_it_is_now(store):
    placed = place_order(manager, phone(DraftLine(bottle(), 4)))
    line = OrderLine.get(OrderLine.order == placed.order_id)
    _post(placed.order_id)

    amend_order(manager, placed.order_id, 1, Amendment(changes=(LineChange(line.id, 1),)))

    assert list(run_checks()) == []


def test_an_export_customers_phone_order_is_without_tax_and_stays_so_when_amended(store):
    mug, customer = make_product("MUG", price="12.30", on_hand=9), make_customer()
    change_regime(manager, customer, save_regime(manager, RegimeInput("Export", keeps_others=False)))
    placed = place_order(manager, phone(DraftLine(mug, 1), customer_id=customer, delivery_minor=500))
    line = OrderLine.get(OrderLine.order == placed.order_id)

    amend_order(manager, placed.order_id, 1, Amendment(changes=(LineChange(line.id, 3),), added=(DraftLine(mug, 1),)))

    order = Order.get_by_id(placed.order_id)
    assert placed.total_minor == 1000 + 407  # the tax in the delivery leaves it as it leaves the goods
    assert (order.total_minor, order.tax_minor, order.delivery_minor) == (4000 + 407, 0, 407)
    assert (order.charges_tax_bp, order.charges_tax_minor, order.tax_regime) == (0, 0, "Export")
    assert list(run_checks()) == []


def test_a_web_shops_price_stays_what_it_charged_whatever_the_taxes_are(store):
    cola = bottle()
    levy = next(row for row in OrderTax.select()) if OrderTax.select().exists() else None
    placed = place_order(
        manager, OrderDraft(Channel.ONLINE, Method.PICKUP, lines=(DraftLine(cola, 2, 20_000),), import_key="web:1")
    )

    assert levy is None
    assert placed.total_minor == 400
    assert sum(row.tax_minor for row in OrderTax.select()) == Order.get_by_id(placed.order_id).tax_minor
    assert list(run_checks()) == []


@command("tests.post_sale")
def _posted(by: object, order_id: int) -> None:
    post_sale(order_id)


def _post(order_id: int) -> None:
    _posted(manager, order_id)


# -- the engine

lines = st.builds(
    lambda product, count, cents, tax, off: BasketLine(
        product, None, count, cents * 100, tax_bp=2_300, tax_id=tax, discount_bp=off
    ),
    st.integers(1, 4), st.integers(1, 30), st.integers(50, 9_000), st.sampled_from([0, 1, 2, 5, 6]),
    st.sampled_from([0, 0, 1_000]),
)  # fmt: skip
baskets = st.lists(lines, min_size=1, max_size=5)
whose = st.sampled_from([None, 1, 2, 3]).map(lambda regime: Who(regime_id=regime))
books = st.builds(
    lambda rounding, net: Book(rounding=rounding, prices_net=net, taxes=TaxBook(TAXES, REGIMES, prices_net=net)),
    st.sampled_from(["line", "document"]), st.booleans(),
)  # fmt: skip


@given(baskets, whose, books, st.sampled_from([DAY, "2027-01-01"]))
def test_the_parts_of_every_line_add_up_to_it_and_all_lines_to_the_total(basket, who, book, day):
    priced = price_basket(basket, book, who, Terms(day=day))

    assert sum(part.total_minor for part in priced.lines) == priced.total_minor
    assert sum(tax.tax_minor for tax in priced.taxes) == priced.tax_minor
    for part in priced.lines:
        assert part.gross_minor - part.discount_minor + part.added_minor == part.total_minor
        if part.parts:
            assert sum(one.tax_minor for one in part.parts) == part.tax_minor
            assert sum(one.tax_minor for one in part.parts if one.is_added) == part.added_minor


def _one(cents: int, tax: int, off: int = 0) -> BasketLine:
    return BasketLine(1, None, 1, cents * 100, tax_bp=2_300, tax_id=tax, discount_bp=off)


@given(baskets, whose, books)
@example(
    [_one(59, 5, 1_000), _one(66, 0), _one(66, 6)], Who(regime_id=2),
    Book(rounding="document", taxes=TaxBook(TAXES, REGIMES)),
)  # fmt: skip
def test_the_order_of_scans_changes_no_total_and_no_tax(basket, who, book):
    terms = Terms(discount_bp=500, day=DAY)
    first = price_basket(basket, book, who, terms)

    for turned in itertools.islice(itertools.permutations(basket), 6):
        again = price_basket(turned, book, who, terms)
        assert (again.total_minor, again.tax_minor, again.taxes) == (first.total_minor, first.tax_minor, first.taxes)


@given(baskets, books)
def test_export_pays_the_price_without_any_tax(basket, book):
    priced = price_basket(basket, book, Who(regime_id=1), Terms(day=DAY))

    assert priced.tax_minor == priced.added_minor == 0
    assert all(not part.parts for part in priced.lines)


def test_without_groups_dates_and_regimes_a_basket_is_priced_as_ever():
    taxes = TaxBook([KnownTax(1, "vat", "VAT", rate_bp=2_300), KnownTax(2, "low", "Low", rate_bp=900)])
    line = BasketLine(1, None, 2, 123_000, tax_bp=2_300, tax_id=1)

    assert taxes.is_plain
    assert price_basket([line], Book(taxes=taxes), Who()) == price_basket([line], Book(), Who())
