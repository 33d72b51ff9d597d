"""Inspecting: somebody looks at each line, says what it looks like, and the goods go where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import settings
from app.core.actor import Actor, NotPermitted
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _
from app.core.photos import PhotoOf, keep_photos
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.inventory.events import GoodsIn
from app.inventory.models import PlaceKind
from app.orders.models import Order
from app.returns import policy
from app.returns.advance import return_row, step, touch_order
from app.returns.goods import Piece, pieces, place_goods
from app.returns.models import Disposition, ReturnLine, ReturnState


class NotInspected(Refusal):
    """A line has no finding yet, or one that does not exist."""


class Finding(NamedTuple):
    """What one line looks like and what becomes of it; `place_id` is the bin for restocking, its home by default.

    `photos` are picture files that show it.
    """

    return_line_id: int
    condition: str
    disposition: str
    place_id: int | None = None
    photos: tuple[str, ...] = ()


@prepared
def _find(condition, disposition, line):
    return ReturnLine.update(condition=condition, disposition=disposition).where(ReturnLine.id == line)


@prepared
def line_ids(return_id):
    """The ids of a return's lines, as they were given."""
    return ReturnLine.select(ReturnLine.id).where(ReturnLine.return_ == return_id).order_by(ReturnLine.id)


@command("returns.inspect")
def inspect(by: Actor, return_id: int, findings: Sequence[Finding]) -> None:
    """Note a finding for every line of a received return and move its goods.

    NotInspected when a line is left out; NotPermitted when who sold valuable goods inspects them; NoBin when nobody
    knows where to restock.
    """
    row = return_row(return_id)
    check_other_person(by, row.order_id, row.refund_minor)
    inspect_step(return_id, row.order_id, findings, source=PlaceKind.INSPECTION)
    note(return_id=return_id, return_number=row.number, order_id=row.order_id)


def inspect_step(
    return_id: int, order_id: int | None, findings: Sequence[Finding], *, source: PlaceKind
) -> None:  # fmt: skip
    """The step behind inspecting; `source` is where the goods come from."""
    step(return_id, ReturnState.RECEIVED, ReturnState.INSPECTED)
    goods = {piece.line_id: piece for piece in pieces(return_id)}
    by_line = {finding.return_line_id: _checked(finding, goods) for finding in findings}
    if by_line.keys() != goods.keys() or len(findings) != len(goods):
        raise NotInspected(_("Look at every line first."), return_id=return_id)
    _find.run_many((found.condition, found.disposition, line) for line, found in by_line.items())
    free = [
        goods[line].product_id
        for line, found in by_line.items()
        if place_goods(
            goods[line], Disposition(found.disposition), source=source, order_id=order_id, place_id=found.place_id
        )
    ]
    if free:
        emit(GoodsIn(tuple(product_id for product_id in free if product_id is not None)))
    _keep_photos(by_line, order_id)
    touch_order(order_id)
    note(findings=[[goods[line].name, found.condition, found.disposition] for line, found in by_line.items()])


def _keep_photos(by_line: dict[int, Finding], order_id: int | None) -> None:
    digests = [
        digest
        for line, found in by_line.items()
        for digest in keep_photos(PhotoOf.RETURN, line, found.photos, order_id=order_id)
    ]
    if digests:
        note(photos=digests, photo_count=len(digests))


def check_other_person(by: Actor, order_id: int | None, value_minor: int) -> None:
    """Valuable goods are inspected by somebody other than who sold them, unless `returns.override` is held."""
    least = int(settings.read(policy.SECOND_LOOK))
    if not least or value_minor < least or order_id is None or by.may(policy.OVERRIDE):
        return
    if Order.select(Order.entered_by).where(Order.id == order_id).scalar() == by.person_id:
        raise NotPermitted(policy.OVERRIDE, _("Somebody else has to look at goods that you sold yourself."))


def _checked(finding: Finding, goods: dict[int, Piece]) -> Finding:
    if finding.return_line_id not in goods:
        raise NotInspected(_("This line belongs to another return."), return_line_id=finding.return_line_id)
    condition = policy.condition_of(finding.condition)
    if finding.disposition not in set(Disposition):
        raise NotInspected(_("Say what becomes of the goods."), return_line_id=finding.return_line_id)
    return finding._replace(condition=condition.value)
