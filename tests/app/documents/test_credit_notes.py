"""Credit notes: what comes off an invoice that is out, numbered, to the cent, and never more than the invoice."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reports import make_report
from app.core import clock, outbox
from app.core.i18n import speaking
from app.core.refusal import Refusal
from app.counter.void import void_sale
from app.documents.build import credit_note, invoice, paper_for, receipt
from app.documents.credit_notes import credit_left, credit_notes_of
from app.documents.order_papers import NothingToPrint, print_order
from app.notices.mail_paper import mail_paper
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.cancel import cancel_order
from app.orders.models import Order
from app.orders.place import place_order
from app.overview.timeline import timeline_of
from app.overview.why_paper import why_paper
from app.payments.invoices import InvoiceIsOut, NoInvoice, make_invoice
from app.payments.models import CreditNote, CreditWhy, Tender
from app.payments.refund import refund_order
from app.returns.quick import QuickLine, quick_return
from printing.render import render
from tests.app.orders.conftest import phone_order
from tests.app.overview.test_why_paper import adds_up
from tests.app.payments.till import SLIP, boss
from tests.app.returns.conftest import lines_of, sold
from tests.app.returns.conftest import till as till
from tests.examples import examples
from tests.factories import clerk, make_product
from tests.promises import broken_promises

_skus = count(1)


def goods(price: str = "14.90", **more: object) -> int:
    return make_product(f"CN-{next(_skus)}", price=price, on_hand=99, **more)


def invoiced(*lines: tuple[int, int], **more: object) -> int:
    order = sold(*lines, by=boss, **more)
    make_invoice(boss, order, "Brady & Sons Ltd", ["14 Seapoint Terrace"], "IE7654321B")
    return order


def placed(*lines: tuple[int, int], **more: object) -> int:
    order = place_order(clerk, phone_order(*lines, **more)).order_id
    make_invoice(clerk, order, "Brady & Sons Ltd", ["14 Seapoint Terrace"])
    return order


def back(order: int, line: int, quantity: int) -> str:
    return quick_return(boss, order, [QuickLine(lines_of(order)[line].id, quantity)], slips=SLIP).receipt


def change(order: int, line: int, quantity: int) -> None:
    wanted = Amendment(changes=(LineChange(lines_of(order)[line].id, quantity),))
    amend_order(boss, order, Order.get_by_id(order).revision, wanted)


def explains(made: CreditNote) -> None:
    """Ctrl+W on a credit note: its steps add up to what it takes off."""
    why = why_paper("credit_note", {"credit_note": made.no}, made.order_id)
    adds_up(why)
    assert why.total_minor == made.total_minor


def papers(order: int):
    return [credit_note(made.no) for made in credit_notes_of(order)]


def test_goods_that_come_back_make_a_credit_note_that_says_what_the_refund_says(till):
    order = invoiced((goods("14.90"), 3), (goods("9.99", tax_bp=900), 1))

    slip = receipt(order, number=back(order, 0, 2))
    back(order, 1, 1)

    first, second = papers(order)
    assert (first.title, first.number, second.number) == ("Credit note", "CN-000001", "CN-000002")
    assert first.corrects == "INV-000001" and first.corrected_at and first.customer_vat_number == "IE7654321B"
    assert first.customer == ("Brady & Sons Ltd", "14 Seapoint Terrace")
    assert first.totals.total_minor == -slip.totals.total_minor == 2_980
    assert [(line.quantity, line.amount_minor) for line in first.lines] == [("2", 2_980)]
    assert [(tax.rate, tax.tax_minor, tax.gross_minor) for tax in first.totals.taxes] == [
        (tax.rate, -tax.tax_minor, -tax.gross_minor) for tax in slip.totals.taxes
    ]
    assert second.totals.taxes[0].rate == "VAT 9%"
    assert first.copy_number == 0 and render(first, "pdf").startswith(b"%PDF")


def test_without_an_invoice_nothing_is_credited_on_paper(till):
    order = sold((goods(), 2))
    back(order, 0, 1)

    assert credit_notes_of(order) == []
    with pytest.raises(NothingToPrint):
        print_order(clerk, order, "credit_note")
    with pytest.raises(NothingToPrint):
        mail_paper(clerk, order, "credit_note", "nora@example.com")


def test_an_invoice_made_after_goods_came_back_gets_its_credit_note_at_once(till):
    order = sold((goods("10.00"), 2))
    back(order, 0, 1)

    make_invoice(clerk, order, "Nora Quinn", [])

    assert [paper.totals.total_minor for paper in papers(order)] == [1_000]
    tenders = {tender.name: tender.amount_minor for tender in invoice(order).totals.tenders}
    assert tenders["Credit note CN-000001"] == 1_000


def test_a_void_credits_all_of_the_invoice_and_a_voided_sale_gets_none(till):
    order, other = invoiced((goods("33.33"), 3)), sold((goods(), 1))

    void_sale(boss, order, "Wrong customer")
    void_sale(boss, other, "Wrong customer")

    (paper,) = papers(order)
    assert (paper.totals.total_minor, paper.lines) == (9_999, invoice(order).lines)
    assert paper.totals.taxes == invoice(order).totals.taxes
    with pytest.raises(NoInvoice):
        make_invoice(clerk, other, "Nora Quinn", [])


def test_a_cancelled_order_is_credited_whole_with_its_delivery_and_stays_cancelled(store):
    order = placed((goods("20.00"), 2), delivery_minor=490)

    cancel_order(boss, order, "Changed her mind")

    (paper,) = papers(order)
    explains(*credit_notes_of(order))
    assert paper.totals.total_minor == 4_490 and "Changed her mind" in paper.notes
    assert paper.totals.taxes == invoice(order).totals.taxes
    assert broken_promises() == []


def test_an_order_that_becomes_smaller_is_credited_by_the_difference_and_the_invoice_stays_as_it_went_out(store):
    order = placed((goods("20.00"), 3), (goods("9.99", tax_bp=900), 2))
    before = invoice(order)

    change(order, 0, 1)

    (paper,) = papers(order)
    assert [(line.quantity, line.amount_minor) for line in paper.lines] == [("2", 4_000)]
    assert paper.totals.total_minor == 4_000 and [tax.gross_minor for tax in paper.totals.taxes] == [4_000]
    assert invoice(order).lines == before.lines and invoice(order).totals.total_minor == before.totals.total_minor
    with pytest.raises(InvoiceIsOut):
        change(order, 0, 2)
    change(order, 1, 0)
    cancel_order(boss, order, "No stock")
    assert [made.why for made in credit_notes_of(order)] == [CreditWhy.CHANGED, CreditWhy.CHANGED, CreditWhy.CANCELLED]
    for made in credit_notes_of(order):
        explains(made)
    assert sum(paper.totals.total_minor for paper in papers(order)) == before.totals.total_minor
    assert credit_left(order) == 0 and broken_promises() == []


def test_what_an_order_lost_is_named_as_the_window_speaks_in_its_story_and_in_the_why_of_its_credit_note(store):
    order = placed((goods("20.00"), 3), (goods("54.00", name_zh="露营灯"), 1))

    change(order, 1, 0)

    with speaking("zh_CN"):
        told = [moment.detail for moment in timeline_of(order)]
        why = why_paper("credit_note", {"credit_note": 1}, order)
    assert any("露营灯" in text for text in told)
    assert [line.name for line in why.lines] == ["1 × 露营灯"]


def test_goodwill_is_credited_without_tax_and_not_a_second_time_with_the_goods(till):
    order = invoiced((goods("50.00"), 2))

    refund_order(boss, order, 2_000, reason="Scratched box", goodwill=True)
    back(order, 0, 2)

    for made in credit_notes_of(order):
        explains(made)
    kind, rest = papers(order)
    assert (kind.totals.total_minor, kind.totals.taxes) == (2_000, ())
    assert rest.totals.total_minor == 8_000 and rest.totals.fees[-1].amount_minor == -2_000
    assert sum(tax.tax_minor for tax in rest.totals.taxes) == sum(tax.tax_minor for tax in invoice(order).totals.taxes)


def test_a_credit_note_is_printed_again_as_a_copy_mailed_and_told_in_the_story(till):
    order = invoiced((goods(), 2))
    back(order, 0, 1)

    outbox_ids = [wish.id for wish in outbox.recent(["credit_note"])]
    outbox.claim_wish(clerk, outbox_ids[0])
    outbox.finish_wish(clerk, outbox_ids[0], "done")
    assert print_order(clerk, order, "credit_note") == 1
    mail = mail_paper(clerk, order, "credit_note", "nora@example.com")

    letter = outbox.find_wish(mail).payload
    assert letter["subject"].startswith("Credit note CN-000001 from ")
    assert "We took €14.90 off the invoice" in letter["text"] and "receipt" not in letter["text"].lower()
    copies = [paper_for(wish).copy_number for wish in reversed(outbox.recent(["credit_note"]))]
    assert copies == [0, 1]
    assert outbox.find_wish(mail).payload["attach"][0]["credit_note"] == 1
    told = [f"{moment.title} {moment.detail}" for moment in timeline_of(order)]
    assert any("credit note CN-000001" in text for text in told)
    assert any("Credit note CN-000001 for invoice INV-000001" in text for text in told)


def test_the_tax_office_finds_every_credit_note_with_its_invoice_and_tax(till):
    order = invoiced((goods("12.30"), 2))
    back(order, 0, 1)

    today = clock.today()
    (row,) = make_report("credit_notes", today, today).rows
    assert row == ("CN-000001", today, "INV-000001", Order.get_by_id(order).number, "Brady & Sons Ltd",
                   "Goods came back", 230, 1_230)  # fmt: skip
    taxes = make_report("taxes", today, today)
    assert sum(int(cells[6] or 0) for cells in taxes.rows) == 230
    assert "1 credit note over €12.30" in taxes.note


def test_a_number_is_not_lost_with_a_refund_that_fails(till):
    order = invoiced((goods(), 2))
    with pytest.raises(Refusal):
        quick_return(boss, order, [QuickLine(lines_of(order)[0].id, 1)], to=Tender.STORE_CREDIT)
    back(order, 0, 1)

    assert [made.no for made in credit_notes_of(order)] == [1]


STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(0, 500)), min_size=1, max_size=6)


def test_credit_notes_never_add_up_to_more_than_their_invoice(till):
    @settings(max_examples=examples(15))
    @given(
        lines=st.lists(st.tuples(st.sampled_from(["0.99", "12.49", "3.33"]), st.integers(1, 4)), min_size=1, max_size=3),
        steps=STEPS, has_more=st.booleans(),
    )  # fmt: skip
    def check(lines, steps, has_more):
        rates = (2300, 900, 0)
        order = invoiced(*((goods(price, tax_bp=rates[at]), quantity) for at, (price, quantity) in enumerate(lines)))
        bill = invoice(order).totals
        for line, quantity, goodwill in steps:
            try:
                if goodwill > 250:
                    refund_order(boss, order, goodwill, reason="Sorry", goodwill=True)
                else:
                    back(order, line % len(lines), quantity)
            except Refusal:
                continue
        if has_more:
            for at, line in enumerate(lines_of(order)):
                if line.quantity > line.returned:
                    back(order, at, line.quantity - line.returned)
        notes = papers(order)
        assert (
            sum(note.totals.total_minor for note in notes) == bill.total_minor - credit_left(order) <= bill.total_minor
        )
        for made in credit_notes_of(order):
            explains(made)
        for note in notes:
            beside = sum(fee.amount_minor for fee in note.totals.fees)
            assert sum(line.amount_minor for line in note.lines) + beside == note.totals.total_minor
        tax = sum(part.tax_minor for note in notes for part in note.totals.taxes)
        assert tax <= sum(part.tax_minor for part in bill.taxes)
        if has_more:
            assert credit_left(order) == 0 and tax == sum(part.tax_minor for part in bill.taxes)
        assert broken_promises() == []

    check()
