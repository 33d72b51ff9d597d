"""The offers of the shop as plain values: what each gives, where, when, to whom, and how it goes with others."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.catalog.option_book import NO_OPTIONS, OptionBook
from app.catalog.tax_book import PLAIN_TAXES, TaxBook
from app.core import clock

ALL_WEEK = 127  # a bit a weekday, Monday is 1
WHOLE_DAY = 24 * 60


class OfferKind(StrEnum):
    """What an offer gives."""

    PERCENT = "percent"  # a percentage off each
    AMOUNT = "amount"  # an amount off each
    PRICE = "price"  # each costs an amount
    N_FOR_M = "n_for_m"  # of n of the same product, m are paid
    CHEAPEST_FREE = "cheapest_free"  # of n of any kind, the cheapest are (partly) free
    BUNDLE = "bundle"  # a set of different things for one price
    THRESHOLD = "threshold"  # an amount or percentage off once so much was bought


class Stacking(StrEnum):
    """How an offer goes with others."""

    BEST = "best"  # of all such offers, each piece gets the one that is worth most
    ON_TOP = "on_top"  # is given besides the others, off what is left of the price
    ALONE = "alone"  # like best, and nothing comes on top


class Part(NamedTuple):
    """One part of a bundle: so many pieces out of these products and categories."""

    quantity: int
    products: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()


class Offer(NamedTuple):
    """One offer; without products and categories it holds for everything.

    `buy` and `pay` are n and m; `percent_bp` of CHEAPEST_FREE is how much of the price is given off the cheapest.
    `min_quantity` pieces and `min_minor` must be in its scope before it holds; `most` limits its sets in one sale.
    """

    id: int
    name: str
    kind: OfferKind
    percent_bp: int = 0
    amount_minor: int = 0
    products: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()
    buy: int = 0
    pay: int = 0
    min_quantity: int = 0
    min_minor: int = 0
    starts_at: int = 0
    ends_at: int | None = None
    weekdays: int = ALL_WEEK
    from_minute: int = 0
    to_minute: int = WHOLE_DAY
    groups: frozenset[int] = frozenset()  # of customers; empty: everybody
    needs_coupon: bool = False
    stacking: Stacking = Stacking.BEST
    priority: int = 0  # offers of a higher priority take their pieces first
    most: int = 0

    def holds_at(self, at: int) -> bool:
        """Whether the offer runs at a moment: its dates, weekdays and hours, by the shop's clock."""
        if at < self.starts_at or (self.ends_at is not None and at >= self.ends_at):
            return False
        if self.weekdays == ALL_WEEK and self.from_minute == 0 and self.to_minute == WHOLE_DAY:
            return True
        weekday, minute = _week_time(at, clock.shop_zone())
        if self.from_minute < self.to_minute:
            return bool(self.weekdays >> weekday & 1) and self.from_minute <= minute < self.to_minute
        if minute < self.to_minute:  # past midnight it still belongs to the evening before
            return bool(self.weekdays >> (weekday - 1) % 7 & 1)
        return bool(self.weekdays >> weekday & 1) and minute >= self.from_minute

    @property
    def is_plain(self) -> bool:
        """For everybody, on each product by itself and without conditions: of several alike, only the best matters."""
        return (
            self.kind in _BY_ITSELF and self.stacking is Stacking.BEST
            and not (self.needs_coupon or self.groups or self.min_quantity or self.min_minor)
        )  # fmt: skip

    @property
    def connects(self) -> bool:
        """Whether what one line gets of it depends on other lines."""
        return self.kind not in (OfferKind.PERCENT, OfferKind.AMOUNT, OfferKind.PRICE) or bool(
            self.min_quantity or self.min_minor
        )

    def lines_of(self, product_id: int | None) -> Any:
        """What the lines that it connects have in common; sets of one product connect lines of that product only."""
        own = self.kind is OfferKind.N_FOR_M and not (self.min_quantity or self.min_minor)
        return (self.id, product_id) if own else self.id

    @property
    def sort(self) -> tuple[int, ...]:
        """What plain offers have in common that can be compared by their worth alone."""
        return _BY_ITSELF[self.kind], self.priority, self.buy, self.pay, self.most

    @property
    def worth(self) -> int:
        """How much a plain offer gives, the more the better."""
        return -self.amount_minor if self.kind is OfferKind.PRICE else self.percent_bp or self.amount_minor


_BY_ITSELF = {OfferKind.PERCENT: 0, OfferKind.AMOUNT: 1, OfferKind.PRICE: 2, OfferKind.N_FOR_M: 3}


class Who(NamedTuple):
    """Whom offers and prices are for: the customer, their group, the offers whose coupons were shown, and the tax regime."""

    customer_id: int | None = None
    group_id: int | None = None
    coupons: frozenset[int] = frozenset()
    regime_id: int | None = None


NOBODY = Who()


class ListPrice(NamedTuple):
    """The price of a product in a price list, from a quantity on."""

    price_e4: int
    min_quantity: int
    list_name: str
    customer_id: int | None
    group_id: int | None
    starts_at: int
    ends_at: int | None

    def holds(self, who: Who, quantity: int, at: int) -> bool:
        """Whether this price is for the customer, the quantity and the moment."""
        return (
            quantity >= self.min_quantity and self.starts_at <= at and (self.ends_at is None or at < self.ends_at)
            and (self.customer_id is None or self.customer_id == who.customer_id)
            and (self.group_id is None or self.group_id == who.group_id)
        )  # fmt: skip


_MOST_KEPT = 50_000


class Book:
    """All offers and list prices of the shop, how it counts taxes, and the options of goods; never changed, only replaced."""

    def __init__(
        self, offers: tuple[Offer, ...] = (), prices: dict[int, tuple[ListPrice, ...]] | None = None,
        rounding: str = "line", prices_net: bool = False, taxes: TaxBook = PLAIN_TAXES,
        options: OptionBook = NO_OPTIONS,
    ) -> None:  # fmt: skip
        self.rounding = rounding  # of taxes: by line or by document
        self.prices_net = prices_net  # tax comes on top of the shop's prices
        self.taxes = taxes
        self.options = options
        self.offers = {offer.id: offer for offer in offers}
        self._prices = prices or {}
        self._products: dict[int, list[Offer]] = {}
        self._categories: dict[int, list[Offer]] = {}
        self._everything: list[Offer] = []
        for offer in sorted(offers, key=lambda one: one.id):
            self._place(offer)
        self.own: dict[Any, Any] = {}  # what products get by themselves, kept for `choose`
        self.groups: dict[Any, Any] = {}  # and what groups of lines that offers connect get
        self._kept: dict[tuple[int | None, int | None, int, Who], tuple[Offer, ...]] = {}
        self._connecting: dict[tuple[int | None, int | None, int, Who], tuple[tuple[Any, Offer], ...]] = {}

    def __bool__(self) -> bool:
        return bool(self.offers)

    def holding(self, product_id: int | None, category_id: int | None, at: int, who: Who) -> tuple[Offer, ...]:
        """The offers that a product may get at a moment; remembered, for a scan asks the same for all lines again."""
        key = (product_id, category_id, at, who)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._find(product_id, category_id, at, who)
        return found

    def connecting(
        self, product_id: int | None, category_id: int | None, at: int, who: Who
    ) -> tuple[tuple[Any, Offer], ...]:
        """Those of them by which what one line gets depends on others, each with what names its lines; remembered."""
        key = (product_id, category_id, at, who)
        found = self._connecting.get(key)
        if found is None:
            if len(self._connecting) >= _MOST_KEPT:
                self._connecting.clear()
            holding = self.holding(product_id, category_id, at, who)
            found = self._connecting[key] = tuple(
                [(offer.lines_of(product_id), offer) for offer in holding if offer.connects]
            )
        return found

    def price_of(self, product_id: int | None, quantity: int, at: int, who: Who) -> ListPrice | None:
        """The lowest price of the price lists that holds, or None."""
        best = None
        for price in self._prices.get(product_id or 0, ()):
            if price.holds(who, quantity, at) and (best is None or price.price_e4 < best.price_e4):
                best = price
        return best

    @property
    def has_prices(self) -> bool:
        """Whether there is any price list."""
        return bool(self._prices)

    def _place(self, offer: Offer) -> None:
        products = offer.products.union(*(part.products for part in offer.parts))
        categories = offer.categories.union(*(part.categories for part in offer.parts))
        for product in products:
            self._products.setdefault(product, []).append(offer)
        for category in categories:
            self._categories.setdefault(category, []).append(offer)
        if not products and not categories:
            self._everything.append(offer)

    def _find(self, product_id: int | None, category_id: int | None, at: int, who: Who) -> tuple[Offer, ...]:
        found: dict[int, Offer] = {}
        plain: dict[tuple[int, ...], Offer] = {}  # the best of each sort that only differs in how much it gives
        for offers in (
            self._products.get(product_id or 0, ()), self._categories.get(category_id or 0, ()), self._everything
        ):  # fmt: skip
            for offer in offers:
                if not offer.holds_at(at):
                    continue
                if offer.is_plain:
                    best = plain.get(offer.sort)
                    if best is None or (offer.worth, -offer.id) > (best.worth, -best.id):
                        plain[offer.sort] = offer
                elif _is_for(offer, who):
                    found[offer.id] = offer
        found |= {offer.id: offer for offer in plain.values()}
        return tuple(offer for _id, offer in sorted(found.items()))


def _is_for(offer: Offer, who: Who) -> bool:
    if offer.groups and who.group_id not in offer.groups:
        return False
    return not offer.needs_coupon or offer.id in who.coupons


@lru_cache(maxsize=8_192)
def _week_time(at: int, zone: ZoneInfo) -> tuple[int, int]:
    """Weekday (Monday is 0) and minute of the day by the shop's clock."""
    there = datetime.fromtimestamp(at / 1000, zone)
    return there.weekday(), there.hour * 60 + there.minute
