"""What the picking and packing screens ask of the store: each job runs on a worker thread and answers in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from app.core.i18n import _
from app.core.refusal import Refusal

if TYPE_CHECKING:
    from app.core.actor import Actor
    from app.overview.codes import Scan
    from app.packing.cartons import CartonFit
    from app.packing.queries import PackLine, PackScreen, WaitingTote
    from app.packing.scan import PackVerdict
    from app.packing.weight import Expected, Suspect
    from app.picking.plan_queries import BatchRow, PickerSpeed, PutBackRow, ReadyRow
    from app.picking.queries import PickScreen, Rack
    from app.picking.scan import PickVerdict
    from app.picking.short import Short

GOODS = ("product", "place")


class WalkWentOn(Refusal):
    """Something was said about a stop that is done already."""


class Picked(NamedTuple):
    """A scan on a walk: the verdict, and what it took from which task, for undo."""

    verdict: PickVerdict
    takes: tuple[tuple[int, int], ...]


class PlanData(NamedTuple):
    """Everything the plan shows."""

    ready: list[ReadyRow]
    batches: list[BatchRow]
    speed: list[PickerSpeed]
    put_back: list[PutBackRow]
    free_totes: list[str]


class PackData(NamedTuple):
    """Everything the packing table shows; `is_weighed` is off when boxes are closed without a scale."""

    screen: PackScreen
    fits: tuple[CartonFit, ...]
    expected: Expected
    is_weighed: bool
    waiting: list[WaitingTote]
    photos: int

    @property
    def carton_id(self) -> int | None:
        """The chosen carton, else the proposed one."""
        return self.screen.carton_id or best_carton(self.fits)

    @property
    def is_complete(self) -> bool:
        """Whether everything of the order is scanned."""
        return 0 < self.screen.wanted == self.screen.packed

    def missing(self) -> list[PackLine]:
        """The lines of which something is still to be scanned."""
        return [line for line in self.screen.lines if line.packed < line.picked]

    def following(self) -> WaitingTote | None:
        """The tote that leaves next."""
        own = self.screen.fulfillment_id
        rows = [row for row in self.waiting if row.fulfillment_id != own and not row.is_fetched]
        return next((row for row in rows if row.parcel_id is None), None)


# -- picking


def scan_walk(by: Actor, batch_id: int, code: str, quantity: int = 1, *, key: str) -> Picked | Scan:
    """One scan on a walk; what is neither goods nor a bin (a badge, a tote, another list) comes back recognised."""
    from app.overview.codes import recognise
    from app.picking.scan import pick_scan
    from app.picking.tasks import current, group

    known = recognise(code)
    if known is not None and known.kind not in GOODS:
        return known
    now = current(batch_id)
    before = group(batch_id, now.place_id, now.product_id) if now else []
    verdict = pick_scan(by, batch_id, code, quantity, key=key)
    takes, left = [], verdict.last
    for task in before:
        part = min(left, task.left)
        if part:
            takes.append((task.task_id, part))
            left -= part
    return Picked(verdict, tuple(takes))


def undo_takes(by: Actor, takes: Sequence[tuple[int, int]], *, key: str) -> None:
    """Take back what one scan took."""
    from app.picking.scan import undo_pick

    for no, (task_id, quantity) in enumerate(reversed(takes)):
        undo_pick(by, task_id, quantity, key=f"{key}:{no}")


def short_stop(by: Actor, batch_id: int, stop: tuple[int, int], missing: int, reason: str, *, key: str) -> Short:
    """So much of a stop (bin and product) is not there; the orders that come last in the walk go without it first.

    Refused when a scan has led the walk on meanwhile: what was said is not true of the next stop.
    """
    from app.picking.short import Short, short_pick
    from app.picking.tasks import BatchClosed, current, group

    now = current(batch_id)
    if now is None:
        raise BatchClosed(batch_id)
    if (now.place_id, now.product_id) != stop:
        raise WalkWentOn(_("The walk has gone on meanwhile. Look at the bin that is shown now."), batch_id=batch_id)
    found = Short(0, 0, ())
    left = missing
    for no, task in enumerate(reversed(group(batch_id, now.place_id, now.product_id))):
        part = min(left, task.left)
        if part:
            one = short_pick(by, task.task_id, part, reason, key=f"{key}:{no}")
            bins = tuple(dict.fromkeys((*found.bins, *one.bins)))
            found = Short(found.elsewhere + one.elsewhere, found.backordered + one.backordered, bins)
            left -= part
    return found


def read_walk(batch_id: int) -> PickScreen | None:
    """The walk as it stands."""
    from app.picking.queries import pick_screen

    return pick_screen(batch_id)


def read_racks() -> list[Rack]:
    """The map of the bins."""
    from app.picking.queries import racks

    return racks()


def read_batches() -> tuple[list[BatchRow], int]:
    """Open walks, and how many orders wait to be released."""
    from app.picking.plan_queries import open_batches, ready_to_pick

    return open_batches(), sum(not row.is_on_hold for row in ready_to_pick())


def batch_of(scan: Scan) -> int | None:
    """The open walk that a batch, order or tote code stands for."""
    from app.picking.queries import open_batch_of

    if scan.kind == "batch":
        return scan.ref
    if scan.kind == "tote":
        return open_batch_of(tote_id=scan.ref)
    return open_batch_of(order_id=scan.ref)


def read_plan() -> PlanData:
    """Ready orders, open walks, speed of today, what has to be put back, and free totes."""
    from app.core.clock import day_of, day_start_ms, now_ms
    from app.picking.plan_queries import free_totes, open_batches, picker_speed, ready_to_pick, to_put_back

    now = now_ms()
    speed = picker_speed(day_start_ms(day_of(now)), now + 1)
    return PlanData(ready_to_pick(), open_batches(), speed, to_put_back(), free_totes())


# -- packing


def read_pack(parcel_id: int, fits: tuple[CartonFit, ...] = ()) -> PackData | None:
    """The box on the table; cartons are proposed once, before the first piece is in."""
    from app.core.settings import read
    from app.packing.photo import photos_of_box
    from app.packing.queries import cartons_for, pack_screen, waiting_totes
    from app.packing.weight import expected_weight

    screen = pack_screen(parcel_id)
    if screen is None:
        return None
    fits = fits or tuple(cartons_for(screen.fulfillment_id))
    carton = screen.carton_id or best_carton(fits)
    return PackData(
        screen, fits, expected_weight(parcel_id, carton), bool(read("packing.weigh")), waiting_totes(),
        len(photos_of_box(parcel_id)),
    )  # fmt: skip


def best_carton(fits: Sequence[CartonFit]) -> int | None:
    """The proposed carton: the smallest that fits, None when none does."""
    return next((fit.carton.id for fit in fits if fit.fits), None)


def scan_box(by: Actor, parcel_id: int, code: str, quantity: int = 1, *, key: str) -> PackVerdict | Scan:
    """One scan at the packing table; what is no piece of goods comes back recognised."""
    from app.overview.codes import recognise
    from app.packing.scan import pack_scan

    known = recognise(code)
    if known is not None and known.kind != "product":
        return known
    return pack_scan(by, parcel_id, code, quantity, key=key)


def read_waiting() -> list[WaitingTote]:
    """What waits for the packing table."""
    from app.packing.queries import waiting_totes

    return waiting_totes()


def read_suspects(parcel_id: int, difference: int, tolerance: int) -> list[Suspect]:
    """Which pieces explain that a box is so many grams too light or too heavy."""
    from app.packing.weight import contents, likely_pieces

    return likely_pieces(contents(parcel_id), difference, tolerance)


def label_picture(parcel_id: int, dpi: int = 203) -> bytes:
    """The label of a box as it will be printed, as a PNG."""
    from app.documents.parcels import shipping_label
    from printing.preview import preview_png

    return preview_png(shipping_label(parcel_id), dpi=dpi)


def free_number(code: str) -> tuple[int, str]:
    """A quantity in front of a code, as in 3*5391234: the number and the code."""
    number, star, rest = code.partition("*")
    if star and number.strip().isdigit() and 0 < int(number) < 10_000:
        return int(number), rest.strip()
    return 1, code
