"""Lines that follow others on a ticket: a bottle or crate as often as its goods have pieces, gift wrap once."""

from __future__ import annotations

from app.counter.lines import Sellable, TicketLine


def with_deposits(lines: tuple[TicketLine, ...], next_no: int) -> tuple[tuple[TicketLine, ...], int]:
    """The lines, each with its deposit behind it, and the next free number; a deposit without its goods is gone."""
    if not any(line.of is not None or line.item.deposit for line in lines):
        return lines, next_no
    there = {line.of: line for line in lines if line.of is not None}
    found: list[TicketLine] = []
    for line in lines:
        if line.of is not None:
            continue
        found.append(line)
        if not line.item.deposit:
            continue
        count = line.quantity if line.item.unit == "piece" else 1
        mine = there.get(line.no)
        if mine is None:
            item = Sellable(*line.item.deposit)
            # Its price is fixed, so that no offer takes anything off what is paid back later.
            mine = TicketLine(next_no, item, count, item.price_e4, of=line.no, at=line.at)
            next_no += 1
        found.append(mine if mine.quantity == count else mine._replace(quantity=count))
    return tuple(found), next_no
