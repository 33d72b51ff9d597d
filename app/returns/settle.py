"""Settling: the goods are credited to the order, and the customer gets money, credit, other goods or the goods back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import tax_included
from app.core.outbox import titled, wish
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.ledger import accounts
from app.ledger.named_taxes import Mixed
from app.orders.charges import charges_of
from app.orders.complete import complete_if_done
from app.orders.models import Order
from app.payments.models import Tender
from app.payments.order_account import mixed_of, owed, post_return
from app.payments.refund import RefundDone, refund, take_rest_back
from app.payments.ways_back import CardSlip, refundable
from app.returns import policy
from app.returns.advance import ReturnRow, return_row, step, touch_order
from app.returns.credit import debt_of, give_bonus, give_slip
from app.returns.events import RepairWanted, ReturnSettled
from app.returns.goods import hand_back, pieces
from app.returns.models import Disposition, Outcome, Return, ReturnLine, ReturnState
from app.returns.open import give_up_lines
from app.returns.states import MONEY
from app.returns.taxes import credited_taxes, mixed_back


class WrongOutcome(Refusal):
    """This outcome does not fit the goods or the customer."""


class Settled(NamedTuple):
    """What settling gives back; amounts in minor units.

    `credited_minor` is what the goods are worth, `given_minor` what the customer got for them (the rest took down
    what was still owed or became `credit_minor`), with a bonus if there is one.  `credit_code` is a slip that the till
    takes as a gift card; `parts` are the tenders that money went back by, with their amounts.
    """

    return_id: int
    number: str
    outcome: Outcome
    credited_minor: int = 0
    given_minor: int = 0
    credit_minor: int = 0
    receipt: str = ""
    credit_code: str = ""
    parts: tuple[tuple[str, int], ...] = ()


@prepared
def _credited(return_id):
    return ReturnLine.select(
        ReturnLine.id, ReturnLine.tax_bp, ReturnLine.refund_minor, ReturnLine.fee_minor, ReturnLine.tax_minor
    ).where(ReturnLine.return_ == return_id)


@prepared
def _order(order):
    return Order.select(Order.customer).where(Order.id == order)


@prepared
def _end(outcome, refund, charges, return_id):
    return Return.update(outcome=outcome, refund_minor=refund, charges_minor=charges).where(Return.id == return_id)


@command("returns.settle")
def settle_return(
    by: Actor, return_id: int, outcome: Outcome | str, to: Tender | None = None, reason: str = "",
    slips: Sequence[CardSlip] | None = None,
) -> Settled:  # fmt: skip
    """Settle an inspected return (or hand the goods back without a look), and print its slip.

    refund: over the original tenders, or all by `to` with a reason; first it takes down what is still owed.
    store_credit: to the customer's account, or on a slip.  exchange: on a slip that pays the new ticket.
    `slips` are those of card refunds that no connected terminal gives, see `refund_order`.  Nobody is asked to sign:
    these goods were sent in, taken in and looked at before, and whoever sent them is not here.
    repair: opens a case.  back_to_customer: no money, the goods leave again.
    Refused with WrongOutcome, NotPermitted above the limit `refund_minor`, GoodsGone, StateChanged and what refunds
    refuse.
    """
    return settle_step(return_row(return_id), Outcome(outcome), to=to, reason=reason, slips=slips, is_here=False)


def settle_step(
    row: ReturnRow, outcome: Outcome, *, to: Tender | None = None, reason: str = "",
    most_credit_minor: int | None = None, slips: Sequence[CardSlip] | None = None, is_here: bool = True,
) -> Settled:  # fmt: skip
    """The step behind settling; of an exchange at most `most_credit_minor` becomes credit, the rest is paid back.

    NotSigned where the shop wants a signature for what goes back to a card, and the customer `is_here` to give one.
    """
    if row.order_id is None and outcome in MONEY:
        raise WrongOutcome(_("Goods without a receipt are settled when they are taken back."), return_id=row.id)
    old = row.state if outcome == Outcome.BACK_TO_CUSTOMER else ReturnState.INSPECTED
    step(row.id, old, ReturnState.SETTLED)
    is_money = outcome in MONEY
    _end.run(outcome.value, row.refund_minor if is_money else 0, row.charges_minor if is_money else 0, row.id)
    if is_money:
        settled = _money(row, outcome, to, reason, most_credit_minor, slips or (), is_here)
        take_rest_back(row.order_id or 0)
    elif outcome == Outcome.REPAIR:
        settled = _repair(row)
    else:
        hand_back(row.id, row.order_id)
        settled = Settled(row.id, row.number, outcome)
    if not is_money:
        give_up_lines(row.id)
    _tell(row, settled, reason)
    return settled


def _money(
    row: ReturnRow, outcome: Outcome, to: Tender | None, reason: str, most_credit_minor: int | None,
    slips: Sequence[CardSlip], is_here: bool,
) -> Settled:  # fmt: skip
    """Credit the goods to the order's account, then give back what was paid too much by it."""
    order_id = row.order_id or 0
    hold(Order, order_id)
    (customer_id,) = _order.one(order_id)
    credited = post_return(order_id, *_taken_back(row, order_id))
    give = min(credited, max(-owed(order_id), 0), refundable(order_id))
    settled = Settled(row.id, row.number, outcome, credited, give)
    if not give:
        return settled
    why = reason.strip() or _("Return {number}").format(number=row.number)
    if outcome == Outcome.REFUND:
        said = reason.strip() if to else why
        done = refund(order_id, give, to=to, reason=said, slips=slips, is_here=is_here, return_id=row.id)
        return _paid_back(settled, done)
    debt = debt_of(order_id, give)
    credit = give - debt if most_credit_minor is None else min(give - debt, most_credit_minor)
    if give > credit:
        done = refund(order_id, give - credit, reason=why, slips=slips, is_here=is_here, return_id=row.id)
        settled = _paid_back(settled, done)
    return _credit(settled, order_id, credit, customer_id, why) if credit else settled


def _paid_back(settled: Settled, done: RefundDone) -> Settled:
    parts = tuple((part.tender.value, part.amount_minor) for part in done.parts)
    return settled._replace(receipt=done.receipt, parts=parts)


def _credit(settled: Settled, order_id: int, credit: int, customer_id: int | None, why: str) -> Settled:
    """Store credit on the customer's account, or credit on a slip."""
    if settled.outcome == Outcome.STORE_CREDIT and customer_id is not None:
        done = refund(order_id, credit, to=Tender.STORE_CREDIT, reason=why, return_id=settled.return_id)
        settled = settled._replace(receipt=done.receipt)
        account = accounts.credit(customer_id)
        touch("customer", customer_id)
    else:
        give_slip(order_id, credit, settled.number, reason=why)
        account = accounts.gift_card(settled.number)
        settled = settled._replace(credit_code=settled.number)
    bonus = policy.bonus_of(credit) if settled.outcome == Outcome.STORE_CREDIT else 0
    give_bonus(account, bonus, order_id)
    return settled._replace(credit_minor=credit + bonus, given_minor=settled.given_minor + bonus)


def _taken_back(row: ReturnRow, order_id: int) -> tuple[dict[int, tuple[int, int]], list[Mixed]]:
    """What is credited at each tax rate, gross and the tax in it, and the goods with taxes by name."""
    rates: dict[int, tuple[int, int]] = {}
    named, refunds = credited_taxes(row.id), {}

    def add(rate: int, gross: int, tax: int) -> None:
        before = rates.get(rate, (0, 0))
        rates[rate] = before[0] + gross, before[1] + tax

    for line, rate, refund_minor, fee, tax in _credited.all(row.id):
        refunds[line] = refund_minor
        if line not in named:
            add(rate, refund_minor, tax - tax_included(fee, rate))
    mixed = mixed_back(named, refunds)
    if row.charges_minor:
        back = charges_of(order_id).share(row.charges_minor)
        if back.parts:
            mixed.append(mixed_of(back.total_minor, back.parts))
        else:
            add(back.tax_bp, back.total_minor, back.tax_minor)
    return rates, mixed


def _repair(row: ReturnRow) -> Settled:
    goods = pieces(row.id)
    if any(piece.disposition != Disposition.REPAIR for piece in goods):
        raise WrongOutcome(_("Send every line to repair first."), return_id=row.id)
    emit(RepairWanted(row.id, row.order_id, ", ".join(piece.name for piece in goods)[:200]))
    return Settled(row.id, row.number, Outcome.REPAIR)


def _tell(row: ReturnRow, settled: Settled, reason: str) -> None:
    title = titled(N_("Return slip {number}"), number=row.number)
    wish("return_slip", f"return_slip:{row.number}", {"return_id": row.id}, title=title, order_id=row.order_id)
    note(
        return_id=row.id, return_number=row.number, order_id=row.order_id, outcome=settled.outcome,
        credited_minor=settled.credited_minor, given_minor=settled.given_minor, reason=reason.strip(),
    )  # fmt: skip
    touch_order(row.order_id)
    emit(ReturnSettled(row.id, row.order_id, settled.outcome, settled.credited_minor))
    if row.order_id is not None:
        complete_if_done(row.order_id)
