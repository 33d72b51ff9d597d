"""What an amendment does to goods that are being picked or packed: what falls away goes back, what is new is fetched.

The parts of the order stand as they are, so that picker and packer go on; what they hold in hand and nobody wants any
more is told to them as a put-back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.core import settings
from app.core.actor import Actor
from app.core.command import touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotPermitted, StateChanged
from app.inventory import stock
from app.orders.advance import advance_fulfillment
from app.orders.cancel import stop_fulfillments
from app.orders.events import GoodsCut, GoodsRefitted, GoodsUnpacked
from app.orders.fulfill import Part, make_fulfillment, measure_again, release_whole
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.names import line_name
from app.orders.states import UNTOUCHED, FulfillmentState

AMEND_PICKED = "orders.amend_picked"  # a right beside the command: changing what is being picked or packed

# What can still be changed, in the order in which goods are taken away from it.
_LOOSE = (
    FulfillmentState.WAITING, FulfillmentState.READY, FulfillmentState.PICKING, FulfillmentState.PICKED,
    FulfillmentState.PACKING,
)  # fmt: skip
_GATHERING = _LOOSE[1:]  # what goods that are there can join, best first


class _Held(NamedTuple):
    """So much of an order line in one part of the order, and how far it is."""

    id: int
    part_id: int
    state: FulfillmentState
    line_id: int
    product_id: int
    quantity: int
    picked: int
    packed: int


class _Cut(NamedTuple):
    """What one part gives away of a line: not yet picked, in the tote, and in its open box."""

    unpicked: int
    loose: int
    boxed: int

    @property
    def quantity(self) -> int:
        """All of it."""
        return self.unpicked + self.loose + self.boxed


def is_begun(order_id: int) -> bool:
    """Whether somebody has begun to pick something of an order."""
    untouched = [part.value for part in (*UNTOUCHED, FulfillmentState.CANCELLED)]
    begun = (Fulfillment.order == order_id) & Fulfillment.state.not_in(untouched)
    return bool(Fulfillment.select().where(begun).exists())


def check_begun(by: Actor) -> None:
    """Raise NotPermitted unless the person may change what is being picked or packed."""
    if not by.may(AMEND_PICKED):
        raise NotPermitted(AMEND_PICKED, _("Picking has begun. A manager has to allow the change."))


def clear_goods(order_id: int) -> None:
    """Stop the parts that nobody began; their lines go, because the order lines under them change."""
    stop_fulfillments(order_id)
    _drop_stopped(order_id)


def _against_cutting(order_id: int, wanted: Mapping[int, int]) -> list[str]:
    """Why lines cannot get these quantities: more of them is with the customer, or on its way; in sentences."""
    reasons = []
    gone: dict[int, int] = {}
    for held in _held(order_id):
        if held.state not in _LOOSE:
            gone[held.line_id] = gone.get(held.line_id, 0) + held.quantity
    names = dict(OrderLine.select(OrderLine.id, line_name()).where(OrderLine.id.in_(list(gone))).tuples())
    for line_id, quantity in gone.items():
        if wanted.get(line_id, 0) < quantity:
            reasons.append(
                _("{n} of {name} left the shop. Take them back as a return.").format(n=quantity, name=names[line_id])
            )
    return reasons


def cut_goods(order_id: int, wanted: Mapping[int, int]) -> list[str]:
    """Take away what is too much by the new quantities, what is least far first; lines wanted no more lose all.

    Returns the reasons against it, in sentences; then nothing is changed.
    """
    if reasons := _against_cutting(order_id, wanted):
        return reasons
    lines: dict[int, list[_Held]] = {}
    for held in _held(order_id):
        lines.setdefault(held.line_id, []).append(held)
    for line_id, parts in lines.items():
        too_much = sum(part.quantity for part in parts) - wanted.get(line_id, 0)
        loose = sorted((part for part in parts if part.state in _LOOSE), key=lambda part: _LOOSE.index(part.state))
        if too_much > 0:
            _cut_line(order_id, loose, too_much)
    _drop_stopped(order_id)
    return []


def refit_goods(order_id: int) -> None:
    """Promise what lines want beyond their parts, let it join what is being gathered, and tell picker and packer."""
    inside: dict[int, int] = {}
    for held in _held(order_id):
        inside[held.line_id] = inside.get(held.line_id, 0) + held.quantity
    rows = OrderLine.select(OrderLine.id, OrderLine.product, OrderLine.quantity).where(
        OrderLine.order == order_id, OrderLine.is_stocked == True, OrderLine.product.is_null(False)  # noqa: E712
    )  # fmt: skip
    for line_id, product_id, quantity in list(rows.order_by(OrderLine.no).tuples()):
        if more := quantity - inside.get(line_id, 0):
            _add_goods(order_id, Part(line_id, product_id, more))
    _stop_empty(order_id)
    emit(GoodsRefitted(order_id))


def _drop_stopped(order_id: int) -> None:
    """The lines of stopped parts go, so that nothing holds on to order lines that are wanted no more."""
    for part in _held(order_id, stopped=True):
        _cut_part(order_id, part, _Cut(part.quantity - part.picked, part.picked - part.packed, part.packed))


def _held(order_id: int, *, stopped: bool = False) -> list[_Held]:
    is_stopped = Fulfillment.state == FulfillmentState.CANCELLED
    query = (
        FulfillmentLine.select(
            FulfillmentLine.id, Fulfillment.id, Fulfillment.state, FulfillmentLine.line, FulfillmentLine.product,
            FulfillmentLine.quantity, FulfillmentLine.picked, FulfillmentLine.packed,
        )
        .join(Fulfillment)
        .where(Fulfillment.order == order_id, is_stopped if stopped else ~is_stopped)
        .order_by(Fulfillment.no, FulfillmentLine.id)
    )  # fmt: skip
    return [_Held(*row) for row in query.tuples()]


def _cut_line(order_id: int, parts: list[_Held], too_much: int) -> None:
    """First what nobody took yet, then what lies in a tote, last what is in a box."""
    left, cuts = too_much, []
    for part in parts:
        unpicked = min(left, part.quantity - part.picked)
        left -= unpicked
        cuts.append(_Cut(unpicked, 0, 0))
    for at, part in enumerate(parts):
        loose = min(left, part.picked - part.packed)
        left -= loose
        cuts[at] = cuts[at]._replace(loose=loose)
    for at, part in enumerate(parts):
        boxed = min(left, part.packed)
        left -= boxed
        cuts[at] = cuts[at]._replace(boxed=boxed)
    assert not left, f"order {order_id}: {left} of a line cannot be taken away"
    _unpromise(parts, cuts)
    for part, cut in zip(parts, cuts, strict=True):
        if cut.quantity:
            _cut_part(order_id, part, cut)


def _unpromise(parts: list[_Held], cuts: list[_Cut]) -> None:
    """What was waited for is waited for no more; of the rest what is still held is free."""
    line = OrderLine.get_by_id(parts[0].line_id)
    unpicked = sum(cut.unpicked for cut in cuts)
    waited = min(
        sum(cut.unpicked for part, cut in zip(parts, cuts, strict=True) if part.state == FulfillmentState.WAITING),
        line.backordered,
    )
    reserved = min(sum(cut.quantity for cut in cuts) - waited, line.reserved)
    if unpicked > waited:
        stock.release_part(line.id, unpicked - waited)
    OrderLine.update(reserved=OrderLine.reserved - reserved, backordered=OrderLine.backordered - waited).where(
        OrderLine.id == line.id
    ).execute()


def _cut_part(order_id: int, part: _Held, cut: _Cut) -> None:
    """The boxes give away theirs, then the walk and the tote, then the part itself."""
    is_whole = cut.quantity == part.quantity
    emit(GoodsUnpacked(order_id, part.part_id, part.id, cut.boxed, is_whole))
    emit(GoodsCut(order_id, part.part_id, part.id, cut.unpicked, cut.loose + cut.boxed, is_whole))
    picked = part.picked - cut.loose - cut.boxed
    same = (FulfillmentLine.id == part.id) & (FulfillmentLine.picked == picked)
    if is_whole:
        done = FulfillmentLine.delete().where(same).execute()
    else:
        done = FulfillmentLine.update(quantity=FulfillmentLine.quantity - cut.quantity).where(same).execute()
    if not done:
        raise StateChanged("fulfillment", part.part_id)
    if part.state != FulfillmentState.CANCELLED:
        measure_again(part.part_id)


def _add_goods(order_id: int, part: Part) -> None:
    """What is free joins the part that is being gathered, or makes one; what is not waits for stock."""
    free = max(stock.available(part.product_id), 0)
    there, missing = min(free, part.quantity), max(part.quantity - free, 0)
    if missing and not settings.read("orders.allow_backorders"):
        raise stock.OutOfStock(part.product_id, wanted=part.quantity, free=free)
    if there:
        stock.reserve(part.product_id, there, order_id=order_id, line_id=part.line_id)
        _join(order_id, part._replace(quantity=there), _GATHERING, FulfillmentState.READY)
    if missing:
        _join(order_id, part._replace(quantity=missing), (FulfillmentState.WAITING,), FulfillmentState.WAITING)
    OrderLine.update(reserved=OrderLine.reserved + there, backordered=OrderLine.backordered + missing).where(
        OrderLine.id == part.line_id
    ).execute()
    touch("order", order_id)


def _join(order_id: int, part: Part, states: tuple[FulfillmentState, ...], new: FulfillmentState) -> None:
    rows = Fulfillment.select(Fulfillment.id, Fulfillment.state).where(
        Fulfillment.order == order_id, Fulfillment.state.in_([state.value for state in states])
    )
    found = sorted(rows.order_by(Fulfillment.no).tuples(), key=lambda row: states.index(row[1]))
    if not found:
        make_fulfillment(order_id, new, [part])
        return
    into = found[0][0]
    mine = (FulfillmentLine.fulfillment == into) & (FulfillmentLine.line == part.line_id)
    if not FulfillmentLine.update(quantity=FulfillmentLine.quantity + part.quantity).where(mine).execute():
        FulfillmentLine.insert(
            fulfillment=into, line=part.line_id, product=part.product_id, quantity=part.quantity
        ).execute()  # fmt: skip
    measure_again(into)


def _stop_empty(order_id: int) -> None:
    """Parts that lost all their goods are stopped; those that waited for what is wanted no more are ready."""
    waiting = {}
    rows = Fulfillment.select(Fulfillment.id, Fulfillment.state).where(
        Fulfillment.order == order_id, Fulfillment.state.in_([state.value for state in _LOOSE])
    )
    for part_id, state in list(rows.order_by(Fulfillment.no).tuples()):
        if not FulfillmentLine.select().where(FulfillmentLine.fulfillment == part_id).exists():
            advance_fulfillment(part_id, FulfillmentState(state), FulfillmentState.CANCELLED)
        elif state == FulfillmentState.WAITING:
            waiting[part_id] = order_id
    release_whole(waiting)
