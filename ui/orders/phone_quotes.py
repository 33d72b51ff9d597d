"""Quotes at the phone desk: Ctrl+U keeps the call as one; with an empty call it lists those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.refusal import Refusal
from ui.counter.quoting import Terms, ask_terms, show_quotes, take_quote, tell_made
from ui.orders.phone_options import ask_options
from ui.orders.phone_prices import price_again
from ui.orders.quoted import call_of

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.call import Call
    from ui.orders.phone import PhoneOrder


class PhoneQuotes(QObject):
    """Quotes made from the call on the screen, and calls made from quotes."""

    def __init__(self, desk: Desk, page: PhoneOrder) -> None:
        super().__init__(page)
        self._desk, self._page, self._calls = desk, page, page.calls

    def ask(self) -> None:
        """Ctrl+U: keep the call as a quote; without anything on it, the quotes that are open."""
        call = self._calls.call
        if not call.lines or self._calls.is_done:
            show_quotes(self._desk, self, self.take)
            return
        self._page.left.take_in()
        call = self._calls.call
        ask_terms(self._desk, self, call.total_minor, call.customer_id, call.email, self._calls.while_shown(self._make))

    def _make(self, terms: Terms) -> None:
        from app.counter.quotes import make_quote

        call = self._calls.call

        def made(number: str) -> None:
            self._calls.drop(call.uid)
            if self._calls.call.uid == call.uid:
                self._calls.begin()
                self._page.left.focus_first()
            tell_made(self._desk, self, number, terms)

        def refused(error: BaseException) -> None:
            self._desk.explain(error)
            if isinstance(error, Refusal) and error.code == "total_changed":
                price_again(self._calls, self._desk)
            if isinstance(error, Refusal) and error.code == "wrong_options":
                self._ask_choice(error)

        self._desk.write(
            self, make_quote, call.body(), terms.days, print_it=terms.prints, draft=call.draft(), done=made,
            failed=refused, key=f"quote:{call.uid}", urgent=True, once=True,
        )  # fmt: skip

    def _ask_choice(self, error: Refusal) -> None:
        """Something has still to be chosen: ask it of its line; then Ctrl+U goes on."""
        lines, at = self._calls.call.lines, int(error.facts.get("place") or 0) - 1
        if 0 <= at < len(lines):
            ask_options(self._desk, lines[at], lambda line: self._calls.set_call(self._calls.call.with_line(at, line)))

    def take(self, number: str) -> None:
        """The customer calls back: the quote becomes a call, whoever made it; the one on the screen is parked."""
        take_quote(self._desk, self, number, self.take_up, as_order=True)

    def take_up(self, body: dict[str, Any]) -> None:
        """Show a quote that was taken."""
        charges = {name: self._calls.rules.get(name, 0) for name in ("delivery_minor", "cod_fee_minor")}

        def show(call: Call) -> None:
            if not self._calls.call.is_empty and not self._calls.is_done:
                self._calls.park()
            self._desk.feedback("ok")
            self._calls.load(call)
            self._calls.first_time()
            self._calls.save()
            if call.name or call.phone:
                self._desk.focus_scan_box()
            else:
                self._page.left.focus_first()
            self._desk.toast(_("The quote is on the screen. Choose how it is paid, then F9 places it."))

        self._desk.read(self, lambda: call_of(body, **charges), show, urgent=True)
