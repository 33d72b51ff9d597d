"""What was really done at a station since a lesson began: acts of the journal, and the ticket that is open now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from app.core import canonical
from app.core.journal import Journal
from app.counter.models import SavedTicket, TicketState
from app.orders.line_kinds import FOLLOWS, LineKind
from app.orders.models import Order, OrderLine

WRONG_SCANS = ("wrong_item", "wrong_bin", "over", "unknown")
SELLS = ("counter.sell", "orders.place")


class Act(NamedTuple):
    """One entry of the journal; of a sale or an order also what was on it and how it travels."""

    id: int
    what: str
    facts: dict[str, Any]
    is_allowed: bool  # a manager said yes to it
    pieces: int = 0
    is_weighed: bool = False
    method: str = ""

    @property
    def tenders(self) -> set[str]:
        """How it was paid."""
        return {str(tender) for tender, _amount in self.facts.get("tenders", ())}

    @property
    def is_slip(self) -> bool:
        """A wrong scan or a wrong PIN."""
        return self.facts.get("state") in WRONG_SCANS or self.facts.get("outcome") == "wrong_pin"


class OnTicket(NamedTuple):
    """What lies on the counter now."""

    pieces: int = 0
    is_weighed: bool = False
    has_discount: bool = False


def last_entry() -> int:
    """The journal's last id: what comes later belongs to a lesson that begins now."""
    return int(Journal.select(Journal.id).order_by(Journal.id.desc()).limit(1).scalar() or 0)


def acts_since(from_id: int, station: str) -> list[Act]:
    """What was done at a station since then, oldest first."""
    rows = list(
        Journal.select(Journal.id, Journal.what, Journal.body)
        .where(Journal.id > from_id, Journal.station == station)
        .order_by(Journal.id)
        .tuples()
    )
    acts = [(row_id, what, canonical.decode(body)) for row_id, what, body in rows]
    orders = {row_id: _order_of(body) for row_id, what, body in acts if what in SELLS}
    goods = _goods_of(orders.values())
    return [
        Act(row_id, what, body["facts"], "approved" in body, *goods.get(orders.get(row_id, 0), ()))
        for row_id, what, body in acts
    ]


def ticket_at(station: str) -> OnTicket:
    """The ticket that is open at a till, the one that was touched last."""
    body = (
        SavedTicket.select(SavedTicket.body)
        .where(SavedTicket.station == station, SavedTicket.state == TicketState.OPEN)
        .order_by(SavedTicket.saved_at.desc())
        .limit(1)
        .scalar()
    )
    state = body["state"] if body else None
    if not state:
        return OnTicket()
    lines = [(line["item"][5], line["quantity"]) for line in state["lines"]]
    discounts = [state["discount_minor"], state["discount_bp"]]
    discounts += [line[name] for line in state["lines"] for name in ("discount_minor", "discount_bp")]
    return OnTicket(*_count(lines), any(discounts))


def _order_of(body: dict[str, Any]) -> int:
    return next((int(ref) for kind, ref in body["touched"] if kind == "order"), 0)


def _goods_of(orders: Iterable[int]) -> dict[int, tuple[int, bool, str]]:
    """Order -> pieces, whether something was weighed, and how it travels."""
    ids = [one for one in orders if one]
    if not ids:
        return {}
    methods = dict(Order.select(Order.id, Order.method).where(Order.id.in_(ids)).tuples())
    lines: dict[int, list[tuple[str, int]]] = {}
    query = OrderLine.select(OrderLine.order, OrderLine.kind, OrderLine.unit, OrderLine.quantity)
    for order, kind, unit, quantity in query.where(OrderLine.order.in_(ids)).tuples():
        if LineKind(kind) not in FOLLOWS:
            lines.setdefault(order, []).append((str(unit), quantity))
    return {order: (*_count(lines.get(order, [])), str(method)) for order, method in methods.items()}


def _count(lines: list[tuple[str, int]]) -> tuple[int, bool]:
    """Pieces, a weighed or measured line counting as one, and whether there is such a line."""
    return sum(quantity if unit == "piece" else 1 for unit, quantity in lines), any(u != "piece" for u, _n in lines)
