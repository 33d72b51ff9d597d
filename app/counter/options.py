"""What is asked about goods before they go onto a ticket or an order: their groups of options, with price and stock."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.book import book
from app.catalog.choices import OpenGroup, open_groups
from app.catalog.codes import CodeHit, hit_of
from app.counter.lines import Sellable
from app.counter.lookup import sellable as ticket_item
from app.inventory.queries import sellable as with_stock
from app.orders.line_kinds import LineKind


class AskedChoice(NamedTuple):
    """An option that may be chosen; `left` is free stock, None when it has none to run out of."""

    item: Sellable
    asks_words: bool = False
    left: int | None = None


class AskedGroup(NamedTuple):
    """A group that is asked for goods; at least and at most so many of its choices."""

    id: int
    name: str
    name_zh: str
    least: int
    most: int
    choices: tuple[AskedChoice, ...]


def groups_for(product_id: int) -> tuple[AskedGroup, ...]:
    """The groups that go with a product, in their order; what is sold no more is left out."""
    return tuple(map(_asked, open_groups(hit_of(product_id)))) if book().options else ()


def _asked(group: OpenGroup) -> AskedGroup:
    choices = tuple(AskedChoice(_option(one.hit), one.asks_words, _left(one.hit)) for one in group.choices)
    return AskedGroup(group.id, group.name, group.name_zh, group.least, group.most, choices)


def _option(hit: CodeHit) -> Sellable:
    return ticket_item(hit)._replace(kind=LineKind.OPTION, deposit=())


def _left(hit: CodeHit) -> int | None:
    row = with_stock(hit.product_id) if hit.is_stocked else None
    return row.available if row is not None else None
