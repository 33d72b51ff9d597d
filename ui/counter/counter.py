"""The counter itself: quick keys and parked sales at the left, the cart with customer, total and Pay at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.core.i18n import _
from app.core.money import format_money
from app.counter.ticket_lines import newest_no
from ui.common.boxes import Divider, HBox, Panel, VBox, fill
from ui.common.buttons import Button, IconButton, Link
from ui.common.labels import Label, MoneyLabel
from ui.counter import finding
from ui.counter.actions import Actions
from ui.counter.adding import Adding, is_worth_a_search, split_after, split_times
from ui.counter.cart_view import CartView
from ui.counter.checkout import Checkout
from ui.counter.customer_strip import CustomerStrip
from ui.counter.keys_side import KeysSide
from ui.counter.last_sale import EmptyCart
from ui.counter.results import Results
from ui.counter.ticket_tabs import TicketTabs
from ui.counter.till import Till
from ui.counter.totals import SumRows
from ui.counter.words import name_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

CART_WIDTH, CART_WIDEST = 516, 560
LOW = 700  # px


class Counter(QWidget):
    """Shows the open ticket and everything that is done to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("sell.counter")
        self.desk = desk
        self.till = Till.of(desk)
        self.adding = Adding(desk, self.till, self)
        self.actions_ = Actions(desk, self.till, self)
        self.checkout = Checkout(desk, self.till, self)
        self._shown_buyer: tuple[Any, str] = (None, "")
        self._kept = ""  # a code that the scanner repeated and that was not counted
        self._coming = ""  # a code that was scanned and is not on the ticket yet
        self._build()
        self._wire()
        self.show_ticket()

    # -- building

    def _build(self) -> None:
        self.results = Results(self.desk.window)
        self.destroyed.connect(self.results.deleteLater)
        self._cart_panel = self._build_cart()
        layout = QHBoxLayout(self)
        self.keys = KeysSide(self.desk, self.actions_.more)
        fill(layout, ((self.keys, 1), Divider(upright=True), self._cart_panel), 0, 0)

    def _build_cart(self) -> QWidget:
        self.tickets = TicketTabs()
        self.strip, self.cart, self.empty = CustomerStrip(), CartView(), EmptyCart()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.cart)
        self.hint = Label("", 13, 600, "warn_text", wrap=True, name="sell.hint")
        self.hint.hide()
        self.sums = SumRows()
        self.total = MoneyLabel(0, 40, 600, name="sell.total")
        self.why = Link(_("Why?"), "sell.why")
        self.why.setAccessibleName(_("Why this total"))
        total = HBox(Label(_("Total"), 20, 600), self.why, None, self.total, gap=8)
        self._foot = VBox(self.hint, self.sums, total, gap=2)
        self.park = Button(_("Park"), icon="pause", key="F4", height=48, name="sell.button.park").grow()
        self.discount = Button(_("Discount"), icon="percent", key="F8", height=48, name="sell.button.discount").grow()
        self.more = IconButton(
            "dots-three-bold", name="sell.button.more", accessible=_("More"), kind="default", height=48
        )
        self.pay = Button(_("Pay"), kind="primary", key="F9", height=68, px=22, name="sell.primary").grow()
        acts = HBox((self.park, 1), (self.discount, 1), self.more, margins=(0, 16, 10, 16), gap=8)
        pay = HBox((self.pay, 1), margins=(0, 16, 16, 16))
        panel = Panel(
            "surface", self.tickets, self.strip, Divider(), (self.pages, 1), Divider(), self._foot, acts, pay, gap=0
        )
        panel.setFixedWidth(CART_WIDTH)
        return panel

    def _wire(self) -> None:
        till, box = self.till, self.desk.window.scan_box
        till.changed.connect(self.show_ticket)
        self.adding.added.connect(self._on_added)
        self.adding.hinted.connect(self.show_hint)
        self.adding.paying = lambda: self.checkout.sheet
        self.cart.stepped.connect(self.actions_.step)
        self.cart.opened.connect(lambda _no: self.actions_.ask_quantity())
        self.tickets.wanted.connect(till.show)
        self.tickets.another.connect(self.actions_.parking.open_another)
        self.strip.wanted.connect(self.actions_.ask_customer)
        self.strip.dropped.connect(self.actions_.drop_customer)
        self.keys.picked.connect(self._on_tile)
        self.keys.hinted.connect(self.show_hint)
        self.keys.parked.wanted.connect(self.actions_.parking.recall)
        self.keys.parked.all_wanted.connect(self.actions_.parking.show_parked)
        self.results.picked.connect(self._on_result)
        self.empty.reprint.connect(self.actions_.more.reprint)
        self.why.clicked.connect(self.actions_.show_why)
        self.park.clicked.connect(self.actions_.parking.park)
        self.discount.clicked.connect(self.actions_.ask_discount)
        self.more.clicked.connect(lambda: self.actions_.more.show(self.more))
        self.pay.clicked.connect(self.checkout.pay)
        box.moved.connect(self._on_arrow)
        box.escaped.connect(self.hide_results)
        box.installEventFilter(self)

    # -- showing

    def show_ticket(self) -> None:
        """Show the ticket as it is now."""
        ticket = self.till.ticket
        totals = ticket.totals()
        filled = bool(ticket.lines)
        self.pages.setCurrentWidget(self.cart if filled else self.empty)
        newest = newest_no(ticket.lines) or 0
        kept = self.cart.no if self.cart.rows.ticket is ticket and self.cart.no else newest
        self.cart.show_ticket(ticket, ticket.last_no or kept)
        if not filled:
            self.empty.show_last(self.till.last)
        shown = (self.till.card, ticket.buyer.name if ticket.buyer else "")
        if shown != self._shown_buyer:
            self._shown_buyer = shown
            self.strip.show_card(*shown)
        self.tickets.show_till(self.till)
        self.sums.show_ticket(ticket)
        self.why.setVisible(filled)
        self.total.set_minor(totals.total_minor)
        self.total.setAccessibleName(_("Total {amount}").format(amount=format_money(totals.total_minor)))
        amount = format_money(totals.total_minor)
        self.pay.set_text(_("Pay {amount}").format(amount=amount) if filled else _("Pay"))
        if self.pay.isEnabled() != filled:
            for button in (self.pay, self.park, self.discount):
                button.setEnabled(filled)

    def _on_added(self, no: int) -> None:
        self._coming = ""
        self.hide_results()
        self.cart.select(no)
        self.cart.flash(no)

    def show_hint(self, text: str) -> None:
        """Say something above the sums until the next change."""
        self._kept = ""
        if text != self.hint.text():
            self.hint.set_text(text)
            self.hint.setVisible(bool(text))

    # -- data

    def refresh(self) -> None:
        """Read keys and parked sales anew."""
        self.keys.refresh()

    def load_offers(self) -> None:
        """Offers changed at some station: the ticket is priced by the new ones."""
        from app.catalog.book import book

        self.desk.read(self, book, lambda _book: self.show_ticket(), merge="offers")

    # -- hands

    def on_code(self, text: str) -> None:
        """A scan; a number and a star in the scan box say how many, a star and a number how many of the line before."""
        box = self.desk.window.scan_box
        if (after := split_after(box.text())) is not None:
            box.empty()
            self.actions_.set_quantity(after)
        times, rest = split_times(box.text())
        if times is not None and not rest:
            box.empty()
        self._coming = text
        self.adding.take_code(text, times if not rest else None)

    def on_card(self, word: str) -> bool:
        """A command card; False when it is none of the counter's."""
        count = word[1:] if word[:1] == "Q" else ""
        acts: dict[str, Any] = {
            "CASH": self.checkout.pay_cash, "PARK": lambda: self.actions_.parking.park_as(""),
            "NEXT": self.actions_.parking.open_another, "AGAIN": self.actions_.more.reprint,
        }  # fmt: skip
        if count.isdecimal() and 0 < int(count) < 1_000:
            box = self.desk.window.scan_box
            box.setText(f"{int(count)}*")
            self.typed(box.text())
        elif word in acts:
            acts[word]()
        else:
            return False
        return True

    def typed(self, text: str) -> None:
        """Search as one types; plus and minus on an empty box change the quantity, a star and a number set it."""
        if text in ("+", "-", "−"):
            self.desk.window.scan_box.clear()
            if text == "+" and self._kept:
                self.adding.take_code(self._kept)
            else:
                self.actions_.step(1 if text == "+" else -1)
            return
        if (after := split_after(text)) is not None:
            line = self.actions_.line
            self.show_hint(_("{name}: {n} of it").format(name=name_of(line.item), n=after) if after and line else "")
            self.hide_results()
            return
        times, words = split_times(text)
        self.show_hint(_("{n} × the next piece").format(n=times) if times and not words else "")
        if not is_worth_a_search(words):
            self.hide_results()
            return
        box = self.desk.window.scan_box

        def show(rows: list[Any]) -> None:
            if split_times(box.text())[1] == words:
                self.results.show_rows(words, rows, box)

        self.desk.read(self, lambda: finding.search(words), show, merge="search", urgent=True)

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the row chosen by arrows, else the code or the best hit."""
        if (after := split_after(text)) is not None:
            self.desk.window.scan_box.clear()
            self.actions_.set_quantity(after)
            return
        times, words = split_times(text)
        chosen = self.results.list.current() if self.results.isVisible() and self.results.list.was_moved else None
        self.desk.window.scan_box.clear()
        self.hide_results()
        if chosen is not None:
            self.adding.take_product(chosen.product_id, chosen.sku, times)
        elif is_worth_a_search(words):
            self.adding.take_code(words, times, typed=True)
        elif words:
            self._take_short(words, times)

    def _take_short(self, words: str, times: int | None) -> None:
        """A letter or a number of two digits: a code or nothing, for what was never shown must not be sold."""

        def show(found: finding.Found) -> None:
            line = self.actions_.line
            if found.is_known or not words.isdecimal() or line is None:
                self.adding.take(found, times)
                return
            self.desk.feedback("attention")
            self.show_hint(
                _("For {n} of {name} type *{n} and Enter.").format(n=int(words), name=name_of(line.item))
                if int(words) else _("A quantity is at least 1.")
            )  # fmt: skip

        self.desk.read(self, lambda: finding.find(words), show, failed=self.desk.explain, urgent=True)

    def hide_results(self) -> None:
        """Close the search."""
        self.results.hide()

    def _on_result(self, row: Any) -> None:
        times, _words = split_times(self.desk.window.scan_box.text())
        self.desk.window.scan_box.clear()
        self.adding.take_product(row.product_id, row.sku, times)
        self.desk.focus_scan_box()

    def _on_tile(self, row: Any) -> None:
        times, rest = split_times(self.desk.window.scan_box.text())
        if times and not rest:
            self.desk.window.scan_box.empty()
        self.adding.take_product(row.product_id, row.sku, times if not rest else None)
        self.desk.focus_scan_box()

    def on_repeated(self, code: str) -> None:
        """The same code came again at once and was not counted; plus counts it on."""

        def say(_nothing: None) -> None:
            if self.till.ticket.lines:
                self.show_hint(_("×1 kept, press + for two"))
                self._kept = code

        if code == self._coming:
            self.desk.read(self, lambda: None, say, urgent=True)  # behind the first one, which is still looked up
        else:
            say(None)

    def _on_arrow(self, step: int) -> None:
        if not self.isVisible():
            return
        if self.results.isVisible():
            self.results.list.move(step)
        else:
            self.cart.move(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.isVisible()
        box = self.desk.window.scan_box
        if pressed and watched is box and not box.text() and self._edit_key(event):
            return True
        return super().eventFilter(watched, event)

    def _edit_key(self, event: QKeyEvent) -> bool:
        """Keys that act on the cart while the scan box is empty."""
        page = max(1, self.cart.height() // self.cart.row_height())
        far = len(self.till.ticket.lines)
        moves = {
            Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page, Qt.Key.Key_Home: -far, Qt.Key.Key_End: far,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Delete:
            self.actions_.remove()
        elif key in moves:
            self.cart.move(moves[key])
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = max(0, self.width() - 1592) // 2
        self._cart_panel.setFixedWidth(min(CART_WIDEST, CART_WIDTH + spare))
        low = self.height() < LOW
        self.sums.set_low(low)
        self._foot.box.setContentsMargins(16, 5 if low else 10, 16, 5 if low else 10)

    def hideEvent(self, event: Any) -> None:
        self.hide_results()
        super().hideEvent(event)
