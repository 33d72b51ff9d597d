"""Sales reports, all from the rollups: by hour, day, month, channel, product, person and country."""

from __future__ import annotations

from operator import add
from typing import Any

from peewee import fn

from app.analysis.models import SalesCountry, SalesHour, SalesProduct
from app.analysis.report import Cell, Column, Kind, Report, build, change_bp, reports, share_bp
from app.catalog.models import Product
from app.catalog.names import product_name
from app.core import clock
from app.core.i18n import N_, _
from app.orders.states import Channel
from app.staff.models import Person

TOP = 200
CHANNELS = {Channel.COUNTER: N_("Counter"), Channel.PHONE: N_("Phone"), Channel.ONLINE: N_("Online store")}
_SUMS = ("orders", "pieces", "total_minor", "refunded_minor")


def sums_by(model: Any, keys: list[Any], match: Any, names: tuple[str, ...] = _SUMS) -> list[tuple[Any, ...]]:
    """Rows of keys and whole sums over a rollup, in the order of the keys."""
    added = [fn.SUM(getattr(model, name)) for name in names]
    query = model.select(*keys, *added).where(match).group_by(*keys).order_by(*keys).tuples()
    return [(*row[: len(keys)], *(int(value or 0) for value in row[len(keys) :])) for row in query]


def in_days(model: Any, from_day: str, to_day: str) -> Any:
    """Rows of a rollup by day that lie in a period."""
    return (model.day >= from_day) & (model.day <= to_day)


def _money_columns() -> tuple[Column, ...]:
    return (
        Column("orders", _("Orders"), Kind.COUNT), Column("pieces", _("Pieces"), Kind.COUNT),
        Column("total", _("Sales"), Kind.MONEY), Column("refunded", _("Refunded"), Kind.MONEY),
        Column("net", _("Net"), Kind.MONEY), Column("basket", _("Average basket"), Kind.MONEY),
    )  # fmt: skip


_ADDED = ("orders", "pieces", "total", "refunded", "net")


def _money(orders: int, pieces: int, total: int, refunded: int) -> tuple[Cell, ...]:
    return orders, pieces, total, refunded, total - refunded, total // orders if orders else None


@reports("hours", N_("Sales by hour"))
def hours(from_day: str, to_day: str) -> Report:
    """Sales by hour of the day, over all days of the period."""
    rows = sums_by(SalesHour, [SalesHour.hour], in_days(SalesHour, from_day, to_day))
    columns = (Column("hour", _("Hour")), *_money_columns())
    return build("hours", columns, ((f"{row[0]:02}:00", *_money(*row[1:])) for row in rows), add=_ADDED)


@reports("days", N_("Sales by day"))
def days(from_day: str, to_day: str) -> Report:
    """Sales by day, beside the same weekday of the week before."""
    start = clock.add_days(from_day, -7)
    found = {row[0]: row[1:] for row in sums_by(SalesHour, [SalesHour.day], in_days(SalesHour, start, to_day))}
    nothing = (0, 0, 0, 0)
    rows = []
    for day in _days(from_day, to_day):
        now, before = found.get(day, nothing), found.get(clock.add_days(day, -7), nothing)
        if any(now) or any(before):
            rows.append((day, *_money(*now), before[2], change_bp(before[2], now[2])))
    columns = (
        Column("day", _("Day"), Kind.DAY), *_money_columns(), Column("before", _("Week before"), Kind.MONEY),
        Column("change", _("Change"), Kind.PERCENT),
    )  # fmt: skip
    return build("days", columns, rows, add=(*_ADDED, "before"))


def _days(from_day: str, to_day: str) -> list[str]:
    return [clock.add_days(from_day, step) for step in range(max(clock.days_between(from_day, to_day) + 1, 0))]


@reports("months", N_("Sales by month"))
def months(from_day: str, to_day: str) -> Report:
    """Sales by month, as far as its days lie in the period."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for day, *sums in sums_by(SalesHour, [SalesHour.day], in_days(SalesHour, from_day, to_day)):
        before = found.get(day[:7], (0, 0, 0, 0))
        found[day[:7]] = tuple(map(add, before, sums))
    columns = (Column("month", _("Month")), *_money_columns())
    return build("months", columns, ((month, *_money(*sums)) for month, sums in found.items()), add=_ADDED)


@reports("channels", N_("Where orders come from"))
def channels(from_day: str, to_day: str) -> Report:
    """Sales by channel with each one's share."""
    rows = sums_by(SalesHour, [SalesHour.channel], in_days(SalesHour, from_day, to_day))
    rows.sort(key=lambda row: -row[3])
    whole = sum(row[3] for row in rows)
    columns = (Column("channel", _("Channel")), *_money_columns(), Column("share", _("Share"), Kind.PERCENT))
    made = ((_(CHANNELS[Channel(row[0])]), *_money(*row[1:]), share_bp(row[3], whole)) for row in rows)
    return build("channels", columns, made, add=_ADDED)


@reports("products", N_("Best sellers"))
def products(from_day: str, to_day: str) -> Report:
    """The products that brought most, with margin and what came back."""
    names = ("quantity", "total_minor", "cost_minor", "returned", "refunded_minor")
    added = [fn.SUM(getattr(SalesProduct, name)).alias(f"s{no}") for no, name in enumerate(names)]
    best = (
        SalesProduct.select(SalesProduct.product.alias("product"), *added)
        .where(in_days(SalesProduct, from_day, to_day))
        .group_by(SalesProduct.product)
        .order_by(fn.SUM(SalesProduct.total_minor).desc())
        .limit(TOP)
    )  # fmt: skip
    query: Any = (
        Product.select(Product.id, Product.sku, product_name(), best.c.s0, best.c.s1, best.c.s2, best.c.s3, best.c.s4)
        .join(best, on=(best.c.product == Product.id))
        .order_by(best.c.s1.desc(), Product.name)
    )
    rows = [(*row[:3], *(int(value) for value in row[3:])) for row in query.tuples()]
    columns = (
        Column("sku", _("SKU")), Column("product", _("Product")), Column("pieces", _("Pieces"), Kind.COUNT),
        Column("total", _("Sales"), Kind.MONEY), Column("cost", _("Cost"), Kind.MONEY),
        Column("returned", _("Returned"), Kind.COUNT), Column("refunded", _("Credited"), Kind.MONEY),
        Column("rate", _("Returned, %"), Kind.PERCENT),
    )  # fmt: skip
    made = ((*row[1:], share_bp(row[6], row[3])) for row in rows)
    return build(
        "products", columns, made, add=("pieces", "total", "cost", "returned", "refunded"),
        links=(("product", row[0]) for row in rows),
    )  # fmt: skip


@reports("staff", N_("Sales by person"))
def staff(from_day: str, to_day: str) -> Report:
    """Sales by the person who took them; refunds stand with who gave them."""
    people: Any = Person.select(Person.id, Person.name).tuples()
    names: dict[int, str] = dict(people)
    rows = sums_by(SalesHour, [SalesHour.person], in_days(SalesHour, from_day, to_day))
    rows.sort(key=lambda row: -row[3])
    columns = (Column("person", _("Person")), *_money_columns())
    made = ((names.get(row[0], _("Kontor")), *_money(*row[1:])) for row in rows)
    return build("staff", columns, made, add=_ADDED, links=(("person", row[0]) for row in rows))


@reports("countries", N_("Sales by country"))
def countries(from_day: str, to_day: str) -> Report:
    """Sales by country of the address, for the whole months that the period touches; counter sales have none."""
    match = (SalesCountry.month >= from_day[:7]) & (SalesCountry.month <= to_day[:7])
    rows = sums_by(SalesCountry, [SalesCountry.country], match)
    rows.sort(key=lambda row: -row[3])
    columns = (Column("country", _("Country")), *_money_columns())
    made = ((country_name(row[0]), *_money(*row[1:])) for row in rows)
    return build("countries", columns, made, add=_ADDED, note=_("Whole months"))


def country_name(code: str) -> str:
    """A country in the language of the window; the code itself when nobody knows it."""
    from babel import Locale, UnknownLocaleError

    from app.core.i18n import language

    try:
        return str(Locale.parse(language()).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code
