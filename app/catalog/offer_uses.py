"""What one offer would give for the pieces that are free: percentages, sets, bundles, thresholds."""

from __future__ import annotations

from app.catalog.offer_basket import NOTHING, SCALE, Basket, Use
from app.catalog.offers import Offer, OfferKind, Part
from app.core.money import round_div


def off_each(basket: Basket, offer: Offer, place: int, units: int) -> int:
    """A percentage, an amount, or the difference to a price off each of so many units; scaled."""
    worth = basket.worth(place, units)
    if offer.kind is OfferKind.PERCENT:
        return worth * offer.percent_bp // 10_000
    amount = offer.amount_minor * SCALE * units // basket.lines[place].price_per
    return min(amount, worth) if offer.kind is OfferKind.AMOUNT else max(worth - amount, 0)


def use_of(basket: Basket, offer: Offer, places: list[int]) -> Use:
    left = {place: basket.left[place] for place in places if basket.left[place]}
    if offer.kind is OfferKind.BUNDLE:
        return _bundle(basket, offer, left)
    if offer.kind is OfferKind.THRESHOLD:
        return _threshold(basket, offer, left)
    return cheapest_free(basket, offer, left)


def cheapest_free(basket: Basket, offer: Offer, left: dict[int, int]) -> Use:
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


def _bundle(basket: Basket, offer: Offer, left: dict[int, int]) -> Use:
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


def _fill(basket: Basket, parts: tuple[Part, ...], pieces: dict[int, int], sets: int) -> dict[int, int]:
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


def _threshold(basket: Basket, offer: Offer, left: dict[int, int]) -> Use:
    """An amount or percentage off everything in scope, once enough is there."""
    worth = {place: basket.worth(place, units) for place, units in left.items()}
    whole = sum(worth.values())
    if not whole or whole < offer.min_minor * SCALE:
        return NOTHING
    if offer.percent_bp:
        return Use({place: value * offer.percent_bp // 10_000 for place, value in worth.items()}, dict(left))
    return Use(worth, dict(left), min(offer.amount_minor, whole // SCALE))
