"""A link that the customer pays online, from the payment sheet: shown as a code, waited for, ended when given up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import secrets
from app.core.actor import system_actor
from app.core.settings import change_setting
from app.payments.models import Payment
from app.payments.online import PROVIDER, SECRET
from devices.simulators.stripe_server import StripeServer
from tests.conftest import Stores
from tests.ui.till_shop import TILL, TillShop, till_shop

pytest.importorskip("stripe")


@pytest.fixture
def server(tmp_path: Any) -> Iterator[StripeServer]:
    running = StripeServer()
    secrets.use_folder(tmp_path)
    secrets.keep(SECRET, "sk_test_1")
    yield running
    secrets.forget(SECRET)
    running.close()


@pytest.fixture
def till(stores: Stores, qtbot: Any, server: StripeServer) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=lambda: change_setting(system_actor(TILL), PROVIDER, "stripe")) as running:
        running.window.desk.online_base = server.url
        yield running


def test_the_customer_scans_the_code_and_the_sale_finishes_by_itself(till: TillShop, server: StripeServer) -> None:
    till.scans("MUG-1")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    till.press("K")
    assert sheet.card_page.way() == "link"
    till.press("F9")
    till.wait(lambda: sheet.card_page.qr.isVisible())
    assert till.till.payment.link.startswith(server.url)
    [page] = server.sessions
    server.pay(page)
    till.wait(lambda: till.till.last is not None)
    till.settle()

    row = till.ask(lambda: Payment.get())
    assert (row.tender, row.provider, row.provider_ref) == ("online", "stripe", page)
    assert server.taken() == 1_490


def test_a_link_that_is_given_up_cannot_be_paid_later(till: TillShop, server: StripeServer) -> None:
    till.scans("MUG-1")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    till.press("K")
    till.press("F9")
    till.wait(lambda: sheet.card_page.qr.isVisible())
    till.find("payment.button.cancel_card").click()
    till.wait(lambda: sheet.card_page.property("state") == "declined")

    assert [page["status"] for page in server.sessions.values()] == ["expired"]
    till.press("C")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.settle()
