"""The lines of a basket while offers are given: what each is worth, what is still free of it, and what it got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.catalog.offers import Offer, Stacking
from app.core.money import round_div, spread

SCALE = 10**6  # pieces of a minor unit, so that shares of a line can be compared exactly enough and the same everywhere
GROUP = 0  # stands for the percentage of the customer's group, which is no offer


class OfferLine(NamedTuple):
    """A line as offers see it; `rule_bp` is what the customer's group gets off it anyway.

    A line that is not `is_open` has a price or discount given by a person, which keeps offers away.
    """

    product_id: int | None
    category_id: int | None
    quantity: int
    gross_minor: int
    is_piece: bool = True
    price_per: int = 1
    at: int = 0
    is_open: bool = True
    rule_bp: int = 0
    rule_name: str = ""
    taxed: tuple[int, int] = (0, 0)  # as what, and at which rate: of two lines alike the cent goes to the same one


class Given(NamedTuple):
    """What an offer gives off one line; id 0 is the percentage of the customer's group."""

    line: int
    offer_id: int
    name: str
    kind: str
    percent_bp: int
    amount_minor: int


class Use(NamedTuple):
    """What an offer would give: scaled minor units and units taken, by line."""

    off: dict[int, int]
    units: dict[int, int]
    whole_minor: int | None = None  # an amount that must be given exactly, spread over the lines

    @property
    def worth(self) -> int:
        return sum(self.off.values()) if self.whole_minor is None else self.whole_minor * SCALE

    def placed(self, where: Sequence[int] | dict[int, int]) -> Use:
        """The same for other lines."""
        off, units = self.off.items(), self.units.items()
        return Use({where[p]: value for p, value in off}, {where[p]: count for p, count in units}, self.whole_minor)


NOTHING = Use({}, {})


class Basket:
    """The lines while offers are given: what each is worth, how many of its units are free, what it got."""

    def __init__(self, lines: Sequence[OfferLine], own: dict[Any, list[tuple[Offer, Use]]]) -> None:
        self.lines, self.own = lines, own
        self.open = [
            place for place, line in enumerate(lines) if line.is_open and line.quantity > 0 and line.gross_minor > 0
        ]
        # Sorted by what they are, never by where they stand, so that the order of scans does not matter.
        self.open.sort(key=lambda place: content(lines[place]))
        self.rank = {place: rank for rank, place in enumerate(self.open)}
        self.value = {place: lines[place].gross_minor * SCALE for place in self.open}
        self.left = {place: lines[place].quantity for place in self.open}
        self.given: dict[int, dict[int, int]] = defaultdict(dict)  # line -> offer -> scaled
        self.offers: dict[int, Offer] = {}
        self.alone: set[int] = set()
        self._settled: dict[int, dict[int, int]] = defaultdict(dict)

    def worth(self, place: int, units: int) -> int:
        """So many units of a line at its price, scaled."""
        return self.value[place] * units // self.lines[place].quantity

    def rule(self, place: int, units: int) -> int:
        """What the customer's group gets off so many units anyway."""
        return self.worth(place, units) * self.lines[place].rule_bp // 10_000

    def reaches(self, offer: Offer, places: Iterable[int]) -> bool:
        """Whether enough is in the scope of an offer."""
        if not offer.min_quantity and not offer.min_minor:
            return True
        if offer.min_quantity and sum(self.pieces(place) for place in places) < offer.min_quantity:
            return False
        return not offer.min_minor or sum(self.value[place] for place in places) >= offer.min_minor * SCALE

    def pieces(self, place: int) -> int:
        """Pieces of a line; a weighed line counts as one."""
        line = self.lines[place]
        return line.quantity if line.is_piece else 1

    def take(self, offer: Offer, use: Use) -> None:
        """Give an offer, and count its units as taken."""
        off = use.off
        if use.whole_minor is not None:
            places = sorted(use.off, key=self.rank.__getitem__)
            shares = spread(use.whole_minor, [use.off[place] for place in places])
            off = {place: share * SCALE for place, share in zip(places, shares, strict=True)}
        for place, amount in off.items():
            mine = self.given[place]
            mine[offer.id] = mine.get(offer.id, 0) + amount
        for place, units in use.units.items():
            self.left[place] -= units
            if offer.stacking is Stacking.ALONE:
                self.alone.add(place)
        self.offers[offer.id] = offer

    def give_rules(self) -> None:
        """The group's percentage for every unit that no offer took, on lines that got an offer or may get one on top."""
        for place in self.open:
            if self.lines[place].rule_bp and self.left[place] and (off := self.rule(place, self.left[place])):
                self.given[place][GROUP] = off

    def settle(self, places: Iterable[int] | None = None) -> None:
        """Round what was given so far, so that what comes on top is taken off the very prices that are left."""
        for place in self.open if places is None else places:
            if not self.given[place]:
                self.left[place] = self.lines[place].quantity
                continue
            before = self._settled[place]
            room = self.lines[place].gross_minor - sum(before.values())
            for offer_id, amount in sorted(self.given[place].items(), key=lambda pair: (pair[0] == GROUP, pair[0])):
                off = min(round_div(amount, SCALE), room)
                if off > 0:
                    before[offer_id] = before.get(offer_id, 0) + off
                    room -= off
            self.given[place] = {}
            self.value[place] = room * SCALE
            self.left[place] = self.lines[place].quantity

    def result(self) -> list[Given]:
        """What each line got, in minor units; lines that only the group's percentage touched are left to it."""
        self.settle()
        found = []
        for place in sorted(self.open):
            line = self.lines[place]
            mine = self._settled[place]
            if set(mine) <= {GROUP}:
                continue
            for offer_id, amount in mine.items():
                offer = self.offers.get(offer_id)
                if offer is None:
                    found.append(Given(place, GROUP, line.rule_name, "group", line.rule_bp, amount))
                else:
                    found.append(Given(place, offer_id, offer.name, offer.kind.value, offer.percent_bp, amount))
        return found


def content(line: OfferLine) -> tuple[int, ...]:
    """What a line is, the dearest first."""
    return (
        -(line.gross_minor * SCALE // line.quantity), line.product_id or 0, line.category_id or 0, line.quantity,
        line.rule_bp, line.at, *line.taxed,
    )  # fmt: skip
