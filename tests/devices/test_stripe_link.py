"""Paying by link: the happy path on localstripe, all that goes wrong on a strict stand-in; a key pays once."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from devices.simulators.stripe_server import StripeServer
from devices.stripe_link import StripeLink, make_client
from devices.terminal import PayRequest, PayState

pytest.importorskip("stripe")


@pytest.fixture
def server() -> Iterator[StripeServer]:
    running = StripeServer()
    yield running
    running.close()


def link_to(server: StripeServer, *, lasts_s: float = 5.0, on_link: Any = None) -> StripeLink:
    client = make_client("sk_test_1", base=server.url)
    return StripeLink(client, on_link or (lambda *_page: None), success_url="https://shop.example", every_s=0.02,
                      lasts_s=lasts_s)  # fmt: skip


def pay(server: StripeServer, key: str = "ticket/1", amount: int = 1_999) -> tuple[Any, str]:
    """A page that the customer pays as soon as the link is shown."""
    pages: list[str] = []

    def shown(_key: str, page_id: str, _url: str) -> None:
        pages.append(page_id)
        server.pay(page_id)

    return link_to(server, on_link=shown).pay(PayRequest(key, amount, "EUR")), pages[0]


def test_a_link_that_is_paid_is_approved(server: StripeServer) -> None:
    outcome, page = pay(server)
    assert (outcome.state, outcome.reference, server.taken()) == (PayState.APPROVED, page, 1_999)


def test_a_link_that_nobody_pays_is_in_doubt_and_may_be_paid_late(server: StripeServer) -> None:
    link = link_to(server, lasts_s=0.1)
    assert link.pay(PayRequest("k", 1_999, "EUR")).state is PayState.IN_DOUBT
    [page] = server.sessions
    server.pay(page)
    assert link.ask("k", page).state is PayState.APPROVED


def test_giving_up_ends_the_page_so_that_nobody_can_pay_it_later(server: StripeServer) -> None:
    shown = threading.Event()
    link = link_to(server, on_link=lambda *_page: shown.set())
    outcomes: list[Any] = []
    waiting = threading.Thread(target=lambda: outcomes.append(link.pay(PayRequest("k", 1_999, "EUR"))))
    waiting.start()
    assert shown.wait(10)
    [page] = server.sessions
    assert link.reverse("k", page).state is PayState.REVERSED
    waiting.join(10)

    assert server.sessions[page]["status"] == "expired"
    assert outcomes[0].state in (PayState.REVERSED, PayState.DECLINED)
    assert server.taken() == 0


def test_a_paid_link_that_is_reversed_is_refunded_whole_and_once(server: StripeServer) -> None:
    _outcome, page = pay(server)
    link = link_to(server)
    assert link.reverse("ticket/1", page).state is PayState.REVERSED
    assert link.reverse("ticket/1", page).state is PayState.REVERSED
    assert (server.taken(), len(server.refunds)) == (0, 1)


def test_a_repeated_key_makes_one_page_and_one_charge(server: StripeServer) -> None:
    pay(server)
    again = link_to(server, lasts_s=0.2).pay(PayRequest("ticket/1", 1_999, "EUR", sent_before=True))
    assert len(server.sessions) == 1
    assert again.state in (PayState.APPROVED, PayState.IN_DOUBT)
    assert server.taken() == 1_999


def test_a_key_with_another_amount_is_refused(server: StripeServer) -> None:
    pay(server)
    outcome = link_to(server).pay(PayRequest("ticket/1", 2_999, "EUR"))
    assert (outcome.state, len(server.sessions)) == (PayState.DECLINED, 1)


def test_an_amount_below_the_least_is_declined_in_their_words(server: StripeServer) -> None:
    outcome = link_to(server).pay(PayRequest("k", 49, "EUR"))
    assert outcome.state is PayState.DECLINED
    assert "below" in outcome.reason


def test_no_more_is_refunded_than_was_paid(server: StripeServer) -> None:
    _outcome, page = pay(server)
    link = link_to(server)
    assert link.refund(PayRequest("back/1", 1_500, "EUR"), page).state is PayState.APPROVED
    assert link.refund(PayRequest("back/1", 1_500, "EUR"), page).state is PayState.APPROVED
    assert link.refund(PayRequest("back/2", 500, "EUR"), page).state is PayState.DECLINED
    assert server.taken() == 499


def test_a_fault_of_theirs_is_a_doubt_and_never_a_decline(server: StripeServer) -> None:
    server.down = True
    assert link_to(server).pay(PayRequest("k", 1_999, "EUR")).state is PayState.IN_DOUBT
    assert link_to(server).ask("k", "cs_000001").state is PayState.IN_DOUBT
    server.down = False
    assert link_to(server, lasts_s=0.1).pay(PayRequest("k", 1_999, "EUR", sent_before=True)).state is PayState.IN_DOUBT
    assert len(server.sessions) == 1


def test_a_payment_is_refunded_on_localstripe() -> None:
    pytest.importorskip("localstripe")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            assert running.stdout is not None
            while "Running on" not in (line := running.stdout.readline()):
                assert line, "localstripe did not start"
            client = make_client("sk_test_1", base=f"http://127.0.0.1:{port}")
            card = {"type": "card", "card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030,
                                             "cvc": "123"}}  # fmt: skip
            method = client.v1.payment_methods.create(card)
            intent = client.v1.payment_intents.create(
                {"amount": 1_999, "currency": "eur", "payment_method": method.id, "confirm": True}
            )
            assert intent.status == "succeeded"
            link = StripeLink(client, lambda *_page: None, success_url="https://shop.example")
            outcome = link.refund_intent(PayRequest("back", 1_999, "EUR"), intent.id)
        finally:
            running.kill()
    assert outcome.state is PayState.APPROVED
    assert outcome.reference
