"""A basket taken apart into groups of lines that no offer connects: what one gets cannot change what another gets.

A scan changes one group of many, so what the others got is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.catalog.offer_basket import OfferLine
from app.catalog.offers import Book, Offer, OfferKind, Who


class Group(NamedTuple):
    """Lines that offers connect, and those offers; offers on single lines are not among them."""

    places: list[int]
    offers: tuple[int, ...]


def apart(lines: Sequence[OfferLine], places: Sequence[int], book: Book, who: Who) -> list[Group]:
    """The groups of these lines; an offer whose goods or amount are not there connects nothing and is left out."""
    scopes: dict[Any, tuple[Offer, list[int]]] = {}
    for place in places:
        line = lines[place]
        for key, offer in book.connecting(line.product_id, line.category_id, line.at, who):
            if (scope := scopes.get(key)) is None:
                scopes[key] = offer, [place]
            else:
                scope[1].append(place)
    parent = {place: place for place in places}

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    alive = [(offer, mine) for offer, mine in scopes.values() if can_hold(offer, lines, mine)]
    for _offer, mine in alive:
        first = root(mine[0])
        for place in mine[1:]:
            parent[root(place)] = first
    offers: dict[int, set[int]] = {}
    for offer, mine in alive:
        offers.setdefault(root(mine[0]), set()).add(offer.id)
    groups: dict[int, list[int]] = {}
    for place in places:
        groups.setdefault(root(place), []).append(place)
    return [Group(mine, tuple(sorted(offers.get(top, ())))) for top, mine in groups.items()]


def can_hold(offer: Offer, lines: Sequence[OfferLine], places: Sequence[int]) -> bool:
    """Whether enough of what an offer asks for is there at all, before anything is taken by another."""
    kind = offer.kind
    in_sets = kind is OfferKind.CHEAPEST_FREE or kind is OfferKind.N_FOR_M
    if in_sets and offer.buy <= 0:
        return False
    if wanted := max(offer.min_quantity, offer.buy if in_sets else 0):
        pieces = 0
        for place in places:
            pieces += lines[place].quantity if lines[place].is_piece else 1
        if pieces < wanted:
            return False
    if offer.min_minor and sum([lines[place].gross_minor for place in places]) < offer.min_minor:
        return False
    return kind is not OfferKind.BUNDLE or all(
        any(lines[place].product_id in part.products or lines[place].category_id in part.categories for place in places)
        for part in offer.parts
    )
