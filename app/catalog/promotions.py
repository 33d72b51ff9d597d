"""Promotions: what the shop gives off, on what, when and to whom; and the largest plain percentage on a product."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from app.catalog.book import book, forget
from app.catalog.events import OnlyFor
from app.catalog.models import Category, Product, Promotion, PromotionScope
from app.catalog.offers import ALL_WEEK, NOBODY, WHOLE_DAY, OfferKind, Stacking
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged


class BadPromotion(Refusal):
    """A promotion that cannot be: no name, nothing given, or it ends before it starts."""


class PromotionHit(NamedTuple):
    """The promotion that holds for a product; `percent_bp` in hundredths of a percent."""

    id: int
    name: str
    percent_bp: int


class PromotionRow(NamedTuple):
    """A promotion in the list; `product_id` and `category_id` are those of a promotion on one of them."""

    id: int
    name: str
    percent_bp: int
    product_id: int | None
    category_id: int | None
    starts_at: int
    ends_at: int | None
    is_active: bool
    kind: OfferKind
    amount_minor: int
    buy: int
    pay: int
    needs_coupon: bool


@dataclass(frozen=True)
class ScopePart:
    """A part of a bundle: so many pieces out of these products and categories."""

    quantity: int = 1
    products: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()


@dataclass(frozen=True)
class PromotionInput:
    """All that a promotion is; without products and categories it is about everything (see `offers.Offer`)."""

    name: str
    kind: OfferKind = OfferKind.PERCENT
    percent_bp: int = 0
    amount_minor: int = 0
    products: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    parts: tuple[ScopePart, ...] = ()
    buy: int = 0
    pay: int = 0
    min_quantity: int = 0
    min_minor: int = 0
    starts_at: int = 0
    ends_at: int | None = None
    weekdays: int = ALL_WEEK
    from_minute: int = 0
    to_minute: int = WHOLE_DAY
    groups: tuple[int, ...] = ()
    needs_coupon: bool = False
    stacking: Stacking = Stacking.BEST
    priority: int = 0
    most: int = 0
    is_active: bool = True


def best_promotion(product_id: int, category_id: int | None, at: int) -> PromotionHit | None:
    """The promotion that takes the largest plain percentage off a product at a moment, or None."""
    found = [
        offer for offer in book().holding(product_id, category_id, at, NOBODY)
        if offer.is_plain and offer.kind is OfferKind.PERCENT
    ]  # fmt: skip
    if not found:
        return None
    best = max(found, key=lambda offer: (offer.percent_bp, -offer.id))
    return PromotionHit(best.id, best.name, best.percent_bp)


@command("catalog.add_promotion")
def add_promotion(
    by: Actor, name: str, percent_bp: int, *, product_id: int | None = None, category_id: int | None = None,
    starts_at: int = 0, ends_at: int | None = None,
) -> int:  # fmt: skip
    """Take a percentage off a product, a category, or everything (neither given); returns the id."""
    if product_id is not None and category_id is not None:
        raise BadPromotion(_("Choose a product or a category, not both."))
    return _write(PromotionInput(
        name, percent_bp=percent_bp, products=(product_id,) if product_id is not None else (),
        categories=(category_id,) if category_id is not None else (), starts_at=starts_at, ends_at=ends_at,
    ))  # fmt: skip


@command("catalog.save_promotion")
def save_promotion(by: Actor, wanted: PromotionInput, promotion_id: int | None = None) -> int:
    """Add a promotion, or change one that is there; orders that were placed keep what they got.  Returns the id."""
    return _write(wanted, promotion_id)


@command("catalog.stop_promotion")
def stop_promotion(by: Actor, promotion_id: int) -> None:
    """End a promotion now; StateChanged when it has ended already."""
    now = clock.now_ms()
    over = Promotion.ends_at.is_null(False) & (Promotion.ends_at <= now)
    if not Promotion.update(is_active=False).where(Promotion.id == promotion_id, Promotion.is_active, ~over).execute():
        raise StateChanged("promotion", promotion_id)
    row = Promotion.get_by_id(promotion_id)
    _touch(promotion_id, [row.product_id] if row.product_id else [])
    note(name=row.name)


def promotions(*, past_too: bool = False) -> list[PromotionRow]:
    """Promotions that hold or will, the newest first; on demand also those that are over."""
    query = Promotion.select(
        Promotion.id, Promotion.name, Promotion.percent_bp, Promotion.product, Promotion.category, Promotion.starts_at,
        Promotion.ends_at, Promotion.is_active, Promotion.kind, Promotion.amount_minor, Promotion.buy, Promotion.pay,
        Promotion.needs_coupon,
    )  # fmt: skip
    if not past_too:
        query = query.where(Promotion.is_active, Promotion.ends_at.is_null() | (Promotion.ends_at > clock.now_ms()))
    return [PromotionRow(*row) for row in query.order_by(Promotion.starts_at.desc(), Promotion.id.desc()).tuples()]


def promotion(promotion_id: int) -> PromotionInput:
    """All that a promotion is; NotFound when there is none such."""
    row = Promotion.get_or_none(Promotion.id == promotion_id)
    if row is None:
        raise NotFound("promotion", promotion_id)
    scopes = list(row.scopes.order_by(PromotionScope.id))
    mine = [scope for scope in scopes if not scope.part]
    parts = []
    for no in sorted({scope.part for scope in scopes if scope.part}):
        rows = [scope for scope in scopes if scope.part == no]
        parts.append(ScopePart(
            rows[0].quantity, tuple(one.product_id for one in rows if one.product_id),
            tuple(one.category_id for one in rows if one.category_id),
        ))  # fmt: skip
    products = [row.product_id, *(scope.product_id for scope in mine)]
    categories = [row.category_id, *(scope.category_id for scope in mine)]
    return PromotionInput(
        row.name, row.kind, row.percent_bp, row.amount_minor, tuple(one for one in products if one),
        tuple(one for one in categories if one), tuple(parts), row.buy, row.pay, row.min_quantity, row.min_minor,
        row.starts_at, row.ends_at, row.weekdays, row.from_minute, row.to_minute, tuple(row.customer_groups or ()),
        row.needs_coupon, row.stacking, row.priority, row.most, row.is_active,
    )  # fmt: skip


def check_promotion(wanted: PromotionInput) -> None:
    """Raise BadPromotion when a promotion cannot be."""
    kind = wanted.kind
    if not wanted.name.strip():
        raise BadPromotion(_("A promotion needs a name."))
    if not 0 <= wanted.percent_bp <= 10_000 or (kind is OfferKind.PERCENT and not wanted.percent_bp):
        raise BadPromotion(_("A promotion needs a percentage up to 100."))
    if kind is OfferKind.AMOUNT and wanted.amount_minor <= 0:
        raise BadPromotion(_("Say how much is given off."))
    if kind in (OfferKind.N_FOR_M, OfferKind.CHEAPEST_FREE) and not 0 <= wanted.pay < wanted.buy:
        raise BadPromotion(_("Fewer are paid than are bought, such as 3 for 2."))
    if kind is OfferKind.BUNDLE and not wanted.parts:
        raise BadPromotion(_("Say what belongs to the bundle."))
    if any(part.quantity < 1 or not (part.products or part.categories) for part in wanted.parts):
        raise BadPromotion(_("Each part of a bundle has at least one piece of something."))
    if kind is OfferKind.THRESHOLD and (wanted.min_minor <= 0 or not (wanted.percent_bp or wanted.amount_minor)):
        raise BadPromotion(_("Say from which amount on it holds, and what is given off."))
    if wanted.ends_at is not None and wanted.ends_at <= wanted.starts_at:
        raise BadPromotion(_("A promotion ends after it starts."))
    if not 0 < wanted.weekdays <= ALL_WEEK:
        raise BadPromotion(_("A promotion holds on one day of the week at least."))
    if min(wanted.amount_minor, wanted.min_minor, wanted.min_quantity, wanted.most) < 0:
        raise BadPromotion(_("An amount is not less than nought."))
    if not (0 <= wanted.from_minute < WHOLE_DAY and 0 < wanted.to_minute <= WHOLE_DAY):
        raise BadPromotion(_("Hours go from 0:00 to 24:00."))


def _write(wanted: PromotionInput, promotion_id: int | None = None) -> int:
    check_promotion(wanted)
    _check_goods(wanted)
    if wanted.groups:
        emit(OnlyFor(groups=wanted.groups))
    single = len(wanted.products) + len(wanted.categories) == 1
    values = {
        "name": wanted.name.strip()[:80], "kind": wanted.kind, "percent_bp": wanted.percent_bp,
        "amount_minor": wanted.amount_minor, "product": wanted.products[0] if single and wanted.products else None,
        "category": wanted.categories[0] if single and wanted.categories else None, "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at, "is_active": wanted.is_active, "buy": wanted.buy, "pay": wanted.pay,
        "min_quantity": wanted.min_quantity, "min_minor": wanted.min_minor, "weekdays": wanted.weekdays,
        "from_minute": wanted.from_minute, "to_minute": wanted.to_minute,
        "customer_groups": list(wanted.groups) or None, "needs_coupon": wanted.needs_coupon,
        "stacking": wanted.stacking, "priority": wanted.priority, "most": wanted.most,
    }  # fmt: skip
    if promotion_id is None:
        promotion_id = int(Promotion.insert(**values).execute())
    elif not Promotion.update(**values).where(Promotion.id == promotion_id).execute():
        raise NotFound("promotion", promotion_id)
    PromotionScope.delete().where(PromotionScope.promotion == promotion_id).execute()
    if not single:
        _write_scope(promotion_id, 0, 1, wanted.products, wanted.categories)
    for no, part in enumerate(wanted.parts, 1):
        _write_scope(promotion_id, no, part.quantity, part.products, part.categories)
    _touch(promotion_id, wanted.products)
    said = asdict(wanted)
    note(promotion_id=promotion_id, **{name: value for name, value in said.items() if value})
    return promotion_id


def _check_goods(wanted: PromotionInput) -> None:
    """Raise NotFound for a product or category that is not there."""
    parts = [(wanted.products, wanted.categories), *((part.products, part.categories) for part in wanted.parts)]
    for kind, table, ids in (
        ("product", Product, {one for products, _categories in parts for one in products}),
        ("category", Category, {one for _products, categories in parts for one in categories}),
    ):
        there = {row[0] for row in table.select(table.id).where(table.id.in_(list(ids))).tuples()}
        if lost := ids - there:
            raise NotFound(kind, min(lost))


def _write_scope(
    promotion_id: int, part: int, quantity: int, products: Iterable[int], categories: Iterable[int]
) -> None:  # fmt: skip
    for product in products:
        PromotionScope.insert(promotion=promotion_id, part=part, quantity=quantity, product=product).execute()
    for category in categories:
        PromotionScope.insert(promotion=promotion_id, part=part, quantity=quantity, category=category).execute()


def _touch(promotion_id: int, products: Iterable[int]) -> None:
    forget()
    touch("promotion", promotion_id)
    for product_id in products:
        touch("product", product_id)
