"""What the counter and the phone desk do alike with quotes: ask for their terms, mail them, list them, take one up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.refusal import Refusal
from ui.common.sheet import ask
from ui.counter.quote_sheets import MailQuoteSheet, QuoteSheet, QuotesSheet, Terms

if TYPE_CHECKING:
    from ui.common.desk import Desk

__all__ = ["Terms", "ask_terms", "show_quotes", "take_quote", "tell_made"]


def ask_terms(
    desk: Desk, owner: QObject, total_minor: int, customer_id: int | None, email: str, take: Callable[[Terms], Any]
) -> None:  # fmt: skip
    """How long the quote holds, and whether it is printed or mailed; the customer's address is proposed."""

    def read() -> tuple[int, str]:
        from app.core.settings import read
        from app.customers.queries import customer_card

        known = email or (customer_card(customer_id).row.email if customer_id else "")
        return int(read("counter.quote_days")), known or ""

    def open_sheet(found: tuple[int, str]) -> None:
        QuoteSheet(desk, total_minor, *found, take).open()

    desk.read_for_sheet(owner, read, open_sheet)


def tell_made(desk: Desk, owner: QObject, number: str, terms: Terms) -> None:
    """A quote is kept: say its number, and mail it when that was asked for."""
    desk.feedback("done")
    desk.toast(_("Quote {number} is kept. Scan it, or press Ctrl+U to fetch it.").format(number=number))
    if terms.address:
        mail(desk, owner, number, terms.address)


def mail(
    desk: Desk, owner: QObject, number: str, address: str, *, done: Callable[[], Any] = lambda: None,
    failed: Callable[[BaseException], None] | None = None,
) -> None:  # fmt: skip
    """Mail a quote with its paper."""
    from app.notices.mail_quote import mail_quote

    def told(_wish: int) -> None:
        desk.toast(_("The mail to {address} is on its way").format(address=address))
        done()

    desk.write(owner, mail_quote, number, address, done=told, failed=failed)


def show_quotes(desk: Desk, owner: QObject, take: Callable[[str], Any]) -> None:
    """The quotes that somebody may still come back for."""

    def load() -> list[Any]:
        from app.counter.quotes import quotes

        return quotes()

    def ask_address(row: Any) -> None:
        def send(sheet: MailQuoteSheet, address: str) -> None:
            mail(
                desk, sheet, row.number, address, done=sheet.accept,
                failed=lambda error: sheet.address.set_error(str(error)),
            )  # fmt: skip

        MailQuoteSheet(desk, row, send).open()

    def show(rows: list[Any]) -> None:
        if rows:
            QuotesSheet(desk, rows, take, ask_address).open()
        else:
            desk.toast(_("There are no open quotes."))

    desk.read_for_sheet(owner, load, show)


def take_quote(
    desk: Desk, owner: QObject, number: str, show: Callable[[dict[str, Any]], Any], **how: bool
) -> None:  # fmt: skip
    """Take a quote up, once in the whole shop; when it no longer holds, only if today's prices are agreed to."""
    from app.counter.quote_taken import take_quote as take

    def refused(error: BaseException) -> None:
        if not (isinstance(error, Refusal) and error.facts.get("late")):
            desk.explain(error)
            return
        desk.feedback("attention")
        ask(
            desk.surface, _("Use today’s prices?"), str(error), _("Use today’s prices"),
            lambda: take_quote(desk, owner, number, show, **(how | {"at_todays_prices": True})), name="late_quote",
        )  # fmt: skip

    desk.write(owner, take, number, done=show, failed=refused, urgent=True, **how)
