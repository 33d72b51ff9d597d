"""Signatures: what goes on account is signed where the shop wants it, kept with its payment and said on paper."""

from __future__ import annotations

import base64

import pytest

from app.catalog.models import Product
from app.core import settings
from app.counter.sell import sell
from app.counter.ticket import Buyer
from app.counter.void import void_sale
from app.customers.models import Customer
from app.documents.bills import receipt
from app.orders.models import OrderLine
from app.orders.place import place_order
from app.payments.models import Payment, Tender
from app.payments.pay import pay_order
from app.payments.queries import payments_of
from app.payments.refund import refund_order
from app.payments.signatures import PNG, WHAT, NotSigned, Signed, signatures_of
from app.payments.tender import TenderInput
from app.payments.ways_back import CardSlip
from app.returns.inspect import Finding, inspect, line_ids
from app.returns.open import ReturnInput, open_return
from app.returns.quick import QuickLine, quick_return
from app.returns.receive import receive_return
from app.returns.settle import settle_return
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import SLIP, boss, card, cash, open_till, ticket_of
from tests.app.whole_store import refused
from tests.factories import make_customer, make_product

DRAWN = PNG + b"a line of a pen"
SIGNED = base64.b64encode(DRAWN).decode()


@pytest.fixture
def buyer(store):
    """A customer who may owe, an open till and a mug."""
    make_product("MUG", price="20.00", on_hand=9)
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    open_till(boss)
    return Buyer(customer, "Eimear")


def owe(buyer: Buyer, signature: str = "") -> int:
    """A mug, five euro in cash and the rest on account."""
    ticket = ticket_of("MUG", buyer=buyer)
    paid = [cash(500), TenderInput(Tender.ON_ACCOUNT, 1_500, signature=signature)]
    return sell(boss, ticket.to_sale(paid), key=ticket.uid).order_id


def test_a_sale_on_account_is_signed_where_the_shop_wants_it(buyer):
    owe(buyer)
    settings.change_setting(boss, WHAT, Signed.ACCOUNT.value)
    with pytest.raises(NotSigned):
        owe(buyer)
    assert Payment.select().count() == 2

    order = owe(buyer, SIGNED)

    [kept] = signatures_of(order)
    assert (kept.tender, kept.amount_minor, kept.picture) == ("on_account", 1_500, DRAWN)
    assert [(row.tender, row.is_signed) for row in payments_of(order)] == [("cash", False), ("on_account", True)]


def test_the_receipt_says_that_it_was_signed(buyer):
    assert [row.detail for row in receipt(owe(buyer)).totals.tenders] == ["", ""]
    assert [row.detail for row in receipt(owe(buyer, SIGNED)).totals.tenders] == ["", "signed"]


def test_what_is_no_picture_is_no_signature_and_sells_nothing(buyer):
    for wrong in ("no base64!", base64.b64encode(b"GIF89a").decode()):
        with pytest.raises(NotSigned):
            owe(buyer, wrong)
    assert Payment.select().count() == 0


def test_an_order_paid_on_account_later_is_signed_too(buyer):
    mug = Product.get(Product.sku == "MUG").id
    order = place_order(boss, phone_order((mug, 1), customer_id=buyer.customer_id)).order_id
    settings.change_setting(boss, WHAT, Signed.ACCOUNT.value)
    with refused(NotSigned):
        pay_order(boss, order, [TenderInput(Tender.ON_ACCOUNT, 2_000)])

    pay_order(boss, order, [TenderInput(Tender.ON_ACCOUNT, 2_000, signature=SIGNED)])
    assert [one.amount_minor for one in signatures_of(order)] == [2_000]


def test_what_goes_back_to_a_card_at_the_counter_is_signed_where_the_shop_asks_for_it(buyer):
    settings.change_setting(boss, WHAT, Signed.REFUND.value)
    signed = (CardSlip("R77001", "4242", signature=SIGNED),)

    def sold() -> int:
        ticket = ticket_of("MUG", buyer=buyer)
        return sell(boss, ticket.to_sale([card(2_000)]), key=ticket.uid).order_id

    def line_of(order: int) -> QuickLine:
        return QuickLine(OrderLine.get(OrderLine.order == order).id, 1)

    first, second, third, fourth = (sold() for _turn in range(4))
    with refused(NotSigned):
        void_sale(boss, first, "Wrong size", slips=SLIP)
    with refused(NotSigned):
        quick_return(boss, second, [line_of(second)], slips=SLIP)
    with refused(NotSigned):
        quick_return(boss, second, [line_of(second)], slips=(CardSlip("R1", "4242", signature="no picture"),))

    void_sale(boss, first, "Wrong size", slips=signed)
    quick_return(boss, second, [line_of(second)], slips=signed)
    assert [one.amount_minor for order in (first, second) for one in signatures_of(order)] == [-2_000, -2_000]
    quick_return(boss, third, [line_of(third)], to=Tender.CASH, reason="Card was blocked")
    refund_order(boss, fourth, 500, reason="Goodwill", goodwill=True, slips=SLIP)  # by telephone: nobody can sign
    assert signatures_of(fourth) == []


def test_nobody_is_asked_to_sign_for_goods_that_were_sent_in(buyer):
    """They were taken in and looked at before; whoever sent them is not here."""
    settings.change_setting(boss, WHAT, Signed.REFUND.value)
    ticket = ticket_of("MUG", buyer=buyer)
    order = sell(boss, ticket.to_sale([card(2_000)]), key=ticket.uid).order_id
    back = open_return(boss, order, [ReturnInput(OrderLine.get(OrderLine.order == order).id, 1)])
    receive_return(boss, back)
    inspect(boss, back, [Finding(line, "like_new", "restock") for (line,) in line_ids.all(back)])

    done = settle_return(boss, back, "refund", slips=SLIP)

    assert (done.given_minor, done.parts) == (2_000, (("card", 2_000),))
    assert signatures_of(order) == []
