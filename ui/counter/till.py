"""The open tickets of this window: kept beside the desk, so that they outlive the screen that shows them.

Every change is painted first and saved behind the paint; saves within a quarter of a second become one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.i18n import _
from app.counter.ticket import Buyer, Ticket

if TYPE_CHECKING:
    from app.counter.sale import SoldTicket
    from ui.common.desk import Desk

SAVE_AFTER_MS = 250
MOST_TICKETS = 6  # side by side; more are parked
IDLE, SALE, PAY, SIGN, THANKS = "idle", "sale", "pay", "sign", "thanks"


class LastSale(NamedTuple):
    """What stays on screen of a sale until the next scan."""

    sold: SoldTicket
    had_cash: bool
    customer: str
    email: str


class BuyerCard(NamedTuple):
    """The customer of the ticket as the strip, the payment sheet and the customer's window show it."""

    customer_id: int
    name: str
    group: str
    discount_bp: int
    phone: str
    email: str
    points: int
    credit_limit_minor: int
    last_order_at: int | None
    has_address: bool
    group_id: int | None = None
    credit_minor: int = 0  # store credit
    owed_minor: int = 0  # on account
    regime_id: int | None = None  # of taxes
    regime: str = ""


class Payment(NamedTuple):
    """What the customer sees while paying."""

    tender: str = ""
    left_minor: int = 0
    given_minor: int = 0
    change_minor: int = 0
    waits_for_terminal: bool = False
    email: str = ""
    link: str = ""  # an address to pay by, shown as a code
    terms: tuple[str, ...] = ()  # what the customer signs
    terms_title: str = ""


class Till(QObject):
    """The ticket in work, its customer, the other open tickets beside it, and the sale before it.

    Signals:
        changed: the ticket or its customer is another.
        stage_changed: what the customer should see changed (idle, sale, pay, sign, thanks).
        signed: the customer signed on the display; carries the picture.
    """

    changed = Signal()
    stage_changed = Signal()
    signed = Signal(bytes)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.ticket = Ticket()
        self.tickets = [self.ticket]  # in the order of their tabs, the one in work among them
        self._in_place_of: dict[str, Ticket] = {}  # fetched tickets by the empty ones that gave way to them
        self._cards: dict[str, BuyerCard | None] = {}  # of the tickets that are not in work
        self.card: BuyerCard | None = None
        self.last: LastSale | None = None
        self.payment = Payment()
        self.stage = IDLE
        self.was_restored = False
        self._saved_version = 0
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)

    @classmethod
    def of(cls, desk: Desk) -> Till:
        """The till of this window, made when it is first asked for."""
        found = desk.findChild(cls)
        return found if found is not None else cls(desk)

    # -- changes

    def touch(self) -> None:
        """The ticket was changed: tell the screens, then save it in a moment."""
        self.set_stage(SALE if self.ticket.lines else IDLE)
        self.changed.emit()
        self._timer.start()

    def set_buyer(self, card: BuyerCard | None) -> None:
        """Put a customer on the ticket, or take the customer off."""
        self.card = card
        self.ticket.set_buyer(
            Buyer(card.customer_id, card.name, card.discount_bp, card.group, card.group_id, card.regime_id)
            if card is not None
            else None
        )
        self.touch()

    def renew(self, ticket: Ticket | None = None) -> None:
        """Begin with an empty ticket, or go on with one that was fetched."""
        self._timer.stop()
        place = self.tickets.index(self.ticket)
        if ticket is not None and not self.ticket.lines:
            self._in_place_of[self.ticket.uid] = ticket
        self.ticket = ticket or Ticket()
        self.tickets[place] = self.ticket
        self._saved_version = self.ticket.version
        self.card = None
        if self.stage != THANKS or self.ticket.lines:
            self.set_stage(SALE if self.ticket.lines else IDLE)
        self.changed.emit()
        if self.ticket.buyer is not None:
            self.load_card(self.ticket.buyer.customer_id)

    def close(self, ticket: Ticket) -> None:
        """A ticket is done with: sold, kept as a quote or thrown away; the one in work gives way to an empty one."""
        if ticket is self.ticket:
            self.renew()
        elif ticket in self.tickets:
            self.tickets.remove(ticket)
            self._cards.pop(ticket.uid, None)
            self.changed.emit()

    def while_in_work(self, act: Callable[..., object]) -> Callable[..., None]:
        """The same, for an answer that belongs on the ticket that is in work now: no other ticket that waits gets it.

        What came for a new customer before the tickets of yesterday were taken up, or one was fetched, goes on that.
        """
        ticket = self.ticket

        def go(*answer: Any) -> None:
            if self.ticket is ticket or self._in_place_of.get(ticket.uid) is self.ticket:
                act(*answer)
            else:
                self._desk.feedback("wrong")
                self._desk.window.notice.warn(
                    _("Another sale was opened meanwhile. Do it again on the sale it is for.")
                )

        return go

    def open_another(self, ticket: Ticket | None = None) -> bool:
        """Lay this ticket aside in its tab and go on with an empty one, or one that was fetched; False when full."""
        if not self.ticket.lines:
            self.renew(ticket)
            return True
        if len(self.tickets) >= MOST_TICKETS:
            return False
        self._lay_aside()
        self._go_on(ticket or Ticket(), new=True)
        return True

    def show(self, uid: str) -> None:
        """Go on with another open ticket; an empty one that is left closes."""
        found = next((ticket for ticket in self.tickets if ticket.uid == uid), None)
        if found is None or found is self.ticket:
            return
        self._lay_aside()
        if not self.ticket.lines:
            self.tickets.remove(self.ticket)
        self._go_on(found)

    def step(self, step: int) -> None:
        """Go to the ticket so many tabs further."""
        place = self.tickets.index(self.ticket) + step
        self.show(self.tickets[place % len(self.tickets)].uid)

    def close_ticket(self, uid: str) -> bool:
        """A ticket goes on elsewhere: close it here, unsaved; False when it is not here."""
        found = next((ticket for ticket in self.tickets if ticket.uid == uid), None)
        if found is None:
            return False
        if found is not self.ticket:
            self.tickets.remove(found)
            self._cards.pop(uid, None)
            self.changed.emit()
        elif len(self.tickets) > 1:
            self._saved_version = found.version
            self.step(1)
            self.tickets = [ticket for ticket in self.tickets if ticket.uid != uid]
            self._cards.pop(uid, None)
            self.changed.emit()
        else:
            self.renew()
        return True

    def _lay_aside(self) -> None:
        self.save()
        self._cards[self.ticket.uid] = self.card

    def _go_on(self, ticket: Ticket, *, new: bool = False) -> None:
        if new:
            self.tickets.append(ticket)
        self.ticket, self.last = ticket, None
        self._saved_version = ticket.version
        self.card = self._cards.pop(ticket.uid, None)
        self.set_stage(SALE if ticket.lines else IDLE)
        self.changed.emit()
        if ticket.buyer is not None and self.card is None:
            self.load_card(ticket.buyer.customer_id)

    def set_stage(self, stage: str, payment: Payment | None = None) -> None:
        """Say what the customer should see."""
        self.stage, self.payment = stage, payment or Payment()
        self.stage_changed.emit()

    # -- the store

    def save(self, done: Callable[[], None] | None = None) -> None:
        """Save the ticket now if it differs from what is saved; `done` comes after it in any case."""
        self._timer.stop()
        ticket, actor = self.ticket, self._desk.actor
        if actor is None or ticket.version == self._saved_version:
            if done is not None:
                done()
            return
        self._saved_version = ticket.version
        self._desk.write(self, _save, ticket, done=lambda _kept: done() if done else None, urgent=True)

    def load_card(self, customer_id: int, done: Callable[[BuyerCard], None] | None = None) -> None:
        """Read a customer anew, as after a ticket was fetched or points were earned."""

        def show(card: BuyerCard) -> None:
            if done is not None:
                done(card)
            elif self.ticket.buyer is not None and self.ticket.buyer.customer_id == card.customer_id:
                self.card = card
                self.changed.emit()

        self._desk.read(self, lambda: buyer_card(customer_id), show)

    def restore(self) -> None:
        """Once after the start: take up the tickets that were open here when the program ended."""
        if self.was_restored:
            return
        self.was_restored = True
        station = self._desk.station

        def read() -> list[dict[str, Any]]:
            from app.counter.save import open_tickets

            return open_tickets(station)[-MOST_TICKETS:]

        def show(bodies: list[dict[str, Any]]) -> None:
            known = {ticket.uid for ticket in self.tickets}
            for body in bodies:
                if body["uid"] not in known:
                    self.open_another(Ticket.from_body(body))

        self._desk.read(self, read, show, urgent=True)


def _save(by: Any, ticket: Ticket, *, key: str) -> bool:
    """On the writer's thread, so that even a very long ticket is put into plain values there."""
    from app.counter.save import save_ticket

    return save_ticket(by, ticket.to_body(), ticket.pieces, ticket.totals().total_minor, key=key)


def buyer_card(customer_id: int) -> BuyerCard:
    """A customer as the counter shows it; read on the reader's thread."""
    from app.catalog.book import book
    from app.customers.phone import show_phone
    from app.customers.queries import customer_card
    from app.payments.queries import customer_money

    card = customer_card(customer_id)
    row = card.row
    owed, credit = customer_money(customer_id)
    regime = book().taxes.regimes.get(row.regime_id or 0)
    return BuyerCard(
        row.id, row.name, row.group, row.discount_bp, show_phone(row.phone) if row.phone else "", row.email, row.points,
        row.credit_limit_minor, row.last_order_at, bool(card.addresses), row.group_id, credit, owed,
        row.regime_id, regime.name if regime else "",
    )  # fmt: skip
