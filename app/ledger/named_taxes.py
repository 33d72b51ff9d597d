"""Taxes by name in the ledger: goods with several taxes are earned without them, each tax stands on its own account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.core.prepared import prepared
from app.ledger import accounts
from app.ledger.models import TaxEntry


class NamedTax(NamedTuple):
    """One tax of goods: on what, and how much."""

    code: str
    name: str
    rate_bp: int
    base_minor: int
    tax_minor: int


class Mixed(NamedTuple):
    """Goods with several taxes: what is paid for them, taxes and all, and the taxes."""

    total_minor: int
    taxes: tuple[NamedTax, ...]


@prepared
def _add(transfer, code, name, rate, base, tax):
    return TaxEntry.insert(transfer=transfer, code=code, name=name, rate_bp=rate, base_minor=base, tax_minor=tax)


def earned_mixed(mixed: Iterable[Mixed]) -> dict[str, int]:
    """The ledger's side of goods sold: into the sales of goods with several taxes, and each tax into its account."""
    lines: dict[str, int] = {}
    for total, taxes in mixed:
        net = total - sum(tax.tax_minor for tax in taxes)
        lines[accounts.MIXED_SALES] = lines.get(accounts.MIXED_SALES, 0) - net
        for tax in taxes:
            code = accounts.named_tax(tax.code)
            lines[code] = lines.get(code, 0) - tax.tax_minor
    return lines


def added_up(taxes: Iterable[NamedTax]) -> dict[tuple[str, int], NamedTax]:
    """Taxes by code and rate."""
    sums: dict[tuple[str, int], NamedTax] = {}
    for tax in taxes:
        key = (tax.code, tax.rate_bp)
        before = sums.get(key)
        if before is not None:
            tax = tax._replace(
                base_minor=before.base_minor + tax.base_minor, tax_minor=before.tax_minor + tax.tax_minor
            )
        sums[key] = tax
    return sums


def write_taxes(transfer: int, taxes: Iterable[NamedTax], *, sign: int = 1) -> None:
    """Keep beside a transfer what it brings to each tax by name; `sign` -1 for goods that come back."""
    rows = [
        (transfer, tax.code, tax.name, tax.rate_bp, sign * tax.base_minor, sign * tax.tax_minor)
        for _key, tax in sorted(added_up(taxes).items()) if tax.base_minor or tax.tax_minor
    ]  # fmt: skip
    if rows:
        _add.run_many(rows)
