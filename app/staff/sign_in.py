"""Who is at the station: sign-in by PIN or badge, and a manager's yes to one act of somebody else.

A wrong PIN must be kept although it failed, so it is an answer here and not a refusal.  Hashing takes 100 ms: it is
done before the transaction, which only counts the outcome; a person who is locked by then stays locked.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from app.core import clock
from app.core.actor import Actor, Approval, NotPermitted
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, StateChanged
from app.staff.events import ActAllowed, PinRefused
from app.staff.models import Person
from app.staff.pin import LOCKED_AT, BadPin, check_new_pin, hash_pin, pin_fits, wait_ms
from app.staff.roles import Over, limits_of, may_allow, rights_of


class SignedIn(msgspec.Struct, frozen=True, tag="signed_in"):
    """The person is here; `actor_for` gives the actor."""

    person_id: int
    name: str
    role: str
    language: str = ""


class Approved(msgspec.Struct, frozen=True, tag="approved"):
    """The person said yes to one act."""

    person_id: int
    name: str


class PinChanged(msgspec.Struct, frozen=True, tag="pin_changed"):
    """The new PIN holds from now on."""


class WrongPin(msgspec.Struct, frozen=True, tag="wrong_pin"):
    """The PIN did not fit; the next try is taken from `wait_until_at` on (0: at once)."""

    tries: int
    tries_left: int
    wait_until_at: int = 0


class Locked(msgspec.Struct, frozen=True, tag="locked"):
    """The PIN was not looked at: too many wrong ones.  `until_at` 0 means until a manager frees the person."""

    until_at: int


class UnknownBadge(msgspec.Struct, frozen=True, tag="unknown_badge"):
    """Nobody who works here has this badge."""


def at_the_door(station: str) -> Actor:
    """Nobody yet: the actor with which a station asks for a sign-in."""
    return Actor(0, "", "", station, frozenset({"staff.sign_in", "staff.sign_in_badge"}))


def actor_for(person_id: int, station: str) -> Actor:
    """A signed-in person at a station, with the rights and limits that hold now; NotFound when no longer active."""
    person = _active(person_id)
    return Actor(
        person.id, person.name, str(person.role), station, rights_of(person.role),
        MappingProxyType(limits_of(person.role, person.limits)),
    )  # fmt: skip


def sign_in(by: Actor, person_id: int, pin: str) -> SignedIn | WrongPin | Locked:
    """Sign somebody in by PIN; takes 100 ms.  Every try is journaled; ten wrong ones lock until a manager frees."""
    person = _active(person_id)
    return _settle_sign_in(by, person_id, _fits(person, pin), person.pin_hash)


@command("staff.sign_in")
def _settle_sign_in(by: Actor, person_id: int, fits: bool, seen_hash: str) -> SignedIn | WrongPin | Locked:
    """Write down how a PIN at the door fitted; wrong ones are counted."""
    person = _active(person_id)
    if failed := _count_try(person, fits, seen_hash):
        return failed
    return _signed_in(person)


@command("staff.sign_in_badge")
def sign_in_badge(by: Actor, badge: str) -> SignedIn | UnknownBadge | Locked:
    """Sign somebody in by a scanned badge; a person locked by wrong PINs stays locked."""
    person = _with_badge(badge)
    if isinstance(person, Person):
        return _signed_in(person)
    return person


@command("staff.sign_out")
def sign_out(by: Actor) -> None:
    """The person leaves the station; what is open there stays."""
    note(name=by.name)
    touch("person", by.person_id)


def approve(
    by: Actor, person_id: int, pin: str, right: str, reason: str = "", content: str = "", over: Over = None
) -> Approval | WrongPin | Locked:
    """A second person's yes, by PIN, to one act of `by`; NotPermitted when that person may not do it either, or
    passes the own limit, too (`over`: its name and how far it is asked for).

    The approval goes on with `by.approved(approval)` and carries the approver's limits; with `content` (see
    `core.command.content_of`) it holds for that very act alone.
    """
    person = _active(person_id)
    _check_may(by, person, right, over)
    answer = _settle_approval(by, person_id, _fits(person, pin), person.pin_hash, right, reason)
    return _approval(person, right, reason, content) if isinstance(answer, Approved) else answer


@command("staff.approve")
def _settle_approval(
    by: Actor, person_id: int, fits: bool, seen_hash: str, right: str, reason: str
) -> Approved | WrongPin | Locked:
    """Write down a second person's yes by PIN; wrong ones are counted."""
    person = _active(person_id)
    note(right=right, reason=reason, asked_by=by.name)
    return _count_try(person, fits, seen_hash) or _approved(person, right, reason)


def approve_badge(
    by: Actor, badge: str, right: str, reason: str = "", content: str = "", over: Over = None
) -> Approval | UnknownBadge | Locked:
    """A second person's yes, by badge, to one act of `by`; NotPermitted as with `approve`."""
    answer = _settle_badge_approval(by, badge, right, reason, over)
    return _approval(_active(answer.person_id), right, reason, content) if isinstance(answer, Approved) else answer


@command("staff.approve_badge")
def _settle_badge_approval(
    by: Actor, badge: str, right: str, reason: str, over: Over = None
) -> Approved | UnknownBadge | Locked:
    """Write down a second person's yes by badge."""
    person = _with_badge(badge)
    note(right=right, reason=reason, asked_by=by.name)
    if not isinstance(person, Person):
        return person
    _check_may(by, person, right, over)
    return _approved(person, right, reason)


def change_own_pin(by: Actor, pin: str, new_pin: str) -> PinChanged | WrongPin | Locked:
    """Change one's own PIN, which needs the old one; BadPin when the new one cannot be a PIN."""
    person = _active(by.person_id)
    check_new_pin(new_pin, person.role)
    if new_pin == pin:
        raise BadPin(_("This is the PIN you have. Choose another one."))
    fits = _fits(person, pin)
    return _settle_own_pin(by, fits, person.pin_hash, hash_pin(new_pin) if fits else "")


@command("staff.change_own_pin")
def _settle_own_pin(by: Actor, fits: bool, seen_hash: str, new_hash: str) -> PinChanged | WrongPin | Locked:
    """Write down the signed-in person's new PIN, if the old one fitted."""
    person = _active(by.person_id)
    if failed := _count_try(person, fits, seen_hash):
        return failed
    Person.update(pin_hash=new_hash).where(Person.id == person.id).execute()
    note(outcome="pin_changed")
    return PinChanged()


def _active(person_id: int) -> Person:
    person = Person.get_or_none(Person.id == person_id, Person.is_active)
    if person is None:
        raise NotFound("person", person_id)
    return person


def _fits(person: Person, pin: str) -> bool:
    """Whether the PIN fits; a locked person's is not looked at, so nothing can be learned from the time it takes."""
    return _locked(person) is None and pin_fits(pin, person.pin_hash)


def _locked(person: Person) -> Locked | None:
    if person.wrong_tries >= LOCKED_AT:
        return Locked(0)
    return Locked(person.locked_until_at) if person.locked_until_at > clock.now_ms() else None


def _count_try(person: Person, fits: bool, seen_hash: str) -> WrongPin | Locked | None:
    """Keep the outcome of a try; None when it was right."""
    touch("person", person.id)
    if locked := _locked(person):
        note(name=person.name, outcome="locked")
        return _wait_no_longer(person, locked)
    if person.pin_hash != seen_hash:
        raise StateChanged("person", person.id)
    if fits:
        _forget_tries(person)
        return None
    return _count_wrong(person)


def _wait_no_longer(person: Person, locked: Locked) -> Locked:
    """A clock that was set back must not make the wait longer than it is: it begins anew from now."""
    until_at = clock.now_ms() + wait_ms(person.wrong_tries)
    if not locked.until_at or locked.until_at <= until_at:
        return locked
    Person.update(locked_until_at=until_at).where(Person.id == person.id).execute()
    return Locked(until_at)


def _forget_tries(person: Person) -> None:
    tried = (Person.wrong_tries > 0) | (Person.locked_until_at > 0)
    Person.update(wrong_tries=0, locked_until_at=0).where(Person.id == person.id, tried).execute()


def _count_wrong(person: Person) -> WrongPin | Locked:
    Person.update(wrong_tries=Person.wrong_tries + 1).where(Person.id == person.id).execute()
    tries = Person.select(Person.wrong_tries).where(Person.id == person.id).scalar()
    wait = wait_ms(tries)
    until_at = clock.now_ms() + wait if wait else 0
    Person.update(locked_until_at=until_at).where(Person.id == person.id).execute()
    note(name=person.name, outcome="wrong_pin", tries=tries)
    emit(PinRefused(person.id, person.name))
    return Locked(0) if tries >= LOCKED_AT else WrongPin(tries, LOCKED_AT - tries, until_at)


def _with_badge(badge: str) -> Person | UnknownBadge | Locked:
    person = Person.get_or_none(Person.badge == badge.strip(), Person.is_active)
    if person is None:
        note(outcome="unknown_badge")
        return UnknownBadge()
    touch("person", person.id)
    if person.wrong_tries >= LOCKED_AT:  # the short waits are for guesses, and a badge is none
        note(name=person.name, outcome="locked")
        return Locked(0)
    return person


def _signed_in(person: Person) -> SignedIn:
    touch("person", person.id)
    note(name=person.name, outcome="signed_in")
    return SignedIn(person.id, person.name, str(person.role), person.language)


def _approved(person: Person, right: str, reason: str) -> Approved:
    note(name=person.name, outcome="approved")
    emit(ActAllowed(right, person.name, reason))
    return Approved(person.id, person.name)


def _check_may(by: Actor, person: Person, right: str, over: Over) -> None:
    if person.id == by.person_id:
        raise NotPermitted(right, _("You asked for this yourself. Somebody else has to allow it."))
    if not may_allow(person.role, person.limits, right, over):
        raise NotPermitted(right, _("{name} may not allow this. Ask a manager.").format(name=person.name))


def _approval(person: Person, right: str, reason: str, content: str) -> Approval:
    limits = MappingProxyType(limits_of(person.role, person.limits))
    return Approval(person.id, person.name, right, reason, limits, content)
