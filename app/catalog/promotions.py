"""Promotions: a percentage off a product, a category or everything, between two moments; the best one holds."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.catalog.models import Promotion
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import Refusal, StateChanged


class BadPromotion(Refusal):
    """A promotion that cannot be: no name, no percentage, or it ends before it starts."""


class PromotionHit(NamedTuple):
    """The promotion that holds for a product; `percent_bp` in hundredths of a percent."""

    id: int
    name: str
    percent_bp: int


class PromotionRow(NamedTuple):
    """A promotion in the list."""

    id: int
    name: str
    percent_bp: int
    product_id: int | None
    category_id: int | None
    starts_at: int
    ends_at: int | None
    is_active: bool


@prepared(rows=PromotionHit)
def _best(product: int, category: int | None, begun: int, ended: int) -> Any:
    whole_shop = Promotion.product.is_null() & Promotion.category.is_null()
    return (
        Promotion.select(Promotion.id, Promotion.name, Promotion.percent_bp)
        .where(
            Promotion.is_active,
            (Promotion.product == product) | (Promotion.category == category) | whole_shop,
            Promotion.starts_at <= begun,
            Promotion.ends_at.is_null() | (Promotion.ends_at > ended),
        )
        .order_by(Promotion.percent_bp.desc(), Promotion.id)
        .limit(1)
    )


def best_promotion(product_id: int, category_id: int | None, at: int) -> PromotionHit | None:
    """The promotion that takes most off a product at a moment, or None."""
    hit: PromotionHit | None = _best.one(product_id, category_id, at, at)
    return hit


@command("catalog.add_promotion")
def add_promotion(
    by: Actor, name: str, percent_bp: int, *, product_id: int | None = None, category_id: int | None = None,
    starts_at: int = 0, ends_at: int | None = None,
) -> int:  # fmt: skip
    """Take a percentage off a product, a category, or everything (neither given); returns the id."""
    name = name.strip()
    if not name or not 0 < percent_bp <= 10_000:
        raise BadPromotion(_("A promotion needs a name and a percentage up to 100."))
    if product_id is not None and category_id is not None:
        raise BadPromotion(_("Choose a product or a category, not both."))
    if ends_at is not None and ends_at <= starts_at:
        raise BadPromotion(_("A promotion ends after it starts."))
    promotion_id = int(
        Promotion.insert(
            name=name, percent_bp=percent_bp, product=product_id, category=category_id, starts_at=starts_at,
            ends_at=ends_at, is_active=True,
        ).execute()
    )  # fmt: skip
    _touch(promotion_id, product_id)
    note(name=name, percent_bp=percent_bp, product=product_id, category=category_id)
    return promotion_id


@command("catalog.stop_promotion")
def stop_promotion(by: Actor, promotion_id: int) -> None:
    """End a promotion now; StateChanged when it has ended already."""
    now = clock.now_ms()
    over = Promotion.ends_at.is_null(False) & (Promotion.ends_at <= now)
    if not Promotion.update(is_active=False).where(Promotion.id == promotion_id, Promotion.is_active, ~over).execute():
        raise StateChanged("promotion", promotion_id)
    row = Promotion.get_by_id(promotion_id)
    _touch(promotion_id, row.product_id)
    note(name=row.name)


def promotions(*, past_too: bool = False) -> list[PromotionRow]:
    """Promotions that hold or will, the newest first; on demand also those that are over."""
    query = Promotion.select(
        Promotion.id, Promotion.name, Promotion.percent_bp, Promotion.product, Promotion.category, Promotion.starts_at,
        Promotion.ends_at, Promotion.is_active,
    )  # fmt: skip
    if not past_too:
        query = query.where(Promotion.is_active, Promotion.ends_at.is_null() | (Promotion.ends_at > clock.now_ms()))
    return [PromotionRow(*row) for row in query.order_by(Promotion.starts_at.desc(), Promotion.id.desc()).tuples()]


def _touch(promotion_id: int, product_id: int | None) -> None:
    touch("promotion", promotion_id)
    if product_id is not None:
        touch("product", product_id)
