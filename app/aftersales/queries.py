"""What screens read of service: the inbox, one case with its thread and its customer; one statement each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import fn

from app.aftersales.models import Case, CaseKind, CaseMessage, CaseState
from app.aftersales.open import NOTE
from app.aftersales.states import UNDONE
from app.core import clock, search
from app.core.refusal import NotFound
from app.customers.models import Customer
from app.orders.models import Order
from app.orders.states import OrderState
from app.returns.models import Return


class InboxRow(NamedTuple):
    """A case in the list, with the last thing that was said."""

    id: int
    number: str
    kind: CaseKind
    state: CaseState
    subject: str
    customer_id: int | None
    customer_name: str
    order_id: int | None
    order_number: str | None
    assigned_to: int | None
    assigned_name: str
    made_at: int
    due_at: int
    answered_at: int | None
    last_text: str
    last_side: str
    last_at: int
    is_late: bool


class Message(NamedTuple):
    """One word of a thread; `side` is customer, shop or note."""

    id: int
    at: int
    side: str
    who: str
    text: str
    channel: str


class CaseDetail(NamedTuple):
    """One case with its thread, its customer's figures and its order's."""

    row: InboxRow
    cause: str
    outcome: str
    quote_minor: int | None
    quote_accepted: bool | None
    work_minor: int
    test_result: str
    return_id: int | None
    product_id: int | None
    resolved_at: int | None
    closed_at: int | None
    phone: str
    email: str
    customer_since: int | None
    orders: int
    spent_minor: int
    returns: int
    order_total_minor: int | None
    replacement_id: int | None  # the order that replaces the goods, unless it was cancelled
    replacement_number: str | None
    thread: tuple[Message, ...]


class InboxCounts(NamedTuple):
    """The figures on the tabs of the inbox."""

    mine: int
    undone: int
    late: int


def _last(column: Any) -> Any:
    return (
        CaseMessage.select(column).where(CaseMessage.case == Case.id, CaseMessage.side != NOTE)
        .order_by(CaseMessage.id.desc()).limit(1)
    )  # fmt: skip


_Replacement = Order.alias()
_stands = (Case.replacement == _Replacement.id) & (_Replacement.state != OrderState.CANCELLED)

_COLUMNS = (
    Case.id, Case.number, Case.kind, Case.state, Case.subject, Case.customer, Case.customer_name, Case.order,
    Order.number, Case.assigned_to, Case.assigned_name, Case.made_at, Case.due_at, Case.answered_at,
    fn.COALESCE(_last(CaseMessage.text), ""), fn.COALESCE(_last(CaseMessage.side), ""),
    fn.COALESCE(_last(CaseMessage.at), Case.made_at),
)  # fmt: skip


def inbox(*, states: Iterable[CaseState] = UNDONE, person_id: int | None = None, limit: int = 300) -> list[InboxRow]:
    """Cases in these states (undone ones by default), the one to be answered first on top; of one person if named."""
    match: Any = Case.state.in_([state.value for state in states])
    if person_id is not None:
        match &= Case.assigned_to == person_id
    return _rows(match, limit)


def done(limit: int = 200) -> list[InboxRow]:
    """Resolved and closed cases, the newest first."""
    states = [CaseState.RESOLVED.value, CaseState.CLOSED.value]
    return sorted(_rows(Case.state.in_(states), limit), key=lambda row: -row.made_at)


def cases_of(order_id: int) -> list[InboxRow]:
    """All cases of one order."""
    return _rows(Case.order == order_id, 100)


def cases_of_customer(customer_id: int) -> list[InboxRow]:
    """All cases of one customer."""
    return _rows(Case.customer == customer_id, 100)


def cases_found(text: str, limit: int = 50) -> list[InboxRow]:
    """Cases that a typed text means by number, name or subject, done ones too."""
    ids = search.find("case", text, limit)
    return _rows(Case.id.in_(ids), limit)


def case_detail(case_id: int) -> CaseDetail:
    """One case with its thread; NotFound."""
    found = _rows(Case.id == case_id, 1)
    if not found:
        raise NotFound("case", case_id)
    returns = Return.select(fn.COUNT(Return.id)).where(Return.customer == Case.customer)
    rest: Any = (
        Case.select(
            Case.cause, Case.outcome, Case.quote_minor, Case.quote_accepted, Case.work_minor, Case.test_result,
            Case.return_ref, Case.product_ref, Case.resolved_at, Case.closed_at,
            fn.COALESCE(Customer.phone, Order.phone, ""), fn.COALESCE(Customer.email, Order.email, ""),
            Customer.created_at, fn.COALESCE(Customer.order_count, 0), fn.COALESCE(Customer.spent_minor, 0), returns,
            Order.total_minor, _Replacement.id, _Replacement.number,
        )
        .left_outer_join(Customer, on=(Case.customer == Customer.id))
        .switch(Case)
        .left_outer_join(Order, on=(Case.order == Order.id))
        .switch(Case)
        .left_outer_join(_Replacement, on=_stands)
        .where(Case.id == case_id).tuples().get()
    )  # fmt: skip
    return CaseDetail._make((found[0], *rest, tuple(thread(case_id))))


def thread(case_id: int) -> list[Message]:
    """All that was said in a case, oldest first."""
    query: Any = (
        CaseMessage.select(
            CaseMessage.id, CaseMessage.at, CaseMessage.side, CaseMessage.who, CaseMessage.text, CaseMessage.channel
        )
        .where(CaseMessage.case == case_id)
        .order_by(CaseMessage.id)
        .tuples()
    )
    return [Message._make(row) for row in query]


def counts(person_id: int = 0) -> InboxCounts:
    """How many cases are undone, of one person, and late; for the badge and the tabs."""
    undone = Case.state.in_([state.value for state in UNDONE])
    late = Case.due_at < clock.now_ms()
    row: Any = (
        Case.select(
            fn.COUNT(Case.id).filter(Case.assigned_to == person_id), fn.COUNT(Case.id), fn.COUNT(Case.id).filter(late)
        )
        .where(undone)
        .tuples()
        .get()
    )
    return InboxCounts._make(map(int, row))


def answer_minutes(since_at: int) -> int | None:
    """The median of how long customers waited for the first answer since a time, in minutes; None without cases."""
    query: Any = (
        Case.select(Case.answered_at - Case.made_at)
        .where(Case.made_at >= since_at, Case.answered_at.is_null(False))
        .order_by(Case.answered_at - Case.made_at)
        .tuples()
    )
    spans = [int(row[0]) for row in query]
    return spans[len(spans) // 2] // clock.MINUTE_MS if spans else None


def _rows(match: Any, limit: int) -> list[InboxRow]:
    query: Any = (
        Case.select(*_COLUMNS)
        .left_outer_join(Order, on=(Case.order == Order.id))
        .where(match)
        .order_by(Case.due_at, Case.id)
        .limit(limit)
        .tuples()
    )
    now = clock.now_ms()
    return [InboxRow._make((*row, row[3] in UNDONE and row[12] < now)) for row in query]
