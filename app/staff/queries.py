"""What screens read about people and stations."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock
from app.core.i18n import _
from app.core.refusal import NotFound
from app.staff.models import Person, Role, Station, WorkTime
from app.staff.pin import LOCKED_AT, pin_length
from app.staff.roles import ACTS, ROLES, Over, limits_of, may_allow, may_do, shop_acts, shop_limits


class Tile(NamedTuple):
    """A name to touch at sign-in; `locked` until a manager frees, `wait_until_at` for a short wait (0: none)."""

    id: int
    name: str
    role: str
    role_title: str
    initials: str
    color: int
    locked: bool
    wait_until_at: int
    pin_length: int
    in_since: int | None = None  # clocked in at (ms)


class PersonRow(NamedTuple):
    """Somebody in the list of people, with the limits that hold for them."""

    id: int
    name: str
    role: str
    role_title: str
    badge: str
    is_driver: bool
    is_active: bool
    locked: bool
    language: str
    color: int
    limits: dict[str, int]
    own_limits: dict[str, int]


class RoleRow(NamedTuple):
    """A role with the limits that hold, and those that this shop changed."""

    role: str
    title: str
    limits: dict[str, int]
    changed: dict[str, int]
    acts: dict[str, bool]  # what it may do by itself
    own_acts: dict[str, bool]  # where that is otherwise than it came


class StationRow(NamedTuple):
    """A workplace."""

    id: int
    code: str
    name: str
    kind: str
    series: str


class Named(NamedTuple):
    """An id with its name, for choices."""

    id: int
    name: str


def tiles() -> list[Tile]:
    """Everybody who may sign in, by name."""
    now = clock.now_ms()
    working: dict[int, int] = dict(
        WorkTime.select(WorkTime.person, WorkTime.in_at).where(WorkTime.out_at.is_null()).tuples()
    )
    return [
        Tile(
            row.id, row.name, str(row.role), role_title(row.role), initials(row.name), row.color,
            row.wrong_tries >= LOCKED_AT, row.locked_until_at if row.locked_until_at > now else 0, pin_length(row.role),
            working.get(row.id),
        )
        for row in Person.select().where(Person.is_active).order_by(Person.name, Person.id)
    ]  # fmt: skip


def who_may_allow(asks: int, right: str, over: Over = None) -> list[Tile]:
    """Who can say yes to an act of `asks`: others, who hold the right and whose limit is not passed."""
    query = Person.select(Person.id, Person.role, Person.limits).where(Person.is_active, Person.id != asks)
    able = {row.id for row in query if may_allow(row.role, row.limits, right, over)}
    return [tile for tile in tiles() if tile.id in able]


def language_of(person_id: int) -> str:
    """The language that somebody chose for the own windows, or nothing."""
    return str(Person.select(Person.language).where(Person.id == person_id).scalar() or "")


def look_of(person_id: int) -> str:
    """The look that somebody chose for the own windows, or nothing."""
    return str(Person.select(Person.look).where(Person.id == person_id).scalar() or "")


def nobody_works_here() -> bool:
    """True for a store that is to be set up: nobody works in it, nor ever did."""
    return not Person.select(Person.id).exists()


def people(*, gone_too: bool = False) -> list[PersonRow]:
    """Everybody who works here, by name; on demand also those who did."""
    query = Person.select().order_by(Person.is_active.desc(), Person.name, Person.id)
    return [
        PersonRow(
            row.id, row.name, str(row.role), role_title(row.role), row.badge or "", row.is_driver, row.is_active,
            row.wrong_tries >= LOCKED_AT, row.language, row.color, limits_of(row.role, row.limits), row.limits,
        )
        for row in query
        if gone_too or row.is_active
    ]  # fmt: skip


def roles() -> list[RoleRow]:
    """Every role with its limits and what it may do."""
    return [
        RoleRow(
            str(role), role_title(role), limits_of(role), shop_limits(role),
            {act: may_do(role, act) for act in ACTS}, shop_acts(role),
        )
        for role in ROLES
    ]  # fmt: skip


def drivers() -> list[Named]:
    """Who may drive a run."""
    query = Person.select(Person.id, Person.name).where(Person.is_active, Person.is_driver)
    return [Named(*row) for row in query.order_by(Person.name, Person.id).tuples()]


def names() -> dict[int, str]:
    """The name of everybody who ever worked here, by id."""
    return dict(Person.select(Person.id, Person.name).tuples())


def stations() -> list[StationRow]:
    """All workplaces, by code."""
    query = Station.select(Station.id, Station.code, Station.name, Station.kind, Station.series)
    return [StationRow._make((*row[:3], str(row[3]), row[4])) for row in query.order_by(Station.code).tuples()]


def station(code: str) -> StationRow:
    """One workplace by its code; NotFound when there is none such."""
    found = next((row for row in stations() if row.code == code), None)
    if found is None:
        raise NotFound("station", code)
    return found


def role_title(role: Role | str) -> str:
    """A role in the words of the window."""
    return _(ROLES[Role(role)].title)


def initials(name: str) -> str:
    """Two letters for a name's tile: EO for Eimear O’Connor, 王 for 王芳."""
    words = name.split()
    if not words:
        return ""
    if ord(words[0][0]) > 0x2E7F:
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
