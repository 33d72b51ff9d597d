"""Taxes by name of goods that come back: the very parts that were kept with the sale, in proportion, to the last cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from app.core.money import round_div
from app.core.prepared import prepared
from app.ledger.named_taxes import Mixed, NamedTax
from app.orders.models import OrderTax, TaxPartKind
from app.returns.models import ReturnLine, ReturnTax


class ReturnedTax(NamedTuple):
    """What a line that came back gives back of one tax, with what is kept of it as a fee."""

    code: str
    name: str
    letter: str
    rate_bp: int
    base_minor: int
    tax_minor: int


@prepared(rows=ReturnedTax)
def _sold(line):
    return (
        OrderTax.select(
            OrderTax.code, OrderTax.name, OrderTax.letter, OrderTax.rate_bp, OrderTax.base_minor, OrderTax.tax_minor
        ).where(OrderTax.line == line, OrderTax.kind != TaxPartKind.RELIEVED.value).order_by(OrderTax.no, OrderTax.id)
    )  # fmt: skip


@prepared
def _before(line):
    return (
        ReturnTax.select(ReturnTax.code, ReturnTax.rate_bp, ReturnTax.base_minor, ReturnTax.tax_minor)
        .join(ReturnLine).where(ReturnLine.order_line == line)
    )  # fmt: skip


@prepared
def _lines(return_id):
    return ReturnLine.select(ReturnLine.id).where(ReturnLine.return_ == return_id).order_by(ReturnLine.id)


@prepared
def _add(line, code, name, letter, rate, base, tax):
    return ReturnTax.insert(
        line=line, code=code, name=name, letter=letter, rate_bp=rate, base_minor=base, tax_minor=tax
    )


@prepared
def _of_return(return_id):
    return (
        ReturnTax.select(
            ReturnLine.id, ReturnLine.refund_minor, ReturnLine.fee_minor, ReturnTax.code, ReturnTax.name,
            ReturnTax.rate_bp, ReturnTax.base_minor, ReturnTax.tax_minor,
        ).join(ReturnLine).where(ReturnLine.return_ == return_id).order_by(ReturnTax.id)
    )  # fmt: skip


def share_back(
    sold: Sequence[ReturnedTax], quantity: int, *, returned: int, before: Iterable[tuple[str, int, int, int]]
) -> tuple[ReturnedTax, ...]:
    """What of each tax is credited so that `returned` of `quantity` are credited in all.

    `before` is (code, rate, base, tax) of earlier returns; each answer makes up for their rounding.
    """
    credited: dict[tuple[str, int], tuple[int, int]] = {}
    for code, rate, base, tax in before:
        had = credited.get((code, rate), (0, 0))
        credited[code, rate] = had[0] + base, had[1] + tax
    return tuple(
        one._replace(
            base_minor=round_div(one.base_minor * returned, quantity) - had[0],
            tax_minor=round_div(one.tax_minor * returned, quantity) - had[1],
        )
        for one in sold
        for had in [credited.get((one.code, one.rate_bp), (0, 0))]
    )


def taxes_sold(order_line_id: int) -> list[ReturnedTax]:
    """The taxes by name of a sold line; empty for a plain line."""
    found: list[ReturnedTax] = _sold.all(order_line_id)
    return found


def taxes_before(order_line_id: int) -> list[tuple[str, int, int, int]]:
    """What earlier returns of a line gave back of its taxes by name: code, rate, base and tax of each."""
    return [tuple(row) for row in _before.all(order_line_id)]


def taxes_back(
    order_line_id: int, quantity: int, returned: int, also: Iterable[ReturnedTax] = ()
) -> tuple[ReturnedTax, ...]:
    """The taxes by name of a sold line of which `returned` of `quantity` came back by now; empty for a plain line.

    `also` is what other lines of the same return give back of it.
    """
    sold = taxes_sold(order_line_id)
    if not sold:
        return ()
    before = [*taxes_before(order_line_id), *((one.code, one.rate_bp, one.base_minor, one.tax_minor) for one in also)]
    return share_back(sold, quantity, returned=returned, before=before)


def keep_taxes_back(return_id: int, taxes: Sequence[tuple[ReturnedTax, ...]]) -> None:
    """Write the taxes of the lines of a return, one tuple a line in their order; a step."""
    if not any(taxes):
        return
    _add.run_many([
        (line_id, *tax) for (line_id,), mine in zip(_lines.all(return_id), taxes, strict=True) for tax in mine
    ])  # fmt: skip


def give_up_taxes(return_id: int) -> None:
    """Nothing is paid back for the lines of a return, so no tax is either; a step."""
    mine = ReturnLine.select(ReturnLine.id).where(ReturnLine.return_ == return_id)
    ReturnTax.delete().where(ReturnTax.line.in_(mine)).execute()


def credited_taxes(return_id: int) -> dict[int, list[NamedTax]]:
    """What each line of a return that has taxes by name gives back of them, without what is kept as a fee."""
    found: dict[int, list[NamedTax]] = defaultdict(list)
    for line, refund, fee, code, name, rate, base, tax in _of_return.all(return_id):
        paid = refund + fee
        shares = (round_div(minor * refund, paid) if paid else 0 for minor in (base, tax))
        found[line].append(NamedTax(code, name, rate, *shares))
    return found


def mixed_back(named: dict[int, list[NamedTax]], refunds: dict[int, int]) -> list[Mixed]:
    """The lines with taxes by name as the ledger takes them; `refunds` is what each line is credited with."""
    return [Mixed(refunds[line], tuple(taxes)) for line, taxes in named.items()]


def loose_taxes(parts: Iterable[Any]) -> tuple[ReturnedTax, ...]:
    """The taxes of goods without a sale that can be found, as the engine works them out today."""
    return tuple(
        ReturnedTax(part.code, part.name, part.letter, part.rate_bp, part.base_minor, part.tax_minor) for part in parts
    )
