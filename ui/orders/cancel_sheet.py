"""Cancelling: why, what happens to the goods and the money, and a red button that names the amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import Banner, VBox
from ui.common.inputs import RadioRow, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.orders.pay_back_sheet import offer_pay_back

if TYPE_CHECKING:
    from ui.common.desk import Desk

REASONS = (
    ("customer", N_("Customer does not want it any more")), ("stock", N_("We cannot get the goods")),
    ("twice", N_("Ordered twice")), ("other", N_("Another reason")),
)  # fmt: skip


def ask_cancel(desk: Desk, owner: QObject, story: Any) -> Sheet:
    """Ask why and say what cancelling does."""
    order = story.order
    sheet = Sheet(
        desk.surface, _("Cancel order {number}").format(number=order.number), order.customer_name, width=560, name="cancel",
        back_text=_("Keep the order"),
    )  # fmt: skip
    reasons = RadioRow([(key, _(words)) for key, words in REASONS], "cancel.reason", upright=True)
    field = TextField(_("In words"), name="cancel.field.reason", optional=True)
    kept = story.money.paid_minor - story.money.refunded_minor
    money = Banner("wallet", "warn" if kept else "ok", *_money_words(kept))
    goods = Label(_("Reserved goods are free again; what was picked is put back."), 14, 400, "text2", wrap=True)

    def cancel() -> None:
        from app.orders.cancel import cancel_order

        key = reasons.current()
        reason = field.text() or _(dict(REASONS)[key])
        if key == "other" and not field.text():
            field.set_error(_("Say why, so that the others know."))
            field.focus()
            return
        sheet.accept()
        said = _("Order {number} is cancelled").format(number=order.number)

        def told(_nothing: None) -> None:
            desk.toast(said)
            offer_pay_back(desk, owner, order.id, order.number, reason)

        desk.write(owner, cancel_order, order.id, reason, done=told)

    sheet.set_body(VBox(Label(_("Why?"), 13, 500, "text2"), reasons, gap=6), field, money, goods)
    words = _("Cancel and pay back {amount}").format(amount=format_money(kept)) if kept else _("Cancel order")
    sheet.set_primary(words, cancel, kind="bad")
    return sheet.open(sheet.back)


def _money_words(kept_minor: int) -> tuple[str, str]:
    if not kept_minor:
        return _("Nothing was paid yet"), _("There is nothing to pay back.")
    title = _("{amount} go back to the customer").format(amount=format_money(kept_minor))
    return title, _("The same way it was paid; what cannot go back becomes store credit.")
