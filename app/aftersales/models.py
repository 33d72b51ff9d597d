"""Tables: cases and what was said in them."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Moment
from app.customers.models import Customer
from app.orders.models import Order


class CaseKind(StrEnum):
    """What a customer comes back with."""

    ENQUIRY = "enquiry"
    COMPLAINT = "complaint"
    REPAIR = "repair"


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Case(Row):
    """An enquiry, complaint or repair, to be answered by a time."""

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=20, unique=True)
    kind = Choice(CaseKind)
    state = Choice(CaseState, default=CaseState.OPEN)
    order = peewee.ForeignKeyField(Order, null=True, on_delete="RESTRICT")
    customer = peewee.ForeignKeyField(Customer, null=True, on_delete="RESTRICT")
    customer_name = peewee.CharField(max_length=160, default="")
    subject = peewee.CharField(max_length=200)
    cause = peewee.CharField(max_length=40, default="")
    outcome = peewee.CharField(max_length=200, default="")
    assigned_to = peewee.IntegerField(null=True)
    assigned_name = peewee.CharField(max_length=80, default="")
    quote_minor = Amount(null=True)
    quote_accepted = peewee.BooleanField(null=True)  # what the customer said about the quote
    work_minor = Amount(not_negative=True, default=0)  # what the repair cost so far; never above an accepted quote
    test_result = peewee.CharField(max_length=200, default="")
    return_ref = peewee.BigIntegerField(null=True)  # the return that brought the goods in
    handed_out_at = Moment(null=True)  # when the goods of a repair left again
    product_ref = peewee.BigIntegerField(null=True)
    replacement = peewee.ForeignKeyField(Order, null=True, on_delete="RESTRICT", backref="replaces")
    answered_at = Moment(null=True)  # when the customer last got an answer
    made_at = Moment()
    due_at = Moment()
    resolved_at = Moment(null=True)
    closed_at = Moment(null=True)

    class Meta:
        table_name = "service_case"  # CASE is a word of SQL
        indexes = ((("state", "due_at"), False),)


class CaseMessage(Row):
    """One word in the thread, of the customer, of us, or a note among ourselves."""

    case = peewee.ForeignKeyField(Case, on_delete="RESTRICT", backref="messages")
    at = Moment()
    side = peewee.CharField(max_length=10)  # customer, shop, note
    who = peewee.CharField(max_length=80)
    text = peewee.TextField()
    channel = peewee.CharField(max_length=10, default="")  # mail, sms, phone, counter, feedback
