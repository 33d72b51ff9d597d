"""The small sheets of picking and packing: type a code, a quantity or a weight; say what is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.inputs import NumberField, RadioRow, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet


def ask_code(surface: QWidget, then: Callable[[str], None]) -> Sheet:
    """Type a code that cannot be scanned; `3*` in front counts three pieces."""
    sheet = Sheet(surface, _("Type a code"), width=480, name="pick.type")
    field = TextField(
        _("Number under the bars, SKU or bin"), name="pick.field.code", height=48, px=18, icon="barcode",
        help=_("3* in front of it counts three pieces."),
    )  # fmt: skip

    def go() -> None:
        code = field.text()
        if code:
            sheet.accept()
            then(code)
        else:
            field.set_error(_("Type the code."))

    field.submitted.connect(go)
    sheet.set_body(field)
    sheet.set_primary(_("Take this code"), go)
    sheet.on_code = lambda code: (sheet.accept(), then(code))  # type: ignore[attr-defined]
    return sheet.open(field)


def ask_number(
    surface: QWidget, title: str, label: str, then: Callable[[int], None], *, name: str, suffix: str = "",
    minimum: int = 1, maximum: int = 9_999, help: str = "", button: str = "", value: int | None = None,
) -> Sheet:  # fmt: skip
    """Type a number, by itself from 1 on."""
    sheet = Sheet(surface, title, width=440, name=name)
    field = NumberField(
        label, name=f"{name}.field", minimum=minimum, maximum=maximum, height=48, px=20, suffix=suffix, help=help,
        value=value,
    )  # fmt: skip

    def go() -> None:
        number = field.value()
        if number is None or not minimum <= number <= maximum:
            field.set_error(_("From {low} to {high}.").format(low=f"{minimum}", high=f"{maximum:,}"))
            return
        sheet.accept()
        then(number)

    field.submitted.connect(go)
    sheet.set_body(field)
    sheet.set_primary(button or _("Go on"), go)
    return sheet.open(field)


def ask_short(
    surface: QWidget, product: str, place: str, left: int, then: Callable[[int, str], None]
) -> Sheet:  # fmt: skip
    """How much of the present stop is not there, and why."""
    sheet = Sheet(surface, _("Not there"), f"{product} · {place}", width=560, name="pick.short")
    field = NumberField(
        _("How many are missing"), name="pick.short.field", value=left, minimum=1, maximum=left, height=48, px=20,
        help=_("The bin is put on the list of bins to count."),
    )  # fmt: skip
    reasons = RadioRow(
        [("not_there", _("Not there")), ("damaged", _("Damaged")), ("mixed_up", _("Mixed up")),
         ("unreachable", _("Out of reach"))],
        "pick.short.reason",
    )  # fmt: skip
    reasons.setAccessibleName(_("Why"))

    def go() -> None:
        missing = field.value()
        if missing is None or not 1 <= missing <= left:
            field.set_error(_("From {low} to {high}.").format(low="1", high=f"{left:,}"))
            return
        sheet.accept()
        then(missing, reasons.current())

    field.submitted.connect(go)
    sheet.set_body(
        field, Label(_("Why"), 13, 500, "text2"), reasons,
        Label(_("It is taken from another bin when there is one; else the order gets it later."), 13, 400, "text2",
              wrap=True),
    )  # fmt: skip
    sheet.set_primary(_("Go on without it"), go)
    return sheet.open(field)


class Missing(NamedTuple):
    """A line that a piece may be missing of."""

    line_id: int
    name: str
    left: int


def ask_missing(surface: QWidget, lines: Sequence[Missing], then: Callable[[int, int], None]) -> Sheet:
    """Which piece is not in the tote; digits choose the line."""
    sheet = Sheet(
        surface, _("Something is missing"), _("It is fetched again, and the tote waits until then"), width=560,
        name="pack.missing",
    )  # fmt: skip
    buttons = []
    for no, line in enumerate(lines[:9], 1):

        def choose(line: Missing = line) -> None:
            sheet.accept()
            if line.left == 1:
                then(line.line_id, 1)
                return
            ask_number(
                surface, _("How many are missing?"), line.name, lambda count: then(line.line_id, count),
                name="pack.missing_count", maximum=line.left, value=1, button=_("Fetch them"),
            )  # fmt: skip

        words = _("{name}, {count} not scanned").format(name=line.name, count=line.left)
        button = Button(words, key=str(no), height=48, name=f"pack.missing.{line.line_id}").grow()
        button.clicked.connect(lambda _checked=False, choose=choose: choose())
        sheet.bind(str(no), choose)
        buttons.append(button)
    sheet.set_body(VBox(*buttons, gap=8))
    return sheet.open(buttons[0])


def ask_reason(surface: QWidget, title: str, subtitle: str, button: str, then: Callable[[str], None]) -> Sheet:
    """Why a weight is accepted that does not fit."""
    sheet = Sheet(surface, title, subtitle, width=520, name="pack.reason")
    field = TextField(_("Reason"), name="pack.reason.field", placeholder=_("Extra padding, a gift inside, …"))

    def go() -> None:
        if not field.text():
            field.set_error(_("Say why; it is kept with the parcel."))
            return
        sheet.accept()
        then(field.text())

    field.submitted.connect(go)
    sheet.set_body(field)
    sheet.set_primary(button, go)
    return sheet.open(field)
