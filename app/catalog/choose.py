"""Which offers a basket gets: pure, the same for any order of the lines, and exact to the last minor unit.

Offers of a higher priority take their pieces first.  Within a priority, offers over several products (the cheapest
free, bundles, thresholds) hold where they are worth more than what their pieces would get by themselves, the most
worth first; each piece left gets the best offer of its own, or the percentage of the customer's group.  What comes on
top is then taken off what is left of the price.  No line ever gets more off than it costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.catalog.apart import apart
from app.catalog.offer_basket import Basket, Given, OfferLine, Use
from app.catalog.offer_uses import cheapest_free, off_each, use_of
from app.catalog.offers import Book, Offer, OfferKind, Stacking, Who

ACROSS = frozenset({OfferKind.CHEAPEST_FREE, OfferKind.BUNDLE, OfferKind.THRESHOLD})
MOST_KEPT = 20_000


def best_offers(lines: Sequence[OfferLine], book: Book, who: Who) -> list[Given]:
    """What each line gets off, offer by offer."""
    places = [place for place, line in enumerate(lines) if line.is_open and line.quantity > 0 and line.gross_minor > 0]
    found: list[Given] = []
    for group in apart(lines, places, book, who):
        mine = tuple([lines[place] for place in group.places])
        key = mine, group.offers, who
        known = book.groups.get(key)
        if known is None or known[0] != group.places:
            if len(book.groups) >= MOST_KEPT:
                book.groups.clear()
            given = known[1] if known else choose_together(mine, frozenset(group.offers), book, who)
            where = known[0] if known else range(len(mine))
            turn = dict(zip(where, group.places, strict=True))
            known = book.groups[key] = group.places, [one._replace(line=turn[one.line]) for one in given]
        found += known[1]
    found.sort(key=lambda one: one.line)
    return found


def choose_together(lines: Sequence[OfferLine], connecting: frozenset[int], book: Book, who: Who) -> list[Given]:
    """What lines that these offers connect get off."""
    basket = Basket(lines, book.own)
    scopes: dict[int, tuple[Offer, list[int]]] = {}
    for place in basket.open:
        line = lines[place]
        for offer in book.holding(line.product_id, line.category_id, line.at, who):
            if offer.connects and offer.id not in connecting:
                continue
            scopes.setdefault(offer.id, (offer, []))[1].append(place)
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


# One priority


def _take_level(basket: Basket, level: list[tuple[Offer, list[int]]]) -> None:
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


def _may_hold(basket: Basket, offer: Offer, places: list[int]) -> bool:
    """Whether the goods of an offer over several products can be there at all."""
    if offer.kind is OfferKind.CHEAPEST_FREE:
        return sum([basket.left[place] for place in places]) >= offer.buy
    lines = [basket.lines[place] for place in places]
    return all(
        any(line.product_id in part.products or line.category_id in part.categories for line in lines)
        for part in offer.parts
    )


def _take_across(
    basket: Basket, across: list[tuple[Offer, list[int]]],
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
                use = use_of(basket, offer, places)
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
    basket: Basket, places: list[int], offers: list[Offer], own: dict[int, tuple[int, int]]
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


def _best_own(basket: Basket, places: list[int], offers: list[Offer]) -> list[tuple[Offer, Use]]:
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


def _find_own(basket: Basket, left: dict[int, int], offers: list[Offer]) -> list[tuple[Offer, Use]]:
    """One offer for each unit, sets first where they pay."""
    found: list[tuple[int, list[tuple[Offer, Use]]]] = [_best_each(basket, left, offers)]
    for offer in offers:
        if offer.kind is OfferKind.N_FOR_M:
            use = cheapest_free(basket, offer, left)
            if use.units:
                rest = {place: units - use.units.get(place, 0) for place, units in left.items()}
                worth, others = _best_each(basket, {p: units for p, units in rest.items() if units}, offers)
                found.append((use.worth + worth, [(offer, use), *others]))
    # The first of the best ones: offers stand by their id.
    return max(found, key=lambda one: one[0])[1]


def _best_each(
    basket: Basket, left: dict[int, int], offers: list[Offer]
) -> tuple[int, list[tuple[Offer, Use]]]:  # fmt: skip
    """Each line's best offer on single pieces, if it beats the group's percentage; what all of it is worth, too."""
    worth, chosen = 0, []
    for place, units in left.items():
        best, best_offer = basket.rule(place, units), None
        for offer in offers:
            if offer.kind is not OfferKind.N_FOR_M:
                off = off_each(basket, offer, place, units)
                if off > best or (off == best > 0 and best_offer is None):
                    best, best_offer = off, offer
        worth += best
        if best_offer is not None:
            chosen.append((best_offer, Use({place: best}, {place: units})))
    return worth, chosen


# What comes on top


def _give_on_top(basket: Basket, offer: Offer, places: list[int]) -> None:
    """Give an offer off what is left of the price of its lines."""
    mine = [place for place in places if place not in basket.alone and basket.value[place] > 0]
    if not mine or not basket.reaches(offer, mine):
        return
    if offer.kind in ACROSS:
        use = use_of(basket, offer, mine)
    elif offer.kind is OfferKind.N_FOR_M:
        for product in sorted({basket.lines[place].product_id or 0 for place in mine}):
            same = {p: basket.left[p] for p in mine if (basket.lines[p].product_id or 0) == product}
            basket.take(offer, cheapest_free(basket, offer, same)._replace(units={}))
        basket.settle(mine)
        return
    else:
        whole = {place: basket.lines[place].quantity for place in mine}
        use = Use({place: off_each(basket, offer, place, units) for place, units in whole.items()}, {})
    if use.worth > 0:
        basket.take(offer, use._replace(units={}))
        basket.settle(use.off)
