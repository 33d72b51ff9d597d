"""What the office printer puts out on A4: packing slips, pick lists, run sheets, invoices, orders, command cards."""

from app.core.i18n import _
from app.core.money import format_figure
from app.documents.papers import (
    CommandCards,
    InvoicePaper,
    PackingSlip,
    Paper,
    PaperLine,
    PickList,
    PurchasePaper,
    RunSheet,
    Shop,
    Totals,
)
from printing.layout import (
    Barcode,
    Block,
    Card,
    Cards,
    Column,
    Image,
    Pages,
    Pair,
    Qr,
    Row,
    Rule,
    Size,
    Space,
    Table,
    Text,
)
from printing.measures import weight_text
from printing.receipts import marks, totals


def packing_slip(paper: PackingSlip) -> Pages:
    """What lies in this box, and what is still to come."""
    title = _("Packing slip")
    facts = [
        (_("Order"), paper.order_number),
        (_("Packed"), paper.at),
        (_("By"), paper.packed_by),
        (_("Box"), _("{number} of {count}").format(number=paper.parcel, count=paper.parcels)),
        (_("Weight"), weight_text(paper.weight_grams) if paper.weight_grams else ""),
        (_("Service"), paper.service),
    ]
    blocks = heading(paper, paper.shop, title, paper.barcode)
    blocks += [who_and_facts(_("Deliver to"), paper.deliver_to, facts), Space(28)]
    blocks.append(_goods(paper.lines, _("In this box")))
    if paper.to_follow:
        blocks += [Space(28), Text(_("Still to come"), size=Size.HEADING, bold=True), _goods(paper.to_follow, "")]
    if paper.message:
        blocks += [Space(32), Text(paper.message, size=Size.HEADING)]
    blocks += [Space(24), *(Text(line, size=Size.SMALL, quiet=True) for line in paper.footer)]
    return pages_of(blocks, f"{title} {paper.order_number}", paper.shop)


def pick_list(paper: PickList) -> Pages:
    """Bins in walking order, a box to tick and a code to scan for each reach."""
    title = _("Pick list {number}").format(number=paper.number)
    facts = [(_("Printed"), paper.at), (_("Picker"), paper.picker), (_("Pieces"), paper.pieces)]
    blocks = heading(paper, paper.shop, title, paper.barcode)
    blocks += [who_and_facts(_("Orders"), (", ".join(paper.orders),), facts), Space(28)]
    columns = (
        Column("", 1, kind="tick"),
        Column(_("Bin"), 4, bold=True),
        Column(_("Pieces"), 2, "right", bold=True),
        Column(_("Product"), 11),
        Column(_("Tote"), 3),
        Column(_("Code"), 8, kind="code"),
    )
    rows = tuple(Row(("", stop.bin, stop.quantity, stop.name, stop.tote, stop.code), stop.code) for stop in paper.stops)
    return pages_of([*blocks, Table(columns, rows, note_column=3)], title, paper.shop)


def run_sheet(paper: RunSheet) -> Pages:
    """The driver's doors in order, what to collect, and a line to sign."""
    title = _("Run {number}").format(number=paper.number)
    facts = [(_("Leaves"), paper.at), (_("Vehicle"), paper.vehicle), (_("To collect"), paper.collect_total)]
    blocks = heading(paper, paper.shop, title, paper.barcode)
    blocks += [who_and_facts(_("Driver"), (paper.driver,), facts), Space(28)]
    columns = (
        Column("", 1, bold=True),
        Column(_("Customer"), 8),
        Column(_("When"), 4),
        Column(_("Boxes"), 2, "right"),
        Column(_("Collect"), 4, "right", bold=True),
        Column(_("Signature"), 6),
    )
    rows = tuple(
        Row(
            (str(stop.number), f"{stop.name} · {stop.order_number}", stop.window, stop.parcels, stop.collect, ""),
            f"{stop.address} · {stop.note}" if stop.note else stop.address,
        )
        for stop in paper.stops
    )
    return pages_of([*blocks, Table(columns, rows, note_column=1, least=104)], title, paper.shop)


def purchase(paper: PurchasePaper) -> Pages:
    """An order to a supplier."""
    title = _("Purchase order {number}").format(number=paper.number)
    facts = [(_("Date"), paper.at), (_("Deliver by"), paper.deliver_by)]
    blocks = heading(paper, paper.shop, title, "")
    blocks += [who_and_facts(_("Supplier"), paper.supplier, facts), Space(28)]
    blocks += [_bill(paper.lines, paper.totals.currency), Space(16)]
    deliver: list[Block] = [Text(_("Deliver to"), size=Size.SMALL, bold=True)] if paper.deliver_to else []
    deliver += [Text(line) for line in paper.deliver_to]
    deliver += [Text(line, size=Size.SMALL, quiet=True) for line in paper.notes]
    blocks.append(Pair(tuple(deliver), tuple(totals(paper.totals))))
    return pages_of(blocks, title, paper.shop)


def invoice(paper: InvoicePaper) -> Pages:
    """The bill, with what the tax office wants to find on it."""
    title = f"{paper.title or _('Invoice')} {paper.number}"
    facts = [
        (_("Date"), paper.at),
        (_("Corrects invoice"), paper.corrects),
        (_("Invoice date"), paper.corrected_at),
        (_("Order"), paper.order_number),
        (_("Delivered"), paper.delivered),
        (_("Pay by"), paper.due),
        (_("Your VAT number"), paper.customer_vat_number),
    ]
    blocks = heading(paper, paper.shop, title, "")
    whose = _("Credit to") if paper.corrects else _("Bill to")
    blocks += [who_and_facts(whose, paper.customer, facts), Space(28)]
    blocks += [_bill(paper.lines, paper.totals.currency), Space(16)]
    left: list[Block] = [Text(_("Delivered to"), size=Size.SMALL, bold=True)] if paper.deliver_to else []
    left += [Text(line) for line in paper.deliver_to]
    left += [Text(line, size=Size.SMALL) for line in paper.payment_lines]
    if paper.qr:
        left.append(Qr(paper.qr, module=5, align="left"))
    blocks += [Pair(tuple(left), tuple(_sum(paper.totals))), *_tax_table(paper.totals), Space(24)]
    blocks += [Text(line, bold=True) for line in paper.notes]
    blocks += [Text(line, size=Size.SMALL, quiet=True) for line in paper.footer]
    return pages_of(blocks, title, paper.shop)


def command_cards(paper: CommandCards) -> Pages:
    """Cards to cut out and lay beside the scanner."""
    title = paper.title or _("Command cards")
    hint = _("Scan a card instead of pressing its key. Cut along the frames.")
    cards = tuple(Card(card.title, card.hint, card.code) for card in paper.cards)
    blocks = [*heading(paper, paper.shop, title, ""), Text(hint, quiet=True), Space(16), Cards(cards)]
    return pages_of(blocks, title, paper.shop)


def pages_of(blocks: list[Block], title: str, shop: Shop) -> Pages:
    """An upright A4 paper whose foot names it and the shop."""
    foot = " · ".join(part for part in (title, shop.name, shop.vat_number) if part)
    return Pages(tuple(blocks), title, foot)


def heading(paper: Paper, shop: Shop, title: str, barcode: str) -> list[Block]:
    """The shop at the left, the title at the right, and what marks a copy."""
    left: list[Block] = [Image(shop.logo_png, 240)] if shop.logo_png else []
    left.append(Text(shop.name, size=Size.HEADING, bold=True))
    left += [Text(line, size=Size.SMALL, quiet=True) for line in shop.lines]
    if shop.vat_number:
        left.append(Text(_("VAT {number}").format(number=shop.vat_number), size=Size.SMALL, quiet=True))
    right: list[Block] = [Text(title, size=Size.TITLE, bold=True, align="right")]
    if barcode:
        right.append(Barcode(barcode, height=64, align="right"))
    return [Pair(tuple(left), tuple(right)), Space(8), *marks(paper), Rule(heavy=True), Space(16)]


def who_and_facts(title: str, lines: tuple[str, ...], facts: list[tuple[str, str]]) -> Pair:
    """Who or what it is about at the left, named facts at the right."""
    first, *rest = lines or ("",)
    left: list[Block] = [Text(title, size=Size.SMALL, quiet=True), Text(first, size=Size.HEADING, bold=True)]
    left += [Text(line) for line in rest]
    right: list[Block] = [Text(name, value) for name, value in facts if value]
    return Pair(tuple(left), tuple(right), 3, 2)


def _goods(lines: tuple[PaperLine, ...], title: str) -> Table:
    columns = (
        Column(_("Pieces"), 2, bold=True),
        Column(title or _("Product"), 12),
        Column(_("Code"), 5),
    )
    return Table(columns, tuple(Row((f.quantity, f.name, f.code), f.note) for f in lines), note_column=1)


def _bill(lines: tuple[PaperLine, ...], currency: str) -> Table:
    columns = (
        Column(_("Product"), 11),
        Column(_("Code"), 4),
        Column(_("Pieces"), 3, "right"),
        Column(_("Price"), 3, "right"),
        Column(_("Amount {currency}").format(currency=currency), 4, "right", bold=True),
    )
    return Table(columns, tuple(Row(_cells(line, currency), line.note) for line in lines))


def _cells(line: PaperLine, currency: str) -> tuple[str, ...]:
    """The cells of a line; an option of nought is only named."""
    if line.is_option and not line.amount_minor:
        return line.name, line.code, line.quantity, "", ""
    return line.name, line.code, line.quantity, line.unit_price, format_figure(line.amount_minor, currency)


def _sum(bill: Totals) -> list[Block]:
    money = bill.currency
    blocks = totals(bill)
    blocks += [Text(paid.name, format_figure(-paid.amount_minor, money)) for paid in bill.tenders]
    if bill.due_minor:
        blocks += [Rule(), Text(_("Still to pay"), format_figure(bill.due_minor, money), Size.HEADING, bold=True)]
    return blocks


def _tax_table(bill: Totals) -> list[Block]:
    if not bill.taxes:
        return []
    columns = (
        Column(_("Tax"), 4),
        Column(_("Net"), 2, "right"),
        Column(_("Tax amount"), 2, "right"),
        Column(_("Gross"), 2, "right"),
    )
    figures = ((t.rate, t.net_minor, t.tax_minor, t.gross_minor) for t in bill.taxes)
    rows = tuple(Row((rate, *(format_figure(minor, bill.currency) for minor in minors))) for rate, *minors in figures)
    return [Space(32), Table(columns, rows)]
