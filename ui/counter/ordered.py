"""The lines of a ticket as those of an order: to the cent what the ticket said, each line with what was agreed on it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from app.core.i18n import _, spoken_name
from app.counter.lines import Sellable
from app.orders.line_kinds import LineKind
from ui.orders.call_line import CallLine
from ui.orders.call_option import CallOption

if TYPE_CHECKING:
    from app.counter.lines import TicketLine, TicketOption
    from app.counter.ticket import Ticket
    from ui.orders.call import Call

Goods = tuple[int, str, int, int, int]
PICKUP = -1  # the place of a call that is fetched in the shop


class Stocked(NamedTuple):
    """What the store says of a ticket: which of its options are kept in stock, and what its tax regime is called."""

    options: frozenset[int] = frozenset()
    regime: str = ""


def read_stocked(ticket: Ticket) -> Stocked:
    """Read on the reader's thread."""
    from app.catalog.book import book
    from app.inventory.queries import sellable

    options = {one.item.product_id for line in ticket.lines for one in line.options}
    kept = frozenset(product_id for product_id in options if (row := sellable(product_id)) and row.is_stocked)
    regime = book().taxes.regimes.get(ticket.regime_by_hand[0] or 0)
    return Stocked(kept, regime.name if regime else "")


def call_of(ticket: Ticket, stocked: Stocked, **terms: Any) -> Call:
    """A ticket as an order for pickup by its customer, who stands here."""
    from ui.orders.call import Call

    buyer = ticket.buyer
    call = Call(ticket.uid, place=PICKUP, **terms)
    if buyer is not None:
        call = replace(
            call, customer_id=buyer.customer_id, name=buyer.name, group=buyer.group_name, group_id=buyer.group_id,
            discount_bp=buyer.group_bp, regime_id=buyer.regime_id,
        )  # fmt: skip
    return with_ticket(call, ticket, stocked)


def against_ordering(ticket: Ticket) -> str:
    """What an order cannot keep of a ticket, in words; empty when it keeps all."""
    if any(line.item.kind is LineKind.GIFT_CARD for line in ticket.lines):
        return _("A gift card cannot be ordered, because its number is given now. Sell it, or take it off.")
    return ""


def with_ticket(call: Call, ticket: Ticket, stocked: Stocked) -> Call:
    """A call with all that is on a ticket."""
    off, (regime_id, reason) = ticket.order_discount, ticket.regime_by_hand
    return replace(
        call, lines=_lines_of(ticket, stocked.options), at_counter=True, from_ticket=True, off_minor=off.minor,
        off_bp=off.bp, off_name=off.name,
        by_hand=(regime_id, stocked.regime, reason) if regime_id else None, note=_notes(ticket),
        coupons=tuple((coupon.code, coupon.promotion_id) for coupon in ticket.coupons), began_at=ticket.started_at,
        quoted=ticket.quoted,
    )  # fmt: skip


def _lines_of(ticket: Ticket, stocked: Container[int]) -> tuple[CallLine, ...]:
    """Deposits, options and gift wraps go with their goods; a wrap at a price of its own stands by itself."""
    wraps: dict[int, TicketLine] = {}
    chosen = {(line.of, line.item.product_id, line.note): line for line in ticket.lines if line.of is not None}
    found = []
    for line in ticket.lines:
        if line.of is not None and line.item.kind is LineKind.WRAP and _is_usual(line):
            wraps[line.of] = line
    for line in ticket.lines:
        if line in wraps.values() or (line.of is not None and line.item.kind is not LineKind.WRAP):
            continue
        item, wrap = line.item, wraps.get(line.no)
        found.append(
            CallLine(
                item.product_id, item.sku, _name(item), item.unit, item.price_e4, item.price_per, item.tax_bp, item.art,
                line.quantity, named_price_e4=line.unit_price_e4, discount_bp=line.discount_bp,
                off_minor=line.discount_minor, off_name=line.discount_name, category_id=item.category_id,
                deposit=_goods(Sellable(*item.deposit)) if item.deposit else None, kind=item.kind,
                wrap=_goods(wrap.item) if wrap else None, note=wrap.note if wrap else _message(line), tax_id=item.tax_id,
                options=tuple(_option(one, stocked, chosen.get((line.no, *_named(one)))) for one in line.options),
                at=line.at, no=line.no,
            )
        )  # fmt: skip
    return tuple(found)


def _is_usual(wrap: TicketLine) -> bool:
    return wrap.quantity == 1 and wrap.unit_price_e4 is None and not (wrap.discount_minor or wrap.discount_bp)


def _message(line: TicketLine) -> str:
    """What stands on the card of a gift wrap; words on other lines go into the order's note."""
    return line.note if line.item.kind is LineKind.WRAP else ""


def _goods(item: Sellable) -> Goods:
    return item.product_id, _name(item), item.price_e4, item.tax_bp, item.tax_id


def _name(item: Sellable) -> str:
    return spoken_name(item.name, item.name_zh)


def _named(chosen: TicketOption) -> tuple[int, str]:
    return chosen.item.product_id, chosen.words


def _option(chosen: TicketOption, stocked: Container[int], line: TicketLine | None) -> CallOption:
    """An option; of a quote its `line` names a price."""
    option = replace(CallOption.of(chosen), is_stocked=chosen.item.product_id in stocked)
    if line is None or line.unit_price_e4 is None:
        return option
    return replace(option, named_price_e4=line.unit_price_e4, off_minor=line.discount_minor)


def _notes(ticket: Ticket) -> str:
    """The words on the ticket and on its lines; an option's and a wrap's are their own."""
    goods = (line for line in ticket.lines if line.of is None and line.item.kind is not LineKind.WRAP)
    words = [f"{line.item.name}: {line.note}" for line in goods if line.note]
    return " · ".join(filter(None, (ticket.note, *words)))
