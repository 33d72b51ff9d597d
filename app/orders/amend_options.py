"""What goes with goods that stand in an order already: it follows them, and other options take its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.catalog.codes import hit_of
from app.core.refusal import NotFound
from app.orders.choices import Option, check_chosen, must_choose
from app.orders.draft import DraftLine
from app.orders.line_kinds import FOLLOWS, LineKind
from app.orders.models import Order, OrderLine


class Chosen(NamedTuple):
    """All that is chosen from now on with a line that is there."""

    line_id: int
    options: tuple[Option, ...]


class Swap(NamedTuple):
    """The lines of options that go, each with nought, and those that come."""

    gone: dict[int, int]
    added: tuple[DraftLine, ...] = ()


def followed(lines: list[OrderLine], wanted: dict[int, int]) -> dict[int, int]:
    """Parts of a kit and deposits follow their line and are never changed by themselves; gift wrap goes away with it."""
    heads = {line.no: line for line in lines}
    for line in lines:
        head = heads.get(line.of_no) if line.kind in FOLLOWS else None
        if head is None:
            continue
        quantity = wanted.get(head.id, head.quantity)
        if not quantity:
            wanted[line.id] = 0
        elif line.kind != LineKind.WRAP:
            wanted[line.id] = line.quantity * quantity // head.quantity if head.unit == "piece" else line.quantity
    return wanted


def swap_options(
    before: Order, lines: Sequence[OrderLine], wanted: dict[int, int], chosen: Iterable[Chosen]
) -> Swap:  # fmt: skip
    """What other options mean for the lines of an order, whose goods get the `wanted` quantities.

    WrongOptions when they break a rule, NotFound for a line that is not in the order.
    """
    heads = {line.id: line for line in lines if line.kind == LineKind.GOODS and line.product_id is not None}
    gone: dict[int, int] = {}
    added: list[DraftLine] = []
    for one in chosen:
        head = heads.get(one.line_id)
        if head is None:
            raise NotFound("order_line", one.line_id)
        goods, quantity = hit_of(head.product_id), wanted.get(head.id, head.quantity)
        check_chosen(goods, one.options)
        there = {Option(line.product_id, line.note): line.id for line in lines if _is_option_of(line, head)}
        gone |= {line_id: 0 for option, line_id in there.items() if option not in one.options}
        free = must_choose(goods) if before.import_key else set()
        added += [
            _line(head, option, quantity if head.unit == "piece" else 1, is_free=option.product_id in free)
            for option in one.options if option not in there and quantity
        ]  # fmt: skip
    return Swap(gone, tuple(added))


def _is_option_of(line: OrderLine, head: OrderLine) -> bool:
    return line.kind == LineKind.OPTION and line.of_no == head.no


def _line(head: OrderLine, option: Option, count: int, *, is_free: bool) -> DraftLine:
    """What had to be chosen in a web shop lies in its price, however it was told."""
    price = 0 if is_free else None
    return DraftLine(option.product_id, count, price, note=option.words, kind=LineKind.OPTION, of_no=head.no)
