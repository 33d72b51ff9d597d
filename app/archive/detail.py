"""What an archived order is proved by: a digest over all that was ordered, sent, paid and brought back."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
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
    ("receipts", Receipt, Receipt.order, (Receipt.series, Receipt.no), frozenset({"copies", "return_ref"})),
    ("returns", Return, Return.order, (Return.id,), frozenset()),
)
_LATER = frozenset({"payments", "receipts", "returns", "notes"})  # may still be added to an archived order
# Columns by the migration that added them, and what stands in them where nobody wrote since.  An order is proved by the
# columns that there were when it was closed, so whoever adds one to these tables names it here; a test asks for it.
_CAME: tuple[tuple[int, str, str, Any], ...] = (
    (4, "order", "added_minor", 0), (4, "order", "prices_net", False), (4, "order", "tax_rounding", "line"),
    (4, "lines", "added_minor", 0), (5, "payments", "tip_minor", 0), (5, "payments", "currency", ""),
    (5, "payments", "foreign_minor", 0), (5, "payments", "provider", ""), (5, "payments", "provider_ref", ""),
    (7, "lines", "lot", ""), (8, "order", "signals", None), (9, "lines", "of_no", None),
    (10, "order", "tax_regime_ref", None), (10, "order", "tax_regime", ""), (10, "order", "tax_note", ""),
    (10, "lines", "relieved_minor", 0), (11, "lines", "kind", "goods"), (12, "order", "awaits_money", False),
    (14, "order", "charges_tax_minor", 0), (14, "order", "charges_added_minor", 0), (19, "payments", "receipt", ""),
    (24, "payments", "corrects", None), (25, "order", "cancel_fee_minor", 0), (25, "order", "fee_kept_minor", 0),
)  # fmt: skip
# The way itself is not proved, and a customer may ask for the own name and address to be erased.
_HEAD = frozenset({"state", "is_on_hold", "hold_reason", "customer_name", "phone", "email", "address", "note"})


def digests_of(archived: Mapping[int, int]) -> dict[int, str]:
    """The digest of each order by its id; `archived` says when (ms) each was closed.

    A late return, a refund or a note is an addition; whatever stood there before the closing must stay as it was.
    """
    return {order_id: digest_of(detail) for order_id, detail in details(archived).items()}


def changed(archived: Mapping[int, tuple[int, str]]) -> list[int]:
    """Of orders with the moment (ms) and the digest of their closing, those that are not what they were then."""
    return [
        order_id for order_id, detail in details({key: at for key, (at, _then) in archived.items()}).items()
        if archived[order_id][1] not in _as_it_was(detail)
    ]  # fmt: skip


def details(archived: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """All that is proved of each order, by its id; `archived` says when (ms) each was closed."""
    found: dict[int, dict[str, Any]] = {}
    ids = list(archived)
    for start in range(0, len(ids), AT_ONCE):
        found |= _details(ids[start : start + AT_ONCE], archived)
    return found


def digest_of(detail: dict[str, Any]) -> str:
    """The digest of what `details` says of one order."""
    return hashlib.sha256(canonical.encode([FORMAT, detail]).encode()).hexdigest()


def _as_it_was(detail: dict[str, Any]) -> Iterator[str]:
    """The digest with all columns, then with fewer and fewer, as the program knew them when an order was closed."""
    yield digest_of(detail)
    for _number, group in groupby(reversed(_CAME), key=itemgetter(0)):
        for _no, part, column, empty in group:
            rows = [detail["order"]] if part == "order" else detail.get(part, [])
            for row in rows:
                if row[column] == empty:
                    del row[column]
        yield digest_of(detail)


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
            kept = {column: value for column, value in row.items() if column not in loose}
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
