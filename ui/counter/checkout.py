"""F9 at the counter: open the shift if need be, take the payment, make the sale once, begin the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.actor import Actor, NotPermitted
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from app.payments.tender import NOTES
from ui.common.announce import announce
from ui.common.sheet import ask
from ui.counter.payment.bill import Part
from ui.counter.payment.context import Context, read_context
from ui.counter.payment.payable import of_ticket
from ui.counter.questions import OpenShift, ask_age_again
from ui.counter.till import IDLE, SALE, THANKS, LastSale, Till

if TYPE_CHECKING:
    from app.counter.sale import SoldTicket
    from app.counter.ticket import Ticket
    from ui.common.desk import Desk
    from ui.counter.counter import Counter
    from ui.counter.payment.sheet import PaymentSheet


class Checkout(QObject):
    """From Pay to the next empty ticket."""

    def __init__(self, desk: Desk, till: Till, counter: Counter) -> None:
        super().__init__(counter)
        self._desk, self._till, self._counter = desk, till, counter
        self._sheet: PaymentSheet | None = None
        self._kept: tuple[str, list[Part]] = ("", [])  # tenders that were taken before Back, with their ticket
        self._opening = False
        self._left_minor: int | None = None  # the float that the till was left with
        self._code = ""  # what pays, scanned before the sheet was open
        self._by_card = False  # the card "pay cash" was scanned
        self._allowed: Actor | None = None  # whoever sells, with a manager's yes to this ticket

    @property
    def sheet(self) -> PaymentSheet | None:
        """The payment that is open, if one is."""
        return self._sheet

    # -- the shift

    def load_shift(self) -> None:
        """Read the shift of this till anew."""
        desk = self._desk

        def read() -> Any:
            from app.payments.queries import last_close
            from app.payments.till import current_shift

            shift = current_shift(desk.station)
            last = last_close(desk.station) if shift is None else None
            return shift, last.float_minor if last else None

        def show(found: Any) -> None:
            shift, self._left_minor = found
            if shift != desk.shift:
                desk.shift = shift
                desk.shift_changed.emit()

        desk.read(self, read, show, merge="shift")

    def open_shift(self, then: Any = None) -> None:
        """Ask for the float and open the shift."""
        from ui.payments.float_sheet import open_with

        def opened(_shift_id: int) -> None:
            self.load_shift()
            self._desk.toast(_("The shift is open."))
            if then is not None:
                self._when_shift(then)

        def take(minor: int) -> None:
            open_with(self._desk, self, minor, opened)

        OpenShift(self._desk.surface, self._desk.station, take, self._left_minor).open()

    def _when_shift(self, then: Any) -> None:
        """Go on once the desk knows the new shift."""

        def go() -> None:
            self._desk.shift_changed.disconnect(go)
            then()

        if self._desk.shift is not None:
            then()
        else:
            self._desk.shift_changed.connect(go)

    # -- paying

    def pay(self) -> None:
        """F9."""
        if not self._till.ticket.lines:
            self._desk.focus_scan_box()
            self._counter.show_hint(_("Scan or tap a product first."))
            return
        if self._desk.shift is None:
            self.open_shift(self.pay)
            return
        if self._sheet is not None or self._opening:
            return
        self._opening = True
        self._counter.hide_results()
        self._till.save()
        payable, station, ticket = of_ticket(self._till), self._desk.station, self._till.ticket
        total_minor, has_serial = ticket.totals().total_minor, any(line.item.needs_serial for line in ticket.lines)
        by, sale = self._who_sells(), ticket.to_sale(())

        def read() -> Context:
            from app.counter.sell import check_terms
            from app.counter.whose import check_whose
            from app.orders.choices import check_options

            check_options(sale.lines)
            check_terms(by, sale)
            check_whose(payable.customer_id, total_minor, has_serial=has_serial)
            return read_context(station, payable)

        version = ticket.version

        def show(context: Context) -> None:
            self._opening = False
            if self._desk.window.sheet is not None or self._desk.window.session.is_locked:
                self._code, self._by_card = "", False
            elif self._till.ticket is not ticket:
                self._code, self._by_card = "", False
                self._desk.feedback("wrong")
                self._counter.show_hint(_("Another sale is open now. Press Pay again."))
            elif ticket.version != version:
                self.pay()  # something was scanned meanwhile: it is paid, too
            else:
                self._open(context)

        self._desk.read(self, read, show, failed=self._not_opened, urgent=True)

    def _who_sells(self) -> Actor:
        """Whoever is signed in, with a manager's yes to just this ticket at just these prices."""
        from app.core.command import content_of
        from app.counter.sell import sell

        by = self._desk.actor
        assert by is not None, "nobody is signed in"
        given = self._allowed
        content = content_of(sell, (self._till.ticket.to_sale(()),), {}) if given else ""
        if given is None or given.person_id != by.person_id or any(one.content != content for one in given.approvals):
            self._allowed = None
            return by
        return given

    def _ask_manager(self, refusal: NotPermitted) -> None:
        """Before the customer has paid anything: what goes over the clerk's limit is allowed now, or not at all."""
        from app.core.command import content_of
        from app.counter.sell import sell

        def go_on(allowed: Actor) -> None:
            self._allowed = allowed
            self.pay()

        self._desk.window.ask_manager(
            refusal, self._who_sells(), go_on, lambda: None,
            content=content_of(sell, (self._till.ticket.to_sale(()),), {}), instead=self._give_no_more_than,
        )  # fmt: skip

    def pay_cash(self) -> None:
        """A command card: exactly what is due, in cash; with a shift still to open it waits for that."""
        self._by_card = bool(self._till.ticket.lines) and self._desk.shift is not None
        self.pay()

    def _not_opened(self, error: BaseException) -> None:
        self._opening = False
        if isinstance(error, NotPermitted):
            self._ask_manager(error)
            return
        self._code = ""
        if isinstance(error, Refusal) and error.code == "customer_needed":
            self._desk.feedback("attention")
            self._counter.show_hint(str(error))
            self._counter.actions_.ask_customer()
        elif isinstance(error, Refusal) and error.code == "wrong_options":
            self._counter.actions_.lead_to_choice(error, self.pay)
        else:
            self._desk.explain(error)

    def _open(self, context: Context) -> None:
        from ui.counter.payment.sheet import PaymentSheet

        uid, parts = self._kept
        kept = list(parts) if uid == self._till.ticket.uid else []
        self._sheet = PaymentSheet(self._desk, self._till, context, kept, self._finish)
        self._sheet.finished.connect(self._closed)
        self._sheet.open(self._sheet.amount)
        if self._code:
            code, self._code = self._code, ""
            self._sheet.on_code(code)
        if self._by_card:
            self._by_card = False
            self._sheet.on_card("CASH")

    def pay_with_code(self, code: str) -> None:
        """A gift card or a payment code was scanned at the counter: it becomes a tender of the sale that is open."""
        if not self._till.ticket.lines:
            self._counter.show_hint(_("Scan the goods first, then what pays for them."))
            self._desk.feedback("attention")
            return
        self._code = code
        self.pay()

    def _closed(self, done: bool) -> None:
        if self._sheet is not None and not done:
            self._kept = (self._till.ticket.uid, list(self._sheet.bill.parts))
            self._till.set_stage(SALE if self._till.ticket.lines else IDLE)
        self._sheet = None

    # -- the sale

    def _finish(self, parts: list[Part], prints: bool, email: str) -> None:
        from app.counter.sell import sell

        ticket = self._till.ticket
        sale = ticket.to_sale([part.to_input() for part in parts], email_receipt=email, print_receipt=prints)
        had_cash = any(part.tender in NOTES for part in parts)
        self._desk.write(
            self, sell, sale, key=ticket.uid, urgent=True, actor=self._who_sells(), failed=self._refused,
            done=lambda sold: self._sold(ticket, sold, had_cash, email), instead=self._give_no_more_than,
        )  # fmt: skip

    def _give_no_more_than(self, limit_bp: int) -> None:
        """The clerk offers what a clerk may: discounts above the limit come down to it, and it is paid anew."""
        from app.counter.limit import limit_discounts

        limit_discounts(self._till.ticket, limit_bp)
        self._till.touch()
        self._back_to_pay()

    def _sold(self, ticket: Ticket, sold: SoldTicket, had_cash: bool, email: str) -> None:
        buyer = ticket.buyer
        self._till.last = LastSale(sold, had_cash, buyer.name if buyer else "", email)
        self._kept, self._allowed = ("", []), None
        if ticket is self._till.ticket:
            self._till.set_stage(THANKS)
        self._till.close(ticket)
        if self._sheet is not None:
            self._sheet.accept()
        self._desk.feedback("done")
        self._desk.focus_scan_box()
        change = format_money(sold.change_minor)
        words = _("Sale {number} is finished, {change} change.") if had_cash else _("Sale {number} is finished.")
        announce(self._desk.window, words.format(number=sold.number, change=change))
        self._counter.keys.load_keys()
        self._desk.window.session.after_sale(change_due=had_cash)

    def _refused(self, error: BaseException) -> None:
        if self._sheet is None or not isinstance(error, Refusal):
            self._desk.explain(error)
            if self._sheet is not None:
                self._sheet.refuse(_("Something went wrong and nothing was sold. Try again."))
            return
        self._sheet.refuse(str(error))
        product_id = error.facts.get("product_id")
        if error.code == "out_of_stock" and product_id:
            self._offer_in_hand(int(product_id), str(error))
        elif error.code == "till_not_open":
            self._open_or_count(error)
        elif error.code == "age_not_checked":
            self._offer_age(error)
        elif error.code == "total_changed":
            self._offer_new_prices(str(error))
        elif error.code == "wrong_options":
            self._sheet.reject()
            self._counter.actions_.lead_to_choice(error, self.pay)
        elif error.code == "state_changed":
            self._gone()

    def _open_or_count(self, error: Refusal) -> None:
        """The till is closed: open it; or its drawer is being counted: lead there."""
        if not error.facts.get("is_counting"):
            self.open_shift()
            return

        def lead() -> None:
            if self._sheet is not None:
                self._sheet.reject()
            self._desk.go("settle", "shift")

        words = _("The sale stays as it is. F4 in the count goes on selling.")
        ask(self._desk.surface, str(error), words, _("Go to the count"), lead, name="counting")

    def _offer_in_hand(self, product_id: int, sentence: str) -> None:
        def yes() -> None:
            self._till.ticket.hold_in_hand(product_id)
            self._till.touch()
            self._back_to_pay()

        ask(self._desk.surface, _("Do you have it in your hand?"), sentence, _("Yes, in hand"), yes, name="in_hand")

    def _offer_age(self, error: Refusal) -> None:
        def yes() -> None:
            self._till.ticket.check_age()
            self._till.touch()
            self._back_to_pay()

        ask_age_again(self._desk, self, error, yes)

    def _offer_new_prices(self, sentence: str) -> None:
        ask(
            self._desk.surface, _("Prices changed"), sentence, _("Use the new prices"), self._read_prices, name="prices"
        )

    def _read_prices(self) -> None:
        """Take the lines' products from the catalog again, and pay anew; what was agreed and typed stays."""
        from ui.counter.finding import find_product

        ticket = self._till.ticket
        wanted = [(line.item.product_id, line.item.sku) for line in ticket.lines]

        def read() -> dict[int, Any]:
            return {number: offers[0].item for number, sku in wanted if (offers := find_product(number, sku))}

        def show(items: dict[int, Any]) -> None:
            if self._till.ticket is ticket:
                ticket.read_prices(items)
                self._till.touch()
                self._back_to_pay()

        self._desk.read(self, read, show, urgent=True)

    def _back_to_pay(self) -> None:
        """Close the payment and open it again on the changed ticket; what was taken is kept."""
        if self._sheet is not None:
            self._sheet.reject()
        self.pay()

    def _gone(self) -> None:
        """This ticket was sold or parked elsewhere: begin a new one."""
        if self._sheet is not None:
            self._sheet.reject()
        self._till.renew()
