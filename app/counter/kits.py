"""Kits on a ticket: the line that is paid for, and the lines of its parts, which move stock and cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.catalog.kits import Part, parts_of
from app.counter.goods import Goods
from app.counter.sale import Sale, SaleLine
from app.orders.kits import note_of
from app.orders.line_kinds import LineKind
from app.orders.pricing import NO_MONEY, Priced


def unpack(sale: Sale, goods: Sequence[Goods], priced: Priced) -> tuple[Sale, list[Goods], Priced]:
    """The sale with the parts of its kits after each kit; a kit's cost is that of its parts.

    What goes with another line names that line's place among all of them.
    """
    if not any(item.is_kit for item in goods):
        return sale, list(goods), priced
    lines: list[SaleLine] = []
    items: list[Goods] = []
    money = []
    places: dict[int | None, int] = {}
    for line, item, part in zip(sale.lines, goods, priced.lines, strict=True):
        places[len(places) + 1] = len(lines) + 1
        lines.append(line if line.of is None else line._replace(of=places[line.of]))
        items.append(item._replace(cost_e4=0) if item.is_kit else item)
        money.append(part)
        no = len(lines)
        for one in parts_of(line.product_id) if item.is_kit else ():
            lines.append(_part_line(line, item, one, no))
            items.append(_part_goods(item, one))
            money.append(NO_MONEY._replace(tax_bp=part.tax_bp))
    return replace(sale, lines=tuple(lines)), items, priced._replace(lines=tuple(money))


def _part_line(line: SaleLine, item: Goods, part: Part, no: int) -> SaleLine:
    return SaleLine(
        part.product_id, line.quantity * part.quantity, 0, note=note_of(item.name), age_checked=line.age_checked,
        in_hand=line.in_hand, at=line.at, kit_id=line.product_id, kind=LineKind.PART, of=no,
    )  # fmt: skip


def _part_goods(item: Goods, part: Part) -> Goods:
    return item._replace(
        sku=part.sku, name=part.name, unit=part.unit, price_e4=part.price_e4, price_per=part.price_per, cost_e4=part.cost_e4,
        is_stocked=part.is_stocked, category_id=part.category_id, is_kit=False,
    )  # fmt: skip
