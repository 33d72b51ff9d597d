"""Sending to real servers: what left, what failed, what nobody knows, and when it is tried again."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.core import clock, ports, secrets
from app.core.actor import Actor
from app.core.command import command
from app.core.outbox import Wish, WishState, find_wish, recent, withdraw_wish
from app.notices.compose import Message
from app.notices.mail import BadMessage, build, send_mail
from app.notices.push import send_sms
from app.notices.queue import queue
from app.notices.send import deliver_due, retry_in_ms
from app.notices.templates import Medium, Occasion
from app.payments.shift import open_shift
from printing.render import render
from tests.app.notices.conftest import Mailbox, set_up
from tests.app.returns.conftest import sold
from tests.factories import clerk, make_product


@command("tests.queue_message")
def say(by: Actor, medium: str, to: str, text: str = "Hello") -> int:
    return queue(Message(Medium(medium), to, "Your order", text), Occasion.ANSWER, order_id=None)


def only(wish_id: int) -> Wish:
    wish = find_wish(wish_id)
    assert wish
    return wish


def read(mailbox: Mailbox) -> EmailMessage:
    return message_from_bytes(mailbox.taken[-1].content, policy=policy.default)  # type: ignore[return-value]


def test_a_mail_leaves_once_with_its_words(mailbox):
    wish_id = say(clerk, "mail", "nora@shop.example", "Grüße, 你好 — ready")
    assert deliver_due("till-1") == 1
    assert deliver_due("till-1") == 0
    message = read(mailbox)
    assert (message["To"], message["Subject"], message["From"]) == (
        "nora@shop.example",
        "Your order",
        "hello@shop.example",
    )
    assert message.get_content().strip() == "Grüße, 你好 — ready"
    assert only(wish_id).state == WishState.DONE


def test_a_receipt_is_attached_as_pdf(mailbox):
    open_shift(clerk, 10_000)
    ports.set_renderer(render)
    sold((make_product(on_hand=1), 1), email_receipt="eimear@shop.example", print_receipt=False)
    assert deliver_due("till-1") == 1
    (paper,) = read(mailbox).iter_attachments()
    assert paper.get_filename().startswith("receipt-")
    assert paper.get_content()[:5] == b"%PDF-"
    ports.set_renderer(None)


def test_line_ends_in_a_header_become_blanks_and_add_no_recipient(mailbox):
    send_mail({"to": "a@shop.example", "subject": "Hi\r\nBcc: evil@shop.example\nX: y", "text": "t"})
    assert mailbox.taken[0].rcpt_tos == ["a@shop.example"]
    assert read(mailbox)["Subject"] == "Hi Bcc: evil@shop.example X: y"
    assert read(mailbox)["Bcc"] is None


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b@c", "a b@c.example", "a@shop.example\r\nBcc: x@y.example", "a@shop.example, b@y.example"],
)
def test_what_is_no_address_is_refused_for_good(mailbox, address):
    with pytest.raises(BadMessage):
        build({"to": address, "subject": "s", "text": "t"})
    wish_id = say(clerk, "mail", address or " ")
    assert deliver_due("till-1") == 0
    assert only(wish_id).state == WishState.FAILED
    assert mailbox.taken == []


def test_an_address_in_another_script_needs_a_server_that_takes_it(mailbox):
    assert send_mail({"to": "用户@shop.example", "subject": "你好", "text": "t"}).state == WishState.DONE
    assert mailbox.taken[0].rcpt_tos == ["用户@shop.example"]


def test_a_server_that_says_later_is_tried_again_later(mailbox):
    mailbox.answers = ["451 try later"]
    wish_id = say(clerk, "mail", "nora@shop.example")
    assert deliver_due("till-1") == 0
    assert (only(wish_id).state, only(wish_id).reason) == (WishState.QUEUED, "451 try later")
    assert deliver_due("till-1") == 0
    with clock.frozen(clock.now_ms() + 60_000):
        assert deliver_due("till-1") == 1
    assert only(wish_id).tries == 2


def test_a_server_that_says_never_is_not_asked_again(mailbox):
    mailbox.answers = ["554 no"]
    wish_id = say(clerk, "mail", "nora@shop.example")
    deliver_due("till-1")
    assert only(wish_id).state == WishState.FAILED


def test_a_line_that_breaks_at_the_end_is_unknown_and_never_repeated(mailbox):
    mailbox.answers = ["hang up"]
    wish_id = say(clerk, "mail", "nora@shop.example")
    deliver_due("till-1")
    assert only(wish_id).state == WishState.UNKNOWN
    with clock.frozen(clock.now_ms() + clock.DAY_MS):
        assert deliver_due("till-1") == 0


def test_no_server_is_a_failure_that_may_pass(mailbox):
    set_up(smtp_port=9)
    wish_id = say(clerk, "mail", "nora@shop.example")
    deliver_due("till-1")
    assert only(wish_id).state == WishState.QUEUED


def test_waits_grow_to_an_hour():
    assert [retry_in_ms(tries) // 60_000 for tries in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_nothing_is_claimed_until_a_medium_is_set_up(store):
    wish_id = say(clerk, "mail", "nora@shop.example")
    assert deliver_due("till-1") == 0
    assert only(wish_id).tries == 0


def test_a_message_can_be_taken_back_before_it_leaves(mailbox):
    set_up(delay_s=10)
    wish_id = say(clerk, "mail", "nora@shop.example")
    assert deliver_due("till-1") == 0
    assert withdraw_wish(clerk, wish_id)
    with clock.frozen(clock.now_ms() + clock.MINUTE_MS):
        assert deliver_due("till-1") == 0
    assert mailbox.taken == []


def test_news_of_last_week_expire(mailbox):
    wish_id = say(clerk, "mail", "nora@shop.example")
    with clock.frozen(clock.now_ms() + 4 * clock.DAY_MS):
        assert deliver_due("till-1") == 0
    assert (only(wish_id).state, only(wish_id).reason) == (WishState.FAILED, "expired")


def test_texts_and_notes_go_where_apprise_is_told(posts, tmp_path):
    secrets.use_folder(tmp_path)
    secrets.keep("gate", "k/1")
    set_up(sms_urls=[posts.url + "/send/{secret:gate}/{phone}"], apprise_urls=[posts.url + "/team"], delay_s=0)
    say(clerk, "sms", "+353 87 123", "Ready")
    say(clerk, "app", "", "New complaint")
    assert deliver_due("till-1") == 2
    assert [(path, body["message"]) for path, body in posts] == [
        ("/send/k%2F1/+35387123", "Ready"), ("/team", "New complaint"),
    ]  # fmt: skip


def test_a_service_that_refuses_is_tried_again(posts):
    posts.status = 500
    set_up(apprise_urls=[posts.url], delay_s=0)
    wish_id = say(clerk, "app", "", "New complaint")
    assert deliver_due("till-1") == 0
    assert only(wish_id).state == WishState.QUEUED
    assert send_sms({"to": "call me", "text": "t"}).is_final
    assert len(recent(["app"])) == 1
