"""Baskets: what a caller wants is held for a while, so that a promise made on the phone can be kept."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.i18n import N_
from app.inventory import stock

settings.declare(
    "orders.basket_minutes", 15, N_("Hold a phone order's goods for"),
    N_("Minutes; after that they are free again unless the order was placed."), least=1, most=240,
)  # fmt: skip


class Wanted(NamedTuple):
    """So many base units of a product in a basket."""

    product_id: int
    quantity: int


class Held(NamedTuple):
    """How much of what is wanted is held, and until when (ms)."""

    product_id: int
    wanted: int
    held: int
    until_at: int


@command("orders.hold_basket", journaled=False)
def hold_basket(by: Actor, basket: str, lines: tuple[Wanted, ...]) -> tuple[Held, ...]:
    """Hold the goods of a basket from now on for the set minutes, as much as is free; replaces what it held before."""
    assert basket, "a basket needs a name"
    stock.release_expired()
    stock.release(basket=basket)
    until = clock.now_ms() + settings.read("orders.basket_minutes") * clock.MINUTE_MS
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.product_id] = sums.get(line.product_id, 0) + line.quantity
    held = []
    for product_id in sorted(sums):  # always in the same order: two baskets never wait for each other
        part = max(min(sums[product_id], stock.available(product_id)), 0)
        if part:
            stock.reserve(product_id, part, basket=basket, until_at=until)
        held.append(Held(product_id, sums[product_id], part, until))
    return tuple(held)


@command("orders.drop_basket", journaled=False)
def drop_basket(by: Actor, basket: str) -> int:
    """Give back what a basket holds; returns how many base units."""
    return stock.release(basket=basket)


@command("orders.release_expired", journaled=False)
def release_expired_baskets(by: Actor) -> int:
    """Give back what baskets held longer than they may; called from time to time.  Returns how many base units."""
    return stock.release_expired()
