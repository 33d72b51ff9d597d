"""An order's own account: what was paid before the goods left, the sale when they leave, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from peewee import fn

from app.core.command import acting
from app.core.db import hold
from app.core.events import listens
from app.core.prepared import prepared
from app.ledger import accounts
from app.ledger.models import Account, AccountKind, TaxEntry, Transfer, TransferLine
from app.ledger.named_taxes import Mixed, NamedTax, earned_mixed, write_taxes
from app.ledger.post import balance, post
from app.orders.charges import Charges, charges_of
from app.orders.events import FulfillmentMoved, IsPaid, OrderAmended
from app.orders.models import Order, OrderLine
from app.orders.states import FulfillmentState, OrderState, PayPlan
from app.orders.taxed import kept_taxes, parts_of
from app.orders.taxes import TaxPart
from app.payments.models import Tender
from app.payments.take import write_payment
from app.payments.till import held_shift

SALE, CANCEL_FEE = "sale", "cancel_fee"
LEAVING = frozenset({FulfillmentState.DISPATCHED, FulfillmentState.COLLECTED})


@prepared
def _sale_of(order):
    return Transfer.select(Transfer.id).where(Transfer.order_ref == order, Transfer.what == SALE).limit(1)


@prepared
def _amounts(order):
    return Order.select(
        Order.total_minor, Order.state, Order.pay_plan, Order.customer, Order.delivery_minor + Order.fee_minor
    ).where(Order.id == order)  # fmt: skip


@prepared
def _lines(order):
    lines = OrderLine.select(OrderLine.id, OrderLine.tax_bp, OrderLine.total_minor, OrderLine.tax_minor)
    return lines.where(OrderLine.order == order)


def is_posted(order_id: int) -> bool:
    """True when the sale of an order stands in the ledger."""
    return _sale_of.one(order_id) is not None


def owed(order_id: int) -> int:
    """What is still to be paid for an order in minor units; negative when more was paid than it costs."""
    row = _amounts.one(order_id)
    if row is None:
        return 0
    there = balance(accounts.of_order(order_id))
    if is_posted(order_id):
        return there
    return there + (0 if row[1] == OrderState.CANCELLED else int(row[0]))


def earned(rates: Iterable[tuple[int, int, int]], mixed: Iterable[Mixed] = ()) -> dict[str, int]:
    """The ledger's side of goods sold: (tax_bp, total_minor, tax_minor) of each plain line, into sales and tax."""
    lines = earned_mixed(mixed)
    for rate, total, tax in rates:
        sales_code, tax_code = accounts.sales(rate), accounts.tax(rate)
        lines[sales_code] = lines.get(sales_code, 0) - (total - tax)
        if tax:
            lines[tax_code] = lines.get(tax_code, 0) - tax
    return lines


def mixed_of(total_minor: int, parts: Iterable[TaxPart]) -> Mixed:
    """A line with several taxes as the ledger takes it."""
    return Mixed(total_minor, tuple(NamedTax(*part[:5]) for part in parts))


class Earned(NamedTuple):
    """The ledger's side of an order, and the taxes by name in it."""

    lines: dict[str, int]
    taxes: tuple[NamedTax, ...]


def earned_of(order_id: int) -> Earned:
    """The ledger's side of a whole order: its lines, delivery and fee."""
    kept = kept_taxes(order_id)
    rates: list[tuple[int, int, int]] = []
    mixed: list[Mixed] = []
    for line_id, rate, total, tax in _lines.all(order_id):
        if parts := parts_of(kept.get(line_id, ())):
            mixed.append(mixed_of(int(total), parts))
        else:
            rates.append((int(rate), int(total), int(tax)))
    if _amounts.one(order_id)[4]:
        charges = charges_of(order_id)
        if charges.parts:
            mixed.append(mixed_of(charges.total_minor, charges.parts))
        else:
            rates.append((charges.tax_bp, charges.total_minor, charges.tax_minor))
    return Earned(earned(rates, mixed), tuple(tax for one in mixed for tax in one.taxes))


def post_sale(order_id: int) -> bool:
    """Post the sale of a whole order against its own account, once; False when it stands there already.

    An order on account becomes the customer's debt with it.
    """
    hold(Order, order_id)
    if is_posted(order_id):
        return False
    found = earned_of(order_id)
    write_taxes(_post_against(order_id, SALE, found.lines), found.taxes)
    _total, _state, plan, customer_id, _charges = _amounts.one(order_id)
    left = balance(accounts.of_order(order_id))
    if plan == PayPlan.ON_ACCOUNT and customer_id is not None and left > 0:
        write_payment(order_id, Tender.ON_ACCOUNT, left, shift=held_shift(acting().station))
        debt = {accounts.customer(customer_id): left, accounts.of_order(order_id): -left}
        post("on_account", debt, order_id=order_id)
    return True


def post_return(
    order_id: int, rates: Mapping[int, tuple[int, int]], mixed: Sequence[Mixed] = (), *, what: str = "return"
) -> int:
    """Credit goods that came back (or were never delivered) to the order's account; returns the gross amount.

    `rates`: tax_bp -> (gross, tax in it), `mixed` goods with several taxes, all positive.  What was paid for them can
    then be refunded.
    """
    sold = earned([(rate, *pair) for rate, pair in rates.items()], mixed)
    transfer = _post_against(order_id, what, {code: -amount for code, amount in sold.items()})
    write_taxes(transfer, [tax for one in mixed for tax in one.taxes], sign=-1)
    return -sum(sold.values())


def post_fee(order_id: int, fee: Charges) -> None:
    """Earn a fee out of what was paid for an order, with its tax; a step."""
    named = mixed_of(fee.total_minor, fee.parts) if fee.parts else None
    lines = earned([], [named]) if named else earned([(fee.tax_bp, fee.total_minor, fee.tax_minor)])
    write_taxes(_post_against(order_id, CANCEL_FEE, lines), named.taxes if named else ())


def fee_kept(order_id: int) -> tuple[int, int]:
    """The fee that was kept of an order that was called off, and the tax in it, as they were booked."""
    query = (
        TransferLine.select(Account.kind, fn.SUM(TransferLine.amount_minor))
        .join(Account).switch(TransferLine).join(Transfer)
        .where(
            Transfer.order_ref == order_id, Transfer.what == CANCEL_FEE,
            Account.kind.in_([AccountKind.SALES, AccountKind.TAX]),
        ).group_by(Account.kind)
    )  # fmt: skip
    sums = {kind: -int(amount) for kind, amount in query.tuples()}
    return sum(sums.values()), sums.get(AccountKind.TAX, 0)


def _post_against(order_id: int, what: str, lines: Mapping[str, int]) -> int:
    shift = held_shift(acting().station)
    rest = -sum(lines.values())
    whole = {**lines, accounts.of_order(order_id): rest}
    return post(what, whole, order_id=order_id, shift_id=shift.id if shift else None)


@listens(FulfillmentMoved)
def _goods_left(event: FulfillmentMoved) -> None:
    if event.new in LEAVING:
        post_sale(event.order_id)


@listens(OrderAmended)
def _amended(event: OrderAmended) -> None:
    """An order that was posted and then changed is posted anew, by the difference."""
    if not is_posted(event.order_id) or event.before_minor == event.after_minor:
        return
    now, taxes = earned_of(event.order_id)
    before = _posted(event.order_id)
    codes = now.keys() | before.keys()
    lines = {code: now.get(code, 0) - before.get(code, 0) for code in codes}
    transfer = _post_against(event.order_id, "amended", lines)
    write_taxes(transfer, [*taxes, *_posted_taxes(event.order_id)])


def _posted(order_id: int) -> dict[str, int]:
    """What the ledger holds of an order's sale so far, without what came back."""
    total = fn.SUM(TransferLine.amount_minor)
    query = (
        TransferLine.select(Account.code, total)
        .join(Account)
        .switch(TransferLine)
        .join(Transfer)
        .where(
            Transfer.order_ref == order_id, Transfer.what.in_([SALE, "amended"]),
            Account.kind.in_([AccountKind.SALES, AccountKind.TAX]),
        ).group_by(Account.code)
    )  # fmt: skip
    return {code: int(amount) for code, amount in query.tuples()}


def _posted_taxes(order_id: int) -> list[NamedTax]:
    """The taxes by name that the ledger holds of an order's sale so far, to be taken off again."""
    query = TaxEntry.select(
        TaxEntry.code, TaxEntry.name, TaxEntry.rate_bp, 0 - TaxEntry.base_minor, 0 - TaxEntry.tax_minor
    ).join(Transfer).where(Transfer.order_ref == order_id, Transfer.what.in_([SALE, "amended"]))  # fmt: skip
    return [NamedTax(*row) for row in query.tuples()]


@listens(IsPaid)
def _is_paid(question: IsPaid) -> Literal[True] | None:
    return True if owed(question.order_id) <= 0 else None
