"""What comes next for an order: the one thing that F9 does, by name, from the list and from the order's screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.core.i18n import N_, _
from app.core.money import format_money
from app.orders.states import FulfillmentState, Method, OrderState

F, O = FulfillmentState, OrderState
RANK = list(FulfillmentState)  # in the order of the goods' way


class NextStep(NamedTuple):
    """The key of the action and what its button says."""

    key: str
    label: str


_BY_GOODS = {
    F.WAITING: ("stock", N_("See what is missing")), F.READY: ("pick", N_("Start picking")),
    F.PICKING: ("pick", N_("Go on picking")), F.PICKED: ("pack", N_("Start packing")),
    F.PACKING: ("pack", N_("Go on packing")), F.DISPATCHED: ("deliver", N_("Mark delivered")),
    F.READY_FOR_PICKUP: ("collect", N_("Hand over")), F.DELIVERED: ("accept", N_("Mark accepted")),
    F.COLLECTED: ("accept", N_("Mark accepted")), F.FAILED: ("redeliver", N_("Deliver again")),
    F.LOST: ("found", N_("It turned up")),
}  # fmt: skip


def least_far(states: Iterable[FulfillmentState]) -> FulfillmentState | None:
    """Where the part is that still has the longest way to go; stopped parts do not count while others do."""
    known = list(states)
    going = [state for state in known if state not in (F.CANCELLED, F.RETURNED, F.ACCEPTED)]
    return min(going or known, key=RANK.index, default=None)


def next_step(
    state: OrderState,
    method: Method,
    least: FulfillmentState | None,
    *,
    is_on_hold: bool = False,
    owed_minor: int = 0,
    is_incomplete: bool = False,
    is_layaway: bool = False,
) -> NextStep | None:
    """The next step of an order by its state, its method and its least advanced part; None when it is finished.

    Keys: release, mend (what keeps it from being confirmed), confirm, review, stock, pick, pack, dispatch, shelve,
    deliver, collect, accept, redeliver, found, pay, pay_back, close.  `owed_minor` below nought was paid too much: it
    goes back before the order is closed.
    """
    key, label = _choose(OrderState(state), Method(method), least, is_on_hold, owed_minor)
    if key == "release" and is_layaway and state == O.CONFIRMED:
        key, label = "pay", N_("Take payment")  # it goes on by itself when all is paid
    if key == "confirm" and is_incomplete:
        key, label = "mend", N_("Put it right")
    return NextStep(key, _(label).format(amount=format_money(abs(owed_minor)))) if key else None


def _choose(
    state: OrderState, method: Method, least: FulfillmentState | None, is_on_hold: bool, owed_minor: int
) -> tuple[str, str]:
    if is_on_hold and state in (O.PLACED, O.IN_REVIEW, O.CONFIRMED):
        return "release", N_("Take off hold")
    if state == O.PLACED:
        return "confirm", N_("Confirm")
    if state == O.IN_REVIEW:
        return "review", N_("Decide")
    if state == O.CONFIRMED:
        if least == F.PACKED:
            return ("shelve", N_("Put on the shelf")) if method == Method.PICKUP else ("dispatch", N_("Send out"))
        if least in _BY_GOODS:
            return _BY_GOODS[least]
        if owed_minor > 0:
            return "pay", N_("Take payment")
    if owed_minor < 0 and state in (O.CONFIRMED, O.COMPLETED, O.CANCELLED):
        return "pay_back", N_("Pay back {amount}")
    return ("close", N_("Close")) if state == O.COMPLETED else ("", "")
