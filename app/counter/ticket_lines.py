"""A ticket in other shapes: its lines as they are priced and sold, and all of it as plain values to be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.core.fields import MOST
from app.core.i18n import _
from app.core.money import round_div
from app.counter.lines import Buyer, Discount, NotOnTicket, Sellable, State, TicketCoupon, TicketLine, TicketOption
from app.counter.sale import RemovedLine, SaleLine
from app.orders.basket import BasketLine, moment_of
from app.orders.line_kinds import FIXED, LineKind
from app.orders.pricing import Priced


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


def sale_lines(lines: tuple[TicketLine, ...], off: Callable[[TicketLine], Discount]) -> tuple[SaleLine, ...]:
    """All lines as they are sold."""
    places = {line.no: place for place, line in enumerate(lines, 1)}
    return tuple(sale_line(line, off(line), places.get(line.of or 0)) for line in lines)


def sale_terms(state: State) -> dict[str, Any]:
    """What a sale takes over of a ticket beside its lines."""
    return {
        "customer_id": state.buyer.customer_id if state.buyer else None, "order_discount_minor": state.discount_minor,
        "order_discount_bp": state.discount_bp, "order_discount_name": state.discount_name, "note": state.note,
        "coupons": tuple(coupon.code for coupon in state.coupons), "regime_id": state.regime_id,
        "regime_reason": state.regime_reason, "quote": state.quoted,
    }  # fmt: skip


def checked(quantity: int) -> int:
    """A quantity that a line can have; NotOnTicket otherwise."""
    if quantity <= 0:
        raise NotOnTicket(_("A quantity is at least 1."), quantity=quantity)
    if quantity > MOST:
        raise NotOnTicket(_("That is more than one line can hold."), quantity=quantity)
    return quantity


def newest_no(lines: tuple[TicketLine, ...]) -> int | None:
    """The number of the last line that stands by itself; an option is a part of its goods."""
    return next((line.no for line in reversed(lines) if line.item.kind is not LineKind.OPTION), None)


def taken_off(gone: TicketLine, lines: tuple[TicketLine, ...], priced: Priced) -> RemovedLine:
    """A line that is taken off, with what it costs with its options."""
    minor = sum(
        part.total_minor for line, part in zip(lines, priced.lines, strict=True)
        if line.no == gone.no or (line.of == gone.no and line.item.kind is LineKind.OPTION)
    )  # fmt: skip
    return RemovedLine(gone.item.product_id, gone.item.name, gone.quantity, minor)


def lowered(line: TicketLine, quantity: int, lines: tuple[TicketLine, ...], priced: Priced) -> RemovedLine:
    """The part of a line that goes when its quantity falls; nothing of it when it grows."""
    off = max(line.quantity - quantity, 0)
    whole = taken_off(line, lines, priced)
    return whole._replace(quantity=off, total_minor=round_div(whole.total_minor * off, line.quantity))


def kept_off(removed: tuple[RemovedLine, ...], gone: RemovedLine) -> tuple[RemovedLine, ...]:
    """What was taken off until now with what goes; piece after piece of one product is one entry."""
    if not gone.quantity:
        return removed
    last = removed[-1] if removed else None
    if last is None or (last.product_id, last.name) != (gone.product_id, gone.name):
        return (*removed, gone)
    both = gone._replace(quantity=last.quantity + gone.quantity, total_minor=last.total_minor + gone.total_minor)
    return (*removed[:-1], both)


def without(before: State, after: State, priced: Priced) -> State:
    """The state that undo brings back; what stood on the ticket until now, and goes by it, is kept as taken off."""
    left = {line.no: line.quantity for line in after.lines}
    gone = [lowered(line, left.get(line.no, 0), before.lines, priced) for line in before.lines if line.of is None]
    return after._replace(undone=(*before.undone, *(off for off in gone if off.quantity)))


def read_again(lines: tuple[TicketLine, ...], items: Mapping[int, Sellable]) -> tuple[TicketLine, ...]:
    """The lines with their products as the catalog says them now; name and price of a free line were typed and stay."""

    def fresh(item: Sellable) -> Sellable:
        if item.kind is LineKind.FREE:
            return item
        return items.get(item.product_id, item)._replace(quantity=item.quantity, kind=item.kind)

    return tuple(
        line._replace(item=fresh(line.item), options=tuple(one._replace(item=fresh(one.item)) for one in line.options))
        for line in lines
    )


def once(options: tuple[TicketOption, ...]) -> tuple[TicketOption, ...]:
    """Each option once, although two groups may offer it."""
    return tuple({(one.item.product_id, one.words): one for one in options}.values()) if options else options


def is_same(
    line: TicketLine, item: Sellable, unit_price_e4: int | None, lot: str, options: tuple[TicketOption, ...] = ()
) -> bool:  # fmt: skip
    """Whether so much more of a product may stand on this line."""
    if line.of is not None or item.kind is LineKind.WRAP or item.needs_serial:
        return False
    if line.options != options:
        return False
    same_price = line.unit_price_e4 == unit_price_e4 and line.item.price_e4 == item.price_e4
    plain = not (line.serial or line.note or line.discount_minor or line.discount_bp)
    same_name = item.kind is not LineKind.FREE or line.item.name == item.name
    return line.item.product_id == item.product_id and same_name and same_price and line.lot == lot and plain


def plain_state(state: State) -> dict[str, Any]:
    """All that undo brings back, as plain values."""
    lines: list[Any] = [
        line._asdict() | {"item": list(line.item), "options": [[list(one.item), one.words] for one in line.options]}
        for line in state.lines
    ]
    return state._asdict() | {
        "lines": lines, "removed": [list(line) for line in (*state.removed, *state.undone)], "undone": (),
        "buyer": list(state.buyer) if state.buyer else None, "coupons": [list(coupon) for coupon in state.coupons],
    }  # fmt: skip


def state_of(saved: dict[str, Any]) -> State:
    """What was saved."""
    kept = saved | {
        "lines": tuple(map(_line, saved["lines"])),
        "removed": tuple(RemovedLine(*line) for line in saved["removed"]),
        "undone": (),
        "buyer": Buyer(*saved["buyer"]) if saved["buyer"] else None,
        "coupons": tuple(TicketCoupon(*coupon) for coupon in saved.get("coupons", ())),
    }
    return State(**kept)


def _line(saved: dict[str, Any]) -> TicketLine:
    options = tuple(TicketOption.saved(one) for one in saved.get("options", ()))
    return TicketLine(**{**saved, "item": Sellable.saved(saved["item"]), "options": options})
