"""Wishes to the outside world: paper, drawer, card, courier, mail, SMS; kept in the store, never waited for.

`queued → sent → done | failed | unknown`.  Unknown is real: nobody knows whether the outside did it, so it is asked
first or marked COPY, never simply repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

import peewee

from app.core import canonical, clock
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.db import Row
from app.core.fields import Choice, Facts, Moment
from app.core.i18n import _
from app.core.prepared import prepared


class WishState(StrEnum):
    """Where a wish stands."""

    QUEUED = "queued"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class Outbox(Row):
    """One wish, with the key that keeps it from being made twice."""

    id = peewee.BigAutoField()
    kind = peewee.CharField(max_length=24)
    key = peewee.CharField(max_length=120, unique=True)
    station = peewee.CharField(max_length=40)
    order_ref = peewee.BigIntegerField(null=True, index=True)
    title = peewee.CharField(max_length=200)
    payload = Facts()
    state = Choice(WishState, default=WishState.QUEUED)
    tries = peewee.IntegerField(default=0)
    not_before = Moment(default=0)
    expires_at = Moment(null=True)
    created_at = Moment()
    finished_at = Moment(null=True)
    reason = peewee.TextField(default="")

    class Meta:
        table_name = "outbox"
        indexes = ((("state", "not_before"), False),)


class Title(NamedTuple):
    """What a wish is called, kept so that each window reads it in its own language; `text` is marked with N_."""

    text: str
    facts: dict[str, Any]

    def __str__(self) -> str:
        return _(self.text).format(**self.facts)


def titled(text: str, /, **facts: Any) -> Title:
    """A title of plain facts: titled(N_("Receipt {number}"), number="A-000123")."""
    return Title(text, facts)


class Wish(NamedTuple):
    """A wish as the spooler and the queue screen read it."""

    id: int
    kind: str
    key: str
    station: str
    order_ref: int | None
    title: str
    payload: dict[str, Any]
    state: WishState
    tries: int
    created_at: int
    finished_at: int | None
    reason: str


@prepared
def _add(kind, key, station, order_ref, title, payload, not_before, expires_at, created_at):
    return Outbox.insert(
        kind=kind, key=key, station=station, order_ref=order_ref, title=title, payload=payload, state="queued", tries=0,
        not_before=not_before, expires_at=expires_at, created_at=created_at, reason="",
    )  # fmt: skip


def wish(
    kind: str, key: str, payload: dict[str, Any], *, title: str | Title = "", order_id: int | None = None,
    station: str | None = None, delay_ms: int = 0, lasts_ms: int | None = None,
) -> int:  # fmt: skip
    """Queue a wish inside the running command; the unique key refuses a second one.  Returns its id."""
    now = clock.now_ms()
    if isinstance(title, Title):
        payload = payload | {_TITLE: title}
    wish_id = _add.add(
        kind, key, acting().station if station is None else station, order_id, str(title)[:200], canonical.encode(payload),
        now + delay_ms, now + lasts_ms if lasts_ms else None, now,
    )  # fmt: skip
    touch("outbox", wish_id)
    return wish_id


def _read(row: tuple[Any, ...]) -> Wish:
    found = Wish(*row)
    kept = found.payload.pop(_TITLE, None)
    return found._replace(title=str(Title(*kept))) if kept else found


_TITLE = "titled"
_COLUMNS = (
    Outbox.id, Outbox.kind, Outbox.key, Outbox.station, Outbox.order_ref, Outbox.title, Outbox.payload,
    Outbox.state, Outbox.tries, Outbox.created_at, Outbox.finished_at, Outbox.reason,
)  # fmt: skip


def due(kinds: Iterable[str], *, station: str | None = None, limit: int = 50) -> list[Wish]:
    """Queued wishes whose time has come, oldest first."""
    query = Outbox.select(*_COLUMNS).where(
        Outbox.state == WishState.QUEUED, Outbox.not_before <= clock.now_ms(), Outbox.kind.in_(list(kinds))
    )
    if station is not None:
        query = query.where(Outbox.station.in_([station, ""]))
    return [_read(row) for row in query.order_by(Outbox.id).limit(limit).tuples()]


def recent(kinds: Iterable[str] = (), *, station: str | None = None, limit: int = 200) -> list[Wish]:
    """The queue as a screen shows it, newest first."""
    query = Outbox.select(*_COLUMNS)
    if kinds:
        query = query.where(Outbox.kind.in_(list(kinds)))
    if station is not None:
        query = query.where(Outbox.station == station)
    return [_read(row) for row in query.order_by(Outbox.id.desc()).limit(limit).tuples()]


def waiting(station: str) -> int:
    """How many wishes of a station have not left yet."""
    return int(Outbox.select().where(Outbox.state == WishState.QUEUED, Outbox.station.in_([station, ""])).count())


def of_order(order_id: int) -> list[Wish]:
    """All wishes of one order, oldest first."""
    query = Outbox.select(*_COLUMNS).where(Outbox.order_ref == order_id).order_by(Outbox.id)
    return [_read(row) for row in query.tuples()]


def find_wish(wish_id: int) -> Wish | None:
    """One wish by its id."""
    row = Outbox.select(*_COLUMNS).where(Outbox.id == wish_id).tuples().first()
    return _read(row) if row else None


@command("outbox.claim", journaled=False)
def claim_wish(by: Actor, wish_id: int) -> bool:
    """Take a queued wish for sending; False when another station has it, or its time has passed."""
    now = clock.now_ms()
    waiting = (Outbox.id == wish_id) & (Outbox.state == WishState.QUEUED)
    late = waiting & Outbox.expires_at.is_null(False) & (Outbox.expires_at < now)
    if Outbox.update(state=WishState.FAILED, reason="expired", finished_at=now).where(late).execute():
        touch("outbox", wish_id)
        return False
    taken = Outbox.update(state=WishState.SENT, tries=Outbox.tries + 1).where(waiting).execute()
    return bool(taken)


@command("outbox.finish", journaled=False)
def finish_wish(by: Actor, wish_id: int, state: WishState, reason: str = "", retry_in_ms: int | None = None) -> None:
    """Say how a sent wish ended; with `retry_in_ms` it is queued again for later."""
    values: dict[str, Any] = {"state": state, "reason": reason, "finished_at": clock.now_ms()}
    if retry_in_ms is not None:
        values = {"state": WishState.QUEUED, "reason": reason, "not_before": clock.now_ms() + retry_in_ms}
    Outbox.update(values).where(Outbox.id == wish_id, Outbox.state == WishState.SENT).execute()
    touch("outbox", wish_id)


@command("outbox.withdraw")
def withdraw_wish(by: Actor, wish_id: int) -> bool:
    """Take a wish back while it has not left; False when it was too late."""
    taken = (
        Outbox.update(state=WishState.WITHDRAWN, finished_at=clock.now_ms())
        .where(Outbox.id == wish_id, Outbox.state.in_([WishState.QUEUED, WishState.FAILED]))
        .execute()
    )
    touch("outbox", wish_id)
    return bool(taken)


@command("outbox.retry")
def retry_wish(by: Actor, wish_id: int, station: str | None = None) -> None:
    """Queue a failed or unknown wish again, at another station's printer when one is named; paper is marked COPY."""
    old = Outbox.get_or_none(Outbox.id == wish_id)
    if old is None or old.state not in (WishState.FAILED, WishState.UNKNOWN, WishState.SENT):
        return
    payload = old.payload | ({"copy": True} if old.state != WishState.FAILED else {})
    Outbox.update(
        state=WishState.QUEUED, payload=payload, not_before=0, expires_at=None, station=station or old.station
    ).where(Outbox.id == wish_id).execute()
    touch("outbox", wish_id)


def is_out(key: str) -> bool:
    """Whether what was wished under a key has surely come out: the paper lies in somebody's hand."""
    return bool(Outbox.select().where(Outbox.key == key, Outbox.state == WishState.DONE).exists())


def renew_wish(key: str) -> bool:
    """Queue a wish again that surely did not come out (failed, taken back), as a step; False when it may have."""
    gone = (Outbox.key == key) & Outbox.state.in_([WishState.FAILED, WishState.WITHDRAWN])
    values = {"state": WishState.QUEUED, "not_before": 0, "expires_at": None, "finished_at": None, "reason": ""}
    wish_id = Outbox.select(Outbox.id).where(gone).scalar()
    if wish_id is None or not Outbox.update(values).where(gone).execute():
        return False
    touch("outbox", wish_id)
    return True


@command("outbox.hand_on")
def hand_on(by: Actor, wish_ids: list[int], station: str) -> int:
    """Let another station's printer take over what waits or surely failed; returns how many papers it takes.

    What may lie on paper already (sent, unknown) stays: it is retried by hand, as a copy.
    """
    free = Outbox.state.in_([WishState.QUEUED, WishState.FAILED])
    moved = Outbox.update(state=WishState.QUEUED, station=station, not_before=0).where(Outbox.id.in_(wish_ids), free)
    count = int(moved.execute())
    for wish_id in wish_ids:
        touch("outbox", wish_id)
    note(wishes=wish_ids, station=station)
    return count


@command("outbox.recover", journaled=False)
def recover_wishes(by: Actor, station: str) -> int:
    """At start: what a crash left as sent is unknown now; a drawer kick is never repeated."""
    return int(
        Outbox.update(state=WishState.UNKNOWN, reason="the program stopped while this was sent")
        .where(Outbox.station == station, Outbox.state == WishState.SENT)
        .execute()
    )
