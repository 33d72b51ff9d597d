"""Price lists: other prices for a customer, a group or everybody, from a quantity on, between two moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from peewee import fn

from app.catalog.book import forget
from app.catalog.events import OnlyFor
from app.catalog.models import PriceList, PriceListLine, Product
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged


class BadPriceList(Refusal):
    """A price list that cannot be."""


class ListLine(NamedTuple):
    """The price of a product, for its `price_per`, from a quantity of base units on."""

    product_id: int
    price_e4: int
    min_quantity: int = 1


@dataclass(frozen=True)
class PriceListInput:
    """All that a price list is; without customer and group it is for everybody."""

    name: str
    customer_id: int | None = None
    group_id: int | None = None
    starts_at: int = 0
    ends_at: int | None = None
    lines: tuple[ListLine, ...] = ()


class PriceListRow(NamedTuple):
    """A price list among others."""

    id: int
    name: str
    customer_id: int | None
    group_id: int | None
    starts_at: int
    ends_at: int | None
    is_active: bool
    lines: int


class PriceRow(NamedTuple):
    """A line of a price list with its product."""

    product_id: int
    sku: str
    name: str
    list_price_e4: int
    price_per: int
    min_quantity: int
    price_e4: int


@command("catalog.save_price_list")
def save_price_list(by: Actor, wanted: PriceListInput, price_list_id: int | None = None) -> int:
    """Add a price list, or change one with all its lines; returns the id.  BadPriceList, NotFound."""
    _check(wanted)
    customers, groups = (() if one is None else (one,) for one in (wanted.customer_id, wanted.group_id))
    if customers or groups:
        emit(OnlyFor(customers, groups))
    values = {
        "name": wanted.name.strip()[:80], "customer_ref": wanted.customer_id, "group_ref": wanted.group_id,
        "starts_at": wanted.starts_at, "ends_at": wanted.ends_at, "is_active": True,
    }  # fmt: skip
    if price_list_id is None:
        price_list_id = int(PriceList.insert(**values).execute())
    elif not PriceList.update(**values).where(PriceList.id == price_list_id).execute():
        raise NotFound("price list", price_list_id)
    PriceListLine.delete().where(PriceListLine.price_list == price_list_id).execute()
    for line in wanted.lines:
        PriceListLine.insert(
            price_list=price_list_id, product=line.product_id, min_quantity=line.min_quantity, price_e4=line.price_e4
        ).execute()
        touch("product", line.product_id)
    forget()
    touch("price_list", price_list_id)
    note(price_list_id=price_list_id, **asdict(wanted) | {"lines": [list(line) for line in wanted.lines]})
    return price_list_id


@command("catalog.stop_price_list")
def stop_price_list(by: Actor, price_list_id: int) -> None:
    """Take a price list out of use; StateChanged when it is already."""
    if not PriceList.update(is_active=False).where(PriceList.id == price_list_id, PriceList.is_active).execute():
        raise StateChanged("price list", price_list_id)
    forget()
    touch("price_list", price_list_id)
    note(name=PriceList.get_by_id(price_list_id).name)


def price_lists(*, past_too: bool = False) -> list[PriceListRow]:
    """The price lists in use, by name; on demand also those that were stopped."""
    lines = PriceListLine.select(fn.COUNT(PriceListLine.id)).where(PriceListLine.price_list == PriceList.id)
    query = PriceList.select(
        PriceList.id, PriceList.name, PriceList.customer_ref, PriceList.group_ref, PriceList.starts_at,
        PriceList.ends_at, PriceList.is_active, lines,
    )  # fmt: skip
    if not past_too:
        query = query.where(PriceList.is_active)
    return [PriceListRow(*row) for row in query.order_by(PriceList.name, PriceList.id).tuples()]


def price_lists_of(customer_id: int) -> list[str]:
    """The names of the price lists that hold for one customer alone, now."""
    now = clock.now_ms()
    query = PriceList.select(PriceList.name).where(
        PriceList.customer_ref == customer_id, PriceList.is_active, PriceList.starts_at <= now,
        PriceList.ends_at.is_null() | (PriceList.ends_at > now),
    )  # fmt: skip
    return [name for (name,) in query.order_by(PriceList.name).tuples()]


def price_list_lines(price_list_id: int) -> list[PriceRow]:
    """The prices of a list by product and quantity."""
    query = (
        PriceListLine.select(
            PriceListLine.product, Product.sku, Product.name, Product.price_e4, Product.price_per,
            PriceListLine.min_quantity, PriceListLine.price_e4,
        ).join(Product).where(PriceListLine.price_list == price_list_id)
    )  # fmt: skip
    return [PriceRow(*row) for row in query.order_by(Product.name, PriceListLine.min_quantity).tuples()]


def _check(wanted: PriceListInput) -> None:
    ids = {line.product_id for line in wanted.lines}
    if lost := ids - {row[0] for row in Product.select(Product.id).where(Product.id.in_(list(ids))).tuples()}:
        raise NotFound("product", min(lost))
    if not wanted.name.strip():
        raise BadPriceList(_("A price list needs a name."))
    if wanted.customer_id is not None and wanted.group_id is not None:
        raise BadPriceList(_("Choose a customer or a group, not both."))
    if wanted.ends_at is not None and wanted.ends_at <= wanted.starts_at:
        raise BadPriceList(_("A price list ends after it starts."))
    if any(line.price_e4 < 0 or line.min_quantity < 1 for line in wanted.lines):
        raise BadPriceList(_("A price is not less than nought, and a quantity is at least 1."))
    _check_once(wanted.lines)


def _check_once(lines: Sequence[ListLine]) -> None:
    keys = [(line.product_id, line.min_quantity) for line in lines]
    if len(set(keys)) != len(keys):
        raise BadPriceList(_("A product stands twice in the list with the same quantity."))
