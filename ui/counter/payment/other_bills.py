"""The payment sheet for what is no ticket: an order that is owed for, parts of an instalment plan, and debts on account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from ui.counter.payment import payable
from ui.counter.payment.bill import Part
from ui.counter.payment.context import Context, read_context
from ui.counter.payment.payable import Payable
from ui.counter.payment.sheet import PaymentSheet
from ui.counter.till import Till

if TYPE_CHECKING:
    from ui.common.desk import Desk

Book = Callable[[list[Part], bool], tuple[Callable[..., Any], tuple[Any, ...]]]


def pay_order(desk: Desk, order_id: int, *, by_phone: bool = False, amount_minor: int = 0) -> None:
    """Take the money that is owed for an order, all of it or a deposit; the customer is here, or on the telephone.

    `amount_minor` is a deposit that was agreed: just that is paid, and the rest later.
    """

    def book(parts: list[Part], prints: bool) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        from app.payments.pay import pay_order as pay

        return pay, (order_id, [part.to_input() for part in parts], prints)

    _open(
        desk, lambda: payable.of_order(order_id, by_phone=by_phone, deposit_minor=amount_minor), book,
        _("Nothing is due on this order."),
    )  # fmt: skip


def pay_plan(desk: Desk, plan_id: int, amount_minor: int) -> None:
    """Take so much of an instalment plan."""
    turn = clock.now_ms()

    def book(parts: list[Part], prints: bool) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        from app.payments.pay_plan import pay_instalment

        return pay_instalment, (plan_id, [part.to_input() for part in parts], prints)

    _open(desk, lambda: payable.of_plan(plan_id, amount_minor, turn), book, _("This plan is paid."))


def pay_account(desk: Desk, customer_id: int, amount_minor: int) -> None:
    """Take so much of what a customer owes on account."""
    turn = clock.now_ms()

    def book(parts: list[Part], prints: bool) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        from app.payments.pay import settle_account

        return settle_account, (customer_id, [part.to_input() for part in parts], prints)

    _open(
        desk,
        lambda: payable.of_account(customer_id, amount_minor, turn),
        book,
        _("This customer owes nothing on account."),
    )


def _open(desk: Desk, find: Callable[[], Payable], book: Book, nothing: str) -> None:
    till, station = Till.of(desk), desk.station

    def show(context: Context) -> None:
        if context.payable.total_minor <= 0:
            desk.toast(nothing)
            return
        sheet: PaymentSheet

        def finish(parts: list[Part], prints: bool, _email: str) -> None:
            command, named = book(parts, prints)
            key = f"{context.payable.uid}:{':'.join(str(part.amount_minor) for part in parts)}:{opened}"
            desk.write(sheet, command, *named, key=key, done=done, failed=failed, urgent=True)

        def done(paid: Any) -> None:
            sheet.accept()
            desk.feedback("done")
            said = _("{amount} taken").format(amount=format_money(paid.paid_minor))
            if paid.change_minor:
                said = _("{amount} taken, {change} change").format(
                    amount=format_money(paid.paid_minor), change=format_money(paid.change_minor)
                )
            desk.toast(said)

        def failed(error: BaseException) -> None:
            sheet.refuse(str(error) if isinstance(error, Refusal) else _("Something went wrong. Try again."))

        opened = clock.now_ms()
        sheet = PaymentSheet(desk, till, context, [], finish)
        sheet.open(sheet.amount)

    desk.read_for_sheet(desk, lambda: read_context(station, find()), show)
