"""Bad values in any command: a plain refusal that changes nothing, never an accident, in whatever way they come."""

from __future__ import annotations

import inspect
from itertools import groupby
from typing import Any

import pytest

from app.core import settings
from app.core.command import registry
from app.core.db import db
from app.core.refusal import Refusal
from tests.app.bad_values import NUMBERS, TEXTS, good_values, spoiled
from tests.app.more_values import more_values
from tests.app.payments.till import boss
from tests.app.whole_store import contents

# Values of these are words of a list of ours: another one is a mistake of the program, and it stops.
WORDS = frozenset({
    "kind", "state", "tender", "outcome", "occasion", "medium", "language", "role", "answer", "paper", "way", "cause",
    "carrier", "courier", "to", "whats", "charge", "method", "limits", "value", "body", "changes", "basket",
})  # fmt: skip


class Undone(Exception):
    """What went through is taken back."""


def test_bad_values_are_refused_and_change_nothing_or_are_kept_made_plain(store: str) -> None:
    good = more_values(good_values())
    accidents, refused = [], 0
    before = contents()
    ours = (what for what in sorted(registry) if not what.startswith(("tests.", "sample.", "bench.")))
    for room, whats in groupby(ours, key=lambda what: what.partition(".")[0]):
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
    left_out = [one.name for one in parameters if one.name not in values]
    assert not left_out, f"{what}: there is no good value for {left_out}"
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


def test_bad_values_of_any_setting_are_refused_or_kept_made_plain(store: str) -> None:
    accidents = []
    before = contents()
    for one in settings.declared():
        for bad in bad_settings(one):
            answer = (
                outcome(settings.change_setting, {"name": one.name, "value": bad, "station": "till-1"})
                if one.scope == "station"
                else outcome(settings.change_setting, {"name": one.name, "value": bad})
            )
            shown = {"done", "refused"} if type(bad) is one.kind else {"refused"}
            if answer not in shown:
                accidents.append(f"{one.name} = {str(bad)[:40]!r}: {answer}")
        assert contents() == before, one.name

    assert accidents == [], "\n".join(accidents)


def bad_settings(one: Any) -> list[Any]:
    """What a setting may be given by mistake: another kind of value, or too much of its own."""
    kinds = [kind for kind in (True, 3, "three", ["three"], {"three": 3}, None) if type(kind) is not one.kind]
    own = {str: TEXTS, int: NUMBERS, list: [[text] for text in TEXTS], dict: [{"\u202ea\x00b": "x"}], bool: []}
    return [*kinds, *own[one.kind]]


@pytest.mark.parametrize("text", ["\u202eShop\x1b[2J\x07", "  Shop  "])
def test_a_text_of_a_setting_steers_no_printer(store: str, text: str) -> None:
    settings.change_setting(boss, "shop.name", text)
    settings.change_setting(boss, "shop.address_lines", [text])

    assert settings.read("shop.name") in ("Shop[2J", "Shop")
    assert settings.read("shop.address_lines")[0].strip() in ("Shop[2J", "Shop")
