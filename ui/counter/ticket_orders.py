"""A ticket that is not paid now: kept as a quote, or taken over into an order with its dates and a deposit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.core.i18n import _
from app.core.refusal import Refusal
from app.counter.ticket import Ticket
from ui.counter.ordered import PICKUP, Stocked, against_ordering, read_stocked, with_ticket
from ui.counter.quote_ways import SALE, QuoteWaysSheet
from ui.counter.quoting import Terms, ask_terms, show_quotes, take_quote, tell_made

if TYPE_CHECKING:
    from app.counter.lines import Buyer, TicketOption
    from app.counter.quote_sale import CallQuote
    from ui.common.desk import Desk
    from ui.counter.actions import Actions
    from ui.counter.finding import Offer
    from ui.counter.till import Till


class TicketOrders(QObject):
    """Quotes and orders made from the open ticket."""

    def __init__(self, desk: Desk, till: Till, actions: Actions) -> None:
        super().__init__(actions)
        self._desk, self._till, self._actions = desk, till, actions

    # -- quotes

    def ask_quote(self) -> None:
        """Ctrl+U: keep the ticket as a quote; with an empty ticket, the quotes that are open."""
        ticket = self._till.ticket
        if not ticket.lines:
            self.show_quotes()
            return
        customer_id = ticket.buyer.customer_id if ticket.buyer else None
        ask_terms(self._desk, self, ticket.totals().total_minor, customer_id, "", self._make_quote)

    def _make_quote(self, terms: Terms) -> None:
        from app.counter.quotes import make_quote
        from app.counter.save import drop_ticket

        ticket = self._till.ticket

        def made(number: str) -> None:
            if ticket is self._till.ticket:
                self._till.save()
            self._till.close(ticket)
            self._desk.write(self, drop_ticket, ticket.uid, _("Quote {number}").format(number=number), urgent=True)
            tell_made(self._desk, self, number, terms)

        def refused(error: BaseException) -> None:
            if isinstance(error, Refusal) and error.code == "wrong_options":
                self._actions.lead_to_choice(error, lambda: self._make_quote(terms))
            else:
                self._desk.explain(error)

        def make() -> None:
            self._desk.write(
                self, make_quote, ticket.to_body(), terms.days, print_it=terms.prints, done=made, failed=refused,
                key=f"quote:{ticket.uid}", urgent=True,
            )  # fmt: skip

        self._till.save(make)

    def show_quotes(self) -> None:
        """The quotes that somebody may still come back for."""
        show_quotes(self._desk, self, self.take_quote)

    def take_quote(self, number: str) -> None:
        """The customer came back: the quote becomes a ticket beside the others; of a call's it is asked which way."""
        if self._actions.parking.is_full():
            return

        def read() -> CallQuote | None:
            from app.counter.quote_sale import quote_of_call

            return quote_of_call(number)

        def show(found: CallQuote | None) -> None:
            if found is None:
                take_quote(self._desk, self, number, self._take_up)
            else:
                QuoteWaysSheet(
                    self._desk, found,
                    lambda way: take_quote(self._desk, self, number, self._take_up, as_sale=way == SALE),
                ).open()  # fmt: skip

        self._desk.read_for_sheet(self, read, show)

    def _take_up(self, body: dict[str, Any]) -> None:
        if "call" in body:
            tab = self._desk.go("sell", "phone")
            if tab is not None:
                tab.phone.quotes.take_up(body)
            return
        self._desk.feedback("ok")
        self._till.open_another(Ticket.from_body(body))
        self._till.touch()

    # -- orders

    def take_to_order(self) -> None:
        """Ctrl+O: the goods become lines of an order, each with the date that can be promised."""
        ticket = self._till.ticket
        if not ticket.lines:
            self._desk.go("sell", "phone")
            return
        if why_not := against_ordering(ticket):
            self._desk.feedback("wrong")
            self._desk.window.notice.refuse(why_not)
            return
        self._desk.read(
            self, lambda: read_stocked(ticket), lambda found: self._fill_order(ticket, found), urgent=True
        )  # fmt: skip

    def order_product(self, offer: Offer, quantity: int) -> None:
        """What is sold out is ordered for the customer; what is on the ticket stays there and is sold now."""
        options = offer.options or ()

        def read() -> tuple[Any, Any]:
            from app.inventory.queries import sellable

            return sellable(offer.item.product_id), _chosen(options)

        def show(found: tuple[Any, Any]) -> None:
            buyer = self._till.ticket.buyer
            phone = self._free_phone()
            if phone is not None and found[0] is not None:
                phone.add(found[0], quantity, found[1])
                self._go_on(phone, buyer)

        self._desk.read(self, read, show, urgent=True)

    def _free_phone(self) -> Any:
        """The order page with an empty call; one that was begun there is parked."""
        tab = self._desk.go("sell", "phone")
        if tab is None:
            return None
        if tab.phone.call.lines and not tab.phone.calls.is_done:
            tab.phone.calls.park()
        return tab.phone

    def _go_on(self, phone: Any, buyer: Buyer | None) -> None:
        """The customer stands here and collects it; who it is, is asked first when nobody knows."""
        phone.calls.choose_place(PICKUP)
        if buyer is not None:
            phone.calls.attach(buyer.customer_id, collects=True)
            QTimer.singleShot(0, self._desk.focus_scan_box)  # after the page has put the caret where a call begins
        else:
            phone.left.focus_first()

    def _fill_order(self, ticket: Ticket, stocked: Stocked) -> None:
        from app.counter.save import drop_ticket

        phone = self._free_phone() if self._till.ticket is ticket else None
        if phone is None:
            return
        if phone.calls.is_done:
            phone.calls.begin()
        phone.calls.set_call(with_ticket(phone.call, ticket, stocked))
        self._desk.feedback("ok")
        self._go_on(phone, ticket.buyer)
        self._till.save()
        self._till.renew()
        self._desk.write(self, drop_ticket, ticket.uid, _("Ordered instead"), failed=lambda _error: None, urgent=True)


def _chosen(options: tuple[TicketOption, ...]) -> Any:
    """The options of a line as a call keeps them; read on the reader's thread."""
    from app.inventory.queries import sellable
    from ui.orders.call_option import CallOption

    found = ((CallOption.of(one), sellable(one.item.product_id)) for one in options)
    return tuple(replace(option, is_stocked=row is not None and row.is_stocked) for option, row in found)
