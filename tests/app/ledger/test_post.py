"""Posting: transfers that sum to zero, balances beside them, and bounds that no race gets around."""

from __future__ import annotations

import pytest

from app.ledger.checks import balances, transfers
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.ledger.post import TooLittleThere, balance, post
from tests.app.payments.steps import run
from tests.factories import manager


def posted(**lines: int) -> None:
    """Post lines named kind__rest."""
    run(manager, lambda: post("test", {name.replace("__", ":"): amount for name, amount in lines.items()}))


def test_an_account_is_opened_on_first_use_with_the_kind_of_its_code(store):
    posted(card__clearing=500, sales__2300=-500, tax__2300=0)

    assert {row.code: (row.kind, row.balance_minor) for row in Account.select()} == {
        "card:clearing": (AccountKind.CARD, 500), "sales:2300": (AccountKind.SALES, -500),
    }  # fmt: skip
    assert TransferLine.select().count() == 2
    assert balance("tax:2300") == 0


def test_lines_that_do_not_sum_to_zero_are_a_fault(store):
    with pytest.raises(AssertionError, match="does not sum to zero"):
        posted(card__clearing=500, sales__2300=-499)

    assert Transfer.select().count() == 0


def test_a_drawer_never_falls_below_nought_and_a_gift_card_is_never_overdrawn(store):
    posted(cash__till=500, sales__0=-500)
    posted(credit__gift=-300, cash__till=300)

    with pytest.raises(TooLittleThere, match=r"The drawer holds only €8\.00"):
        posted(cash__till=-801, sales__0=801)
    with pytest.raises(TooLittleThere):
        posted(credit__gift=301, cash__till=-301)

    assert (balance("cash:till"), balance("credit:gift")) == (800, -300)


def test_a_balance_that_was_tampered_with_is_found(store):
    posted(card__clearing=500, sales__2300=-500)
    Account.update(balance_minor=501).where(Account.code == "card:clearing").execute()

    assert list(transfers()) == []
    assert list(balances()) == ["account card:clearing: balance 501, lines 500"]
    Account.update(balance_minor=500).where(Account.code == "card:clearing").execute()
