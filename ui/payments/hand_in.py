"""What is being counted of a courier's cash: per stop what came in, and who bears what is missing."""

from __future__ import annotations

from typing import Any

from app.core.i18n import _
from ui.payments import words

WITH_DRIVER, DUE, SETTLED = "with_driver", "due", "settled"


class Count:
    """The count of one heap; numbers of other heaps are kept while the window lives."""

    def __init__(self) -> None:
        self.heap: Any = None
        self._counted: dict[int, int] = {}
        self._owners: dict[int, str] = {}

    def show(self, heap: Any) -> None:
        """Count another heap."""
        self.heap = heap

    def forget(self, heap: Any) -> None:
        """The heap was handed in."""
        for stop in heap.stops:
            self._counted.pop(stop.claim_id, None)
            self._owners.pop(stop.claim_id, None)

    # -- one stop

    def counts(self, stop: Any) -> bool:
        """True when the courier has this stop's cash."""
        return bool(stop.state == WITH_DRIVER)

    def counted_of(self, stop: Any) -> int | None:
        """What came in for a stop; what was taken at the door until somebody types another amount."""
        if stop.state == DUE:
            return None
        return self._counted.get(stop.claim_id, stop.collected_minor)

    def set_counted(self, stop: Any, minor: int) -> None:
        """Note what really came in; a decision about another amount falls."""
        self._counted[stop.claim_id] = minor
        self._owners.pop(stop.claim_id, None)

    def missing_of(self, stop: Any) -> int:
        """What is missing (positive) or too much (negative) of a stop."""
        if not self.counts(stop):
            return 0
        return int(stop.collected_minor - (self.counted_of(stop) or 0))

    def owner_of(self, stop: Any) -> str:
        """Who bears the difference, or nobody yet."""
        return self._owners.get(stop.claim_id, "")

    def set_owner(self, stop: Any, owner: str) -> None:
        """Say who bears it; an empty owner opens the question again."""
        self._owners[stop.claim_id] = owner

    def look_of(self, stop: Any) -> tuple[str, str, str]:
        """The chip of a stop."""
        if stop.state == DUE:
            return _("Not delivered yet"), "grey", "clock"
        if stop.state == SETTLED:
            return words.owner_word(stop.owner) or _("Handed in"), "ok", "check-circle-fill"
        missing = self.missing_of(stop)
        if not missing:
            short = stop.due_minor - stop.collected_minor
            return (_("Took less"), "warn", "circle-half") if short else (_("Matches"), "ok", "check-circle-fill")
        owner = self.owner_of(stop)
        if owner:
            return words.owner_word(owner), "violet", "check-circle"
        return words.difference_text(-missing), words.difference_tone(-missing), "warning-circle-fill"

    # -- all stops

    def _stops(self) -> list[Any]:
        return [stop for stop in self.heap.stops if self.counts(stop)] if self.heap is not None else []

    def can_hand_in(self) -> bool:
        """True when the courier has cash of this heap."""
        return bool(self._stops())

    def expected_minor(self) -> int:
        """What was taken at the doors."""
        return sum(stop.collected_minor for stop in self._stops())

    def counted_minor(self) -> int:
        """What came in."""
        return sum(self.counted_of(stop) or 0 for stop in self._stops())

    def undecided(self) -> list[Any]:
        """Stops with a difference that nobody bears yet."""
        return [stop for stop in self._stops() if self.missing_of(stop) and not self.owner_of(stop)]

    def differences(self) -> tuple[Any, ...]:
        """The differences with their owners, as handing in wants them."""
        from app.payments.cod import Difference, DifferenceOwner

        return tuple(
            Difference(stop.claim_id, self.missing_of(stop), DifferenceOwner(self.owner_of(stop)))
            for stop in self._stops()
            if self.missing_of(stop)
        )
