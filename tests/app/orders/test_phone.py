"""What the phone screen leans on: windows that fill up, drafts that survive, stand-ins, and what is often bought."""

from __future__ import annotations

import pytest

from app.catalog.kits import save_kit
from app.core import canonical, clock
from app.core.actor import system_actor
from app.core.journal import Journal
from app.core.refusal import NoReason
from app.core.settings import change_setting
from app.inventory.queries import find_sellable
from app.orders.baskets import Wanted, hold_basket
from app.orders.draft import DraftLine, OrderDraft
from app.orders.phone_drafts import (
    DraftGone,
    drop_draft,
    open_draft,
    park_draft,
    parked_drafts,
    save_draft,
    take_draft,
    throw_away_draft,
)
from app.orders.phone_reads import often_bought, slots, stand_ins
from app.orders.place import place_order
from app.orders.promise import promise
from app.orders.states import Channel, Method, PayPlan
from app.purchasing.models import Supplier, SupplierProduct
from tests.factories import clerk, make_customer, make_product, manager


def order(customer: int, *lines: DraftLine, promised_at: int | None = None) -> None:
    place_order(
        clerk,
        OrderDraft(
            Channel.PHONE, Method.OWN_DRIVER, PayPlan.ON_DELIVERY, customer, lines=lines, promised_at=promised_at
        ),
    )  # fmt: skip


def test_windows_that_have_begun_are_left_out_and_full_ones_say_so(store):
    change_setting(manager, "orders.slot_stops", 1)
    first = slots()[0]
    assert (first.day, first.first, first.last) == (clock.today(), 17, 20)  # it is 14:32

    order(make_customer(), DraftLine(make_product(on_hand=5), 1), promised_at=first.ends_at)

    assert [slot.left for slot in slots()] == [0, 1, 1, 1, 1, 1]


def test_a_draft_is_parked_without_its_goods_and_taken_up_at_another_station(store):
    mug = make_product("MUG", on_hand=3)
    hold_basket(clerk, "call-1", (Wanted(mug, 2),))
    save_draft(clerk, "call-1", {"name": "Nora"}, "Nora", 2_980)
    assert open_draft("till-1") == {"name": "Nora"}

    park_draft(clerk, "call-1")

    assert find_sellable("MUG")[0].available == 3
    assert [(row.name, row.total_minor) for row in parked_drafts()] == [("Nora", 2_980)]
    assert take_draft(manager, "call-1") == {"name": "Nora"}
    assert open_draft("office") == {"name": "Nora"}
    with pytest.raises(DraftGone):
        take_draft(clerk, "call-1")


def test_a_draft_that_was_placed_leaves_nothing_behind(store):
    save_draft(clerk, "call-1", {"name": "Nora"}, "Nora", 0)

    drop_draft(clerk, "call-1")

    assert open_draft("till-1") is None
    with pytest.raises(DraftGone):
        park_draft(clerk, "call-1")


def test_a_call_that_came_to_nothing_is_thrown_away_once_with_its_reason_in_the_journal(store):
    save_draft(clerk, "call-1", {"lines": [{"sku": "MUG", "name": "Mug", "quantity": 2}]}, "Nora", 2_980)
    with pytest.raises(NoReason):
        throw_away_draft(clerk, "call-1", " ")
    assert open_draft("till-1") is not None

    throw_away_draft(clerk, "call-1", "Hung up")

    assert open_draft("till-1") is None
    facts = canonical.decode(Journal.get(Journal.what == "orders.throw_away_draft").body)["facts"]
    assert (facts["customer"], facts["lines"], facts["total_minor"], facts["reason"]) == (
        "Nora", [["MUG", "Mug", 2]], 2_980, "Hung up"
    )  # fmt: skip
    with pytest.raises(DraftGone):
        throw_away_draft(clerk, "call-1", "Again")


def test_what_a_customer_often_buys_comes_first(store):
    mug, kettle, customer = make_product("MUG", on_hand=9), make_product("KET", on_hand=9), make_customer()
    order(customer, DraftLine(mug, 1))
    order(customer, DraftLine(mug, 1), DraftLine(kettle, 1))

    assert [row.sku for row in often_bought(customer)] == ["MUG", "KET"]


def test_a_stand_in_is_of_the_same_shelf_near_in_price_and_there(store):
    from app.catalog.models import Category

    shelf = Category.create(code="mugs", name="Mugs").id
    gone = make_product("GONE", price="10.00", category=shelf)
    make_product("FAR", price="30.00", on_hand=9, category=shelf)
    make_product("NEAR", price="12.00", on_hand=9, category=shelf)
    make_product("FEW", price="10.00", on_hand=1, category=shelf)

    assert [row.sku for row in stand_ins(gone, 2)] == ["NEAR", "FAR"]


def test_what_no_purchase_brings_is_promised_by_the_time_its_supplier_takes(store):
    stove = make_product("STOVE", on_hand=1)
    supplier = Supplier.create(code="camp", name="Camp & Co", lead_days=9)
    SupplierProduct.create(supplier=supplier, product=stove)

    said = promise(stove, 3)

    assert (said.state, said.now, said.supplier, said.purchase) == ("later", 1, "Camp & Co", "")
    assert clock.day_of(said.expected_at) == clock.add_days(clock.today(), 9)
    assert promise(make_product("NOBODYS"), 1).state == "out"


def test_a_kit_is_promised_by_its_parts_and_a_service_is_always_there(store):
    cup, pot = make_product("CUP", on_hand=8), make_product("POT", on_hand=3)
    kit = make_product("TEA-SET")
    save_kit(system_actor(), kit, ((cup, 4), (pot, 1)))

    assert promise(kit, 2).state == "in_stock"
    assert (promise(kit, 3).state, promise(kit, 3).now) == ("out", 2)
    assert promise(make_product("SHARPENING", is_stocked=False), 5).state == "in_stock"


def test_windows_begin_where_the_goods_are_there(store):
    day = clock.add_days(clock.today(), 5)

    found = slots(2, after=clock.at_local(day, "11:00"))

    assert [(slot.day, slot.first) for slot in found] == [(day, 12), (day, 17)]
