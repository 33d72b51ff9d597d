"""How the counter words a ticket: names in the window's language, quantities, notes under a line, change in coins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from app.core.i18n import _, ngettext, spoken_name
from app.core.money import currency, format_money, format_unit_price, minor_digits
from app.orders.line_kinds import LineKind, option_words

if TYPE_CHECKING:
    from app.counter.ticket import Sellable, Ticket, TicketLine
    from app.orders.pricing import PricedLine
    from app.orders.why import Why

# Notes and coins of a currency that change is given in, in minor units, and from which value on it is paper.
CASH = {
    "EUR": ((50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1), 500),
    "GBP": ((5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1), 500),
    "USD": ((10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1), 100),
    "CNY": ((10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10), 500),
}
_PLAIN = ((10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1), 500)
_MOST_SORTS = 6


class Mark(NamedTuple):
    """A word under a line with its icon and colour; its tail, a price, stays when the word is shortened."""

    icon: str
    text: str
    token: str
    tail: str = ""

    def __str__(self) -> str:
        return f"{self.text} {self.tail}".strip()


def name_of(item: Sellable) -> str:
    """A product's name in the window's language."""
    return spoken_name(item.name, item.name_zh)


def category_name(row: Any) -> str:
    """A category's name in the window's language."""
    return spoken_name(row.name, row.name_zh)


def percent(bp: int) -> str:
    """Hundredths of a percent as people write them: 20%, 12.5%."""
    return f"{bp / 100:g}%"


def quantity_text(quantity: int, unit: str) -> str:
    """How much of a product: × 2, 0.350 kg, 0.5 l, 1.2 m."""
    if unit == "gram":
        return _("{n} kg").format(n=f"{quantity / 1000:.3f}")
    if unit == "millilitre":
        return _("{n} l").format(n=f"{quantity / 1000:g}")
    if unit == "millimetre":
        return _("{n} m").format(n=f"{quantity / 1000:g}")
    return f"× {quantity:,}"


def price_text(line: TicketLine, price_e4: int | None = None) -> str:
    """The price of a line as the shelf says it: €9.80, or €24.00 / kg; another one when a price list gives it."""
    item = line.item
    price = format_unit_price(line.price_e4 if price_e4 is None else price_e4)
    if item.price_per == 1:
        return price
    large = {"gram": _("kg"), "millilitre": _("l"), "millimetre": _("m")}
    per = large.get(item.unit) if item.price_per == 1000 else None
    return f"{price} / {per or quantity_text(item.price_per, item.unit)}"


def marks_of(ticket: Ticket, line: TicketLine, part: PricedLine) -> list[Mark]:
    """What is special about a line that costs so much, the most important first."""
    found = [*_discount_marks(ticket, line, part)]
    if line.item.kind is LineKind.WRAP:
        return [Mark("gift", line.note or _("gift wrap"), "violet_text")]
    if line.of is not None:
        return [Mark("arrow-u-up-left", _("deposit"), "text3")]
    if line.unit_price_e4 is not None:
        listed = format_unit_price(line.item.price_e4)
        found.append(Mark("pencil-simple", _("list price {price}").format(price=listed), "warn_text"))
    found += option_marks(line)
    if line.item.contents:
        found.append(Mark("package", line.item.contents, "text3"))
    if line.item.age_limit and line.age_checked:
        found.append(Mark("identification-card", _("{age}+ checked").format(age=line.item.age_limit), "ok_text"))
    if line.in_hand:
        found.append(Mark("hand-grabbing", _("in hand"), "warn_text"))
    found += [Mark("note-pencil", text, "text3") for text in (line.note, line.serial, line.lot) if text]
    return found


def words_below(ticket: Ticket, line: TicketLine, part: PricedLine) -> list[Mark]:
    """All that is said below a line's name: its price, and what is special about it, or its SKU."""
    marks = marks_of(ticket, line, part) or [Mark("", line.item.sku, "text3")]
    return [Mark("", price_text(line, part.price_e4), "text3"), *marks]


def option_marks(line: TicketLine) -> list[Mark]:
    """Each option that was chosen with the goods, and what it costs."""
    return [
        Mark(
            "", option_words(name_of(one.item), one.words), "accent_text",
            format_unit_price(one.item.price_e4) if one.item.price_e4 else "",
        )
        for one in line.options
    ]  # fmt: skip


def options_text(line: TicketLine) -> str:
    """+ Whole bean · + Engraving: Anna €8.00"""
    return " · ".join(map(str, option_marks(line)))


def _discount_marks(ticket: Ticket, line: TicketLine, part: PricedLine) -> list[Mark]:
    listed = [Mark("tag", part.price_name, "ok_text")] if part.price_name else []
    if part.offers:
        return listed + [Mark("tag", _offer_words(one.name, one.percent_bp), "ok_text") for one in part.offers]
    off = ticket.discount_of(line)
    by_group = off.by_rule and not (off.name == line.item.promotion_name and off.bp == line.item.promotion_bp)
    if by_group or not (off.bp or off.minor):
        return listed
    size = f"−{percent(off.bp)}" if off.bp else format_money(-off.minor)
    return [*listed, Mark("tag", f"{size} {off.name}".strip(), "ok_text")]


def _offer_words(name: str, bp: int) -> str:
    return f"−{percent(bp)} {name}".strip() if bp else name


def discount_rows(ticket: Ticket) -> list[tuple[str, int]]:
    """What is given off, summed by its name: (words, negative minor units)."""
    totals = ticket.totals()
    sums: dict[str, int] = {}

    def add(name: str, bp: int, minor: int) -> None:
        key = f"{name or _('Discount')}{f' −{percent(bp)}' if bp else ''}"
        sums[key] = sums.get(key, 0) - minor

    for line, part in zip(ticket.lines, totals.lines, strict=True):
        for one in part.offers:
            add(one.name, one.percent_bp, one.amount_minor)
        if part.discount_minor and not part.offers:
            off = ticket.discount_of(line)
            add(off.name, off.bp, part.discount_minor)
    if totals.discount_minor:
        off = ticket.order_discount
        add(off.name, off.bp, totals.discount_minor)
    return list(sums.items())


def why_ticket(ticket: Ticket) -> Why:
    """The steps that made the total of a ticket."""
    from app.orders.why import Described, why_basket

    described = []
    for line in ticket.lines:
        off = ticket.discount_of(line)
        name = name_of(line.item)
        described.append(Described(
            option_words(name, line.note) if line.item.kind is LineKind.OPTION else name,
            line.item.unit, line.quantity, line.item.price_e4, line.item.price_per, line.price_e4,
            off.name, off.bp, line.item.tax_bp,
        ))  # fmt: skip
    whole = ticket.order_discount
    return why_basket(described, ticket.totals(), discount_name=whole.name, discount_bp=whole.bp)


def pieces_text(pieces: int) -> str:
    """8 pieces"""
    return ngettext("{n} piece", "{n} pieces", pieces).format(n=f"{pieces:,}")


def change_words(minor: int) -> str:
    """The notes and coins of an amount: one €20 note, one €1 coin; empty when it takes too many sorts to say."""
    values, paper_from = CASH.get(currency(), _PLAIN)
    parts: list[str] = []
    rest = minor
    for value in values:
        count, rest = divmod(rest, value)
        if count:
            parts.append(_pieces_of_cash(count, value, value >= paper_from))
    return ", ".join(parts) if 0 < len(parts) <= _MOST_SORTS and not rest else ""


def _pieces_of_cash(count: int, value: int, is_note: bool) -> str:
    words = {1: _("one"), 2: _("two"), 3: _("three"), 4: _("four")}
    worth = short_money(value)
    number = words.get(count, str(count))
    if is_note:
        return ngettext("{count} {worth} note", "{count} {worth} notes", count).format(count=number, worth=worth)
    if currency() == "EUR" and value < 100:
        worth = _("{cents}c").format(cents=value)
    return ngettext("{count} {worth} coin", "{count} {worth} coins", count).format(count=number, worth=worth)


def short_money(minor: int, code: str = "") -> str:
    """An amount without cents where there are none: €20, €0.50; `code` for another currency."""
    text, digits = format_money(minor, code or None), minor_digits(code or None)
    scale = 10**digits
    if scale > 1 and minor % scale == 0:
        for point in (".", ","):
            tail = point + "0" * digits
            if tail in text:
                return text.replace(tail, "", 1)
    return text


def quick_notes(due_minor: int, code: str = "") -> list[int]:
    """Up to five round amounts that people hand over for what is due, all of them more than it."""
    found: list[int] = []
    if due_minor <= 0:
        return found
    scale = 10 ** minor_digits(code or None)
    for step in (5, 10, 20, 50, 100, 200, 500, 1000):
        amount = -(-due_minor // (step * scale)) * step * scale
        if amount > due_minor and amount not in found:
            found.append(amount)
    for step in (5, 10):
        after = found[0] + step * scale if found else due_minor
        if after not in found:
            found.append(after)
    return sorted(found)[:5]
