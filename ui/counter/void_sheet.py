"""Voiding the last sale: why, and how its money goes back; F9 voids it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from app.core.plain import one_line
from ui.payments.ways_back import Ways, load_ways
from ui.payments.ways_sheet import WaysSheet

if TYPE_CHECKING:
    from app.counter.sale import SoldTicket
    from app.counter.shift_sales import ShiftSale
    from ui.common.desk import Desk


def ask_void(desk: Desk, owner: QObject, sold: SoldTicket | ShiftSale, voided: Callable[[], object]) -> None:
    """Read the ways the money came, and ask why the sale is voided and how the money goes back."""

    def show(found: Ways) -> None:
        VoidSheet(desk, owner, sold, found, voided).open_ready()

    desk.read_for_sheet(owner, lambda: load_ways(sold.order_id, sold.total_minor, at_counter=True), show)


class VoidSheet(WaysSheet):
    """A sale of this shift, undone; the reason is always needed."""

    def __init__(
        self, desk: Desk, owner: QObject, sold: SoldTicket | ShiftSale, found: Ways, voided: Callable[[], object]
    ) -> None:  # fmt: skip
        self._owner, self._sold, self._voided = owner, sold, voided
        title = _("Void sale {number}, {amount}").format(number=sold.number, amount=format_money(sold.total_minor))
        super().__init__(desk, title, found, name="void", act_words=_("Void the sale"))

    def why_missing(self, to: str | None) -> str:
        """A void always has its reason."""
        return super().why_missing(to) or _("Say why the sale is voided.")

    def pay_back(self, to: str | None, reason: str, slips: tuple[Any, ...]) -> None:
        """Void the sale, and ask what happens to a tip that was left with it."""
        from app.counter.void import void_sale
        from ui.payments.tips_sheet import offer_tip_back

        desk, sold = self.desk, self._sold

        def told(_receipt: str) -> None:
            self.accept()
            self._voided()
            amount = format_money(sold.total_minor)
            desk.toast(_("Sale {number} is void, {amount} goes back.").format(number=sold.number, amount=amount))
            offer_tip_back(desk, self._owner, sold.order_id)

        desk.write(
            self, void_sale, sold.order_id, one_line(reason), to, slips=slips, done=told, failed=self.refused,
            urgent=True,
        )  # fmt: skip
