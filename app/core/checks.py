"""What `verify` re-computes: each room registers the promises that its tables must keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from app.core.i18n import _
from app.core.refusal import Refusal

Check = Callable[[], Iterable[str]]
Progress = Callable[[str, int, int], None]  # the check that begins, its place, how many there are
_checks: dict[str, Check] = {}


class Stopped(Refusal):
    """The person stopped it; what was found until then was told."""


def check(name: str) -> Callable[[Check], Check]:
    """Register a function that yields one sentence for each broken promise."""

    def wrap(function: Check) -> Check:
        _checks[name] = function
        return function

    return wrap


def run_checks(
    progress: Progress | None = None, stopped: Callable[[], bool] = lambda: False, *,
    only: Collection[str] | None = None,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Name and sentence of everything that does not add up, of all checks or of those that are named.

    `progress` is told each check as it begins; `stopped` is asked then too, and a yes raises Stopped.
    """
    wanted = [(name, function) for name, function in _checks.items() if only is None or name in only]
    for at, (name, function) in enumerate(wanted, 1):
        if stopped():
            raise Stopped(_("The check was stopped after {n} of {all}.").format(n=at - 1, all=len(wanted)))
        if progress is not None:
            progress(name, at, len(wanted))
        for sentence in function():
            yield name, sentence


def check_names() -> list[str]:
    """The checks that would be run."""
    return list(_checks)
