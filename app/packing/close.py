"""Closing a box: everything scanned, the weight fits, the label prints by itself; and opening it again."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock, outbox, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _, ngettext
from app.core.prepared import prepared
from app.core.refusal import NotFound, NotPermitted, Refusal, StateChanged, check_reason
from app.orders.advance import advance_fulfillment
from app.orders.models import FulfillmentLine
from app.orders.states import FulfillmentState
from app.packing.events import LabelVoided, ParcelClosed, WeightAccepted
from app.packing.models import Carton, Parcel, ParcelLine, ParcelState
from app.packing.scan import Box, find_box, open_box
from app.packing.start import Started, check_all_fetched, has_unpacked, open_parcel, part_of
from app.packing.weight import Expected, WeightOff, contents, expect, likely_pieces, tare_of
from app.picking.tasks import free_tote

ACCEPT_WEIGHT = "packing.accept_weight"  # a right beside the commands: closing a box whose weight is off


class PiecesLeft(Refusal):
    """Picked pieces are in no box yet."""


class EmptyBox(Refusal):
    """A box is closed only with something in it."""


class NoWeight(Refusal):
    """The box was not weighed."""


class CartonTooWeak(Refusal):
    """The carton does not bear what is in it."""


class Closed(NamedTuple):
    """A closed box; `is_last` when everything of the fulfillment is packed."""

    parcel_id: int
    code: str
    weight_grams: int
    is_last: bool


@prepared
def _carton(carton):
    return Carton.select(Carton.weight_grams, Carton.max_grams, Carton.name).where(Carton.id == carton)


@prepared
def _close(carton, expected, weight, reason, at, parcel):
    return Parcel.update(
        state="closed", carton=carton, expected_grams=expected, weight_grams=weight, weight_reason=reason, closed_at=at
    ).where(Parcel.id == parcel, Parcel.state == ParcelState.OPEN.value)


@prepared
def _left(fulfillment):
    return FulfillmentLine.select(FulfillmentLine.picked - FulfillmentLine.packed).where(
        FulfillmentLine.fulfillment == fulfillment, FulfillmentLine.packed < FulfillmentLine.picked
    )


@prepared
def _other_open(fulfillment):
    return Parcel.select(Parcel.code).where(Parcel.fulfillment == fulfillment, Parcel.state == ParcelState.OPEN.value)


@command("packing.choose_carton")
def choose_carton(by: Actor, parcel_id: int, carton_id: int | None) -> None:
    """Say in which carton an open box is packed; its weight is part of the expected one."""
    box = open_box(parcel_id)
    if carton_id is not None and _carton.one(carton_id) is None:
        raise NotFound("carton", carton_id)
    Parcel.update(carton=carton_id).where(Parcel.id == parcel_id).execute()
    touch("parcel", parcel_id)
    note(parcel=box.code, carton=carton_id)


@command("packing.close_parcel")
def close_parcel(
    by: Actor, parcel_id: int, carton_id: int | None, weight_grams: int | None, reason: str = ""
) -> Closed:  # fmt: skip
    """Close the last box of a fulfillment: its label and packing slip are queued, the tote is free again.

    Refused with PiecesLeft, EmptyBox, NoWeight, CartonTooWeak, WeightOff; a `reason` overrides the weight for who may
    (`packing.accept_weight`).
    """
    box = open_box(parcel_id)
    if left := sum(row[0] for row in _left.all(box.fulfillment_id)):
        raise PiecesLeft(
            ngettext("{n} piece is not scanned yet.", "{n} pieces are not scanned yet.", left).format(n=left), left=left
        )
    closed = _close_box(by, box, carton_id, weight_grams, reason)
    if other := _other_open.one(box.fulfillment_id):
        raise PiecesLeft(_("Parcel {code} is still open.").format(code=other[0]), left=0)
    advance_fulfillment(box.fulfillment_id, FulfillmentState.PACKING, FulfillmentState.PACKED)
    free_tote(box.fulfillment_id)
    outbox.wish(
        "packing_slip", f"packing_slip:{parcel_id}", {"parcel_id": parcel_id},
        title=outbox.titled(N_("Packing slip {code}"), code=box.code), order_id=box.order_id,
    )  # fmt: skip
    return closed._replace(is_last=True)


@command("packing.next_parcel")
def next_parcel(
    by: Actor, parcel_id: int, carton_id: int | None, weight_grams: int | None, reason: str = ""
) -> Started:  # fmt: skip
    """Close a full box and put the next one on the table; refused like `close_parcel`, and when nothing is left."""
    box = open_box(parcel_id)
    if not has_unpacked(box.fulfillment_id):
        raise PiecesLeft(_("Everything is in this box. Close it."), left=0)
    _close_box(by, box, carton_id, weight_grams, reason)
    return open_parcel(box.fulfillment_id, part_of(box.fulfillment_id))


@command("packing.reopen_parcel")
def reopen_parcel(by: Actor, parcel_id: int, reason: str) -> Started:
    """Void the label of a closed box that is still here, and put the box back on the table with its contents.

    Returns the box under its new code; StateChanged when it is not closed, NotAllowed when it has left the table.
    NoReason without one.
    """
    check_reason(reason)
    box = find_box(parcel_id)
    state = FulfillmentState(part_of(box.fulfillment_id).state)
    if state != FulfillmentState.PACKING:
        advance_fulfillment(box.fulfillment_id, state, FulfillmentState.PACKING, packed_at=None)
    void_box(box)
    started = open_parcel(box.fulfillment_id, part_of(box.fulfillment_id))
    rows = ParcelLine.select(ParcelLine.line, ParcelLine.quantity).where(ParcelLine.parcel == parcel_id)
    for line_id, quantity in list(rows.tuples()):
        ParcelLine.insert(parcel=started.parcel_id, line=line_id, quantity=quantity).execute()
    note(parcel=box.code, again=started.code, reason=reason)
    return started


@command("packing.void_label")
def void_label(by: Actor, parcel_id: int, reason: str) -> Closed:
    """Give a packed box a new code and label; the old one no longer holds.  NoReason, StateChanged when it is not here."""
    check_reason(reason)
    box = find_box(parcel_id)
    state = part_of(box.fulfillment_id).state
    if state not in (FulfillmentState.PACKING, FulfillmentState.PACKED):
        raise StateChanged("parcel", parcel_id)
    old = Parcel.get_by_id(parcel_id)
    void_box(box)
    fresh = open_parcel(box.fulfillment_id, part_of(box.fulfillment_id))
    ParcelLine.insert_from(
        ParcelLine.select(fresh.parcel_id, ParcelLine.line, ParcelLine.quantity).where(ParcelLine.parcel == parcel_id),
        [ParcelLine.parcel, ParcelLine.line, ParcelLine.quantity],
    ).execute()
    values = (old.carton_id, old.expected_grams, old.weight_grams, old.weight_reason, clock.now_ms())
    _close.run(*values, fresh.parcel_id)
    _wish_label(fresh.parcel_id, fresh.code, box.order_id)
    note(parcel=box.code, again=fresh.code, reason=reason)
    return Closed(fresh.parcel_id, fresh.code, old.weight_grams, state == FulfillmentState.PACKED)


def void_box(box: Box) -> None:
    """The step behind voiding: the code no longer holds, and a label that waits is not printed."""
    if (
        not Parcel.update(state=ParcelState.VOID)
        .where(Parcel.id == box.parcel_id, Parcel.state != ParcelState.VOID)
        .execute()
    ):
        raise StateChanged("parcel", box.parcel_id)
    mine = (f"label:{box.parcel_id}", f"packing_slip:{box.parcel_id}")
    waiting = outbox.Outbox.state.in_([outbox.WishState.QUEUED, outbox.WishState.FAILED])
    outbox.Outbox.update(state=outbox.WishState.WITHDRAWN, finished_at=clock.now_ms()).where(
        outbox.Outbox.key.in_(mine), waiting
    ).execute()
    touch("parcel", box.parcel_id)
    touch("order", box.order_id)
    if box.state == ParcelState.CLOSED:
        emit(LabelVoided(box.order_id, box.parcel_id, box.code))


def _close_box(by: Actor, box: Box, carton_id: int | None, weight_grams: int | None, reason: str) -> Closed:
    check_all_fetched(box.fulfillment_id)
    expected, weighed = _weigh(by, box, carton_id, weight_grams, reason.strip())
    why = "" if expected.allows(weighed) else reason.strip()[:200]
    if not _close.run(carton_id, expected.grams, weighed, why, clock.now_ms(), box.parcel_id):
        raise StateChanged("parcel", box.parcel_id)
    _wish_label(box.parcel_id, box.code, box.order_id)
    touch("parcel", box.parcel_id)
    touch("order", box.order_id)
    note(parcel=box.code, weight_grams=weighed, expected_grams=expected.grams)
    if why:
        note(reason=why)
        emit(WeightAccepted(box.order_id, box.parcel_id, expected.grams, weighed, why))
    emit(ParcelClosed(box.order_id, box.fulfillment_id, box.parcel_id, box.code, weighed))
    return Closed(box.parcel_id, box.code, weighed, False)


def _weigh(
    by: Actor, box: Box, carton_id: int | None, weight_grams: int | None, reason: str
) -> tuple[Expected, int]:  # fmt: skip
    """What the box should weigh and does weigh; refuses when that does not fit."""
    goods = contents(box.parcel_id)
    if not goods:
        raise EmptyBox(_("There is nothing in this box yet."), parcel=box.code)
    expected = expect(goods, tare_of(carton_id))
    _check_carton(carton_id, expected)
    if not weight_grams:
        if settings.read("packing.weigh"):
            raise NoWeight(_("Put the box on the scale, or type its weight."), parcel=box.code)
        return expected, expected.grams
    if expected.allows(weight_grams):
        return expected, weight_grams
    if not reason:
        difference = weight_grams - expected.grams
        raise WeightOff(expected, weight_grams, likely_pieces(goods, difference, expected.tolerance))
    if not by.may(ACCEPT_WEIGHT):
        raise NotPermitted(
            ACCEPT_WEIGHT, _("A manager has to allow this weight."),
            expected_grams=expected.grams, weight_grams=weight_grams,
        )  # fmt: skip
    return expected, weight_grams


def _check_carton(carton_id: int | None, expected: Expected) -> None:
    if carton_id is None:
        return
    row = _carton.one(carton_id)
    if row is None:
        raise NotFound("carton", carton_id)
    tare, most, name = row
    if expected.grams - tare > most:
        raise CartonTooWeak(
            _("{carton} bears {most} g. Take a stronger one or a second box.").format(carton=name, most=most),
            carton_id=carton_id, max_grams=most,
        )  # fmt: skip


def _wish_label(parcel_id: int, code: str, order_id: int) -> None:
    outbox.wish(
        "label", f"label:{parcel_id}", {"parcel_id": parcel_id}, title=outbox.titled(N_("Label {code}"), code=code),
        order_id=order_id,
    )  # fmt: skip
