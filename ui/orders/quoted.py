"""A quote as a call: at the prices that it named, or at those of the day; to the cent what placing it will write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.counter.ticket import Ticket
from app.orders.line_kinds import LineKind
from ui.counter.ordered import Stocked, read_stocked, with_ticket
from ui.orders.call import Call
from ui.orders.call_line import CallLine, Goods, deposit_of
from ui.orders.call_option import CallOption


def call_of(body: dict[str, Any], **charges: int) -> Call:
    """The call that a quote comes back as; a ticket's is collected unless something else is said.

    It reads the store and is run on the reader's thread.  `charges` are those of the day: the call's own hold while
    the quote does.
    """
    if "call" not in body:
        ticket = Ticket.from_body(body)
        return _of_ticket(ticket, read_stocked(ticket), charges)
    call = Call.from_body(body["call"])
    if not body["lines"]:
        return replace(
            at_todays_prices(call), began_at=0, promised_at=None, quoted="", holds_charges=False, **charges
        )  # fmt: skip
    call = replace(call, promised_at=None, quoted=body["number"], holds_charges=True)
    return call if _price_now(call) == body["total_minor"] else holding(call, body["lines"])


def _of_ticket(ticket: Ticket, stocked: Stocked, charges: dict[str, int]) -> Call:
    from ui.counter.till import buyer_card

    call = Call(ticket.uid, place=-2, **charges)
    if (buyer := ticket.buyer) is not None:
        card = buyer_card(buyer.customer_id)
        call = replace(
            call, customer_id=buyer.customer_id, name=buyer.name, phone=card.phone, email=card.email,
            group=buyer.group_name, group_id=buyer.group_id, discount_bp=buyer.group_bp, regime_id=buyer.regime_id,
        )  # fmt: skip
    return with_ticket(call, ticket, stocked)


def _price_now(call: Call) -> int | None:
    """What the order would cost by the prices of this moment."""
    from app.core.refusal import Refusal
    from app.orders.draft import price_draft

    try:
        return price_draft(call.draft()).total_minor
    except Refusal:
        return None


def holding(call: Call, quoted: Sequence[dict[str, Any]]) -> Call:
    """The call with the price and the discount of each line named as they were quoted, and what was off the whole."""
    parts = list(zip(call.with_followers, quoted, strict=False))  # the quote's delivery and fee come after them
    named = [_named(line, part) for line, part in zip(call.lines, quoted, strict=False)]
    wraps: list[CallLine] = []
    for follower, part in parts[len(call.lines) :]:
        at = (follower.of or 1) - 1
        if follower.kind is LineKind.OPTION:
            named[at] = replace(named[at], options=tuple(_same(one, follower, part) for one in named[at].options))
        elif follower.kind is LineKind.WRAP:
            named[at] = replace(named[at], wrap=None, note="")
            no = max((line.no for line in (*named, *wraps)), default=0) + 1
            wraps.append(replace(_named(follower, part), of=None, no=no))
    off = sum(part["amount_minor"] - part["total_minor"] for _line, part in parts)
    name = call.off_whole_name if off else ""
    return replace(
        call, lines=(*named, *wraps), from_ticket=True, off_minor=off, off_bp=0, off_name=name, coupons=()
    )  # fmt: skip


def _named(line: CallLine, part: dict[str, Any]) -> CallLine:
    off = part["discount_minor"]
    return replace(
        line, named_price_e4=part["unit_price_e4"], discount_bp=0, off_minor=off,
        off_name=part["discount_name"] if off else "",
    )  # fmt: skip


def _same(option: CallOption, follower: CallLine, part: dict[str, Any]) -> CallOption:
    if (option.product_id, option.words) != (follower.product_id, follower.note):
        return option
    return replace(option, named_price_e4=part["unit_price_e4"], off_minor=part["discount_minor"])


def at_todays_prices(call: Call) -> Call:
    """The call with its products as the catalog says them now; what a person named or typed stays."""
    return replace(call, lines=tuple(_today(line) for line in call.lines))


def _today(line: CallLine) -> CallLine:
    from app.inventory.queries import sellable

    item = sellable(line.product_id)
    options = tuple(_option_today(one) for one in line.options)
    if item is None or line.kind is LineKind.FREE:
        return replace(line, options=options, at=0)
    return replace(
        line, price_e4=item.price_e4, deposit=deposit_of(item), wrap=_wrap_today(line.wrap), options=options, at=0
    )


def _option_today(option: CallOption) -> CallOption:
    from app.inventory.queries import sellable

    item = sellable(option.product_id)
    return option if item is None else replace(option, price_e4=item.price_e4)


def _wrap_today(wrap: Goods | None) -> Goods | None:
    from app.inventory.queries import sellable

    item = sellable(wrap[0]) if wrap else None
    return wrap if wrap is None or item is None else (wrap[0], wrap[1], item.price_e4, *wrap[3:])
