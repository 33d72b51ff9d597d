"""Tables: open and parked tickets, plain objects that are saved behind the paint; and quotes made from them."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment
from app.customers.models import Customer


class TicketState(StrEnum):
    """A ticket on the counter."""

    OPEN = "open"
    PARKED = "parked"
    SOLD = "sold"
    DROPPED = "dropped"


class SavedTicket(Row):
    """A ticket as it was last painted, so that a crash, a shift's end or another station loses nothing."""

    uid = peewee.CharField(max_length=40, primary_key=True)  # also the key of its sale
    station = peewee.CharField(max_length=40)
    name = peewee.CharField(max_length=80, default="")
    state = Choice(TicketState, default=TicketState.OPEN)
    who = peewee.CharField(max_length=80, default="")
    pieces = peewee.BigIntegerField(default=0)
    total_minor = Amount(default=0)
    body = Facts()
    saved_at = Moment()


class QuoteState(StrEnum):
    """What became of a quote; that its day is past is worked out."""

    OPEN = "open"
    TAKEN = "taken"  # on a ticket or a call
    BOUGHT = "bought"  # sold or ordered: nothing else gets its prices


class Quote(Row):
    """A ticket with its prices of that day, kept for a customer who thinks it over."""

    number = peewee.CharField(max_length=20, unique=True)
    customer = peewee.ForeignKeyField(Customer, null=True, on_delete="RESTRICT")
    customer_name = peewee.CharField(max_length=160, default="")
    who = peewee.CharField(max_length=80, default="")
    station = peewee.CharField(max_length=40, default="")
    state = Choice(QuoteState, default=QuoteState.OPEN)
    pieces = peewee.BigIntegerField(default=0)
    total_minor = Amount(default=0)
    body = Facts()  # as a saved ticket
    lines = Facts()  # as they were priced, for the paper
    made_at = Moment()
    valid_until = Moment()

    class Meta:
        indexes = ((("state", "made_at"), False),)
