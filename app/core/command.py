"""Commands: the only way to change the shop's data.

A command checks the right, opens one transaction, runs its step, writes the journal and, after the commit, tells
every window what changed.  Commands never nest: plain step functions in the rooms do the work, a command composes
them.  A command called inside another one is a step of it, in its transaction and its journal entry.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_type_hints

import peewee

from app.core import canonical, changes, clock, journal
from app.core.actor import Actor
from app.core.changes import Changed
from app.core.db import ServerAway, away_of, db, is_postgres
from app.core.i18n import _
from app.core.kept import NotKept
from app.core.refusal import KeyReused, NotPermitted

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])
TRIES = 4  # PostgreSQL asks for a transaction again after a deadlock or a serialization failure
RETRY_STATES = ("40001", "40P01")


@dataclass
class Work:
    """What a running command gathers for its journal entry."""

    by: Actor
    facts: dict[str, Any] = field(default_factory=dict)
    touched: list[Changed] = field(default_factory=list)


registry: dict[str, Callable[..., Any]] = {}  # right -> command, read by roles, tests and the manual
_whats: dict[Callable[..., Any], str] = {}
_bounds: dict[Callable[..., Any], Callable[..., Any]] = {}  # what of a command a manager's yes is bound to
_work: ContextVar[Work | None] = ContextVar("work", default=None)


def command(what: str, *, journaled: bool = True, bound: Callable[..., Any] | None = None) -> Callable[[F], F]:
    """Make a function a command; `what` is also the name of the right that it needs.

    A manager's yes is bound to all its values, or to what `bound` makes of them: what is allowed, not how it is paid.

    Called with `key=` the same key returns the first answer.  `journaled=False` is for saves that are not acts
    (an open ticket, the state of an outbox row): still one transaction, but no entry and no key.
    """

    def wrap(step: F) -> F:
        answer_kind: list[Any] = []

        @functools.wraps(step)
        def run(by: Actor, *args: Any, key: str | None = None, **named: Any) -> Any:
            by.check(what)
            if _work.get() is not None:
                return step(by, *args, **named)
            if by.approvals:
                _check_content(by, what, _bound(run, what, args, named))
            if not answer_kind:
                answer_kind.append(get_type_hints(step).get("return", Any))
            asked = _fingerprint(what, args, named) if key else None
            return _run(
                step, by, args, named, what=what, key=key, asked=asked, kind=answer_kind[0], journaled=journaled
            )

        assert what not in registry, f"two commands are called {what}"
        registry[what] = run
        _whats[run] = what
        if bound is not None:
            _bounds[run] = bound
        return run  # type: ignore[return-value]

    return wrap


def note(**facts: Any) -> None:
    """Add plain facts to the journal entry of the running command."""
    _running().facts.update(facts)


def touch(kind: str, ref: int) -> None:
    """Say that the running command changed a record: its timeline shows the entry, windows re-read it."""
    _running().touched.append(Changed(kind, ref))


def acting() -> Actor:
    """Who runs the command that is under way."""
    return _running().by


def _running() -> Work:
    work = _work.get()
    assert work is not None, "only a command may change data"
    return work


def _fingerprint(what: str, args: tuple[Any, ...], named: dict[str, Any]) -> str:
    return hashlib.sha256(canonical.encode([what, args, named]).encode()).hexdigest()


def content_of(act: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> str:
    """What an approval of this act is bound to: the command with all its values; empty for what is no command."""
    what = _whats.get(act)
    return _bound(act, what, args, named) if what else ""


def _bound(act: Callable[..., Any], what: str, args: tuple[Any, ...], named: dict[str, Any]) -> str:
    part = _bounds.get(act)
    return _fingerprint(what, (part(*args, **named),) if part else args, {} if part else named)


def _check_content(by: Actor, what: str, content: str) -> None:
    bound = {one.content for one in by.approvals if one.content}
    if bound and bound != {content}:
        raise NotPermitted(what, _("The manager allowed something else. Ask again for this."))


def _run(
    step: Callable[..., Any], by: Actor, args: tuple[Any, ...], named: dict[str, Any], *,
    what: str, key: str | None, asked: str | None, kind: Any, journaled: bool,
) -> Any:  # fmt: skip
    in_doubt = False  # the line broke at the very end of a try
    for left in reversed(range(TRIES)):
        work = Work(by)
        token = _work.set(work)
        try:
            with clock.one_moment(), db.atomic():
                if key and (entry := journal.find(key)):
                    return _first_answer(entry, key, asked, kind)
                answer = step(by, *args, **named)
                if journaled:
                    _enter(work, what, key, asked, answer)
        except (peewee.OperationalError, peewee.IntegrityError, peewee.InterfaceError, ServerAway) as error:
            if away := away_of(error):
                in_doubt = in_doubt or away.in_doubt
                if not left or not _is_back(away, is_safe=not in_doubt or bool(key and journaled)):
                    raise ServerAway(in_doubt=in_doubt) from error
            elif not left or not _may_retry(error, key):
                raise
            log.info("%s is tried again: %s", what, error)
            continue
        except peewee.DataError as error:
            log.info("%s was given what cannot be kept: %s", what, error)
            raise NotKept from error
        finally:
            _work.reset(token)
        changes.tell(work.touched)  # after the commit: what a listener raises undoes nothing
        return answer
    raise AssertionError("unreachable")


def _first_answer(entry: journal.Entry, key: str, asked: str | None, kind: Any) -> Any:
    if entry.asked != asked:
        raise KeyReused(key)
    return canonical.decode_as(entry.answer, kind)


def _may_retry(error: Exception, key: str | None) -> bool:
    """A lost race is run again: a deadlock, or the same key finished by another process meanwhile."""
    cause = getattr(error, "orig", None) or error.__cause__
    if isinstance(error, peewee.IntegrityError):
        return bool(key) and journal.find(key) is not None  # type: ignore[arg-type]
    return is_postgres() and getattr(cause, "sqlstate", None) in RETRY_STATES


def _is_back(away: ServerAway, *, is_safe: bool) -> bool:
    """Whether a command may run again because the server is back: what it began was dropped, or its key tells."""
    return is_safe and (away.was_under_way or away.in_doubt) and bool(db.obj.comes_back())


def _enter(work: Work, what: str, key: str | None, asked: str | None, answer: Any) -> None:
    by, at = work.by, clock.now_ms()
    body: dict[str, Any] = {"what": what, "at": at, "who": by.name, "person": by.person_id, "facts": work.facts}
    if by.approval:
        body["approved"] = {"by": by.approval.name, "person": by.approval.person_id, "reason": by.approval.reason}
    if by.earlier:
        body["approved_before"] = [
            {"by": one.name, "person": one.person_id, "right": one.right, "reason": one.reason} for one in by.earlier
        ]
    body["touched"] = [[change.kind, change.id] for change in dict.fromkeys(work.touched)]
    journal.enter(
        station=by.station, at=at, what=what, body=canonical.encode(body), key=key, asked=asked,
        answer=canonical.encode(answer), touched=work.touched,
    )  # fmt: skip
