"""The picker's scan: one command for each, whatever it was; what is wrong is an answer, counted but never booked."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from app.catalog.codes import CodeHit, find_code, normal_code
from app.catalog.models import Product, ProductCode
from app.catalog.scanned import Scanned, read_scan
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _, ngettext
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.inventory.models import Place, PlaceKind, Stock
from app.picking.goods import give_back, take
from app.picking.models import BatchState, PickError, PickTask
from app.picking.take import hold
from app.picking.tasks import IS_OPEN, BatchClosed, Current, Grab, batch_of, check_mine, current, group, head, settle

LONGEST_CODE = 80


class PickState(StrEnum):
    """What became of a scan."""

    OK = "ok"
    BIN = "bin"  # the right bin
    LINE_DONE = "line_done"
    BATCH_DONE = "batch_done"
    WRONG_ITEM = "wrong_item"
    WRONG_BIN = "wrong_bin"
    OVER = "over"
    UNKNOWN = "unknown"


class PickVerdict(NamedTuple):
    """What to say after a scan: how far this stop is, and after a wrong one what was scanned and where it belongs.

    `taken` of `wanted` are for all orders that want the product from this bin; `last` is what this scan took.
    """

    state: PickState
    sentence: str
    task_id: int
    product_id: int
    place: str
    tote: str
    taken: int
    wanted: int
    last: int = 0
    scanned_id: int | None = None
    scanned_name: str = ""
    scanned_sku: str = ""
    scanned_art: str = ""
    put_back: str = ""  # the bin where the wrong piece belongs


class CannotUndo(Refusal):
    """The pick is past the point where it can be taken back here."""


@prepared
def _fits(product, typed, normal):
    match = (ProductCode.code == typed) | (ProductCode.code == normal)
    return (
        ProductCode.select(ProductCode.quantity, Product.unit)
        .join(Product)
        .where(ProductCode.product == product, match)
    )


@prepared
def _stop_sums(batch, place, product):
    counted = IS_OPEN | (PickTask.state == "done")
    return PickTask.select(PickTask.quantity, PickTask.picked).where(
        PickTask.batch == batch, PickTask.place == place, PickTask.product == product, counted
    )


@prepared
def _bin(code):
    return Place.select(Place.id).where(Place.code == code, Place.kind == PlaceKind.BIN.value)


@prepared
def _home(product):
    return Stock.select(Place.code).join(Place).where(Stock.product == product)


@prepared
def _bin_of_later(batch, product):
    return (
        PickTask.select(Place.code).join(Place).where(PickTask.batch == batch, PickTask.product == product, IS_OPEN)
        .order_by(PickTask.position).limit(1)
    )  # fmt: skip


@prepared
def _bin_of_done(batch, product):
    return (
        PickTask.select(Place.code).join(Place)
        .where(PickTask.batch == batch, PickTask.product == product, PickTask.state == "done")
        .order_by(PickTask.done_at.desc()).limit(1)
    )  # fmt: skip


@prepared
def _keep_error(batch, task, code, kind, who, at):
    return PickError.insert(batch=batch, task=task, code=code, kind=kind, who=who, made_at=at)


@command("picking.pick_scan")
def pick_scan(by: Actor, batch_id: int, code: str, quantity: int = 1) -> PickVerdict:
    """One scan on a walk: a piece (or `quantity` of them), or the bin's own code.

    The goods move from their bin to staging, and into the totes in the order of the tasks.  The first scan takes a
    list that nobody has.  Refused with BatchHeld, BatchClosed, NotAQuantity; a wrong scan is an answer.
    """
    batch = head(batch_id)
    check_mine(batch, by.person_id)
    if batch.picker is None:
        hold(batch, by)
    now = current(batch_id)
    if now is None:
        raise BatchClosed(batch_id)
    scanned = read_scan(code)
    amount = base_units(_match(now.product_id, scanned), scanned, quantity)
    if amount is not None:
        verdict = _count_pieces(batch_id, now, amount)
    elif scanned.text == now.place:
        verdict = _verdict(PickState.BIN, _("This is the bin."), batch_id, now)
    else:
        verdict = _wrong(batch_id, now, scanned)
    touch("batch", batch_id)
    _tell(by, batch_id, now, verdict, scanned.text)
    return verdict


@command("picking.undo_pick")
def undo_pick(by: Actor, task_id: int, quantity: int = 1) -> None:
    """Take the last pieces out of the tote again and put them back into their bin; the task is open again.

    CannotUndo when fewer were taken, or when everything for this order is picked and went to the packing table.
    """
    batch_id = batch_of(task_id)
    batch = head(batch_id)
    if batch.state == BatchState.PICKING:
        check_mine(batch, by.person_id)
    task = PickTask.get_by_id(task_id)
    reopened = PickTask.update(picked=PickTask.picked - quantity, state="open", done_at=None).where(
        PickTask.id == task_id, PickTask.picked >= quantity, PickTask.state.in_(["open", "skipped", "done"])
    )
    if quantity <= 0 or task.fulfillment.state != "picking" or not reopened.execute():
        raise CannotUndo(_("This can no longer be taken back here. Do it at the packing table."), task_id=task_id)
    give_back(
        product_id=task.product_id, quantity=quantity, place_id=task.place_id, order_id=task.fulfillment.order_id,
        order_line_id=task.line.line_id, line_id=task.line_id,
    )  # fmt: skip
    touch("batch", batch_id)
    note(batch=batch.number, product=task.product_id, quantity=quantity)


def base_units(match: tuple[int, str] | None, scanned: Scanned, quantity: int) -> int | None:
    """How many base units a scan stands for, by (units of the code, unit of the product).

    None when the code is of something else; nought for the plain code of weighed or measured goods: all that is
    wanted, in one piece.
    """
    if match is None or quantity <= 0:
        return None
    units, unit = match
    if unit != "piece":
        if scanned.weight_grams and unit == "gram":
            return scanned.weight_grams * quantity
        if units == quantity == scanned.quantity == 1:
            return 0
    return int(units) * scanned.quantity * quantity


def _match(product_id: int, scanned: Scanned) -> tuple[int, str] | None:
    found = _fits.one(product_id, scanned.code, normal_code(scanned.code))
    if found is None and scanned.text != scanned.code:
        found = _fits.one(product_id, scanned.text, normal_code(scanned.text))
    return found


def _count_pieces(batch_id: int, now: Current, quantity: int) -> PickVerdict:
    tasks = group(batch_id, now.place_id, now.product_id)
    left = sum(task.left for task in tasks)
    quantity = quantity or tasks[0].left
    if quantity > left:
        sentence = ngettext("Put {n} back.", "Put {n} back.", quantity - left).format(n=quantity - left)
        return _verdict(PickState.OVER, sentence, batch_id, now)
    touched = _spread(tasks, quantity)
    last, whole = touched[-1], sum(task.left for task in touched) == quantity
    closed = [task.fulfillment_id for task in (touched if whole else touched[:-1])]
    ended = bool(closed) and settle(batch_id, closed)
    state = PickState.BATCH_DONE if ended else PickState.LINE_DONE if quantity == left else PickState.OK
    sentence = {
        PickState.OK: ngettext("{n} more.", "{n} more.", left - quantity).format(n=left - quantity),
        PickState.LINE_DONE: _("All taken. Go on to the next bin."),
        PickState.BATCH_DONE: _("Everything is picked. Bring it to the packing table."),
    }[state]
    return _verdict(state, sentence, batch_id, now)._replace(task_id=last.task_id, tote=last.tote, last=quantity)


def _spread(tasks: list[Grab], quantity: int) -> list[Grab]:
    """Give the pieces to the tasks in turn; returns those that got some."""
    touched, left = [], quantity
    for task in tasks:
        part = min(left, task.left)
        take(task, part)
        touched.append(task)
        left -= part
        if not left:
            break
    return touched


def _wrong(batch_id: int, now: Current, scanned: Scanned) -> PickVerdict:
    """Say what was scanned instead, and where it belongs."""
    hits = find_code(scanned.code) or find_code(scanned.text)
    if hits:
        return _wrong_product(batch_id, now, hits[0])
    if _bin.one(scanned.text):
        sentence = _("This is bin {scanned}. Go to {needed}.").format(scanned=scanned.text, needed=now.place)
        return _verdict(PickState.WRONG_BIN, sentence, batch_id, now)
    sentence = _("Nobody knows this code. Scan the product again, or type its number.")
    return _verdict(PickState.UNKNOWN, sentence, batch_id, now)


def _wrong_product(batch_id: int, now: Current, hit: CodeHit) -> PickVerdict:
    scanned: dict[str, Any] = {
        "scanned_id": hit.product_id,
        "scanned_name": hit.name,
        "scanned_sku": hit.sku,
        "scanned_art": hit.art,
    }
    later = _bin_of_later.one(batch_id, hit.product_id)
    done = None if later else _bin_of_done.one(batch_id, hit.product_id)
    if done or hit.product_id == now.product_id:
        sentence = _("There are enough of {name} already. Put it back in {bin}.").format(
            name=hit.name, bin=done[0] if done else now.place
        )
        verdict = _verdict(PickState.OVER, sentence, batch_id, now)
        return verdict._replace(put_back=done[0] if done else now.place, **scanned)
    home = later or _home.one(hit.product_id)
    sentence = _("This is {scanned}. The order needs {needed}.").format(scanned=hit.name, needed=now.name)
    verdict = _verdict(PickState.WRONG_ITEM, sentence, batch_id, now)
    return verdict._replace(put_back=home[0] if home else "", **scanned)


def _verdict(state: PickState, sentence: str, batch_id: int, now: Current) -> PickVerdict:
    sums = _stop_sums.all(batch_id, now.place_id, now.product_id)
    return PickVerdict(
        state, sentence, now.task_id, now.product_id, now.place, "",
        taken=sum(picked for _quantity, picked in sums), wanted=sum(quantity for quantity, _picked in sums),
    )  # fmt: skip


_WRONG = (PickState.WRONG_ITEM, PickState.WRONG_BIN, PickState.OVER, PickState.UNKNOWN)


def _tell(by: Actor, batch_id: int, now: Current, verdict: PickVerdict, code: str) -> None:
    note(batch=batch_id, state=verdict.state, sku=now.sku, bin=now.place, quantity=verdict.last)
    if verdict.state in _WRONG:
        shown = code[:LONGEST_CODE]
        note(code=shown)
        _keep_error.run(batch_id, now.task_id, shown, verdict.state.value, by.person_id, clock.now_ms())
