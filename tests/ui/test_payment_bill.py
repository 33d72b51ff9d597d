"""The bill while it is paid: split tenders, one heap of cash, rounding and change."""

from __future__ import annotations

from app.payments.tender import Tender
from ui.counter.payment.bill import Bill, Part


def bill(total: int = 15_399) -> Bill:
    return Bill(total, step_minor=5)


def test_cash_after_credit_is_rounded_and_gives_change() -> None:
    paying = bill()
    paying.add(Part(Tender.STORE_CREDIT, 2_500))
    assert paying.cash_due() == 12_900
    preview = paying.cash(15_000)
    assert (preview.change_minor, preview.rounding_minor) == (2_100, 1)
    paying.add(preview.part)
    assert (paying.left_minor, paying.change_minor) == (0, 2_100)


def test_cash_in_two_heaps_is_rounded_once() -> None:
    paying = bill(1_003)
    paying.add(paying.cash(500).part)
    preview = paying.cash(None)
    assert preview.part.given_minor == 505
    paying.add(preview.part)
    assert (paying.left_minor, paying.change_minor, paying.rounding_minor) == (0, 0, 2)


def test_part_of_the_cash_must_be_coins_that_exist() -> None:
    assert "€0.05" in bill().cash(2_003).problem


def test_only_cash_gives_change() -> None:
    assert "Only cash" in bill().plain(Tender.CARD, 20_000).problem


def test_a_credit_pays_no_more_than_there_is() -> None:
    paying = bill()
    assert paying.plain(Tender.STORE_CREDIT, None, 2_500).part.amount_minor == 2_500
    assert "€25.00" in paying.plain(Tender.STORE_CREDIT, 3_000, 2_500).problem


def test_the_button_says_what_it_will_do() -> None:
    paying = bill()
    assert paying.verb(paying.cash(None), by_terminal=False, exact=True) == "Exact cash, finish sale"
    assert paying.verb(paying.cash(20_000), by_terminal=False, exact=False) == "Take cash, finish sale"
    assert paying.verb(paying.cash(2_000), by_terminal=False, exact=False) == "Take €20.00"
    assert paying.verb(paying.plain(Tender.CARD, None), by_terminal=True, exact=True) == "Charge €153.99"
