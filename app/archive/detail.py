"""What an archived order is proved by: a digest over all that was ordered, sent, paid and brought back."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from app.core import canonical
from app.orders.models import Fulfillment, FulfillmentLine, Note, Order, OrderLine, Revision
from app.payments.models import Payment, Receipt
from app.returns.models import Return, ReturnLine

FORMAT = 1
AT_ONCE = 200

# Tables of an order's detail: model, how it leads to the order, its order, and columns that may still change.
_PARTS: tuple[tuple[str, Any, Any, tuple[Any, ...], frozenset[str]], ...] = (
    ("lines", OrderLine, OrderLine.order, (OrderLine.no,), frozenset({"reserved", "backordered", "returned"})),
    ("fulfillments", Fulfillment, Fulfillment.order, (Fulfillment.no,), frozenset()),
    ("revisions", Revision, Revision.order, (Revision.no,), frozenset()),
    ("notes", Note, Note.order, (Note.id,), frozenset()),
    ("payments", Payment, Payment.order, (Payment.id,), frozenset({"state", "settled_at", "reason"})),
    ("receipts", Receipt, Receipt.order, (Receipt.series, Receipt.no), frozenset({"copies"})),
    ("returns", Return, Return.order, (Return.id,), frozenset()),
)
_LATER = frozenset({"payments", "receipts", "returns", "notes"})  # may still be added to an archived order
# Columns that came later, and what says nothing in them: an order that was archived before has no more to prove.
_SINCE: dict[str, dict[str, Any]] = {"payments": {"receipt": ""}}
# The way itself is not proved, and a customer may ask for the own name and address to be erased.
_HEAD = frozenset({"state", "is_on_hold", "hold_reason", "customer_name", "phone", "email", "address", "note"})


def digests_of(archived: Mapping[int, int]) -> dict[int, str]:
    """The digest of each order by its id; `archived` says when (ms) each was closed.

    A late return, a refund or a note is an addition; whatever stood there before the closing must stay as it was.
    """
    found: dict[int, str] = {}
    ids = list(archived)
    for start in range(0, len(ids), AT_ONCE):
        for order_id, detail in _details(ids[start : start + AT_ONCE], archived).items():
            body = canonical.encode([FORMAT, detail])
            found[order_id] = hashlib.sha256(body.encode()).hexdigest()
    return found


def _details(ids: list[int], archived: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    heads: Any = Order.select().where(Order.id.in_(ids)).dicts()
    details: dict[int, dict[str, Any]] = {
        row["id"]: {"order": {name: row[name] for name in row if name not in _HEAD}} for row in heads
    }
    for name, model, link, order, loose in _PARTS:
        rows = _rows(model, link, ids, order)
        if name in _LATER:
            rows = [row for row in rows if row[1]["made_at"] < archived[row[0]]]
        for order_id, row in rows:
            since = _SINCE.get(name, {})
            kept = {
                column: value for column, value in row.items()
                if column not in loose and not (column in since and value == since[column])
            }  # fmt: skip
            details[order_id].setdefault(name, []).append(kept)
    for name, lines in (("parts", _fulfillment_lines(ids)), ("return_lines", _return_lines(ids, archived))):
        for order_id, values in lines.items():
            details[order_id][name] = values
    return details


def _rows(model: Any, link: Any, ids: list[int], order: tuple[Any, ...]) -> list[tuple[int, dict[str, Any]]]:
    query = model.select().where(link.in_(ids)).order_by(*order).dicts()
    return [(row[link.name], row) for row in query]


def _fulfillment_lines(ids: list[int]) -> dict[int, list[Any]]:
    query: Any = (
        FulfillmentLine.select(
            Fulfillment.order, Fulfillment.no, FulfillmentLine.line, FulfillmentLine.quantity, FulfillmentLine.picked,
            FulfillmentLine.short, FulfillmentLine.packed, FulfillmentLine.accepted,
        ).join(Fulfillment).where(Fulfillment.order.in_(ids)).order_by(FulfillmentLine.id).tuples()
    )  # fmt: skip
    return _grouped(query)


def _return_lines(ids: list[int], archived: Mapping[int, int]) -> dict[int, list[Any]]:
    query: Any = (
        ReturnLine.select(
            Return.order, Return.made_at, ReturnLine.order_line, ReturnLine.name, ReturnLine.quantity,
            ReturnLine.reason, ReturnLine.refund_minor,
        ).join(Return).where(Return.order.in_(ids)).order_by(ReturnLine.id).tuples()
    )  # fmt: skip
    return _grouped(row for row in query if row[1] < archived[row[0]])


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for order_id, *values in rows:
        found[order_id].append(values)
    return found
