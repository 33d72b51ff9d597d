"""Papers filled from the store: the amounts of the sale, the right payments on each receipt, both languages."""

from __future__ import annotations

import pytest

from app.core import outbox
from app.core.refusal import NotFound
from app.counter.void import reprint, void_sale
from app.delivery.models import Run, Shipment
from app.documents.build import (
    NotAPaper,
    invoice,
    packing_slip,
    paper_for,
    papers_of,
    pick_list,
    pickup_slip,
    purchase_paper,
    receipt,
    return_slip,
    run_sheet,
    shelf_labels,
    shipping_label,
    x_report,
    z_report,
)
from app.documents.papers import GiftReceipt, Receipt, ReturnSlip
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.place import place_order
from app.orders.states import PayPlan
from app.packing.models import Parcel, ParcelLine
from app.payments.close import close_shift
from app.payments.close import x_report as take_x_report
from app.payments.models import Tender
from app.payments.pay import pay_order
from app.payments.receipts import receipts_of
from app.payments.shift import begin_count
from app.payments.tender import TenderInput
from app.picking.models import Batch, PickTask
from app.purchasing.models import Purchase, PurchaseLine, Supplier
from app.returns.models import Return
from app.returns.quick import QuickLine, quick_return
from printing.render import render
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import lines_of, sold
from tests.app.returns.conftest import till as till
from tests.app.returns.test_counter_returns import write_setting
from tests.factories import clerk, make_bin, make_customer, make_product


def wishes(kind: str) -> list[outbox.Wish]:
    return list(reversed(outbox.recent([kind])))


def test_a_receipt_says_what_was_sold_paid_and_taxed(till):
    write_setting(clerk, "shop.name", "Alder & Pine")
    order = sold((make_product("MUG", price="14.90", on_hand=2), 2), customer_id=make_customer("Eimear O’Connor"))
    paper = paper_for(wishes("receipt")[0])
    assert isinstance(paper, Receipt)
    (line,) = paper.lines
    assert (line.quantity, line.unit_price, line.amount_minor, line.code) == ("2", "14.90", 2980, "MUG")
    assert (paper.totals.total_minor, paper.totals.due_minor, paper.totals.tenders[0].amount_minor) == (2980, 0, 2980)
    assert (paper.totals.taxes[0].rate, paper.totals.taxes[0].tax_minor) == ("VAT 23%", 557)
    assert (paper.number, paper.barcode) == (receipts_of(order)[0].number,) * 2
    assert (paper.thanks, paper.footer) == ("Thank you, Eimear!", ("Returns within 30 days with this receipt.",))
    assert b"Alder & Pine" in render(paper, "text")


def test_a_copy_is_numbered_and_a_gift_receipt_bears_no_price(till):
    order = sold((make_product(on_hand=1), 1))
    reprint(clerk, receipts_of(order)[0].number)
    assert paper_for(wishes("receipt")[1]).copy_number == 1
    gift = receipt(order, gift=True)
    assert isinstance(gift, GiftReceipt)
    assert b"10.00" not in render(gift, "text")


def test_each_receipt_of_an_order_bears_its_own_payments(till):
    draft = phone_order((make_product(price="50.00", on_hand=2), 2), delivery_minor=490, pay_plan=PayPlan.NOW)
    order = place_order(clerk, draft).order_id
    pay_order(clerk, order, [TenderInput(Tender.CASH, 4000, given_minor=5000)])
    pay_order(clerk, order, [TenderInput(Tender.CARD, 6490, auth_code="A7", masked_pan="**** 3319")])
    first, second = (paper_for(wish) for wish in wishes("receipt"))
    assert (first.title, [t.amount_minor for t in first.totals.tenders], first.totals.change_minor) == (
        "Payment", [5000], 1000,
    )  # fmt: skip
    assert first.totals.due_minor == 6490
    assert [(t.name, t.amount_minor, t.detail) for t in second.totals.tenders] == [
        ("Paid before", 4000, ""), ("Card", 6490, "**** 3319"),
    ]  # fmt: skip
    assert (second.totals.due_minor, second.totals.fees[0].amount_minor) == (0, 490)


def test_a_refund_and_a_void_stand_on_their_own_receipts(till):
    order = sold((make_product(price="20.00", on_hand=2), 2))
    done = quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1, "damaged")])
    paper = receipt(order, number=done.receipt)
    assert (paper.title, paper.totals.total_minor, paper.lines[0].amount_minor) == ("Refund", -2000, -2000)
    assert (paper.totals.tenders[0].amount_minor, paper.totals.taxes[0].tax_minor) == (-2000, -374)
    slip = paper_for(wishes("return_slip")[0])
    assert isinstance(slip, ReturnSlip)
    assert (slip.number, slip.lines[0].note, slip.instructions) == (
        Return.get().number, "Broken on arrival", ("Refund: €20.00",),
    )  # fmt: skip
    other = sold((make_product(price="5.00", on_hand=1), 1))
    void = receipt(other, number=void_sale(clerk, other, "wrong item"))
    assert (void.title, void.totals.total_minor, void.lines[0].amount_minor) == ("Void", -500, -500)


def test_an_invoice_has_the_amounts_of_the_order_to_the_cent(till):
    order = sold((make_product(price="3.33", on_hand=7), 7), order_discount_minor=5)
    paper = invoice(order)
    assert sum(line.amount_minor for line in paper.lines) == paper.totals.subtotal_minor
    assert paper.totals.subtotal_minor + paper.totals.discounts[0].amount_minor == paper.totals.total_minor
    assert sum(tax.gross_minor for tax in paper.totals.taxes) == paper.totals.total_minor
    assert paper.due == ""


def test_the_papers_of_a_parcel(store):
    lamp = make_product("LAMP", name_zh="灯", on_hand=1)
    order = place_order(clerk, phone_order((lamp, 1), (make_product("LATE", on_hand=0), 1))).order_id
    here, _later = Fulfillment.select().where(Fulfillment.order == order).order_by(Fulfillment.no)
    parcel = Parcel.create(fulfillment=here.id, code="AP1", weight_grams=2515, packer_name="Tom Byrne", started_at=0)
    line = FulfillmentLine.get(FulfillmentLine.fulfillment == here.id)
    FulfillmentLine.update(picked=1, packed=1).where(FulfillmentLine.id == line.id).execute()
    ParcelLine.create(parcel=parcel.id, line=line.id, quantity=1)

    slip, label = packing_slip(parcel.id), shipping_label(parcel.id)

    assert ([one.code for one in slip.lines], [one.code for one in slip.to_follow]) == (["LAMP"], ["LATE"])
    assert (slip.packed_by, slip.service) == ("Tom", "Van")
    assert (label.tracking, label.route_code, label.cod, label.weight_grams) == ("AP1", "A94 X5R7", "€20.00", 2515)
    assert label.to[0] == "Siobhán Brady"
    assert pickup_slip(here.id).pieces == "1 piece"
    assert render(label, "zpl").startswith(b"^XA")


def test_the_lists_of_the_house(store):
    lamp, place = make_product("LAMP", price="32.00", on_hand=1, weight=750, code="4006381333931"), make_bin("B-04-2")
    order = place_order(clerk, phone_order((lamp, 1))).order_id
    line = FulfillmentLine.get()
    batch = Batch.create(number="B-0219", made_at=0)
    PickTask.create(
        batch=batch.id, position=1, place=place, product=lamp, fulfillment=line.fulfillment_id, line=line.id,
        quantity=1, tote="T1",
    )  # fmt: skip
    walk = pick_list(batch.id)
    assert (walk.stops[0].bin, walk.stops[0].tote, walk.pieces) == ("B-04-2", "T1", "1")

    run = Run.create(number="R-118", driver=1, driver_name="Dara Murray", vehicle="Van 2", made_at=0)
    Shipment.create(fulfillment=line.fulfillment_id, run=run.id, stop=1, cod_minor=3200, track_token="t", made_at=0)
    sheet = run_sheet(run.id)
    assert (sheet.stops[0].name, sheet.stops[0].collect, sheet.collect_total) == ("Siobhán Brady", "€32.00", "€32.00")

    (label,) = shelf_labels([lamp])
    assert (label.price, label.unit_price, label.code) == ("€32.00", "€42.67 / kg", "4006381333931")
    supplier = Supplier.create(code="NS", name="Nordic Steel")
    purchase = Purchase.create(number="2291", supplier=supplier.id, created_at=0)
    PurchaseLine.create(purchase=purchase.id, product=lamp, quantity=30, cost_e4=121_000)
    assert purchase_paper(purchase.id).totals.total_minor == 36_300
    assert order


def test_x_and_z_reports_say_what_was_frozen(till):
    sold((make_product(price="20.00", on_hand=1), 1))
    report = take_x_report(clerk)
    assert x_report(report).expected_minor == 52_000
    begin_count(clerk)
    close_shift(clerk, {"cash": 52_000})
    paper = paper_for(wishes("z_report")[0])
    assert (paper.number, paper.counted_minor, paper.expected_minor) == ("1", 52_000, 52_000)
    assert [(amount.name, amount.amount_minor) for amount in paper.sales] == [
        ("Gross sales", 2000),
        ("Net sales", 2000),
    ]
    assert (paper.first_receipt, paper.perpetual_minor) == (paper.last_receipt, 2000)


def test_what_is_not_there_or_no_paper_is_refused(store):
    for build in (receipt, packing_slip, shipping_label, pickup_slip, return_slip, pick_list, run_sheet, z_report):
        with pytest.raises(NotFound):
            build(99)
    with pytest.raises(NotAPaper):
        papers_of("drawer", {})
    assert shelf_labels([99]) == []
