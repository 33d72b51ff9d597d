"""Coupons of orders that are not sold at the counter: used up by placing, given back by cancelling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalog.coupons import CouponUsed, add_coupons, find_coupon
from app.catalog.models import OfferKind
from app.catalog.promotions import PromotionInput, save_promotion
from app.core import clock
from app.orders.cancel import cancel_order
from app.orders.draft import DraftLine, OrderDraft, TotalChanged
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from tests.factories import clerk, make_customer, make_product, manager


def draft_of(product: int, quantity: int = 2) -> OrderDraft:
    return OrderDraft(
        Channel.PHONE, Method.PICKUP, PayPlan.AT_PICKUP, make_customer("Eimear Daly"),
        lines=(DraftLine(product, quantity),), offers_at=clock.now_ms(), coupons=("SORRY5",),
    )  # fmt: skip


@pytest.fixture
def mug(store) -> int:
    product = make_product("MUG", price="10.00", on_hand=20)
    wanted = PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=500, min_minor=1_500, needs_coupon=True)
    add_coupons(manager, save_promotion(manager, wanted), code="sorry 5")
    return product


def left() -> int | None:
    found = find_coupon("SORRY5")
    return found.left if found else None


def test_a_coupon_is_used_when_the_order_is_placed_and_comes_back_when_it_is_cancelled(mug):
    draft = draft_of(mug)
    placed = place_order(clerk, draft)
    assert (placed.total_minor, left()) == (1_500, 0)
    with pytest.raises(CouponUsed, match="SORRY5 was used already"):
        place_order(clerk, draft)
    assert Order.select().count() == 1
    cancel_order(manager, placed.order_id, "Customer called")
    assert left() == 1
    assert place_order(clerk, draft).total_minor == 1_500


def test_a_coupon_that_gives_nothing_stays_with_the_customer(mug):
    assert place_order(clerk, draft_of(mug, 1)).total_minor == 1_000
    assert left() == 1


def test_an_order_is_not_placed_for_another_total_than_was_said_with_the_coupon(mug):
    with pytest.raises(TotalChanged):
        place_order(clerk, replace(draft_of(mug), told_minor=2_000))
    assert left() == 1
