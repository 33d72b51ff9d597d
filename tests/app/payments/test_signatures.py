"""Signatures: what goes on account is signed where the shop wants it, kept with its payment and said on paper."""

from __future__ import annotations

import base64

import pytest

from app.core import settings
from app.counter.sell import sell
from app.counter.ticket import Buyer
from app.customers.models import Customer
from app.documents.bills import receipt
from app.payments.models import Payment, Tender
from app.payments.queries import payments_of
from app.payments.signatures import PNG, WHAT, NotSigned, Signed, signatures_of
from app.payments.tender import TenderInput
from tests.app.payments.till import boss, cash, open_till, ticket_of
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
