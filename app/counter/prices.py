"""What a sale costs, and whether the person may give that much off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.catalog.book import book
from app.catalog.offers import NOBODY, Who
from app.catalog.promotions import best_promotion
from app.core.actor import Actor
from app.core.money import line_minor
from app.counter.goods import Goods
from app.counter.sale import Sale, SaleLine
from app.orders.agreed import Agreed, Held, held_by
from app.orders.basket import BasketLine, Terms, moment_of, price_basket
from app.orders.draft import DraftLine
from app.orders.draft import Goods as Listed
from app.orders.limits import check_limits
from app.orders.line_kinds import FIXED
from app.orders.pricing import Priced


class Lowered(NamedTuple):
    """What a person, not a rule of the shop, took off the list prices; minor units."""

    discount_minor: int
    price_minor: int


NOTHING = Lowered(0, 0)


def price_sale(
    by: Actor, sale: Sale, goods: Sequence[Goods], *, group_bp: int, who: Who = NOBODY, agreed: Agreed | None = None
) -> tuple[Priced, Lowered]:  # fmt: skip
    """Price a sale from the catalog and check what was given off, beside what a quote `agreed`, against the limits.

    Raises DiscountTooLarge, and NotPermitted with the right that a manager's approval must name.
    """
    priced = price_basket(
        [_basket_line(line, item) for line, item in zip(sale.lines, goods, strict=True)], book(), who,
        Terms(sale.order_discount_minor, sale.order_discount_bp),
    )  # fmt: skip
    if not priced.discount_minor and not any(
        line.discount_bp or line.discount_minor or line.unit_price_e4 is not None for line in sale.lines
    ):
        return priced, NOTHING
    rules = [
        line.by_rule and _rule_holds(line, item, group_bp) if line.discount_bp or line.discount_minor else True
        for line, item in zip(sale.lines, goods, strict=True)
    ]
    drafts = [
        DraftLine(line.product_id, line.quantity, line.unit_price_e4, part.discount_minor, by_rule=rule)
        for line, part, rule in zip(sale.lines, priced.lines, rules, strict=True)
    ]
    held = held_by(agreed, sale.lines, goods, priced.lines)
    check_limits(by, drafts, [Listed(*item[:8]) for item in goods], priced, held=held)
    given = sum(
        part.discount_minor for place, (part, rule) in enumerate(zip(priced.lines, rules, strict=True))
        if not rule and held.given_by_person(place)
    )  # fmt: skip
    if not (held.off_by_rule and held.order_discount(priced.discount_minor)):
        given += priced.discount_minor
    return priced, Lowered(given, _below_list(sale.lines, goods, held))


def _basket_line(line: SaleLine, item: Goods) -> BasketLine:
    given, rule = (0, line.discount_bp) if line.by_rule else (line.discount_bp, 0)
    return BasketLine(
        line.product_id, item.category_id, line.quantity, item.price_e4, item.price_per, item.unit == "piece",
        moment_of(line.at), line.unit_price_e4, 0 if line.by_rule else line.discount_minor, given, rule,
        line.discount_name if line.by_rule else "", item.tax_bp, is_fixed=item.kind(line) in FIXED, tax_id=item.tax_id,
    )  # fmt: skip


def _rule_holds(line: SaleLine, item: Goods, group_bp: int) -> bool:
    """Whether a plain promotion or the customer's group gives this much."""
    if line.discount_minor:
        return False
    if line.discount_bp <= group_bp:
        return True
    promotion = best_promotion(line.product_id, item.category_id, moment_of(line.at))
    return promotion is not None and line.discount_bp <= promotion.percent_bp


def _below_list(lines: Sequence[SaleLine], goods: Sequence[Goods], held: Held) -> int:
    listed = [held.listed(place, item.price_e4) for place, item in enumerate(goods)]
    return sum(
        line_minor(line.quantity, price - line.unit_price_e4, item.price_per)
        for line, item, price in zip(lines, goods, listed, strict=True)
        if line.unit_price_e4 is not None and line.unit_price_e4 < price
    )
