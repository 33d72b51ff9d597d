"""Offers in phone orders, what an amendment leaves of them, and why a total is what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalog.book import book
from app.catalog.offers import OfferKind
from app.catalog.promotions import BadPromotion, PromotionInput, save_promotion, stop_promotion
from app.core import clock
from app.core.checks import run_checks
from app.inventory.queries import find_sellable
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.draft import DraftLine, OrderDraft, TotalChanged
from app.orders.models import Order, OrderLine, OrderOffer
from app.orders.place import place_order
from app.orders.preview import preview_promotion
from app.orders.states import Channel, Method
from app.orders.why import why_order
from tests.app.returns.conftest import lines_of
from tests.factories import clerk, make_product, manager
from ui.orders.call import Call


def order(*lines: DraftLine, offers: bool = True, **more: object) -> OrderDraft:
    at = clock.now_ms() if offers else None
    return OrderDraft(Channel.PHONE, Method.PICKUP, lines=lines, offers_at=at, **more)


def test_a_phone_order_gets_offers_and_an_order_with_prices_of_its_own_does_not(store):
    mug = make_product("MUG", price="10.00", on_hand=9)
    save_promotion(manager, PromotionInput("Half", percent_bp=5000))

    assert place_order(manager, order(DraftLine(mug, 2))).total_minor == 1000
    assert place_order(manager, order(DraftLine(mug, 2), offers=False)).total_minor == 2000
    assert list(run_checks()) == []


def test_an_amended_line_keeps_its_share_of_the_offer(store):
    mug = make_product("MUG", price="10.00", on_hand=9)
    save_promotion(manager, PromotionInput("3 for 2", OfferKind.N_FOR_M, buy=3, pay=2))
    placed = place_order(manager, order(DraftLine(mug, 3)))
    line = OrderLine.get(OrderLine.order == placed.order_id)

    amend_order(manager, placed.order_id, 1, Amendment(changes=(LineChange(line.id, 2),)))

    assert Order.get_by_id(placed.order_id).total_minor == 2000 - 667
    assert OrderOffer.get().amount_minor == 667
    assert list(run_checks()) == []


def test_why_adds_up_line_by_line_and_to_the_total(store):
    mug, tea = make_product("MUG", price="10.00", on_hand=9), make_product("TEA", price="3.33", on_hand=9, tax_bp=900)
    save_promotion(manager, PromotionInput("Mug week", percent_bp=2500, products=(mug,)))
    draft = order(
        DraftLine(mug, 3), DraftLine(tea, 2), order_discount_minor=100, order_discount_name="Regular",
        delivery_minor=490,
    )  # fmt: skip
    placed = place_order(manager, draft)

    why = why_order(placed.order_id)

    silent = {"tax_inside", "total"}
    for line in why.lines:
        assert sum(step.amount_minor for step in line.steps if step.kind not in silent) == line.total_minor
    assert sum(step.amount_minor for step in why.steps if step.kind not in silent) == why.total_minor
    assert [step.name for step in why.lines[0].steps if step.kind == "offer"] == ["Mug week"]
    assert why.steps[-1].amount_minor == why.total_minor == placed.total_minor


def test_a_preview_shows_what_a_promotion_does_before_it_is_saved(store):
    make_product("MUG", price="10.00", on_hand=9)

    found = preview_promotion(PromotionInput("From 30", OfferKind.THRESHOLD, amount_minor=500, min_minor=3000))

    assert found is not None
    assert (found.before_minor, found.why.total_minor) == (3000, 2500)
    with pytest.raises(BadPromotion):
        preview_promotion(PromotionInput("Nothing"))


def test_a_caller_is_never_charged_another_total_than_was_said(store):
    """The promotion was switched off between the call and the placing: the new total is said, nothing is placed."""
    mug = make_product("MUG", price="14.00", on_hand=9)
    promotion = save_promotion(manager, PromotionInput("Half", percent_bp=5_000))
    call = Call("call-9", phone="+353871234567", name="Ann", place=-1, began_at=clock.now_ms())
    book()
    call = call.with_product(find_sellable("MUG")[0], 2)
    draft = call.draft()
    assert (draft.told_minor, draft.told_offers) == (1_400, ("Half",))
    stop_promotion(manager, promotion)

    with pytest.raises(TotalChanged, match=r"No longer holds: Half\. The order costs €28\.00 now, €14\.00 was said\."):
        place_order(clerk, draft, key="call-9")

    assert Order.select().count() == 0
    assert place_order(clerk, replace(draft, told_minor=2_800), key="call-9").total_minor == 2_800
    assert lines_of(Order.get().id)[0].product_id == mug


def test_offers_of_a_call_that_was_parked_overnight_are_those_of_today(store):
    make_product("MUG", price="14.00", on_hand=9)
    save_promotion(manager, PromotionInput("Half", percent_bp=5_000, ends_at=clock.now_ms() + 1))
    book()
    call = Call("call-9", place=-1, began_at=clock.now_ms()).with_product(find_sellable("MUG")[0], 1)
    assert call.total_minor == 700
    with clock.frozen(clock.now_ms() + 2 * clock.DAY_MS):
        book()
        assert call.total_minor == 1_400
