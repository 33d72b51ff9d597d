"""The quote on paper: goods, prices and the day until which they hold; its bar code fetches it at any till."""

from __future__ import annotations

from typing import Any

from app.catalog.book import book
from app.core import clock, settings
from app.core.i18n import _, spoken_name
from app.core.money import currency
from app.core.refusal import NotFound
from app.counter.models import Quote
from app.counter.quote_lines import CHARGES, name_of_charge
from app.customers.models import Customer
from app.documents import texts
from app.documents.papers import Amount, PaperLine, Receipt, Totals
from app.orders.line_kinds import LineKind, option_words
from app.orders.pricing import sum_parts, sum_taxes
from app.orders.taxed import in_lines
from app.orders.taxes import TaxPart


def quote(quote_id: int, language: str | None = None, copy: int = 0) -> Receipt:
    """A quote as it was made, whatever the catalog says now; NotFound when there is none such."""
    row = Quote.get_or_none(Quote.id == quote_id)
    if row is None:
        raise NotFound("quote", quote_id)
    theirs = Customer.select(Customer.language).where(Customer.id == row.customer_id).scalar()
    with texts.in_language(language or theirs or str(settings.read("shop.language"))) as spoken:
        off = sum(line["amount_minor"] - line["total_minor"] for line in row.lines)
        plain = [line for line in row.lines if not line.get("taxes")]
        taxes = sum_taxes([(line["tax_bp"], line["total_minor"], line["tax_minor"]) for line in plain])
        taxes += sum_parts(TaxPart(*one) for line in row.lines for one in line.get("taxes", ()))
        return Receipt(
            language=spoken, copy_number=copy, shop=texts.shop_head(), number=row.number,
            at=clock.format_stamp(row.made_at), title=_("Quote"), lines=tuple(map(_line, row.lines)),
            totals=Totals(
                currency=currency(), total_minor=row.total_minor, subtotal_minor=row.total_minor + off,
                discounts=(Amount(name=_("Discount"), amount_minor=-off),) if off else (),
                taxes=tuple(map(texts.tax_line, in_lines(taxes, book().taxes))),
            ),
            cashier=row.who.split(" ")[0], customer=row.customer_name, footer=texts.footer(), barcode=row.number,
            notes=tuple(filter(None, (_held(row), _coupons(row), _estimate(row)))),
        )  # fmt: skip


def _held(row: Quote) -> str:
    return _("These prices hold until {day}.").format(day=clock.format_day(row.valid_until))


def _coupons(row: Quote) -> str:
    """The coupons that the prices count on: the quote does not keep them back."""
    codes = ", ".join(row.body.get("opened", ()))
    return _("With the coupon {code}, which is used up when you buy.").format(code=codes) if codes else ""


def _estimate(row: Quote) -> str:
    """When it could come, as it was said on the phone; it is promised when the order is placed."""
    at = row.body.get("call", {}).get("promised_at")
    return _("Estimated: {day}; promised when you order.").format(day=clock.format_weekday(at)) if at else ""


def _line(line: dict[str, Any]) -> PaperLine:
    kind = line.get("kind")
    if kind in CHARGES:
        return PaperLine(name=name_of_charge(kind), quantity="", amount_minor=line["amount_minor"])
    name, is_option = spoken_name(line["name"], line["name_zh"]), kind == LineKind.OPTION
    return PaperLine(
        name=option_words(name, line["note"]) if is_option else name, is_option=is_option,
        quantity=texts.quantity_text(line["quantity"], line["unit"]),
        unit_price=texts.price_text(line["unit_price_e4"], line["price_per"], line["unit"]),
        amount_minor=line["amount_minor"], code=line["sku"],
        note=" · ".join(filter(None, (line["discount_name"], "" if is_option else line["note"]))),
    )  # fmt: skip
