"""From a scan, a tap or a typed word to a painted line; questions come before the line, scans meanwhile wait."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core import clock
from app.core.folding import is_unspaced
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from app.counter.lines import TicketCoupon
from app.orders.line_kinds import LineKind
from ui.common.announce import announce
from ui.common.sheet import top_sheet
from ui.counter import finding
from ui.counter.finding import Found, Offer
from ui.counter.line_sheets import QuantitySheet
from ui.counter.questions import Chooser, SerialSheet, ask_age, ask_in_hand, note_refused
from ui.counter.till import Till
from ui.counter.words import name_of, quantity_text

if TYPE_CHECKING:
    from app.counter.lines import TicketLine, TicketOption
    from app.overview.codes import Scan
    from ui.common.desk import Desk

AFTER = re.compile(r"^\s*[*×]\s*(\d{0,5})\s*$")
TIMES = re.compile(r"^\s*(\d{1,5})\s*[*×x]\s*(.*)$", re.IGNORECASE)


def split_times(text: str) -> tuple[int | None, str]:
    """The number typed before a code ("3*5391234") and the rest."""
    match = TIMES.match(text)
    if match is None or not int(match[1]) or (match[2] and "*" not in text and "×" not in text):
        return None, text.strip()
    return int(match[1]), match[2].strip()


def split_after(text: str) -> int | None:
    """The number typed after a scan ("*4"): how many of the line that was touched last; None for other texts."""
    match = AFTER.match(text)
    return int(match[1] or 0) if match is not None else None


def is_worth_a_search(words: str) -> bool:
    """Whether typed words say enough to look for goods: two letters, three digits, or one Chinese character."""
    return len(words) > 2 or (len(words) == 2 and not words.isdecimal()) or (words != "" and is_unspaced(words[0]))


class Adding(QObject):
    """Puts products on the ticket.

    Signals:
        added: a line was added or grew; carries its number.
        hinted: something to say above the total for a moment (amber), or an empty text.
    """

    added = Signal(int)
    hinted = Signal(str)

    def __init__(self, desk: Desk, till: Till, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._till = desk, till
        self._held: set[int] = set()  # taken up here just now
        self._waiting: deque[Callable[[], None]] = deque()  # what was scanned while something was asked
        self.on_other: Callable[[Scan], None] = lambda _scan: None
        self.on_order: Callable[[Offer, int], None] = lambda _offer, _quantity: None
        self.paying: Callable[[], Any] = lambda: None  # the payment that is open, if one is

    # -- ways in

    def take_code(self, text: str, times: int | None = None, *, typed: bool = False) -> None:
        """A code was scanned, or a text entered in the scan box."""
        failed = self._desk.explain
        self._desk.read(
            self, lambda: finding.find(text, typed=typed), self._till.while_in_work(lambda found: self.take(found, times)),
            failed=failed, urgent=True,
        )  # fmt: skip

    def take_product(self, product_id: int, sku: str, times: int | None = None) -> None:
        """A quick key or a search hit was chosen."""

        def show(offers: list[Offer]) -> None:
            self.take(Found(sku, offers), times)

        self._desk.read(
            self, lambda: finding.find_product(product_id, sku), self._till.while_in_work(show), urgent=True
        )

    def take_new(self, product_id: int, sku: str) -> None:
        """A product was taken up this moment: whoever scanned it has it in hand and is not asked."""
        self._held.add(product_id)
        self.take_product(product_id, sku)

    def take_free(self, sku: str, name: str, price_e4: int) -> None:
        """A free line: the goods of its tax rate under other words and a price of its own."""

        def show(offers: list[Offer]) -> None:
            for offer in offers[:1]:
                item = offer.item._replace(name=name, name_zh="", kind=LineKind.FREE)
                self.take(Found(sku, [offer._replace(item=item, unit_price_e4=price_e4)]))

        self._desk.read(self, lambda: finding.find_free(sku), self._till.while_in_work(show), urgent=True)

    def take(self, found: Found, times: int | None = None) -> None:
        """Put what was found on the ticket, or hand on what is no product; once it is being paid, nothing is added."""
        paying = self.paying()
        if paying is not None:
            paying.on_code(found.text)
        elif found.offers:
            if len(found.offers) == 1:
                self.offer(found.offers[0], times)
            elif (asked := top_sheet(self._desk.window)) is not None:
                self._wait_for(asked, lambda: self.take(found, times))
            else:
                self._desk.feedback("attention")
                sheet = Chooser(self._desk.surface, found.text, found.offers, lambda offer: self.offer(offer, times))
                self.go_on_after(sheet.open())
        elif found.scan is not None:
            self._desk.window.take_scan(found.scan, self.on_other)
        elif found.coupon is not None:
            self._take_coupon(found.coupon)
        else:
            self._desk.unknown_code(found.text)

    def _take_coupon(self, hit: Any) -> None:
        """A coupon was scanned or typed: its promotion holds from now on, as soon as its conditions do."""
        if hit.left == 0:
            self._desk.feedback("wrong")
            self._desk.window.notice.warn(_("The coupon {code} was used already.").format(code=hit.code), [])
            return
        ticket = self._till.ticket
        before = ticket.totals().total_minor
        if not ticket.add_coupon(TicketCoupon(hit.code, hit.promotion_id, hit.name)):
            self._desk.feedback("attention")
            self.hinted.emit(_("This coupon is on the sale already."))
            return
        self._till.touch()
        self._desk.feedback("ok")
        off = before - ticket.totals().total_minor
        said = _("{name}: {amount} off").format(name=hit.name, amount=format_money(off))
        self._desk.toast(said if off else _("{name} holds as soon as enough is on the sale.").format(name=hit.name))

    # -- one product

    def offer(self, offer: Offer, times: int | None = None) -> None:
        """Ask what has to be asked about a product, then add it; while something is asked, the next ones wait."""
        if (asked := top_sheet(self._desk.window)) is not None:
            self._wait_for(asked, lambda: self._ask(offer, times))
            return
        self._ask(offer, times)

    def _wait_for(self, sheet: Any, act: Callable[[], None]) -> None:
        """Also a sheet that was opened while the scan was looked up keeps it only as long as it is open."""
        self._waiting.append(act)
        self.go_on_after(sheet)

    def _ask(self, offer: Offer, times: int | None) -> None:
        item = offer.item
        if offer.expires_on and offer.expires_on < clock.today():
            self._refuse_expired(offer)
        elif item.needs_serial and not offer.serial:
            self._ask_serial(offer, times or 1)
        elif item.unit != "piece" and offer.quantity <= 1 and times is None:
            self._weigh(offer)
        elif offer.options is None and any(group.least for group in offer.groups):
            self._ask_options(offer, times)
        elif self._needs_age(offer):
            asked = offer._replace(item=item._replace(age_limit=_age_of(offer)))
            no = partial(note_refused, self._desk, self, item.product_id)
            self.go_on_after(ask_age(self._desk.surface, asked, lambda: self._ask_stock(offer, times, aged=True), no))
        else:
            self._ask_stock(offer, times)

    def _refuse_expired(self, offer: Offer) -> None:
        self._desk.feedback("wrong")
        sentence = _("{name}, lot {lot}, expired on {day}. Take it off the shelf.")
        if not offer.lot:
            sentence = _("{name} expired on {day}. Take it off the shelf.")
        self._desk.window.notice.refuse(
            sentence.format(name=name_of(offer.item), lot=offer.lot, day=clock.format_day(offer.expires_on))
        )

    def _ask_serial(self, offer: Offer, left: int) -> None:
        """One line for each piece with its number; the scanner types it too."""
        used = {line.serial.upper() for line in self._lines_of(offer)}

        def take(serial: str) -> None:
            self._ask(offer._replace(serial=serial), 1)
            if left > 1:
                self.offer(offer, left - 1)

        sheet = SerialSheet(self._desk, offer.item, used, take)
        self._desk.feedback("attention")
        self.go_on_after(sheet.open(sheet.field))

    def _ask_options(self, offer: Offer, times: int | None) -> None:
        """Something has to be chosen with these goods."""
        from ui.counter.option_sheet import OptionSheet

        def take(chosen: tuple[TicketOption, ...]) -> None:
            self._ask(offer._replace(options=chosen), times)

        self._desk.feedback("attention")
        self.go_on_after(OptionSheet(self._desk.surface, name_of(offer.item), offer.groups, take).open())

    def _ask_stock(self, offer: Offer, times: int | None, *, aged: bool = False) -> None:
        if not self._is_short(offer, times):
            self._add(offer, times, aged=aged)
            return
        if offer.item.product_id in self._held:
            self._held.discard(offer.item.product_id)
            self._add(offer, times, aged=aged, in_hand=True)
            return
        if not offer.item.allow_found:
            self._desk.feedback("wrong")
            self._desk.window.notice.warn(
                _("{name} is sold out and is only sold when the books have it.").format(name=name_of(offer.item)),
                [(_("Order it"), lambda: self._order(offer, times))],
            )
            return
        self._desk.feedback("attention")
        sheet = ask_in_hand(
            self._desk.surface, offer, self._wanted(offer, times),
            lambda: self._add(offer, times, aged=aged, in_hand=True), lambda: self._order(offer, times),
        )  # fmt: skip
        self.go_on_after(sheet)

    def _order(self, offer: Offer, times: int | None) -> None:
        self.on_order(offer, offer.quantity * (times or 1))

    def _add(self, offer: Offer, times: int | None, *, aged: bool = False, in_hand: bool = False) -> None:
        ticket, item = self._till.ticket, offer.item
        quantity = offer.quantity * (times or 1)
        try:
            line = ticket.add(
                item, quantity, unit_price_e4=offer.unit_price_e4, serial=offer.serial, lot=offer.lot,
                options=offer.options or (),
            )  # fmt: skip
            age = _age_of(offer)
            if age and (aged or self._age_known(age)) and ticket.needs_age():
                ticket.check_age()
            if in_hand:
                ticket.hold_in_hand(item.product_id)
        except Refusal as refusal:
            self._desk.explain(refusal)
            return
        self._till.last = None
        self.hinted.emit("")
        self._till.touch()
        self.added.emit(line.no)
        self._desk.feedback("ok")
        announce(self._desk.window, f"{name_of(item)}, {quantity_text(quantity, item.unit)}")

    # -- what has to be asked

    def _needs_age(self, offer: Offer) -> bool:
        age = _age_of(offer)
        return bool(age) and not self._age_known(age)

    def _age_known(self, age: int) -> bool:
        """Whether the customer was found old enough before, on this ticket."""
        return any(line.age_checked and line.item.age_limit >= age for line in self._till.ticket.lines)

    def _is_short(self, offer: Offer, times: int | None) -> bool:
        if not offer.is_stocked:
            return False
        if any(line.in_hand for line in self._lines_of(offer)):
            return False
        return self._wanted(offer, times) > offer.available

    def _lines_of(self, offer: Offer) -> list[TicketLine]:
        return [line for line in self._till.ticket.lines if line.item.product_id == offer.item.product_id]

    def _wanted(self, offer: Offer, times: int | None) -> int:
        """So much of it would be on the ticket."""
        return sum(line.quantity for line in self._lines_of(offer)) + offer.quantity * (times or 1)

    def _weigh(self, offer: Offer) -> None:
        def weighed(amount: int) -> None:
            self._ask(offer._replace(quantity=amount), 1)

        # Nothing stands in the field: Enter alone must not sell a kilogram that nobody weighed.
        sheet = QuantitySheet(self._desk.surface, name_of(offer.item), offer.item.unit, None, weighed)
        if offer.item.unit == "gram":
            sheet.listen(self._desk)
        self.go_on_after(sheet.open(sheet.field))

    def go_on_after(self, sheet: Any) -> None:
        """When a question is answered, go on with what was scanned meanwhile."""
        sheet.finished.connect(lambda _done: self._go_on())

    def _go_on(self) -> None:
        while self._waiting and top_sheet(self._desk.window) is None:
            self._waiting.popleft()()


def _age_of(offer: Offer) -> int:
    """From which age on goods are sold with what was chosen for them."""
    return max([offer.item.age_limit, *(one.item.age_limit for one in offer.options or ())])
