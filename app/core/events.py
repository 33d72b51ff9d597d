"""How a lower room reaches a higher one, inside the transaction: `emit` tells, `ask` questions.

A listener of an emitted event may write; what it raises undoes the whole command.  A listener of a question
writes nothing and returns a reason, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.core.rooms import all_open

F = TypeVar("F", bound=Callable[..., Any])
_listeners: dict[type, list[Callable[[Any], Any]]] = defaultdict(list)


def listens(*kinds: type) -> Callable[[F], F]:
    """Have a function called for each event of these kinds; it is registered when its module is imported.

    All rooms are imported before the first event is told, so that nobody misses one.
    """

    def wrap(function: F) -> F:
        for kind in kinds:
            if function not in _listeners[kind]:
                _listeners[kind].append(function)
        return function

    return wrap


def emit(event: object) -> None:
    """Tell all listeners, in the order of their rooms."""
    all_open()
    for listener in _listeners[type(event)]:
        listener(event)


def ask(question: object) -> list[Any]:
    """What the listeners answer, without the empty answers."""
    all_open()
    return [answer for listener in _listeners[type(question)] if (answer := listener(question))]


def in_order(modules: Sequence[str]) -> None:
    """Have the listeners called in the order of their modules, whichever of them was imported first."""
    place = {name: number for number, name in enumerate(modules)}
    for listeners in _listeners.values():
        listeners.sort(key=lambda listener: place.get(listener.__module__, len(place)))
