"""Orders that change while they are picked or packed: what falls away is put back, what is new is fetched, all adds up."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import shop
from app.core import clock
from app.core.actor import Approval
from app.core.checks import run_checks
from app.core.refusal import NotPermitted, Refusal
from app.core.settings import change_setting
from app.inventory import stock
from app.orders.amend import Amendment, CannotAmend, LineChange, amend_order
from app.orders.draft import DraftLine
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import FulfillmentState as F
from app.packing.close import close_parcel, reopen_parcel
from app.packing.models import Parcel
from app.packing.queries import pack_screen
from app.packing.scan import PackState, pack_scan, unpack
from app.packing.start import start_packing
from app.picking.cancel import cancel_batch, put_back
from app.picking.goods import held
from app.picking.models import Batch, PickTask, PutBackTask
from app.picking.plan_queries import put_backs_of, to_put_back
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import PickState, pick_scan, undo_pick
from app.picking.short import short_pick
from app.picking.tasks import current, group
from app.staff.models import Role
from app.staff.roles import ROLES, Rights
from tests.app.picking.orders import make_order, part_of, pick_all, state_of
from tests.conftest import NOON
from tests.factories import clerk, make_product, manager, packer

WALKS = int(os.environ.get("KONTOR_WALKS", "2"))  # more of them by hand
RIGHT = "orders.amend_picked"


def amend(order, *changes, added=(), by=manager):
    """Change quantities by product, and add (product, quantity)."""
    lines = {row.product_id: row.id for row in OrderLine.select().where(OrderLine.order == order)}
    wanted = tuple(LineChange(lines[product], quantity) for product, quantity in changes)
    more = tuple(DraftLine(product, quantity) for product, quantity in added)
    return amend_order(by, order, Order.get_by_id(order).revision, Amendment(wanted, more))


@pytest.fixture
def goods(store):
    """A lamp and a mug, each in its bin."""
    change_setting(manager, "packing.weigh", False)
    return make_product("LAMP", on_hand=5, bin="A-01-1"), make_product("MUG", on_hand=5, bin="A-01-2")


def test_the_counter_asks_a_manager_once_picking_has_begun(goods):
    lamp, _mug = goods
    order = make_order((lamp, 3))
    batch = release_batch(packer, (part_of(order),)).batch_id
    pick_scan(packer, batch, "LAMP")

    counter = replace(clerk, rights=Rights(ROLES[Role.COUNTER].patterns))
    with pytest.raises(NotPermitted) as refused:
        amend(order, (lamp, 2), by=counter)
    assert refused.value.right == RIGHT
    approved = counter.approved(Approval(manager.person_id, manager.name, RIGHT))
    amend(order, (lamp, 2), by=approved)

    assert pick_screen(batch).now.wanted == 2
    assert pick_scan(packer, batch, "LAMP").state == PickState.BATCH_DONE
    assert list(run_checks()) == []


def test_picked_goods_that_fall_away_are_put_back_and_the_walk_goes_on(goods):
    lamp, mug = goods
    order = make_order((lamp, 3), (mug, 2))
    batch = release_batch(packer, (part_of(order),), ("T1",)).batch_id
    pick_scan(packer, batch, "LAMP", 3)

    amend(order, (lamp, 1))

    assert [(row.place, row.sku, row.quantity) for row in put_backs_of(batch_id=batch)] == [("A-01-1", "LAMP", 2)]
    assert [(row.tote, row.pieces, row.closed_at) for row in to_put_back()] == [("T1", 2, None)]
    assert list(run_checks()) == []
    assert put_back(packer, part_of(order)) == 2
    assert stock.level(lamp)[:2] == (4, 0)
    assert pick_scan(packer, batch, "MUG", 2).state == PickState.BATCH_DONE
    assert state_of(part_of(order)) == F.PICKED
    assert list(run_checks()) == []


def test_a_line_that_is_wanted_no_more_ends_the_walk_when_it_was_the_last(goods):
    lamp, mug = goods
    order = make_order((lamp, 1), (mug, 2))
    batch = release_batch(packer, (part_of(order),)).batch_id
    pick_scan(packer, batch, "LAMP")

    amend(order, (mug, 0))

    assert state_of(part_of(order)) == F.PICKED
    assert Batch.get_by_id(batch).state == "done"
    assert stock.level(mug)[:2] == (5, 0)
    assert list(run_checks()) == []


def test_what_is_added_joins_the_walk_that_is_under_way(goods):
    lamp, mug = goods
    order = make_order((lamp, 1))
    batch = release_batch(packer, (part_of(order),), ("T1",)).batch_id

    amend(order, (lamp, 2), added=[(mug, 1)])

    assert pick_scan(packer, batch, "LAMP").state == PickState.OK
    assert pick_scan(packer, batch, "LAMP").state == PickState.LINE_DONE
    assert pick_screen(batch).totes[0].code == "T1"
    assert pick_scan(packer, batch, "MUG").state == PickState.BATCH_DONE
    assert Fulfillment.select().count() == 1
    assert list(run_checks()) == []


def test_what_is_added_on_the_packing_table_is_fetched_and_packed_into_the_same_box(goods):
    lamp, mug = goods
    order = make_order((lamp, 2))
    (part,) = pick_all(order)
    box = start_packing(packer, part)
    pack_scan(packer, box.parcel_id, "LAMP", 2)

    amend(order, (lamp, 1), added=[(mug, 1)])

    assert state_of(part) == F.PICKED
    assert list(run_checks()) == []
    walk = PickTask.get(PickTask.product == mug).batch_id
    assert pick_scan(packer, walk, "MUG").state == PickState.BATCH_DONE
    assert start_packing(packer, part).parcel_id == box.parcel_id
    assert pack_scan(packer, box.parcel_id, "MUG").state == PackState.DONE
    assert [(line.sku, line.in_box) for line in pack_screen(box.parcel_id).lines] == [("LAMP", 1), ("MUG", 1)]
    assert close_parcel(packer, box.parcel_id, None, None).is_last
    assert list(run_checks()) == []


def test_a_labelled_parcel_is_opened_before_its_order_changes(goods):
    lamp, _mug = goods
    order = make_order((lamp, 2))
    (part,) = pick_all(order)
    box = start_packing(packer, part)
    pack_scan(packer, box.parcel_id, "LAMP", 2)
    close_parcel(packer, box.parcel_id, None, None)

    with pytest.raises(CannotAmend) as refused:
        amend(order, (lamp, 1))
    assert box.code in refused.value.reasons[0]
    reopen_parcel(packer, box.parcel_id, "Fewer goods")
    amend(order, (lamp, 1))

    assert put_backs_of(fulfillment_id=part)[0].quantity == 1
    assert list(run_checks()) == []


def test_an_order_whose_list_was_stopped_can_be_changed(goods):
    lamp, mug = goods
    order = make_order((lamp, 2))
    batch = release_batch(packer, (part_of(order),)).batch_id
    pick_scan(packer, batch, "LAMP")
    cancel_batch(packer, batch)

    amend(order, (lamp, 0), added=[(mug, 1)], by=clerk)

    assert stock.level(lamp)[:2] == (5, 0)
    assert list(run_checks()) == []


STEPS = st.sampled_from(
    ["release", "scan", "scan", "pick_all", "undo", "short", "pack", "pack_scan", "pack_all", "unpack", "amend", "amend",
     "add", "close", "reopen", "put_back", "stop"]
)  # fmt: skip


def _try(act, *args):
    """Do it; a refusal changes nothing and is an answer too."""
    with suppress(Refusal):
        act(*args)


class _House:
    """One order of three products, and people who pick, pack and change it at random."""

    def __init__(self, counts):
        self.products = [make_product(f"P{no}", on_hand=6, bin=f"A-01-{no}") for no in range(3)]
        self.order = make_order(*zip(self.products, counts, strict=True))

    def step(self, name, pick, count):
        getattr(self, f"_{name}")(pick, count)

    def _parts(self, *states):
        rows = Fulfillment.select().where(Fulfillment.order == self.order, Fulfillment.state.in_(states))
        return list(rows.order_by(Fulfillment.id))

    def _batches(self):
        return [row.id for row in Batch.select().where(Batch.state.in_(["open", "picking"])).order_by(Batch.id)]

    def _boxes(self, state="open"):
        return list(Parcel.select().where(Parcel.state == state).order_by(Parcel.id))

    def _release(self, _pick, _count):
        for part in self._parts(F.READY):
            _try(release_batch, packer, (part.id,))

    def _scan(self, pick, count):
        for batch in self._batches()[:1]:
            code = current(batch).sku if pick else "P0"
            _try(pick_scan, packer, batch, code, count or 1)

    def _pick_all(self, _pick, _count):
        for batch in self._batches()[:1]:
            while now := current(batch):
                pick_scan(packer, batch, now.sku, group(batch, now.place_id, now.product_id)[0].left)

    def _pack_all(self, _pick, _count):
        for box in self._boxes()[:1]:
            for line in FulfillmentLine.select().where(FulfillmentLine.fulfillment == box.fulfillment_id):
                _try(pack_scan, packer, box.id, line.product.sku, line.picked - line.packed)

    def _undo(self, _pick, _count):
        for task in PickTask.select().where(PickTask.picked > 0).order_by(PickTask.id.desc()).limit(1):
            _try(undo_pick, packer, task.id)

    def _short(self, _pick, _count):
        for batch in self._batches()[:1]:
            _try(short_pick, packer, current(batch).task_id, 1)

    def _stop(self, _pick, count):
        for batch in self._batches()[: count == 4]:
            _try(cancel_batch, packer, batch)

    def _pack(self, _pick, _count):
        for part in self._parts(F.PICKED):
            _try(start_packing, packer, part.id)

    def _pack_scan(self, pick, count):
        for box in self._boxes()[:1]:
            _try(pack_scan, packer, box.id, f"P{pick}", count or 1)

    def _unpack(self, pick, _count):
        for box in self._boxes()[:1]:
            for line in list(box.lines)[pick : pick + 1]:
                _try(unpack, packer, box.id, line.line_id)

    def _close(self, _pick, _count):
        for box in self._boxes()[:1]:
            _try(close_parcel, packer, box.id, None, None)

    def _reopen(self, _pick, _count):
        for box in self._boxes("closed")[:1]:
            _try(reopen_parcel, packer, box.id, "Changed")

    def _put_back(self, _pick, _count):
        for row in to_put_back():
            put_back(packer, row.fulfillment_id)

    def _amend(self, pick, count):
        line = OrderLine.select().where(OrderLine.order == self.order).order_by(OrderLine.no)[pick:][:1]
        for row in line:
            change = Amendment((LineChange(row.id, count),))
            _try(amend_order, manager, self.order, self._revision(), change)

    def _add(self, pick, count):
        more = Amendment(added=(DraftLine(self.products[pick], count or 1),))
        _try(amend_order, manager, self.order, self._revision(), more)

    def _revision(self):
        return Order.get_by_id(self.order).revision

    def check(self):
        """The few sums that matter here, added up one by one; all that `verify` re-computes comes at the end."""
        for product in self.products:
            level = stock.level(product)
            aside = sum(row.quantity for row in PutBackTask.select().where(PutBackTask.product == product,
                                                                           PutBackTask.done_at.is_null()))  # fmt: skip
            lines = list(FulfillmentLine.select().where(FulfillmentLine.product == product))
            assert level.on_hand + sum(line.picked for line in lines) + aside == 6
            assert level.on_hand >= level.reserved >= 0
        for line in OrderLine.select().where(OrderLine.order == self.order):
            mine = list(FulfillmentLine.select(FulfillmentLine, Fulfillment).join(Fulfillment).where(
                FulfillmentLine.line == line.id, Fulfillment.state != F.CANCELLED))  # fmt: skip
            assert sum(part.quantity for part in mine) == line.quantity
            assert line.reserved + line.backordered == line.quantity
            assert held(line.id) == sum(part.quantity - part.picked for part in mine) - line.backordered


@settings(max_examples=3 * WALKS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.tuples(*[st.integers(1, 3)] * 3),
    st.lists(st.tuples(STEPS, st.integers(0, 2), st.integers(0, 4)), min_size=6, max_size=14),
)
def test_whatever_is_picked_packed_and_changed_in_between_stock_and_promises_add_up(stores, counts, steps):
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        change_setting(manager, "packing.weigh", False)
        try:
            house = _House(counts)
            for name, pick, count in [("release", 0, 0), *steps]:
                house.step(name, pick, count)
                house.check()
            assert list(run_checks()) == []
        finally:
            shop.close_shop()
            stores.drop(url)
