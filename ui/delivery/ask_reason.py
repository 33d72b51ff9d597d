"""A small sheet that asks why: ready reasons by their digits, or one's own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk


def ask_reason(
    desk: Desk, title: str, reasons: Sequence[str], go_text: str, act: Callable[[str], None], *, subtitle: str = "",
    kind: str = "primary", needed: bool = True,
) -> Sheet:  # fmt: skip
    """Ask for a reason; a digit takes a ready one at once, F9 the words that are typed."""
    sheet = Sheet(desk.surface, title, subtitle, width=520, name="delivery.reason")
    field = TextField(_("Reason"), name="delivery.field.reason", placeholder=_("In a few words"), optional=not needed)

    def take(reason: str) -> None:
        if needed and not reason:
            field.set_error(_("Say why, so that the others know."))
            field.focus()
            return
        sheet.accept()
        act(reason)

    buttons = []
    for digit, text in enumerate(reasons, 1):
        button = Button(text, key=str(digit), height=44, name=f"delivery.reason.{digit}").grow()
        button.clicked.connect(lambda _checked=False, text=text: take(text))
        sheet.bind(str(digit), lambda text=text: take(text))
        buttons.append(button)
    field.submitted.connect(lambda: take(field.text()))
    sheet.set_body(VBox(*buttons, gap=8), field)
    sheet.set_primary(go_text, lambda: take(field.text()), kind=kind)
    return sheet.open(buttons[0] if buttons else field.edit)
