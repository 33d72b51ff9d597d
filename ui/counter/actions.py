"""What the keys do to the open ticket: customer, quantity, price, discount, notes, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import minor_digits
from app.core.refusal import Refusal
from app.counter.ticket import Ticket
from app.orders.line_kinds import LineKind
from ui.common.why_sheet import WhySheet
from ui.counter.free_lines import ask_free_line
from ui.counter.layaway import Layaway
from ui.counter.line_sheets import DiscountSheet, PriceSheet, QuantitySheet, WordSheet
from ui.counter.more import More
from ui.counter.parking import Parking
from ui.counter.regime_sheet import ask_regime
from ui.counter.ticket_orders import TicketOrders
from ui.counter.till import Till
from ui.counter.words import name_of, why_ticket

if TYPE_CHECKING:
    from app.counter.ticket import TicketLine
    from ui.common.desk import Desk
    from ui.counter.counter import Counter


class Actions(QObject):
    """Acts on the till's ticket; the counter shows what comes of it."""

    def __init__(self, desk: Desk, till: Till, counter: Counter) -> None:
        super().__init__(counter)
        self._desk, self._till, self._counter = desk, till, counter
        self.more = More(desk, till, self)
        self.parking = Parking(desk, till, counter)
        self.orders, self.layaway = TicketOrders(desk, till, self), Layaway(desk, till, self)

    @property
    def line(self) -> TicketLine | None:
        """The selected line."""
        ticket, no = self._till.ticket, self._counter.cart.no
        return ticket.line(no) if no else None

    def _change(self, change: Callable[[], Any]) -> bool:
        """Change the ticket; what cannot be is explained and changes nothing."""
        try:
            change()
        except Refusal as refusal:
            self._desk.explain(refusal)
            return False
        self._counter.show_hint("")
        self._till.touch()
        return True

    # -- lines

    def add_gift_card(self, sku: str, code: str, minor: int) -> None:
        """A gift card becomes a line; its number is the line's serial number."""

        def read() -> Any:
            from app.counter.lookup import look_up

            return look_up(sku)[0].item

        def show(item: Any) -> None:
            price_e4 = minor * 10_000 // 10 ** minor_digits()
            self._change(lambda: self._till.ticket.add(item, 1, unit_price_e4=price_e4, serial=code))

        self._desk.read(self, read, self._till.while_in_work(show), urgent=True)

    def step(self, step: int) -> None:
        """One more or one less of the selected line."""
        line = self.line
        if line is None:
            return
        if line.item.unit != "piece":
            self.ask_quantity()
        elif line.item.needs_serial and step > 0:
            self._counter.adding.take_product(line.item.product_id, line.item.sku, step)
        elif line.quantity + step <= 0:
            self.remove()
        else:
            self._change(lambda: self._till.ticket.set_quantity(line.no, line.quantity + step))

    def set_quantity(self, quantity: int) -> None:
        """So many of the selected line, as typed behind a scan."""
        line = self.line
        if line is not None and quantity and line.item.needs_serial:
            self.step(quantity - line.quantity)
        elif line is not None and quantity and line.item.unit == "piece":
            self._change(lambda: self._till.ticket.set_quantity(line.no, quantity))

    def remove(self) -> None:
        """Take the selected line off; the toast brings it back."""
        line = self.line
        if line is None:
            return
        ticket = self._till.ticket
        row = self._counter.cart.rows.row_of(line.no)
        if self._change(lambda: ticket.remove(line.no)):
            after = self._counter.cart.rows.line(min(row, self._counter.cart.rows.rowCount() - 1))
            if after is not None:
                self._counter.cart.select(after.no)
            version = ticket.version

            def undo() -> None:
                if self._till.ticket is ticket and ticket.version == version:
                    self.undo()

            self._desk.toast(_("{name} is off the ticket.").format(name=name_of(line.item)), undo)

    def undo(self) -> None:
        """Take the last change back."""
        if self._till.ticket.undo():
            self._after_undo()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        if self._till.ticket.redo():
            self._after_undo()

    def _after_undo(self) -> None:
        buyer = self._till.ticket.buyer
        if buyer is None:
            self._till.card = None
        elif self._till.card is None or self._till.card.customer_id != buyer.customer_id:
            self._till.card = None
            self._till.load_card(buyer.customer_id)
        self._counter.show_hint("")
        self._till.touch()

    def ask_quantity(self) -> None:
        """F6: type how many, or weigh; of goods with serial numbers the next piece is asked for."""
        line = self.line
        if line is None:
            return
        if line.item.needs_serial:
            self.step(1)
            return
        ticket = self._till.ticket
        sheet = QuantitySheet(
            self._desk.surface, name_of(line.item), line.item.unit, line.quantity,
            lambda amount: self._change(lambda: ticket.set_quantity(line.no, amount)),
        )  # fmt: skip
        if line.item.unit == "gram":
            sheet.listen(self._desk, keep=line.quantity)
        sheet.open(sheet.field)
        sheet.field.focus()

    def ask_price(self) -> None:
        """F7: another price for the selected line."""
        line = self.line
        if line is None or self._desk.actor is None:
            return
        ticket = self._till.ticket
        sheet = PriceSheet(
            self._desk.surface, line, self._desk.actor.limit("price_change_bp"),
            lambda price: self._change(lambda: ticket.set_price(line.no, price)),
        )  # fmt: skip
        sheet.open(sheet.field)
        sheet.field.focus()

    def ask_discount(self) -> None:
        """F8: something off the line or the sale."""
        ticket = self._till.ticket
        if not ticket.lines or self._desk.actor is None:
            return
        line = self.line

        def take(whole: bool, *, minor: int, bp: int, name: str) -> None:
            before = ticket.version
            if whole or line is None:
                done = self._change(lambda: ticket.discount_order(minor=minor, bp=bp, name=name))
            else:
                done = self._change(lambda: ticket.discount_line(line.no, minor=minor, bp=bp, name=name))
            if done and ticket.version == before + 1 and (minor or bp):
                self._desk.toast(_("Discount given."), self.undo)

        DiscountSheet(self._desk.surface, line, self._desk.actor.limit("discount_bp"), take).open()

    def ask_free_line(self) -> None:
        """Ctrl+L: something that is in no catalog, under words and a price of its own."""
        ask_free_line(self._desk, self, _("Add to the sale"), self._till.while_in_work(self._counter.adding.take_free))

    def ask_wrap(self) -> None:
        """Ctrl+G: wrap the selected line or the whole sale as a gift, with a message on a card."""
        ticket, line = self._till.ticket, self.line
        if not ticket.lines:
            return
        from ui.counter.wrap_sheet import WrapSheet

        def take(no: int | None, message: str) -> None:
            from app.orders.wrap import wrap_goods

            self._desk.write(self, wrap_goods, urgent=True, done=lambda sku: self._wrap(ticket, sku, no, message))

        WrapSheet(self._desk.surface, ticket, line, take, lambda no: self._change(lambda: ticket.remove(no))).open()

    def _wrap(self, ticket: Ticket, sku: str, no: int | None, message: str) -> None:
        def read() -> Any:
            from app.counter.lookup import look_up

            return look_up(sku)[0].item._replace(kind=LineKind.WRAP)

        def show(item: Any) -> None:
            if self._till.ticket is ticket:
                self._change(lambda: ticket.wrap(item, no, message))

        self._desk.read(self, read, show, urgent=True)

    def ask_options(self, no: int | None = None, then: Callable[[], Any] | None = None) -> None:
        """Ctrl+M: what goes with a line, the selected one by itself; an empty choice takes it off again."""
        from ui.counter.option_sheet import ask_for_line

        ticket, line = self._till.ticket, self._till.ticket.line(no) if no else self.line
        if line is None or line.of is not None:
            return

        def take(chosen: Any) -> None:
            if self._till.ticket is ticket and self._change(lambda: ticket.choose(line.no, chosen)) and then:
                then()

        ask_for_line(self._desk, self, line, take, self._counter.adding.go_on_after)

    def lead_to_choice(self, error: Refusal, then: Callable[[], Any]) -> None:
        """Something has still to be chosen: say what, ask it of its line, and go on."""
        lines, place = self._till.ticket.lines, int(error.facts.get("place") or 0)
        if not 0 < place <= len(lines):
            self._desk.explain(error)
            return
        self._desk.feedback("attention")
        self._counter.show_hint(str(error))
        self._counter.cart.select(lines[place - 1].no)
        self.ask_options(lines[place - 1].no, then)

    def ask_note(self, *, serial: bool = False, whole: bool = False) -> None:
        """A word on the selected line, its serial number, or a word on the sale."""
        ticket, line = self._till.ticket, self.line
        if whole:
            title, text = _("Note on the sale"), ticket.note
        elif line is None:
            return
        else:
            title = _("Serial number") if serial else _("Note on the line")
            text = line.serial if serial else line.note

        def take(word: str) -> None:
            if whole:
                self._change(lambda: ticket.set_note(word))
            elif line is not None:
                values = {"serial": word} if serial else {"note": word}
                self._change(lambda: ticket.annotate_line(line.no, **values))

        label = name_of(line.item) if line is not None and not whole else _("Stands on the order, not on the receipt")
        WordSheet(self._desk.surface, title, label, _("Keep"), take, text=text, name="note").open()

    def ask_regime(self) -> None:
        """Tax the sale by another regime than the customer's, with a reason."""
        ticket = self._till.ticket
        chosen, reason = ticket.regime_by_hand

        def take(regime: int | None, _name: str, why: str) -> None:
            if self._change(lambda: ticket.set_regime(regime, why)):
                self._desk.toast(_("The sale is taxed anew."), self.undo)

        ask_regime(
            self._desk, self, chosen, reason, take, title=_("Tax this sale otherwise"),
            foot=_("A manager allows it when the sale is paid. The journal keeps the reason."),
        )  # fmt: skip

    def show_why(self) -> None:
        """Ctrl+W: the steps that made the total."""
        if self._till.ticket.lines:
            WhySheet(self._desk.surface, why_ticket(self._till.ticket)).open()

    # -- customer

    def ask_customer(self) -> None:
        """F3: find the customer or take a new one up; on a ticket with a customer, what is known of them."""
        from ui.counter.customer_card import read_card

        buyer = self._till.ticket.buyer
        if buyer is None:
            self._find_customer()
        else:
            number = buyer.customer_id
            self._desk.read_for_sheet(self, lambda: read_card(number), self._show_card)

    def _find_customer(self) -> None:
        from ui.counter.customer_sheet import CustomerSheet

        CustomerSheet(self._desk, self.attach).open()

    def _show_card(self, found: Any) -> None:
        from ui.counter.customer_card import CustomerCardSheet

        number = found[0].id
        CustomerCardSheet(
            self._desk, found, add=self._counter.adding.take_product, change=self._find_customer, drop=self.drop_customer,
            changed=lambda: self._till.load_card(number), again=lambda: self.attach(number),
        ).open()  # fmt: skip

    def attach(self, customer_id: int) -> None:
        """Put a customer on the ticket; prices follow the group."""
        ticket = self._till.ticket

        def show(card: Any) -> None:
            if self._till.ticket is ticket:
                self._till.set_buyer(card)

        self._till.load_card(customer_id, show)

    def drop_customer(self) -> None:
        """Take the customer off."""
        if self._till.ticket.buyer is not None:
            self._till.set_buyer(None)
            self._desk.toast(_("The customer is off the ticket."), self.undo)
