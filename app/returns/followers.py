"""What comes back with a line: the parts of a kit, its options, and its gift wrap where the shop pays that back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from app.core import settings
from app.core.prepared import prepared
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.returns import policy
from app.returns.kits import kits_of

Asked = TypeVar("Asked", bound=Any)  # a named tuple with `order_line_id` and `quantity`


def with_followers(order_id: int, lines: Sequence[Asked]) -> list[Asked]:
    """The lines with the parts of each kit among them, the kits whose last part comes back, options and gift wrap.

    A part that stands there by itself stays as it was asked for: it comes back without the kit.
    """
    found = list(lines)
    asked = Counter[int]()
    for line in lines:
        asked[line.order_line_id] += line.quantity
    for kit in kits_of(order_id):
        left = {part.line_id: part.left for part in kit.parts}
        for like in [line for line in lines if line.order_line_id == kit.line_id]:
            for part in kit.parts:
                count = min(like.quantity * part.each, left[part.line_id])
                if count and not asked[part.line_id]:
                    found.append(like._replace(order_line_id=part.line_id, quantity=count))
                    left[part.line_id] -= count
        first = next((line for line in lines if line.order_line_id in left), None)
        whole = min((part.returned + asked[part.line_id]) // part.each for part in kit.parts) - kit.returned
        if first is not None and not asked[kit.line_id] and whole > 0:
            found.append(first._replace(order_line_id=kit.line_id, quantity=whole))
    found += _options(order_id, found)
    return found + _wraps(order_id, found)


@prepared
def _chosen(order: int) -> Any:
    goods = OrderLine.alias()
    return (
        OrderLine.select(
            goods.id, goods.quantity - goods.returned, goods.unit, OrderLine.id, OrderLine.quantity - OrderLine.returned
        )
        .join(goods, on=(goods.order == OrderLine.order) & (goods.no == OrderLine.of_no))
        .where(OrderLine.order == order, OrderLine.kind == LineKind.OPTION.value).order_by(OrderLine.no)
    )  # fmt: skip


def _options(order_id: int, lines: Sequence[Asked]) -> list[Asked]:
    """The options of what comes back: one for each piece, those of weighed goods with the last of them."""
    asked = {line.order_line_id for line in lines}
    found = []
    for goods, goods_left, unit, option, left in _chosen.all(order_id):
        for like in (line for line in lines if line.order_line_id == goods and option not in asked):
            count = min(like.quantity, left) if unit == "piece" else left if like.quantity >= goods_left else 0
            if count:
                found.append(like._replace(**_own(like), order_line_id=option, quantity=count))
                left -= count
            goods_left -= like.quantity
    return found


def _own(like: Any) -> dict[str, Any]:
    """An option lies in its own bin, and the photos are of the goods."""
    return {name: value for name, value in (("place_id", None), ("photos", ())) if name in like._fields}


def _wraps(order_id: int, lines: Sequence[Asked]) -> list[Asked]:
    """The wraps whose goods come back to the last piece: paid back when the rule says so, or when never handed over."""
    query: Any = OrderLine.select(
        OrderLine.id, OrderLine.no, OrderLine.kind, OrderLine.of_no, OrderLine.quantity - OrderLine.returned
    ).where(OrderLine.order == order_id)
    rows = list(query.tuples())
    if all(kind != LineKind.WRAP for _id, _no, kind, _of, _left in rows):
        return []
    asked = {line.order_line_id: line for line in lines}
    back = {no: asked[line] for line, no, _kind, _of, left in rows if line in asked and asked[line].quantity >= left}
    goods = {no for _line, no, kind, _of, left in rows if kind in (LineKind.GOODS, LineKind.FREE) and left}
    found = []
    for line, _no, kind, of_no, left in rows:
        like = next((back[no] for no in ({of_no} if of_no else goods) if no in back), None)
        whole = of_no in back if of_no else goods <= back.keys()
        if kind == LineKind.WRAP and left and line not in asked and like is not None and whole and _is_paid_back(like):
            found.append(like._replace(order_line_id=line, quantity=left))
    return found


def _is_paid_back(like: Any) -> bool:
    return bool(settings.read(policy.WRAP)) or like.reason in policy.NEVER_HANDED_OVER
