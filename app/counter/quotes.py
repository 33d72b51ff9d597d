"""Quotes: a ticket or a phone order kept with its prices for a customer who thinks it over, printed, mailed, listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.numbers import next_number, with_check_digit
from app.core.outbox import Outbox, WishState, titled, wish
from app.core.refusal import Refusal
from app.counter.models import Quote, QuoteState
from app.counter.quote_lines import Quoted, quoted_draft, quoted_ticket
from app.counter.sell import check_prices
from app.counter.ticket import Ticket
from app.customers.models import Customer
from app.customers.phone import show_phone
from app.orders.choices import check_options
from app.orders.draft import NoLines, OrderDraft

DAYS = settings.declare(
    "counter.quote_days", 14, N_("Days that a quote holds"), N_("Its prices stay until the end of the last one."),
    least=1, most=365,
)  # fmt: skip
FIRST_NUMBER = 100
MOST_DAYS = 365
MAIL = "mail:quote:0:"  # begins the keys of their mails


class QuoteRow(NamedTuple):
    """A quote in the list, the newest first; `is_over` when its last day is past.

    `dialed` is the phone as people say it; `mail` is how the last mail of it stands, empty when none was asked for;
    `by_phone` when a call made it.
    """

    id: int
    number: str
    customer_name: str
    who: str
    state: QuoteState
    pieces: int
    total_minor: int
    made_at: int
    valid_until: int
    phone: str
    dialed: str
    email: str
    by_phone: bool
    mail: str
    is_over: bool


@command("counter.make_quote")
def make_quote(
    by: Actor, body: dict[str, Any], days: int = 0, *, print_it: bool = True, draft: OrderDraft | None = None
) -> str:
    """Keep a ticket as a quote that holds so many days (the shop's usual number by default); returns its number.

    With a `draft` it is a phone order, and `body` is its call.
    NoLines for an empty ticket, WrongOptions when something has still to be chosen, NotPermitted above the person's
    limits: whoever takes the quote up is not asked again.
    """
    days = days or int(settings.read(DAYS))
    if not 0 < days <= MOST_DAYS:
        raise Refusal(_("A quote holds from 1 to {most} days.").format(most=MOST_DAYS))
    values, quoted = _of_ticket(by, body) if draft is None else _of_call(body, draft)
    number = f"Q{with_check_digit(next_number('quote', FIRST_NUMBER))}"
    quote_id = int(
        Quote.insert(
            values, number=number, who=by.name, station=by.station, lines=quoted.lines, pieces=quoted.pieces,
            total_minor=quoted.total_minor, made_at=clock.now_ms(),
            valid_until=clock.day_end_ms(clock.add_days(clock.today(), days)) - 1,  # a time of the last day itself
        ).execute()
    )  # fmt: skip
    if print_it:
        wish("quote", f"quote:{number}", {"quote_id": quote_id}, title=titled(N_("Quote {number}"), number=number))
    touch("quote", quote_id)
    note(number=number, total_minor=quoted.total_minor, days=days)
    return number


def _of_ticket(by: Actor, body: dict[str, Any]) -> tuple[dict[str, Any], Quoted]:
    ticket = Ticket.from_body(body)
    if not ticket.lines:
        raise NoLines(_("Nothing is on the ticket yet."))
    sale = ticket.to_sale(())
    check_options(sale.lines)
    check_prices(by, replace(sale, quote=""))  # what an older quote agreed to is not prolonged unasked
    buyer, quoted = ticket.buyer, quoted_ticket(ticket)
    values = {
        "customer": buyer.customer_id if buyer else None, "customer_name": buyer.name if buyer else "",
        "body": body | {"opened": _opened(quoted, ticket.quoted)},
    }  # fmt: skip
    return values, quoted


def _of_call(body: dict[str, Any], draft: OrderDraft) -> tuple[dict[str, Any], Quoted]:
    quoted = quoted_draft(draft)
    off_by_rule = draft.discount_by_rule and not draft.order_discount_minor
    values = {
        "customer": draft.customer_id, "customer_name": draft.customer_name[:160],
        "body": {"call": body, "opened": _opened(quoted, draft.quote), "off_by_rule": off_by_rule},
    }  # fmt: skip
    return values, quoted


def _opened(quoted: Quoted, before: str) -> list[str]:
    """The coupons that the prices count on; those of the quote whose prices these were, are in them still."""
    body = Quote.select(Quote.body).where(Quote.number == before).scalar() if before else None
    return sorted({*quoted.opened, *(body or {}).get("opened", ())})


def quotes(*, done_too: bool = False, limit: int = 500) -> list[QuoteRow]:
    """The quotes that somebody may still come back for, the newest first."""
    now = clock.now_ms()
    query = Quote.select(
        Quote.id, Quote.number, Quote.customer_name, Quote.who, Quote.state, Quote.pieces, Quote.total_minor,
        Quote.made_at, Quote.valid_until, Customer.phone, Customer.email, Quote.body,
    ).left_outer_join(Customer).order_by(Quote.made_at.desc(), Quote.id.desc()).limit(limit)  # fmt: skip
    if not done_too:
        query = query.where(Quote.state == QuoteState.OPEN)
    mails, found = _mails(), []
    rows: Any = query.tuples()
    for *plain, phone, email, body in rows:
        call = body.get("call", {})
        phone = call.get("phone") or phone or ""
        contact = (phone, show_phone(phone) if phone else "", call.get("email") or email or "")
        found.append(QuoteRow._make((*plain, *contact, bool(call), mails.get(plain[0], ""), plain[-1] < now)))
    return found


def fitting(rows: list[QuoteRow], text: str) -> list[QuoteRow]:
    """The quotes whose number, customer, phone or maker has all that was typed."""
    words = text.casefold().split()
    digits = "".join(filter(str.isdigit, text)).lstrip("0")

    def fits(row: QuoteRow) -> bool:
        told = f"{row.number} {row.customer_name} {row.phone} {row.dialed} {row.who}".casefold()
        dialed = "".join(filter(str.isdigit, row.phone))
        return all(word in told for word in words) or (len(digits) >= 4 and digits in dialed)

    return [row for row in rows if fits(row)]


def _mails() -> dict[int, str]:
    """How the last mail of each quote stands; one that was taken back is as if it was never asked for.

    The key of a mail is that of its quote; later ones have a number behind it.
    """
    # A letter comes behind all digits and colons in every order of texts that a database may have.
    of_quotes = Outbox.key.between(MAIL, f"{MAIL}z")
    query = Outbox.select(Outbox.key, Outbox.state).where(of_quotes, Outbox.state != WishState.WITHDRAWN)
    keys = ((str(key).removeprefix(MAIL).partition(":")[0], state) for key, state in query.order_by(Outbox.id).tuples())
    return {int(quote_id): str(state) for quote_id, state in keys if quote_id.isdecimal()}
