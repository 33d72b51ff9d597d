"""Small sheets of the review: the question when holding, the reason when rejecting, and the proof of a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from ui.common.boxes import Banner, Card, Divider, HBox, VBox
from ui.common.buttons import Button, Link
from ui.common.inputs import NoteField, TextField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

REJECT_REASONS = (
    N_("The customer cannot be reached"), N_("The payment is not trusted"), N_("The address does not exist"),
    N_("Ordered twice"), N_("Goods for resale"),
)  # fmt: skip
QUESTIONS = (
    N_("Is this order meant as it stands?"), N_("May we have another phone number?"), N_("Is the address right?"),
)  # fmt: skip


def ask_reject(desk: Desk, detail: Any, money: str, chosen: Callable[[str], None]) -> Sheet:
    """R: the reason by its digit, or in words."""
    title = _("Reject order {number}").format(number=detail.number)
    return _ask(
        desk, title, detail.customer_name, REJECT_REASONS, _("Reject order"), chosen, note=money, name="review.reject"
    )


def ask_question(desk: Desk, detail: Any, chosen: Callable[[str], None]) -> Sheet:
    """H: what the customer is asked, by its digit or in words."""
    title = _("Hold order {number} and ask").format(number=detail.number)
    note = _("The goods stay reserved; the question goes to the customer.")
    return _ask(desk, title, detail.customer_name, QUESTIONS, _("Hold and ask"), chosen, note=note, name="review.hold")


def _ask(
    desk: Desk, title: str, subtitle: str, ready: tuple[str, ...], verb: str, chosen: Callable[[str], None], *, note: str,
    name: str,
) -> Sheet:  # fmt: skip
    sheet = Sheet(desk.surface, title, subtitle, width=540, name=name)
    field = TextField(_("In words"), name=f"{name}.field.words")

    def take(said: str) -> None:
        if not said.strip():
            field.set_error(_("Say why, so that the others know."))
            field.focus()
            return
        sheet.accept()
        chosen(said.strip())

    buttons = []
    for digit, words in enumerate(ready, 1):
        button = Button(_(words), key=str(digit), height=44, name=f"{name}.{digit}").grow()
        button.clicked.connect(lambda _checked=False, words=words: take(_(words)))
        sheet.bind(str(digit), lambda words=words: take(_(words)))
        buttons.append(button)
    field.submitted.connect(lambda: take(field.text()))
    sheet.set_body(Label(note, 14, 400, "text2", wrap=True), VBox(*buttons, gap=8), field)
    sheet.set_primary(verb, lambda: take(field.text()))
    return sheet.open(buttons[0])


def show_proof(desk: Desk, found: Any) -> Sheet:
    """The rows behind a reason, each order in them one click away, and what would clear it."""
    said = found.said
    sheet = Sheet(desk.surface, said.title, width=640, name="review.proof", back_text=_("Close"))
    clears = [Banner("lightbulb-filament", "sky", _("What clears it"), said.clears)] if said.clears else []
    proof = [Label(said.proof, 15, 500, wrap=True)] if said.proof else []
    rows: list[Any] = []
    for at, row in enumerate(found.rows):
        rows += [*([Divider()] if at else []), _proof_row(desk, sheet, row, at)]
    card = [Card(*rows, pad=0, gap=0, name="review.proof.rows")] if rows else []
    sheet.set_body(*proof, *card, *clears)
    return sheet.open(sheet.back)


def _proof_row(desk: Desk, sheet: Sheet, row: Any, at: int) -> QWidget:
    def go() -> None:
        sheet.reject()
        desk.open("order", row.order_id)

    title: QWidget = Label(row.title, 14, 500, elide=True)
    if row.order_id:
        title = Link(row.title, f"review.proof.{at}", px=14)
        title.clicked.connect(go)
    value = Label(row.value, 14, 600, f"{row.tone}_text" if row.tone else "text", align="right")
    said = VBox(title, Label(row.detail, 12, 400, "text3", elide=True), gap=1) if row.detail else title
    made = HBox((said, 1), value, margins=(9, 14), gap=12)
    made.setAccessibleName(f"{row.title} {row.detail} {row.value}")
    return made


SECOND_LOOKS = (
    N_("The caller sounded strange"), N_("The address is not a home"), N_("Far more than one person needs"),
    N_("The price looks wrong"),
)  # fmt: skip


def ask_second_look(desk: Desk, number: str, chosen: Callable[[str], None]) -> Sheet:
    """Why somebody else should look at an order, by its digit or in words."""
    title = _("Second look at order {number}").format(number=number)
    note = _("Nobody picks it until somebody else has decided. The goods stay reserved.")
    return _ask(desk, title, "", SECOND_LOOKS, _("Put into review"), chosen, note=note, name="review.send")


def still_open(detail: Any) -> list[Any]:
    """The reasons against an order that are not ticked off."""
    return [reason for reason in detail.reasons if reason.points > 0 and not reason.cleared_by]


def ask_note(desk: Desk, title: str, chosen: Callable[[str], None], still: list[Any]) -> Sheet:
    """A remark that is kept with an approval; it must be given while reasons are `still` open, which it names."""
    sheet = Sheet(desk.surface, title, width=540, name="review.remark")
    blocked, must = any(reason.code == "blocked" for reason in still), bool(still)
    label = _("Why does it go on all the same?") if must else _("Remark")
    label = _("Block list: why does it go on all the same?") if blocked else label
    field = NoteField(label, name="review.remark.field.words", optional=not must)

    def take() -> None:
        if must and not field.text().strip():
            field.set_error(_("Say why, so that the others know."))
            field.focus()
            return
        sheet.accept()
        chosen(field.text())

    field.submitted.connect(take)
    rows = [HBox(Icon("warning-circle", 16, "warn_text"), (Label(reason.title, 14, 500, wrap=True), 1), gap=8)
            for reason in still]  # fmt: skip
    named = VBox(Label(_("Not ticked off"), 13, 600, "text2"), Card(*rows, gap=8, name="review.remark.open"), gap=6)
    sheet.set_body(*((named,) if must else ()), field)
    sheet.set_primary(_("Approve"), take)
    return sheet.open(field.edit)


def show_call(desk: Desk, detail: Any) -> Sheet:
    """C: the number in large, and what each reason would have answered."""
    sheet = Sheet(desk.surface, _("Call {name}").format(name=detail.customer_name), width=520, name="review.call",
                  back_text=_("Close"))  # fmt: skip
    number = Label(detail.phone, 32, 600, selectable=True, name="review.call.number")
    ask = dict.fromkeys(reason.clears for reason in detail.reasons if reason.points > 0 and reason.clears)
    sheet.set_body(number, Label(_("What to ask"), 13, 600, "text2"),
                   VBox(*(Label(f"•  {line}", 14, 400, wrap=True) for line in ask), gap=6))  # fmt: skip
    return sheet.open(sheet.back)
