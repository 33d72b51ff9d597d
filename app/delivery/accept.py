"""Acceptance: the customer checks what came; differences open a case, silence counts as yes after some days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.delivery.events import AcceptanceDiffers, Accepted, Difference
from app.delivery.models import AcceptanceLine, Shipment
from app.delivery.shipments import Stop, check_state, happened, stop_of
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState

settings.declare(
    "delivery.accept_days", 3, N_("Days to complain about a delivery"),
    N_("Goods that nobody complains about count as accepted after them."), least=0, most=60,
)  # fmt: skip
CONDITIONS = ("good", "damaged", "missing", "wrong")
DAY_MS = 86_400_000


class WrongCount(Refusal):
    """More was accepted than was delivered, or a condition is none."""


class LineAccepted(NamedTuple):
    """How much of a line the customer took as it should be; `condition` is of the rest."""

    line_id: int
    accepted: int
    condition: str = "good"
    note: str = ""


class _Line(NamedTuple):
    line_id: int
    order_line_id: int
    product_id: int
    picked: int


@prepared(rows=_Line)
def _lines(fulfillment):
    columns = (FulfillmentLine.id, FulfillmentLine.line, FulfillmentLine.product, FulfillmentLine.picked)
    mine = (FulfillmentLine.fulfillment == fulfillment) & (FulfillmentLine.picked > 0)
    return FulfillmentLine.select(*columns).where(mine).order_by(FulfillmentLine.id)


@prepared
def _accept_line(accepted, line):
    return FulfillmentLine.update(accepted=accepted).where(FulfillmentLine.id == line)


@prepared
def _accept_all(fulfillment):
    return FulfillmentLine.update(accepted=FulfillmentLine.picked).where(FulfillmentLine.fulfillment == fulfillment)


@prepared
def _insert_line(shipment, line, accepted, condition, remark):
    return AcceptanceLine.insert(shipment=shipment, line=line, accepted=accepted, condition=condition, note=remark)


@prepared
def _silent(before):
    delivered = (Fulfillment.state == FulfillmentState.DELIVERED.value) | (
        Fulfillment.state == FulfillmentState.COLLECTED.value
    )
    return (
        Shipment.select(Shipment.id).join(Fulfillment).where(delivered, Fulfillment.delivered_at <= before)
        .order_by(Shipment.id)
    )  # fmt: skip


@command("delivery.accept")
def accept(by: Actor, shipment_id: int, lines: tuple[LineAccepted, ...] = ()) -> int:
    """The customer checked what came; lines not named are as they should be.  Returns how many lines differ.

    Refused with WrongCount, NotFound (a line of other goods), and StateChanged when nothing was delivered.
    """
    stop = stop_of(shipment_id)
    known = {line.line_id: line for line in _lines.all(stop.fulfillment_id)}
    _check_lines(lines, known)
    said = {line.line_id: line for line in lines}
    answers = [said.get(key) or LineAccepted(key, line.picked) for key, line in known.items()]
    _insert_line.run_many(
        (shipment_id, one.line_id, one.accepted, one.condition, one.note[:200]) for one in answers
    )  # fmt: skip
    _accept_line.run_many((one.accepted, one.line_id) for one in answers)
    _move_on(stop)
    differences = tuple(
        Difference(key.line_id, key.order_line_id, key.product_id, key.picked - one.accepted, one.condition, one.note)
        for one in answers
        if (key := known[one.line_id]).picked != one.accepted or one.condition != "good"
    )
    if differences:
        emit(AcceptanceDiffers(stop.order_id, stop.fulfillment_id, shipment_id, differences))
    note(differences=[list(one) for one in differences])
    return len(differences)


@command("delivery.accept_quietly")
def accept_quietly(by: Actor) -> int:
    """Accept what was delivered some days ago without a complaint (`delivery.accept_days`); returns how many."""
    before = clock.now_ms() - settings.read("delivery.accept_days") * DAY_MS
    found = [row[0] for row in _silent.all(before)]
    for shipment_id in found:
        stop = stop_of(shipment_id)
        _accept_all.run(stop.fulfillment_id)
        _move_on(stop)
    note(accepted=len(found))
    return len(found)


def _move_on(stop: Stop) -> None:
    old = check_state(stop, FulfillmentState.DELIVERED, FulfillmentState.COLLECTED)
    happened(stop.shipment_id, "accepted")
    advance_fulfillment(stop.fulfillment_id, old, FulfillmentState.ACCEPTED)
    emit(Accepted(stop.order_id, stop.fulfillment_id, stop.shipment_id))


def _check_lines(lines: Sequence[LineAccepted], known: dict[int, _Line]) -> None:
    for line in lines:
        if line.line_id not in known:
            raise NotFound("line", line.line_id)
        if not 0 <= line.accepted <= known[line.line_id].picked:
            raise WrongCount(
                _("{n} were delivered.").format(n=known[line.line_id].picked), line_id=line.line_id
            )  # fmt: skip
        if line.condition not in CONDITIONS:
            raise WrongCount(_("Say whether it is good, damaged, missing or wrong."), line_id=line.line_id)
