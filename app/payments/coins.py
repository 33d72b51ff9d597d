"""Coins of the shop's currency by weight: how many lie on the scale."""

from __future__ import annotations

# Hundredths of a gram a coin, by its worth in minor units; from the mints' own tables.
WEIGHTS: dict[str, dict[int, int]] = {
    "EUR": {200: 850, 100: 750, 50: 780, 20: 574, 10: 410, 5: 392, 2: 306, 1: 230},
    "USD": {100: 810, 50: 1134, 25: 567, 10: 227, 5: 500, 1: 250},
    "GBP": {200: 1200, 100: 875, 50: 800, 20: 500, 10: 650, 5: 325, 2: 712, 1: 356},
    "CHF": {500: 1320, 200: 880, 100: 440, 50: 220, 20: 400, 10: 300, 5: 180},
}
# Worn coins are about half a percent light: above this many a count by weight could be off by one.
MOST_AT_ONCE = 80


def coin_weight(currency: str, minor: int) -> int | None:
    """Hundredths of a gram of one coin, None for notes and coins whose weight is not known."""
    return WEIGHTS.get(currency, {}).get(minor)


def coins_by_weight(currency: str, minor: int, grams: int) -> int | None:
    """How many coins of one kind weigh so much; None when it is not a whole number of them, or too many to be sure."""
    each = coin_weight(currency, minor)
    if each is None or grams <= 0:
        return None
    weight = grams * 100
    pieces = (weight + each // 2) // each
    # The scale rounds to half a gram, and each coin may be one percent light or heavy.
    slack = 50 + pieces * each // 100
    fits = abs(pieces * each - weight) <= min(slack, each * 2 // 5)
    return pieces if fits and 0 < pieces <= MOST_AT_ONCE else None
