"""The journal: one row for each command, chained by hash station by station, never changed afterwards.

`hash = SHA-256(previous hash | station | number | format | body)`, the body being the canonical JSON of the plain
values of that moment.  The last number and hash also stand on Z reports and backups, so that a cut tail shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import peewee

from app.core import canonical
from app.core.changes import CHANNEL, Changed
from app.core.db import Row, db, is_postgres
from app.core.fields import Moment
from app.core.prepared import prepared

FORMAT = 1
START = "0" * 64


class Journal(Row):
    """What one command did: who, when, where, what, with which facts; the answer serves a repeated key."""

    id = peewee.BigAutoField()
    station = peewee.CharField(max_length=40)
    no = peewee.BigIntegerField()
    at = Moment()
    what = peewee.CharField(max_length=60)
    body = peewee.TextField()
    key = peewee.CharField(max_length=80, null=True, unique=True)
    asked = peewee.CharField(max_length=64, null=True)
    answer = peewee.TextField()
    hash = peewee.CharField(max_length=64)

    class Meta:
        table_name = "journal"
        append_only = True
        indexes = ((("station", "no"), True),)


class JournalHead(Row):
    """The last number and hash of each station, kept beside the chain."""

    station = peewee.CharField(max_length=40, primary_key=True)
    no = peewee.BigIntegerField()
    hash = peewee.CharField(max_length=64)

    class Meta:
        table_name = "journal_head"


class JournalTouch(Row):
    """Which records a journal row touched, so that each order's timeline finds it."""

    kind = peewee.CharField(max_length=24)
    ref = peewee.BigIntegerField()
    station = peewee.CharField(max_length=40)
    no = peewee.BigIntegerField()

    class Meta:
        table_name = "journal_touch"
        append_only = True
        primary_key = peewee.CompositeKey("kind", "ref", "station", "no")
        indexes = ((("station", "no"), False),)


class Entry(NamedTuple):
    """A journal row as read back by its key."""

    what: str
    asked: str
    answer: str


class Event(NamedTuple):
    """A journal row as a timeline shows it."""

    id: int
    station: str
    no: int
    at: int
    what: str
    body: dict[str, Any]


@prepared(rows=Entry)
def _by_key(key: str) -> Any:
    return Journal.select(Journal.what, Journal.asked, Journal.answer).where(Journal.key == key)


@prepared
def _head(station: str) -> Any:
    return JournalHead.select(JournalHead.no, JournalHead.hash).where(JournalHead.station == station)


@prepared
def _append(station, no, at, what, body, key, asked, answer, digest):
    return Journal.insert(
        station=station, no=no, at=at, what=what, body=body, key=key, asked=asked, answer=answer, hash=digest
    )


@prepared
def _move_head(no, digest, station):
    return JournalHead.update(no=no, hash=digest).where(JournalHead.station == station)


@prepared
def _first_head(station, no, digest):
    return JournalHead.insert(station=station, no=no, hash=digest)


@prepared
def _touch(kind, ref, station, no):
    return JournalTouch.insert(kind=kind, ref=ref, station=station, no=no)


def find(key: str) -> Entry | None:
    """The row that a command with this key left, if it ran before."""
    return _by_key.one(key)


def digest_of(previous: str, station: str, no: int, body: str, version: int = FORMAT) -> str:
    """The hash that chains a row to the one before."""
    return hashlib.sha256(f"{previous}|{station}|{no}|{version}|{body}".encode()).hexdigest()


def enter(
    *, station: str, at: int, what: str, body: str, key: str | None, asked: str | None, answer: str,
    touched: Iterable[Changed],
) -> int:  # fmt: skip
    """Append one row to the station's chain, inside the command's transaction; returns its number."""
    if is_postgres():  # two processes of one station would otherwise race for the next number
        db.execute_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (station,))
    last = _head.one(station)
    no, previous = (last[0] + 1, last[1]) if last else (1, START)
    digest = digest_of(previous, station, no, body)
    _append.run(station, no, at, what, body, key, asked, answer, digest)
    if last:
        _move_head.run(no, digest, station)
    else:
        _first_head.run(station, no, digest)
    rows = [(change.kind, change.id, station, no) for change in dict.fromkeys(touched)]
    if rows:
        _touch.run_many(rows)
    if is_postgres():
        db.execute_sql(f"SELECT pg_notify('{CHANNEL}', %s)", (f"{station}:{no}",))
    return no


def heads() -> dict[str, tuple[int, str]]:
    """The last number and hash of each station: the anchors on Z reports and backups."""
    return {row.station: (row.no, row.hash) for row in JournalHead.select().order_by(JournalHead.station)}


def story(kind: str, ref: int, *, newest_first: bool = True) -> list[Event]:
    """All that happened to one record."""
    match = (Journal.station == JournalTouch.station) & (Journal.no == JournalTouch.no)
    query = (
        Journal.select(Journal.id, Journal.station, Journal.no, Journal.at, Journal.what, Journal.body)
        .join(JournalTouch, on=match)
        .where(JournalTouch.kind == kind, JournalTouch.ref == ref)
        .order_by(Journal.at.desc() if newest_first else Journal.at, Journal.id.desc() if newest_first else Journal.id)
        .tuples()
    )
    return [Event(*row[:5], canonical.decode(row[5])) for row in query]  # type: ignore[call-arg]


def check_chains() -> Iterator[str]:
    """Re-compute every chain; yields one sentence for each changed, missing or added row and each cut tail."""
    last: dict[str, tuple[int, str]] = {}
    query = Journal.select(Journal.station, Journal.no, Journal.body, Journal.hash).order_by(
        Journal.station, Journal.no
    )
    for station, no, body, digest in query.tuples().iterator():
        before_no, before_hash = last.get(station, (0, START))
        if no != before_no + 1:
            yield f"journal {station}: number {before_no + 1} is missing before {no}"
        elif digest_of(before_hash, station, no, body) != digest:
            yield f"journal {station}: number {no} does not fit its chain"
        last[station] = (no, digest)
    for station, head in heads().items():
        if last.get(station) != head:
            yield f"journal {station}: the chain ends at {last.get(station, (0,))[0]}, its head says {head[0]}"
