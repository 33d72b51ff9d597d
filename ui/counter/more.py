"""What stands behind More at the counter: notes, the last receipt, void, drawer, display; and the favourites."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.core.settings import read
from ui.common.menu import Menu
from ui.counter import finding
from ui.counter.line_sheets import WordSheet
from ui.counter.till import Till
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.actions import Actions

Entry = tuple[str, str, Callable[[], Any], bool]


class More(QObject):
    """Things that are not done every day."""

    def __init__(self, desk: Desk, till: Till, actions: Actions) -> None:
        super().__init__(actions)
        self._desk, self._till, self._actions = desk, till, actions
        self._has_warned = False

    def entries(self) -> list[Entry]:
        """All of it: icon, words, act, and whether it can be done now; without words a line between."""
        ticket, line, is_open = self._till.ticket, self._actions.line, self._desk.shift is not None
        return [
            ("list-bullets", _("Options") + "  Ctrl+M", self._actions.ask_options, line is not None),
            ("note-pencil", _("Note on the line"), self._actions.ask_note, line is not None),
            ("barcode", _("Serial number"), lambda: self._actions.ask_note(serial=True), line is not None),
            ("pencil-line", _("Free line") + "  Ctrl+L", self._actions.ask_free_line, True),
            ("gift", _("Gift wrap") + "  Ctrl+G", self._actions.ask_wrap, bool(ticket.lines)),
            ("note", _("Note on the sale"), lambda: self._actions.ask_note(whole=True), bool(ticket.lines)),
            ("receipt", _("Tax this sale otherwise") + "  Ctrl+J", self._actions.ask_regime, bool(ticket.lines)),
            ("trash", _("Throw this sale away"), self.drop, bool(ticket.lines)),
            ("", "", lambda: None, True),
            ("plus-bold", _("Another sale") + "  Ctrl+T", self._actions.parking.open_another, bool(ticket.lines)),
            ("truck", _("Order instead of sale") + "  Ctrl+O", self._actions.orders.take_to_order, True),
            ("archive", _("Lay away") + "  Ctrl+Shift+O", self._actions.layaway.ask, bool(ticket.lines)),
            ("file-text", _("Make a quote") + "  Ctrl+U", self._actions.orders.ask_quote, bool(ticket.lines)),
            ("folder-open", _("Open quotes"), self._actions.orders.show_quotes, True),
            ("", "", lambda: None, True),
            ("clock-counter-clockwise", _("Sales of this shift") + "  Ctrl+R", self.show_sales, is_open),
            ("receipt", _("Print last receipt again"), self.reprint, is_open),
            ("arrow-u-up-left", _("Void the last sale"), self.void_last, is_open),
            ("arrows-left-right", _("The last sale was paid otherwise"), self.change_tender, is_open),
            ("gift", _("Sell a gift card"), self.sell_gift_card, True),
            ("magnifying-glass", _("Look at a gift card"), self.look_at_gift_card, True),
            ("credit-card", _("Card payments on no bill"), self.show_card_payments, True),
            ("wallet", _("Open the drawer"), self.open_drawer, self._desk.shift is not None),
            ("", "", lambda: None, True),
            ("monitor", _("Customer display"), self.show_display, True),
        ]

    def show(self, anchor: QWidget) -> None:
        """The menu of what is not done every day."""
        menu = Menu(self._desk.window)
        menu.setObjectName("sell.more")
        menu.setFont(theme().font(14))
        for icon, words, act, on in self.entries():
            if not words:
                menu.addSeparator()
                continue
            action = QAction(theme().icon(icon), words, menu)
            action.setEnabled(on)
            action.triggered.connect(lambda _checked=False, act=act: act())
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        size = menu.sizeHint()
        menu.setActiveAction(next(one for one in menu.actions() if one.isEnabled() and not one.isSeparator()))
        menu.popup(anchor.mapToGlobal(QPoint(anchor.width() - size.width(), -size.height() - 6)))

    def show_display(self) -> None:
        """The customer's window, on the second monitor where there is one."""
        from ui.display.screens import Displays

        Displays.of(self._desk).show()

    def drop(self) -> None:
        """Throw the sale away, with a reason for the journal."""
        from app.counter.save import throw_away

        ticket = self._till.ticket

        def gone(_nothing: None) -> None:
            self._till.close(ticket)
            self._desk.toast(_("The sale is thrown away."))

        def take(reason: str) -> None:
            self._till.save()
            self._desk.write(self, throw_away, ticket.uid, reason, done=gone, urgent=True)

        WordSheet(
            self._desk.surface, _("Throw this sale away"), _("Why"), _("Throw away"), take, name="drop", needed=True
        ).open()

    def reprint(self) -> None:
        """F10: the last receipt once more, marked as a copy."""
        self._with_last(lambda sale: self.print_again(sale.receipt))

    def print_again(self, receipt: str) -> None:
        """A receipt once more; a till without a printer says where the paper waits."""
        from app.counter.void import reprint

        def told(_copy: Any) -> None:
            if "printer" in read("station.devices", self._desk.station):
                self._desk.toast(_("Receipt {number} prints again.").format(number=receipt))
                return
            ways: list[tuple[str, Callable[[], Any]]] = [(_("Look at it"), lambda: self._desk.go("print"))]
            if "settings" in self._desk.window.allowed():
                ways.append((_("Set up the printer"), lambda: self._desk.go("settings").show_section("devices")))
            self._desk.window.notice.warn(
                _("Receipt {number} waits: this till has no receipt printer.").format(number=receipt), ways
            )

        self._desk.write(self, reprint, receipt, done=told, once=True)

    def show_sales(self) -> None:
        """Ctrl+R: all sales of this shift."""
        from ui.counter.sales_sheet import SalesSheet

        SalesSheet(
            self._desk, lambda row: self.print_again(row.receipt), self.change_tender_of, self.void_sale
        ).open()  # fmt: skip

    def _with_last(self, act: Callable[[Any], object]) -> None:
        """Do something with the last sale: the one on screen, else the newest of the shift, whoever made it."""
        if self._till.last is not None:
            act(self._till.last.sold)
            return
        station = self._desk.station

        def load() -> Any:
            from app.counter.shift_sales import last_sale

            return last_sale(station)

        def show(sale: Any) -> None:
            if sale is None:
                self._desk.feedback("attention")
                self._desk.toast(_("Nothing was sold in this shift yet"))
            else:
                act(sale)

        self._desk.read_for_sheet(self, load, show)

    def void_last(self) -> None:
        """Undo the last sale: goods and money go back."""
        self._with_last(self.void_sale)

    def void_sale(self, sale: Any) -> None:
        """Undo a sale of this shift."""
        from ui.counter.void_sheet import ask_void

        def voided() -> None:
            if self._till.last is not None and self._till.last.sold.order_id == sale.order_id:
                self._till.last = None
                self._till.changed.emit()

        ask_void(self._desk, self, sale, voided)

    def look_at_gift_card(self) -> None:
        """What is left on a gift card, and what happened to it."""
        from ui.counter.gift_card_sheet import GiftCardSheet

        GiftCardSheet(self._desk).open_ready()

    def warn_of_cards(self) -> None:
        """Once after the start: what a terminal took, or may have taken, before the program stopped."""
        if self._has_warned:
            return
        self._has_warned = True
        station = self._desk.station

        def read() -> list[Any]:
            from app.payments.queries import cards_open

            return cards_open(station)

        def warn(rows: list[Any]) -> None:
            if rows:
                words = ngettext(
                    "A card payment of {amount} is on no bill: charged, or perhaps charged.",
                    "{n} card payments, {amount} together, are on no bill: charged, or perhaps charged.", len(rows),
                )  # fmt: skip
                told = words.format(n=len(rows), amount=format_money(sum(row.amount_minor for row in rows)))
                self._desk.window.notice.warn(told, [(_("Card payments"), self.show_card_payments)])

        self._desk.read(self, read, warn)

    def show_card_payments(self) -> None:
        """What the terminal took and no bill has."""
        from ui.counter.card_payments import CardPaymentsSheet

        CardPaymentsSheet(self._desk).open()

    def sell_gift_card(self) -> None:
        """Put a gift card on the ticket: it is loaded when the sale is paid."""
        from app.counter.gift_lines import gift_card_product
        from ui.counter.gift_card_sheet import SellGiftCard

        def take(code: str, minor: int) -> None:
            add = self._till.while_in_work(lambda sku: self._actions.add_gift_card(sku, code, minor))
            self._desk.write(self, gift_card_product, done=add, urgent=True)

        sheet = SellGiftCard(self._desk, take)
        sheet.open(sheet.code.edit)

    def change_tender(self) -> None:
        """The last sale was keyed as the wrong tender."""
        self._with_last(self.change_tender_of)

    def change_tender_of(self, sale: Any) -> None:
        """A sale of this shift was keyed as the wrong tender."""
        from ui.payments.tender_sheet import ask_tender

        def read() -> list[Any]:
            from app.payments.queries import payments_of

            return payments_of(sale.order_id)

        self._desk.read_for_sheet(self, read, lambda rows: ask_tender(self._desk, rows, sale.number))

    def open_drawer(self) -> None:
        """Open the drawer without a sale, with a reason."""
        from app.payments.shift import move_cash

        def take(reason: str) -> None:
            self._desk.write(self, move_cash, "no_sale", 0, reason, urgent=True)

        WordSheet(
            self._desk.surface, _("Open the drawer"), _("Why"), _("Open the drawer"), take, name="drawer", needed=True
        ).open()

    def toggle_key(self, row: Any, done: Callable[[], None]) -> None:
        """Make a product a favourite, the last one, or no longer."""

        def arrange(rows: list[Any]) -> None:
            ids = [key.product_id for key in rows if key.product_id != row.product_id]
            self.arrange_keys(ids if row.quick_key else [*ids, row.product_id], done)

        self._desk.read(self, lambda: finding.keys_of(None), arrange)

    def arrange_keys(self, product_ids: list[int], done: Callable[[], None]) -> None:
        """Keep the favourites in this order; what is refused is shown as it was."""
        from app.counter.quick_keys import arrange_keys

        def refused(error: BaseException) -> None:
            self._desk.explain(error)
            done()

        self._desk.write(self, arrange_keys, product_ids, done=lambda _nothing: done(), failed=refused)
