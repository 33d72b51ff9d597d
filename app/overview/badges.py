"""The figures on the tabs: how much waits for somebody there, in one statement."""

from __future__ import annotations

from typing import Any

from peewee import Case, Select, fn

from app.aftersales.models import Case as ServiceCase
from app.aftersales.models import CaseState
from app.core import clock
from app.core.db import db
from app.core.outbox import Outbox, WishState
from app.counter.models import SavedTicket, TicketState
from app.orders.models import Fulfillment, Order
from app.orders.states import FulfillmentState, OrderState
from app.payments.models import Claim, ClaimState
from app.returns.models import Return, ReturnState
from app.review.models import Review, ReviewState
from app.staff.models import Role

_F = FulfillmentState
PAPERS = ("receipt", "quote", "label", "packing_slip", "return_slip", "invoice", "credit_note", "z_report",
          "x_report", "pick_list")  # fmt: skip
_TO_DO = [ReturnState.REQUESTED.value, ReturnState.RECEIVED.value, ReturnState.INSPECTED.value]
_SEEN_BY = {
    Role.COUNTER: frozenset({"sell", "orders", "print", "delivery", "settle", "returns", "service"}),
    Role.WAREHOUSE: frozenset({"orders", "stock", "pick", "print", "delivery", "returns"}),
}  # fmt: skip


def badges(role: Role | str, station: str) -> dict[str, int]:
    """Tab name -> how many things wait there for this role at this station; tabs without any are left out."""
    counts = _counts(station)
    names = list(counts)
    row: Any = db.execute(Select(columns=[count.alias(name) for name, count in counts.items()])).fetchone()
    seen = _SEEN_BY.get(Role(role))
    return {
        name: int(value) for name, value in zip(names, row, strict=True) if value and (seen is None or name in seen)
    }


def _counts(station: str) -> dict[str, Any]:
    to_confirm = (Order.state == OrderState.PLACED) | (
        Order.state.in_([OrderState.PLACED, OrderState.IN_REVIEW, OrderState.CONFIRMED])
        & (Order.promised_at < clock.now_ms())
    )
    parked = (SavedTicket.state == TicketState.PARKED) & (SavedTicket.station == station)
    stuck = Outbox.kind.in_(PAPERS) & Outbox.state.in_([WishState.FAILED.value, WishState.UNKNOWN.value])
    return {
        "sell": _count(SavedTicket, parked),
        "orders": _count(Order, to_confirm),
        "review": _count(Review, Review.state == ReviewState.OPEN),
        "pick": _parts(_F.READY, _F.PICKED, _F.PACKING),
        "delivery": _parts(_F.FAILED, _F.LOST, _F.READY_FOR_PICKUP),
        "print": _count(Outbox, stuck & Outbox.station.in_([station, ""])),
        "settle": _count(Claim, Claim.state == ClaimState.WITH_DRIVER),
        "returns": _count(Return, Return.state.in_(_TO_DO)),
        "service": _count(ServiceCase, ServiceCase.state == CaseState.OPEN),
    }  # fmt: skip


def _count(model: Any, match: Any) -> Any:
    return model.select(fn.COUNT(Case(None, [(match, 1)]))).where(match)


def _parts(*states: FulfillmentState) -> Any:
    return _count(Fulfillment, Fulfillment.state.in_([state.value for state in states]))
