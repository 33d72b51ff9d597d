"""What `verify` re-computes of the money: transfers sum to zero, balances are the sums of their lines."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import fn

from app.core.checks import check
from app.ledger.accounts import named_tax
from app.ledger.models import Account, TaxEntry, TransferLine


@check("transfers")
def transfers() -> Iterator[str]:
    """Every transfer sums to zero."""
    total = fn.SUM(TransferLine.amount_minor)
    query = TransferLine.select(TransferLine.transfer, total).group_by(TransferLine.transfer).having(total != 0)
    yield from (f"transfer {transfer}: its lines sum to {amount}" for transfer, amount in query.tuples())


@check("balances")
def balances() -> Iterator[str]:
    """Every balance is the sum of its lines and within its bounds."""
    total = fn.SUM(TransferLine.amount_minor)
    query = TransferLine.select(TransferLine.account, total).group_by(TransferLine.account)
    sums = {account: int(amount) for account, amount in query.tuples()}
    for row in Account.select():
        if sums.get(row.id, 0) != row.balance_minor:
            yield f"account {row.code}: balance {row.balance_minor}, lines {sums.get(row.id, 0)}"
        if row.floor_minor is not None and row.balance_minor < row.floor_minor:
            yield f"account {row.code}: {row.balance_minor} is below {row.floor_minor}"
        if row.ceiling_minor is not None and row.balance_minor > row.ceiling_minor:
            yield f"account {row.code}: {row.balance_minor} is above {row.ceiling_minor}"


@check("taxes by name")
def taxes_by_name() -> Iterator[str]:
    """What transfers brought to each tax by name is what its account holds."""
    query = TaxEntry.select(TaxEntry.code, fn.SUM(TaxEntry.tax_minor)).group_by(TaxEntry.code)
    sums = {named_tax(code): -int(tax) for code, tax in query.tuples()}
    accounts = Account.select(Account.code, Account.balance_minor).where(Account.code.startswith(named_tax("")))
    held = {code: int(balance) for code, balance in accounts.tuples()}
    for code in sums.keys() | held.keys():
        if sums.get(code, 0) != held.get(code, 0):
            yield f"account {code}: holds {held.get(code, 0)}, its entries say {sums.get(code, 0)}"
