"""People: taking on, roles, PINs, badges, freeing and letting go.  Nobody is deleted: the past names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import peewee

from app.core import settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import is_postgres
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.staff.models import Person, Role
from app.staff.pin import BadPin, check_new_pin, hash_pin, pin_length
from app.staff.roles import ACTS, LIMITS
from app.staff.station_settings import LOOKS

COLORS = 8  # tints of the name tiles


class LastManager(Refusal):
    """Without this person nobody could manage the shop."""

    def __init__(self, person_id: int) -> None:
        super().__init__(_("This is the only manager. Make somebody else a manager first."), person_id=person_id)


class ManagersMay(Refusal):
    """Nothing is taken from the role that allows what others may not."""


class BadgeTaken(Refusal):
    """Two people cannot have one badge."""


class NotALook(Refusal):
    """A window is light, dark, or like the system."""


class NameMissing(Refusal):
    """Somebody needs a name."""


@dataclass(frozen=True)
class NewPerson:
    """Somebody who starts here; `pin_hash` comes from `add_person`, never from a window."""

    name: str
    role: str
    pin_hash: str
    badge: str | None = None
    is_driver: bool = False
    language: str = ""


def add_person(
    by: Actor, name: str, role: Role | str, pin: str, *, badge: str | None = None, is_driver: bool = False,
    language: str = "", key: str | None = None,
) -> int:  # fmt: skip
    """Take somebody on; returns the id.  BadPin, BadgeTaken or NameMissing; takes 100 ms for the PIN."""
    check_new_pin(pin, role)
    new = NewPerson(name.strip(), str(Role(role)), hash_pin(pin, key), _badge(badge), is_driver, language)
    return _add_person(by, new, key=key)  # type: ignore[call-arg]


@command("staff.add_person")
def _add_person(by: Actor, new: NewPerson) -> int:
    """Take somebody up, the PIN hashed already; returns the id."""
    if not new.name:
        raise NameMissing(_("Who is it? Type a name."))
    _check_badge(new.badge)
    person_id = int(
        Person.insert(
            name=new.name, role=new.role, pin_hash=new.pin_hash, badge=new.badge, is_driver=new.is_driver,
            language=new.language, color=Person.select().count() % COLORS, limits={},
        ).execute()
    )  # fmt: skip
    touch("person", person_id)
    note(name=new.name, role=new.role)
    return person_id


@command("staff.change_person")
def change_person(
    by: Actor, person_id: int, *, name: str | None = None, badge: str | None = None, is_driver: bool | None = None,
    language: str | None = None, color: int | None = None,
) -> None:  # fmt: skip
    """Change what is known about somebody; None leaves a value as it is, an empty badge takes the badge away."""
    given = {"name": name and name.strip(), "is_driver": is_driver, "language": language, "color": color}
    values: dict[str, object] = {column: value for column, value in given.items() if value is not None}
    if values.get("name") == "":
        raise NameMissing(_("Who is it? Type a name."))
    if badge is not None:
        values["badge"] = _badge(badge)
        _check_badge(_badge(badge), person_id)
    _get(person_id)
    if values:
        _change(person_id, **values)
    note(person=person_id, changed=sorted(values))


@command("staff.choose_language")
def choose_language(by: Actor, language: str) -> None:
    """The language of one's own windows."""
    _change(by.person_id, language=language)
    note(language=language)


@command("staff.choose_look")
def choose_look(by: Actor, look: str) -> None:
    """Light or dark for one's own windows; nothing is the look of the station.  NotALook otherwise."""
    if look not in ("", *LOOKS):
        raise NotALook(_("{look} is no look.").format(look=look), look=look)
    _change(by.person_id, look=look)
    note(look=look)


def change_pin(by: Actor, person_id: int, pin: str, *, key: str | None = None) -> None:
    """Give somebody a new PIN, which also frees a locked person; BadPin when it cannot be one."""
    check_new_pin(pin, _get(person_id).role)
    _change_pin(by, person_id, hash_pin(pin, key), key=key)  # type: ignore[call-arg]


@command("staff.change_pin")
def _change_pin(by: Actor, person_id: int, pin_hash: str) -> None:
    """Give somebody a new PIN, hashed already; it also unlocks."""
    _change(person_id, pin_hash=pin_hash, wrong_tries=0, locked_until_at=0)
    note(name=_get(person_id).name)


def change_role(by: Actor, person_id: int, role: Role | str, *, pin: str | None = None, key: str | None = None) -> None:
    """Give somebody another role; a PIN of another length is needed when the roles differ in that (BadPin).

    Refused with LastManager when nobody would be left to manage.
    """
    before = _get(person_id)
    if pin is None and pin_length(before.role) != pin_length(role):
        raise BadPin(_("The PIN needs {n} digits.").format(n=pin_length(role)), length=pin_length(role))
    if pin is not None:
        check_new_pin(pin, role)
    pin_hash = hash_pin(pin, key) if pin else ""
    _change_role(by, person_id, str(Role(role)), pin_hash, key=key)  # type: ignore[call-arg]


@command("staff.change_role")
def _change_role(by: Actor, person_id: int, role: str, pin_hash: str) -> None:
    """Give somebody another role, and another PIN where one is named."""
    before = _get(person_id)
    if Role(role) is not Role.MANAGER:
        _check_manager_left(before)
    _change(person_id, role=role, limits={}, **({"pin_hash": pin_hash} if pin_hash else {}))
    note(name=before.name, before=str(before.role), after=role)


@command("staff.change_limits")
def change_limits(by: Actor, person_id: int, limits: Mapping[str, int]) -> None:
    """Set what differs from the role's limits for one person (names of `roles.LIMITS`); {} takes the role's again."""
    assert limits.keys() <= LIMITS.keys(), f"no such limit among {sorted(limits)}"
    before = _get(person_id)
    _change(person_id, limits=dict(limits))
    note(name=before.name, before=before.limits, after=dict(limits))


@command("staff.change_role_limits")
def change_role_limits(by: Actor, role: Role | str, limits: Mapping[str, int]) -> None:
    """Set what differs from the limits that a role came with; {} takes those again.  Holds from the next sign-in."""
    assert limits.keys() <= LIMITS.keys(), f"no such limit among {sorted(limits)}"
    every = dict(settings.read("staff.role_limits"))
    before = every.get(str(Role(role)), {})
    settings.write("staff.role_limits", {**every, str(Role(role)): dict(limits)})
    note(role=str(Role(role)), before=before, after=dict(limits))


@command("staff.change_role_acts")
def change_role_acts(by: Actor, role: Role | str, acts: Mapping[str, bool]) -> None:
    """Set what a role may do by itself (names of `roles.ACTS`); what is not named stays as it came.

    Holds from the next sign-in.  A manager's role cannot be changed: somebody has to be asked.
    """
    assert acts.keys() <= ACTS.keys(), f"no such act among {sorted(acts)}"
    if Role(role) is Role.MANAGER:
        raise ManagersMay(_("A manager may do everything: somebody has to be asked."))
    every = dict(settings.read("staff.role_acts"))
    before = every.get(str(Role(role)), {})
    settings.write("staff.role_acts", {**every, str(Role(role)): dict(acts)})
    note(role=str(Role(role)), before=before, after=dict(acts))


@command("staff.deactivate")
def deactivate_person(by: Actor, person_id: int) -> None:
    """Somebody no longer works here and cannot sign in; LastManager when nobody would be left to manage."""
    person = _get(person_id)
    _check_manager_left(person)
    _change(person_id, is_active=False, badge=None)
    note(name=person.name)


@command("staff.reactivate")
def reactivate_person(by: Actor, person_id: int) -> None:
    """Somebody works here again, with the PIN of before."""
    _change(person_id, is_active=True, wrong_tries=0, locked_until_at=0)
    note(name=_get(person_id).name)


@command("staff.unlock")
def unlock_person(by: Actor, person_id: int) -> None:
    """Free somebody who was locked by wrong PINs."""
    _change(person_id, wrong_tries=0, locked_until_at=0)
    note(name=_get(person_id).name)


def _get(person_id: int) -> Person:
    person = Person.get_or_none(Person.id == person_id)
    if person is None:
        raise NotFound("person", person_id)
    return person


def _change(person_id: int, **values: object) -> None:
    if not Person.update(**values).where(Person.id == person_id).execute():
        raise NotFound("person", person_id)
    touch("person", person_id)


def _check_manager_left(person: Person) -> None:
    """Raise LastManager when this is the only one; two who let each other go at once must not both pass."""
    if person.role is not Role.MANAGER or not person.is_active:
        return
    managers = Person.select(Person.id).where(Person.role == Role.MANAGER, Person.is_active).order_by(Person.id)
    if is_postgres():
        managers = managers.for_update()
    if not [row for row in managers if row.id != person.id]:
        raise LastManager(person.id)


def _badge(badge: str | None) -> str | None:
    return (badge or "").strip() or None


def _check_badge(badge: str | None, but_for: int = 0) -> None:
    """Raise BadgeTaken when somebody else has this badge."""
    if not badge:
        return
    owner: peewee.Model | None = Person.get_or_none(Person.badge == badge, Person.id != but_for)
    if owner is not None:
        raise BadgeTaken(_("{name} has this badge.").format(name=owner.name), person_id=owner.id)
