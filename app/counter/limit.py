"""A ticket within a person's limit: what was given off by hand is brought down to it."""

from __future__ import annotations

from app.core.money import round_div
from app.counter.ticket import Ticket


def limit_discounts(ticket: Ticket, limit_bp: int) -> None:
    """Bring what a person gave off by hand down to a share of the price; promotions and groups stay."""
    totals = ticket.totals()
    for line, part in zip(ticket.lines, totals.lines, strict=True):
        own = line.discount_minor or line.discount_bp
        if own and part.discount_minor > round_div(part.gross_minor * limit_bp, 10_000):
            ticket.discount_line(line.no, bp=limit_bp, name=line.discount_name)
    if totals.discount_minor > round_div((totals.goods_minor - totals.fixed_minor) * limit_bp, 10_000):
        ticket.discount_order(bp=limit_bp, name=ticket.order_discount.name)
