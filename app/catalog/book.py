"""The book of offers, prices, taxes and options: read from the store once, kept until something changes at a station."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from app.catalog import charges_tax
from app.catalog.models import (
    GroupOption,
    OptionGroup,
    OptionUse,
    PriceList,
    PriceListLine,
    Promotion,
    PromotionScope,
    Tax,
    TaxMember,
    TaxRate,
    TaxRegime,
    TaxSwap,
)
from app.catalog.offers import Book, ListPrice, Offer, Part
from app.catalog.option_book import Choice, Group, OptionBook
from app.catalog.tax_book import KnownTax, Regime, Swap, TaxBook
from app.core import clock, settings
from app.core.db import db
from app.core.i18n import N_
from app.core.numbers import Counter, next_number
from app.core.prepared import prepared

settings.declare(
    "catalog.prices_include_tax", True, N_("Prices include tax"), N_("Switch it off where tax is added at the till.")
)
ROUNDING = settings.declare(
    "catalog.tax_rounding", "line", N_("Taxes are rounded"),
    N_("By line, or once for each tax of a receipt. An order keeps the way it was placed with."),
    choices={"line": N_("by line"), "document": N_("by document")},
)  # fmt: skip
SERIES = "catalog.book"  # counts the changes, so that every station sees that its book is old

_kept = Book()
_kept_of: tuple[Any, ...] | None = None  # the database, the change and the settings that the kept book was read at


@prepared
def _version(series: str) -> Any:
    return Counter.select(Counter.last_no).where(Counter.series == series)


def current() -> Book:
    """The book that was read last, for threads that may not ask the store."""
    return _kept


def book() -> Book:
    """The book as the store has it now; read anew only when something changed."""
    global _kept, _kept_of
    row = _version.one(SERIES)
    with_tax = bool(settings.read("catalog.prices_include_tax"))
    charges = settings.read(charges_tax.TAX), settings.read(charges_tax.RATE)
    now = db.obj, int(row[0]) if row else 0, str(settings.read(ROUNDING)), not with_tax, charges
    if _kept_of is None or _kept_of[0] is not now[0] or _kept_of[1:] != now[1:]:
        _kept, _kept_of = Book(_offers(), _prices(), now[2], now[3], read_taxes(prices_net=now[3]), _options()), now
    return _kept


def forget() -> None:
    """Offers, prices, taxes or options change with the transaction that is open; a step of the commands that change them."""
    next_number(SERIES)


def _offers() -> tuple[Offer, ...]:
    goes_on = Promotion.is_active & (Promotion.ends_at.is_null() | (Promotion.ends_at > clock.now_ms() - clock.DAY_MS))
    scopes: dict[int, list[PromotionScope]] = defaultdict(list)
    for scope in PromotionScope.select().join(Promotion).where(goes_on).order_by(PromotionScope.id):
        scopes[scope.promotion_id].append(scope)
    return tuple(_offer(row, scopes[row.id]) for row in Promotion.select().where(goes_on))


def _offer(row: Promotion, scopes: list[PromotionScope]) -> Offer:
    mine = [scope for scope in scopes if scope.part == 0]
    products = {scope.product_id for scope in mine if scope.product_id} | ({row.product_id} - {None})
    categories = {scope.category_id for scope in mine if scope.category_id} | ({row.category_id} - {None})
    return Offer(
        row.id, row.name, row.kind, row.percent_bp, row.amount_minor, frozenset(products), frozenset(categories),
        _parts(scopes), row.buy, row.pay, row.min_quantity, row.min_minor, row.starts_at, row.ends_at, row.weekdays,
        row.from_minute, row.to_minute, frozenset(row.customer_groups or ()), row.needs_coupon, row.stacking,
        row.priority, row.most,
    )  # fmt: skip


def _parts(scopes: list[PromotionScope]) -> tuple[Part, ...]:
    parts: dict[int, list[PromotionScope]] = defaultdict(list)
    for scope in scopes:
        if scope.part:
            parts[scope.part].append(scope)
    return tuple(
        Part(
            rows[0].quantity, frozenset(row.product_id for row in rows if row.product_id),
            frozenset(row.category_id for row in rows if row.category_id),
        )
        for _no, rows in sorted(parts.items())
    )  # fmt: skip


def _prices() -> dict[int, tuple[ListPrice, ...]]:
    found: dict[int, list[ListPrice]] = defaultdict(list)
    query = (
        PriceListLine.select(
            PriceListLine.product, PriceListLine.price_e4, PriceListLine.min_quantity, PriceList.name,
            PriceList.customer_ref, PriceList.group_ref, PriceList.starts_at, PriceList.ends_at,
        ).join(PriceList).where(PriceList.is_active).order_by(PriceListLine.id).tuples()
    )  # fmt: skip
    for product, *price in query:
        found[product].append(ListPrice(*price))
    return {product: tuple(prices) for product, prices in found.items()}


def _options() -> OptionBook:
    choices: dict[int, list[Choice]] = defaultdict(list)
    rows = GroupOption.select(GroupOption.group, GroupOption.product, GroupOption.asks_words)
    for group, *choice in rows.order_by(GroupOption.position, GroupOption.id).tuples():
        choices[group].append(Choice(*choice))
    query = OptionGroup.select().where(OptionGroup.is_active).order_by(OptionGroup.position, OptionGroup.id)
    groups = tuple(
        Group(row.id, row.name, row.name_zh, row.least, row.most, tuple(choices[row.id])) for row in query
    )  # fmt: skip
    uses = OptionUse.select(OptionUse.group, OptionUse.product, OptionUse.category).tuples()
    return OptionBook(groups, uses) if groups else OptionBook()


def read_taxes(*, prices_net: bool) -> TaxBook:
    """All taxes and regimes as the store has them."""
    dated: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    rates = TaxRate.select(TaxRate.tax, TaxRate.from_day, TaxRate.rate_bp, TaxRate.amount_e4).order_by(TaxRate.from_day)
    for tax, *rate in rates.tuples():
        dated[tax].append((rate[0], rate[1], rate[2]))
    members: dict[int, list[int]] = defaultdict(list)
    for group, tax in TaxMember.select(TaxMember.group, TaxMember.tax).order_by(TaxMember.no, TaxMember.id).tuples():
        members[group].append(tax)
    swaps: dict[int, list[Swap]] = defaultdict(list)
    for regime, *swap in TaxSwap.select(TaxSwap.regime, TaxSwap.tax, TaxSwap.to_tax, TaxSwap.rate_bp).tuples():
        swaps[regime].append(Swap(*swap))
    taxes = [
        KnownTax(
            row.id, row.code, row.name, row.letter, row.kind, row.place, row.is_compound, row.rate_bp, row.amount_e4,
            tuple(dated[row.id]), tuple(members[row.id]),
        )
        for row in Tax.select().order_by(Tax.id)
    ]  # fmt: skip
    regimes = [
        Regime(row.id, row.name, row.note, row.keeps_others, tuple(swaps[row.id]), row.is_active)
        for row in TaxRegime.select()
    ]
    return TaxBook(taxes, regimes, prices_net=prices_net, charges=charges_tax.charges_tax(taxes))
