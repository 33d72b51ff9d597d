"""Phone orders that are still being taken: kept behind the paint, so that a crash or a parked call loses nothing."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import Row
from app.core.events import emit
from app.core.fields import Amount, Facts, Moment
from app.core.i18n import _
from app.core.refusal import Refusal, check_reason
from app.inventory import stock
from app.orders.agreed import QuoteLeft


class PhoneDraft(Row):
    """A phone order as it was last painted; `uid` is also the name of its basket."""

    uid = peewee.CharField(max_length=40, primary_key=True)
    station = peewee.CharField(max_length=40, index=True)
    who = peewee.CharField(max_length=80)
    name = peewee.CharField(max_length=160, default="")
    is_parked = peewee.BooleanField(default=False)
    total_minor = Amount(default=0)
    body = Facts()
    saved_at = Moment()


class DraftGone(Refusal):
    """The draft was placed or thrown away."""


class DraftRow(NamedTuple):
    """A parked phone order in the list of them."""

    uid: str
    station: str
    who: str
    name: str
    total_minor: int
    saved_at: int


@command("orders.save_draft", journaled=False)
def save_draft(by: Actor, uid: str, body: dict[str, Any], name: str, total_minor: int) -> int:
    """Keep a phone order as it is now on the screen; returns when (ms)."""
    now = clock.now_ms()
    row = {
        "uid": uid, "station": by.station, "who": by.name, "name": name[:160], "is_parked": False,
        "total_minor": total_minor, "body": body, "saved_at": now,
    }  # fmt: skip
    PhoneDraft.insert(row).on_conflict(
        conflict_target=[PhoneDraft.uid], update={key: value for key, value in row.items() if key != "uid"}
    ).execute()
    return now


@command("orders.park_draft", journaled=False)
def park_draft(by: Actor, uid: str) -> None:
    """Put a saved phone order aside; its goods are free again until somebody takes it up."""
    if not PhoneDraft.update(is_parked=True, saved_at=clock.now_ms()).where(PhoneDraft.uid == uid).execute():
        raise DraftGone(_("This phone order was placed or thrown away."))
    stock.release(basket=uid)
    touch("draft", 0)


@command("orders.take_draft", journaled=False)
def take_draft(by: Actor, uid: str) -> dict[str, Any]:
    """Take up a parked phone order at this station; DraftGone when another station has it or it was placed."""
    taken = PhoneDraft.update(is_parked=False, station=by.station, who=by.name).where(
        PhoneDraft.uid == uid,
        PhoneDraft.is_parked == True,  # noqa: E712
    )
    if not taken.execute():
        raise DraftGone(_("Another station has this phone order, or it was placed."))
    touch("draft", 0)
    body: dict[str, Any] = PhoneDraft.select(PhoneDraft.body).where(PhoneDraft.uid == uid).scalar()
    return body


@command("orders.drop_draft", journaled=False)
def drop_draft(by: Actor, uid: str) -> None:
    """Forget a phone order that was placed or given up; what it held is free again."""
    PhoneDraft.delete().where(PhoneDraft.uid == uid).execute()
    stock.release(basket=uid)
    touch("draft", 0)


@command("orders.throw_away_draft")
def throw_away_draft(by: Actor, uid: str, reason: str) -> None:
    """A call came to nothing: forget it; who called, for what, and why it ended stay in the journal.

    A quote that it came from is open again.  NoReason without one; DraftGone when it was placed or thrown away before.
    """
    check_reason(reason)
    row = PhoneDraft.get_or_none(PhoneDraft.uid == uid)
    if row is None or not PhoneDraft.delete().where(PhoneDraft.uid == uid).execute():
        raise DraftGone(_("This phone order was placed or thrown away."))
    stock.release(basket=uid)
    touch("draft", 0)
    lines = [[line.get("sku"), line.get("name"), line.get("quantity")] for line in row.body.get("lines", ())]
    note(uid=uid, customer=row.name, lines=lines, total_minor=row.total_minor, reason=reason.strip())
    if number := row.body.get("quoted"):
        emit(QuoteLeft(number))


def parked_drafts() -> list[DraftRow]:
    """The parked phone orders of all stations, the oldest first."""
    columns = [getattr(PhoneDraft, name) for name in DraftRow._fields]
    query = PhoneDraft.select(*columns).where(PhoneDraft.is_parked == True)  # noqa: E712
    return [DraftRow(*row) for row in query.order_by(PhoneDraft.saved_at).tuples()]


def open_draft(station: str) -> dict[str, Any] | None:
    """The phone order that was on a station's screen when the program ended, or None."""
    query = PhoneDraft.select(PhoneDraft.body).where(
        PhoneDraft.station == station,
        PhoneDraft.is_parked == False,  # noqa: E712
    )
    body: dict[str, Any] | None = query.order_by(PhoneDraft.saved_at.desc()).limit(1).scalar()
    return body
