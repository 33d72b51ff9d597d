"""Wishes to the outside world as the queue shows them."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command
from app.core.i18n import N_, speaking
from app.core.outbox import WishState, claim_wish, find_wish, finish_wish, recent, retry_wish, titled, wish
from tests.factories import clerk


@command("tests.wish_for_a_receipt")
def wish_for_a_receipt(by: Actor, number: str) -> int:
    return wish("receipt", f"receipt:{number}", {"order_id": 7}, title=titled(N_("Receipt {number}"), number=number))


def test_a_paper_is_called_in_the_language_of_each_window_whoever_wished_for_it(store):
    with speaking("zh_CN"):
        theirs = wish_for_a_receipt(clerk, "A-000001")
    ours = wish_for_a_receipt(clerk, "{0}-2")

    assert [found.title for found in recent()] == ["Receipt {0}-2", "Receipt A-000001"]
    with speaking("zh_CN"):
        assert [found.title for found in recent()] == ["小票 {0}-2", "小票 A-000001"]
    assert find_wish(theirs).payload == {"order_id": 7}

    claim_wish(clerk, ours)
    finish_wish(clerk, ours, WishState.UNKNOWN)
    retry_wish(clerk, ours)
    again = find_wish(ours)
    assert (again.title, again.payload) == ("Receipt {0}-2", {"order_id": 7, "copy": True})
