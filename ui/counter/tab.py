"""The Sell tab: the counter, and the phone order as its second mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.counter.counter import Counter

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

COUNTER, PHONE = "counter", "phone"


class SellTab(Tab):
    """Hands keys, scans and typing to the mode that is shown."""

    NAME = "sell"
    TITLE = N_("Sell")
    MODES = ((COUNTER, N_("Counter")), (PHONE, N_("Phone order")))
    WATCHES = frozenset({"product", "ticket", "shift", "setting", "promotion", "price_list", "option_group"})
    STARTS_IN_SCAN_BOX = True
    SCANS_WAIT = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.counter = Counter(desk)
        self.counter.adding.on_order = self.counter.actions_.orders.order_product
        self.counter.adding.on_other = self.scanned
        self._phone: Any = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.counter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        desk.actor_changed.connect(self._on_actor)

    @property
    def phone(self) -> Any:
        """The phone order, built when it is first needed."""
        if self._phone is None:
            from ui.orders.phone import PhoneOrder

            self._phone = PhoneOrder(self.desk)
            self._stack.addWidget(self._phone)
            changed = getattr(self._phone, "keys_changed", None)
            if changed is not None:
                changed.connect(self.keys_changed)
        return self._phone

    @property
    def _on_phone(self) -> bool:
        return self.mode == PHONE

    def stands_on(self) -> object:
        return self.phone.call.uid if self._on_phone else self.counter.till.ticket.uid

    def keys(self) -> list[Key]:
        if self._on_phone:
            return list(self.phone.keys())
        acts, counter = self.counter.actions_, self.counter
        return [
            Key("F3", _("Customer"), acts.ask_customer),
            Key("F4", _("Park"), acts.parking.park),
            Key("F5", _("Parked"), acts.parking.show_parked),
            Key("F6", _("Qty"), acts.ask_quantity),
            Key("F7", _("Price"), acts.ask_price),
            Key("F8", _("Discount"), acts.ask_discount),
            Key("F9", _("Pay"), counter.checkout.pay),
            Key("Ctrl+Enter", _("Pay"), counter.checkout.pay, False),
            Key("F10", _("Print last receipt again"), acts.more.reprint, False),
            Key("Ctrl+R", _("Sales of this shift"), acts.more.show_sales, False),
            Key("Alt+M", _("More"), self.counter.more.click, False),
            Key("Ctrl+W", _("Why this total"), acts.show_why, False),
            Key("Ctrl+J", _("Tax this sale otherwise"), acts.ask_regime, False),
            Key("Ctrl+Z", _("Undo"), acts.undo, False),
            Key("Ctrl+Shift+Z", _("Redo"), acts.redo, False),
            Key("+", _("One more"), lambda: acts.step(1), False),
            Key("-", _("One less"), lambda: acts.step(-1), False),
            Key("Del", _("Take the line off"), acts.remove, False),
            Key("Ctrl+T", _("Another sale"), acts.parking.open_another, False),
            Key("Ctrl+E", _("Next open sale"), lambda: counter.till.step(1), False),
            Key("Ctrl+O", _("Order instead of sale"), acts.orders.take_to_order, False),
            Key("Ctrl+Shift+O", _("Lay away"), acts.layaway.ask, False),
            Key("Ctrl+U", _("Quote"), acts.orders.ask_quote, False),
            Key("Ctrl+L", _("Free line"), acts.ask_free_line, False),
            Key("Ctrl+M", _("Options"), acts.ask_options, False),
            Key("Ctrl+G", _("Gift wrap"), acts.ask_wrap, False),
            Key("Ctrl+Up", _("To the quick keys"), counter.keys.grid.setFocus, False),
            Key("Ctrl+Down", _("To the cart"), counter.cart.setFocus, False),
        ]

    # -- coming and going

    def arrive(self) -> None:
        self.counter.till.restore()
        self.counter.checkout.load_shift()
        self.counter.load_offers()
        self.counter.actions_.more.warn_of_cards()
        QTimer.singleShot(0, self, self._begin_displays)
        if self._on_phone:
            self.phone.arrive()
        else:
            self.refresh()
            self.desk.focus_scan_box()

    def _begin_displays(self) -> None:
        from ui.display.screens import Displays

        Displays.of(self.desk).begin()

    def leave(self) -> bool:
        self.counter.till.save()
        self.counter.hide_results()
        return True

    def set_mode(self, mode: str) -> None:
        self.counter.hide_results()
        self.desk.window.scan_box.empty()
        self.mode = mode
        self._stack.setCurrentWidget(self.phone if mode == PHONE else self.counter)
        if mode == PHONE:
            self.phone.arrive()
        else:
            self.refresh()
            self.desk.focus_scan_box()

    def refresh(self) -> None:
        self.counter.refresh()

    def _on_actor(self) -> None:
        if self.desk.actor is not None:
            self.counter.till.restore()

    def on_changes(self, told: list[Changed]) -> None:
        kinds = {change.kind for change in told}
        handed_on = getattr(self._phone, "on_changes", None)
        if handed_on is not None:
            handed_on(told)
        if "shift" in kinds:
            self.counter.checkout.load_shift()
        if kinds & {"product", "order"}:
            self.counter.keys.load_keys()
        if kinds & {"promotion", "price_list", "setting"}:
            self.counter.load_offers()
        if kinds & {"ticket", "order"}:
            self.counter.keys.load_parked()
        if "ticket" in kinds:
            self.counter.actions_.parking.look_for_fetched()

    # -- scans and typing

    def on_code(self, text: str) -> None:
        if self._on_phone:
            self.phone.on_code(text)
        else:
            self.counter.on_code(text)

    def more(self) -> list[tuple[str, Callable[[], object]]]:
        if self._on_phone:
            return []
        entries = self.counter.actions_.more.entries()
        return [(words.partition("  ")[0], act) for _icon, words, act, on in entries if words and on]

    def on_card(self, word: str) -> bool:
        """Command cards of the counter: pay cash, so many of the next piece, park, next sale, last receipt again."""
        if self._on_phone or not self.counter.on_card(word):
            return super().on_card(word)
        return True

    def offers_for_code(self, code: str) -> list[Any]:
        """What can be done at the counter about a code that nobody knows."""
        if self._on_phone:
            return []
        from ui.counter.unknown_sheets import offers_for_code

        adding = self.counter.adding
        return offers_for_code(self.desk, code, adding.take_product, adding.take_new, self.counter.typed)

    def on_repeated(self, code: str) -> None:
        """The scanner sent a code twice; it was counted once."""
        if not self._on_phone:
            self.counter.on_repeated(code)

    def typed(self, text: str) -> None:
        if self._on_phone:
            self.phone.typed(text)
        else:
            self.counter.typed(text)

    def submitted(self, text: str) -> None:
        if self._on_phone:
            handed_on = getattr(self.phone, "submitted", self.phone.on_code)
            handed_on(text)
        else:
            self.counter.submitted(text)

    def scanned(self, scan: Scan) -> None:
        """What is no product: a customer's card is attached, an order is opened, a receipt offers its return."""
        if scan.kind == "customer":
            self.counter.actions_.attach(scan.ref)
            self.desk.feedback("ok")
        elif scan.kind in ("order", "parcel", "shipment"):
            self.desk.open(scan.kind, scan.ref)
        elif scan.kind == "quote":
            self.counter.actions_.orders.take_quote(scan.text)
        elif scan.kind == "place":
            self.desk.open("place", scan.ref)
        elif scan.kind == "receipt":
            self._offer_return(scan)
        elif scan.kind == "payment_code" or (scan.kind == "gift_card" and self.counter.till.ticket.lines):
            self.counter.checkout.pay_with_code(scan.text)
        elif scan.kind == "gift_card":
            from ui.counter.gift_card_sheet import GiftCardSheet

            GiftCardSheet(self.desk, scan.text).open_ready()
        else:
            self.desk.does_not_fit(scan)

    def _offer_return(self, scan: Scan) -> None:
        def start() -> None:
            tab = self.desk.go("returns")
            if tab is not None:
                tab.on_code(scan.text)

        self.desk.feedback("attention")
        self.desk.window.notice.warn(
            _("{title} was scanned.").format(title=scan.title),
            [(_("Take goods back"), start), (_("Show the sale"), lambda: self.desk.open("receipt", scan.ref))],
        )

    def open_record(self, kind: str, ref: int) -> None:
        """A customer goes on the ticket; an order that is owed for is paid here."""
        if kind == "customer" and not self._on_phone:
            self.counter.actions_.attach(ref)
        elif kind == "order":
            from ui.counter.payment.other_bills import pay_order

            pay_order(self.desk, ref)
