"""Bills: the receipt of a sale, payment, refund or void, the gift receipt, and the invoice with the same amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from app.catalog.models import Product
from app.core import clock, settings
from app.core.i18n import _, spoken_name
from app.core.money import format_figure, format_money, line_minor, round_div
from app.core.refusal import NotFound
from app.customers.models import Customer
from app.documents import texts
from app.documents.debt_papers import plan_receipt
from app.documents.goods_back import credited_before, goods_of
from app.documents.kept_bills import kept_lines, kept_totals
from app.documents.laid_away import laid_away
from app.documents.paid import Money, debt_paid_on, paid_on, payments_of_order, tender_line
from app.documents.papers import Amount, GiftReceipt, InvoicePaper, PaperLine, Receipt, TaxLine, Totals
from app.feedback.ask import link_of
from app.feedback.models import Feedback
from app.orders.charges import kept_charges
from app.orders.line_kinds import FOLLOWS, LineKind, option_words
from app.orders.models import Order, OrderLine
from app.orders.taxed import kept_taxes, parts_of, sums_of
from app.orders.wrap import wrap_words
from app.payments import receipts
from app.payments.invoices import credit_number, invoice_number
from app.payments.models import CreditNote, Invoice, ReceiptKind, Tender
from app.payments.order_account import owed
from app.payments.receipts import FoundReceipt


class Line(NamedTuple):
    """An order line as bills read it."""

    id: int
    name: str
    name_zh: str | None
    sku: str
    unit: str
    quantity: int
    unit_price_e4: int
    price_per: int
    list_price_e4: int
    discount_minor: int
    discount_name: str
    order_discount_minor: int
    total_minor: int
    tax_bp: int
    tax_minor: int
    added_minor: int
    note: str
    serial: str
    no: int
    kind: LineKind
    of_no: int | None
    relieved_minor: int


def receipt(
    order_id: int, language: str | None = None, copy: int = 0, gift: bool = False, number: str = ""
) -> Receipt | GiftReceipt:
    """The receipt of an order, the first one unless `number` names another; NotFound when it has none.

    `copy` 0 is the original; a gift receipt bears no price.
    """
    order, found = _order(order_id), _receipt_of(order_id, number)
    chosen = str(settings.read(texts.LANGUAGE))
    with texts.in_language(language or (order.language if chosen == "customer" else chosen)) as spoken:
        if gift:
            return _gift(order, found, spoken, copy)
        if found.kind == ReceiptKind.PAYMENT and (for_plan := debt_paid_on(found.number)):
            return plan_receipt(order, found, for_plan, spoken, copy)
        return _receipt(order, found, spoken, copy)


def invoice(order_id: int, language: str | None = None, copy: int = 0) -> InvoicePaper:
    """The invoice of an order, with the very amounts of the order; what is paid or credited already stands on it.

    Made later for a receipt, it has a number of its own, the buyer as it was asked for, and the goods as they were
    when it went out.
    """
    order, made = _order(order_id), Invoice.get_or_none(Invoice.order == order_id)
    with texts.in_language(language or order.language) as spoken:
        due = max(owed(order_id), 0)
        kept = made.paper if made else None
        lines, totals = (kept_lines(kept), kept_totals(kept)) if kept else sold_of(order_id)
        paid = [money for money in payments_of_order(order_id) if money.tender != Tender.ON_ACCOUNT]
        totals = replace(
            totals, due_minor=due, tenders=(*_tenders(paid), *_credited(order_id)),
            rounding_minor=sum(money.rounding_minor for money in paid),
            change_minor=sum(money.change_minor for money in paid),
        )  # fmt: skip
        on = order.completed_at or order.placed_at or order.created_at
        buyer = order.customer.name if order.customer_id else order.customer_name
        return InvoicePaper(
            language=spoken, copy_number=copy, shop=texts.shop_head(),
            number=invoice_number(made.no) if made else order.number or "", at=clock.format_day(made.made_at if made else on),
            customer=(made.buyer, *made.lines) if made else texts.address_lines(buyer, order.address), totals=totals,
            customer_vat_number=made.vat_number if made else "",
            lines=lines, order_number=order.number or "",
            delivered=clock.format_day(order.completed_at) if order.completed_at else "",
            due=clock.format_day(on + int(settings.read(texts.PAY_DAYS)) * clock.DAY_MS) if due else "",
            deliver_to=texts.address_lines(order.customer_name, order.address) if order.address else (),
            payment_lines=tuple(settings.read(texts.BANK)) if due else (), footer=texts.footer(), notes=_regime(order),
        )  # fmt: skip


def sold_of(order_id: int) -> tuple[tuple[PaperLine, ...], Totals]:
    """What a bill says of an order as it stands now: its lines and sums, without what is paid."""
    order, lines = _order(order_id), _lines(order_id)
    return _paper_lines(order_id, lines), _totals(order, lines, ())


def sold_by_line(order_id: int) -> dict[int, PaperLine]:
    """The lines of a bill by the line of the order, with the bare count as their quantity."""
    return {
        line.id: replace(_paper_line(line, ()), quantity=str(line.quantity), note=line.unit)
        for line in _lines(order_id) if line.kind != LineKind.PART
    }  # fmt: skip


def _credited(order_id: int) -> tuple[Amount, ...]:
    """What credit notes took off its invoice, as what was paid stands there."""
    query = CreditNote.select(CreditNote.no, CreditNote.total_minor).where(CreditNote.order == order_id)
    return tuple(
        Amount(name=_("Credit note {number}").format(number=credit_number(no)), amount_minor=total)
        for no, total in query.order_by(CreditNote.no).tuples()
    )


def _receipt(order: Any, found: FoundReceipt, spoken: str, copy: int) -> Receipt:
    """One receipt by its kind; what a refund says comes from the return it belongs to."""
    mine, before = paid_on(order.id, found)
    titles = {ReceiptKind.PAYMENT: _("Payment"), ReceiptKind.REFUND: _("Refund"), ReceiptKind.VOID: _("Void")}
    notes: tuple[str, ...] = ()
    lines = _lines(order.id)
    if found.kind == ReceiptKind.REFUND:
        goods, taxes = goods_of(found.return_id) if found.return_id else ((), ())
        otherwise = found.total_minor - sum(line.amount_minor for line in goods) if goods else 0
        totals = _back_totals(order, found, mine, taxes, [(_("Credited otherwise"), otherwise)])
    elif found.kind == ReceiptKind.VOID:
        goods = _paper_lines(order.id, lines, sign=-1)
        beside = [(order.discount_name or _("Discount"), order.discount_minor), (_("Tax"), -order.added_minor)]
        totals = _back_totals(order, found, mine, _taxes(order, lines, sign=-1), beside)
    else:
        goods = _paper_lines(order.id, lines)
        credited = credited_before(order.id, found.made_at) if found.kind == ReceiptKind.PAYMENT else 0
        due = order.total_minor - credited - before - sum(money.amount_minor for money in mine)
        totals = _totals(order, lines, mine, paid_before=before, credited_minor=credited, due_minor=due)
        saved = sum(line.discount_minor + line.order_discount_minor for line in lines)
        notes = (
            (_("You saved {amount}").format(amount=format_money(saved, order.currency)),)
            if saved and settings.read(texts.SAVINGS)
            else ()
        )
    notes = (*_regime(order), *laid_away(order, found), *notes)
    barcode = found.number if settings.read(texts.RETURN_CODE) else ""
    thanks = settings.read(texts.THANKS) and found.kind in (ReceiptKind.SALE, ReceiptKind.PAYMENT)
    return Receipt(
        language=spoken, copy_number=copy, shop=texts.receipt_head(), number=found.number,
        at=clock.format_stamp(found.made_at), totals=totals, lines=goods, title=titles.get(found.kind, ""),
        order_number=order.number or "", cashier=order.entered_name.split(" ")[0],
        station=texts.station_name(found.station), customer=order.customer_name, notes=notes, footer=texts.footer(),
        thanks=_thanks(order.customer_name) if thanks else "", barcode=barcode,
        qr=_qr(order.id, found.number),
    )  # fmt: skip


def _regime(order: Any) -> tuple[str, ...]:
    """What a customer's tax regime wants to be said on papers."""
    return (order.tax_note or order.tax_regime,) if order.tax_regime else ()


def _gift(order: Any, found: FoundReceipt, spoken: str, copy: int) -> GiftReceipt:
    lines = _lines(order.id)
    wraps = {line.of_no: line.note for line in lines if line.kind == LineKind.WRAP}
    goods = tuple(
        PaperLine(
            name=_name(line), quantity=texts.quantity_text(line.quantity, line.unit),
            note=wrap_words(wraps.get(line.no, wraps.get(None))) if line.kind not in FOLLOWS else "",
            is_option=line.kind == LineKind.OPTION,
        )
        for line in sorted(lines, key=_place) if line.kind not in (LineKind.WRAP, LineKind.DEPOSIT)
    )  # fmt: skip
    return GiftReceipt(
        language=spoken, copy_number=copy, shop=texts.receipt_head(), number=found.number,
        at=clock.format_day(found.made_at), lines=goods, message=order.note, footer=texts.footer(),
        barcode=found.number,
    )  # fmt: skip


def _order(order_id: int) -> Any:
    row = Order.select(Order, Customer).left_outer_join(Customer).where(Order.id == order_id).first()
    if row is None:
        raise NotFound("order", order_id)
    return row


def _receipt_of(order_id: int, number: str) -> FoundReceipt:
    for found in receipts.receipts_of(order_id):
        if not number or found.number == number:
            return found
    raise NotFound("receipt", number or order_id)


def _lines(order_id: int) -> list[Line]:
    query: Any = (
        OrderLine.select(
            OrderLine.id, OrderLine.name, Product.name_zh, OrderLine.sku, OrderLine.unit, OrderLine.quantity,
            OrderLine.unit_price_e4, OrderLine.price_per, OrderLine.list_price_e4, OrderLine.discount_minor,
            OrderLine.discount_name, OrderLine.order_discount_minor, OrderLine.total_minor, OrderLine.tax_bp,
            OrderLine.tax_minor, OrderLine.added_minor, OrderLine.note, OrderLine.serial, OrderLine.no,
            OrderLine.kind, OrderLine.of_no, OrderLine.relieved_minor,
        )
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .where(OrderLine.order == order_id).order_by(OrderLine.no).tuples()
    )  # fmt: skip
    return [Line._make(row) for row in query]


def _totals(
    order: Any, lines: Sequence[Line], paid: Sequence[Money], *, paid_before: int = 0, credited_minor: int = 0,
    due_minor: int = 0,
) -> Totals:  # fmt: skip
    discounts: tuple[Amount, ...] = ()
    if order.discount_minor:
        discounts = (Amount(name=order.discount_name or _("Discount"), amount_minor=-order.discount_minor),)
    fees = [(_("Delivery"), order.delivery_minor), (_("Fee"), order.fee_minor), (_("Tax"), order.added_minor)]
    tenders = _tenders(paid)
    if paid_before:
        tenders.insert(0, Amount(name=_("Paid before"), amount_minor=paid_before))
    if credited_minor:
        tenders.insert(0, Amount(name=_("Goods taken back"), amount_minor=credited_minor))
    if due_minor < 0:  # the order costs less since it was paid
        tenders.append(Amount(name=_("Paid too much"), amount_minor=due_minor))
    return Totals(
        currency=order.currency, total_minor=order.total_minor, subtotal_minor=order.goods_minor, discounts=discounts,
        fees=tuple(Amount(name=name, amount_minor=amount) for name, amount in fees if amount),
        taxes=_taxes(order, lines), rounding_minor=sum(money.rounding_minor for money in paid), tenders=tuple(tenders),
        change_minor=sum(money.change_minor for money in paid), due_minor=max(due_minor, 0),
    )  # fmt: skip


def _tenders(paid: Sequence[Money]) -> list[Amount]:
    """What was paid, the tip first."""
    tenders = [tender_line(money) for money in paid]
    if tips := sum(money.tip_minor for money in paid):
        tenders.insert(0, Amount(name=_("Tip for the staff"), amount_minor=tips))
    return tenders


def _back_totals(
    order: Any,
    found: FoundReceipt,
    paid: Sequence[Money],
    taxes: tuple[TaxLine, ...],
    beside: Sequence[tuple[str, int]],
) -> Totals:
    """The lower half of a refund or void; `beside` is what stands between its lines and its total."""
    fees = tuple(Amount(name=name, amount_minor=amount) for name, amount in beside if amount)
    return Totals(
        currency=order.currency, total_minor=found.total_minor, taxes=taxes, fees=fees,
        subtotal_minor=found.total_minor - sum(fee.amount_minor for fee in fees),
        rounding_minor=sum(money.rounding_minor for money in paid), tenders=tuple(tender_line(money) for money in paid),
    )  # fmt: skip


def _taxes(order: Any, lines: Sequence[Line], *, sign: int = 1) -> tuple[TaxLine, ...]:
    taxed = [(line.id, line.tax_bp, line.total_minor, line.tax_minor) for line in lines if line.kind != LineKind.PART]
    kept = kept_taxes(order.id)
    if charges := order.delivery_minor + order.fee_minor + order.charges_added_minor:
        kept[0] = [one for mine in kept_charges(order.id).values() for one in mine]
        taxed.append((0, order.charges_tax_bp, charges, order.charges_tax_minor))
    return tuple(texts.tax_line(tax) for tax in sums_of(taxed, kept, sign=sign))


def _paper_lines(order_id: int, lines: Sequence[Line], *, sign: int = 1) -> tuple[PaperLine, ...]:
    """What is paid for; the parts of a kit stand below its name."""
    kept = kept_taxes(order_id)
    return tuple(
        _paper_line(
            line, [part for part in lines if part.kind == LineKind.PART and part.of_no == line.no], sign=sign,
            letters="".join(tax.letter for tax in parts_of(kept.get(line.id, ()))) or texts.letter_of(line.tax_bp),
        )
        for line in sorted(lines, key=_place) if line.kind != LineKind.PART
    )  # fmt: skip


def _place(line: Line) -> tuple[int, int]:
    """What goes with a line stands below it."""
    return (line.no if line.of_no is None else line.of_no, line.no)


def _name(line: Line) -> str:
    """What a line is called on paper; an option stands with a plus and its words below its goods."""
    name = spoken_name(line.name, line.name_zh)
    return option_words(name, line.note) if line.kind == LineKind.OPTION else name


def _paper_line(line: Line, parts: Sequence[Line], *, sign: int = 1, letters: str = "") -> PaperLine:
    is_option = line.kind == LineKind.OPTION
    notes = ["" if is_option else line.note, line.serial]
    notes += [
        f"{texts.quantity_text(part.quantity, part.unit)} {spoken_name(part.name, part.name_zh)}" for part in parts
    ]
    if line.discount_minor:
        name = line.discount_name or _("Discount")
        notes.insert(0, f"{name} {format_figure(-line.discount_minor)}")
    return PaperLine(
        name=_name(line), quantity=texts.quantity_text(line.quantity, line.unit),
        unit_price=texts.price_text(_unit_price(line), line.price_per, line.unit),
        amount_minor=sign * (line.total_minor - line.added_minor + line.order_discount_minor), code=line.sku,
        note=" · ".join(part for part in notes if part), letters=letters, is_option=is_option,
    )  # fmt: skip


def _unit_price(line: Line) -> int:
    """What one costs; without the tax in it for a customer who does not pay that."""
    if not line.relieved_minor:
        return line.unit_price_e4
    gross = line_minor(line.quantity, line.unit_price_e4, line.price_per)
    return round_div(line.unit_price_e4 * (gross - line.relieved_minor), gross)


def _thanks(customer: str) -> str:
    first = customer.split(" ")[0]
    return _("Thank you, {name}!").format(name=first) if first else _("Thank you!")


def _qr(order_id: int, number: str) -> str:
    """What the QR code says: the order's feedback page when there is one, the receipt's number, or a text of the shop."""
    kind = settings.read(texts.QR)
    if kind != "feedback":
        return {"receipt": number, "own": str(settings.read(texts.QR_TEXT))}.get(str(kind), "")
    token = Feedback.select(Feedback.token).where(Feedback.order == order_id).scalar()
    link = link_of(str(token)) if token else ""
    return link if "://" in link else ""
