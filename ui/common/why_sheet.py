"""Why this total: every line with the steps that made it, and the steps from there to what is paid."""

from __future__ import annotations

from collections.abc import Sequence

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
    why.GIVEN: N_("Money handed over"), why.CHANGE: N_("Change given"), why.ROUNDING: N_("Cash rounding"),
    why.TIP: N_("Tip for the staff"), why.WORTH: N_("Worth of the goods"), why.KEPT: N_("Kept for restocking"),
    why.SHARES: N_("Rounding of the shares"), why.CHARGES: N_("Delivery and fee"),
    why.BEFORE: N_("Paid before"), why.CREDITED: N_("Goods taken back"), why.DUE: N_("Still to be paid"),
    why.OTHERWISE: N_("Credited otherwise"), why.GOODWILL: N_("Paid back without goods"),
}  # fmt: skip

_GIVEN_OFF = frozenset({why.OFFER, why.DISCOUNT, why.SHARE, why.RELIEVED})  # what the customer saves
_TAX_WORDS = {
    why.TAX_INSIDE: N_("{tax} included"), why.TAX_ADDED: N_("{tax} on top"), why.RELIEVED: N_("{tax} not charged"),
}  # fmt: skip


def tax_name(name: str, rate_bp: int) -> str:
    """A tax with its rate, which may stand in its name already: VAT 23%, Bottle levy."""
    rate = f"{rate_bp / 100:g}%"
    return name if not rate_bp or rate in name else f"{name} {rate}"


class WhySheet(Sheet):
    """Opens any amount to the steps that made it; of others than a `Why` the parts are given, from top to bottom."""

    GIVES_WAY = True

    def __init__(
        self, window: QWidget, shown: Why | Sequence[QWidget], *, of: str = "", amount_minor: int | None = None
    ) -> None:  # fmt: skip
        parts = _parts(shown) if isinstance(shown, Why) else list(shown)
        total = shown.total_minor if isinstance(shown, Why) else amount_minor
        amount = "" if total is None else format_money(total)
        super().__init__(
            window, _("Why this total"), " · ".join(filter(None, (of, amount))), width=680, name="why",
            back_text=_("Close"),
        )  # fmt: skip
        self.scroll = Scroll(VBox(*parts, None, margins=(16, 24), gap=10), name="why.scroll")
        cards = len(shown.lines) + len(shown.paid) if isinstance(shown, Why) else len(parts)
        self.scroll.setMinimumHeight(min(560, 150 + 86 * cards))
        self.set_body((self.scroll, 1), margins=0)


def _parts(shown: Why) -> list[QWidget]:
    lines = [line_card(line) for line in shown.lines]
    whole = Card(*(step_row(step, "piece") for step in shown.steps), gap=6, name="why.whole")
    paid = [line_card(line._replace(name=_paid_name(line))) for line in shown.paid]
    after = [Card(*(step_row(step, "piece") for step in shown.after), gap=6, name="why.after")] if shown.after else []
    title = [Label(_("Payments"), 13, 600, "text2")] if paid else []
    return [*lines, whole, *title, *paid, *after]


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


def _paid_name(line: WhyLine) -> str:
    """A payment by its tender, with the card's last digits."""
    from app.documents.texts import TENDERS
    from app.payments.tender import Tender

    return " ".join(filter(None, (_(TENDERS[Tender(line.tender)]), line.name)))


def line_card(line: WhyLine) -> QWidget:
    """A line or figure with its amount, and its steps below."""
    head = HBox((Label(line.name, 14, 600, elide=True), 1), Label(format_money(line.total_minor), 15, 600), gap=8)
    steps = [step_row(step, line.unit) for step in line.steps]
    return Card(head, Divider(), *steps, gap=6)


def step_row(step: Step, unit: str) -> QWidget:
    """One step with its words and its amount."""
    is_total = step.kind == why.TOTAL
    off, said = step.amount_minor < 0 and step.kind in _GIVEN_OFF, step.kind in why.SAID
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
