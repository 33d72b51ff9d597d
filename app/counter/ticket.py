"""The open ticket at the counter: a plain object that knows neither screen nor database, painted after each scan.

A line is one product at one price (and lot) with its options, whichever code was scanned.  Each change can be undone,
50 steps back; lines taken off are kept and journaled with the sale.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from app.catalog.book import current
from app.catalog.offers import Book, Who
from app.core import clock
from app.core.i18n import _
from app.core.money import LARGEST
from app.core.refusal import Refusal
from app.counter import ticket_lines as shapes
from app.counter.followers import with_followers
from app.counter.lines import Buyer, Discount, NotOnTicket, Sellable, State, TicketCoupon, TicketLine, TicketOption
from app.counter.sale import RemovedLine, Sale
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.line_kinds import FIXED, LineKind, pieces_of
from app.orders.pricing import Priced, PricedLine
from app.payments.tender import TenderInput

STEPS = 50


class Ticket:
    """One ticket; its `uid` is also the key of its sale, so that it can be sold only once."""

    def __init__(self, uid: str = "", *, state: State | None = None, started_at: int | None = None, number: int = 0):
        self.uid, self.number = uid or str(uuid4()), number  # that it was parked under
        self.started_at = clock.now_ms() if started_at is None else started_at
        self.last_no: int | None = None  # touched last, for a quantity typed after the scan
        self.version = 0  # counts changes, so that a screen and the saver know when to work
        self._state = state or State()
        self._undo: deque[State] = deque(maxlen=STEPS)
        self._redo: list[State] = []
        self._next_no = max((line.no for line in self._state.lines), default=0) + 1
        self._totals: Priced | None = None
        self._book: Book | None = None  # that the totals were worked out by
        self._day = ""  # whose tax rates hold, where they change by day
        self._inputs: tuple[tuple[TicketLine, ...], list[BasketLine], Buyer | None] = ((), [], None)

    # What is on it

    @property
    def lines(self) -> tuple[TicketLine, ...]:
        """The lines, in the order in which they were added."""
        return self._state.lines

    @property
    def removed(self) -> tuple[RemovedLine, ...]:
        """What was taken off, also piece by piece or by undoing a scan."""
        return (*self._state.removed, *self._state.undone)

    @property
    def buyer(self) -> Buyer | None:
        """The customer, if one was added."""
        return self._state.buyer

    @property
    def note(self) -> str:
        """A word about the sale."""
        return self._state.note

    @property
    def quoted(self) -> str:
        """The quote whose prices these are."""
        return self._state.quoted

    @property
    def order_discount(self) -> Discount:
        """What is given off the whole ticket."""
        return Discount(self._state.discount_minor, self._state.discount_bp, self._state.discount_name)

    @property
    def pieces(self) -> int:
        """Pieces, a weighed or measured line counting as one."""
        return sum(pieces_of(line.item.kind, line.quantity, line.item.unit) for line in self.lines)

    def line(self, no: int) -> TicketLine:
        """One line by its number; NotOnTicket when it is gone."""
        for line in reversed(self.lines):
            if line.no == no:
                return line
        raise NotOnTicket(_("This line is not on the ticket any more."), no=no)

    def _own(self, no: int) -> TicketLine:
        """A line that may be changed by itself; a deposit or an option follows its goods."""
        line = self.line(no)
        if line.item.kind is LineKind.OPTION:
            raise NotOnTicket(_("An option goes with its goods. Change it there."), no=no)
        if line.of is not None and line.item.kind is not LineKind.WRAP:
            raise NotOnTicket(
                _("The deposit follows its goods. Change those, or take back empties under Returns."), no=no
            )
        return line

    def totals(self) -> Priced:
        """What the ticket costs, line by line: the very figures that its sale writes."""
        book = current()
        day = clock.today() if book.taxes.has_dates else ""
        if self._totals is None or self._book is not book or self._day != day:
            terms, self._day = Terms(self._state.discount_minor, self._state.discount_bp, day=day), day
            self._totals, self._book = price_basket(self._all_inputs(), book, self.who(), terms), book
        return self._totals

    @property
    def coupons(self) -> tuple[TicketCoupon, ...]:
        """The coupons that were shown."""
        return self._state.coupons

    def who(self) -> Who:
        """Whom prices and offers are for."""
        buyer, shown = self._state.buyer, frozenset(coupon.promotion_id for coupon in self._state.coupons)
        regime = self.regime_id
        return Who(buyer.customer_id, buyer.group_id, shown, regime) if buyer else Who(None, None, shown, regime)

    @property
    def regime_id(self) -> int | None:
        """The tax regime that was chosen by hand, else the customer's."""
        return self._state.regime_id or (self.buyer.regime_id if self.buyer else None)

    @property
    def regime_by_hand(self) -> tuple[int | None, str]:
        """The tax regime that a person chose for this sale, and why."""
        return self._state.regime_id, self._state.regime_reason

    def set_regime(self, regime_id: int | None, reason: str = "") -> None:
        """Tax the ticket by another regime than the customer's; None is the customer's again."""
        self._change(regime_id=regime_id, regime_reason=reason)

    def priced(self, no: int) -> PricedLine:
        """What one line costs."""
        place = next(place for place, line in enumerate(self.lines) if line.no == no)
        return self.totals().lines[place]

    def discount_of(self, line: TicketLine) -> Discount:
        """What a person or the customer's group gives off a line; what offers give stands in its price."""
        if line.discount_minor or line.discount_bp:
            return Discount(line.discount_minor, line.discount_bp, line.discount_name)
        if line.unit_price_e4 is not None or line.item.kind in FIXED:
            return Discount()
        buyer = self._state.buyer
        if buyer and buyer.group_bp > line.item.promotion_bp:
            return Discount(bp=buyer.group_bp, name=buyer.group_name, by_rule=True)
        return Discount(bp=line.item.promotion_bp, name=line.item.promotion_name, by_rule=line.item.promotion_bp > 0)

    def needs_age(self) -> int:
        """The highest age that has still to be checked; nought when none."""
        return max((line.item.age_limit for line in self.lines if not line.age_checked), default=0)

    # Changes

    def add(
        self, item: Sellable, quantity: int | None = None, *, unit_price_e4: int | None = None, serial: str = "",
        lot: str = "", options: tuple[TicketOption, ...] = (),
    ) -> TicketLine:  # fmt: skip
        """Add a scanned or picked product with what was chosen for it; returns its line."""
        options = shapes.once(options)
        count = shapes.checked(item.quantity if quantity is None else quantity)
        for line in reversed(self.lines):
            same_goods = line.item.product_id == item.product_id
            if same_goods and not serial and shapes.is_same(line, item, unit_price_e4, lot, options):
                return self._put(line._replace(quantity=shapes.checked(line.quantity + count)))
        line = TicketLine(
            self._next_no, item, count, unit_price_e4, serial=serial, lot=lot, at=clock.now_ms(), options=options
        )
        self._next_no += 1
        self._change(lines=(*self.lines, line))
        self.last_no = line.no
        return line

    def set_quantity(self, no: int, quantity: int) -> None:
        """Change how many; nought takes the line off."""
        if quantity == 0:
            self.remove(no)
        else:
            line, count = self._own(no), shapes.checked(quantity)
            gone = shapes.lowered(line, count, self.lines, self.totals())
            self._put(line._replace(quantity=count), removed=shapes.kept_off(self._state.removed, gone))

    def set_price(self, no: int, unit_price_e4: int | None) -> None:
        """Sell at another price than the list's; None is the list price again."""
        if unit_price_e4 is not None and unit_price_e4 < 0:
            raise NotOnTicket(_("A price is not less than nought."), no=no)
        line = self._own(no)
        listed = unit_price_e4 == line.item.price_e4
        self._put(line._replace(unit_price_e4=None if listed else unit_price_e4))

    def discount_line(self, no: int, *, minor: int = 0, bp: int = 0, name: str = "") -> None:
        """Give something off one line, instead of promotion and group; nothing given brings those back."""
        self._put(self._own(no)._replace(discount_minor=minor, discount_bp=bp, discount_name=name))

    def discount_order(self, *, minor: int = 0, bp: int = 0, name: str = "") -> None:
        """Give something off the whole ticket."""
        self._change(discount_minor=minor, discount_bp=bp, discount_name=name)

    def annotate_line(self, no: int, *, note: str | None = None, serial: str | None = None) -> None:
        """Put a note or a serial number on a line."""
        line = self.line(no)
        line = line if note is None else line._replace(note=note)
        self._put(line if serial is None else line._replace(serial=serial))

    def wrap(self, item: Sellable, no: int | None, message: str = "") -> None:
        """Wrap a line, or the whole ticket (None), as a gift with a message; another message replaces the first."""
        of, there = self._goods_no(no), self.wrap_on(no)
        if there is not None:
            self._put(there._replace(note=message))
            return
        line = TicketLine(self._next_no, item, 1, note=message, of=of, at=clock.now_ms())
        self._next_no += 1
        self._change(lines=(*self.lines, line))

    def wrap_on(self, no: int | None) -> TicketLine | None:
        """The gift wrap of a line, or of the whole ticket (None)."""
        of = self._goods_no(no)
        return next((line for line in self.lines if line.item.kind is LineKind.WRAP and line.of == of), None)

    def _goods_no(self, no: int | None) -> int | None:
        """The goods that a line goes with, itself when it is goods; None for the whole ticket."""
        return None if no is None else self.line(no).of or no

    def choose(self, no: int, options: tuple[TicketOption, ...]) -> None:
        """Take other options with a line, instead of those that it has."""
        self._put(self._own(no)._replace(options=shapes.once(options)))

    def check_age(self) -> None:
        """The clerk looked at the customer's papers: all lines are allowed."""
        self._change(lines=tuple(line._replace(age_checked=bool(line.item.age_limit)) for line in self.lines))

    def read_prices(self, items: Mapping[int, Sellable]) -> None:
        """Take the products as the catalog says them now (by their ids); what was agreed and typed stays."""
        self._change(lines=shapes.read_again(self.lines, items))

    def hold_in_hand(self, product_id: int) -> None:
        """The shelf says none, but the clerk has the piece in hand."""
        held = (line._replace(in_hand=True) if line.item.product_id == product_id else line for line in self.lines)
        self._change(lines=tuple(held))

    def remove(self, no: int) -> None:
        """Take a line off; it is kept for the journal."""
        gone = shapes.taken_off(self._own(no), self.lines, self.totals())
        removed = shapes.kept_off(self._state.removed, gone)
        self._change(lines=tuple(other for other in self.lines if other.no != no), removed=removed)
        self.last_no = shapes.newest_no(self.lines)

    def set_buyer(self, buyer: Buyer | None) -> None:
        """Add the customer, or take the customer off; prices follow the group."""
        self._change(buyer=buyer)

    def add_coupon(self, coupon: TicketCoupon) -> bool:
        """Take a coupon; False when it is on the ticket already."""
        if any(other.code == coupon.code for other in self.coupons):
            return False
        self._change(coupons=(*self.coupons, coupon))
        return True

    def remove_coupon(self, code: str) -> None:
        """Give a coupon back to the customer."""
        self._change(coupons=tuple(coupon for coupon in self.coupons if coupon.code != code))

    def set_note(self, note: str) -> None:
        """Keep a word about the sale."""
        self._change(note=note)

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        if not self._undo:
            return False
        self._redo.append(self._state)
        self._show(shapes.without(self._state, self._undo.pop(), self.totals()))
        return True

    def redo(self) -> bool:
        """Make the change again that was taken back; False when there is none."""
        if not self._redo:
            return False
        self._undo.append(self._state)
        self._show(self._redo.pop())
        return True

    # Out and in

    def to_sale(self, tenders: Sequence[TenderInput], *, email_receipt: str = "", print_receipt: bool = True) -> Sale:
        """What `sell` takes; sold with the ticket's `uid` as key."""
        return Sale(
            uid=self.uid, lines=shapes.sale_lines(self.lines, self.discount_of), tenders=tuple(tenders),
            removed=self.removed, email_receipt=email_receipt, print_receipt=print_receipt, started_at=self.started_at,
            total_minor=self.totals().total_minor, **shapes.sale_terms(self._state),
        )  # fmt: skip

    def to_body(self) -> dict[str, Any]:
        """The ticket as plain values, for saving."""
        totals = self.totals()
        return {
            "uid": self.uid, "started_at": self.started_at, "state": shapes.plain_state(self._state),
            "shown": [totals.total_minor, totals.tax_minor], "number": self.number,
        }  # fmt: skip

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Ticket:
        """The ticket that was saved; its undo steps are not kept."""
        state = shapes.state_of(body["state"])
        return cls(body["uid"], state=state, started_at=body["started_at"], number=body.get("number", 0))

    # Inside

    def _all_inputs(self) -> list[BasketLine]:
        """What is to be priced; lines that are the very same as before keep theirs, for a scan changes one of many."""
        lines, buyer = self.lines, self._state.buyer
        was, inputs, for_buyer = self._inputs
        same = 0
        if buyer is for_buyer:
            for line, before in zip(lines, was, strict=False):
                if line is not before:
                    break
                same += 1
        inputs = [*inputs[:same], *(shapes.basket_line(line, self.discount_of(line)) for line in lines[same:])]
        self._inputs = lines, inputs, buyer
        return inputs

    def _put(self, line: TicketLine, **more: Any) -> TicketLine:
        self._change(lines=tuple(line if other.no == line.no else other for other in self.lines), **more)
        self.last_no = line.no
        return line

    def _change(self, **values: Any) -> None:
        if "lines" in values:
            values["lines"], self._next_no = with_followers(values["lines"], self._next_no)
        before, totals = self._state, self._totals
        self._state, self._totals = before._replace(**values), None
        try:
            if self.totals().goods_minor > LARGEST:
                raise NotOnTicket(_("That is more than a sale can hold."))
        except Refusal:  # more given off than there is: the ticket stays as it was
            self._state, self._totals = before, totals
            raise
        self._undo.append(before)
        self._redo.clear()
        self.version += 1

    def _show(self, state: State) -> None:
        self._state, self._totals, self.last_no = state, None, shapes.newest_no(state.lines)
        self.version += 1
