"""Tells a keyboard scanner's burst from a person's typing, by the gaps between the keys alone."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.i18n import _

MIN_LENGTH = 4
MAX_GAP_MS = 35
TERMINATORS = "\r\n\t"
REPEAT_MS = 250

_LONGEST = 4400  # no barcode holds more
_HUMAN_GAP_MS = 90  # nobody types a whole code faster, no scanner is slower
_GAP_CEILING_MS = 120
_GS = "\x1d"


@dataclass(frozen=True)
class Typing:
    """These keys were typed by a person: let them do what keys do."""

    text: str


@dataclass(frozen=True)
class Pending:
    """The key may begin or continue a scan; it is decided by the next key or by tick()."""


@dataclass(frozen=True)
class Scan:
    """A whole code came from the scanner; held is every key of it, which must not reach the screen."""

    text: str
    held: str


Decision = Typing | Pending | Scan


class BurstFilter:
    """Feed it each key with its own time; it answers what became of the keys so far.

    Pending keys are either given back as Typing or become a Scan.  When deadline_ms() has passed without
    a further key, call tick() so that a lone key is not held longer than the gap.
    """

    def __init__(
        self,
        min_length: int = MIN_LENGTH,
        max_gap_ms: int = MAX_GAP_MS,
        terminators: str = TERMINATORS,
        prefix: str = "",
    ) -> None:
        assert min_length >= 1
        assert max_gap_ms >= 1
        self._min_length, self._max_gap_ms = min_length, max_gap_ms
        self._terminators, self._prefix = terminators, prefix
        self._keys = ""
        self._last_ms = 0

    def feed(self, char: str, time_ms: int, *, auto_repeat: bool = False) -> tuple[Decision, ...]:
        """Take one key's text and the time of its event in ms; auto_repeat marks a key held down."""
        before = self.tick(time_ms)
        if not char:
            return before  # Shift and its like say nothing either way
        self._last_ms = time_ms
        if char in self._terminators and self._keys:
            return (*before, self._end(char))
        printable = len(char) == 1 and (char.isprintable() or char == _GS or char == self._prefix[:1])
        if auto_repeat or not printable or char in self._terminators or len(self._keys) >= _LONGEST:
            typed = Typing(self._keys + char)
            self._keys = ""
            return (*before, typed)
        self._keys += char
        return (*before, Pending())

    def tick(self, now_ms: int) -> tuple[Decision, ...]:
        """Decide about pending keys when the gap since the last one is too long for a scanner."""
        if not self._keys or now_ms - self._last_ms <= self._max_gap_ms:
            return ()
        keys, self._keys = self._keys, ""
        code = self._without_prefix(keys)
        if code is not None and len(code) >= self._min_length:
            return (Scan(code, keys),)
        return (Typing(keys),)

    def deadline_ms(self) -> int | None:
        """The time at which tick() would decide, or None when nothing is pending."""
        return self._last_ms + self._max_gap_ms + 1 if self._keys else None

    def reset(self) -> None:
        """Forget pending keys, such as when the window loses the keyboard."""
        self._keys = ""

    def _end(self, terminator: str) -> Decision:
        keys, self._keys = self._keys, ""
        code = self._without_prefix(keys)
        if code:
            return Scan(code, keys + terminator)
        if len(keys) >= self._min_length:
            return Scan(keys, keys + terminator)
        return Typing(keys + terminator)

    def _without_prefix(self, keys: str) -> str | None:
        if self._prefix and keys.startswith(self._prefix):
            return keys[len(self._prefix) :]
        return None


class NotAScan(ValueError):
    """The test input did not come from a scanner; str() is a sentence for the person at the wizard."""


@dataclass(frozen=True)
class Learned:
    """What one test scan showed: settings for BurstFilter, and the code that was read."""

    max_gap_ms: int
    terminators: str
    prefix: str
    text: str
    slowest_gap_ms: int


def learn(events: Sequence[tuple[str, int]], expected: str = "") -> Learned:
    """Measure gap, suffix and (when the card's text is known) prefix from the keys of one test scan.

    events are (char, time_ms).  Raises NotAScan when they are too few or as slow as a person.
    """
    keys = "".join(char for char, _time in events)
    code = keys.rstrip(TERMINATORS)
    if len(code) < MIN_LENGTH:
        raise NotAScan(_("Nothing was scanned. Hold the scanner over the test code and pull the trigger."))
    times = [time_ms for _char, time_ms in events]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    slowest = max(gaps)
    if sorted(gaps)[len(gaps) // 2] > _HUMAN_GAP_MS or slowest > _GAP_CEILING_MS:
        raise NotAScan(_("That was typed, not scanned, or the scanner is too slow for this mode."))
    prefix = ""
    if expected:
        if expected not in code:
            raise NotAScan(_("That was another code. Scan the test code on the screen."))
        prefix = code[: code.index(expected)]
        code = expected
    # Half as much again, as a busy computer stretches single gaps.
    gap_ms = max(MAX_GAP_MS, min(math.ceil(slowest * 3 / 2), _GAP_CEILING_MS))
    return Learned(gap_ms, keys[-1] if keys[-1] in TERMINATORS else "", prefix, code, slowest)


class RepeatGuard:
    """One code read several times by a trembling hand counts once."""

    def __init__(self, window_ms: int = REPEAT_MS) -> None:
        self._window_ms = window_ms
        self._code: str | None = None
        self._seen_ms = 0

    def is_new(self, code: str, time_ms: int) -> bool:
        """False when the same code was read less than the window ago; each reading extends the window."""
        repeated = code == self._code and time_ms - self._seen_ms < self._window_ms
        self._code, self._seen_ms = code, time_ms
        return not repeated
