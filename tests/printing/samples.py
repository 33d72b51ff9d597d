"""Papers of the shop Alder & Pine, as the tests and the pictures use them."""

from dataclasses import replace

from app.documents.papers import (
    Amount,
    CommandCard,
    CommandCards,
    GiftReceipt,
    InvoicePaper,
    PackingSlip,
    Paper,
    PaperLine,
    PickList,
    PickStop,
    PickupSlip,
    PurchasePaper,
    Receipt,
    ReturnSlip,
    RunSheet,
    RunStop,
    ShelfLabel,
    ShippingLabel,
    Shop,
    TaxLine,
    Totals,
)
from app.documents.till_papers import CashSlip, Count, XReport, ZReport

SHOP = Shop(name="Alder & Pine", lines=("12 Fade Street, Dublin 2 · 01 555 0100",), vat_number="IE 1234567FA")

LINES = (
    PaperLine(name="Enamel mug 350 ml, forest", quantity="2", unit_price="14.90", amount_minor=2980, code="MUG-F35"),
    PaperLine(name="Cast-iron skillet 26 cm", amount_minor=4950, code="SKI-026"),
    PaperLine(name="Beeswax candles, pair", amount_minor=1440, note="18.00 − 20% autumn offer", code="CAN-BW2"),
    PaperLine(name="Folding knife, oak handle", amount_minor=3900, code="KNF-OAK"),
    PaperLine(name="House blend coffee, 250 g", quantity="3", unit_price="9.80", amount_minor=2940, code="COF-250"),
)
TOTALS = Totals(
    currency="EUR",
    subtotal_minor=16210,
    discounts=(Amount(name="Member −5%", amount_minor=-811),),
    total_minor=15399,
    taxes=(TaxLine(rate="VAT 23%", net_minor=12519, tax_minor=2880, gross_minor=15399),),
    tenders=(Amount(name="Store credit", amount_minor=2500), Amount(name="Cash", amount_minor=15000)),
    rounding_minor=1,
    change_minor=2100,
)
RECEIPT = Receipt(
    shop=SHOP,
    number="10482",
    at="22 Nov 2026 14:33",
    station="Till 1",
    cashier="Maya",
    lines=LINES,
    totals=TOTALS,
    footer=("Returns within 30 days with this receipt.",),
    thanks="Thank you, Eimear!",
    barcode="S10482-1422",
)
LABEL = ShippingLabel(
    shop=SHOP,
    to=("Siobhán Brady", "14 Seapoint Terrace, Apt 3", "Blackrock, Co. Dublin"),
    route_code="A94 X5R7",
    order_number="10483",
    tracking="AP10483IE",
    weight_grams=2515,
    service="VAN 2",
    zone="Zone 2",
    when="Mon 23 Nov, 09–12",
    qr="https://alderandpine.example/t/AP10483IE",
    notes=("Ring twice, gate 4410",),
)
SHELF = ShelfLabel(
    name="Steel flask 0.75 L", price="€32.00", unit_price="€42.67 / L", code="4006381333931", caption="FLK-075 · B-04-2"
)
Z_REPORT = ZReport(
    shop=SHOP,
    number="412",
    station="Till 1",
    shift="Shift 412",
    opened="22 Nov 2026 09:02",
    at="22 Nov 2026 18:10",
    currency="EUR",
    cashier="Maya",
    sales=(
        Amount(name="Gross sales", amount_minor=284210),
        Amount(name="Discounts", amount_minor=-8120),
        Amount(name="Refunds", amount_minor=-12450),
        Amount(name="Net sales", amount_minor=263640),
    ),
    taxes=(
        TaxLine(rate="VAT 23%", net_minor=198400, tax_minor=45632, gross_minor=244032),
        TaxLine(rate="VAT 9%", net_minor=17989, tax_minor=1619, gross_minor=19608),
    ),
    tenders=(
        Amount(name="Card", amount_minor=181230, detail="38"),
        Amount(name="Cash", amount_minor=71910, detail="22"),
        Amount(name="Store credit", amount_minor=10500),
    ),
    cash=(
        Amount(name="Float", amount_minor=15000),
        Amount(name="Cash sales", amount_minor=71910),
        Amount(name="To the safe", amount_minor=-50000),
    ),
    expected_minor=36910,
    counted_minor=36790,
    counts=(Count(name="Sales", value="61"), Count(name="Drawer opened without a sale", value="2")),
    first_receipt="10421",
    last_receipt="10482",
    perpetual_minor=98412077,
    journal_number=20814,
    journal_hash="9f2c41d07be6a3558c1e7d4402af96b19f2c41d07be6a3558c1e7d4402af96b1",
)
PACKING = PackingSlip(
    shop=SHOP,
    order_number="10483",
    at="22 Nov 2026 15:04",
    deliver_to=(*LABEL.to, "A94 X5R7"),
    lines=LINES,
    to_follow=(PaperLine(name="Steel flask 0.75 L", quantity="1", code="FLK-075", note="Expected Thu 26 Nov"),),
    weight_grams=2515,
    packed_by="Tom",
    service="Van, Mon 23 Nov 09–12",
    message="Happy birthday, Siobhán!",
    footer=("Something missing or broken? 01 555 0100, we put it right.",),
    barcode="10483",
)
PICK = PickList(
    shop=SHOP,
    number="B-0219",
    at="22 Nov 2026 14:40",
    picker="Tom",
    orders=("10479", "10480", "10483"),
    pieces="7",
    stops=tuple(
        PickStop(bin=f"A-0{i}-{i % 4 + 1}", name=line.name, code=line.code, quantity=line.quantity, tote=f"T{i}")
        for i, line in enumerate(LINES, start=1)
    ),
    barcode="B-0219",
)
RUN = RunSheet(
    shop=SHOP,
    number="R-118",
    at="Mon 23 Nov 08:30",
    driver="Aoife Byrne",
    vehicle="Van 2 · 191-D-4410",
    collect_total="€45.00",
    stops=(
        RunStop(number=1, order_number="10483", name="Siobhán Brady", address="14 Seapoint Terrace", window="09–12"),
        RunStop(number=2, order_number="10484", name="王小明", address="3 Main St", collect="€45.00", note="Gate 7"),
    ),
    barcode="R-118",
)
INVOICE = InvoicePaper(
    shop=SHOP,
    number="2026-0412",
    at="22 Nov 2026",
    customer=("Brady Interiors Ltd", "14 Seapoint Terrace", "Blackrock, Co. Dublin"),
    customer_vat_number="IE 7654321WH",
    order_number="10483",
    delivered="23 Nov 2026",
    due="6 Dec 2026",
    lines=LINES,
    totals=replace(TOTALS, tenders=(), change_minor=0, rounding_minor=0, due_minor=15399),
    payment_lines=("IBAN IE29 AIBK 9311 5212 3456 78", "Reference 2026-0412"),
    footer=("Alder & Pine Ltd, registered in Dublin.",),
)
CREDIT_NOTE = replace(
    INVOICE, title="Credit note", number="CN-000007", corrects="2026-0412", corrected_at="22 Nov 2026", due="",
    payment_lines=(), notes=("Goods came back: return R-311",), totals=replace(INVOICE.totals, due_minor=0),
)  # fmt: skip
EVERY: tuple[Paper, ...] = (
    RECEIPT,
    GiftReceipt(shop=SHOP, number="10482", at="22 Nov 2026", lines=LINES, message="From Eimear", barcode="G10482"),
    PickupSlip(shop=SHOP, order_number="10485", customer="Nora Quinn", shelf="P-07", pieces="3 pieces", due="€12.00"),
    CashSlip(shop=SHOP, number="81", at="22 Nov 2026 14:32", word="Maya Kelly", amount="€12.00", cashier="Ruth"),
    ReturnSlip(shop=SHOP, number="R-311", order_number="10470", at="22 Nov 2026", lines=LINES[:1], send_to=("Us",)),
    Z_REPORT,
    XReport(shop=SHOP, number="9", station="Till 1", shift="412", opened="09:02", at="14:32", currency="EUR"),
    PACKING,
    PICK,
    RUN,
    PurchasePaper(shop=SHOP, number="PO-77", at="22 Nov 2026", supplier=("Fox Ltd",), totals=TOTALS, lines=LINES),
    INVOICE,
    CREDIT_NOTE,
    CommandCards(
        shop=SHOP,
        cards=(
            CommandCard(title="Pay", code="KONTOR-PAY", hint="F9"),
            CommandCard(title="Park the sale", code="KONTOR-PARK", hint="F6"),
            CommandCard(title="Undo", code="KONTOR-UNDO", hint="Ctrl+Z"),
        ),
    ),
    LABEL,
    SHELF,
)
