"""What a promotion would do to a basket, before it is saved: a few goods of its scope, priced with it alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from app.catalog.models import Product, Tax
from app.catalog.names import product_name
from app.catalog.offers import Book, Offer, OfferKind, Part, Who
from app.catalog.promotions import PromotionInput, check_promotion
from app.orders.basket import BasketLine, price_basket
from app.orders.why import Described, Why, why_basket

MOST_KINDS, MOST_PIECES = 3, 60


class Preview(NamedTuple):
    """A basket with a promotion, and what it would cost without."""

    why: Why
    before_minor: int


class _Goods(NamedTuple):
    id: int
    name: str
    category_id: int | None
    unit: str
    price_e4: int
    price_per: int
    tax_bp: int
    tax_id: int


def preview_promotion(wanted: PromotionInput) -> Preview | None:
    """A basket that reaches the promotion; None when nothing on sale is in its scope.  BadPromotion as saving would."""
    check_promotion(wanted)
    offer = offer_of(replace(wanted, groups=(), needs_coupon=False))
    pieces = _pieces(wanted)
    if not pieces:
        return None
    book, nobody, plain = Book((offer,)), Who(), Book()
    lines = [_line(goods, count) for goods, count in pieces]
    while wanted.min_minor > price_basket(lines, plain, nobody).total_minor and lines[0].quantity < MOST_PIECES:
        lines = [line._replace(quantity=line.quantity + line.price_per) for line in lines]
    priced = price_basket(lines, book, nobody)
    described = [
        Described(goods.name, goods.unit, line.quantity, goods.price_e4, goods.price_per, goods.price_e4,
                  tax_bp=goods.tax_bp)
        for (goods, _count), line in zip(pieces, lines, strict=True)
    ]  # fmt: skip
    return Preview(why_basket(described, priced), price_basket(lines, plain, nobody).total_minor)


def offer_of(wanted: PromotionInput) -> Offer:
    """A promotion as the engine takes it, at any moment."""
    parts = tuple(Part(part.quantity, frozenset(part.products), frozenset(part.categories)) for part in wanted.parts)
    return Offer(
        1, wanted.name, wanted.kind, wanted.percent_bp, wanted.amount_minor, frozenset(wanted.products),
        frozenset(wanted.categories), parts, wanted.buy, wanted.pay, wanted.min_quantity, wanted.min_minor,
        stacking=wanted.stacking, most=wanted.most,
    )  # fmt: skip


def _pieces(wanted: PromotionInput) -> list[tuple[_Goods, int]]:
    """Goods with a quantity each, so that the promotion has something to do."""
    if wanted.kind is OfferKind.BUNDLE:
        parts = [(_some(part.products, part.categories, 1), part.quantity) for part in wanted.parts]
        return [(goods[0], count) for goods, count in parts if goods]
    goods = _some(wanted.products, wanted.categories, MOST_KINDS)
    if not goods:
        return []
    if wanted.kind is OfferKind.N_FOR_M:
        return [(goods[0], wanted.buy)]
    wanted_pieces = max(wanted.buy, wanted.min_quantity, len(goods))
    counts = [wanted_pieces // len(goods)] * len(goods)
    counts[0] += wanted_pieces - sum(counts)
    return list(zip(goods, counts, strict=True))


def _some(products: Iterable[int], categories: Iterable[int], most: int) -> list[_Goods]:
    products, categories = list(products), list(categories)
    query = Product.select(
        Product.id, product_name(), Product.category, Product.unit, Product.price_e4, Product.price_per, Tax.rate_bp,
        Product.tax,
    ).join(Tax).where(Product.is_active)  # fmt: skip
    if products or categories:
        query = query.where(Product.id.in_(products) | Product.category.in_(categories))
    found = query.order_by(Product.quick_key.is_null(), Product.price_e4.desc(), Product.id).limit(most)
    return [_Goods(*row) for row in found.tuples()]


def _line(goods: _Goods, count: int) -> BasketLine:
    return BasketLine(
        goods.id, goods.category_id, count * goods.price_per, goods.price_e4, goods.price_per, goods.unit == "piece",
        tax_bp=goods.tax_bp, tax_id=goods.tax_id,
    )  # fmt: skip
