"""How a lower room reaches a higher one, inside the transaction: `emit` tells, `ask` questions.

A listener of an emitted event may write; what it raises undoes the whole command.  A listener of a question
writes nothing and returns a reason, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_listeners: dict[type, list[Callable[[Any], Any]]] = defaultdict(list)


def listens(*kinds: type) -> Callable[[F], F]:
    """Have a function called for each event of these kinds; it is registered when its module is imported."""

    def wrap(function: F) -> F:
        for kind in kinds:
            if function not in _listeners[kind]:
                _listeners[kind].append(function)
        return function

    return wrap


def emit(event: object) -> None:
    """Tell all listeners, in the order in which their rooms were opened."""
    for listener in _listeners[type(event)]:
        listener(event)


def ask(question: object) -> list[Any]:
    """What the listeners answer, without the empty answers."""
    return [answer for listener in _listeners[type(question)] if (answer := listener(question))]
