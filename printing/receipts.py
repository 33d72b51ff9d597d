"""What the counter's printer puts out: receipts, slips and till reports, as blocks for a paper roll."""

from collections.abc import Iterable

from app.core.i18n import _
from app.core.money import format_figure
from app.documents.papers import (
    Amount,
    GiftReceipt,
    Paper,
    PaperLine,
    PickupSlip,
    Receipt,
    ReturnSlip,
    Shop,
    TaxLine,
    Totals,
)
from app.documents.till_papers import CashSlip, TillReport, XReport
from printing.layout import Barcode, Block, Cut, Image, Qr, Roll, Rule, Size, Space, Stamp, Text


def receipt(paper: Receipt) -> Roll:
    """A sale or refund with everything that the law and the customer ask for."""
    title = paper.title or _("Sale")
    blocks: list[Block] = [*head(paper.shop), *marks(paper), Rule(), Text(f"{title} {paper.number}", paper.at)]
    served = _("Served by {name}").format(name=paper.cashier) if paper.cashier else ""
    if paper.station or served:
        blocks.append(Text(paper.station or served, served if paper.station else "", Size.SMALL))
    if paper.order_number and paper.order_number != paper.number:
        blocks.append(Text(_("Order {number}").format(number=paper.order_number), "", Size.SMALL))
    if paper.customer:
        blocks.append(Text(paper.customer, "", Size.SMALL))
    currency = paper.totals.currency
    blocks += [Rule(), *(b for line in paper.lines for b in _sold(line, currency)), Rule()]
    blocks += [*totals(paper.totals), *_paid(paper.totals), *_centered(paper.notes, rule=True)]
    blocks += [*_codes(paper.barcode, paper.qr), *_centered(paper.footer)]
    if paper.thanks:
        blocks.append(Text(paper.thanks, size=Size.HEADING, bold=True, align="center"))
    return Roll((*blocks, Space(16), Cut()), f"{title} {paper.number}")


def gift_receipt(paper: GiftReceipt) -> Roll:
    """The same goods without a single price."""
    blocks: list[Block] = [*head(paper.shop), *marks(paper), Rule()]
    blocks.append(Text(_("Gift receipt"), size=Size.LARGE, bold=True, align="center"))
    blocks += [*_centered((paper.message,) if paper.message else ()), Rule()]
    blocks += [Text(_("Sale {number}").format(number=paper.number), paper.at, Size.SMALL), Rule()]
    blocks += [*(b for line in paper.lines for b in _handed(line)), *_codes(paper.barcode, "")]
    return Roll((*blocks, *_centered(paper.footer), Space(16), Cut()), _("Gift receipt"))


def pickup_slip(paper: PickupSlip) -> Roll:
    """Read from two steps away: whose it is, and where it lies."""
    blocks: list[Block] = [
        *marks(paper),
        Text(_("Pickup"), paper.shelf, Size.LARGE, bold=True),
        Rule(heavy=True),
        Text(paper.order_number, size=Size.HUGE, bold=True),
        Text(paper.customer, size=Size.LARGE, bold=True),
        Text(paper.pieces, paper.until),
    ]
    if paper.due:
        blocks.append(Stamp(_("To pay: {amount}").format(amount=paper.due)))
    blocks += [Rule(), *(b for line in paper.lines for b in _handed(line)), *_codes(paper.barcode, "")]
    title = _("Pickup {number}").format(number=paper.order_number)
    return Roll((*blocks, Text(paper.shop.name, size=Size.SMALL, align="center"), Space(16), Cut()), title)


def cash_slip(paper: CashSlip) -> Roll:
    """Money out of the drawer: what for, how much, and a line to sign."""
    title = _("Tips paid out")
    blocks: list[Block] = [
        *head(paper.shop),
        *marks(paper),
        Rule(),
        Text(title, size=Size.LARGE, bold=True),
        Text(paper.word, paper.amount, Size.HEADING, bold=True),
        Text(paper.station, paper.at, Size.SMALL),
        Text(_("By {name}").format(name=paper.cashier), _("No. {number}").format(number=paper.number), Size.SMALL),
        Space(64),
        Rule(),
        Text(_("Received, signature"), size=Size.SMALL),
    ]
    return Roll((*blocks, Space(16), Cut()), title)


def return_slip(paper: ReturnSlip) -> Roll:
    """Lies in the returned parcel and is scanned when it comes in."""
    blocks: list[Block] = [
        *head(paper.shop),
        *marks(paper),
        Rule(),
        Text(_("Return {number}").format(number=paper.number), size=Size.LARGE, bold=True),
        Text(_("Order {number}").format(number=paper.order_number), paper.at, Size.SMALL),
        *([Text(paper.customer, size=Size.SMALL)] if paper.customer else []),
        Rule(),
        *(b for line in paper.lines for b in _handed(line)),
    ]
    if paper.send_to:
        blocks += [Rule(), Text(_("Send to"), size=Size.SMALL, bold=True), *(Text(line) for line in paper.send_to)]
    blocks += [*(Text(line, size=Size.SMALL) for line in paper.instructions), *_codes(paper.barcode, "")]
    return Roll((*blocks, Space(16), Cut()), _("Return {number}").format(number=paper.number))


def till_report(paper: TillReport) -> Roll:
    """X (so far) or Z (closes the day): the same figures in the same places."""
    closing = not isinstance(paper, XReport)
    title = _("Z report {number}") if closing else _("X report {number}")
    title = title.format(number=paper.number)
    blocks: list[Block] = [*head(paper.shop), *marks(paper), Rule(heavy=True)]
    blocks.append(Text(title, size=Size.LARGE, bold=True, align="center"))
    if not closing:
        blocks.append(Text(_("Closes nothing"), size=Size.SMALL, align="center"))
    blocks += [Rule(), Text(paper.station, paper.shift), Text(_("Opened"), paper.opened, Size.SMALL)]
    blocks.append(Text(_("Closed") if closing else _("Printed"), paper.at, Size.SMALL))
    if paper.cashier:
        blocks.append(Text(_("By"), paper.cashier, Size.SMALL))
    blocks += _section(_("Sales, {currency}").format(currency=paper.currency), paper.sales, paper.currency)
    blocks += [Text(_("Tax"), size=Size.HEADING, bold=True)] if paper.taxes else []
    blocks += [b for tax in paper.taxes for b in _tax(tax, paper.currency)]
    blocks += [Rule()] if paper.taxes else []
    blocks += [*_section(_("Paid by"), paper.tenders, paper.currency, rule=False), *_drawer(paper)]
    blocks += [Text(count.name, count.value, Size.SMALL) for count in paper.counts]
    blocks += [*_anchors(paper), Space(16), Cut()]
    return Roll(tuple(blocks), title)


def head(shop: Shop) -> list[Block]:
    """Logo, name, address and tax number, in the middle."""
    blocks: list[Block] = [Image(shop.logo_png)] if shop.logo_png else []
    blocks.append(Text(shop.name, size=Size.TITLE, bold=True, align="center"))
    blocks += [Text(line, size=Size.SMALL, align="center") for line in shop.lines]
    if shop.vat_number:
        line = _("VAT {number}").format(number=shop.vat_number)
        blocks.append(Text(line, size=Size.SMALL, align="center"))
    return blocks


def marks(paper: Paper) -> list[Block]:
    """What must not be mistaken for an original or for money: COPY, TRAINING."""
    blocks: list[Block] = []
    if paper.training:
        is_bill = isinstance(paper, Receipt | GiftReceipt)
        blocks.append(Stamp(_("TRAINING · not a receipt") if is_bill else _("TRAINING · not valid")))
    if paper.copy_number:
        blocks.append(Stamp(_("COPY {number}").format(number=paper.copy_number)))
    return blocks


def totals(bill: Totals) -> list[Block]:
    """Subtotal, discounts, the total in large letters and the tax in it."""
    money = bill.currency
    blocks: list[Block] = []
    if bill.discounts or bill.fees or not bill.prices_with_tax:
        blocks.append(Text(_("Subtotal"), format_figure(bill.subtotal_minor, money)))
    for change in (*bill.discounts, *bill.fees):
        blocks.append(Text(_named(change), format_figure(change.amount_minor, money)))
    taxes: list[Block] = []
    for tax in bill.taxes:
        pattern = _("incl. {rate}") if bill.prices_with_tax and not tax.is_added else _("plus {rate}")
        taxes.append(Text(pattern.format(rate=tax.rate), format_figure(tax.tax_minor, money), Size.SMALL))
    name = _("Total {currency}").format(currency=money)
    total = Text(name, format_figure(bill.total_minor, money), Size.LARGE, bold=True)
    return [*blocks, total, *taxes] if bill.prices_with_tax else [*blocks, *taxes, total]


def _paid(bill: Totals) -> list[Block]:
    money = bill.currency
    blocks: list[Block] = [Text(_named(paid), format_figure(paid.amount_minor, money)) for paid in bill.tenders]
    if bill.rounding_minor:
        blocks.append(Text(_("Rounding"), _signed(bill.rounding_minor, money)))
    if bill.change_minor:
        blocks.append(Text(_("Change"), format_figure(bill.change_minor, money), bold=True))
    if bill.due_minor:
        blocks.append(Text(_("Still to pay"), format_figure(bill.due_minor, money), bold=True))
    return [Rule(), *blocks] if blocks else []


def _signed(minor: int, currency: str) -> str:
    return ("+" if minor > 0 else "") + format_figure(minor, currency)


def _named(amount: Amount) -> str:
    return f"{amount.name} · {amount.detail}" if amount.detail else amount.name


def _sold(line: PaperLine, currency: str) -> Iterable[Block]:
    if line.is_option and not line.amount_minor:
        yield Text(line.name)
        return
    figure = format_figure(line.amount_minor, currency)
    yield Text(line.name, f"{figure} {line.letters}" if line.letters else figure, bold=not line.is_option)
    if line.unit_price and line.quantity != "1":
        yield Text(f"{line.quantity} × {line.unit_price}", size=Size.SMALL)
    elif line.quantity != "1":
        yield Text(line.quantity, size=Size.SMALL)
    if line.note:
        yield Text(line.note, size=Size.SMALL)


def _handed(line: PaperLine) -> Iterable[Block]:
    yield Text(line.name, "" if line.is_option else f"× {line.quantity}", bold=not line.is_option)
    if line.note:
        yield Text(line.note, size=Size.SMALL)


def _codes(barcode: str, qr: str) -> list[Block]:
    blocks: list[Block] = [Rule()] if barcode or qr else []
    if barcode:
        blocks.append(Barcode(barcode, caption=barcode))
    if qr:
        blocks.append(Qr(qr))
    return blocks


def _centered(lines: tuple[str, ...], *, rule: bool = False) -> list[Block]:
    blocks: list[Block] = [Text(line, size=Size.SMALL, align="center") for line in lines]
    return [Rule(), *blocks] if rule and blocks else blocks


def _section(title: str, amounts: tuple[Amount, ...], currency: str, *, rule: bool = True) -> list[Block]:
    if not amounts:
        return []
    lines: list[Block] = [Text(_named(item), format_figure(item.amount_minor, currency)) for item in amounts]
    return [*([Rule()] if rule else []), Text(title, size=Size.HEADING, bold=True), *lines, Rule()]


def _tax(tax: TaxLine, currency: str) -> list[Block]:
    net, gross = format_figure(tax.net_minor, currency), format_figure(tax.gross_minor, currency)
    detail = _("net {net} · gross {gross}").format(net=net, gross=gross)
    return [Text(tax.rate, format_figure(tax.tax_minor, currency)), Text(detail, size=Size.SMALL)]


def _drawer(paper: TillReport) -> list[Block]:
    money = paper.currency
    if paper.expected_minor is None:
        return [Text(_("The count is blind: no sums from which it could be worked out."), size=Size.SMALL), Rule()]
    blocks: list[Block] = [Text(_("Cash in the drawer"), size=Size.HEADING, bold=True)]
    blocks += [Text(_named(item), format_figure(item.amount_minor, money)) for item in paper.cash]
    blocks.append(Text(_("Expected"), format_figure(paper.expected_minor, money), bold=True))
    if paper.counted_minor is not None:
        over = paper.counted_minor - paper.expected_minor
        blocks.append(Text(_("Counted"), format_figure(paper.counted_minor, money), bold=True))
        name = _("Over") if over > 0 else _("Short") if over < 0 else _("Difference")
        blocks.append(Text(name, _signed(over, money), Size.LARGE, bold=True))
    return [*blocks, Rule()]


def _anchors(paper: TillReport) -> list[Block]:
    """Receipt numbers, the perpetual total and the journal's last hash, which show a cut tail."""
    blocks: list[Block] = [Rule()] if paper.counts else []
    if paper.first_receipt:
        span = f"{paper.first_receipt} – {paper.last_receipt}"
        blocks.append(Text(_("Receipts"), span, Size.SMALL))
    if paper.perpetual_minor:
        total = format_figure(paper.perpetual_minor, paper.currency)
        blocks.append(Text(_("All sales of this till"), total, Size.SMALL))
    if paper.journal_hash:
        blocks.append(Text(_("Journal {number}").format(number=paper.journal_number), size=Size.SMALL))
        blocks.append(Text(" ".join(_grouped(paper.journal_hash)), size=Size.TINY))
    return blocks


def _grouped(code: str) -> list[str]:
    return [code[place : place + 8] for place in range(0, len(code), 8)]
