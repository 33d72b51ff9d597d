"""Saving tickets behind the paint, parking them, and fetching them again at any station, after a crash too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import peewee

from app.catalog.book import book
from app.core import canonical, clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit, listens
from app.core.folding import fold
from app.core.i18n import _, spoken_name
from app.core.kept import kept
from app.core.numbers import next_number
from app.core.plain import one_line
from app.core.prepared import prepared
from app.core.refusal import Refusal, StateChanged, check_reason
from app.counter.events import TicketDropped
from app.counter.lines import Sellable
from app.counter.models import SavedTicket, TicketState
from app.orders.agreed import QuoteLeft
from app.payments.events import ShiftClosed
from app.payments.totals import OpenTicket, OpenTickets

HIGHEST_NUMBER = 999  # of a parked ticket: short enough for a slip on the bag


class TicketGone(Refusal):
    """The ticket was sold or thrown away, or is open at another station."""


class SavedRow(NamedTuple):
    """A saved ticket in the list of parked ones."""

    uid: str
    station: str
    name: str
    state: TicketState
    who: str
    pieces: int
    total_minor: int
    saved_at: int
    goods: str = ""  # the names on it in the window's language
    found_by: str = ""  # SKUs, and the names in either language
    customer: str = ""
    note: str = ""
    number: int = 0  # under which it was parked


@prepared
def _save(uid, station, who, pieces, total, body, saved_at):
    kept = peewee.EXCLUDED
    return SavedTicket.insert(
        uid=uid, station=station, name="", state=TicketState.OPEN.value, who=who, pieces=pieces, total_minor=total,
        body=body, saved_at=saved_at,
    ).on_conflict(
        conflict_target=[SavedTicket.uid],
        update={
            SavedTicket.who: kept.who, SavedTicket.pieces: kept.pieces, SavedTicket.total_minor: kept.total_minor,
            SavedTicket.body: kept.body, SavedTicket.saved_at: kept.saved_at,
        },
        # What was sold, parked or thrown away meanwhile stays so: a late save brings no ticket back.
        where=(SavedTicket.state == TicketState.OPEN.value) & (SavedTicket.station == kept.station),
    )  # fmt: skip


@prepared
def _sold(uid, station, who, pieces, total, body, saved_at):
    kept = peewee.EXCLUDED
    return SavedTicket.insert(
        uid=uid, station=station, name="", state=TicketState.SOLD.value, who=who, pieces=pieces, total_minor=total,
        body=body, saved_at=saved_at,
    ).on_conflict(
        conflict_target=[SavedTicket.uid],
        update={SavedTicket.state: kept.state, SavedTicket.body: kept.body, SavedTicket.saved_at: kept.saved_at},
        where=(SavedTicket.state == TicketState.OPEN.value),
    )  # fmt: skip


@command("counter.save_ticket", journaled=False)
def save_ticket(by: Actor, body: dict[str, Any], pieces: int, total_minor: int) -> bool:
    """Keep an open ticket as it was last painted; False when it was sold, parked or thrown away meanwhile.  OutOfRange."""
    kept({SavedTicket.pieces: pieces, SavedTicket.total_minor: total_minor})
    return bool(
        _save.run(body["uid"], by.station, by.name, pieces, total_minor, canonical.encode(body), clock.now_ms())
    )


@command("counter.park_ticket")
def park_ticket(by: Actor, uid: str, name: str) -> int:
    """Put a saved ticket aside under a name; StateChanged when it is not open here.

    Returns the short number by which it is found, too; a ticket that was parked before keeps its own.
    """
    open_one = (SavedTicket.uid == uid) & (SavedTicket.state == TicketState.OPEN)
    body = SavedTicket.select(SavedTicket.body).where(open_one).scalar()
    if body is None:
        raise StateChanged("ticket", uid)
    number = int(body.get("number") or 0) or (next_number("parked") - 1) % HIGHEST_NUMBER + 1
    parked = SavedTicket.update(
        state=TicketState.PARKED, name=one_line(name)[:80], saved_at=clock.now_ms(), body=body | {"number": number}
    )
    if not parked.where(open_one).execute():
        raise StateChanged("ticket", uid)
    touch("ticket", 0)  # whoever shows the parked ones reads them again
    note(uid=uid, name=one_line(name)[:80], number=number)
    return number


@command("counter.recall_ticket")
def recall_ticket(by: Actor, uid: str) -> dict[str, Any]:
    """Fetch a parked ticket, or one that a crash left open here or at another station; returns its body.

    From then on it is open at this station.  TicketGone when it was sold or thrown away.
    """
    waiting = SavedTicket.state.in_([TicketState.PARKED, TicketState.OPEN])
    fetched = SavedTicket.update(state=TicketState.OPEN, station=by.station, who=by.name, saved_at=clock.now_ms())
    if not fetched.where(SavedTicket.uid == uid, waiting).execute():
        raise TicketGone(_("This ticket was sold or thrown away."), uid=uid)
    touch("ticket", 0)
    note(uid=uid)
    book()  # it is priced by the offers and taxes of this moment
    body: dict[str, Any] = SavedTicket.select(SavedTicket.body).where(SavedTicket.uid == uid).scalar()
    return body


@command("counter.drop_ticket")
def drop_ticket(by: Actor, uid: str, reason: str = "") -> None:
    """Throw a ticket away; what was on it stays in the journal.  TicketGone when it was sold or dropped before."""
    row = SavedTicket.get_or_none(SavedTicket.uid == uid, SavedTicket.state.in_([TicketState.OPEN, TicketState.PARKED]))
    dropped = SavedTicket.update(state=TicketState.DROPPED, saved_at=clock.now_ms()).where(
        SavedTicket.uid == uid, SavedTicket.state.in_([TicketState.OPEN, TicketState.PARKED])
    )
    if row is None or not dropped.execute():
        raise TicketGone(_("This ticket was sold or thrown away."), uid=uid)
    lines = [[line["item"][1], line["item"][2], line["quantity"]] for line in row.body["state"]["lines"]]
    touch("ticket", 0)
    note(uid=uid, lines=lines, removed=row.body["state"]["removed"], total_minor=row.total_minor, reason=reason)
    emit(TicketDropped(uid, by.station, by.person_id, by.name, row.total_minor, row.pieces, reason))


@command("counter.throw_away")
def throw_away(by: Actor, uid: str, reason: str) -> None:
    """Throw a sale away that nobody pays, quotes or orders; NoReason without one, else as `drop_ticket`.

    A quote that it came from is open again.
    """
    check_reason(reason)
    body = SavedTicket.select(SavedTicket.body).where(SavedTicket.uid == uid).scalar()
    if number := (body or {}).get("state", {}).get("quoted"):
        emit(QuoteLeft(number))
    drop_ticket(by, uid, reason)


def mark_sold(uid: str, station: str, who: str, *, pieces: int, total_minor: int) -> bool:
    """A ticket is sold, as a step of its sale; False when it was sold, parked or thrown away before."""
    return bool(_sold.run(uid, station, who, pieces, total_minor, "{}", clock.now_ms()))


_COLUMNS = (
    SavedTicket.uid, SavedTicket.station, SavedTicket.name, SavedTicket.state, SavedTicket.who, SavedTicket.pieces,
    SavedTicket.total_minor, SavedTicket.saved_at,
)  # fmt: skip


def parked() -> list[SavedRow]:
    """The parked tickets of all stations, the oldest first."""
    query = SavedTicket.select(*_COLUMNS, SavedTicket.body)
    rows = query.where(SavedTicket.state == TicketState.PARKED).order_by(SavedTicket.saved_at).tuples()
    return [SavedRow._make((*row[:-1], *_words_of(row[-1]))) for row in rows]


def waiting(here: Collection[str]) -> list[SavedRow]:
    """What can be fetched, the newest first: parked tickets, and those that are open at a till but not `here` (uids)."""
    query = SavedTicket.select(*_COLUMNS, SavedTicket.body)
    open_ones = (SavedTicket.state == TicketState.OPEN) & (SavedTicket.pieces > 0)
    rows = query.where((SavedTicket.state == TicketState.PARKED) | open_ones).order_by(SavedTicket.saved_at.desc())
    found = [SavedRow._make((*row[:-1], *_words_of(row[-1]))) for row in rows.tuples() if row[0] not in here]
    return sorted(found, key=lambda row: row.state != TicketState.PARKED)


class GoneRow(NamedTuple):
    """A ticket that is no longer open here: open at another station, parked under a name, or thrown away."""

    uid: str
    state: TicketState
    station: str
    name: str


def no_longer_here(station: str, uids: Collection[str]) -> list[GoneRow]:
    """Which of the tickets on a till's screen somebody fetched to another till, parked or threw away meanwhile."""
    query = SavedTicket.select(SavedTicket.uid, SavedTicket.state, SavedTicket.station, SavedTicket.name)
    elsewhere = (SavedTicket.state == TicketState.OPEN) & (SavedTicket.station != station)
    put_away = SavedTicket.state.in_([TicketState.PARKED, TicketState.DROPPED])
    return [GoneRow(*row) for row in query.where(SavedTicket.uid.in_(list(uids)), elsewhere | put_away).tuples()]


def find_parked(text: str, rows: list[SavedRow]) -> list[SavedRow]:
    """Those of the parked tickets that a typed text means: by number, name, clerk, customer, item, note or amount."""
    if numbered := [row for row in rows if row.number and text.strip() == str(row.number)]:
        return numbered
    wanted = fold(text).split()
    figure = "".join(sign for sign in text if sign.isdecimal())

    def fits(row: SavedRow) -> bool:
        words = fold(" ".join((row.name, row.who, row.customer, row.goods, row.found_by, row.note)))
        if all(word in words for word in wanted):
            return True
        return len(figure) > 1 and str(row.total_minor).startswith(figure)

    return [row for row in rows if fits(row)]


def open_tickets(station: str) -> list[dict[str, Any]]:
    """The bodies of the tickets that were open at a station when the program ended, the one in work last."""
    waiting = (SavedTicket.station == station, SavedTicket.state == TicketState.OPEN, SavedTicket.pieces > 0)
    query = SavedTicket.select(SavedTicket.body).where(*waiting).order_by(SavedTicket.saved_at)
    return [row[0] for row in query.tuples()]


def _words_of(body: dict[str, Any]) -> tuple[str, str, str, str, int]:
    """The goods on a saved ticket as they are shown and found, its customer, its note and its number when parked."""
    state = body["state"]
    items = [Sellable.saved(line["item"]) for line in state["lines"]]
    shown = dict.fromkeys(spoken_name(item.name, item.name_zh) for item in items)
    named = dict.fromkeys(word for item in items for word in (item.sku, item.name, item.name_zh) if word)
    buyer = state["buyer"][1] if state["buyer"] else ""
    return ", ".join(shown), " ".join(named), buyer, state["note"], int(body.get("number") or 0)


@listens(ShiftClosed)
def _clear_out(event: ShiftClosed) -> None:
    """Yesterday's sold and dropped tickets are in the journal; here they only kept late saves away."""
    done = SavedTicket.state.in_([TicketState.SOLD, TicketState.DROPPED])
    SavedTicket.delete().where(done, SavedTicket.saved_at < clock.now_ms() - clock.DAY_MS).execute()


@listens(OpenTickets)
def _which(question: OpenTickets) -> list[OpenTicket]:
    waits = SavedTicket.state.in_([TicketState.OPEN, TicketState.PARKED])
    query = (
        SavedTicket.select(*_COLUMNS)
        .where(SavedTicket.station == question.station, SavedTicket.pieces > 0, waits)
        .order_by(SavedTicket.saved_at)
    )
    return [
        OpenTicket(
            row.uid, row.name or row.who, row.state == TicketState.PARKED, row.pieces, row.total_minor, row.saved_at
        )
        for row in (SavedRow(*found) for found in query.tuples())
    ]
