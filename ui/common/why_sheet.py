"""Why this total: every line with the steps that made it, and the steps from there to what is paid."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from app.core.money import format_money, format_unit_price
from app.orders import why
from app.orders.given import LIST_PRICE
from app.orders.why import Step, Why, WhyLine
from ui.common.boxes import Card, Divider, HBox, Scroll, VBox
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet

_ICONS = {
    why.OFFER: "tag", why.DISCOUNT: "percent", why.SHARE: "percent", why.TAX_ADDED: "receipt", why.DELIVERY: "truck",
    why.TAX_INSIDE: "receipt", why.RELIEVED: "receipt", why.IN_KIT: "package",
}  # fmt: skip
_WORDS = {
    why.GOODS: N_("Goods"), why.DELIVERY: N_("Delivery"), why.FEE: N_("Fee"), why.TOTAL: N_("Total"),
    why.DISCOUNT: N_("Discount"), why.SHARE: N_("Share of what is given off the whole"), why.OFFER: N_("Promotion"),
}  # fmt: skip


_TAX_WORDS = {
    why.TAX_INSIDE: N_("{tax} included"), why.TAX_ADDED: N_("{tax} on top"), why.RELIEVED: N_("{tax} not charged"),
}  # fmt: skip


def tax_name(name: str, rate_bp: int) -> str:
    """A tax with its rate, which may stand in its name already: VAT 23%, Bottle levy."""
    rate = f"{rate_bp / 100:g}%"
    return name if not rate_bp or rate in name else f"{name} {rate}"


class WhySheet(Sheet):
    """Opens any amount to the steps that made it."""

    GIVES_WAY = True

    def __init__(self, window: QWidget, shown: Why) -> None:
        super().__init__(
            window, _("Why this total"), format_money(shown.total_minor), width=680, name="why", back_text=_("Close")
        )
        lines = [_line_card(line) for line in shown.lines]
        whole = Card(*(_row(step, "piece") for step in shown.steps), gap=6, name="why.whole")
        self.scroll = Scroll(VBox(*lines, whole, None, margins=(16, 24), gap=10), name="why.scroll")
        self.scroll.setMinimumHeight(min(560, 150 + 86 * len(lines)))
        self.set_body((self.scroll, 1), margins=0)


def words_of(step: Step, unit: str) -> str:
    """One step in words: 3 × €9.80, 3 for 2, Gold −5%, VAT 23% included."""
    if step.kind == why.PRICE:
        return _price_words(step, unit)
    if step.kind == why.IN_KIT:
        return _("{n} × {name} in it").format(n=f"{step.quantity:,}", name=step.name)
    rate = f"{step.tax_bp / 100:g}%"
    if step.name and step.kind in _TAX_WORDS:
        return _(_TAX_WORDS[step.kind]).format(tax=tax_name(step.name, step.tax_bp))
    if step.kind == why.RELIEVED:
        return _("VAT {rate} not charged").format(rate=rate)
    if step.kind == why.TAX_INSIDE:
        return _("VAT {rate} included").format(rate=rate)
    if step.kind == why.TAX_ADDED:
        return _("VAT {rate} on top").format(rate=rate)
    if step.offer_kind == LIST_PRICE:
        return _("Price list {name}").format(name=step.name)
    words = step.name or _(_WORDS[step.kind])
    if step.kind == why.SHARE and step.name:
        words = _("Share of {name}").format(name=step.name)
    return f"{words} −{step.percent_bp / 100:g}%" if step.percent_bp else words


def _price_words(step: Step, unit: str) -> str:
    price = format_unit_price(step.unit_price_e4)
    if unit == "piece" and step.price_per == 1:
        return f"{step.quantity:,} × {price}"
    measure = {"gram": _("kg"), "millilitre": _("l"), "millimetre": _("m")}.get(unit, "")
    if step.price_per == 1000 and measure:
        return f"{step.quantity / 1000:g} {measure} × {price}"
    return f"{step.quantity:,} × {price} / {step.price_per:,}"


def _line_card(line: WhyLine) -> QWidget:
    head = HBox((Label(line.name, 14, 600, elide=True), 1), Label(format_money(line.total_minor), 15, 600), gap=8)
    steps = [_row(step, line.unit) for step in line.steps]
    return Card(head, Divider(), *steps, gap=6)


def _row(step: Step, unit: str) -> QWidget:
    is_total = step.kind == why.TOTAL
    off, said = step.amount_minor < 0, step.kind in (why.TAX_INSIDE, why.IN_KIT)
    token = "ok_text" if off else "text3" if said else "text" if is_total else "text2"
    amount = format_money(step.amount_minor, sign=step.kind == why.TAX_ADDED)
    px, weight = (17, 600) if is_total else (13, 400)
    words = Label(words_of(step, unit), px, weight, token, elide=True)
    icon = _icon(_ICONS.get(step.kind, ""), token)
    return HBox(icon, (words, 1), Label(f"({amount})" if said else amount, px, 600 if is_total else 500, token), gap=8)


def _icon(name: str, token: str) -> QWidget:
    if name:
        return Icon(name, 14, token)
    room = QWidget()
    room.setFixedSize(14, 14)
    return room
