"""What the ledger holds of taxes in a span of time, by name and rate: sold and taken back apart."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import Case, fn

from app.core.prepared import prepared
from app.ledger.models import Account, AccountKind, TaxEntry, Transfer, TransferLine

BACK = ("return", "void")  # what goods are taken back as


class TaxInSpan(NamedTuple):
    """One tax at one rate: on what and how much, sold and taken back, both positive; a plain rate has no code."""

    code: str
    name: str
    rate_bp: int
    base_minor: int
    tax_minor: int
    base_back_minor: int
    tax_back_minor: int


@prepared
def _next(number):
    return Transfer.select(Transfer.id, Transfer.posted_at).where(Transfer.id >= number).order_by(Transfer.id).limit(1)


def first_from(at_ms: int) -> int:
    """The first transfer that was posted at a moment or later; numbers follow time, so a few look-ups find it."""
    low, high = 1, int(Transfer.select(fn.COALESCE(fn.MAX(Transfer.id), 0)).scalar()) + 1
    while low < high:
        middle = (low + high) // 2
        number, posted_at = _next.one(middle)
        if posted_at >= at_ms:
            high = middle
        else:
            low = number + 1
    return low


def taxes_between(start_ms: int, end_ms: int) -> list[TaxInSpan]:
    """All taxes of a span, plain rates first, each by rate."""
    span = first_from(start_ms), first_from(end_ms)
    return [*_plain(*span), *_named(*span)]


def _sold_and_back(value: Any) -> tuple[Any, Any]:
    """Sums of what was sold and of what was taken back."""
    is_back = Transfer.what.in_(BACK)
    return fn.SUM(Case(None, [(is_back, 0)], value)), fn.SUM(Case(None, [(is_back, 0 - value)], 0))


def _plain(first: int, end: int) -> list[TaxInSpan]:
    query: Any = (
        TransferLine.select(Account.code, *_sold_and_back(0 - TransferLine.amount_minor))
        .join(Account).switch(TransferLine).join(Transfer)
        .where(
            Transfer.id >= first, Transfer.id < end, Account.kind.in_([AccountKind.SALES, AccountKind.TAX])
        ).group_by(Account.code).tuples()
    )  # fmt: skip
    sums: dict[int, list[int]] = {}
    for code, sold, back in query:
        kind, _colon, rate = code.partition(":")
        if rate.isdecimal():
            is_tax = kind == AccountKind.TAX
            sums.setdefault(int(rate), [0, 0, 0, 0])[is_tax::2] = [int(sold), int(back)]
    return [TaxInSpan("", "", rate, *figures) for rate, figures in sorted(sums.items()) if any(figures)]


def _named(first: int, end: int) -> list[TaxInSpan]:
    base, base_back = _sold_and_back(TaxEntry.base_minor)
    tax, tax_back = _sold_and_back(TaxEntry.tax_minor)
    query: Any = (
        TaxEntry.select(TaxEntry.code, fn.MAX(TaxEntry.name), TaxEntry.rate_bp, base, tax, base_back, tax_back)
        .join(Transfer).where(TaxEntry.transfer >= first, TaxEntry.transfer < end)
        .group_by(TaxEntry.code, TaxEntry.rate_bp).order_by(TaxEntry.code, TaxEntry.rate_bp).tuples()
    )  # fmt: skip
    return [TaxInSpan(code, name, int(rate), *map(int, figures)) for code, name, rate, *figures in query]
