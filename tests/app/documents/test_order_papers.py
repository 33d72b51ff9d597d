"""An order's papers on demand."""

from __future__ import annotations

import pytest

from app.core.outbox import of_order
from app.documents.order_papers import NothingToPrint, print_order
from app.notices.by_hand import CannotWrite, write_by_hand
from app.orders.draft import DraftLine, OrderDraft
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from tests.factories import clerk, make_customer, make_product


def make_order() -> int:
    lines = (DraftLine(make_product(on_hand=5), 1),)
    draft = OrderDraft(Channel.PHONE, Method.PICKUP, PayPlan.AT_PICKUP, make_customer(), lines=lines)
    return place_order(clerk, draft).order_id


def test_an_invoice_can_be_printed_as_often_as_one_likes(store):
    order_id = make_order()

    assert print_order(clerk, order_id, "invoice") == print_order(clerk, order_id, "invoice") == 1

    assert sum(wish.kind == "invoice" for wish in of_order(order_id)) == 2


@pytest.mark.parametrize("paper", ["receipt", "label", "packing_slip"])
def test_a_paper_that_is_not_there_yet_is_refused(store, paper):
    order_id = make_order()

    with pytest.raises(NothingToPrint):
        print_order(clerk, order_id, paper)


def test_a_message_by_hand_needs_words_and_somebody_to_read_them(store):
    order_id = make_order()
    with pytest.raises(CannotWrite):
        write_by_hand(clerk, order_id, "sms", "  ")

    wish_id = write_by_hand(clerk, order_id, "sms", "Your mug is here")

    wish = next(wish for wish in of_order(order_id) if wish.id == wish_id)
    assert wish.payload["text"] == "Your mug is here"
