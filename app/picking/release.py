"""Releasing: ready fulfillments become one walk through the bins, each with its tote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import peewee

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.i18n import _, ngettext
from app.core.numbers import next_number
from app.core.prepared import prepared
from app.core.refusal import NoName, NotFound, Refusal
from app.inventory.models import BinStock, Place, PlaceKind
from app.inventory.stock import NotInBin
from app.orders.advance import advance_fulfillment, check_not_held
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.picking.models import Batch, BatchState, PickTask, Tote
from app.picking.tasks import IS_OPEN

STEP = 10  # between two positions of a walk


class NothingToPick(Refusal):
    """The list would be empty."""


class ToteTaken(Refusal):
    """The tote carries another order."""


class TooFewTotes(Refusal):
    """Several orders in one walk need a tote each."""


class Released(NamedTuple):
    """A new pick list."""

    batch_id: int
    number: str
    tasks: int


class Wanted(NamedTuple):
    """What is still to be picked of a fulfillment's line."""

    line_id: int
    product_id: int
    quantity: int
    fulfillment_id: int


class Bin(NamedTuple):
    """So much of a product in a bin."""

    product_id: int
    place_id: int
    walk: int
    there: int


class Stop(NamedTuple):
    """A task before it is written."""

    walk: int
    place_id: int
    product_id: int
    fulfillment_id: int
    line_id: int
    quantity: int


@prepared
def _order_of(fulfillment):
    return Fulfillment.select(Fulfillment.order).where(Fulfillment.id == fulfillment)


@prepared(rows=Wanted)
def _wanted(fulfillment):
    left = FulfillmentLine.quantity - FulfillmentLine.picked
    return (
        FulfillmentLine.select(FulfillmentLine.id, FulfillmentLine.product, left, FulfillmentLine.fulfillment)
        .where(FulfillmentLine.fulfillment == fulfillment, left > 0)
        .order_by(FulfillmentLine.id)
    )


@prepared(rows=Bin)
def _bins(fulfillment):
    goods = FulfillmentLine.select(FulfillmentLine.product).where(FulfillmentLine.fulfillment == fulfillment)
    return (
        BinStock.select(BinStock.product, BinStock.place, Place.walk, BinStock.on_hand)
        .join(Place)
        .where(BinStock.product.in_(goods), BinStock.on_hand > 0, Place.kind == PlaceKind.BIN.value)
        .order_by(Place.walk, Place.id)
    )


@prepared
def _claims(fulfillment):
    goods = FulfillmentLine.select(FulfillmentLine.product).where(FulfillmentLine.fulfillment == fulfillment)
    # Few fulfillments are being picked at a time, but a product has been picked a thousand times: start from the few.
    running = Fulfillment.select(Fulfillment.id).where(
        (Fulfillment.state == FulfillmentState.PICKING.value) | (Fulfillment.state == FulfillmentState.PICKED.value)
    )
    return (
        PickTask.select(PickTask.product, PickTask.place, peewee.fn.SUM(PickTask.quantity - PickTask.picked))
        .where(PickTask.fulfillment.in_(running), (PickTask.product + 0).in_(goods), IS_OPEN)
        .group_by(PickTask.product, PickTask.place)
    )


@prepared
def _insert_batch(number, made_at):
    return Batch.insert(number=number, state=BatchState.OPEN.value, picker_name="", made_at=made_at)


@prepared
def _insert_task(batch, position, place, product, fulfillment, line, tote, quantity):
    return PickTask.insert(
        batch=batch, position=position, place=place, product=product, fulfillment=fulfillment, line=line, tote=tote,
        quantity=quantity, picked=0, state="open", reason="",
    )  # fmt: skip


@prepared
def _take_tote(fulfillment, code):
    return Tote.update(fulfillment=fulfillment).where(Tote.code == code, Tote.fulfillment.is_null())


@prepared
def _tote(code):
    return Tote.select(Tote.id).where(Tote.code == code)


@command("picking.release_batch")
def release_batch(by: Actor, fulfillment_ids: tuple[int, ...], totes: tuple[str, ...] = ()) -> Released:
    """Make one walk for ready fulfillments; the tasks stand in the order in which the bins are walked.

    Several orders get a tote each: those named in `totes`, else free ones.  Refused with NothingToPick, OnHold,
    StateChanged (no longer ready), ToteTaken and TooFewTotes.
    """
    ids = tuple(dict.fromkeys(fulfillment_ids))
    if not ids:
        raise NothingToPick(_("Choose at least one order to pick."))
    for fulfillment_id in ids:
        order = _order_of.one(fulfillment_id)
        if order is None:
            raise NotFound("fulfillment", fulfillment_id)
        check_not_held(int(order[0]))
    hold(Fulfillment, Fulfillment.id.in_(ids))
    tote_of = _bind_totes(ids, totes)
    stops = plan_stops(ids)
    for fulfillment_id in ids:
        advance_fulfillment(fulfillment_id, FulfillmentState.READY, FulfillmentState.PICKING)
    released = write_batch(stops, tote_of)
    note(batch=released.number, orders=len(ids), tasks=released.tasks)
    return released


@command("picking.add_totes")
def add_totes(by: Actor, codes: tuple[str, ...]) -> int:
    """Make carrying boxes known by their codes; returns how many of them are new.  NoName without any code."""
    if not any(code.strip() for code in codes):
        raise NoName
    fresh = [code.strip() for code in dict.fromkeys(codes) if code.strip() and _tote.one(code.strip()) is None]
    for code in fresh:
        Tote.insert(code=code).execute()
    note(totes=fresh)
    return len(fresh)


def plan_stops(fulfillment_ids: Iterable[int]) -> list[Stop]:
    """Which bin each line is taken from: bins in walking order, a line split when one holds too few.

    What other walks are about to take out of a bin is left to them.
    """
    free: dict[int, dict[int, list[int]]] = {}  # product -> place -> [walk, there]
    stops: list[Stop] = []
    for fulfillment_id in fulfillment_ids:
        _learn_bins(fulfillment_id, free)
        for wanted in _wanted.all(fulfillment_id):
            stops += _choose(wanted, free.get(wanted.product_id, {}))
    if not stops:
        raise NothingToPick(_("There is nothing left to pick."))
    return sorted(stops)


def plan_more(fulfillment_id: int, line_id: int, product_id: int, quantity: int) -> list[Stop]:
    """The bins for so much more of a line that is being picked; NotInBin when no bin holds the product."""
    free: dict[int, dict[int, list[int]]] = {}
    _learn_bins(fulfillment_id, free)
    return _choose(Wanted(line_id, product_id, quantity, fulfillment_id), free.get(product_id, {}))


def write_batch(stops: Sequence[Stop], tote_of: dict[int, str]) -> Released:
    """Write a batch with its tasks, ten apart so that others fit between."""
    number = f"B-{next_number('batch', 101)}"
    batch_id = _insert_batch.add(number, clock.now_ms())
    _insert_task.run_many(
        (batch_id, no * STEP, stop.place_id, stop.product_id, stop.fulfillment_id, stop.line_id,
         tote_of.get(stop.fulfillment_id, ""), stop.quantity)
        for no, stop in enumerate(stops, 1)
    )  # fmt: skip
    touch("batch", batch_id)
    return Released(batch_id, number, len(stops))


def fetch_again(fulfillment_id: int, line_id: int, product_id: int, place_id: int, quantity: int) -> Released:
    """A walk of one task for pieces that the packing table misses; a step for packing."""
    tote = Tote.get_or_none(Tote.fulfillment == fulfillment_id)
    stop = Stop(0, place_id, product_id, fulfillment_id, line_id, quantity)
    return write_batch([stop], {fulfillment_id: tote.code if tote else ""})


def _learn_bins(fulfillment_id: int, free: dict[int, dict[int, list[int]]]) -> None:
    fresh: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for found in _bins.all(fulfillment_id):
        if found.product_id not in free:
            fresh[found.product_id][found.place_id] = [found.walk, found.there]
    for product_id, place_id, claimed in _claims.all(fulfillment_id):
        if place_id in fresh.get(product_id, {}):
            fresh[product_id][place_id][1] -= int(claimed)
    free.update(fresh)


def _choose(wanted: Wanted, bins: dict[int, list[int]]) -> list[Stop]:
    left, stops = wanted.quantity, []
    for place_id, level in bins.items():
        part = min(left, level[1])
        if part <= 0:
            continue
        level[1] -= part
        left -= part
        stops.append(Stop(level[0], place_id, wanted.product_id, wanted.fulfillment_id, wanted.line_id, part))
        if not left:
            return stops
    return _stretch(wanted, stops, bins, left)


def _stretch(wanted: Wanted, stops: list[Stop], bins: dict[int, list[int]], left: int) -> list[Stop]:
    """The books know no more of it: send the picker to the last bin that has some; `short` puts it right there."""
    if stops:
        last = stops.pop()
        return [*stops, last._replace(quantity=last.quantity + left)]
    if not bins:
        raise NotInBin(
            _("The bins hold fewer than the books say. Count them."), product_id=wanted.product_id
        )  # fmt: skip
    place_id, (walk, _there) = next(iter(bins.items()))
    return [Stop(walk, place_id, wanted.product_id, wanted.fulfillment_id, wanted.line_id, left)]


def _bind_totes(ids: Sequence[int], codes: Sequence[str]) -> dict[int, str]:
    if not codes and len(ids) == 1:
        return {}
    if not codes:
        free = Tote.select(Tote.code).where(Tote.fulfillment.is_null()).order_by(Tote.id).limit(len(ids))
        codes = [code for (code,) in free.tuples()]
    if len(codes) < len(ids):
        raise TooFewTotes(
            ngettext(
                "{orders} orders need a tote each, and {n} is there. Scan more, or pick fewer orders at once.",
                "{orders} orders need a tote each, and {n} are there. Scan more, or pick fewer orders at once.",
                len(codes),
            ).format(orders=len(ids), n=len(codes)),
            wanted=len(ids), free=len(codes),
        )  # fmt: skip
    bound = {}
    for fulfillment_id, given in zip(ids, codes, strict=False):
        code = given.strip()
        if _tote.one(code) is None:
            Tote.insert(code=code).execute()  # a tote is known from its first scan on
        if not _take_tote.run(fulfillment_id, code):
            raise ToteTaken(_("Tote {code} carries another order.").format(code=code), tote=code)
        bound[fulfillment_id] = code
    return bound
