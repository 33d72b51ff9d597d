"""What is asked about goods before they go onto a ticket or an order: their groups of options, with price and stock."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.book import book
from app.catalog.codes import CodeHit, hit_of
from app.catalog.option_book import Group
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
    options = book().options
    if not options:
        return ()
    hit = hit_of(product_id)
    found = (_asked(group) for group in options.of(product_id, hit.category_id, hit.variant_of))
    return tuple(group for group in found if group.choices)


def _asked(group: Group) -> AskedGroup:
    hits = [(hit_of(choice.product_id), choice.asks_words) for choice in group.choices]
    choices = tuple(AskedChoice(_option(hit), asks, _left(hit)) for hit, asks in hits if _can_be_chosen(hit))
    return AskedGroup(
        group.id, group.name, group.name_zh, min(group.least, len(choices)), min(group.most, len(choices)), choices
    )


def _can_be_chosen(hit: CodeHit) -> bool:
    """Whether it is still what an option has to be; its product may have been changed since."""
    is_other = hit.is_kit or hit.has_variants or hit.is_gift_card or hit.needs_serial or hit.unit != "piece"
    return hit.is_active and not is_other


def _option(hit: CodeHit) -> Sellable:
    return ticket_item(hit)._replace(kind=LineKind.OPTION, deposit=())


def _left(hit: CodeHit) -> int | None:
    row = with_stock(hit.product_id) if hit.is_stocked else None
    return row.available if row is not None else None
