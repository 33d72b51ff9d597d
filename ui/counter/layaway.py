"""Laying goods of a ticket away: for whom, how much is paid now, until when the rest; then the deposit is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from ui.common.boxes import HBox, KeyValue
from ui.common.inputs import MoneyField, NumberField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter.ordered import Stocked, against_ordering, call_of, read_stocked

if TYPE_CHECKING:
    from app.counter.ticket import Ticket
    from ui.common.desk import Desk
    from ui.counter.actions import Actions
    from ui.counter.till import Till

MOST_DAYS = 365


class Terms(NamedTuple):
    """What the sheet begins with: the least deposit and one that can be paid in coins, the usual days, what is short, and
    what is kept when it is called off.
    """

    least_minor: int
    deposit_minor: int
    days: int
    short: list[str]
    stocked: Stocked
    fee_minor: int


class Layaway(QObject):
    """From the open ticket to an order that is kept back until it is paid."""

    def __init__(self, desk: Desk, till: Till, actions: Actions) -> None:
        super().__init__(actions)
        self._desk, self._till, self._actions = desk, till, actions

    def ask(self) -> None:
        """Ctrl+Shift+O: who it is for, if nobody knows, and then the terms."""
        ticket = self._till.ticket
        why_not = against_ordering(ticket) if ticket.lines else _("Scan or tap a product first.")
        if why_not:
            self._desk.feedback("wrong")
            self._desk.window.notice.refuse(why_not)
        elif ticket.buyer is None:
            self._ask_who(ticket)
        else:
            self._ask_terms(ticket)

    def _ask_who(self, ticket: Ticket) -> None:
        from ui.counter.customer_sheet import CustomerSheet

        def attach(card: Any) -> None:
            if self._till.ticket is ticket:
                self._till.set_buyer(card)
                self.ask()

        CustomerSheet(self._desk, lambda customer_id: self._till.load_card(customer_id, attach)).open()

    def _ask_terms(self, ticket: Ticket) -> None:
        total = ticket.totals().total_minor

        def show(terms: Terms) -> None:
            if self._till.ticket is not ticket:
                return
            name = ticket.buyer.name if ticket.buyer else ""

            def take(deposit_minor: int, last: str) -> None:
                self._place(ticket, terms.stocked, deposit_minor, last)

            sheet = LayawaySheet(self._desk, name, total, terms, take)
            sheet.open(sheet.deposit)

        self._desk.read_for_sheet(self, lambda: _terms(ticket, total), show)

    def _place(self, ticket: Ticket, stocked: Stocked, deposit_minor: int, last: str) -> None:
        from app.orders.place import place_order

        call = call_of(ticket, stocked, pay_plan="layaway", promised_at=clock.day_end_ms(last) - 1)

        def done(placed: Any) -> None:
            from app.counter.save import drop_ticket
            from ui.counter.payment.other_bills import pay_order

            self._till.save()
            if self._till.ticket is ticket:
                self._till.renew()
            self._desk.write(self, drop_ticket, ticket.uid, _("Laid away"), failed=lambda _error: None, urgent=True)
            self._desk.feedback("done")
            self._desk.toast(_("Order {number} is laid away.").format(number=placed.number))
            if deposit_minor:
                pay_order(self._desk, placed.order_id, amount_minor=deposit_minor)

        def refused(error: BaseException) -> None:
            if isinstance(error, Refusal) and error.code == "wrong_options":
                self._actions.lead_to_choice(error, self.ask)
            else:
                self._desk.explain(error)

        self._desk.write(
            self, place_order, call.draft(), key=f"layaway:{ticket.uid}:{ticket.version}", done=done, failed=refused,
            urgent=True, once=True,
        )  # fmt: skip


class LayawaySheet(Sheet):
    """The deposit, the last day, and what is then still open."""

    def __init__(
        self, desk: Desk, name: str, total_minor: int, terms: Terms, take: Callable[[int, str], None]
    ) -> None:  # fmt: skip
        super().__init__(desk.surface, _("Lay away"), name, width=540, name="layaway")
        self._take, self._total, self._terms = take, total_minor, terms
        least = _("At least {amount}").format(amount=format_money(terms.least_minor))
        self.deposit = MoneyField(
            _("Deposit now"), name="layaway.deposit", minor=terms.deposit_minor, help=least, height=48, px=20
        )
        self.days = NumberField(
            _("Kept for"), name="layaway.days", value=terms.days, minimum=1, maximum=MOST_DAYS, suffix=_("days"), height=48,
            px=20, help=_("At most {most} days").format(most=MOST_DAYS),
        )  # fmt: skip
        self.until = KeyValue(_("Last day"), px=15, name="layaway.until")
        self.rest = KeyValue(_("Still open then"), px=15, name="layaway.rest")
        total = KeyValue(_("Total"), format_money(total_minor), px=15)
        said = Label(
            _("The rest is paid in any parts until the last day. The goods are handed over when all is paid."), 13, 400,
            "text3", wrap=True,
        )  # fmt: skip
        short = Label(
            _("Not all there yet: {goods}. It is kept when it comes in.").format(goods=", ".join(terms.short)), 13, 500,
            "warn_text", wrap=True, name="layaway.short",
        )  # fmt: skip
        short.setVisible(bool(terms.short))
        fee = KeyValue(_("Kept if it is called off"), format_money(terms.fee_minor), px=15, name="layaway.fee")
        fee.setVisible(bool(terms.fee_minor))
        for field in (self.deposit, self.days):
            field.changed.connect(self._show_rest)
            field.submitted.connect(self.go_on)
        self.set_body(HBox((self.deposit, 1), (self.days, 1), gap=12), total, self.rest, self.until, fee, said, short)
        self.set_primary(_("Lay away"), self._go)
        self._show_rest()

    def _last(self) -> str:
        days = self.days.value() or 0
        return clock.add_days(clock.today(), min(max(days, 0), MOST_DAYS))

    def _show_rest(self) -> None:
        left = max(self._total - (self.deposit.minor() or 0), 0)
        self.rest.set_value(format_money(left))
        self.until.set_value(clock.format_weekday(self._last()))

    def _go(self) -> None:
        minor = self.deposit.minor()
        if minor is None or not self._terms.least_minor <= minor <= self._total:
            bounds = _("From {least} to {most}.")
            self.deposit.set_error(
                bounds.format(least=format_money(self._terms.least_minor), most=format_money(self._total))
            )
            self.deposit.focus()
        elif not self.days.value() or not self.days.check():
            self.days.set_error(_("From 1 to {most} days.").format(most=MOST_DAYS))
            self.days.focus()
        else:
            self.accept()
            self._take(minor, self._last())


def _terms(ticket: Ticket, total_minor: int) -> Terms:
    """Read on the reader's thread."""
    from app.core.settings import read
    from app.orders.layaway import fee_for
    from app.orders.promise import promise
    from app.payments.layaway import DAYS, least_deposit

    stocked = read_stocked(ticket)
    wanted = call_of(ticket, stocked).wanted
    names = {line.item.product_id: line.item.name for line in ticket.lines}
    short = [names[ref] for ref, quantity in wanted.items() if promise(ref, quantity).state != "in_stock"]
    least, step = least_deposit(total_minor), max(int(read("payments.cash_rounding_step_minor")), 1)
    return Terms(
        least, min(-(-least // step) * step, total_minor), int(read(DAYS)), short, stocked, fee_for(total_minor)
    )
