"""Table: open and parked tickets; a ticket is a plain object, saved behind the paint."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment


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
