"""Taxes of online orders: kept as charged to the cent, by the customer's regime where the web shop charged by it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.models import Product
from app.catalog.offers import Book, Who
from app.catalog.tax_book import KnownTax, Swap, TaxBook
from app.catalog.taxes import RegimeInput, TaxInput, save_regime, save_tax
from app.channels import shopify, woocommerce
from app.channels.import_orders import Taken, preview_orders, take_import
from app.channels.queries import staged
from app.channels.web_order import WebLine, WebOrder, WebTax
from app.core.checks import run_checks
from app.core.command import command
from app.customers.customers import change_regime
from app.documents.bills import invoice
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.charged import Charged, ChargedTax, as_charged
from app.orders.charges import charges_of
from app.orders.models import Order, OrderLine, OrderTax
from app.orders.states import OrderState
from app.payments.order_account import post_sale
from app.review.queries import queue, review_detail
from tests.app.channels.test_import import web_order
from tests.app.channels.test_read import ORDER, SECOND, write
from tests.factories import clerk, make_customer, make_product, make_tax, manager

VAT = WebTax("IE VAT 23%", 64_900, 2_300)  # in 34.70
ABROAD = {"line1": "Sonnenallee 5", "line2": "", "city": "Berlin", "region": "", "postcode": "12047", "country": "DE"}


@pytest.fixture
def mug(store: str) -> int:
    return make_product("MUG", price="14.90", on_hand=90)


def taken(order: WebOrder) -> Order:
    """The order that an import makes of it."""
    take_import(clerk, preview_orders(clerk, "shopify", "a.csv", (order,)))
    return Order.get(Order.import_key == f"shopify:{order.name}")


def said(order: WebOrder) -> tuple[str, tuple[str, ...]]:
    (row,) = staged(preview_orders(clerk, "shopify", "a.csv", (order,)))
    return row.verdict, row.reasons


def of_regime(wanted: RegimeInput) -> None:
    """The customer of the web order is taxed by a regime."""
    customer = make_customer("Oisín Murphy", email="oisin@shop.example")
    change_regime(manager, customer, save_regime(manager, wanted))


EXPORT = RegimeInput("Export", "Export: free of tax", keeps_others=False)


def test_the_taxes_of_an_export_are_read_by_name_and_rate(tmp_path):
    named = {"Taxes": "20.49", "Tax 1 Name": "IE VAT 23%", "Tax 1 Value": "18.49", "Tax 2 Name": "VAT 13.5%",
             "Tax 2 Value": "2.00"}  # fmt: skip
    (order,) = shopify.read_csv(write(tmp_path / "a.csv", ORDER | named, SECOND, columns=[*ORDER, *list(named)[1:]]))
    assert order.taxes == (WebTax("IE VAT 23%", 184_900, 2_300), WebTax("VAT 13.5%", 20_000, 1_350))

    for taxes, found in (("20.49", (WebTax("", 204_900),)), ("0.00", ()), ("", None)):
        (order,) = shopify.read_csv(write(tmp_path / "b.csv", ORDER | {"Taxes": taxes}, SECOND))
        assert order.taxes == found


def test_the_taxes_of_both_rest_interfaces_are_read(store):
    rest = {"name": "#1", "total_tax": "11.94", "tax_lines": [{"price": "11.94", "rate": 0.06, "title": "State Tax"}]}
    assert shopify.read_rest(rest).taxes == (WebTax("State Tax", 119_400, 600),)

    tax = {"label": "VAT", "rate_percent": 23.0, "tax_total": "3.72", "shipping_tax_total": "0.94"}
    assert woocommerce.read_order({"id": 7, "total_tax": "4.66", "tax_lines": [tax]}).taxes == (
        WebTax("VAT", 46_600, 2_300),
    )


def test_the_same_taxes_as_ours_leave_an_ordinary_order(mug):
    order = taken(web_order(taxes=(WebTax("VAT 23%", 64_900, 2_300),)))

    assert (order.tax_minor, order.total_minor, order.tax_regime) == (557 + 92, 3470, "")
    assert not OrderTax.select().exists()


def test_a_web_shop_that_taxes_no_delivery_is_believed_without_a_word(mug):
    told = web_order(taxes=(WebTax("IE VAT 23%", 55_700, 2_300),))
    assert said(told) == ("new", ())

    order = taken(told)

    assert (order.tax_minor, order.charges_tax_minor, order.total_minor) == (557, 0, 3470)
    assert list(run_checks()) == []


def test_another_tax_than_ours_is_kept_as_charged_and_told(mug):
    told = web_order(taxes=(WebTax("DE MwSt 19%", 55_400, 1_900),), address=ABROAD)
    verdict, reasons = said(told)
    assert verdict == "new"
    assert "The web shop charged €5.54 tax, the shop’s taxes make €6.49. It stays as it was charged." in reasons

    order = taken(told)

    assert (order.tax_minor, order.total_minor) == (554, 3470)
    on_paper = [(tax.rate, tax.tax_minor) for tax in invoice(order.id).totals.taxes if tax.tax_minor]
    assert on_paper == [("DE MwSt 19%", 554)]
    _post(order.id)
    assert list(run_checks()) == []


def test_no_tax_on_an_order_that_goes_abroad_is_none_and_at_home_it_lies_in_the_price(mug):
    assert taken(web_order("#1", taxes=(), address=ABROAD)).tax_minor == 0

    verdict, reasons = said(web_order("#2", taxes=()))
    assert (verdict, reasons) == (
        "new", ("The web shop charged no tax; €6.49 lie in it, as the shop’s taxes say.",)
    )  # fmt: skip
    assert taken(web_order("#2", taxes=())).tax_minor == 649
    assert list(run_checks()) == []


def test_an_export_customers_order_without_tax_bears_the_regime_on_its_papers(mug):
    of_regime(EXPORT)
    told = web_order(taxes=())
    assert said(told) == ("new", ())

    order = taken(told)

    assert (order.state, order.tax_regime, order.tax_note) == (OrderState.CONFIRMED, "Export", "Export: free of tax")
    assert (order.tax_minor, order.total_minor, charges_of(order.id).tax_minor) == (0, 3470, 0)
    assert list(run_checks()) == []


def test_an_export_customer_who_paid_tax_waits_for_somebody_and_the_tax_stays(mug):
    of_regime(EXPORT)
    sentence = "Export says €0.00 tax, the web shop charged €6.49. It stays as it was charged."
    told = web_order(taxes=(VAT,))
    assert said(told) == ("held", (sentence,))

    import_id = preview_orders(clerk, "shopify", "b.csv", (told,))
    assert take_import(clerk, import_id) == Taken(0, 0, 1, 0)

    order = Order.get()
    assert (order.state, order.tax_minor, order.tax_regime) == (OrderState.IN_REVIEW, 649, "")
    (waiting,) = queue()
    assert sentence in [reason.proof for reason in review_detail(waiting.order_id).reasons]


def test_a_reduced_rate_of_a_regime_is_recognised_and_kept_by_name(mug):
    of_regime(RegimeInput("Diplomat", "Art. 151", swaps=(Swap(make_tax(), rate_bp=900),)))
    told = web_order(taxes=(WebTax("VAT 9%", 28_600, 900),))  # 2.46 in the mugs, 0.40 in the delivery
    assert said(told) == ("new", ())

    order = taken(told)

    assert (order.tax_regime, order.tax_minor, order.total_minor) == ("Diplomat", 286, 3470)
    assert list(run_checks()) == []


def test_a_web_shop_without_a_word_of_taxes_is_taken_by_the_regime(mug):
    of_regime(EXPORT)

    order = taken(web_order())

    assert (order.tax_regime, order.tax_minor, order.total_minor) == ("Export", 0, 3470)


def test_a_tax_that_is_more_than_the_order_is_not_believed(mug):
    told = web_order(taxes=(WebTax("VAT", 6_490_000, 2_300),))
    assert said(told) == (
        "held", ("€649.00 tax in an order of €34.70 cannot be. The shop’s own taxes lie in it.",)
    )  # fmt: skip

    order = taken(told)

    assert (order.state, order.tax_minor, order.total_minor) == (OrderState.IN_REVIEW, 649, 3470)
    assert list(run_checks()) == []


def test_two_taxes_go_to_the_goods_of_their_rates_and_are_amended_by_them(mug):
    low = save_tax(manager, TaxInput("Reduced", rate_bp=900))
    book = make_product("BOOK", price="10.90", on_hand=9)
    Product.update(tax=low).where(Product.id == book).execute()
    lines = (WebLine("MUG", "Enamel mug", 2, 149_000), WebLine("BOOK", "Guide", 1, 109_000))
    told = web_order(lines=lines, subtotal_e4=407_000, total_e4=456_000,
                     taxes=(WebTax("VAT 23%", 55_700, 2_300), WebTax("VAT 9%", 9_200, 900)))  # fmt: skip

    order = taken(told)

    taxes = {line.product_id: line.tax_minor for line in OrderLine.select().where(OrderLine.order == order.id)}
    assert taxes == {mug: 557, book: 92}
    assert (order.tax_minor, order.total_minor) == (649, 4560)
    assert list(run_checks()) == []


# -- the pure part

RATES = (KnownTax(1, "vat", "VAT", rate_bp=2_300), KnownTax(2, "low", "Low", rate_bp=900))
BOOK = Book(taxes=TaxBook(RATES))
lines = st.lists(
    st.builds(
        lambda cents, rate: BasketLine(1, None, 1, cents * 100, tax_bp=rate), st.integers(1, 90_000),
        st.sampled_from([0, 900, 2_300]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip
told = st.lists(
    st.tuples(st.integers(0, 3_000), st.sampled_from([None, 600, 900, 1_900, 2_300])), max_size=3, unique_by=lambda t: t[1]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(lines, st.sampled_from([(), (490,)]), told, st.booleans(), st.integers(1, 100))
def test_no_cent_of_what_was_charged_is_lost_and_what_was_paid_stays(basket, charges, taxes, on_top, share):
    priced = price_basket(basket, BOOK, Who(), Terms(charges=charges, is_final=True))
    most = priced.total_minor * share // 400  # a web shop charges no tax that is more than the price
    scale = max(sum(amount for amount, _rate in taxes), 1)
    charged = Charged(tuple(ChargedTax("Tax", amount * most // scale, rate) for amount, rate in taxes), on_top)

    found = as_charged(priced, charged, BOOK.taxes)

    assert found.tax_minor == charged.total_minor == sum(tax.tax_minor for tax in found.taxes)
    assert found.total_minor == priced.total_minor + (charged.total_minor if on_top else 0)
    pieces = [*found.lines, *found.charges]
    assert sum(piece.total_minor for piece in pieces) == found.total_minor
    assert sum(piece.tax_minor for piece in pieces) == found.tax_minor
    for piece in pieces:
        assert piece.gross_minor - piece.discount_minor + piece.added_minor == piece.total_minor


@command("tests.post_web_sale")
def _posted(by: object, order_id: int) -> None:
    post_sale(order_id)


def _post(order_id: int) -> None:
    _posted(manager, order_id)
