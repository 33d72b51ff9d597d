"""The reports for the tax office: every tax by rate and month, sold and come back, and the credit notes."""

from __future__ import annotations

from collections.abc import Iterator

from app.analysis.report import Cell, Column, Kind, Report, build, reports
from app.catalog.book import book
from app.catalog.tax_book import TaxKind
from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from app.ledger.tax_sums import TaxInSpan, taxes_between
from app.orders.models import Order
from app.payments.invoices import credit_number, invoice_number
from app.payments.models import CreditNote, CreditWhy, Invoice

WHY = {
    CreditWhy.RETURN: N_("Goods came back"), CreditWhy.VOID: N_("Sale voided"), CreditWhy.CANCELLED: N_("Cancelled"),
    CreditWhy.CHANGED: N_("Order changed"), CreditWhy.GOODWILL: N_("Goodwill"),
}  # fmt: skip
assert WHY.keys() == set(CreditWhy)


@reports("taxes", N_("Taxes"))
def taxes(from_day: str, to_day: str) -> Report:
    """Base and tax of each tax and rate, month by month, as the ledger holds them."""
    columns = (
        Column("month", _("Month")), Column("tax", _("Tax")), Column("rate", _("Rate"), Kind.PERCENT),
        Column("base", _("Sold without tax"), Kind.MONEY), Column("sold", _("Tax on it"), Kind.MONEY),
        Column("base_back", _("Taken back without tax"), Kind.MONEY), Column("back", _("Tax given back"), Kind.MONEY),
        Column("due", _("Tax due"), Kind.MONEY),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for month, first, last in _months(from_day, to_day):
        found = taxes_between(clock.day_start_ms(first), clock.day_end_ms(last))
        for row in in_lines(found):
            rows.append((
                month, row.name or _name_of(row.rate_bp), row.rate_bp if row.rate_bp or not row.code else None,
                row.base_minor, row.tax_minor, row.base_back_minor, row.tax_back_minor,
                row.tax_minor - row.tax_back_minor,
            ))  # fmt: skip
    note = _("Goods with several taxes stand in the line of each of them.")
    if notes := _notes(from_day, to_day):
        told = ngettext("{count} credit note over {amount} was made.", "{count} credit notes over {amount} were made.",
                        len(notes))  # fmt: skip
        total = sum(made.total_minor for made in notes)
        note = f"{note} {told.format(count=len(notes), amount=format_money(total))}"
    return build("taxes", columns, rows, add=("sold", "back", "due"), note=note)


@reports("credit_notes", N_("Credit notes"))
def credit_notes(from_day: str, to_day: str) -> Report:
    """Every credit note with the invoice that it corrects, and the tax that it gives back."""
    columns = (
        Column("number", _("Credit note")), Column("day", _("Date"), Kind.DAY), Column("invoice", _("Invoice")),
        Column("order", _("Order")), Column("buyer", _("Buyer")), Column("why", _("Why")),
        Column("tax", _("Tax given back"), Kind.MONEY), Column("total", _("Total"), Kind.MONEY),
    )  # fmt: skip
    notes = _notes(from_day, to_day)
    rows = [
        (
            credit_number(made.no), clock.day_of(made.made_at), invoice_number(made.invoice.no), made.order.number,
            made.invoice.buyer, _(WHY[CreditWhy(made.why)]),
            sum(tax["tax_minor"] for tax in made.paper["totals"]["taxes"]), made.total_minor,
        )
        for made in notes
    ]  # fmt: skip
    links = [("order", made.order.id) for made in notes]
    return build("credit_notes", columns, rows, add=("tax", "total"), links=links)


def _notes(from_day: str, to_day: str) -> list[CreditNote]:
    days = CreditNote.made_at.between(clock.day_start_ms(from_day), clock.day_end_ms(to_day) - 1)
    query = CreditNote.select(CreditNote, Invoice, Order).join(Invoice).switch(CreditNote).join(Order)
    return list(query.where(days).order_by(CreditNote.no))


def in_lines(found: list[TaxInSpan]) -> list[TaxInSpan]:
    """One line for a rate, whether goods have it alone or beside other taxes."""
    plain: dict[int, TaxInSpan] = {}
    rest: list[TaxInSpan] = []
    here = book().taxes
    for row in found:
        if row.code and not here.is_usual(row.code):
            rest.append(row)
        elif before := plain.get(row.rate_bp):
            plain[row.rate_bp] = TaxInSpan("", "", row.rate_bp, *map(sum, zip(before[3:], row[3:], strict=True)))
        else:
            plain[row.rate_bp] = row._replace(code="", name="")
    return [*(plain[rate] for rate in sorted(plain)), *rest]


def _months(from_day: str, to_day: str) -> Iterator[tuple[str, str, str]]:
    """The months of a period with their first and last day in it."""
    first = from_day
    while first <= to_day:
        year, month = int(first[:4]), int(first[5:7])
        following = f"{year + month // 12}-{month % 12 + 1:02}-01"
        yield first[:7], first, min(clock.add_days(following, -1), to_day)
        first = following


def _name_of(rate_bp: int) -> str:
    """The name of a plain rate: as a tax of the shop is called, else by its figure."""
    for tax in book().taxes.taxes.values():
        if tax.kind is TaxKind.PERCENT and tax.rate_bp == rate_bp and not tax.dated:
            return tax.name
    return _("VAT {percent}%").format(percent=f"{rate_bp / 100:g}")
