"""Lines that follow others on a ticket: a bottle or crate as often as its goods have pieces, gift wrap once."""

from __future__ import annotations

from collections import defaultdict

from app.counter.lines import Sellable, TicketLine
from app.orders.line_kinds import LineKind


def with_followers(lines: tuple[TicketLine, ...], next_no: int) -> tuple[tuple[TicketLine, ...], int]:
    """The lines, each with its deposit and gift wrap behind it, and the next free number; what lost its line is gone."""
    if not any(line.of is not None or line.item.deposit for line in lines):
        return lines, next_no
    deposits: dict[int, TicketLine] = {}
    wraps: dict[int, list[TicketLine]] = defaultdict(list)
    for line in lines:
        if line.of is not None and line.item.kind is LineKind.WRAP:
            wraps[line.of].append(line)
        elif line.of is not None:
            deposits[line.of] = line
    found: list[TicketLine] = []
    for line in lines:
        if line.of is not None:
            continue
        found.append(line)
        if line.item.deposit:
            deposit, next_no = _deposit(line, deposits.get(line.no), next_no)
            found.append(deposit)
        found += wraps[line.no]
    return tuple(found), next_no


def _deposit(line: TicketLine, mine: TicketLine | None, next_no: int) -> tuple[TicketLine, int]:
    count = line.quantity if line.item.unit == "piece" else 1
    if mine is None:
        item = Sellable(*line.item.deposit)
        return TicketLine(next_no, item, count, item.price_e4, of=line.no, at=line.at), next_no + 1
    return mine if mine.quantity == count else mine._replace(quantity=count), next_no
