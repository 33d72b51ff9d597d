"""What all papers share: the shop's head, the words for tenders and quantities, addresses, the settings of papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.catalog.book import book
from app.catalog.tax_book import TaxKind
from app.core import i18n, settings
from app.core.i18n import N_, _
from app.core.money import format_figure, format_unit_price
from app.documents.papers import Shop, TaxLine
from app.orders.pricing import TaxSum
from app.payments.models import Tender
from app.returns.policy import DAYS
from app.staff.models import Station

FOOTER = settings.declare(
    "documents.receipt_footer", [], N_("Foot of receipts"), N_("Empty: how long goods can be returned.")
)
FOOTER_ZH = settings.declare("documents.receipt_footer_zh", [], N_("Foot of Chinese receipts"))
HEADER = settings.declare(
    "documents.receipt_header", [], N_("Head of receipts"), N_("Lines under the address, such as opening hours.")
)
SAVINGS = settings.declare("documents.receipt_savings", True, N_("Show savings"), N_("What the customer saved."))
RETURN_CODE = settings.declare(
    "documents.receipt_barcode", True, N_("Return barcode"), N_("A scan of it finds the sale again.")
)
QR = settings.declare(
    "documents.receipt_qr", "feedback", N_("QR code on receipts"), "",
    choices={"feedback": N_("Feedback page"), "receipt": N_("Number of the receipt"), "own": N_("Own text or address"),
             "none": N_("None")},
)  # fmt: skip
QR_TEXT = settings.declare("documents.receipt_qr_text", "", N_("Own text of the QR code"), N_("Such as your web shop."))
LANGUAGE = settings.declare(
    "documents.receipt_language", "customer", N_("Language of receipts"), "",
    choices={"customer": N_("The customer’s"), "en": N_("English"), "zh_CN": N_("Chinese")},
)  # fmt: skip
THANKS = settings.declare("documents.thanks", True, N_("Thank the customer"), N_("The last line of a receipt."))
BANK = settings.declare("documents.bank_lines", [], N_("Bank details"), N_("Stand on invoices."))
PAY_DAYS = settings.declare("documents.pay_days", 14, N_("Invoices are due after"), N_("In days."), least=0, most=365)
LOGO = settings.declare("documents.logo_file", "", N_("Logo"), N_("A PNG file for the head of receipts and letters."))
PHONE = settings.declare("shop.phone", "", N_("Phone of the shop"), N_("Stands on papers and messages."))

TENDERS: dict[Tender, str] = {
    Tender.CASH: N_("Cash"),
    Tender.CARD: N_("Card"),
    Tender.STORE_CREDIT: N_("Store credit"),
    Tender.GIFT_CARD: N_("Gift card"),
    Tender.ON_ACCOUNT: N_("On account"),
    Tender.INSTALMENTS: N_("Instalments"),
    Tender.ON_DELIVERY: N_("Paid on delivery"),
    Tender.ONLINE: N_("Paid online"),
    Tender.WALLET: N_("Payment code"),
    Tender.FOREIGN_CASH: N_("Foreign cash"),
    Tender.WRITE_OFF: N_("Small rest let go"),
}
assert TENDERS.keys() == set(Tender)

_UNITS: dict[str, str] = {"gram": N_("{n} g"), "millilitre": N_("{n} ml"), "millimetre": N_("{n} mm")}
_LARGE: dict[str, str] = {"gram": N_("{n} kg"), "millilitre": N_("{n} L"), "millimetre": N_("{n} m")}


@contextmanager
def in_language(name: str) -> Iterator[str]:
    """Texts of one paper in its language; English when the program does not speak it."""
    known = name if name in i18n.languages() else i18n.SOURCE
    with i18n.speaking(known):
        yield known


def receipt_head() -> Shop:
    """Who sells, with the lines that only receipts have."""
    head = shop_head()
    return replace(head, lines=(*head.lines, *settings.read(HEADER)))


def shop_head() -> Shop:
    """Who sells, from the settings."""
    lines = [line for line in settings.read("shop.address_lines") if line.strip()]
    phone, logo = str(settings.read(PHONE)), str(settings.read(LOGO))
    picture = Path(logo).read_bytes() if logo and Path(logo).is_file() else b""
    return Shop(
        name=str(settings.read("shop.name")), lines=tuple([*lines, phone] if phone else lines),
        vat_number=str(settings.read("shop.vat_number")), logo_png=picture,
    )  # fmt: skip


def footer() -> tuple[str, ...]:
    """The foot of receipts in the language spoken now."""
    own = settings.read(FOOTER_ZH if i18n.speaks_chinese() else FOOTER)
    days = int(settings.read(DAYS))
    usual = [i18n.ngettext(
        "Returns within {n} day with this receipt.", "Returns within {n} days with this receipt.", days
    ).format(n=days)] if days else []  # fmt: skip
    return tuple(own or usual)


def quantity_text(quantity: int, unit: str) -> str:
    """2, 450 g, 1.25 kg."""
    if unit not in _UNITS:
        return str(quantity)
    if quantity < 1000:
        return _(_UNITS[unit]).format(n=quantity)
    whole, part = divmod(quantity, 1000)
    return _(_LARGE[unit]).format(n=f"{whole}.{part:03d}".rstrip("0").rstrip("."))


def price_text(price_e4: int, price_per: int, unit: str) -> str:
    """A unit price as it stands on a line: 14.90, 24.00 / kg."""
    figure = format_figure(price_e4 // 100) if price_e4 % 100 == 0 else format_unit_price(price_e4)
    return figure if price_per == 1 else f"{figure} / {quantity_text(price_per, unit)}"


def address_lines(name: str, address: Mapping[str, Any] | None) -> tuple[str, ...]:
    """A name and address, one line each; the postcode is last."""
    if not address:
        return (name,)
    town = ", ".join(part for part in (address.get("city"), address.get("region")) if part)
    parts = (name, address.get("line1"), address.get("line2"), town, address.get("postcode"))
    return tuple(part for part in parts if part)


def letter_of(tax_bp: int) -> str:
    """The letter of a plain rate, where the shop gave it one."""
    for tax in book().taxes.taxes.values():
        if tax.kind is TaxKind.PERCENT and tax.letter and tax_bp in (tax.rate_bp, *(rate[1] for rate in tax.dated)):
            return tax.letter
    return ""


def tax_line(tax: TaxSum) -> TaxLine:
    """One rate of a bill in words."""
    percent = f"{tax.tax_bp / 100:g}%"
    if not tax.code:
        rate = _("VAT {percent}%").format(percent=f"{tax.tax_bp / 100:g}")
    else:
        rate = tax.name if not tax.tax_bp or percent in tax.name else f"{tax.name} {percent}"
    letter = tax.letter or ("" if tax.code else letter_of(tax.tax_bp))
    rate = f"{rate} ({letter})" if letter else rate
    return TaxLine(
        rate=rate, net_minor=tax.net_minor, tax_minor=tax.tax_minor, gross_minor=tax.gross_minor, is_added=tax.is_added
    )


def station_name(code: str) -> str:
    """What a station is called."""
    return str(Station.select(Station.name).where(Station.code == code).scalar() or code)
