"""The rooms above are imported when something first happens in the shop, not when its door opens.

A till is ready to scan before any of them is needed.  `app/shop.py` says how they are opened; whoever needs all of
them (a told event, the list of all settings) says `all_open()` first, and in a quiet moment the window does.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

_opening = RLock()  # two threads may need them first
_open: Callable[[], object] | None = None


def opened_by(open_rooms: Callable[[], object]) -> None:
    """Say how the rooms are opened; they are, when they are first needed from now on."""
    global _open
    _open = open_rooms


def all_open() -> None:
    """Every room is imported and listens when this returns."""
    global _open
    if _open is not None:
        with _opening:
            if _open is not None:
                _open()
                _open = None
