"""Kits in orders: the line that is paid for, and the lines of its parts, which are reserved, picked and packed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import peewee

from app.catalog.kits import Part, parts_of
from app.core.i18n import _
from app.core.money import line_minor, round_div, spread
from app.core.prepared import prepared
from app.orders.draft import DraftLine, Goods, kind_in
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.orders.names import line_name
from app.orders.pricing import NO_MONEY, PricedLine


class Unpacked:
    """Lines with the parts of their kits after each kit; each with its kind and the number of the line it goes with."""

    class Row(NamedTuple):
        """One line as it is written."""

        line: DraftLine
        goods: Goods | None
        priced: PricedLine
        kind: LineKind
        of_no: int | None

    def __init__(
        self, lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Sequence[PricedLine], first_no: int
    ) -> None:  # fmt: skip
        self.rows: list[Unpacked.Row] = []
        parts = [
            parts_of(line.product_id) if item is not None and item.is_kit and line.product_id is not None else ()
            for line, item in zip(lines, goods, strict=True)
        ]
        numbers = [first_no + no for no in accumulate((1 + len(mine) for mine in parts), initial=0)]
        for no, line, item, part, mine in zip(numbers[:-1], lines, goods, priced, parts, strict=True):
            of_no = numbers[line.of - 1] if line.of else line.of_no
            if item is None or not mine:
                self.rows.append(self.Row(line, item, part, kind_in(line, item), of_no))
                continue
            self.rows.append(self.Row(line, item._replace(cost_e4=0), part, kind_in(line, item), of_no))
            for one in mine:
                goods_of, free = _part_goods(item, one), NO_MONEY._replace(tax_bp=part.tax_bp)
                self.rows.append(self.Row(_part_line(line, item, one), goods_of, free, LineKind.PART, no))


def kit_name_of(line: Any = OrderLine, chinese: Any = None) -> peewee.Node:
    """The name of the kit that an order line is a part of, as a column; else empty.  `chinese` as in `line_name`."""
    kit = OrderLine.alias()
    name = kit.select(line_name(kit, chinese)).where(
        kit.order == line.order, kit.no == line.of_no, line.kind == LineKind.PART.value
    )  # fmt: skip
    return peewee.fn.COALESCE(name, "")


def note_of(kit_name: str) -> str:
    """What stands beside a part, for whoever picks, packs and unpacks it."""
    return _("Part of {kit}").format(kit=kit_name)


@prepared
def _worths(order: int) -> Any:
    kit = OrderLine.alias()
    return (
        OrderLine.select(
            kit.id, kit.total_minor, kit.quantity, OrderLine.id, OrderLine.quantity, OrderLine.list_price_e4,
            OrderLine.price_per,
        )
        .join(kit, on=(kit.order == OrderLine.order) & (kit.no == OrderLine.of_no))
        .where(OrderLine.order == order, OrderLine.kind == LineKind.PART.value).order_by(OrderLine.no)
    )  # fmt: skip


def worth_of_parts(order_id: int) -> dict[int, int]:
    """What each part of an order's kits stands for: what was paid for the kit, shared by the parts' list prices.

    Each kit is shared by itself, as its parts are paid back; all add up to the last cent.  Parts without any price share
    alike.
    """
    kits: dict[int, list[tuple[int, ...]]] = {}
    for kit, *row in _worths.all(order_id):
        kits.setdefault(kit, []).append(tuple(row))
    found: dict[int, int] = {}
    for rows in kits.values():
        weights = [line_minor(quantity, price, per) for _total, _kits, _line, quantity, price, per in rows]
        is_cut = any(quantity % count for _total, count, _line, quantity, *_price in rows)
        for place, (total, count, line, quantity, *_price) in enumerate(rows):
            each = quantity if is_cut else quantity // count
            found[line] = part_of_kit(total, quantity // each, weights, place, each=each, count=quantity)
    return found


def part_of_kit(total_minor: int, kits: int, weights: Sequence[int], place: int, *, each: int, count: int) -> int:
    """What `count` base units of one part stand for, of what `kits` kits came to; `each` of them are in a kit.

    Each kit's price is shared by the weights of all its parts to the last cent.  It depends on nothing but the count,
    so parts can come back in any order: all of them together are worth exactly `total_minor`.
    """
    weights = weights if any(weights) else [1] * len(weights)
    whole, rest = divmod(count, each)
    shares = [_share(total_minor, kits, weights, place, kit) for kit in range(whole + bool(rest))]
    return sum(shares[:whole]) + (round_div(shares[whole] * rest, each) if rest else 0)


def _share(total_minor: int, kits: int, weights: Sequence[int], place: int, kit: int) -> int:
    price = round_div(total_minor * (kit + 1), kits) - round_div(total_minor * kit, kits)
    return spread(price, weights)[place]


def _part_line(line: DraftLine, item: Goods, part: Part) -> DraftLine:
    return DraftLine(
        part.product_id, line.quantity * part.quantity, 0, note=note_of(line.name or item.name),
        age_checked=line.age_checked,
    )  # fmt: skip


def _part_goods(item: Goods, part: Part) -> Goods:
    return item._replace(
        sku=part.sku, name=part.name, unit=part.unit, price_e4=part.price_e4, price_per=part.price_per, cost_e4=part.cost_e4,
        is_stocked=part.is_stocked, category_id=part.category_id, is_kit=False,
    )  # fmt: skip
