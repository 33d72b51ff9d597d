"""The one way in which returns change state: one statement that looks and takes, and stamps the time."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock
from app.core.command import touch
from app.core.prepared import prepared
from app.core.refusal import NotFound, StateChanged
from app.returns.models import Return, ReturnState
from app.returns.states import check_step


class ReturnRow(NamedTuple):
    """A return as steps read it."""

    id: int
    number: str
    order_id: int | None
    customer_id: int | None
    state: ReturnState
    refund_minor: int
    charges_minor: int


@prepared(rows=ReturnRow)
def _row(return_id):
    return Return.select(
        Return.id, Return.number, Return.order, Return.customer, Return.state, Return.refund_minor, Return.charges_minor
    ).where(Return.id == return_id)


@prepared
def _step(new, return_id, old):
    return Return.update(state=new).where(Return.id == return_id, Return.state == old)


@prepared
def _received(new, at, return_id, old):
    return Return.update(state=new, received_at=at).where(Return.id == return_id, Return.state == old)


@prepared
def _inspected(new, at, return_id, old):
    return Return.update(state=new, inspected_at=at).where(Return.id == return_id, Return.state == old)


@prepared
def _settled(new, at, return_id, old):
    return Return.update(state=new, settled_at=at).where(Return.id == return_id, Return.state == old)


_STEPS = {ReturnState.RECEIVED: _received, ReturnState.INSPECTED: _inspected, ReturnState.SETTLED: _settled}


def return_row(return_id: int) -> ReturnRow:
    """A return, for steps; NotFound when there is none."""
    row: ReturnRow | None = _row.one(return_id)
    if row is None:
        raise NotFound("return", return_id)
    return row._replace(state=ReturnState(row.state))


def step(return_id: int, old: ReturnState, new: ReturnState) -> None:
    """Move a return on with one statement and stamp the time; StateChanged when another station was faster."""
    check_step(old, new)
    stamped = _STEPS.get(new)
    at = (clock.now_ms(),) if stamped else ()
    if not (stamped or _step).run(new.value, *at, return_id, old.value):
        raise StateChanged("return", return_id)
    touch("return", return_id)


def touch_order(order_id: int | None) -> None:
    """The running command changed this order, when there is one."""
    if order_id is not None:
        touch("order", order_id)
