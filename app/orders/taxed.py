"""The taxes of lines that have more than the plain percentage: kept when an order is placed, read ever after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.catalog.book import book
from app.catalog.events import RegimeUsed, TaxUsed
from app.catalog.models import Product
from app.catalog.tax_book import TaxBook, TaxRule, TaxTerms
from app.core.events import listens
from app.core.i18n import _
from app.core.prepared import prepared
from app.customers.models import Customer, CustomerGroup
from app.orders.models import Order, OrderChargeTax, OrderLine, OrderTax, TaxPartKind
from app.orders.pricing import PricedLine, TaxSum, sum_parts, sum_taxes
from app.orders.taxes import TaxPart


class KeptTax(NamedTuple):
    """One tax of an order's line as it was kept."""

    line_id: int
    kind: TaxPartKind
    code: str
    name: str
    letter: str
    rate_bp: int
    amount_e4: int
    is_compound: bool
    base_minor: int
    tax_minor: int
    no: int

    @property
    def part(self) -> TaxPart:
        """The tax as the engine tells it."""
        return TaxPart(
            self.code, self.name, self.rate_bp, self.base_minor, self.tax_minor, self.kind == TaxPartKind.ADDED,
            self.amount_e4, self.is_compound, self.letter, self.no,
        )  # fmt: skip


class Under(NamedTuple):
    """The regime that an order is taxed by, as the order keeps it."""

    regime_id: int | None = None
    name: str = ""
    note: str = ""


@prepared
def _add(order, line, no, kind, code, name, letter, rate, amount, compound, base, tax):
    return OrderTax.insert(
        order=order, line=line, no=no, kind=kind, code=code, name=name, letter=letter, rate_bp=rate, amount_e4=amount,
        is_compound=compound, base_minor=base, tax_minor=tax,
    )  # fmt: skip


@prepared
def _line_ids(order):
    return OrderLine.select(OrderLine.no, OrderLine.id).where(OrderLine.order == order)


@prepared(rows=KeptTax)
def _kept(order):
    return (
        OrderTax.select(
            OrderTax.line, OrderTax.kind, OrderTax.code, OrderTax.name, OrderTax.letter, OrderTax.rate_bp,
            OrderTax.amount_e4, OrderTax.is_compound, OrderTax.base_minor, OrderTax.tax_minor, OrderTax.no,
        ).where(OrderTax.order == order).order_by(OrderTax.line, OrderTax.no, OrderTax.id)
    )  # fmt: skip


def under(regime_id: int | None) -> Under:
    """What an order keeps of a regime; nothing when there is none."""
    regime = book().taxes.regimes.get(regime_id) if regime_id is not None else None
    return Under(regime.id, regime.name, regime.note) if regime else Under()


def keep_taxes(order_id: int, parts: Sequence[PricedLine], first_no: int = 1) -> None:
    """Write the taxes of the lines that are not plain, from a number on; a step of placing and selling."""
    if not any(part.parts or part.relieved for part in parts):
        return
    lines: dict[int, int] = dict(_line_ids.all(order_id))
    _add.run_many([row for no, part in enumerate(parts, first_no) for row in _rows(order_id, lines[no], part)])


def keep_again(order_id: int, line_id: int, part: PricedLine) -> None:
    """Write the taxes of one line anew, as a step of amending."""
    OrderTax.delete().where(OrderTax.line == line_id).execute()
    _add.run_many(_rows(order_id, line_id, part))


def kept_taxes(order_id: int) -> dict[int, list[KeptTax]]:
    """The taxes of the lines of an order that are not plain, by the line."""
    found: dict[int, list[KeptTax]] = defaultdict(list)
    for row in _kept.all(order_id):
        found[row.line_id].append(row._replace(kind=TaxPartKind(row.kind)))
    return found


def parts_of(kept: Iterable[KeptTax]) -> tuple[TaxPart, ...]:
    """The taxes that are paid for a line."""
    return tuple(row.part for row in kept if row.kind != TaxPartKind.RELIEVED)


def terms_of(tax_bp: int, kept: Sequence[KeptTax]) -> TaxTerms:
    """How a line was taxed, to price it again with another quantity."""
    paid = tuple(_rule(row) for row in kept if row.kind != TaxPartKind.RELIEVED)
    inside = tuple(_rule(row) for row in kept if row.kind != TaxPartKind.ADDED)
    return TaxTerms(tax_bp, paid, inside if any(rule.is_relieved for rule in inside) else ())


def sums_of(
    plain: Iterable[tuple[int, int, int, int]], kept: dict[int, list[KeptTax]], *, sign: int = 1
) -> tuple[TaxSum, ...]:
    """Taxes rate by rate and name by name, of (line, tax_bp, total_minor, tax_minor); `sign` -1 for what comes back."""
    by_rate, parts = [], []
    for line_id, tax_bp, total, tax in plain:
        named = parts_of(kept.get(line_id, ()))
        parts += [part._replace(base_minor=sign * part.base_minor, tax_minor=sign * part.tax_minor) for part in named]
        if not named:
            by_rate.append((tax_bp, sign * total, sign * tax))
    return in_lines(sum_taxes(by_rate) + sum_parts(parts), book().taxes)


def in_lines(sums: Iterable[TaxSum], taxes: TaxBook) -> tuple[TaxSum, ...]:
    """A table of taxes as it is shown: one line for a rate, whether goods have it alone or beside other taxes."""
    plain: dict[int, TaxSum] = {}
    rest: list[TaxSum] = []
    for row in sums:
        is_other = row.is_added and not taxes.prices_net  # came on top instead of another, under a regime
        if row.code and (is_other or not taxes.is_usual(row.code)):
            rest.append(row)
            continue
        before = plain.get(row.tax_bp, TaxSum(row.tax_bp, 0, 0, 0))
        plain[row.tax_bp] = before._replace(
            net_minor=before.net_minor + row.net_minor, tax_minor=before.tax_minor + row.tax_minor,
            gross_minor=before.gross_minor + row.gross_minor,
        )  # fmt: skip
    return (*(plain[rate] for rate in sorted(plain)), *rest)


@listens(TaxUsed)
def _sold_with(question: TaxUsed) -> str | None:
    by_name = OrderTax.select().where(OrderTax.code == question.code)
    of_charges = OrderChargeTax.select().where(OrderChargeTax.code == question.code)
    plain = OrderLine.select().join(Product).where(Product.tax == question.tax_id)
    is_used = by_name.exists() or of_charges.exists() or plain.exists()
    return _("Something was sold with this tax.") if is_used else None


@listens(RegimeUsed)
def _sold_by(question: RegimeUsed) -> str | None:
    theirs = Customer.select().where(Customer.tax_regime_ref == question.regime_id)
    groups = CustomerGroup.select().where(CustomerGroup.tax_regime_ref == question.regime_id)
    if theirs.exists() or groups.exists():
        return _("Customers have this regime. Give them another one first.")
    if Order.select().where(Order.tax_regime_ref == question.regime_id).exists():
        return _("Something was sold by this regime. It stays for the books.")
    return None


def _rule(row: KeptTax) -> TaxRule:
    return TaxRule(
        row.code, row.name, row.rate_bp, row.amount_e4, row.kind != TaxPartKind.ADDED, bool(row.is_compound), row.letter,
        row.kind == TaxPartKind.RELIEVED, row.no,
    )  # fmt: skip


def _rows(order_id: int, line_id: int, part: PricedLine) -> list[tuple[Any, ...]]:
    return [(order_id, line_id, *values) for values in tax_values(part)]


def tax_values(part: PricedLine) -> list[tuple[Any, ...]]:
    """What is kept of the taxes by name of a line or charge: number, kind, name, figures."""
    there = [(one, TaxPartKind.ADDED if one.is_added else TaxPartKind.INSIDE) for one in part.parts]
    gone = [(one, TaxPartKind.RELIEVED) for one in part.relieved]
    return [
        (
            one.no, kind.value, one.code[:20], one.name[:60], one.letter, one.rate_bp, one.amount_e4,
            one.is_compound, one.base_minor, one.tax_minor,
        )
        for one, kind in (*gone, *there)
    ]  # fmt: skip
