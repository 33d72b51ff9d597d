"""A ticket that is not paid now: kept as a quote, or taken over into an order with its dates and a deposit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money, line_minor, round_div
from app.core.refusal import Refusal
from app.counter.ticket import Ticket
from ui.common.inputs import CheckBox, NumberField
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.counter.pick_list import Pick, PickList

if TYPE_CHECKING:
    from app.counter.lines import Buyer, TicketLine, TicketOption
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
        if why_not := _against_ordering(ticket):
            self._desk.feedback("wrong")
            self._desk.window.notice.refuse(why_not)
            return
        goods = [line for line in ticket.lines if _goes_over(line)]

        def read() -> list[tuple[TicketLine, Any, Any]]:
            from app.inventory.queries import sellable

            found = [(line, sellable(line.item.product_id), _chosen(line.options)) for line in goods]
            return [row for row in found if row[1] is not None]

        self._desk.read(self, read, lambda rows: self._fill_order(ticket, rows), urgent=True)

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

    @staticmethod
    def _go_on(phone: Any, buyer: Buyer | None) -> None:
        """The customer stands here and collects it; who it is, is asked first when nobody knows."""
        phone.calls.choose_place(PICKUP)
        if buyer is not None:
            phone.calls.attach(buyer.customer_id, collects=True)
        else:
            phone.left.focus_first()

    def _fill_order(self, ticket: Ticket, rows: list[tuple[TicketLine, Any, Any]]) -> None:
        from app.counter.save import drop_ticket

        phone = self._free_phone() if self._till.ticket is ticket else None
        if phone is None:
            return
        for line, row, options in rows:
            phone.add(row, line.quantity, options)
            _agreed(phone, ticket, line)
        coupons = tuple((coupon.code, coupon.promotion_id) for coupon in ticket.coupons)
        phone.calls.change(note=_notes(ticket), coupons=coupons)
        self._go_on(phone, ticket.buyer)
        self._till.save()
        self._till.renew()
        self._desk.write(self, drop_ticket, ticket.uid, _("Ordered instead"), failed=lambda _error: None, urgent=True)


def _against_ordering(ticket: Ticket) -> str:
    """What an order cannot keep of a ticket, in words; empty when it keeps all."""
    if any(line.item.kind == "free" for line in ticket.lines):
        return _("A free line cannot be ordered. Take it off, or sell it now.")
    if ticket.regime_by_hand[0] is not None:
        return _("An order is taxed as its customer is. Choose the tax regime on the customer’s card, or sell it now.")
    return ""


def _agreed(phone: Any, ticket: Ticket, line: TicketLine) -> None:
    """What was named and given off at the counter holds for the order, too; an amount off the whole ticket by shares."""
    item, options = line.item, tuple(option.item.product_id for option in line.options)
    at = next(
        place for place, one in enumerate(phone.call.lines)
        if one.product_id == item.product_id and tuple(option.product_id for option in one.options) == options
    )  # fmt: skip
    there, off = phone.call.lines[at], line.discount_minor + ticket.priced(line.no).order_discount_minor
    if there.quantity == line.quantity:
        changed = replace(there, named_price_e4=line.unit_price_e4, discount_bp=line.discount_bp, off_minor=off)
    else:  # two lines of the ticket are one of the order: what is given off this one is an amount
        listed, named = (line_minor(line.quantity, price, item.price_per) for price in (item.price_e4, line.price_e4))
        off += max(0, listed - named) + round_div(named * line.discount_bp, 10_000)
        changed = replace(there, off_minor=_whole_off(there, line.quantity) + off, named_price_e4=None, discount_bp=0)
    if changed != there:
        phone.calls.set_call(phone.call.with_line(at, changed))


def _whole_off(there: Any, added: int) -> int:
    """What was given off the line before so much more was added to it."""
    before = replace(there, quantity=there.quantity - added)
    return max(0, line_minor(before.quantity, there.price_e4, there.price_per) - before.total_minor)


def _notes(ticket: Ticket) -> str:
    """The words on the ticket and on its lines."""
    words = [f"{line.item.name}: {line.note}" for line in ticket.lines if line.note and _goes_over(line)]
    return " · ".join(filter(None, (ticket.note, *words)))


def _goes_over(line: TicketLine) -> bool:
    """Deposits and options come with their goods again."""
    return line.of is None or line.item.kind == "wrap"


def _chosen(options: tuple[TicketOption, ...]) -> Any:
    """The options of a line as a call keeps them; read on the reader's thread."""
    from app.inventory.queries import sellable
    from ui.orders.call_option import CallOption

    found = ((CallOption.of(one), sellable(one.item.product_id)) for one in options)
    return tuple(replace(option, is_stocked=row is not None and row.is_stocked) for option, row in found)


PICKUP = -1  # the place of a call that is fetched in the shop


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
