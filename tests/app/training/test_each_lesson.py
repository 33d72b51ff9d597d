"""Lessons that no window test walks: the commands behind their screens tick them off in the practice copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import shop
from app.core import clock, db, secrets
from app.counter.sell import sell
from app.delivery.carriers import add_carrier
from app.delivery.dispatch import hand_to_carrier
from app.orders.place import place_order
from app.orders.states import Method, PayPlan
from app.payments.close import close_shift, x_report
from app.payments.shift import begin_count
from app.purchasing.order import WantedLine, create_purchase, send_purchase
from app.purchasing.receive import ReceivedLine, receive_goods
from app.purchasing.suppliers import add_supplier
from app.training.learn import NotDoneYet, begin_lesson, finish_lesson
from tests.app.delivery.parcels import pack_all
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import at, boss, cash, open_till, ticket_of
from tests.app.picking.orders import make_order
from tests.conftest import NOON
from tests.factories import make_product
from ui.shell.places import make_practice

packer = at("pack-1", boss)


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A practice copy, open: a mug in stock, tea by weight, an open till; the mug's id."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    url = db.url_of(tmp_path / "shop.kontor")
    with clock.frozen(NOON):
        shop.new_shop(url)
        mug = make_product("MUG", price="14.90", on_hand=24)
        make_product("TEA", price="20.00", on_hand=5_000, unit="gram", price_per=1_000)
        open_till()
        shop.close_shop()
        shop.open_shop(make_practice(url, "till-1", anew=True, noted=True))
        yield mug
        assert list(shop.verify()) == []
        shop.close_shop()


def test_tea_is_weighed_and_sold(practice: int) -> None:
    begun = begin_lesson(boss, "by_weight")
    assert [code.code for code in begun.codes] == ["TEA"]
    ticket = ticket_of("TEA")
    ticket.set_quantity(ticket.lines[0].no, 350)
    sell(boss, ticket.to_sale([cash(700)]), key=ticket.uid)
    assert finish_lesson(boss, begun.run_id, 0) == 0


def test_a_phone_order_for_the_driver_counts_and_one_that_is_collected_does_not(practice: int) -> None:
    begun = begin_lesson(boss, "phone_order")
    place_order(boss, replace(phone_order((practice, 1)), method=Method.PICKUP, pay_plan=PayPlan.NOW))
    with pytest.raises(NotDoneYet):
        finish_lesson(boss, begun.run_id, 0)
    place_order(boss, phone_order((practice, 1)))
    assert finish_lesson(boss, begun.run_id, 0) == 0


def test_a_delivery_is_received(practice: int) -> None:
    supplier = add_supplier(boss, "POT", "Potters")
    purchase = create_purchase(boss, supplier, [WantedLine(practice, 6)])
    send_purchase(boss, purchase)
    begun = begin_lesson(packer, "receive")
    assert [code.code for code in begun.codes][1:] == ["MUG"]
    receive_goods(packer, purchase, [ReceivedLine(practice, 6)])
    assert finish_lesson(packer, begun.run_id, 0) == 0


def test_a_parcel_is_handed_to_its_carrier(practice: int) -> None:
    add_carrier(boss, "anpost", "An Post")
    [part] = pack_all(make_order((practice, 1), method=Method.CARRIER))
    begun = begin_lesson(packer, "to_carrier")
    hand_to_carrier(packer, part, "anpost", "")
    assert finish_lesson(packer, begun.run_id, 0) == 0


def test_the_day_is_closed(practice: int) -> None:
    begun = begin_lesson(boss, "close_of_day")
    x_report(boss)
    begin_count(boss)
    close_shift(boss, {"cash": 20_000})
    assert finish_lesson(boss, begun.run_id, 0) == 0
