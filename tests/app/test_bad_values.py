"""Bad values in any command: a plain refusal that changes nothing, never an accident, in whatever way they come."""

from __future__ import annotations

import inspect
from itertools import groupby
from typing import Any

from app.core import settings
from app.core.command import registry
from app.core.db import db
from app.core.refusal import Refusal
from tests.app.bad_values import good_values, spoiled
from tests.app.payments.till import boss
from tests.app.whole_store import contents

# Values of these are words of a list of ours: another one is a mistake of the program, and it stops.
WORDS = frozenset({
    "kind", "state", "tender", "outcome", "occasion", "medium", "language", "role", "answer", "paper", "way", "cause",
    "carrier", "courier", "to", "whats", "charge", "method", "limits", "value", "body", "changes", "basket",
})  # fmt: skip
# No person's values reach these: the program calls them with its own.
INNER = ("outbox.", "practice.", "training.", "tests.", "analysis.", "staff.begin_", "staff.sign_in", "staff.approve",
         "staff.change_", "settings.", "review.change_rule", "payments.finish_", "channels.", "review.clear",
         "delivery.track")  # fmt: skip


class Undone(Exception):
    """What went through is taken back."""


def test_bad_values_are_refused_and_change_nothing_or_are_kept_made_plain(store: str) -> None:
    good = good_values()
    accidents, refused = [], 0
    before = contents()
    outer = (what for what in sorted(registry) if not what.startswith(INNER))
    for room, whats in groupby(outer, key=lambda what: what.partition(".")[0]):
        for what in whats:
            for name, values in calls(what, registry[what], good):
                answer = outcome(registry[what], values)
                refused += answer == "refused"
                if answer not in ("done", "refused"):
                    accidents.append(f"{what} {name}={str(values[name])[:90]!r}: {answer}")
        assert contents() == before, f"something was refused in {room} and left something behind"

    assert accidents == [], "\n".join(accidents)
    assert refused > 500


def calls(what: str, command: Any, good: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The calls of a command with one value spoiled in each."""
    parameters = list(inspect.signature(command.__wrapped__).parameters.values())[1:]
    mine = good.get(what, {})
    values = {one.name: mine.get(one.name, good.get(one.name, one.default)) for one in parameters}
    values = {name: value for name, value in values.items() if value is not inspect.Parameter.empty}
    if any(one.name not in values for one in parameters):
        return []
    return [
        (name, values | {name: bad}) for name, value in values.items() if name not in WORDS for bad in spoiled(value)
    ]


def outcome(command: Any, values: dict[str, Any]) -> str:
    """What came of a call; what went through is undone, what was refused is left as it is."""
    try:
        with db.atomic():
            command(boss, **values)
            raise Undone
    except Undone:
        settings.forget()
        return "done"
    except Refusal as refusal:
        return "refused" if refusal.sentence.strip() else "says nothing"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:120]}"
