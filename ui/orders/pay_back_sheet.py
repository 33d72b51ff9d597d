"""What was paid too much goes back: how much, by which tenders, and why; F9 pays it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.payments.ways_back import Ways, load_ways
from ui.payments.ways_sheet import WaysSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk


def load_surplus(order_id: int) -> Ways | None:
    """Read what an order was paid too much, and how it can go back; None when it was not."""
    from app.payments.queries import order_money

    surplus = -order_money(order_id).owed_minor
    return load_ways(order_id, surplus) if surplus > 0 else None


def ask_pay_back(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Read what is too much and the ways it came, and ask how it goes back."""

    nothing = _("Nothing of this order is paid too much.")
    offer_pay_back(
        desk, owner, order_id, number, _("Paid too much"), otherwise=lambda: desk.window.notice.refuse(nothing)
    )


def offer_pay_back(
    desk: Desk, owner: QObject, order_id: int, number: str, why: str, *, otherwise: Callable[[], None] | None = None
) -> None:
    """Ask how what is too much goes back, if something is: after cancelling, what waits for the slip of a card.

    `why` is kept where nobody says more.
    """

    def show(found: Ways | None) -> None:
        if found is not None:
            PayBackSheet(desk, owner, order_id, number, found, why).open_ready()
        elif otherwise is not None:
            otherwise()

    desk.read(owner, lambda: load_surplus(order_id), show, urgent=True)


class PayBackSheet(WaysSheet):
    """The surplus of an order."""

    def __init__(self, desk: Desk, owner: QObject, order_id: int, number: str, found: Ways, why: str) -> None:
        self._owner, self._order_id, self._number, self._why = owner, order_id, number, why
        self._amount = format_money(found.amount_minor)
        super().__init__(
            desk, _("Money of order {number} goes back").format(number=number), found, name="pay_back",
            act_words=_("Pay back {amount}").format(amount=self._amount),
        )  # fmt: skip

    def pay_back(self, to: str | None, reason: str, slips: tuple[Any, ...]) -> None:
        """Pay the surplus back, and ask what happens to a tip that was left with it."""
        from app.payments.refund import refund_order
        from ui.payments.tips_sheet import offer_tip_back

        desk = self.desk

        def told(_done: Any) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("{amount} of order {number} went back").format(amount=self._amount, number=self._number))
            offer_tip_back(desk, self._owner, self._order_id)

        desk.write(
            self, refund_order, self._order_id, self.found.amount_minor, to, reason or self._why, slips=slips,
            done=told, failed=self.refused,
        )  # fmt: skip
