"""Baskets: what a caller wants is held for a while, so that a promise made on the phone can be kept."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.kits import Part, parts_of
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
    kits = {product_id: parts for product_id in sums if (parts := parts_of(product_id))}
    goods = {product_id: wanted for product_id, wanted in sums.items() if product_id not in kits}
    for product_id, parts in kits.items():
        for one in parts:
            goods[one.product_id] = goods.get(one.product_id, 0) + one.quantity * sums[product_id]
    got = {}
    for product_id in sorted(goods):  # always in the same order: two baskets never wait for each other
        got[product_id] = max(min(goods[product_id], stock.available(product_id)), 0)
        if got[product_id]:
            stock.reserve(product_id, got[product_id], basket=basket, until_at=until)
    return tuple(
        Held(product_id, sums[product_id], min(sums[product_id], _held(product_id, kits, got)), until)
        for product_id in sorted(sums)
    )


def _held(product_id: int, kits: dict[int, list[Part]], got: dict[int, int]) -> int:
    """How many are held; of a kit, for how many the held parts are enough."""
    if product_id not in kits:
        return got[product_id]
    return min(got[one.product_id] // one.quantity for one in kits[product_id])


@command("orders.drop_basket", journaled=False)
def drop_basket(by: Actor, basket: str) -> int:
    """Give back what a basket holds; returns how many base units."""
    return stock.release(basket=basket)


@command("orders.release_expired", journaled=False)
def release_expired_baskets(by: Actor) -> int:
    """Give back what baskets held longer than they may; called from time to time.  Returns how many base units."""
    return stock.release_expired()
