"""Small sheets of a return: a note, another way for the money, how much of a line, a price without a receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.core.i18n import N_, _
from app.core.money import NotAnAmount, format_money, format_unit_price, parse_unit_price
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.inputs import NoteField, NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.orders.words import tender_word
from ui.payments.ways_back import PartsBack, WayBack, Ways
from ui.returns.draft import LOOSE, Draft, Line

if TYPE_CHECKING:
    from ui.common.desk import Desk

WAYS = (("cash", "C"), ("card", "K"))
WHY = (N_("The card is blocked or replaced"), N_("The customer asked for it"), N_("The terminal does not answer"))


def ask_note(desk: Desk, draft: Draft, taken: Callable[[str], None]) -> Sheet:
    """F7: a few words that stay with the return; without a receipt they say why there is none."""
    loose = draft.kind == LOOSE
    sheet = Sheet(desk.surface, _("Why is there no receipt?") if loose else _("Note"), width=520, name="returns.note")
    field = NoteField(_("In words"), name="returns.note.field.words")
    field.set_text(draft.note)

    def take() -> None:
        sheet.accept()
        taken(field.text())

    field.submitted.connect(take)
    sheet.set_body(field)
    sheet.set_primary(_("Keep the note"), take)
    return sheet.open(field.edit)


def ask_decline(desk: Desk, number: str, taken: Callable[[str], None]) -> Sheet:
    """F8 on a request: why it is turned down."""
    title = _("Decline return {number}").format(number=number)
    sheet = Sheet(desk.surface, title, width=520, name="returns.decline")
    field = TextField(_("Why, so that the customer can be told"), name="returns.decline.field.reason", height=48)

    def take() -> None:
        if not field.text():
            field.set_error(_("Say why the return is declined."))
            field.focus()
            return
        sheet.accept()
        taken(field.text())

    field.submitted.connect(take)
    sheet.set_body(field)
    sheet.set_primary(_("Decline the return"), take, kind="bad")
    return sheet.open(field.edit)


def ask_other_way(desk: Desk, draft: Draft, taken: Callable[[str, str], None]) -> Sheet:
    """F8: the money goes back by another tender than it came, with the reason."""
    sheet = Sheet(desk.surface, _("Refund another way"), width=520, name="returns.way")
    field = TextField(_("Why not the way it was paid?"), name="returns.way.field.reason", height=44)
    field.set_text(draft.note)

    def take(tender: str) -> None:
        if tender and not field.text():
            field.set_error(_("Say why the money does not go back the way it came."))
            field.focus()
            return
        sheet.accept()
        taken(tender, field.text())

    ready = []
    for why in WHY:
        chip = Button(_(why), kind="soft", height=36, name="returns.way.reason")
        chip.clicked.connect(lambda _checked=False, why=why: field.set_text(_(why)))
        ready.append(chip)
    buttons = []
    for tender, key in WAYS:
        button = Button(tender_word(tender), key=f"Alt+{key}", height=48, name=f"returns.way.{tender}").grow()
        button.clicked.connect(lambda _checked=False, tender=tender: take(tender))
        sheet.bind(f"Alt+{key}", lambda tender=tender: take(tender))
        buttons.append(button)
    sheet.set_body(field, VBox(*ready, gap=6), VBox(*buttons, gap=8))
    sheet.set_primary(_("The way it was paid"), lambda: take(""))
    return sheet.open(field.edit)


def ask_slips(
    desk: Desk, found: Ways, way: WayBack, typed: Sequence[Any], taken: Callable[[tuple[Any, ...]], None]
) -> Sheet:  # fmt: skip
    """F9 on a refund to a card typed by hand: what the terminal's slip says, in the fields of every refund."""
    amount = format_money(found.amount_minor)
    sheet = Sheet(desk.surface, _("Refund {amount}").format(amount=amount), width=600, name="returns.slip")
    parts = PartsBack(desk, "returns.slip")
    sheet.finished.connect(lambda _done: parts.leave())
    parts.show_way(way, found, typed)

    def take() -> None:
        slips = parts.typed()
        if slips is None:
            desk.feedback("wrong")
            return
        sheet.accept()
        taken(slips)

    parts.submitted.connect(sheet.go_on)
    hint = _("Give the money back at the card terminal first, then type what its slip says.") if way.slips else ""
    words = Label(hint, 14, 400, "text2", wrap=True)
    words.setVisible(bool(hint))
    sheet.set_body(words, parts)
    sheet.set_primary(_("Refund {amount}").format(amount=amount), take)
    first = parts.first()
    return sheet.open(first.edit if first is not None else None)


def ask_quantity(desk: Desk, line: Line, taken: Callable[[int], None]) -> Sheet:
    """F6: how much of a line comes back, in base units."""
    sheet = Sheet(desk.surface, _("How much comes back?"), line.name, width=420, name="returns.quantity")
    suffix = {"gram": _("g"), "millilitre": _("ml"), "millimetre": _("mm")}.get(line.unit, _("pieces"))
    field = NumberField(_("Quantity"), name="returns.quantity.field", value=line.quantity or line.most, maximum=line.most,
                        height=56, px=24, suffix=suffix)  # fmt: skip

    def take() -> None:
        if field.value() is None or not field.check():
            field.focus()
            return
        sheet.accept()
        taken(field.value() or 0)

    field.submitted.connect(take)
    most = Label(_("At most {n} can come back.").format(n=f"{line.most:,}"), 13, 400, "text3")
    sheet.set_body(field, most)
    sheet.set_primary(_("Take this quantity"), take)
    return sheet.open(field)


def ask_price(desk: Desk, line: Line, taken: Callable[[int], None]) -> Sheet:
    """F7 without a receipt: what a piece is taken back for, today's price at most."""
    sheet = Sheet(desk.surface, _("Taken back for"), line.name, width=420, name="returns.price")
    field = TextField(_("Price each"), name="returns.price.field", height=56, px=24)
    field.set_text(format_unit_price(line.price_e4).lstrip("€$£¥"))
    field.set_help(_("Today it costs {price}; more is not given.").format(price=format_unit_price(line.list_price_e4)))

    def take() -> None:
        try:
            price = parse_unit_price(field.text())
        except NotAnAmount as refusal:
            field.set_error(str(refusal))
            return
        if price > line.list_price_e4:
            field.set_error(_("{name} costs less today.").format(name=line.name))
            return
        sheet.accept()
        taken(price)

    field.submitted.connect(take)
    sheet.set_body(field)
    sheet.set_primary(_("Take this price"), take)
    return sheet.open(field.edit)


def ask_hand_back(desk: Desk, yes: Callable[[], None]) -> Sheet:
    """G: the goods leave again and nothing is paid."""
    return ask(
        desk.surface, _("Give the goods back?"), _("The customer gets no money and takes the goods home."),
        _("Give the goods back"), yes, name="returns.hand_back",
    )  # fmt: skip
