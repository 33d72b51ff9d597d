"""What each paper says: frozen rows of finished texts and whole numbers, with no idea of how they will look.

A paper is filled by `build.py` and drawn by `printing`.  Texts are already in the paper's language (names,
dates, quantities with their unit); amounts are whole minor units of `currency`; weights are grams.
"""

from dataclasses import dataclass, field

from app.core.practice import is_practice


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The head of a paper: who sells."""

    name: str
    lines: tuple[str, ...] = ()  # address, telephone
    vat_number: str = ""
    logo_png: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper has: its language, which copy it is, and whether it is only practice."""

    language: str = "en"
    copy_number: int = 0  # 0 the original, 1 the first copy
    training: bool = field(default_factory=is_practice)  # so no paper of a practice copy is without it


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One thing sold, returned or sent."""

    name: str
    quantity: str = "1"
    unit_price: str = ""
    amount_minor: int = 0
    note: str = ""  # below the name: a discount, a lot, an engraving
    code: str = ""  # SKU or GTIN
    bin: str = ""
    letters: str = ""  # of its taxes, as they stand beside the taxes below
    is_option: bool = False  # belongs to the line above; one of nought bears no amount


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A named amount: a discount, a fee, a tender."""

    name: str
    amount_minor: int
    detail: str = ""  # a card's last four digits, a gift card's rest


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """What one tax rate took part in."""

    rate: str  # "VAT 23%"
    net_minor: int
    tax_minor: int
    gross_minor: int
    is_added: bool = False  # on top of the prices


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The lower half of every bill."""

    currency: str
    total_minor: int
    subtotal_minor: int = 0
    discounts: tuple[Amount, ...] = ()
    fees: tuple[Amount, ...] = ()
    taxes: tuple[TaxLine, ...] = ()
    prices_with_tax: bool = True
    rounding_minor: int = 0
    tenders: tuple[Amount, ...] = ()
    change_minor: int = 0
    due_minor: int = 0  # still to be paid


@dataclass(frozen=True, kw_only=True)
class Receipt(Paper):
    """The proof of a sale or refund that the customer takes along."""

    shop: Shop
    number: str
    at: str
    totals: Totals
    lines: tuple[PaperLine, ...] = ()
    title: str = ""  # empty for a sale; "Refund", "Deposit"
    order_number: str = ""
    cashier: str = ""
    station: str = ""
    customer: str = ""
    notes: tuple[str, ...] = ()  # points, savings
    footer: tuple[str, ...] = ()
    thanks: str = ""
    barcode: str = ""
    qr: str = ""


@dataclass(frozen=True, kw_only=True)
class GiftReceipt(Paper):
    """A receipt without a single price, for whoever unwraps the goods."""

    shop: Shop
    number: str
    at: str
    lines: tuple[PaperLine, ...] = ()
    message: str = ""
    footer: tuple[str, ...] = ()
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class PickupSlip(Paper):
    """Stuck on an order that waits on the shelf for its customer."""

    shop: Shop
    order_number: str
    customer: str
    shelf: str = ""
    pieces: str = ""
    until: str = ""
    due: str = ""  # what is still to be paid, as text
    lines: tuple[PaperLine, ...] = ()
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnSlip(Paper):
    """Goes with returned goods, from the customer's door to the inspection."""

    shop: Shop
    number: str
    order_number: str
    at: str
    customer: str = ""
    lines: tuple[PaperLine, ...] = ()  # note: the reason
    instructions: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class ShippingLabel(Paper):
    """The 4 × 6 inch label on a parcel; the last address line is the big one (postcode or town)."""

    shop: Shop
    to: tuple[str, ...]  # name first
    order_number: str
    tracking: str  # Code 128
    route_code: str = ""  # the big word for sorting: the postcode
    parcel: int = 1
    parcels: int = 1
    weight_grams: int = 0
    service: str = ""
    zone: str = ""
    when: str = ""  # "Mon 23 Nov, 09–12"
    cod: str = ""  # what the driver collects, as text
    qr: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShelfLabel(Paper):
    """The price at the shelf."""

    name: str
    price: str
    unit_price: str = ""
    was: str = ""  # the price before, struck through
    code: str = ""  # EAN-13, EAN-8, UPC-A or any Code 128 text
    caption: str = ""  # SKU and bin


@dataclass(frozen=True, kw_only=True)
class PackingSlip(Paper):
    """Lies in the parcel: what is in it and what is still to come."""

    shop: Shop
    order_number: str
    at: str
    deliver_to: tuple[str, ...]
    lines: tuple[PaperLine, ...] = ()
    to_follow: tuple[PaperLine, ...] = ()
    parcel: int = 1
    parcels: int = 1
    weight_grams: int = 0
    packed_by: str = ""
    service: str = ""
    message: str = ""
    footer: tuple[str, ...] = ()
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class PickStop:
    """One reach into a bin."""

    bin: str
    name: str
    code: str
    quantity: str
    tote: str = ""


@dataclass(frozen=True, kw_only=True)
class PickList(Paper):
    """What to fetch, in walking order."""

    shop: Shop
    number: str
    at: str
    picker: str = ""
    orders: tuple[str, ...] = ()
    stops: tuple[PickStop, ...] = ()
    pieces: str = ""
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class RunStop:
    """One door of a delivery run."""

    number: int
    order_number: str
    name: str
    address: str
    window: str = ""
    parcels: str = "1"
    collect: str = ""  # cash on delivery, as text
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RunSheet(Paper):
    """The driver's list, with room for signatures."""

    shop: Shop
    number: str
    at: str
    driver: str = ""
    vehicle: str = ""
    stops: tuple[RunStop, ...] = ()
    collect_total: str = ""
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class PurchasePaper(Paper):
    """An order to a supplier."""

    shop: Shop
    number: str
    at: str
    supplier: tuple[str, ...]
    totals: Totals
    lines: tuple[PaperLine, ...] = ()
    deliver_by: str = ""
    deliver_to: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvoicePaper(Paper):
    """The bill with both addresses."""

    shop: Shop
    number: str
    at: str
    customer: tuple[str, ...]
    totals: Totals
    lines: tuple[PaperLine, ...] = ()
    customer_vat_number: str = ""
    order_number: str = ""
    delivered: str = ""
    due: str = ""  # the day it is to be paid by
    deliver_to: tuple[str, ...] = ()
    payment_lines: tuple[str, ...] = ()  # bank, reference, terms
    notes: tuple[str, ...] = ()  # what the law wants to be said, such as reverse charge
    footer: tuple[str, ...] = ()
    title: str = ""  # empty for an invoice; "Credit note"
    corrects: str = ""  # the invoice that a credit note takes something off
    corrected_at: str = ""  # the day of that invoice
    qr: str = ""


@dataclass(frozen=True, kw_only=True)
class CommandCard:
    """One card of the command sheet: scan it instead of touching the keyboard."""

    title: str
    code: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class CommandCards(Paper):
    """Sheet of codes that the scan router knows as commands."""

    shop: Shop
    cards: tuple[CommandCard, ...] = field(default=())
    title: str = ""
