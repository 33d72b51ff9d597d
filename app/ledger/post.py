"""Posting: one transfer with signed lines that sum to zero; balances move with it in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.ledger.models import Account, AccountKind, Transfer, TransferLine


class TooLittleThere(Refusal):
    """An account (a drawer, a gift card, a store credit) holds less than is to be taken out of it."""


@prepared
def _account(code):  # type: ignore[no-untyped-def]
    return Account.select(Account.id).where(Account.code == code)


@prepared
def _write_transfer(what, order_ref, shift_ref, posted_at):  # type: ignore[no-untyped-def]
    return Transfer.insert(what=what, order_ref=order_ref, shift_ref=shift_ref, posted_at=posted_at)


@prepared
def _write_line(transfer, account, amount):  # type: ignore[no-untyped-def]
    return TransferLine.insert(transfer=transfer, account=account, amount_minor=amount)


@prepared
def _move_balance(amount, account, again):  # type: ignore[no-untyped-def]
    kept = Account.floor_minor.is_null() | (Account.balance_minor + again >= Account.floor_minor)
    return Account.update(balance_minor=Account.balance_minor + amount).where(Account.id == account, kept)


def account(code: str, kind: AccountKind | None = None, *, floor_minor: int | None = None) -> int:
    """The id of an account, opened on first use; the kind is the part of the code before the colon unless given."""
    row = _account.one(code)
    if row:
        return int(row[0])
    kind = kind or AccountKind(code.partition(":")[0])
    Account.insert(code=code, kind=kind, floor_minor=floor_minor).on_conflict_ignore().execute()
    return int(_account.one(code)[0])


def post(
    what: str, lines: Mapping[str, int], *, order_id: int | None = None, shift_id: int | None = None
) -> int:
    """Post one transfer: account code -> signed minor units; lines of nought are left out.  Returns its id.

    Accounts are named `kind:rest`, such as `cash:till-1` or `sales:2300`.  Raises TooLittleThere when an account
    would fall below its floor.
    """
    moved = {code: amount for code, amount in sorted(lines.items()) if amount}
    assert sum(moved.values()) == 0, f"{what}: {dict(moved)} does not sum to zero"
    ids = {code: account(code) for code in moved}
    transfer = _write_transfer.add(what, order_id, shift_id, clock.now_ms())
    _write_line.run_many([(transfer, ids[code], amount) for code, amount in moved.items()])
    for code, amount in moved.items():
        if not _move_balance.run(amount, ids[code], amount):
            raise TooLittleThere(
                _("There is not enough there: {balance} in {code}.").format(
                    balance=format_money(balance(code)), code=code
                ),
                account=code,
            )
    return transfer


def balance(code: str) -> int:
    """The balance of an account in minor units; nought when it was never used."""
    row = Account.select(Account.balance_minor).where(Account.code == code).tuples().first()
    return int(row[0]) if row else 0
