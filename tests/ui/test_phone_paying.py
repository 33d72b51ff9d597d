"""A phone order with a coupon that the caller reads out, and one that is paid on the phone as soon as it is placed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.coupons import add_coupons, find_coupon, use_coupons
from app.catalog.models import OfferKind
from app.catalog.promotions import PromotionInput, save_promotion
from app.core import secrets
from app.core.actor import system_actor
from app.core.outbox import Outbox
from app.core.settings import change_setting
from app.payments.models import InstalmentPlan, Payment
from app.payments.online import PROVIDER, SECRET
from app.payments.plan import LEAST, SIGNED
from devices.simulators.stripe_server import StripeServer
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.orders_shop import OrdersShop, orders_shop
from tests.ui.test_phone import begin, call_siobhan, choose, page


def with_coupon(_made: dict[str, Any]) -> None:
    wanted = PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=500, min_minor=2_000, needs_coupon=True)
    add_coupons(manager, save_promotion(manager, wanted), code="SORRY5")


@pytest.fixture
def server(tmp_path: Any) -> Iterator[StripeServer]:
    running = StripeServer()
    secrets.use_folder(tmp_path)
    secrets.keep(SECRET, "sk_test_1")
    yield running
    secrets.forget(SECRET)
    running.close()


@pytest.fixture
def phone(stores: Stores, qtbot: Any, server: StripeServer) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot, more=with_coupon) as running:
        running.window.desk.online_base = server.url
        begin(running)
        call_siobhan(running)
        running.scan("5390000000012")
        running.wait(lambda: page(running).calls.known.promises)
        running.settle()
        yield running


def type_coupon(phone: OrdersShop) -> None:
    phone.window.scan_box.setFocus()
    phone.type("sorry5")
    phone.press("Return")
    phone.settle()


def test_a_coupon_that_is_read_out_counts_as_soon_as_its_conditions_hold(phone: OrdersShop) -> None:
    type_coupon(phone)
    phone.wait(lambda: page(phone).call.idle_coupons == ("SORRY5",))
    assert phone.find("order_entry.total").minor == 1_490 + 490
    phone.window.router.configure(
        max_gap_ms=35, min_length=3, prefix="", repeat_ms=0
    )  # a fast test is no bouncing scanner
    phone.scan("5390000000012")
    phone.wait(lambda: phone.find("order_entry.total").minor == 2_980 - 500 + 490)
    phone.settle()
    choose(phone, "on_delivery")
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)
    phone.settle()
    assert phone.ask(lambda: find_coupon("SORRY5").left) == 0


def test_a_coupon_that_was_used_is_refused_in_words(phone: OrdersShop) -> None:
    phone.ask(lambda: use_coupons(["SORRY5"], phone.ids["late"]))
    type_coupon(phone)
    phone.wait(lambda: "SORRY5 was used already" in phone.window.notice.text)
    assert page(phone).call.coupons == ()


def test_a_deposit_is_taken_by_card_as_soon_as_the_order_is_placed(phone: OrdersShop) -> None:
    choose(phone, "now")
    phone.press("F9")
    sheet = phone.wait_sheet("payment")
    assert page(phone).calls.is_done
    phone.press("K")
    sheet.amount.set_minor(1_000)
    sheet.card_page.code.set_text("D1001")
    phone.press("F9")
    assert sheet.bill.left_minor == 1_980 - 1_000
    phone.press("L")
    phone.wait(lambda: phone.sheet == "")
    phone.wait(lambda: phone.ask(lambda: [row.amount_minor for row in Payment.select()]) == [1_000])


def set_shop(phone: OrdersShop, name: str, value: object) -> None:
    changed: list[Any] = []
    phone.window.desk.write(phone.window, change_setting, name, value, actor=system_actor(), done=changed.append)
    phone.wait(lambda: changed)


def pay_now(phone: OrdersShop) -> Any:
    """The order is placed, and the payment sheet opens for what is owed."""
    choose(phone, "now")
    phone.press("F9")
    return phone.wait_sheet("payment")


def paid(phone: OrdersShop) -> list[tuple[str, int]]:
    return phone.ask(lambda: [(str(row.tender), row.amount_minor) for row in Payment.select().order_by(Payment.id)])


def test_the_caller_gets_a_link_by_sms_and_the_order_is_paid_by_itself(
    phone: OrdersShop, server: StripeServer
) -> None:  # fmt: skip
    set_shop(phone, PROVIDER, "stripe")
    sheet = pay_now(phone)
    phone.press("K")
    assert sheet.card_page.way() == "link"
    phone.press("F9")
    phone.wait(lambda: phone.shows("payment.button.send_sms"))
    phone.press("Alt+S")
    phone.wait(lambda: phone.ask(lambda: Outbox.select().where(Outbox.kind == "sms").count()) == 1)
    [message] = phone.ask(lambda: [row.payload for row in Outbox.select().where(Outbox.kind == "sms")])
    assert message["to"].replace(" ", "").endswith("855550177")
    assert "€19.80" in message["text"] and server.url in message["text"]

    [link] = server.sessions
    server.pay(link)
    phone.wait(lambda: sheet.bill.left_minor == 0)
    phone.settle()
    if phone.sheet:
        phone.press("F9")
    phone.wait(lambda: phone.sheet == "")
    assert paid(phone) == [("online", 1_980)]
    assert server.taken() == 1_980


def test_a_link_that_the_caller_does_not_want_is_given_up(phone: OrdersShop, server: StripeServer) -> None:
    set_shop(phone, PROVIDER, "stripe")
    sheet = pay_now(phone)
    phone.press("K")
    phone.press("F9")
    phone.wait(lambda: phone.shows("payment.button.send_sms"))
    phone.find("payment.button.cancel_card").click()
    phone.wait(lambda: sheet.card_page.property("state") == "declined")
    assert [page["status"] for page in server.sessions.values()] == ["expired"]
    assert not phone.shows("payment.button.send_sms")
    assert sheet.bill.left_minor == 1_980


def test_a_plan_that_has_to_be_signed_is_not_made_by_telephone(phone: OrdersShop) -> None:
    set_shop(phone, LEAST, 1_000)
    pay_now(phone)
    button = phone.find("payment.tender.instalments")
    assert (button.isEnabled(), "Signed in the shop" in button.accessibleName()) == (False, True)


def test_a_plan_that_needs_no_signature_is_made_on_the_phone(phone: OrdersShop) -> None:
    set_shop(phone, LEAST, 1_000)
    set_shop(phone, SIGNED, False)
    sheet = pay_now(phone)
    phone.press("I")
    phone.find("payment.months.3").click()
    phone.press("F9")
    assert sheet.bill.left_minor == 660
    phone.press("K")
    sheet.card_page.code.set_text("D1001")
    phone.press("F9")
    assert sheet.bill.left_minor == 0
    phone.press("F9")
    phone.wait(lambda: phone.sheet == "")
    assert paid(phone) == [("instalments", 1_320), ("card", 660)]
    [plan] = phone.ask(lambda: list(InstalmentPlan.select()))
    assert (plan.total_minor, plan.deposit_minor, plan.signature) == (1_320, 660, "")
