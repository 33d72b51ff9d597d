"""Kits that come back, whole or part by part: every part is worth its share of what was paid for the kit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peewee import fn

from app.core.money import line_minor, spread
from app.core.prepared import prepared
from app.orders.kits import part_of_kit
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.returns.models import ReturnLine
from app.returns.taxes import ReturnedTax, taxes_before, taxes_sold
from app.returns.value import Value

PAID, TAX = ("paid", 0, ""), ("tax", 0, "")
Sums = dict[tuple[str, int, str], int]  # what a line comes to: paid, plain tax, base and tax of each tax by name


class KitPart(NamedTuple):
    """A part of a sold kit."""

    line_id: int
    quantity: int
    returned: int
    weight_minor: int  # list price times quantity
    each: int  # in one kit

    @property
    def left(self) -> int:
        """How much of it did not come back yet."""
        return self.quantity - self.returned


@dataclass
class Kit:
    """A sold kit with its parts, in their order."""

    line_id: int
    name: str
    pieces: int
    returned: int
    total_minor: int
    tax_minor: int
    parts: list[KitPart] = field(default_factory=list)

    def worth(self, total_minor: int, place: int, count: int) -> int:
        """What `count` of a part stand for of an amount of this line."""
        weights = [part.weight_minor for part in self.parts]
        each = self.parts[place].each
        kits = self.parts[place].quantity // each
        return part_of_kit(total_minor, kits, weights, place, each=each, count=count)


class Worth(NamedTuple):
    """What a line of a return is worth."""

    value: Value
    taxes: tuple[ReturnedTax, ...] = ()


@prepared
def _rows(order: int) -> Any:
    kit = OrderLine.alias()
    return (
        OrderLine.select(
            kit.id, kit.name, kit.quantity, kit.returned, kit.total_minor, kit.tax_minor, OrderLine.id,
            OrderLine.quantity, OrderLine.returned, OrderLine.list_price_e4, OrderLine.price_per,
        )
        .join(kit, on=(kit.order == OrderLine.order) & (kit.no == OrderLine.of_no))
        .where(OrderLine.order == order, OrderLine.kind == LineKind.PART.value).order_by(OrderLine.no)
    )  # fmt: skip


def kits_of(order_id: int) -> list[Kit]:
    """The kits of an order with their parts."""
    found: dict[int, Kit] = {}
    for kit_id, name, pieces, back, total, tax, line, quantity, returned, price, per in _rows.all(order_id):
        kit = found.setdefault(kit_id, Kit(kit_id, name, pieces, back, total, tax))
        kit.parts.append(KitPart(line, quantity, returned, line_minor(quantity, price, per), quantity // pieces))
    for kit in found.values():
        if any(part.each * kit.pieces != part.quantity for part in kit.parts):  # a line that was cut: one kit in all
            kit.parts = [part._replace(each=part.quantity) for part in kit.parts]
    return list(found.values())


def value_kits(order_id: int, lines: Sequence[Any], chosen: Collection[int]) -> list[Worth | None]:
    """What each line of a return is worth that is a kit or a part of one; None for all others.

    A part that somebody chose (`chosen` are order lines) carries its share; one that only follows its kit carries
    nothing, and the kit all that is left.  `lines` have `order_line_id` and `quantity`.
    """
    found: list[Worth | None] = [None] * len(lines)
    for kit in kits_of(order_id):
        mine = {kit.line_id, *(part.line_id for part in kit.parts)}
        places = [at for at, line in enumerate(lines) if line.order_line_id in mine]
        if places:
            work = _Return(kit)
            for at, worth in zip(places, work.value([lines[at] for at in places], chosen), strict=True):
                found[at] = worth
    return found


class _Return:
    """The lines of one kit in a return."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._taxes = taxes_sold(kit.line_id)
        self._sold: Sums = {PAID: kit.total_minor, TAX: kit.tax_minor}
        for tax in self._taxes:
            self._sold |= {
                ("base", tax.rate_bp, tax.code): tax.base_minor,
                ("tax", tax.rate_bp, tax.code): tax.tax_minor,
            }
        self._given = _credited([kit.line_id, *(part.line_id for part in kit.parts)])

    def value(self, lines: Sequence[Any], chosen: Collection[int]) -> list[Worth]:
        """The worth of each line, and of what is left on the lines of the kit itself."""
        back = Counter({part.line_id: part.returned for part in self._kit.parts})
        places = {part.line_id: at for at, part in enumerate(self._kit.parts)}
        sums: list[Sums] = []
        for line in lines:
            mine: Sums = {}
            if line.order_line_id in places:
                before = back[line.order_line_id]
                back[line.order_line_id] = after = before + line.quantity
                if line.order_line_id in chosen:
                    mine = self._part(places[line.order_line_id], before, after)
            sums.append(mine)
        at_kit = [at for at, line in enumerate(lines) if line.order_line_id == self._kit.line_id]
        for key, total in self._sold.items():
            worth = sum(self._kit.worth(total, place, back[line]) for line, place in places.items())
            shares = spread(self._left(key, worth), [lines[at].quantity for at in at_kit]) if at_kit else []
            for at, share in zip(at_kit, shares, strict=True):
                sums[at][key] = share
        return [self._worth(mine) for mine in sums]

    def _part(self, place: int, before: int, after: int) -> Sums:
        mine = {}
        for key, total in self._sold.items():
            share = self._kit.worth(total, place, after) - self._kit.worth(total, place, before)
            mine[key] = min(share, self._left(key, total)) if key in (PAID, TAX) else share
            self._given[key] += mine[key]
        return mine

    def _left(self, key: tuple[str, int, str], worth: int) -> int:
        """What of a worth was not given yet; money is never asked back."""
        left = worth - self._given[key]
        return max(left, 0) if key in (PAID, TAX) else left

    def _worth(self, mine: Sums) -> Worth:
        paid = mine.get(PAID, 0)
        taxes = tuple(
            tax._replace(
                base_minor=mine[("base", tax.rate_bp, tax.code)], tax_minor=mine[("tax", tax.rate_bp, tax.code)]
            )
            for tax in self._taxes if mine
        )  # fmt: skip
        return Worth(Value(paid, min(mine.get(TAX, 0), paid)), taxes)


def _credited(lines: list[int]) -> Sums:
    """What earlier returns of a kit and its parts gave back."""
    query: Any = ReturnLine.select(
        fn.COALESCE(fn.SUM(ReturnLine.refund_minor + ReturnLine.fee_minor), 0),
        fn.COALESCE(fn.SUM(ReturnLine.tax_minor), 0),
    ).where(ReturnLine.order_line.in_(lines))
    paid, plain = query.tuples().get()
    found: Sums = defaultdict(int, {PAID: int(paid), TAX: int(plain)})
    for line in lines:
        for code, rate, base, tax in taxes_before(line):
            found["base", rate, code] += base
            found["tax", rate, code] += tax
    return found
