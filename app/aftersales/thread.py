"""The thread of a case: answers to the customer, what the customer says, notes among ourselves, who takes care."""

from __future__ import annotations

from app.aftersales.events import CaseAnswered
from app.aftersales.models import Case, CaseState
from app.aftersales.open import CUSTOMER, NOTE, SHOP, add_message, case_row, move, touch_case
from app.aftersales.states import UNDONE, CaseNotAllowed, due_at
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, TimePassed
from app.staff.models import Person


@command("aftersales.reply")
def reply(by: Actor, case_id: int, text: str, channel: str = "") -> int:
    """Answer the customer; the case waits for them then.  Returns the message's id.

    The message leaves by the channel given, or the one the customer may be written by.  NoWords; a resolved or closed
    case has to be opened again first.
    """
    case = case_row(case_id)
    message_id = add_message(case_id, SHOP, by.name, text, channel=channel)
    if case.state == CaseState.OPEN:
        move(case, CaseState.WAITING, answered_at=clock.now_ms())
    else:
        _check_undone(case.state)
        Case.update(answered_at=clock.now_ms()).where(Case.id == case_id).execute()
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, text=text.strip())
    emit(CaseAnswered(case_id, message_id, case.order_id, text.strip()))
    return message_id


@command("aftersales.hear")
def hear(by: Actor, case_id: int, text: str, channel: str = "") -> int:
    """Write down what the customer said; a case that waited for it is open again, with a new time to answer."""
    case = case_row(case_id)
    message_id = add_message(case_id, CUSTOMER, _name_of(case_id), text, channel=channel)
    if case.state != CaseState.OPEN:
        move(case, CaseState.OPEN, due_at=due_at(case.kind), resolved_at=None, closed_at=None)
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, text=text.strip())
    return message_id


@command("aftersales.add_note")
def add_note(by: Actor, case_id: int, text: str) -> int:
    """Keep a word among ourselves with the case; returns its id."""
    case = case_row(case_id)
    message_id = add_message(case_id, NOTE, by.name, text)
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, text=text.strip())
    return message_id


@command("aftersales.assign")
def assign(by: Actor, case_id: int, person_id: int | None) -> None:
    """Say who takes care of a case; None gives it back to everybody."""
    case, name = case_row(case_id), ""
    if person_id is not None:
        found = Person.select(Person.name).where(Person.id == person_id).scalar()
        if found is None:
            raise NotFound("person", person_id)
        name = str(found)
    Case.update(assigned_to=person_id, assigned_name=name).where(Case.id == case_id).execute()
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, assigned_to=name)


@command("aftersales.wait")
def wait(by: Actor, case_id: int, until_at: int, reason: str = "") -> None:
    """Let a case rest until a time (UTC ms): a part, an answer, a delivery is waited for.  TimePassed."""
    case = case_row(case_id)
    if until_at <= clock.now_ms():
        raise TimePassed(until_at)
    if reason.strip():
        add_message(case_id, NOTE, by.name, reason)
    if case.state == CaseState.OPEN:
        move(case, CaseState.WAITING, due_at=until_at)
    else:
        _check_undone(case.state)
        Case.update(due_at=until_at).where(Case.id == case_id).execute()
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, until_at=until_at, reason=reason.strip())


def _check_undone(state: CaseState) -> None:
    if state not in UNDONE:
        raise CaseNotAllowed(_("This case is done. Open it again first."), state=state)


def _name_of(case_id: int) -> str:
    return str(Case.select(Case.customer_name).where(Case.id == case_id).scalar() or _("Customer"))
