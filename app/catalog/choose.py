"""Which offers a basket gets: pure, the same for any order of the lines, and exact to the last minor unit.

Offers of a higher priority take their pieces first.  Within a priority, offers over several products (the cheapest
free, bundles, thresholds) hold where they are worth more than what their pieces would get by themselves, the most
worth first; each piece left gets the best offer of its own, or the percentage of the customer's group.  What comes on
top is then taken off what is left of the price.  No line ever gets more off than it costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.catalog.offers import Book, Offer, OfferKind, Part, Stacking, Who
from app.core.money import round_div, spread

SCALE = 10**6  # pieces of a minor unit, so that shares of a line can be compared exactly enough and the same everywhere
ACROSS = frozenset({OfferKind.CHEAPEST_FREE, OfferKind.BUNDLE, OfferKind.THRESHOLD})
MOST_KEPT = 20_000
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


def best_offers(lines: Sequence[OfferLine], book: Book, who: Who) -> list[Given]:
    """What each line gets off, offer by offer."""
    basket = _Basket(lines, book.own)
    scopes: dict[int, tuple[Offer, list[int]]] = {}
    for place in basket.open:
        line = lines[place]
        for offer in book.holding(line.product_id, line.category_id, line.at, who):
            scope = scopes.get(offer.id)
            if scope is None:
                scopes[offer.id] = offer, [place]
            else:
                scope[1].append(place)
    if not scopes:
        return []
    chosen = [(offer, places) for offer, places in scopes.values() if offer.stacking is not Stacking.ON_TOP]
    reached = [(offer, places) for offer, places in chosen if basket.reaches(offer, places)]
    reached.sort(key=lambda pair: pair[0].id)
    for priority in sorted({offer.priority for offer, _places in reached}, reverse=True):
        _take_level(basket, [pair for pair in reached if pair[0].priority == priority])
    basket.give_rules()
    on_top = [(offer, places) for offer, places in scopes.values() if offer.stacking is Stacking.ON_TOP]
    if on_top:
        basket.settle()
        for offer, places in sorted(on_top, key=lambda pair: _on_top_rank(pair[0])):
            _give_on_top(basket, offer, places)
    return basket.result()


def _on_top_rank(offer: Offer) -> tuple[int, bool, int]:
    return -offer.priority, offer.kind is OfferKind.THRESHOLD, offer.id


class _Basket:
    """The lines while offers are given: what each is worth, how many of its units are free, what it got."""

    def __init__(self, lines: Sequence[OfferLine], own: dict[Any, list[tuple[Offer, Use]]]) -> None:
        self.lines, self.own = lines, own
        self.open = [
            place for place, line in enumerate(lines) if line.is_open and line.quantity > 0 and line.gross_minor > 0
        ]
        # Sorted by what they are, never by where they stand, so that the order of scans does not matter.
        self.open.sort(key=lambda place: _content(lines[place]))
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


def _content(line: OfferLine) -> tuple[int, int, int, int, int, int]:
    """What a line is, the dearest first."""
    return (
        -(line.gross_minor * SCALE // line.quantity), line.product_id or 0, line.category_id or 0, line.quantity,
        line.rule_bp, line.at,
    )  # fmt: skip


# One priority


def _take_level(basket: _Basket, level: list[tuple[Offer, list[int]]]) -> None:
    across = [pair for pair in level if pair[0].kind in ACROSS and _may_hold(basket, *pair)]
    mine: dict[int, list[Offer]] = defaultdict(list)
    for offer, places in level:
        if offer.kind not in ACROSS:
            for place in places:
                mine[place].append(offer)
    groups: dict[tuple[int | None, tuple[int, ...]], list[int]] = defaultdict(list)
    for place in basket.open:
        if place in mine:
            mine[place].sort(key=lambda offer: offer.id)
            # Lines of one product stand together, so that three for two counts them all.
            groups[basket.lines[place].product_id, tuple(offer.id for offer in mine[place])].append(place)
    if across:
        _take_across(basket, across, groups, mine)
    for places in groups.values():
        for offer, use in _best_own(basket, places, mine[places[0]]):
            basket.take(offer, use)


def _may_hold(basket: _Basket, offer: Offer, places: list[int]) -> bool:
    """Whether the goods of an offer over several products can be there at all."""
    if offer.kind is OfferKind.CHEAPEST_FREE:
        return sum([basket.left[place] for place in places]) >= offer.buy
    lines = [basket.lines[place] for place in places]
    return all(
        any(line.product_id in part.products or line.category_id in part.categories for line in lines)
        for part in offer.parts
    )


def _take_across(
    basket: _Basket, across: list[tuple[Offer, list[int]]],
    groups: dict[tuple[int | None, tuple[int, ...]], list[int]], mine: dict[int, list[Offer]],
) -> None:  # fmt: skip
    """Take offers over several products while they are worth more than what their pieces get by themselves."""
    same = {place: places for places in groups.values() for place in places}
    own: dict[int, tuple[int, int]] = {}  # by line: what it gets by itself, for so many units
    waiting = {offer.id: (offer, places) for offer, places in across}
    gains: dict[int, tuple[int, Use]] = {}
    while waiting:
        for offer, places in waiting.values():
            if offer.id not in gains:
                for place in places:
                    if place not in own:
                        _weigh_own(basket, same.get(place, [place]), mine.get(place, []), own)
                use = _use(basket, offer, places)
                gains[offer.id] = use.worth - sum(_own_of(own[p], units) for p, units in use.units.items()), use
        best = min(waiting, key=lambda one: (-gains[one][0], one))
        gain, use = gains[best]
        if gain <= 0:
            return
        basket.take(waiting.pop(best)[0], use)
        touched = {other for place in use.units for other in same.get(place, [place])}
        for place in touched:
            own.pop(place, None)
        for offer, places in waiting.values():  # only what touches the same lines has to be weighed again
            if not touched.isdisjoint(places):
                gains.pop(offer.id, None)


def _weigh_own(
    basket: _Basket, places: list[int], offers: list[Offer], own: dict[int, tuple[int, int]]
) -> None:  # fmt: skip
    """What the lines of one product would get by themselves."""
    got = dict.fromkeys(places, 0)
    for _offer, use in _best_own(basket, places, offers):
        for place, off in use.off.items():
            got[place] += off
    for place in places:
        own[place] = max(got[place], basket.rule(place, basket.left[place])), basket.left[place]


def _own_of(own: tuple[int, int], units: int) -> int:
    return own[0] * units // own[1] if own[1] else 0


def _best_own(basket: _Basket, places: list[int], offers: list[Offer]) -> list[tuple[Offer, Use]]:
    """The best that lines of one product get by themselves; remembered, because a scan changes one product of many."""
    left = [place for place in places if basket.left[place]]
    if not left or not offers:
        return []
    key = tuple([(basket.lines[place], basket.left[place]) for place in left]), tuple([offer.id for offer in offers])
    known = basket.own.get(key)
    if known is None:
        if len(basket.own) >= MOST_KEPT:
            basket.own.clear()
        found = _find_own(basket, {place: basket.left[place] for place in left}, offers)
        turn = {place: at for at, place in enumerate(left)}
        known = basket.own[key] = [(offer, use.placed(turn)) for offer, use in found]
    return [(offer, use.placed(left)) for offer, use in known]


def _find_own(basket: _Basket, left: dict[int, int], offers: list[Offer]) -> list[tuple[Offer, Use]]:
    """One offer for each unit, sets first where they pay."""
    found: list[tuple[int, list[tuple[Offer, Use]]]] = [_best_each(basket, left, offers)]
    for offer in offers:
        if offer.kind is OfferKind.N_FOR_M:
            use = _cheapest_free(basket, offer, left)
            if use.units:
                rest = {place: units - use.units.get(place, 0) for place, units in left.items()}
                worth, others = _best_each(basket, {p: units for p, units in rest.items() if units}, offers)
                found.append((use.worth + worth, [(offer, use), *others]))
    # The first of the best ones: offers stand by their id.
    return max(found, key=lambda one: one[0])[1]


def _best_each(
    basket: _Basket, left: dict[int, int], offers: list[Offer]
) -> tuple[int, list[tuple[Offer, Use]]]:  # fmt: skip
    """Each line's best offer on single pieces, if it beats the group's percentage; what all of it is worth, too."""
    worth, chosen = 0, []
    for place, units in left.items():
        best, best_offer = basket.rule(place, units), None
        for offer in offers:
            if offer.kind is not OfferKind.N_FOR_M:
                off = _off_each(basket, offer, place, units)
                if off > best or (off == best > 0 and best_offer is None):
                    best, best_offer = off, offer
        worth += best
        if best_offer is not None:
            chosen.append((best_offer, Use({place: best}, {place: units})))
    return worth, chosen


# What an offer gives


def _off_each(basket: _Basket, offer: Offer, place: int, units: int) -> int:
    """A percentage, an amount, or the difference to a price off each of so many units; scaled."""
    worth = basket.worth(place, units)
    if offer.kind is OfferKind.PERCENT:
        return worth * offer.percent_bp // 10_000
    amount = offer.amount_minor * SCALE * units // basket.lines[place].price_per
    return min(amount, worth) if offer.kind is OfferKind.AMOUNT else max(worth - amount, 0)


def _use(basket: _Basket, offer: Offer, places: list[int]) -> Use:
    left = {place: basket.left[place] for place in places if basket.left[place]}
    if offer.kind is OfferKind.BUNDLE:
        return _bundle(basket, offer, left)
    if offer.kind is OfferKind.THRESHOLD:
        return _threshold(basket, offer, left)
    return _cheapest_free(basket, offer, left)


def _cheapest_free(basket: _Basket, offer: Offer, left: dict[int, int]) -> Use:
    """Of each n pieces, the dearest first, the last ones (partly) free; runs of equal pieces are never taken apart."""
    rows = [place for place in left if basket.lines[place].is_piece]
    total = sum([left[place] for place in rows])
    sets = total // offer.buy if offer.buy > 0 else 0
    if offer.most:
        sets = min(sets, offer.most)
    if not sets:
        return NOTHING
    if len(rows) > 1:
        rows.sort(key=lambda place: (-basket.worth(place, 1), basket.rank[place]))
    rate = offer.percent_bp or 10_000
    off: dict[int, int] = {}
    units: dict[int, int] = {}
    begin, end = 0, sets * offer.buy
    for place in rows:
        stop = min(begin + left[place], end)
        if stop <= begin:
            break
        free = _free_before(stop, offer) - _free_before(begin, offer)
        units[place] = stop - begin
        off[place] = basket.worth(place, free) * rate // 10_000
        begin = stop
    return Use(off, units)


def _free_before(position: int, offer: Offer) -> int:
    whole, part = divmod(position, offer.buy)
    return whole * (offer.buy - offer.pay) + max(part - offer.pay, 0)


def _bundle(basket: _Basket, offer: Offer, left: dict[int, int]) -> Use:
    """As many whole sets as there are, of the dearest pieces; a set costs its price, to the last minor unit."""
    pieces = {place: units for place, units in left.items() if basket.lines[place].is_piece}
    fewest, most = 0, min((sum(pieces.values()) // part.quantity for part in offer.parts), default=0)
    if offer.most:
        most = min(most, offer.most)
    units: dict[int, int] = {}
    while fewest < most:
        half = (fewest + most + 1) // 2
        filled = _fill(basket, offer.parts, pieces, half)
        fewest, most, units = (half, most, filled) if filled else (fewest, half - 1, units)
    if not units:
        return NOTHING
    worth = {place: basket.worth(place, count) for place, count in units.items()}
    whole = round_div(sum(worth.values()), SCALE)
    off = round_div(whole * offer.percent_bp, 10_000) if offer.percent_bp else whole - fewest * offer.amount_minor
    return Use(worth, units, off) if off > 0 else NOTHING


def _fill(basket: _Basket, parts: tuple[Part, ...], pieces: dict[int, int], sets: int) -> dict[int, int]:
    """The pieces of so many sets, or nothing; the part with the fewest kinds of goods chooses first."""
    free, taken = dict(pieces), dict.fromkeys(pieces, 0)
    rows = sorted(pieces, key=lambda place: (-basket.worth(place, 1), basket.rank[place]))
    for part in sorted(parts, key=lambda one: (len(one.categories), len(one.products))):
        wanted = part.quantity * sets
        for place in rows:
            line = basket.lines[place]
            if line.product_id in part.products or line.category_id in part.categories:
                count = min(free[place], wanted)
                free[place] -= count
                taken[place] += count
                wanted -= count
        if wanted:
            return {}
    return {place: count for place, count in taken.items() if count}


def _threshold(basket: _Basket, offer: Offer, left: dict[int, int]) -> Use:
    """An amount or percentage off everything in scope, once enough is there."""
    worth = {place: basket.worth(place, units) for place, units in left.items()}
    whole = sum(worth.values())
    if not whole or whole < offer.min_minor * SCALE:
        return NOTHING
    if offer.percent_bp:
        return Use({place: value * offer.percent_bp // 10_000 for place, value in worth.items()}, dict(left))
    return Use(worth, dict(left), min(offer.amount_minor, whole // SCALE))


def _give_on_top(basket: _Basket, offer: Offer, places: list[int]) -> None:
    """Give an offer off what is left of the price of its lines."""
    mine = [place for place in places if place not in basket.alone and basket.value[place] > 0]
    if not mine or not basket.reaches(offer, mine):
        return
    if offer.kind in ACROSS:
        use = _use(basket, offer, mine)
    elif offer.kind is OfferKind.N_FOR_M:
        for product in sorted({basket.lines[place].product_id or 0 for place in mine}):
            same = {p: basket.left[p] for p in mine if (basket.lines[p].product_id or 0) == product}
            basket.take(offer, _cheapest_free(basket, offer, same)._replace(units={}))
        basket.settle(mine)
        return
    else:
        whole = {place: basket.lines[place].quantity for place in mine}
        use = Use({place: _off_each(basket, offer, place, units) for place, units in whole.items()}, {})
    if use.worth > 0:
        basket.take(offer, use._replace(units={}))
        basket.settle(use.off)
