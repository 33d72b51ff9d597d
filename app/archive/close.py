"""Closing: what has been finished for long enough goes into the archive, stays findable and cannot change any more."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.aftersales.models import Case, CaseState
from app.archive.detail import digests_of
from app.archive.models import ArchiveEntry
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_
from app.ledger.models import Account
from app.orders.advance import advance
from app.orders.models import Fulfillment, Order
from app.orders.states import DONE_FULFILLMENT, OrderState
from app.payments.models import Claim, ClaimState
from app.returns.models import Return, ReturnState

DAYS = settings.declare(
    "archive.after_days", 60, N_("Close finished orders after"),
    N_("Days after an order was completed or cancelled; longer than the time for returns."), least=1, most=3_650,
)  # fmt: skip
AT_ONCE = 500  # orders a command, so that nobody at a till waits for it
_FINISHED = (OrderState.COMPLETED, OrderState.CANCELLED)


class Closed(NamedTuple):
    """How many orders were closed, and how many more could be."""

    orders: int
    left: int


@command("archive.close_finished")
def close_finished(by: Actor, before_ms: int | None = None, limit: int = AT_ONCE) -> Closed:
    """Close orders that ended before a time (ms; by default the set days ago) and have nothing open.

    An open return, case or claim, a part that is still under way, or money that is still owed keeps an order out.
    Called again while `left` says that there is more.
    """
    before = before_ms if before_ms is not None else clock.now_ms() - settings.read(DAYS) * clock.DAY_MS
    ready: Any = _ready(before).order_by(Order.id).limit(limit).tuples()
    found = [(int(order_id), OrderState(state)) for order_id, state in ready]
    for order_id, state in found:
        advance(order_id, state, OrderState.ARCHIVED)
    now = clock.now_ms()
    digests = digests_of({order_id: now for order_id, _state in found})
    rows = [{"order": ref, "archived_at": now, "digest": digest} for ref, digest in digests.items()]
    if rows:
        ArchiveEntry.insert_many(rows).execute()
    note(closed=len(found), before=before)
    return Closed(len(found), _ready(before).count() if len(found) == limit else 0)


def may_close(order_id: int) -> bool:
    """Whether an order is finished and has nothing open, however long ago it ended."""
    return bool(_ready(2**62).where(Order.id == order_id).exists())


def _ready(before: int) -> Any:
    ended = fn.COALESCE(Order.completed_at, Order.closed_at)
    return Order.select(Order.id, Order.state).where(
        Order.state.in_([state.value for state in _FINISHED]), ended < before,
        ~_open(Return, Return.state.not_in([ReturnState.SETTLED.value, ReturnState.DECLINED.value])),
        ~_open(Case, Case.state.not_in([CaseState.RESOLVED.value, CaseState.CLOSED.value])),
        ~_open(Claim, Claim.state.in_([ClaimState.DUE.value, ClaimState.WITH_DRIVER.value])),
        ~_open(Fulfillment, Fulfillment.state.not_in([state.value for state in DONE_FULFILLMENT])),
        ~_owes(),
    )  # fmt: skip


def _open(model: Any, match: Any) -> Any:
    return fn.EXISTS(model.select(peewee.SQL("1")).where(model.order == Order.id, match))


def _owes() -> Any:
    """Money stands on the order's own account: paid too much, or not enough."""
    code = peewee.Value("deposit:").concat(Order.id.cast("TEXT"))
    return fn.EXISTS(Account.select(peewee.SQL("1")).where(Account.code == code, Account.balance_minor != 0))
