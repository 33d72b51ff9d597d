"""Several taxes through the whole house: ticket, sale, papers, refund, void, till report and ledger say the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peewee import fn

from app.analysis.reports import make_report
from app.catalog.book import book
from app.catalog.models import Product
from app.catalog.tax_book import Swap, TaxKind, TaxPlace
from app.catalog.taxes import (
    RegimeInput,
    TaxInput,
    TaxInUse,
    remove_regime,
    remove_tax,
    save_rate,
    save_regime,
    save_tax,
)
from app.core import clock
from app.core.actor import NotPermitted
from app.core.checks import run_checks
from app.core.settings import change_setting
from app.counter.models import Quote
from app.counter.quotes import make_quote
from app.counter.sell import sell
from app.counter.ticket import Buyer, Ticket
from app.counter.void import void_sale
from app.customers.customers import change_regime
from app.customers.queries import customer_card
from app.documents.bills import invoice, receipt
from app.documents.quotes import quote
from app.inventory.stock import level
from app.ledger.models import TaxEntry
from app.ledger.post import balance
from app.orders.models import Order, OrderLine, OrderTax
from app.orders.relieve import ReasonMissing
from app.orders.why import why_order
from app.payments.close import x_report
from app.payments.models import Tender
from app.returns.quick import QuickLine, quick_return
from app.returns.without_receipt import LooseLine, return_without_receipt
from tests.app.counter.conftest import levied
from tests.app.payments.till import boss, cash, maya, open_till, ticket_of
from tests.examples import examples
from tests.factories import make_customer, make_product, make_tax


def bottle(sku: str = "COLA", price: str = "2.61", **more: TaxPlace) -> int:
    product = make_product(sku, price=price, on_hand=500)
    Product.update(tax=levied(**more)).where(Product.id == product).execute()
    return product


def export(*, keeps: bool = False) -> int:
    return save_regime(boss, RegimeInput("Export", "Export: free of tax", keeps_others=keeps))


def buyer(regime: int) -> Buyer:
    customer = make_customer()
    change_regime(boss, customer, regime)
    row = customer_card(customer).row
    return Buyer(row.id, row.name, regime_id=row.regime_id)


def parts(order_id: int) -> list[tuple[str, int, int]]:
    rows = OrderTax.select().where(OrderTax.order == order_id).order_by(OrderTax.line, OrderTax.no)
    return [(row.name, row.base_minor, row.tax_minor) for row in rows]


def test_a_levy_and_a_percentage_are_kept_with_the_line_and_posted_each_to_its_own_account(store):
    bottle()
    shift = open_till()

    done = sell(maya, ticket_of("COLA", "COLA").to_sale([cash(522)]))

    line = OrderLine.get(OrderLine.order == done.order_id)
    assert parts(done.order_id) == [("Bottle levy", 394, 30), ("VAT", 424, 98)]
    assert (line.total_minor, line.tax_minor, line.tax_bp) == (522, 128, 0)
    assert balance("tax:named:bottle-levy") == -30
    assert balance("tax:named:vat") == -98
    assert balance("sales:mixed") == -394
    report = x_report(boss)
    assert (report["taxes"], report["named_taxes"]) == (
        [[2_300, 424, 98]], [["bottle-levy", "Bottle levy", 0, 394, 30]],
    )  # fmt: skip
    assert [tax.rate for tax in receipt(done.order_id).totals.taxes] == ["VAT 23% (A)", "Bottle levy (L)"]
    assert shift and list(run_checks()) == []


def test_a_levy_on_top_of_the_price_makes_the_ticket_dearer_and_says_so(store):
    bottle(price="2.46", place=TaxPlace.ON_TOP)
    open_till()
    ticket = ticket_of("COLA")

    done = sell(maya, ticket.to_sale([cash(261)]))

    assert (ticket.totals().goods_minor, ticket.totals().added_minor, done.total_minor) == (246, 15, 261)
    steps = [(step.kind, step.name, step.amount_minor) for step in why_order(done.order_id).lines[0].steps]
    assert steps == [("price", "", 246), ("tax_added", "Bottle levy", 15), ("tax_inside", "VAT", 46)]
    assert list(run_checks()) == []


def test_a_new_rate_holds_from_the_first_minute_of_its_day(store):
    tax = make_tax(2300)
    make_product("MUG", price="12.10", on_hand=9)
    save_rate(boss, tax, "2027-01-01", 2_100)
    open_till()
    eve, day = clock.at_local("2026-12-31", "23:59"), clock.at_local("2027-01-01", "00:00")

    with clock.frozen(eve):
        before = sell(maya, ticket_of("MUG").to_sale([cash(1210)]))
    with clock.frozen(day):
        after = sell(maya, ticket_of("MUG").to_sale([cash(1210)]))

    lines = [OrderLine.get(OrderLine.order == done.order_id) for done in (before, after)]
    assert [(line.tax_bp, line.tax_minor) for line in lines] == [(2_300, 226), (2_100, 210)]
    assert [balance("tax:2300"), balance("tax:2100")] == [-226, -210]
    assert OrderTax.select().count() == 0  # a plain line stays plain


def test_a_parked_ticket_is_taxed_by_the_day_on_which_it_is_sold(store):
    tax = make_tax(2300)
    make_product("MUG", price="12.10", on_hand=9)
    ticket = ticket_of("MUG")
    save_rate(boss, tax, "2027-01-01", 2_100)
    open_till()

    with clock.frozen(clock.at_local("2027-01-02", "10:00")):
        book()
        taken_up = Ticket.from_body(ticket.to_body())

        assert [(row.tax_bp, row.tax_minor) for row in taken_up.totals().taxes] == [(2_100, 210)]
        assert sell(maya, taken_up.to_sale([cash(1210)])).total_minor == 1210


def test_an_export_customer_pays_no_tax_and_the_papers_say_why(store):
    make_product("MUG", price="12.30", on_hand=9)
    shop = buyer(export())
    open_till()

    done = sell(maya, ticket_of("MUG", "MUG", buyer=shop).to_sale([cash(2000)]))

    order, line = Order.get_by_id(done.order_id), OrderLine.get()
    assert (done.total_minor, order.tax_minor, line.relieved_minor) == (2000, 0, 460)
    assert (order.tax_regime, order.tax_note) == ("Export", "Export: free of tax")
    paper = receipt(done.order_id)
    assert paper.notes[0] == invoice(done.order_id).notes[0] == "Export: free of tax"
    assert (paper.lines[0].unit_price, paper.lines[0].amount_minor) == ("10.00", 2000)
    assert [step.kind for step in why_order(done.order_id).lines[0].steps] == ["price", "relieved"]
    assert list(run_checks()) == []


def test_a_regime_may_replace_one_tax_and_leave_the_levy(store):
    bottle()
    vat = next(tax.id for tax in book().taxes.taxes.values() if tax.code == "vat")
    regime = save_regime(boss, RegimeInput("Diplomats", swaps=(Swap(vat, rate_bp=900),)))
    open_till()

    done = sell(maya, ticket_of("COLA", buyer=buyer(regime)).to_sale([cash(231)]))

    # 2.61 with 23% on 2.12 (1.97 and the levy of 0.15); 9% of that is 0.19
    assert done.total_minor == 212 + 19
    assert parts(done.order_id) == [("Bottle levy", 197, 15), ("VAT", 212, 49), ("VAT", 212, 19)]
    assert list(run_checks()) == []


def test_a_ticket_is_relieved_by_hand_only_with_a_managers_word_and_a_reason(store):
    make_product("MUG", price="12.30", on_hand=9)
    regime = export()
    open_till()
    ticket = ticket_of("MUG")
    ticket.set_regime(regime)
    assert ticket.totals().total_minor == 1000

    with pytest.raises(ReasonMissing):
        sell(boss, ticket.to_sale([cash(1000)]))
    ticket.set_regime(regime, "Passport shown")
    with pytest.raises(NotPermitted) as refused:
        sell(maya, ticket.to_sale([cash(1000)]))
    assert refused.value.right == "orders.relieve_tax"

    assert sell(boss, ticket.to_sale([cash(1000)])).total_minor == 1000


@pytest.mark.parametrize("place", list(TaxPlace))
def test_all_returns_of_a_line_give_back_each_tax_to_the_last_cent(store, place):
    bottle(price="3.37", place=place)
    make_product("MUG", price="9.99", on_hand=500)
    open_till(float_minor=500_000)
    cola = ticket_of("COLA").lines[0].item
    Product.update(allow_found=True).execute()

    @settings(max_examples=examples(15))
    @given(
        st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(0, 700), st.sampled_from(["line", "document"])
    )
    def sell_and_take_back(steps, off, rounding):
        change_setting(boss, "catalog.tax_rounding", rounding)
        ticket = ticket_of("MUG")
        ticket.add(cola, sum(steps))
        ticket.discount_order(minor=min(off, ticket.totals().goods_minor), name="Off")
        order = sell(boss, ticket.to_sale([cash(ticket.totals().total_minor)])).order_id
        line = OrderLine.get(OrderLine.order == order, OrderLine.sku == "COLA")

        for count in steps:
            quick_return(boss, order, [QuickLine(line.id, count)])

        assert [balance(f"tax:named:{code}") for code in ("bottle-levy", "vat")] == [0, 0]
        assert balance("sales:mixed") == 0
        base, tax = TaxEntry.select(fn.SUM(TaxEntry.base_minor), fn.SUM(TaxEntry.tax_minor)).tuples().get()
        assert (base, tax) == (0, 0)

    sell_and_take_back()


def test_one_rate_is_one_line_on_papers_whether_goods_have_it_alone_or_beside_a_levy(store):
    bottle()
    make_product("MUG", price="12.30", on_hand=9)
    open_till()

    done = sell(boss, ticket_of("COLA", "MUG").to_sale([cash(1491)]))

    taxes = [(tax.rate, tax.net_minor, tax.tax_minor) for tax in receipt(done.order_id).totals.taxes]
    assert taxes == [("VAT 23% (A)", 1212, 279), ("Bottle levy (L)", 197, 15)]


def test_a_void_takes_every_tax_back(store):
    bottle()
    open_till()
    done = sell(boss, ticket_of("COLA").to_sale([cash(261)]))

    void_sale(boss, done.order_id, "Wrong goods")

    assert [balance("tax:named:bottle-levy"), balance("tax:named:vat"), balance("sales:mixed")] == [0, 0, 0]
    assert x_report(boss)["named_taxes"] == [["bottle-levy", "Bottle levy", 0, 0, 0]]
    assert list(run_checks()) == []


def test_the_tax_report_tells_each_tax_by_rate_and_month_sold_and_taken_back(store):
    bottle()
    make_product("MUG", price="12.30", on_hand=9)
    open_till()
    with clock.frozen(clock.at_local("2026-10-31", "12:00")):
        sell(boss, ticket_of("MUG").to_sale([cash(1230)]))
    order = sell(boss, ticket_of("COLA", "COLA", "MUG").to_sale([cash(1752)])).order_id
    line = OrderLine.get(OrderLine.order == order, OrderLine.sku == "COLA")
    quick_return(boss, order, [QuickLine(line.id, 1)])

    report = make_report("taxes", "2026-10-15", "2026-11-30")

    assert report.rows == (
        ("2026-10", "VAT 23%", 2_300, 1000, 230, 0, 0, 230),
        ("2026-11", "VAT 23%", 2_300, 1424, 328, 212, 49, 279),
        ("2026-11", "Bottle levy", None, 394, 30, 197, 15, 15),
    )
    assert make_report("taxes", "2026-10-01", "2026-10-31").rows == report.rows[:1]


def test_an_open_ticket_takes_the_new_rate_when_midnight_passes(store):
    tax = make_tax(2300)
    make_product("MUG", price="12.10", on_hand=9)
    save_rate(boss, tax, "2026-11-23", 2_100)
    open_till()
    with clock.frozen(clock.at_local("2026-11-22", "23:59")):
        ticket = ticket_of("MUG")
        assert ticket.totals().tax_minor == 226

    with clock.frozen(clock.at_local("2026-11-23", "00:01")):
        assert ticket.totals().tax_minor == 210
        sell(maya, ticket.to_sale([cash(1210)]))

    assert OrderLine.get().tax_bp == 2_100


def test_a_quote_and_its_paper_tell_each_tax(store):
    bottle()
    number = make_quote(boss, ticket_of("COLA", "COLA").to_body())
    paper = quote(Quote.get(Quote.number == number).id)

    assert [(tax.rate, tax.net_minor, tax.tax_minor) for tax in paper.totals.taxes] == [
        ("VAT 23% (A)", 424, 98), ("Bottle levy (L)", 394, 30),
    ]  # fmt: skip


def test_a_later_invoice_says_the_very_taxes_of_the_sale_whatever_the_rates_are_by_then(store):
    bottle()
    open_till()
    order = sell(boss, ticket_of("COLA").to_sale([cash(261)])).order_id
    for tax in book().taxes.taxes.values():
        if tax.kind is TaxKind.PERCENT:
            save_rate(boss, tax.id, "2026-11-01", 500)

    paper = invoice(order)

    assert [(tax.rate, tax.tax_minor) for tax in paper.totals.taxes] == [("VAT 23% (A)", 49), ("Bottle levy (L)", 15)]
    assert paper.lines[0].letters == "LA"


def test_what_was_sold_with_is_neither_deleted_nor_given_another_first_rate(store):
    bottle()
    regime = export()
    open_till()
    sell(boss, ticket_of("COLA", buyer=buyer(regime)).to_sale([cash(197)]))
    levy = next(tax for tax in book().taxes.taxes.values() if tax.kind is TaxKind.PIECE)

    with pytest.raises(TaxInUse, match="part of a group"):
        remove_tax(boss, levy.id)
    with pytest.raises(TaxInUse, match="Its rate stays"):
        save_tax(boss, TaxInput("Bottle levy", TaxKind.PIECE, amount_e4=2_000, place=TaxPlace.INSIDE), levy.id)
    with pytest.raises(TaxInUse, match="Customers have this regime"):
        remove_regime(boss, regime)
    save_tax(boss, TaxInput("Levy", TaxKind.PIECE, amount_e4=1_500, place=TaxPlace.INSIDE), levy.id)
    assert book().taxes.taxes[levy.id].name == "Levy"


def test_goods_without_a_receipt_come_back_with_all_taxes_of_today(store):
    cola = bottle()
    open_till()
    return_without_receipt(
        boss, [LooseLine(cola, 1, 26_100, place_id=level(cola).home)], None, "No slip", to=Tender.CASH
    )

    assert [balance(f"tax:named:{code}") for code in ("bottle-levy", "vat")] == [15, 49]
