"""Posting: one transfer with signed lines that sum to zero; balances move with it in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.ledger.accounts import BOUNDS
from app.ledger.models import Account, AccountKind, Transfer, TransferLine


class TooLittleThere(Refusal):
    """An account (a drawer, a gift card, a store credit) holds less than is to be taken out of it."""


@prepared
def _balance(code):
    return Account.select(Account.balance_minor).where(Account.code == code)


@prepared
def _write_transfer(what, order_ref, shift_ref, posted_at):
    return Transfer.insert(what=what, order_ref=order_ref, shift_ref=shift_ref, posted_at=posted_at)


@prepared
def _write_line(transfer, account, amount):
    return TransferLine.insert(transfer=transfer, account=account, amount_minor=amount)


@prepared
def _move_balance(amount, code):
    # One statement checks the bounds, moves the balance and tells the account's id.
    moved = Account.balance_minor + amount
    not_below = Account.floor_minor.is_null() | (moved >= Account.floor_minor)
    not_above = Account.ceiling_minor.is_null() | (moved <= Account.ceiling_minor)
    return Account.update(balance_minor=moved).where(Account.code == code, not_below, not_above).returning(Account.id)


@prepared
def _add_account(code, kind, floor, ceiling):
    opened = Account.insert(code=code, kind=kind, balance_minor=0, floor_minor=floor, ceiling_minor=ceiling)
    return opened.on_conflict_ignore()


def post(what: str, lines: Mapping[str, int], *, order_id: int | None = None, shift_id: int | None = None) -> int:
    """Post one transfer: account code -> signed minor units; lines of nought are left out.  Returns its id.

    Accounts are named as in `accounts`.  Raises TooLittleThere when one would leave its bounds.
    """
    moved = {code: amount for code, amount in sorted(lines.items()) if amount}
    assert sum(moved.values()) == 0, f"{what}: {dict(moved)} does not sum to zero"
    transfer = _write_transfer.add(what, order_id, shift_id, clock.now_ms())
    lines_moved = [(transfer, _move(code, amount), amount) for code, amount in moved.items()]
    if lines_moved:
        _write_line.run_many(lines_moved)
    return transfer


def _move(code: str, amount: int) -> int:
    """Move a balance and return the account's id; an account is opened on first use."""
    row = _move_balance.one(amount, code)
    if row is None:
        _open(code)
        row = _move_balance.one(amount, code)
    if row is None:
        raise TooLittleThere(_too_little(code), account=code, balance_minor=balance(code))
    return int(row[0])


def _open(code: str) -> None:
    """Open an account unless it is there; its kind is the part of the code before the colon."""
    kind = AccountKind(code.partition(":")[0])
    floor, ceiling = BOUNDS.get(kind, (None, None))
    _add_account.run(code, kind.value, floor, ceiling)


def balance(code: str) -> int:
    """The balance of an account in minor units; nought when it was never used."""
    row = _balance.one(code)
    return int(row[0]) if row else 0


def _too_little(code: str) -> str:
    held = format_money(abs(balance(code)))
    if code == "cash:safe":
        return _("The safe holds only {balance}.").format(balance=held)
    if code.startswith("cash:"):
        return _("The drawer holds only {balance}.").format(balance=held)
    if code.startswith("credit:gift:"):
        return _("Only {balance} is left on this gift card.").format(balance=held)
    if code.startswith("credit:"):
        return _("Only {balance} of store credit is left.").format(balance=held)
    return _("There is not enough there: {balance} in {account}.").format(balance=held, account=code)
