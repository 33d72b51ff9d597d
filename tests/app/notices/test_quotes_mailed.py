"""Quotes as mail, over a real mail server: the paper is attached, and the list of quotes says how the mail stands."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from app.core import clock, ports
from app.core.outbox import withdraw_wish
from app.counter.models import Quote
from app.counter.quote_taken import take_quote
from app.counter.quotes import make_quote, quotes
from app.notices.by_hand import CannotWrite
from app.notices.mail_quote import mail_quote
from app.notices.send import deliver_due
from printing.render import render
from tests.app.notices.conftest import set_up
from tests.app.payments.till import boss, ticket_of
from tests.conftest import NOON
from tests.factories import clerk, make_product


@pytest.fixture
def number(mailbox) -> str:
    make_product("MUG", price="12.00", on_hand=5)
    return make_quote(boss, ticket_of("MUG", "MUG").to_body(), print_it=False)


def test_a_quote_is_mailed_with_its_paper_and_the_list_says_so(mailbox, number):
    ports.set_renderer(render)
    assert quotes()[0].mail == ""
    mail_quote(clerk, number, " nora@shop.example ")
    assert quotes()[0].mail == "queued"

    assert deliver_due("till-1") == 1

    message = message_from_bytes(mailbox.taken[0].content, policy=policy.default)
    (paper,) = message.iter_attachments()
    assert message["To"] == "nora@shop.example"
    assert number in message["Subject"]
    assert "24.00" in message.get_body().get_content()
    assert paper.get_filename() == f"quote-{number}.pdf"
    assert paper.get_content()[:5] == b"%PDF-"
    assert quotes()[0].mail == "done"
    ports.set_renderer(None)


def test_the_list_tells_of_the_last_mail(mailbox, number):
    mailbox.answers = ["554 no"]
    mail_quote(clerk, number, "nora@shop.example")
    deliver_due("till-1")
    assert quotes()[0].mail == "failed"
    set_up(delay_s=10)
    again = mail_quote(clerk, number, "nora@shop.example")
    assert quotes()[0].mail == "queued"
    withdraw_wish(clerk, again)
    assert quotes()[0].mail == "failed"


def test_nothing_is_mailed_without_an_address_or_after_the_day(mailbox, number):
    with pytest.raises(CannotWrite, match="no e-mail address"):
        mail_quote(clerk, number, "nobody")
    with clock.frozen(NOON + 40 * clock.DAY_MS), pytest.raises(CannotWrite, match="held until"):
        mail_quote(clerk, number, "nora@shop.example")


def test_a_quote_taken_since_is_mailed_as_it_was_made(mailbox, number):
    ports.set_renderer(render)
    take_quote(boss, number)
    mail_quote(clerk, number, "nora@shop.example")
    assert deliver_due("till-1") == 1
    assert Quote.get().state == "taken"
    ports.set_renderer(None)


def test_the_list_tells_of_each_quotes_own_mail(mailbox, number):
    others = [make_quote(boss, ticket_of("MUG").to_body(), print_it=False) for _quote in range(11)]
    for _again in range(10):
        mail_quote(clerk, number, "nora@shop.example")
    mail_quote(clerk, others[-1], "nora@shop.example")

    assert [row.number for row in quotes() if row.mail] == [others[-1], number]
