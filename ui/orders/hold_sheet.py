"""F4: put orders on hold, with a reason that others can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _, ngettext
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

REASONS = (
    N_("Customer asked to wait"), N_("Waits for a delivery"), N_("Payment to be checked"), N_("Address to be checked"),
)  # fmt: skip


def ask_hold(desk: Desk, owner: QObject, orders: Sequence[tuple[int, str]]) -> Sheet:
    """Ask for a reason by its digit or in words; `orders` are ids with their numbers."""
    title = _("Hold order {number}").format(number=orders[0][1])
    if len(orders) > 1:
        title = ngettext("Hold {count} order", "Hold {count} orders", len(orders)).format(count=len(orders))
    told = _("Nobody picks or confirms it until it goes on.")
    sheet = Sheet(desk.surface, title, told, width=520, name="hold")
    field = TextField(_("Reason"), name="hold.field.reason", placeholder=_("What does it wait for?"))

    def hold(reason: str) -> None:
        if not reason.strip():
            field.set_error(_("Say why, so that the others know."))
            field.focus()
            return
        sheet.accept()
        _hold(desk, owner, orders, reason)

    buttons = []
    for digit, words in enumerate(REASONS, 1):
        button = Button(_(words), key=str(digit), height=44, name=f"hold.button.{digit}").grow()
        button.clicked.connect(lambda _checked=False, words=words: hold(_(words)))
        sheet.bind(str(digit), lambda words=words: hold(_(words)))
        buttons.append(button)
    field.submitted.connect(lambda: hold(field.text()))
    sheet.set_body(VBox(*buttons, gap=8), field)
    sheet.set_primary(_("Put on hold"), lambda: hold(field.text()))
    return sheet.open(buttons[0])


def _hold(desk: Desk, owner: QObject, orders: Sequence[tuple[int, str]], reason: str) -> None:
    from app.orders.hold import hold_order, release_order

    held: list[int] = []

    def undo() -> None:
        for order_id in held:
            desk.write(owner, release_order, order_id)

    def told(_nothing: Any, order_id: int) -> None:
        held.append(order_id)
        if len(held) == len(orders):
            said = _("Order {number} is on hold").format(number=orders[0][1])
            if len(orders) > 1:
                said = _("{count} orders are on hold").format(count=len(orders))
            desk.toast(said, undo)

    for order_id, _number in orders:
        desk.write(owner, hold_order, order_id, reason, done=lambda answer, ref=order_id: told(answer, ref))
