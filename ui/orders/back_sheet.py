"""A refund that the terminal or the provider has not confirmed: ask again, or say what its own list says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk


def ask_about_back(desk: Desk, owner: QObject, back: Any) -> Sheet:
    """Show where the refund stands; only one that is in doubt can be settled by hand."""
    amount, doubtful = format_money(back.amount_minor), back.state == "unknown"
    way = back.masked_pan or (_("the online payment") if back.is_online else _("the card"))
    title = _("{amount} back to {way}").format(amount=amount, way=way)
    sheet = Sheet(desk.surface, title, width=600, name="back")
    state = _("Nobody knows yet whether it was given.") if doubtful else _("It is sent as soon as it can be.")
    if back.state == "sent":
        state = _("It is at the terminal now.") if not back.is_online else _("The provider is asked now.")
    words = [Label(state, 15, 500, wrap=True, name="back.state")]
    if back.reason:
        words.append(Label(back.reason, 13, 400, "text2", wrap=True))
    if not doubtful:
        sheet.set_body(*words)
        sheet.set_primary(_("All right"), sheet.accept)
        return sheet.open()

    def settle(answer: str, said: str) -> None:
        from app.payments.send_back import finish_back

        sheet.accept()
        detail = _("By the terminal’s own list")
        desk.write(owner, finish_back, back.wish_id, answer, detail, done=lambda _row: desk.toast(said))

    yes = Button(_("It was given back"), icon="check-bold", key="Alt+Y", height=48, name="back.yes").grow()
    no = Button(_("It was not given back"), icon="x-bold", key="Alt+N", height=48, name="back.no").grow()
    gave, owes = _("The refund of {amount} is confirmed"), _("{amount} is owed to the customer again")
    for key, button, answer, said in (("Alt+Y", yes, "approved", gave), ("Alt+N", no, "declined", owes)):
        words_now = said.format(amount=amount)
        button.clicked.connect(lambda _checked=False, answer=answer, said=words_now: settle(answer, said))
        sheet.bind(key, lambda answer=answer, said=words_now: settle(answer, said))

    def again() -> None:
        from app.payments.send_back import ask_back_now

        sheet.accept()
        desk.write(owner, ask_back_now, back.wish_id)

    hint = Label(_("Or look at the list of the terminal or provider:"), 13, 400, "text3")
    sheet.set_body(*words, hint, VBox(yes, no, gap=8))
    sheet.set_primary(_("Ask again"), again)
    return sheet.open()
