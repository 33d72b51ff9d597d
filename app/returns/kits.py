"""Kits that come back: the line that is paid back and the lines of its parts, which are goods, go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from app.orders.kits import parts_in

Asked = TypeVar("Asked", bound=Any)  # a named tuple with `order_line_id` and `quantity`


def with_kits(order_id: int, lines: Sequence[Asked]) -> list[Asked]:
    """The lines with the parts of each kit among them, and the kits whose parts are all there.

    A part that stands there by itself stays as it was asked for: it comes back without the kit, and nothing is paid.
    """
    found = list(lines)
    asked = {line.order_line_id: line for line in lines}
    for kit, parts in parts_in(order_id).items():
        each = {line: quantity // pieces for line, quantity, pieces in parts}
        if kit in asked:
            like = asked[kit]
            found += [
                like._replace(order_line_id=line, quantity=like.quantity * count)
                for line, count in each.items() if line not in asked
            ]  # fmt: skip
        elif each.keys() <= asked.keys() and (
            whole := min(asked[line].quantity // count for line, count in each.items())
        ):
            found.append(asked[next(iter(each))]._replace(order_line_id=kit, quantity=whole))
    return found
