"""The papers of a till: what went out of the drawer, and its totals while it is open and when it is closed."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.papers import Amount, Paper, Shop, TaxLine


@dataclass(frozen=True, kw_only=True)
class CashSlip(Paper):
    """Signed by who got money out of the drawer."""

    shop: Shop
    number: str
    at: str
    word: str
    amount: str
    station: str = ""
    cashier: str = ""


@dataclass(frozen=True, kw_only=True)
class Count:
    """A figure without money: sales made, drawers opened."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class TillReport(Paper):
    """What X and Z reports share: the till's totals so far."""

    shop: Shop
    number: str
    station: str
    shift: str
    opened: str
    at: str
    currency: str
    cashier: str = ""
    sales: tuple[Amount, ...] = ()  # gross, discounts, refunds, net
    taxes: tuple[TaxLine, ...] = ()
    tenders: tuple[Amount, ...] = ()
    cash: tuple[Amount, ...] = ()  # float, sales, drops, expected
    expected_minor: int | None = 0  # None where the count is to stay blind
    counted_minor: int | None = None
    counts: tuple[Count, ...] = ()
    first_receipt: str = ""
    last_receipt: str = ""
    perpetual_minor: int = 0  # all sales since the till exists
    journal_number: int = 0
    journal_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class XReport(TillReport):
    """The till's totals while it is open; closes nothing."""


@dataclass(frozen=True, kw_only=True)
class ZReport(TillReport):
    """The till's totals that close the day, with the journal's last number and hash."""
