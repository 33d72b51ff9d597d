"""What was paid too much goes back: how much, by which tenders, and why; F9 pays it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.orders.words import tender_icon, tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk


def ask_pay_back(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Read what is too much and the ways it came, and ask whether it goes back by them."""

    def load() -> tuple[int, list[Any], dict[int, str]]:
        from app.payments.queries import order_money, payments_of
        from app.payments.refund import ways_back

        surplus = -order_money(order_id).owed_minor
        parts = ways_back(order_id, surplus) if surplus > 0 else []
        return surplus, parts, {paid.id: paid.masked_pan for paid in payments_of(order_id)}

    def show(found: tuple[int, list[Any], dict[int, str]]) -> None:
        if found[0] > 0:
            _open(desk, owner, order_id, number, *found)
        else:
            desk.window.notice.refuse(_("Nothing of this order is paid too much."))

    desk.read(owner, load, show, urgent=True)


def _open(
    desk: Desk, owner: QObject, order_id: int, number: str, surplus: int, parts: list[Any], cards: dict[int, str]
) -> Sheet:
    amount = format_money(surplus)
    title = _("Order {number} was paid too much").format(number=number)
    sheet = Sheet(desk.surface, title, width=560, name="pay_back")
    reason = TextField(_("Reason"), name="pay_back.field.reason", optional=True)
    total = MoneyLabel(surplus, 30, 600, name="pay_back.total")

    def pay() -> None:
        from app.payments.refund import refund_order
        from ui.payments.tips_sheet import offer_tip_back

        sheet.accept()
        why = reason.text() or _("Paid too much")
        said = _("{amount} of order {number} went back").format(amount=amount, number=number)

        def told(_done: Any) -> None:
            desk.feedback("done")
            desk.toast(said)
            offer_tip_back(desk, owner, order_id)

        desk.write(owner, refund_order, order_id, surplus, None, why, done=told)

    head = HBox(Label(_("Goes back the way it was paid"), 14, 500, "text2"), None, total, gap=8)
    sheet.set_body(head, VBox(*(_way(part, cards.get(part.payment_id, "")) for part in parts), gap=6), reason)
    sheet.set_primary(_("Pay back {amount}").format(amount=amount), pay)
    return sheet.open(reason.edit)


def _way(part: Any, card: str) -> HBox:
    """One tender that gets money back; cash is rounded as one heap."""
    words = " ".join(word for word in (tender_word(part.tender), card) if word)
    paid_out = format_money(part.amount_minor - part.rounding_minor)
    row = HBox(
        Icon(tender_icon(part.tender), 18), Label(words, 14, 500), None, Label(paid_out, 14, 600, align="right"), gap=8
    )
    row.setAccessibleName(f"{words}: {paid_out}")
    return row
