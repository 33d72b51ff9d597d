"""A scan on a ticket of 200 lines while 10,000 offers run: the ticket is priced again, offers and all.

python bench/offers.py [--offers N] [--lines N]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

CATEGORIES, PRODUCTS = 60, 5_000


def some_offers(count: int, chosen: random.Random) -> tuple:
    """Offers as a chain might have them: most on products, some on categories, a few on everything, all kinds."""
    from app.catalog.offers import Offer, OfferKind, Part, Stacking

    kinds = list(OfferKind)
    found = []
    for no in range(1, count + 1):
        kind = OfferKind.PERCENT if chosen.random() < 0.6 else chosen.choice(kinds)
        products = frozenset(chosen.sample(range(1, PRODUCTS + 1), chosen.randrange(1, 8)))
        on_category = chosen.random() < 0.05
        parts = ()
        if kind is OfferKind.BUNDLE:
            parts = tuple(Part(1, frozenset([chosen.randrange(1, PRODUCTS + 1)])) for _part in range(3))
        found.append(Offer(
            no, f"Offer {no}", kind, percent_bp=chosen.randrange(500, 5000) if kind is OfferKind.PERCENT else 0,
            amount_minor=chosen.randrange(50, 900), products=frozenset() if parts or on_category else products,
            categories=frozenset([chosen.randrange(CATEGORIES)]) if on_category and not parts else frozenset(),
            parts=parts, buy=3, pay=2, min_minor=5_000 if kind is OfferKind.THRESHOLD else 0,
            stacking=Stacking.ON_TOP if chosen.random() < 0.02 else Stacking.BEST,
            from_minute=0, to_minute=24 * 60, groups=frozenset([3]) if chosen.random() < 0.1 else frozenset(),
        ))  # fmt: skip
    return tuple(found)


def keep_offers(offers: tuple) -> None:
    """Put the offers that name products into the open store; all of them hold now and for everybody."""
    from app.catalog.models import Promotion, PromotionScope
    from app.core.db import db

    with db.atomic():
        for offer in (one for one in offers if one.products or one.parts):
            promotion = Promotion.insert(
                name=offer.name, kind=offer.kind, percent_bp=offer.percent_bp, amount_minor=offer.amount_minor,
                buy=offer.buy, pay=offer.pay, min_minor=offer.min_minor, stacking=offer.stacking,
            ).execute()  # fmt: skip
            scopes = [(0, product) for product in offer.products]
            scopes += [(no, product) for no, part in enumerate(offer.parts, 1) for product in part.products]
            rows = [{"promotion": promotion, "part": part, "product": product} for part, product in scopes]
            if rows:
                PromotionScope.insert_many(rows).execute()


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--offers", type=int, default=10_000)
    asked.add_argument("--lines", type=int, default=200)
    asked.add_argument("--times", type=int, default=50)
    options = asked.parse_args()
    from app.catalog.offers import Book, Who
    from app.orders.basket import BasketLine, price_basket
    from bench.common import calibration_ms, spread, tell

    chosen = random.Random(1)
    made = some_offers(options.offers, chosen)
    began = time.process_time()
    book = Book(made)
    built_ms = round((time.process_time() - began) * 1e3, 1)
    lines = [
        BasketLine(chosen.randrange(1, PRODUCTS + 1), chosen.randrange(CATEGORIES), chosen.randrange(1, 5),
                   chosen.randrange(1, 90) * 5_000, at=1_700_000_000_000 + no * 1000, tax_bp=2300)
        for no in range(options.lines + options.times)
    ]  # fmt: skip
    who = Who(None, 3)
    began = time.process_time()
    price_basket(lines[: options.lines], book, who)
    first_ms = round((time.process_time() - began) * 1e3, 1)
    taken = []
    for no in range(options.times):
        began = time.process_time()
        price_basket(lines[: options.lines + no + 1], book, who)
        taken.append((time.process_time() - began) * 1e3)
    tell("offers", offers=options.offers, lines=options.lines, unit="ms CPU", book_ms=built_ms, first_ms=first_ms,
         calibration_ms=calibration_ms(), **spread(taken, 2))  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
