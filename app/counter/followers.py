"""Lines that follow others on a ticket: a crate or an option as often as its goods have pieces, gift wrap once."""

from __future__ import annotations

from collections import defaultdict

from app.counter.lines import Sellable, TicketLine, TicketOption
from app.orders.line_kinds import LineKind


class _Mine:
    """What follows one line now."""

    def __init__(self) -> None:
        self.deposit: TicketLine | None = None
        self.options: dict[tuple[int, str], TicketLine] = {}
        self.wraps: list[TicketLine] = []

    def take(self, line: TicketLine) -> None:
        """Keep a line by what it is."""
        if line.item.kind is LineKind.WRAP:
            self.wraps.append(line)
        elif line.item.kind is LineKind.OPTION:
            self.options[line.item.product_id, line.note] = line
        else:
            self.deposit = line


def with_followers(lines: tuple[TicketLine, ...], next_no: int) -> tuple[tuple[TicketLine, ...], int]:
    """The lines, each with its options, deposit and gift wrap behind it, and the next free number.

    What lost its line is gone.
    """
    if not any(line.of is not None or line.item.deposit or line.options for line in lines):
        return lines, next_no
    following: dict[int, _Mine] = defaultdict(_Mine)
    for line in lines:
        if line.of is not None:
            following[line.of].take(line)
    found: list[TicketLine] = []
    for line in lines:
        if line.of is not None:
            continue
        found.append(line)
        mine = following[line.no]
        for chosen in line.options:
            there = mine.options.get((chosen.item.product_id, chosen.words))
            option, next_no = _option(line, chosen, there, next_no)
            found.append(option)
        if line.item.deposit:
            deposit, next_no = _deposit(line, mine.deposit, next_no)
            found.append(deposit)
        found += mine.wraps
    return tuple(found), next_no


def _count(line: TicketLine) -> int:
    return line.quantity if line.item.unit == "piece" else 1


def _deposit(line: TicketLine, mine: TicketLine | None, next_no: int) -> tuple[TicketLine, int]:
    count = _count(line)
    if mine is None:
        item = Sellable(*line.item.deposit)
        return TicketLine(next_no, item, count, item.price_e4, of=line.no, at=line.at), next_no + 1
    return mine if mine.quantity == count else mine._replace(quantity=count), next_no


def _option(
    line: TicketLine, chosen: TicketOption, mine: TicketLine | None, next_no: int
) -> tuple[TicketLine, int]:  # fmt: skip
    """An option takes the percentage that a person gives off its goods; an amount stays with these."""
    name = line.discount_name if line.discount_bp else ""
    if mine is None:
        new = TicketLine(
            next_no, chosen.item, _count(line), discount_bp=line.discount_bp, discount_name=name, note=chosen.words,
            of=line.no, at=line.at,
        )  # fmt: skip
        return new, next_no + 1
    now = mine._replace(quantity=_count(line), discount_bp=line.discount_bp, discount_name=name)
    return mine if mine == now else now, next_no
