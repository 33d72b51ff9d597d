"""What a sale costs, and whether the person may give that much off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.catalog.promotions import best_promotion
from app.core import clock
from app.core.actor import Actor
from app.core.money import line_minor
from app.counter.goods import Goods
from app.counter.sale import Sale, SaleLine
from app.orders.draft import DraftLine, check_limits
from app.orders.draft import Goods as Listed
from app.orders.pricing import LineInput, Priced, price_lines


class Lowered(NamedTuple):
    """What a person, not a rule of the shop, took off the list prices; minor units."""

    discount_minor: int
    price_minor: int


NOTHING = Lowered(0, 0)


def price_sale(by: Actor, sale: Sale, goods: Sequence[Goods], *, group_bp: int) -> tuple[Priced, Lowered]:
    """Price a sale from the catalog and check what was given off against the person's limits.

    Raises DiscountTooLarge, and NotPermitted with the right that a manager's approval must name.
    """
    priced = price_lines(
        [
            LineInput(
                line.quantity, item.price_e4 if line.unit_price_e4 is None else line.unit_price_e4, item.price_per,
                item.tax_bp, line.discount_minor, line.discount_bp,
            )
            for line, item in zip(sale.lines, goods, strict=True)
        ],
        order_discount_minor=sale.order_discount_minor, order_discount_bp=sale.order_discount_bp,
    )  # fmt: skip
    if not priced.discount_minor and not any(
        line.discount_bp or line.discount_minor or line.unit_price_e4 is not None for line in sale.lines
    ):
        return priced, NOTHING
    rules = [
        line.by_rule and _rule_holds(line, item, group_bp, sale.started_at)
        for line, item in zip(sale.lines, goods, strict=True)
    ]
    drafts = [
        DraftLine(line.product_id, line.quantity, line.unit_price_e4, part.discount_minor, by_rule=rule)
        for line, part, rule in zip(sale.lines, priced.lines, rules, strict=True)
    ]
    check_limits(by, drafts, [Listed(*item[:8]) for item in goods], priced)
    given = sum(part.discount_minor for part, rule in zip(priced.lines, rules, strict=True) if not rule)
    return priced, Lowered(given + priced.discount_minor, _below_list(sale.lines, goods))


def _rule_holds(line: SaleLine, item: Goods, group_bp: int, started_at: int) -> bool:
    """Whether a promotion or the customer's group gives this much, now or when the ticket was begun today."""
    if line.discount_minor:
        return False
    if line.discount_bp <= group_bp:
        return True
    now = clock.now_ms()
    for at in (now, started_at):
        if now - clock.DAY_MS <= at <= now:
            promotion = best_promotion(line.product_id, item.category_id, at)
            if promotion and line.discount_bp <= promotion.percent_bp:
                return True
    return False


def _below_list(lines: Sequence[SaleLine], goods: Sequence[Goods]) -> int:
    return sum(
        line_minor(line.quantity, item.price_e4 - line.unit_price_e4, item.price_per)
        for line, item in zip(lines, goods, strict=True)
        if line.unit_price_e4 is not None and line.unit_price_e4 < item.price_e4
    )
