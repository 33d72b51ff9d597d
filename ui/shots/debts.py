"""Pictures of debts on account: the list with what is late, the bills as they are paid, and a customer's terms."""

from __future__ import annotations

from typing import Any


def on_account(running: Any) -> None:
    """Who owes on account."""
    running.window.tab.cod.owed.which.choose("account")
    running.settle(8)


def bills(running: Any) -> None:
    """The bills of the first of them, as they are paid."""
    on_account(running)
    running.window.tab.cod.owed.take_payment()
    running.settle(4)


def terms(running: Any) -> None:
    """How much the customer of the sale may owe, and for how long."""
    from ui.counter.account_sheet import open_account

    running.window.router.take("CARD-200000")
    running.settle(4)
    open_account(running.window.desk, running.window.tab.counter.till.ticket.buyer.customer_id, lambda: None)
    running.settle(4)
