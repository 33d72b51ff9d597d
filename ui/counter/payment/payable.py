"""What is being paid: a ticket at the counter, an order placed before, a part of a plan, or a debt on account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from app.core.i18n import _

if TYPE_CHECKING:
    from ui.counter.till import Till


class Payable(NamedTuple):
    """A bill with whom it belongs to; `uid` names it for ever, so that no card is charged twice for it."""

    uid: str
    total_minor: int
    title: str
    name: str = ""
    customer_id: int | None = None
    phone: str = ""
    email: str = ""
    limit_minor: int = 0
    has_address: bool = False
    is_sale: bool = False  # the ticket of this till: the customer display follows it
    may_wait: bool = False  # a part may be paid now and the rest later
    is_debt: bool = False  # a debt is not paid with another debt
    order_id: int | None = None  # placed before
    by_phone: bool = False  # the customer is not here: nothing can be shown or signed

    @property
    def finish_word(self) -> str:
        """What the blue button does at the end."""
        return _("Finish sale") if self.is_sale else _("Book the payment")


def of_ticket(till: Till) -> Payable:
    """The open ticket of a till."""
    ticket, card = till.ticket, till.card
    buyer = ticket.buyer
    return Payable(
        ticket.uid, ticket.totals().total_minor, _("Payment"), buyer.name if buyer else "",
        buyer.customer_id if buyer else None, card.phone if card else "", card.email if card else "",
        card.credit_limit_minor if card else 0, card is not None and card.has_address, is_sale=True,
    )  # fmt: skip


def of_order(order_id: int, *, by_phone: bool = False, deposit_minor: int = 0) -> Payable:
    """What is still owed for an order, or the deposit that was agreed for it; read on the reader's thread."""
    from app.orders.queries import order_detail
    from app.payments.order_account import owed

    card: Any = order_detail(order_id)
    due, title = max(owed(order_id), 0), _("Payment of order {number}")
    if deposit_minor:
        due, title = min(due, deposit_minor), _("Deposit on order {number}")
    return Payable(
        f"order:{order_id}", due, title.format(number=card.number),
        card.customer_name, card.customer_id, card.phone, card.email, may_wait=True,
        limit_minor=_limit_of(card.customer_id), order_id=order_id, by_phone=by_phone,
    )  # fmt: skip


def of_plan(plan_id: int, amount_minor: int, turn: int) -> Payable:
    """So much of an instalment plan; read on the reader's thread.  `turn` tells payments of one plan apart."""
    from app.payments.plan_reads import plan_row

    row = plan_row(plan_id)
    assert row is not None, f"there is no plan {plan_id}"
    return Payable(
        f"plan:{plan_id}:{turn}", amount_minor, _("Instalment of order {number}").format(number=row.number), row.name,
        row.customer_id, row.phone, is_debt=True,
    )  # fmt: skip


def of_account(customer_id: int, amount_minor: int, turn: int) -> Payable:
    """So much of what a customer owes on account; read on the reader's thread.  `turn` tells payments apart."""
    from app.customers.queries import customer_card
    from app.ledger import accounts
    from app.ledger.post import balance

    row, owed = customer_card(customer_id).row, balance(accounts.customer(customer_id))
    return Payable(
        f"account:{customer_id}:{turn}", min(amount_minor, max(owed, 0)), _("Bills on account"), row.name,
        customer_id, row.phone or "", is_debt=True,
    )  # fmt: skip


def _limit_of(customer_id: int | None) -> int:
    from app.customers.queries import customer_card

    return customer_card(customer_id).row.credit_limit_minor if customer_id is not None else 0
