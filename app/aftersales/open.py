"""Opening a case, and the steps that all others are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.aftersales.events import CaseOpened
from app.aftersales.models import Case, CaseKind, CaseMessage, CaseState
from app.aftersales.states import check_step, due_at
from app.core import clock, search
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.numbers import next_number
from app.core.refusal import NotFound, Refusal, StateChanged
from app.customers.models import Customer
from app.orders.models import Order

LONGEST = 4_000
CUSTOMER, SHOP, NOTE = "customer", "shop", "note"


class NoWords(Refusal):
    """A case or message without words."""


@dataclass(frozen=True)
class NewCase:
    """What comes in: `text` is what the customer said, `channel` how (mail, sms, phone, counter, feedback)."""

    kind: CaseKind
    subject: str
    text: str = ""
    order_id: int | None = None
    customer_id: int | None = None
    customer_name: str = ""
    channel: str = "counter"
    product_id: int | None = None
    return_id: int | None = None
    side: str = CUSTOMER


class CaseRow(NamedTuple):
    """A case as steps read it."""

    id: int
    number: str
    kind: CaseKind
    state: CaseState
    order_id: int | None
    customer_id: int | None
    subject: str
    quote_minor: int | None
    quote_accepted: bool | None
    work_minor: int
    test_result: str
    return_id: int | None
    closed_at: int | None


@command("aftersales.open_case")
def open_case(by: Actor, new: NewCase) -> int:
    """Open a case with what the customer said; it has to be answered by the time set for its kind.  Returns the id.

    NoWords without a subject; NotFound when the order or customer is not there.
    """
    return open_case_step(new)


def open_case_step(new: NewCase) -> int:
    """The step behind opening, for what opens cases by itself."""
    subject = new.subject.strip()[:200]
    if not subject:
        raise NoWords(_("Say in a few words what it is about."))
    customer_id, name = _customer(new)
    number = str(next_number("case", 101))
    now = clock.now_ms()
    case_id = int(
        Case.insert(
            number=number, kind=CaseKind(new.kind), state=CaseState.OPEN, order=new.order_id, customer=customer_id,
            customer_name=name[:160], subject=subject, made_at=now, due_at=due_at(CaseKind(new.kind)),
            return_ref=new.return_id, product_ref=new.product_id,
        ).execute()
    )  # fmt: skip
    if new.text.strip():
        who = acting().name if new.side != CUSTOMER else name or _("Customer")
        add_message(case_id, new.side, who, new.text, channel=new.channel)
    search.put("case", case_id, f"{number} {name} {subject}")
    touch_case(case_id, new.order_id)
    note(case_id=case_id, number=number, kind=CaseKind(new.kind), subject=subject, order_id=new.order_id)
    emit(CaseOpened(case_id, new.order_id, CaseKind(new.kind)))
    return case_id


def case_row(case_id: int) -> CaseRow:
    """A case, for steps; NotFound."""
    row: Any = (
        Case.select(
            Case.id, Case.number, Case.kind, Case.state, Case.order, Case.customer, Case.subject, Case.quote_minor,
            Case.quote_accepted, Case.work_minor, Case.test_result, Case.return_ref, Case.closed_at,
        ).where(Case.id == case_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("case", case_id)
    return CaseRow._make(row)


def add_message(case_id: int, side: str, who: str, text: str, *, channel: str = "") -> int:
    """Write one word into the thread, as a step; NoWords when there is none.  Returns its id."""
    words = text.strip()[:LONGEST]
    if not words:
        raise NoWords(_("Write something first."))
    message = CaseMessage.insert(
        case=case_id, at=clock.now_ms(), side=side, who=who[:80], text=words, channel=channel[:10]
    )
    return int(message.execute())


def move(case: CaseRow, new: CaseState, **values: Any) -> None:
    """Move a case on with one statement; CaseNotAllowed, or StateChanged when another station was faster."""
    check_step(case.state, new)
    moved = Case.update(state=new, **values).where(Case.id == case.id, Case.state == case.state)
    if not moved.execute():
        raise StateChanged("case", case.id)
    touch_case(case.id, case.order_id)


def touch_case(case_id: int, order_id: int | None) -> None:
    """The running command changed this case, and with it the timeline of its order."""
    touch("case", case_id)
    if order_id is not None:
        touch("order", order_id)


def _customer(new: NewCase) -> tuple[int | None, str]:
    """Who the case is about, by what was given or by its order."""
    customer_id, name = new.customer_id, new.customer_name.strip()
    if new.order_id is not None:
        row: Any = Order.select(Order.customer, Order.customer_name).where(Order.id == new.order_id).tuples().first()
        if row is None:
            raise NotFound("order", new.order_id)
        customer_id, name = customer_id or row[0], name or row[1]
    if customer_id is not None and not name:
        found = Customer.select(Customer.name).where(Customer.id == customer_id).scalar()
        if found is None:
            raise NotFound("customer", customer_id)
        name = str(found)
    return customer_id, name
