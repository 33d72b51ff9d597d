"""How a device is doing, in the four words that the station bar shows."""

from collections.abc import Callable
from enum import StrEnum


class State(StrEnum):
    """Ready, needs something soon, does not work, or not set up."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"


OnState = Callable[[State, str], None]
