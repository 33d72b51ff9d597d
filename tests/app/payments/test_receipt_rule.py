"""When a receipt is printed, mailed or only asked for."""

from __future__ import annotations

import pytest

from app.payments.models import Tender
from app.payments.receipt_rule import ReceiptRule, Wanted, Way, read_rule, wanted

CASH, CARD = Tender.CASH, Tender.CARD


def test_without_a_setting_every_sale_prints(store):
    assert read_rule() == ReceiptRule(Way.PRINT, Way.PRINT, 0)
    assert wanted(read_rule(), 1, [CASH], has_address=False) == Wanted(True, False)


@pytest.mark.parametrize(
    ("rule", "total", "tenders", "address", "prints", "mails"),
    [
        (ReceiptRule(Way.PRINT, Way.ASK), 5_000, [CASH], False, True, False),
        (ReceiptRule(Way.PRINT, Way.ASK), 5_000, [CARD], False, False, False),
        (ReceiptRule(Way.PRINT, Way.ASK), 5_000, [CARD, CASH], False, True, False),
        (ReceiptRule(Way.MAIL, Way.MAIL), 5_000, [CARD], True, False, True),
        (ReceiptRule(Way.MAIL, Way.MAIL), 5_000, [CARD], False, True, False),
        (ReceiptRule(Way.NONE, Way.NONE), 5_000, [CASH], True, False, False),
        (ReceiptRule(from_minor=1_000), 999, [CASH], False, False, False),
        (ReceiptRule(from_minor=1_000), 1_000, [CASH], False, True, False),
        (ReceiptRule(Way.NONE, Way.NONE, 9_999), 500, [Tender.ON_ACCOUNT], False, True, False),
    ],
)
def test_tender_and_amount_decide(rule, total, tenders, address, prints, mails):
    assert wanted(rule, total, tenders, has_address=address) == Wanted(prints, mails)
