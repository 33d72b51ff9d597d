"""What a shop chooses for its receipts, gift receipts, invoices made later, and papers by mail."""

from __future__ import annotations

from itertools import count as iter_count

import pytest

from app.core import outbox
from app.core.checks import run_checks
from app.documents.build import invoice, paper_for, receipt
from app.documents.house_papers import print_z_again
from app.documents.order_papers import NothingToPrint, print_order
from app.notices.by_hand import CannotWrite
from app.notices.mail_paper import mail_paper
from app.orders.models import Order
from app.payments.close import close_shift
from app.payments.invoices import NoInvoice, invoice_of, make_invoice
from app.payments.shift import begin_count
from printing.render import render
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import sold
from tests.app.returns.conftest import till as till
from tests.app.returns.test_counter_returns import write_setting
from tests.factories import clerk, make_product

_skus = iter_count(1)


def mug(count: int = 2) -> int:
    return sold((make_product(f"MUG-{next(_skus)}", price="14.90", on_hand=9), count))


def wishes(kind: str) -> list[outbox.Wish]:
    return list(reversed(outbox.recent([kind])))


def test_the_shop_chooses_what_stands_on_its_receipts(till):
    order = mug()
    write_setting(clerk, "documents.receipt_header", ["Open daily 9–18"])
    write_setting(clerk, "documents.receipt_qr", "own")
    write_setting(clerk, "documents.receipt_qr_text", "https://shop.example")
    write_setting(clerk, "documents.receipt_barcode", False)
    write_setting(clerk, "documents.receipt_language", "zh_CN")

    paper = receipt(order)

    assert paper.shop.lines[-1] == "Open daily 9–18"
    assert (paper.qr, paper.barcode, paper.language) == ("https://shop.example", "", "zh_CN")


def test_a_gift_receipt_is_printed_without_any_price(till):
    order = mug()

    print_order(clerk, order, "gift_receipt")

    paper = paper_for(wishes("gift_receipt")[0])
    text = render(paper, "text") if isinstance(render(paper, "text"), str) else render(paper, "text").decode()
    assert "14.90" not in text and "29.80" not in text
    assert paper.barcode == "till-1-000001"


def test_every_copy_of_a_receipt_has_the_next_number(till):
    order = mug()

    for _time in range(3):
        print_order(clerk, order, "receipt")

    assert [paper_for(wish).copy_number for wish in wishes("receipt")] == [0, 1, 2, 3]


def test_every_copy_of_a_z_report_has_the_next_number(till):
    begin_count(clerk)
    closed = close_shift(clerk, {"cash": 50_000})

    print_z_again(clerk, closed.shift_id)
    print_z_again(clerk, closed.shift_id)

    assert [paper_for(wish).copy_number for wish in wishes("z_report")] == [0, 1, 2]


def test_an_invoice_made_later_has_the_amounts_of_its_receipt_and_a_number_without_gaps(till):
    first, second = mug(), sold((make_product("POT", price="39.99", on_hand=3), 1))

    number = make_invoice(clerk, first, "Brady & Sons Ltd", ["14 Seapoint Terrace", "Dublin"], "IE7654321B")
    again = make_invoice(clerk, first, "Brady & Sons Ltd", ["14 Seapoint Terrace", "Dublin"], "IE7654321B")
    other = make_invoice(clerk, second, "Somebody else", [])

    assert (number, again, other) == ("INV-000001", "INV-000001", "INV-000002")
    with pytest.raises(NoInvoice, match="INV-000001 was made out to Brady"):
        make_invoice(clerk, first, "Another buyer", [])
    paper, bill = invoice(first), receipt(first)
    assert paper.number == number and paper.customer_vat_number == "IE7654321B"
    assert paper.customer == ("Brady & Sons Ltd", "14 Seapoint Terrace", "Dublin")
    assert (paper.totals.total_minor, paper.totals.taxes) == (bill.totals.total_minor, bill.totals.taxes)
    assert paper.lines == bill.lines
    assert invoice_of(first) == (number, "Brady & Sons Ltd", ["14 Seapoint Terrace", "Dublin"], "IE7654321B")


def test_an_invoice_needs_a_buyer(till):
    with pytest.raises(NoInvoice, match="whose"):
        make_invoice(clerk, mug(), " ", [])


def test_a_receipt_is_mailed_later_with_the_paper_attached(till):
    order = mug()

    mail_paper(clerk, order, "receipt", "eimear@example.com")
    with pytest.raises(CannotWrite):
        mail_paper(clerk, order, "receipt", "nowhere")

    mail = wishes("mail")[0]
    assert mail.payload["to"] == "eimear@example.com"
    assert mail.payload["attach"] == [{"kind": "receipt", "order_id": order, "receipt": "till-1-000001"}]


def test_an_invoice_is_mailed_in_words_of_its_own_once_there_is_one(till):
    order = mug()
    with pytest.raises(NothingToPrint):
        mail_paper(clerk, order, "invoice", "eimear@example.com")
    number = make_invoice(clerk, order, "Brady & Sons Ltd", [])

    mail_paper(clerk, order, "invoice", "eimear@example.com")

    letter = wishes("mail")[0].payload
    assert letter["subject"].startswith(f"Invoice {number} from ")
    assert "receipt" not in letter["text"].lower()
    assert letter["attach"] == [{"kind": "invoice", "order_id": order}]


def test_an_order_that_nobody_paid_has_no_receipt_to_mail(till):
    phone_order()
    order = Order.select(Order.id).order_by(Order.id.desc()).scalar()

    with pytest.raises(NothingToPrint):
        mail_paper(clerk, order, "receipt", "eimear@example.com")


def test_a_day_of_receipts_copies_and_voids_has_no_gap_in_its_numbers(till):
    for _time in range(3):
        print_order(clerk, mug(1), "receipt")

    assert [finding for finding in run_checks() if "receipts" in str(finding)] == []


def test_what_waits_goes_to_the_stand_in_and_what_may_lie_on_paper_stays(till):
    mug()
    mug()
    first, second = wishes("receipt")
    outbox.claim_wish(clerk, first.id)
    outbox.finish_wish(clerk, first.id, outbox.WishState.UNKNOWN, "The paper ran out.")

    moved = outbox.hand_on(clerk, [first.id, second.id], "till-2")

    assert moved == 1
    assert [wish.id for wish in outbox.due(["receipt"], station="till-2")] == [second.id]
