"""What `verify` re-computes: each room registers the promises that its tables must keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a function that yields one sentence for each broken promise."""

    def wrap(function: Check) -> Check:
        _checks[name] = function
        return function

    return wrap


def run_checks() -> Iterator[tuple[str, str]]:
    """Name and sentence of everything that does not add up."""
    for name, function in _checks.items():
        for sentence in function():
            yield name, sentence


def check_names() -> list[str]:
    """The checks that would be run."""
    return list(_checks)
