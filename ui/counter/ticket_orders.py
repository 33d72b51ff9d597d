"""A ticket that is not paid now: kept as a quote, or taken over into an order with its dates and a deposit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from app.counter.ticket import Ticket
from ui.common.inputs import CheckBox, NumberField
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.counter.ordered import PICKUP, Stocked, against_ordering, read_stocked, with_ticket
from ui.counter.pick_list import Pick, PickList

if TYPE_CHECKING:
    from app.counter.lines import Buyer, TicketOption
    from ui.common.desk import Desk
    from ui.counter.actions import Actions
    from ui.counter.finding import Offer
    from ui.counter.till import Till

MOST_DAYS = 365


class TicketOrders(QObject):
    """Quotes and orders made from the open ticket."""

    def __init__(self, desk: Desk, till: Till, actions: Actions) -> None:
        super().__init__(actions)
        self._desk, self._till, self._actions = desk, till, actions

    # -- quotes

    def ask_quote(self) -> None:
        """Ctrl+U: keep the ticket as a quote; with an empty ticket, the quotes that are open."""
        if not self._till.ticket.lines:
            self.show_quotes()
            return

        def open_sheet(days: int) -> None:
            QuoteSheet(self._desk, self._till.ticket.totals().total_minor, days, self._make_quote).open()

        self._desk.read_for_sheet(self, _usual_days, open_sheet)

    def _make_quote(self, days: int, prints: bool) -> None:
        from app.counter.quotes import make_quote
        from app.counter.save import drop_ticket

        ticket = self._till.ticket

        def made(number: str) -> None:
            if ticket is self._till.ticket:
                self._till.save()
            self._till.close(ticket)
            self._desk.write(self, drop_ticket, ticket.uid, _("Quote {number}").format(number=number), urgent=True)
            self._desk.feedback("done")
            self._desk.toast(_("Quote {number} is kept. Scan it, or press Ctrl+U to fetch it.").format(number=number))

        def refused(error: BaseException) -> None:
            if isinstance(error, Refusal) and error.code == "wrong_options":
                self._actions.lead_to_choice(error, lambda: self._make_quote(days, prints))
            else:
                self._desk.explain(error)

        def make() -> None:
            self._desk.write(
                self, make_quote, ticket.to_body(), days, print_it=prints, done=made, failed=refused,
                key=f"quote:{ticket.uid}", urgent=True,
            )  # fmt: skip

        self._till.save(make)

    def show_quotes(self) -> None:
        """The quotes that somebody may still come back for."""

        def load() -> list[Any]:
            from app.counter.quotes import quotes

            return quotes()

        def show(rows: list[Any]) -> None:
            if rows:
                sheet = QuotesSheet(self._desk, rows, self.take_quote)
                sheet.open(sheet.list)
            else:
                self._desk.toast(_("There are no open quotes."))

        self._desk.read_for_sheet(self, load, show)

    def take_quote(self, number: str, *, at_todays_prices: bool = False) -> None:
        """The customer came back: the quote becomes a ticket beside the others."""
        from app.counter.quotes import take_quote

        if self._actions.parking.is_full():
            return

        def show(body: dict[str, Any]) -> None:
            self._desk.feedback("ok")
            self._till.open_another(Ticket.from_body(body))
            self._till.touch()

        def refused(error: BaseException) -> None:
            if not (isinstance(error, Refusal) and error.facts.get("late")):
                self._desk.explain(error)
                return
            self._desk.feedback("attention")
            ask(
                self._desk.surface, _("Use today’s prices?"), str(error), _("Use today’s prices"),
                lambda: self.take_quote(number, at_todays_prices=True), name="late_quote",
            )  # fmt: skip

        self._desk.write(
            self, take_quote, number, at_todays_prices=at_todays_prices, done=show, failed=refused, urgent=True
        )

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


class QuoteSheet(Sheet):
    """How long it holds, and whether it is printed."""

    def __init__(self, desk: Desk, total_minor: int, days: int, take: Any) -> None:
        super().__init__(desk.surface, _("Quote"), format_money(total_minor), width=480, name="quote")
        self._take = take
        self.days = NumberField(
            _("Holds for"), name="quote.days", value=days, minimum=1, maximum=MOST_DAYS, suffix=_("days"), height=48
        )
        self.until = Label("", 14, 500, "text2")
        self.prints = CheckBox(_("Print it"), "quote.prints", checked=True)
        self.days.changed.connect(self._show_day)
        self.days.submitted.connect(self.go_on)
        self.days.setFixedWidth(180)
        self.set_body(self.days, self.until, self.prints)
        self.set_primary(_("Make the quote"), self._go)
        self._show_day()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the days."""
        return super().open(focus or self.days)

    def _show_day(self) -> None:
        days = self.days.value() or 0
        last = clock.add_days(clock.today(), min(max(days, 0), MOST_DAYS))
        self.until.set_text(_("until {day}").format(day=clock.format_weekday(last)))

    def _go(self) -> None:
        days = self.days.value()
        if not days or not self.days.check():
            self.days.set_error(_("From 1 to {most} days.").format(most=MOST_DAYS))
            return
        self.accept()
        self._take(days, self.prints.isChecked())


class QuotesSheet(Sheet):
    """Open quotes; Enter makes a ticket of one."""

    def __init__(self, desk: Desk, rows: list[Any], take: Any) -> None:
        super().__init__(desk.surface, _("Open quotes"), width=620, name="quotes")
        self.list = PickList("quotes.list", _("Open quotes"), most=8)
        self.list.show_rows([_pick(row) for row in rows])
        self.list.picked.connect(lambda number: (self.accept(), take(number)))
        self.set_body(self.list, margins=(12, 16))
        self.set_primary(_("Fetch this quote"), self.list.choose)

    def on_code(self, code: str) -> None:
        """The bar code of a printed quote."""
        if any(row.ref == code for row in self.list.rows):
            self.list.picked.emit(code)


def _pick(row: Any) -> Pick:
    until = _("until {day}").format(day=clock.format_day(row.valid_until))
    words = _("over") if row.is_over else until
    detail = " · ".join(filter(None, (row.number if row.customer_name else "", row.who, clock.format_day(row.made_at))))
    tone = "bad_text" if row.is_over else "text3"
    return Pick(
        row.number, row.customer_name or row.number, detail, format_money(row.total_minor), words, tone, icon="note"
    )


def _usual_days() -> int:
    from app.core.settings import read

    return int(read("counter.quote_days"))
