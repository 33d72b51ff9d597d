"""On hold: a flag with a reason on any open order; while it is up nobody picks or confirms."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.events import ask, emit
from app.core.i18n import _
from app.core.journal import story
from app.core.refusal import NotPermitted, StateChanged, check_reason
from app.orders.advance import state_of
from app.orders.confirm import settle_placed
from app.orders.events import IsPaid, OrderHeld, OrderReleased
from app.orders.fulfill import fill_waiting
from app.orders.layaway import NotPaidUp, is_laid_away
from app.orders.models import Order, OrderLine
from app.orders.states import OPEN_ORDER, OrderState

LONGEST_REASON = 200
RELEASE_OTHERS, MANAGER = "orders.release_others", "manager"


@command("orders.hold")
def hold_order(by: Actor, order_id: int, reason: str) -> None:
    """Put an open order on hold; refused with NoReason, or StateChanged when it is on hold or no longer open."""
    check_reason(reason)
    is_open = Order.state.in_([state.value for state in OPEN_ORDER])
    free = (Order.id == order_id) & (Order.is_on_hold == False) & is_open  # noqa: E712
    if not Order.update(is_on_hold=True, hold_reason=reason.strip()[:LONGEST_REASON]).where(free).execute():
        raise StateChanged("order", order_id)
    touch("order", order_id)
    note(order_id=order_id, reason=reason.strip(), role=by.role)
    emit(OrderHeld(order_id, reason.strip()))


@command("orders.release")
def release_order(by: Actor, order_id: int) -> OrderState:
    """Let an order go on: a placed one is settled again, a confirmed one looks again for goods it waits for.

    What a manager put on hold, and what waits for its money, is let go by a manager (right `orders.release_others`);
    what is laid away by nobody before all is paid (NotPaidUp).
    """
    if is_laid_away(order_id) and state_of(order_id) == OrderState.CONFIRMED and not ask(IsPaid(order_id)):
        raise NotPaidUp(_("This is laid away: it goes on by itself when all of it is paid."), order_id=order_id)
    if not by.may(RELEASE_OTHERS) and (why := _whose(by, order_id)):
        raise NotPermitted(RELEASE_OTHERS, why)
    return let_go(order_id)


def _whose(by: Actor, order_id: int) -> str:
    """Why not everybody lets an order go on: it waits for money, or a manager holds it; else nothing."""
    if Order.select().where(Order.id == order_id, Order.awaits_money).exists():
        return _("The order waits for its money. A manager has to let it go on before that.")
    held = next((event.body for event in story("order", order_id) if event.what == "orders.hold"), None)
    if held is None or held["person"] == by.person_id or held["facts"].get("role") != MANAGER:
        return ""
    return _("{name} has put this order on hold. A manager has to let it go on.").format(name=held["who"])


def let_go(order_id: int) -> OrderState:
    """The step of `release_order`."""
    hold(Order, order_id)
    held = (Order.id == order_id) & (Order.is_on_hold == True)  # noqa: E712
    if not Order.update(is_on_hold=False, hold_reason="", awaits_money=False).where(held).execute():
        raise StateChanged("order", order_id)
    touch("order", order_id)
    note(order_id=order_id)
    emit(OrderReleased(order_id))
    state = state_of(order_id)
    if state == OrderState.PLACED:
        return settle_placed(order_id)
    if state == OrderState.CONFIRMED:
        missing = OrderLine.select(OrderLine.product).where(OrderLine.order == order_id, OrderLine.backordered > 0)
        fill_waiting({row[0] for row in missing.tuples()})
    return state
