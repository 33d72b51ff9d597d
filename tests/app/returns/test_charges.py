"""Delivery with taxes of every kind through the whole house: sold, on paper, in the ledger, and paid back to the cent."""

from __future__ import annotations

from collections import Counter

import pytest

from app.analysis.reports import make_report
from app.catalog.tax_book import Swap, TaxKind, TaxPlace
from app.catalog.taxes import RegimeInput, TaxInput, save_regime, save_tax
from app.core import clock
from app.core.checks import run_checks
from app.core.settings import change_setting
from app.customers.customers import change_regime
from app.documents.bills import invoice, receipt
from app.ledger import accounts
from app.ledger.models import Account, TaxEntry, TransferLine
from app.ledger.post import balance
from app.orders.models import Order
from app.orders.place import place_order
from app.payments.close import x_report
from app.payments.models import Tender
from app.payments.pay import pay_order
from app.payments.receipts import receipts_of
from app.payments.tender import TenderInput
from app.returns.estimate import estimate
from app.returns.open import ReturnInput
from app.returns.quick import QuickLine, quick_return
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import SLIP, boss
from tests.app.returns.conftest import lines_of, send_out
from tests.factories import make_customer, make_product, make_tax

EXPORT = RegimeInput("Export", "Export: free of tax", keeps_others=False)


def several() -> int:
    """A tax in the price, an amount on top, and a tax on both."""
    port = save_tax(boss, TaxInput("Port charge", TaxKind.PIECE, amount_e4=3_300, place=TaxPlace.ON_TOP))
    city = save_tax(boss, TaxInput("City", rate_bp=500, place=TaxPlace.ON_TOP, is_compound=True))
    return save_tax(boss, TaxInput("Carriage", TaxKind.GROUP, members=(make_tax(), port, city)))


def ordered(tax: int, wanted: RegimeInput | None = None) -> int:
    """An order with a delivery of 4.90 and a fee of 2.50, paid and out of the house."""
    change_setting(boss, "orders.charges_tax", tax)
    customer = make_customer()
    if wanted is not None:
        change_regime(boss, customer, save_regime(boss, wanted))
    goods = make_product(price="50.00", on_hand=3)
    draft = phone_order((goods, 3), customer_id=customer, delivery_minor=490, fee_minor=250, offers_at=clock.now_ms())
    order = place_order(boss, draft)
    paid = TenderInput(Tender.CARD, order.total_minor, auth_code=f"A{order.number}", masked_pan="**** 4242")
    pay_order(boss, order.order_id, [paid])
    send_out(boss, order.order_id, "dispatched", "delivered", "accepted")
    return order.order_id


def ledger() -> dict[str, int]:
    sums: Counter[str] = Counter()
    query = TransferLine.select(Account.code, TransferLine.amount_minor).join(Account)
    for code, amount in query.where(Account.kind.in_(["sales", "tax"])).tuples():
        sums[code] += amount
    return {code: amount for code, amount in sums.items() if amount}


def named() -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in TaxEntry.select():
        sums[row.name] += row.tax_minor
    return {name: amount for name, amount in sums.items() if amount}


def _of(taxes: dict[str, int], word: str) -> tuple[str, int]:
    """The tax of a paper whose name begins so."""
    return word, next(amount for name, amount in taxes.items() if name.startswith(word))


def cases() -> dict[str, tuple[bool, RegimeInput | None]]:
    return {
        "plain": (False, None),
        "several": (True, None),
        "export": (False, EXPORT),
        "exempt of several": (True, EXPORT),
    }


@pytest.mark.parametrize("case", cases())
def test_a_refund_of_everything_is_minus_the_sale_in_every_tax(till, case):
    has_several, wanted = cases()[case]
    order = ordered(several() if has_several else make_tax(), wanted)
    sold, lines = Order.get_by_id(order).total_minor, lines_of(order)
    assert -sum(ledger().values()) == sold

    first = estimate(order, [ReturnInput(lines[0].id, 1)])
    one = quick_return(boss, order, [QuickLine(lines[0].id, 1)], slips=SLIP)
    rest = quick_return(boss, order, [QuickLine(lines[0].id, 2)], slips=SLIP)

    assert first.credited_minor == one.credited_minor
    assert one.credited_minor + rest.credited_minor == sold
    assert (ledger(), named()) == ({}, {})
    assert balance(accounts.of_order(order)) == 0
    assert list(run_checks()) == []


def test_invoice_receipt_till_report_and_tax_report_say_the_same_of_a_delivery_with_several_taxes(till):
    order = ordered(several())
    row = Order.get_by_id(order)

    on_invoice = {tax.rate: tax.tax_minor for tax in invoice(order).totals.taxes}
    on_till = {name: tax for _code, name, _rate, _base, tax in x_report(boss)["named_taxes"]}
    reported = {cells[1]: cells[4] for cells in make_report("taxes", clock.today(), clock.today()).rows}

    on_top = {name: amount for word in ("Port charge", "City") for name, amount in [_of(on_invoice, word)]}
    assert on_top["Port charge"] == 66
    assert {name: reported[name] for name in on_top} == on_top
    assert {name: on_till[name] for name in on_top} == on_top
    assert sum(on_invoice.values()) == row.tax_minor
    assert row.total_minor == 15_000 + 740 + row.charges_added_minor
    paper = receipt(order, number=receipts_of(order)[0].number)
    assert sum(tax.tax_minor for tax in paper.totals.taxes) == row.tax_minor


def test_the_papers_of_an_export_bear_a_delivery_without_tax_and_its_refund_too(till):
    order = ordered(make_tax(), EXPORT)
    bill = invoice(order)
    assert {fee.name: fee.amount_minor for fee in bill.totals.fees} == {"Delivery": 398, "Fee": 203}
    assert [(tax.tax_minor, tax.gross_minor) for tax in bill.totals.taxes] == [(0, 12_195 + 601)]

    back = quick_return(boss, order, [QuickLine(lines_of(order)[0].id, 3)], slips=SLIP)

    slip = receipt(order, number=back.receipt)
    assert (slip.lines[-1].name, slip.lines[-1].amount_minor) == ("Delivery", -601)
    assert [(tax.tax_minor, tax.gross_minor) for tax in slip.totals.taxes] == [(0, -12_195 - 601)]


def test_a_swap_is_paid_back_as_it_was_charged_even_when_the_shop_taxes_otherwise_now(till):
    order = ordered(make_tax(), RegimeInput("Reduced", swaps=(Swap(make_tax(), rate_bp=900),)))
    charged = Order.get_by_id(order)
    assert (charged.charges_tax_minor, charged.charges_added_minor) == (54, 54)
    change_setting(boss, "orders.charges_tax", save_tax(boss, TaxInput("Other", rate_bp=500)))

    quick_return(boss, order, [QuickLine(lines_of(order)[0].id, 3)], slips=SLIP)

    assert (ledger(), named()) == ({}, {})
    assert list(run_checks()) == []
