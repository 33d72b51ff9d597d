"""Tables: accounts, transfers and their lines; balances are kept beside the ledger in the same transaction."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Moment


class AccountKind(StrEnum):
    """What a balance means."""

    CASH = "cash"  # a till's drawer, the safe
    CARD = "card"  # clearing of card payments
    CLAIM = "claim"  # cash on delivery in a driver's hands, carriers
    CUSTOMER = "customer"  # what a customer owes (positive) on account
    CREDIT = "credit"  # store credit and gift cards (negative: we owe)
    DEPOSIT = "deposit"  # paid before the goods left
    SALES = "sales"
    TAX = "tax"
    REFUND = "refund"
    ROUNDING = "rounding"
    OVER_SHORT = "over_short"
    OTHER = "other"


class Account(Row):
    """One account, named by its code, such as `cash:till-1`, `customer:42`, `tax:2300`."""

    code = peewee.CharField(max_length=80, unique=True)
    kind = Choice(AccountKind)
    balance_minor = Amount(default=0)
    floor_minor = Amount(null=True)  # a balance that no posting may go below, such as nought for a drawer
    ceiling_minor = Amount(null=True)  # and one that it may not go above, such as nought for a store credit


class Transfer(Row):
    """One movement of money; its lines sum to zero and are never changed."""

    id = peewee.BigAutoField()
    what = peewee.CharField(max_length=40)
    order_ref = peewee.BigIntegerField(null=True, index=True)
    shift_ref = peewee.BigIntegerField(null=True)
    posted_at = Moment()

    class Meta:
        append_only = True


class TransferLine(Row):
    """One side of a transfer: positive into the account, negative out of it."""

    id = peewee.BigAutoField()
    transfer = peewee.ForeignKeyField(Transfer, on_delete="RESTRICT", backref="lines")
    # No index: every account of a sale would cost a page more; a statement of one account is asked for rarely.
    account = peewee.ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    amount_minor = Amount(constraints=[])

    class Meta:
        append_only = True
        constraints = [peewee.Check("amount_minor <> 0")]


class TaxEntry(Row):
    """What a transfer brings to one tax by name and rate, and on what; negative for goods that came back.

    Plain rates need none: `sales:<rate>` and `tax:<rate>` say it.  The account of a named tax is their sum.
    """

    id = peewee.BigAutoField()
    transfer = peewee.ForeignKeyField(Transfer, on_delete="RESTRICT", backref="taxes")
    code = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=60)
    rate_bp = peewee.IntegerField(default=0)
    base_minor = Amount(default=0)
    tax_minor = Amount(default=0)

    class Meta:
        append_only = True
