"""What is told, to whom, by what, in which language, and what is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.aftersales.repair import quote
from app.aftersales.thread import reply
from app.core import outbox
from app.core.actor import Actor
from app.core.command import command
from app.core.events import emit
from app.core.i18n import speaking
from app.delivery.events import EtaChanged, OnShelf, ShipmentLeft
from app.delivery.models import Shipment
from app.notices.compose import preview
from app.notices.queue import remind_payment
from app.notices.templates import TEMPLATES, Medium, Occasion, UnknownField, change_template, fields_of, words
from app.orders.cancel import cancel_order
from app.orders.hold import hold_order, release_order
from app.orders.models import Fulfillment, Order
from app.orders.place import place_order
from app.returns.quick import QuickLine, quick_return
from tests.app.notices.conftest import set_up
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import lines_of, send_out, sold
from tests.app.returns.conftest import till as till
from tests.app.returns.test_counter_returns import write_setting
from tests.factories import clerk, make_customer, make_product


@command("tests.emit")
def tell_all(by: Actor, event: Any) -> None:
    emit(event)


def placed(*lines: tuple[int, int], email: str = "siobhan@shop.example", **more: Any) -> int:
    return place_order(clerk, phone_order(*(lines or [(make_product(on_hand=5), 1)]), email=email, **more)).order_id


def told(order: int) -> list[tuple[str, str, str]]:
    """Medium, occasion and state of the messages about an order."""
    found = [wish for wish in outbox.of_order(order) if wish.kind in ("mail", "sms")]
    return [(wish.kind, wish.payload["occasion"], wish.state.value) for wish in found]


def text_of(order: int, medium: str, occasion: str) -> str:
    (text,) = [
        wish.payload["text"]
        for wish in outbox.of_order(order)
        if wish.kind == medium and wish.payload["occasion"] == occasion
    ]
    return text


def test_every_template_knows_its_fields_and_fits_a_text():
    for occasion, template in TEMPLATES.items():
        assert fields_of(template.subject + template.mail + template.sms) is not None, occasion
        assert len(template.sms) <= 160, occasion


def test_a_confirmed_order_is_told_by_mail_after_a_while(store):
    order = placed(delivery_minor=490)
    assert told(order) == [("mail", "order_confirmed", "queued")]
    assert outbox.due(["mail"]) == []
    assert "Total: €14.90" in text_of(order, "mail", "order_confirmed")


def test_without_a_mail_address_it_is_a_text(store):
    assert told(placed(email="")) == [("sms", "order_confirmed", "queued")]


def test_what_is_missing_is_named(store):
    order = placed((make_product("FLK", on_hand=1), 3))
    assert "2 × Product FLK" in text_of(order, "mail", "backorder")


def test_a_held_order_asks_and_a_released_one_takes_the_question_back(store):
    order = placed()
    hold_order(clerk, order, "looks like fraud")
    assert "fraud" not in text_of(order, "mail", "on_hold")
    release_order(clerk, order)
    assert [one for one in told(order) if one[1] == "on_hold"] == [
        ("mail", "on_hold", "withdrawn"), ("sms", "on_hold", "withdrawn"),
    ]  # fmt: skip


def test_a_cancelled_order_takes_its_confirmation_back(store):
    order = placed()
    cancel_order(clerk, order, "changed mind")
    assert told(order) == [("mail", "order_confirmed", "withdrawn"), ("mail", "cancelled", "queued")]


def test_on_the_shelf_and_on_the_way(store):
    order = placed()
    part = Fulfillment.get(Fulfillment.order == order)
    shipment = Shipment.create(
        fulfillment=part.id, pickup_code="P12345", track_token="t", made_at=0, eta_at=part.made_at + 3_600_000,
        tracking="AP10483IE",
    ).id  # fmt: skip
    tell_all(clerk, OnShelf(order, part.id, shipment, "P12345"))
    assert "Code P12345" in text_of(order, "sms", "ready_for_pickup")
    assert "To pay: €10.00." in text_of(order, "sms", "ready_for_pickup")
    tell_all(clerk, ShipmentLeft(order, part.id, shipment, None, 1000))
    text = text_of(order, "sms", "on_the_way")
    assert "Today 15:32" in text
    assert "AP10483IE" in text
    assert "€10.00 ready" in text
    tell_all(clerk, EtaChanged(order, shipment, 0, part.made_at, "jam", True))
    assert "Today 14:32" in text_of(order, "sms", "late")
    tell_all(clerk, EtaChanged(order, shipment, 0, part.made_at, "jam", False))
    assert len([one for one in told(order) if one[1] == "late"]) == 2


def test_feedback_is_asked_only_of_who_agreed(store):
    write_setting(clerk, "feedback.link", "https://shop.example/f/{token}")
    lamp = make_product(on_hand=5)
    for agrees in (True, False):
        customer = make_customer(may_mail=agrees, may_sms=False)
        order = placed((lamp, 1), customer_id=customer, email="")
        send_out(clerk, order, "dispatched", "delivered")
        (message,) = [one for one in preview("delivered", order) if one.medium == Medium.MAIL]
        assert ("https://shop.example/f/" in message.text) is agrees


def test_a_return_across_the_counter_writes_to_nobody_who_stands_there(till):
    order = sold((make_product(on_hand=1), 1), customer_id=make_customer())
    quick_return(clerk, order, [QuickLine(lines_of(order)[0].id, 1)])
    assert told(order) == []


def test_a_reminder_names_what_is_owed(store):
    order = placed()
    assert remind_payment(clerk, order) == 2
    assert "€10.00" in text_of(order, "sms", "payment_reminder")


def test_answers_and_quotes_of_service_reach_the_customer(store):
    customer = make_customer("Paul Grant", email="paul@shop.example")
    case = open_case(clerk, NewCase(CaseKind.REPAIR, "Lantern flickers", customer_id=customer))
    reply(clerk, case, "Bring it in.", "sms")
    quote(clerk, case, 2500)
    texts = [(wish.kind, wish.payload["text"]) for wish in reversed(outbox.recent(["mail", "sms"]))]
    assert texts[0] == ("sms", "Your shop: Bring it in.")
    assert [kind for kind, text in texts if "€25.00" in text] == ["mail", "sms"]


def test_complaints_are_told_to_the_team_when_it_has_a_service(store):
    open_case(clerk, NewCase(CaseKind.COMPLAINT, "One bowl arrived broken"))
    assert outbox.recent(["app"]) == []
    set_up(apprise_urls=["json://127.0.0.1:9"])
    open_case(clerk, NewCase(CaseKind.COMPLAINT, "One bowl arrived broken", "Cracked.", customer_name="Paul Grant"))
    assert "Paul Grant: Cracked." in outbox.recent(["app"])[0].payload["text"]


def test_a_shop_says_it_in_its_own_words(store):
    change_template(
        clerk,
        "order_confirmed",
        "mail",
        "en",
        "Hi {name}! {number} is in.",
    )
    order = placed()
    assert f"Hi Siobhán Brady! {Order.get_by_id(order).number} is in." in text_of(order, "mail", "order_confirmed")
    for wrong in ("{password}", "{"):
        with pytest.raises(UnknownField):
            change_template(clerk, "order_confirmed", "mail", "en", wrong)
    change_template(clerk, "order_confirmed", "mail", "en", "")
    with speaking("en"):
        assert words(Occasion.ORDER_CONFIRMED, Medium.MAIL).mail == TEMPLATES[Occasion.ORDER_CONFIRMED].mail


def test_messages_of_an_occasion_can_be_switched_off(store):
    set_up(off=["order_confirmed"])
    assert told(placed()) == []
