"""Quotes: a ticket kept with its prices for a customer who thinks it over, printed, and fetched to be sold or ordered."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import uuid4

from app.catalog.models import Product
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.numbers import next_number, with_check_digit
from app.core.outbox import wish
from app.core.refusal import NotFound, Refusal
from app.counter.models import Quote, QuoteState
from app.counter.ticket import Ticket
from app.customers.models import Customer
from app.orders.choices import check_options
from app.orders.draft import NoLines

DAYS = settings.declare(
    "counter.quote_days", 14, N_("Days that a quote holds"), N_("Its prices stay until the end of the last one."),
    least=1, most=365,
)  # fmt: skip
FIRST_NUMBER = 100
MOST_DAYS = 365


class QuoteOver(Refusal):
    """The quote was taken, or its last day is past."""


class QuoteRow(NamedTuple):
    """A quote in the list, the newest first; `is_over` when its last day is past."""

    id: int
    number: str
    customer_name: str
    who: str
    state: QuoteState
    pieces: int
    total_minor: int
    made_at: int
    valid_until: int
    is_over: bool


@command("counter.make_quote")
def make_quote(by: Actor, body: dict[str, Any], days: int = 0, *, print_it: bool = True) -> str:
    """Keep a ticket as a quote that holds so many days (the shop's usual number by default); returns its number.

    NoLines for an empty ticket, WrongOptions when something has still to be chosen.
    """
    ticket = Ticket.from_body(body)
    if not ticket.lines:
        raise NoLines(_("Nothing is on the ticket yet."))
    check_options(ticket.to_sale(()).lines)
    days = days or int(settings.read(DAYS))
    if not 0 < days <= MOST_DAYS:
        raise Refusal(_("A quote holds from 1 to {most} days.").format(most=MOST_DAYS))
    number = f"Q{with_check_digit(next_number('quote', FIRST_NUMBER))}"
    now, buyer, totals = clock.now_ms(), ticket.buyer, ticket.totals()
    lines = [
        {
            "kind": line.item.kind.value,
            "sku": line.item.sku, "name": line.item.name, "name_zh": line.item.name_zh, "unit": line.item.unit,
            "quantity": line.quantity, "unit_price_e4": line.price_e4, "price_per": line.item.price_per,
            "discount_minor": part.discount_minor, "discount_name": ticket.discount_of(line).name,
            "amount_minor": part.total_minor + part.order_discount_minor, "total_minor": part.total_minor,
            "tax_bp": part.tax_bp, "tax_minor": part.tax_minor, "note": line.note,
            "taxes": [list(one) for one in part.parts], "added_minor": part.added_minor,
        }
        for line, part in zip(ticket.lines, totals.lines, strict=True)
    ]  # fmt: skip
    quote_id = int(
        Quote.insert(
            number=number, customer=buyer.customer_id if buyer else None, customer_name=buyer.name if buyer else "",
            who=by.name, station=by.station, pieces=ticket.pieces, total_minor=totals.total_minor, body=body,
            lines=lines, made_at=now, valid_until=clock.day_end_ms(clock.add_days(clock.today(), days)),
        ).execute()
    )  # fmt: skip
    if print_it:
        wish("quote", f"quote:{number}", {"quote_id": quote_id}, title=_("Quote {number}").format(number=number))
    touch("quote", quote_id)
    note(number=number, total_minor=totals.total_minor, days=days)
    return number


@command("counter.take_quote")
def take_quote(by: Actor, number: str, *, at_todays_prices: bool = False) -> dict[str, Any]:
    """The customer comes back: the body of a new ticket at the quoted prices; QuoteOver when it cannot be had so.

    After its last day a quote is taken only `at_todays_prices`.
    """
    quote = Quote.get_or_none(Quote.number == number.strip().upper())
    if quote is None:
        raise NotFound("quote", number)
    late = quote.valid_until < clock.now_ms()
    if late and not at_todays_prices:
        sentence = _("Quote {number} held until {day}.")
        raise QuoteOver(
            sentence.format(number=quote.number, day=clock.format_day(quote.valid_until)),
            number=quote.number,
            late=True,
        )
    open_one = (Quote.id == quote.id) & (Quote.state == QuoteState.OPEN)
    if not Quote.update(state=QuoteState.TAKEN).where(open_one).execute():
        raise QuoteOver(_("Quote {number} was taken already.").format(number=quote.number), number=quote.number)
    touch("quote", quote.id)
    note(number=quote.number, total_minor=quote.total_minor)
    return _renewed(quote.body, quote.number, at_todays_prices=at_todays_prices)


def quotes(*, done_too: bool = False, limit: int = 200) -> list[QuoteRow]:
    """The quotes that somebody may still come back for, the newest first."""
    now = clock.now_ms()
    query = Quote.select(
        Quote.id, Quote.number, Quote.customer_name, Quote.who, Quote.state, Quote.pieces, Quote.total_minor,
        Quote.made_at, Quote.valid_until,
    ).order_by(Quote.made_at.desc(), Quote.id.desc()).limit(limit)  # fmt: skip
    if not done_too:
        query = query.where(Quote.state == QuoteState.OPEN)
    return [QuoteRow._make((*row, row[-1] < now)) for row in query.tuples()]


def _renewed(body: dict[str, Any], number: str, *, at_todays_prices: bool) -> dict[str, Any]:
    """The ticket of a quote under a uid of its own; what the catalog changed since stays as it was quoted."""
    ticket = Ticket.from_body(body)
    ids = [line.item.product_id for line in ticket.lines]
    query = Product.select(Product.id, Product.price_e4, Product.price_per).where(Product.id.in_(ids))
    today = {product_id: (price, per) for product_id, price, per in query.tuples()}
    renewed = ticket.to_body()
    renewed |= {"uid": str(uuid4()), "started_at": clock.now_ms(), "number": 0}
    for kept, line in zip(renewed["state"]["lines"], ticket.lines, strict=True):
        price, per = today.get(line.item.product_id, (line.item.price_e4, line.item.price_per))
        if (price, per) == (line.item.price_e4, line.item.price_per):
            continue
        kept["item"] = list(line.item._replace(price_e4=price, price_per=per))
        if not at_todays_prices and per == line.item.price_per:
            kept["unit_price_e4"] = line.price_e4
    word = _("Quote {number}").format(number=number)
    renewed["state"]["note"] = " · ".join(filter(None, (ticket.note, word)))
    if (buyer := ticket.buyer) and not Customer.select().where(Customer.id == buyer.customer_id).exists():
        renewed["state"]["buyer"] = None
    return renewed
