"""What a phone order has in common with a ticket: free lines, a tax regime chosen by hand, something off the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.counter.free_lines import ask_free_line
from ui.counter.regime_sheet import ask_regime

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk


def ask_free(desk: Desk, owner: QObject, calls: PhoneDesk, added: Callable[[], Any]) -> None:
    """Ctrl+L: something that is in no catalog, under words and a price of its own."""

    def take(sku: str, name: str, price_e4: int) -> None:
        def read() -> Any:
            from app.inventory.queries import find_sellable

            return find_sellable(sku)

        def show(found: list[Any]) -> None:
            if found:
                calls.set_call(calls.call.with_free(found[0], name, price_e4))
                added()

        desk.read(owner, read, calls.while_shown(show), urgent=True)

    if not calls.is_done:
        ask_free_line(desk, owner, _("Add to the order"), calls.while_shown(take))


def ask_tax(desk: Desk, owner: QObject, calls: PhoneDesk) -> None:
    """Ctrl+J: tax the order by another regime than its customer's, with a reason."""
    if calls.is_done:
        return
    chosen, _name, reason = calls.call.by_hand or (None, "", "")

    def take(regime_id: int | None, name: str, why: str) -> None:
        calls.change(by_hand=(regime_id, name, why) if regime_id else None)
        desk.toast(_("The order is taxed anew."), calls.undo)

    ask_regime(
        desk, owner, chosen, reason, calls.while_shown(take), title=_("Tax this order otherwise"),
        foot=_("A manager allows it when the order is placed. The journal keeps the reason."),
    )  # fmt: skip


def drop_off(desk: Desk, calls: PhoneDesk) -> None:
    """Alt+X: what was given off the whole ticket is not given off the order."""
    call = calls.call
    if calls.is_done or not (call.off_minor or call.off_bp):
        return
    calls.set_call(replace(call, off_minor=0, off_bp=0, off_name=""))
    desk.toast(_("The discount is off the order."), calls.undo)
