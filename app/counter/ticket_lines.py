"""A ticket in other shapes: its lines as they are priced and sold, and all of it as plain values to be saved."""

from __future__ import annotations

from typing import Any

from app.counter.lines import Buyer, Discount, Sellable, State, TicketCoupon, TicketLine
from app.counter.sale import RemovedLine, SaleLine
from app.orders.basket import BasketLine, moment_of
from app.orders.line_kinds import FIXED, LineKind


def basket_line(line: TicketLine, off: Discount) -> BasketLine:
    """A line as the engine prices it, with what a person or the customer's group gives off."""
    item = line.item
    given, rule = (Discount(), off) if off.by_rule else (off, Discount())
    return BasketLine(
        item.product_id, item.category_id, line.quantity, item.price_e4, item.price_per, item.unit == "piece",
        moment_of(line.at), line.unit_price_e4, given.minor, given.bp, rule.bp, rule.name, item.tax_bp,
        is_fixed=item.kind in FIXED, tax_id=item.tax_id,
    )  # fmt: skip


def sale_line(line: TicketLine, off: Discount, of: int | None) -> SaleLine:
    """A line as it is sold; `of` is the place of the line that it goes with."""
    return SaleLine(
        line.item.product_id, line.quantity, line.unit_price_e4, off.minor, off.bp, off.name, off.by_rule,
        line.note, line.serial, line.lot, line.age_checked, line.in_hand, line.at,
        line.item.name if line.item.kind is LineKind.FREE else "", kind=line.item.kind, of=of,
    )  # fmt: skip


def is_same(line: TicketLine, item: Sellable, unit_price_e4: int | None, lot: str) -> bool:
    """Whether so much more of a product may stand on this line."""
    if line.of is not None or item.kind is LineKind.WRAP or item.needs_serial:
        return False
    same_price = line.unit_price_e4 == unit_price_e4 and line.item.price_e4 == item.price_e4
    plain = not (line.serial or line.note or line.discount_minor or line.discount_bp)
    same_name = item.kind is not LineKind.FREE or line.item.name == item.name
    return line.item.product_id == item.product_id and same_name and same_price and line.lot == lot and plain


def plain_state(state: State) -> dict[str, Any]:
    """All that undo brings back, as plain values."""
    lines: list[Any] = [line._asdict() | {"item": list(line.item)} for line in state.lines]
    return state._asdict() | {
        "lines": lines, "removed": [list(line) for line in state.removed],
        "buyer": list(state.buyer) if state.buyer else None, "coupons": [list(coupon) for coupon in state.coupons],
    }  # fmt: skip


def state_of(saved: dict[str, Any]) -> State:
    """What was saved."""
    kept = saved | {
        "lines": tuple(TicketLine(**{**line, "item": Sellable.saved(line["item"])}) for line in saved["lines"]),
        "removed": tuple(RemovedLine(*line) for line in saved["removed"]),
        "buyer": Buyer(*saved["buyer"]) if saved["buyer"] else None,
        "coupons": tuple(TicketCoupon(*coupon) for coupon in saved.get("coupons", ())),
    }
    return State(**kept)
