"""Reminders of bills on account that are late: the round of the day, and one by hand."""

from __future__ import annotations

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import NotFound, StateChanged
from app.documents import texts
from app.notices.compose import recipient_of_customer
from app.notices.queue import OFF, NobodyToTell, tell
from app.notices.templates import Occasion
from app.payments.debts import MOST, Debtor, debtors, is_time_to_remind
from app.payments.models import DebtReminder


def remind_bills(by: Actor) -> int:
    """The round of the day: whoever has late bills is reminded, each by a command of its own; returns how many were."""
    told = 0
    for debtor in debtors():
        if is_time_to_remind(debtor):
            try:
                remind_bill(by, debtor.customer_id)
                told += 1
            except (NobodyToTell, StateChanged):
                continue  # there is no way to write, or another station was faster
    return told


@command("notices.remind_bill")
def remind_bill(by: Actor, customer_id: int) -> int:
    """Remind a customer of the late bills now; returns how many messages leave.

    NotFound when nothing is late, NobodyToTell without an address, StateChanged when another station just did it.
    """
    debtor = next((one for one in debtors(customer_id) if one.late), None)
    if debtor is None:
        raise NotFound("debt", customer_id)
    made = DebtReminder.insert(
        customer_ref=customer_id, due_on=debtor.late[0].due_on, no=debtor.reminders + 1, late_minor=debtor.late_minor,
        sent_at=clock.now_ms(), who=by.name,
    ).on_conflict_ignore()  # fmt: skip
    if not made.as_rowcount().execute():
        raise StateChanged("customer", customer_id)
    sent = _tell(debtor)
    if not sent:
        raise NobodyToTell(_("This customer has no address and no phone number to write to."), customer_id=customer_id)
    touch("customer", customer_id)
    note(customer=customer_id, late_minor=debtor.late_minor, reminder=debtor.reminders + 1, messages=sent)
    return sent


def _tell(debtor: Debtor) -> int:
    if Occasion.BILLS_LATE in settings.read(OFF):
        return 0
    to = recipient_of_customer(debtor.customer_id)
    with texts.in_language(to.language):
        bills = [
            _("{number} of {day}: {amount}, due on {due}").format(
                number=bill.number or _("Carried over"), day=clock.format_day(bill.made_on),
                amount=format_money(bill.open_minor), due=clock.format_day(bill.due_on),
            )
            for bill in debtor.late
        ]  # fmt: skip
        last = _("This is the last reminder.") if debtor.reminders + 1 >= int(settings.read(MOST)) else ""
        facts = {"bills": "\n".join(bills), "amount": format_money(debtor.late_minor), "last": last}
    return tell(Occasion.BILLS_LATE, to, facts, ref=debtor.customer_id * 10 + debtor.reminders)
