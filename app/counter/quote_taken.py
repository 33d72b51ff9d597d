"""A quote is taken up again, once: within its validity at the prices that it named, after it at today's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from app.catalog.book import book
from app.catalog.coupons import find_coupon, used_up
from app.catalog.models import Product
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.counter.models import Quote, QuoteState
from app.counter.quote_lines import Lines, off_whole
from app.counter.quote_sale import ticket_of_call
from app.counter.ticket import Ticket
from app.customers.models import Customer
from app.orders.line_kinds import LineKind


class QuoteOver(Refusal):
    """The quote was taken, or its last day is past."""


class NotToOrder(Refusal):
    """Something on the quote can be sold at the counter only."""


@command("counter.take_quote")
def take_quote(
    by: Actor, number: str, *, at_todays_prices: bool = False, as_order: bool = False, as_sale: bool = False
) -> dict[str, Any]:  # fmt: skip
    """The customer comes back: the body of a new ticket at the quoted prices; QuoteOver when it cannot be had so.

    After its last day, or when a coupon that it counts on was used, a quote is taken only `at_todays_prices`.  One that
    was made of a call comes as `call`, with what was quoted for its lines as `lines` (none at today's prices) and in all
    as `total_minor`; `as_sale` it is a ticket, too, without delivery and fee.  NotToOrder when it is to be taken
    `as_order` and cannot be one.
    """
    quote = Quote.get_or_none(Quote.number == number.strip().upper())
    if quote is None:
        raise NotFound("quote", number)
    if not at_todays_prices:
        _check_holds(quote)
    if as_order and any(line.get("kind") == LineKind.GIFT_CARD for line in quote.lines):
        raise NotToOrder(_("A gift card cannot be ordered, because its number is given now. Fetch it at the counter."))
    open_one = (Quote.id == quote.id) & (Quote.state == QuoteState.OPEN)
    if not Quote.update(state=QuoteState.TAKEN).where(open_one).execute():
        raise QuoteOver(_("Quote {number} was taken already.").format(number=quote.number), number=quote.number)
    touch("quote", quote.id)
    note(number=quote.number, total_minor=quote.total_minor)
    book()  # what is taken is compared with the prices of this moment
    if "call" in quote.body and as_sale:
        return _sold(quote, at_todays_prices=at_todays_prices)
    if "call" in quote.body:
        return _call(quote, at_todays_prices=at_todays_prices)
    return _renewed(quote, at_todays_prices=at_todays_prices)


def _check_holds(quote: Quote) -> None:
    """Raise QuoteOver, with `late`, when its last day is past or a coupon that its prices count on was used meanwhile."""
    if quote.valid_until < clock.now_ms():
        sentence = _("Quote {number} held until {day}.").format(
            number=quote.number, day=clock.format_day(quote.valid_until)
        )
        raise QuoteOver(sentence, number=quote.number, late=True)
    if codes := used_up(_opened(quote)):
        sentence = _("The coupon {code} was used since. Without it the prices of quote {number} do not hold.").format(
            code=", ".join(codes), number=quote.number
        )
        raise QuoteOver(sentence, number=quote.number, late=True)


def _opened(quote: Quote) -> list[str]:
    """The coupons that its prices count on."""
    found: list[str] = quote.body.get("opened", [])
    return found


def _call(quote: Quote, *, at_todays_prices: bool) -> dict[str, Any]:
    """The call of a quote under a uid of its own; its customer may be gone meanwhile."""
    call = dict(quote.body["call"])
    call |= {"uid": str(uuid4()), "note": _noted(call["note"], quote.number), "coupons": _open_ones(call["coupons"])}
    if call["customer_id"] and not Customer.select().where(Customer.id == call["customer_id"]).exists():
        call["customer_id"] = None
    if at_todays_prices:
        return {"call": call, "lines": [], "total_minor": quote.total_minor, "number": quote.number}
    call["coupons"] = [one for one in call["coupons"] if one[0] not in _opened(quote)]
    return {"call": call, "lines": quote.lines, "total_minor": quote.total_minor, "number": quote.number}


def _sold(quote: Quote, *, at_todays_prices: bool) -> dict[str, Any]:
    """The ticket of a call's quote: its goods at the prices that were named, or at today's."""
    ticket, lines = ticket_of_call(quote)
    state = ticket["state"]
    state |= {"note": _noted(state["note"], quote.number), "coupons": _open_ones(state["coupons"])}
    if not at_todays_prices:
        state["quoted"] = quote.number
        _hold(state, lines)
    return ticket


def _renewed(quote: Quote, *, at_todays_prices: bool) -> dict[str, Any]:
    """The ticket of a quote under a uid of its own, at today's prices, or at those that were named where they differ."""
    ticket = Ticket.from_body(quote.body)
    options = [one.item.product_id for line in ticket.lines for one in line.options]
    ids = [*options, *(line.item.product_id for line in ticket.lines)]
    query = Product.select(Product.id, Product.price_e4, Product.price_per).where(Product.id.in_(ids))
    today = {product_id: (price, per) for product_id, price, per in query.tuples()}
    renewed = ticket.to_body()
    renewed |= {"uid": str(uuid4()), "started_at": clock.now_ms(), "number": 0}
    state = renewed["state"]
    for kept, line in zip(state["lines"], ticket.lines, strict=True):
        if line.item.kind not in (LineKind.FREE, LineKind.DEPOSIT):
            kept["item"] = _at(line.item, today)
        kept["options"] = [[_at(one.item, today), one.words] for one in line.options]
    state |= {"note": _noted(ticket.note, quote.number), "coupons": _open_ones(state["coupons"])}
    if (buyer := ticket.buyer) and not Customer.select().where(Customer.id == buyer.customer_id).exists():
        state["buyer"] = None
    state["quoted"] = "" if at_todays_prices else quote.number
    if not at_todays_prices:
        # What gave something stays in the prices: the coupon is used up with the quote.
        state["coupons"] = [one for one in state["coupons"] if one[0] not in _opened(quote)]
    costs = _costs(renewed)
    if costs is None and at_todays_prices:
        state["discount_minor"] = 0  # what was given off the whole is more than it costs now
    elif not at_todays_prices and costs != quote.total_minor:
        _hold(state, quote.lines)
    return renewed


def _open_ones(coupons: Iterable[Any]) -> list[Any]:
    """The coupons that still open something; what the others gave is held, and they would keep it from being paid."""
    return [one for one in coupons if (hit := find_coupon(one[0])) is not None and hit.left != 0]


def _costs(body: dict[str, Any]) -> int | None:
    """What a ticket costs now; None when more is given off than there is."""
    try:
        return Ticket.from_body(body).totals().total_minor
    except Refusal:
        return None


def _at(item: Any, today: dict[int, tuple[int, int]]) -> list[Any]:
    """A product of a ticket with the price of the day, unless it is sold by another measure since."""
    price, per = today.get(item.product_id, (item.price_e4, item.price_per))
    return list(item._replace(price_e4=price) if per == item.price_per else item)


def _hold(state: dict[str, Any], lines: Lines) -> None:
    """Name the price and what was given off on each line, and what was given off the whole, as they were quoted."""
    for kept, line in zip(state["lines"], lines, strict=True):
        off = line["discount_minor"]
        kept |= {"unit_price_e4": line["unit_price_e4"], "discount_minor": off, "discount_bp": 0,
                 "discount_name": line["discount_name"] if off else ""}  # fmt: skip
    state["discount_minor"] = off_whole(lines)
    state["discount_bp"], state["coupons"] = 0, []


def _noted(words: str, number: str) -> str:
    return " · ".join(filter(None, (words, _("Quote {number}").format(number=number))))
