"""Collects what devices call back, and waits for it without sleeping."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Heard:
    """A callback that remembers its arguments in order."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._news = threading.Condition()

    def __call__(self, *arguments: Any) -> None:
        with self._news:
            self.all.append(arguments[0] if len(arguments) == 1 else arguments)
            self._news.notify_all()

    def wait(self, wanted: Callable[[list[Any]], bool], timeout_s: float = 5.0) -> list[Any]:
        """Wait until what was heard so far satisfies wanted, and return it."""
        with self._news:
            assert self._news.wait_for(lambda: wanted(self.all), timeout_s), f"heard only {self.all}"
            return list(self.all)

    def wait_for(self, *values: Any, timeout_s: float = 5.0) -> None:
        """Wait until exactly these came, in order."""
        self.wait(lambda heard: heard == list(values), timeout_s)

    def wait_last(self, value: Any, timeout_s: float = 5.0) -> None:
        """Wait until the newest is value."""
        self.wait(lambda heard: bool(heard) and heard[-1] == value, timeout_s)

    def wait_count(self, count: int, timeout_s: float = 5.0) -> list[Any]:
        """Wait until so many came."""
        return self.wait(lambda heard: len(heard) >= count, timeout_s)

    def wait_state(self, state: str, timeout_s: float = 5.0) -> str:
        """Wait until the newest (state, words) is in this state; returns its words."""
        heard = self.wait(lambda all_: bool(all_) and all_[-1][0] == state, timeout_s)
        return heard[-1][1]

    def clear(self) -> None:
        with self._news:
            self.all.clear()
