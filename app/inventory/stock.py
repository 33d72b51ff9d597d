"""The stock ledger's steps: goods go from a place to a place, are promised, and are taken; all by conditional updates.

These are steps for commands, not commands.  What they refuse changes nothing, because the command's transaction goes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee

from app.catalog.models import Product
from app.core import clock
from app.core.command import acting, touch
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.inventory.models import BinStock, HoldState, Place, PlaceKind, Reservation, Stock, StockMove

ON_HAND_KINDS = (PlaceKind.BIN,)


class OutOfStock(Refusal):
    """Fewer pieces are free than asked for."""

    def __init__(self, product_id: int, *, wanted: int, free: int) -> None:
        row = _name.one(product_id)
        name = row[0] if row else "?"
        super().__init__(
            _("Only {free} of {wanted} {name} are free.").format(free=free, wanted=wanted, name=name),
            product_id=product_id, wanted=wanted, free=free,
        )  # fmt: skip
        self.product_id, self.wanted, self.free = product_id, wanted, free


class NotInBin(Refusal):
    """The place holds fewer pieces than are to be taken out of it."""


class Level(NamedTuple):
    """On hand, reserved and the home bin of one product."""

    on_hand: int
    reserved: int
    home: int | None

    @property
    def available(self) -> int:
        """On hand less reserved."""
        return self.on_hand - self.reserved


@prepared
def _name(product):
    return Product.select(Product.name).where(Product.id == product)


@prepared(rows=Level)
def _level(product):
    return Stock.select(Stock.on_hand, Stock.reserved, Stock.home).where(Stock.product == product)


@prepared
def _promise(quantity, product):
    free = Stock.on_hand - Stock.reserved
    return Stock.update(reserved=Stock.reserved + quantity).where(Stock.product == product, free >= quantity)


@prepared
def _unpromise(quantity, product):
    return Stock.update(reserved=Stock.reserved - quantity).where(Stock.product == product, Stock.reserved >= quantity)


@prepared
def _take_free(quantity, product):
    free = Stock.on_hand - Stock.reserved
    return Stock.update(on_hand=Stock.on_hand - quantity).where(Stock.product == product, free >= quantity)


@prepared
def _take_promised(quantity, product):
    return Stock.update(on_hand=Stock.on_hand - quantity, reserved=Stock.reserved - quantity).where(
        Stock.product == product, Stock.on_hand >= quantity, Stock.reserved >= quantity
    )


@prepared
def _add_on_hand(quantity, product):
    return Stock.update(on_hand=Stock.on_hand + quantity).where(Stock.product == product)


@prepared
def _bin_out(quantity, product, place):
    return BinStock.update(on_hand=BinStock.on_hand - quantity).where(
        BinStock.product == product, BinStock.place == place, BinStock.on_hand >= quantity
    )


@prepared
def _bin_in(product, place, quantity):
    return BinStock.insert(product=product, place=place, on_hand=quantity).on_conflict(
        conflict_target=[BinStock.product, BinStock.place],
        update={BinStock.on_hand: BinStock.on_hand + peewee.EXCLUDED.on_hand},
    )


@prepared
def _write_move(product, source, target, quantity, reason, order_ref, who, note, cost, moved_at):
    return StockMove.insert(
        product=product, source=source, target=target, quantity=quantity, reason=reason, order_ref=order_ref, who=who,
        note=note, unit_cost_e4=cost, moved_at=moved_at,
    )  # fmt: skip


@prepared
def _hold(product, quantity, order_ref, line_ref, basket, until_at, made_at):
    return Reservation.insert(
        product=product, quantity=quantity, order_ref=order_ref, line_ref=line_ref, basket=basket, state="held",
        until_at=until_at, made_at=made_at,
    )  # fmt: skip


@prepared
def _bins_with(product):
    return (
        BinStock.select(BinStock.place, BinStock.on_hand)
        .join(Place)
        .where(BinStock.product == product, BinStock.on_hand > 0, Place.kind == PlaceKind.BIN.value)
        .order_by(Place.walk, Place.id)
    )


@prepared
def _kind_of(place):
    return Place.select(Place.kind).where(Place.id == place)


@prepared
def _place_by_code(code):
    return Place.select(Place.id).where(Place.code == code)


_places: dict[str, int] = {}


def special_place(kind: PlaceKind) -> int:
    """The id of the one place of a kind that is no bin (`SUPPLIER`, `CUSTOMER`, `LOSS`, …), made on first use."""
    code = f"*{kind.value}"
    row = _place_by_code.one(code)
    if row:
        return int(row[0])
    return int(Place.insert(code=code, kind=kind, walk=0).execute())


def level(product_id: int) -> Level:
    """How much there is of one product."""
    return _level.one(product_id) or Level(0, 0, None)


def available(product_id: int) -> int:
    """On hand less reserved."""
    return level(product_id).available


def ensure_stock(product_id: int, home: int | None = None) -> None:
    """Give a new product its stock row."""
    Stock.insert(product=product_id, on_hand=0, reserved=0, incoming=0, home=home).on_conflict_ignore().execute()


def put_in(
    product_id: int, quantity: int, *, source: int, place: int, reason: str, order_id: int | None = None,
    note: str = "", cost_e4: int | None = None,
) -> None:  # fmt: skip
    """Goods come from outside (supplier, customer, found) into a bin."""
    if not _add_on_hand.run(quantity, product_id):
        ensure_stock(product_id, place)
        _add_on_hand.run(quantity, product_id)
    _bin_in.run(product_id, place, quantity)
    _record(product_id, source, place, quantity, reason, order_id, note, cost_e4)


def take_out(
    product_id: int, quantity: int, *, target: int, reason: str, order_id: int | None = None, place: int | None = None,
    promised: bool = False, note: str = "",
) -> list[tuple[int, int]]:  # fmt: skip
    """Goods leave the bins (sold, picked, wasted); returns (place, quantity) of each bin they came from.

    One statement looks and takes: OutOfStock when fewer are free, or when `promised` goods are not there.
    `place` takes from one bin only and refuses with NotInBin.
    """
    taken = (_take_promised if promised else _take_free).run(quantity, product_id)
    if not taken:
        at = level(product_id)
        raise OutOfStock(product_id, wanted=quantity, free=at.on_hand if promised else at.available)
    sources = [(place, quantity)] if place is not None else _choose_bins(product_id, quantity)
    for source, part in sources:
        if not _bin_out.run(part, product_id, source):
            raise NotInBin(_("The bin holds fewer than {quantity} of them.").format(quantity=part), place_id=source)
        _record(product_id, source, target, part, reason, order_id, note, None)
    return sources


def shift_goods(product_id: int, quantity: int, *, source: int, target: int, reason: str, note: str = "") -> None:
    """Goods go from one bin to another; what is on hand stays the same."""
    if not _bin_out.run(quantity, product_id, source):
        raise NotInBin(_("The bin holds fewer than {quantity} of them.").format(quantity=quantity), place_id=source)
    _bin_in.run(product_id, target, quantity)
    _record(product_id, source, target, quantity, reason, None, note, None)


def pass_on(
    product_id: int, quantity: int, *, source: int, target: int, reason: str, order_id: int | None = None,
    note: str = "",
) -> None:  # fmt: skip
    """Goods already out of the bins go on: from staging to the customer, from inspection to repair or waste."""
    if _kind_of.one(source)[0] != PlaceKind.CUSTOMER and not _bin_out.run(quantity, product_id, source):
        raise NotInBin(_("Fewer than {quantity} of them are there.").format(quantity=quantity), place_id=source)
    if PlaceKind(_kind_of.one(target)[0]) in (PlaceKind.STAGING, PlaceKind.REPAIR, PlaceKind.INSPECTION):
        _bin_in.run(product_id, target, quantity)
    _record(product_id, source, target, quantity, reason, order_id, note, None)


def stage(product_id: int, quantity: int, *, place: int, order_id: int, promised: bool = True) -> None:
    """Picked goods leave a bin for the staging place: no longer on hand, not yet the customer's."""
    staging = special_place(PlaceKind.STAGING)
    take_out(product_id, quantity, target=staging, reason="pick", order_id=order_id, place=place, promised=promised)
    _bin_in.run(product_id, staging, quantity)


def unstage(product_id: int, quantity: int, *, place: int, order_id: int) -> None:
    """Picked goods are put back into a bin and are on hand again (not reserved)."""
    staging = special_place(PlaceKind.STAGING)
    if not _bin_out.run(quantity, product_id, staging):
        raise NotInBin(_("Fewer than {quantity} of them are there.").format(quantity=quantity), place_id=staging)
    put_in(product_id, quantity, source=staging, place=place, reason="put_back", order_id=order_id)


def reserve(
    product_id: int, quantity: int, *, order_id: int | None = None, line_id: int | None = None,
    basket: str | None = None, until_at: int | None = None,
) -> None:  # fmt: skip
    """Promise goods to an order line or a basket; OutOfStock when fewer are free.  The last piece is promised once."""
    if not _promise.run(quantity, product_id):
        raise OutOfStock(product_id, wanted=quantity, free=available(product_id))
    _hold.run(product_id, quantity, order_id, line_id, basket, until_at, clock.now_ms())
    touch("product", product_id)


def release(*, line_id: int | None = None, order_id: int | None = None, basket: str | None = None) -> int:
    """Give back what is still held for a line, an order or a basket; returns how many base units."""
    match = _holds_of(line_id, order_id, basket)
    freed = 0
    for hold in list(Reservation.select().where(match)):
        if (
            not Reservation.update(state=HoldState.RELEASED)
            .where(Reservation.id == hold.id, Reservation.state == HoldState.HELD)
            .execute()
        ):
            continue
        assert _unpromise.run(hold.quantity, hold.product_id), "reserved is less than what is held"
        freed += hold.quantity
        touch("product", hold.product_id)
    return freed


def release_part(line_id: int, quantity: int) -> int:
    """Give back so much of what a line holds, or all when that is less; returns how many base units."""
    holds = list(Reservation.select().where(_holds_of(line_id, None, None)).order_by(Reservation.id))
    there = sum(hold.quantity for hold in holds)
    part = min(there, quantity)
    if part:
        release(line_id=line_id)
    if part and there > part:
        reserve(holds[0].product_id, there - part, order_id=holds[0].order_ref, line_id=line_id)
    return part


def use_hold(line_id: int, quantity: int) -> None:
    """Mark so much of a line's reservation as taken (its goods left the bins); the rest stays held."""
    left = quantity
    held = (Reservation.line_ref == line_id) & (Reservation.state == HoldState.HELD)
    for hold in list(Reservation.select().where(held).order_by(Reservation.id)):
        part = min(left, hold.quantity)
        if part < hold.quantity:
            Reservation.update(quantity=hold.quantity - part).where(Reservation.id == hold.id).execute()
            Reservation.insert(
                product=hold.product_id, quantity=part, order_ref=hold.order_ref, line_ref=line_id,
                state=HoldState.TAKEN, made_at=clock.now_ms(),
            ).execute()  # fmt: skip
        else:
            Reservation.update(state=HoldState.TAKEN).where(Reservation.id == hold.id).execute()
        left -= part
        if not left:
            return
    assert not left, f"line {line_id} holds {left} too few"


def release_expired() -> int:
    """Give back what baskets held longer than they may; returns how many base units."""
    late = (Reservation.state == HoldState.HELD) & (Reservation.until_at < clock.now_ms())
    freed = 0
    for basket in [row[0] for row in Reservation.select(Reservation.basket).where(late).distinct().tuples()]:
        freed += release(basket=basket)
    return freed


def _holds_of(line_id: int | None, order_id: int | None, basket: str | None) -> Any:
    held = Reservation.state == HoldState.HELD
    if line_id is not None:
        return held & (Reservation.line_ref == line_id)
    if order_id is not None:
        return held & (Reservation.order_ref == order_id)
    return held & (Reservation.basket == basket)


def _choose_bins(product_id: int, quantity: int) -> list[tuple[int, int]]:
    """Bins in walking order until the quantity is covered."""
    chosen, left = [], quantity
    for place, there in _bins_with.all(product_id):
        part = min(left, there)
        chosen.append((place, part))
        left -= part
        if not left:
            return chosen
    raise NotInBin(_("The bins hold fewer than the books say. Count them."), product_id=product_id)


def _record(
    product_id: int, source: int, target: int, quantity: int, reason: str, order_id: int | None, note: str,
    cost_e4: int | None,
) -> None:  # fmt: skip
    by = acting()
    _write_move.run(product_id, source, target, quantity, reason, order_id, by.person_id, note, cost_e4, clock.now_ms())
    touch("product", product_id)
