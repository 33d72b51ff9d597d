"""Gift cards at the counter: what is left on one, what happened to it, blocking it; and selling a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import Banner, EmptyState, HBox, KeyValue, Panel, VBox
from ui.common.buttons import Button
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.counter.line_sheets import WordSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOVES = {
    "sale": N_("Paid with it"), "gift_card": N_("Loaded"), "refund": N_("Paid back to it"), "payment": N_("Paid with it"),
    "goodwill": N_("Paid back to it"), "gift_card_back": N_("Its sale was voided"), "instalment": N_("Paid with it"),
    "account_paid": N_("Paid with it"), "credit_bonus": N_("Extra credit"),
}  # fmt: skip


class GiftCardSheet(Sheet):
    """The balance of a card; scanning another one shows that."""

    def __init__(self, desk: Desk, code: str = "") -> None:
        super().__init__(desk.surface, _("Gift card"), width=620, height=600, name="gift_card")
        self._desk, self._row = desk, None
        self.code = TextField(
            _("Number of the card"), name="gift_card.field.code", icon="barcode", height=48, px=18, weight=600,
            help=_("Scan the card or type its number."),
        )  # fmt: skip
        self.left = MoneyLabel(None, 44, 600, name="gift_card.left", align="left")
        self._loaded = KeyValue(_("Loaded in all"), "", px=14)
        self._sold = KeyValue(_("Sold"), "", px=14)
        self.banner = Banner("lock-key-fill", "bad", "", name="gift_card.banner")
        self.table = LiveTable(_columns(), "gift_card.moves", key="at", row_height=44, in_card=True,
                               accessible=_("What happened to this card"))  # fmt: skip
        self.table.set_empty(EmptyState("gift", _("Scan a gift card"), ""))
        self.block = Button(_("Block"), key="B", kind="danger", height=44, name="gift_card.button.block")
        self.block.clicked.connect(self._ask_block)
        self.bind("Alt+B", self._ask_block)
        self.code.submitted.connect(lambda: self.look(self.code.text()))
        self._figures = HBox(
            (VBox(Label(_("Left on the card"), 13, 500, "text2"), self.left, gap=2), 1),
            VBox(self._loaded, self._sold, gap=6), gap=24,
        )  # fmt: skip
        frame = Panel("surface", (self.table, 1), edge="border", radius=10, gap=0)
        self.set_body(self.code, self.banner, self._figures, (frame, 1))
        self.set_foot(self.block)
        self._show(None)
        self._first = code

    def open_ready(self) -> None:
        """Open, and look at the card that was scanned."""
        self.open(self.code.edit)
        if self._first:
            self.look(self._first)

    def on_code(self, code: str) -> None:
        """Another card was scanned."""
        self.look(code)

    def look(self, code: str) -> None:
        """Read a card and show it."""

        def read() -> Any:
            from app.payments.gift_cards import check_number
            from app.payments.queries import gift_card

            return gift_card(check_number(code))

        def show(row: Any) -> None:
            self.code.set_text(code)
            self.code.set_error(None if row is not None else _("Nothing was ever put on this card."))
            self._desk.feedback("ok" if row is not None else "wrong")
            self._show(row)

        def failed(error: BaseException) -> None:
            self.code.set_text(code)
            self.code.set_error(str(error))
            self._show(None)

        self._desk.read(self, read, show, failed=failed, urgent=True)

    def _show(self, row: Any) -> None:
        self._row = row
        self._figures.setVisible(row is not None)
        self.banner.setVisible(row is not None and row.is_blocked)
        self.table.set_rows(row.moves if row is not None else ())
        self.block.setVisible(row is not None)
        if row is None:
            return
        self.left.set_minor(row.left_minor)
        self.left.set_token("text3" if row.is_blocked or not row.left_minor else "ok_text")
        self._loaded.set_value(format_money(row.loaded_minor))
        self._sold.set_value(clock.format_moment(row.sold_at) if row.sold_at else "–")
        self.banner.set_banner("lock-key-fill", "bad", _("Blocked: {reason}").format(reason=row.block_reason))
        self.block.set_text(_("Unblock") if row.is_blocked else _("Block"))

    def _ask_block(self) -> None:
        row = self._row
        if row is None:
            return
        from app.payments.gift_cards import block_gift_card, unblock_gift_card

        command = unblock_gift_card if row.is_blocked else block_gift_card
        verb = _("Unblock the card") if row.is_blocked else _("Block the card")

        def take(reason: str) -> None:
            self._desk.write(self, command, row.code, reason, done=lambda _left: self.look(row.code), urgent=True)

        WordSheet(self._desk.surface, verb, _("Why"), verb, take, name="gift_card_reason", needed=True).open()


class SellGiftCard(Sheet):
    """A number and an amount: the card becomes a line of the ticket and is loaded when that is paid."""

    def __init__(self, desk: Desk, take: Callable[[str, int], None]) -> None:
        super().__init__(desk.surface, _("Sell a gift card"), width=520, name="sell_gift_card")
        self._desk, self._take = desk, take
        self.code = TextField(
            _("Number of the card"), name="sell_gift_card.field.code", icon="barcode", height=48, px=18,
            help=_("Scan the card that is handed over."),
        )  # fmt: skip
        self.amount = MoneyField(_("Worth"), name="sell_gift_card.field.amount", height=60, px=26)
        new = Button(_("New number"), icon="plus-bold", key="Alt+N", height=44, name="sell_gift_card.button.new")
        new.clicked.connect(self._new_number)
        self.bind("Alt+N", self._new_number)
        notes = HBox(gap=8)
        for euros in (10, 25, 50, 100):
            minor = euros * 100
            button = Button(format_money(minor), height=52, name=f"sell_gift_card.worth.{euros}").grow()
            button.clicked.connect(lambda _checked=False, minor=minor: self.amount.set_minor(minor))
            notes.add((button, 1))
        self.code.submitted.connect(self.amount.focus)
        self.amount.submitted.connect(self._go)
        self.set_body(self.code, self.amount, notes)
        self.set_foot(new)
        self.set_primary(_("Add to the sale"), self._go)

    def on_code(self, code: str) -> None:
        """The card was scanned."""
        self.code.set_text(code)
        self.amount.focus()

    def _new_number(self) -> None:
        def read() -> str:
            from app.payments.gift_cards import new_number

            return new_number()

        self._desk.read(self, read, lambda code: (self.code.set_text(code), self.amount.focus()), urgent=True)

    def _go(self) -> None:
        from app.core.refusal import Refusal
        from app.payments.gift_cards import check_number

        minor = self.amount.minor()
        try:
            code = check_number(self.code.text())
        except Refusal as refusal:
            self.code.set_error(str(refusal))
            self.code.focus()
            return
        if not minor or minor <= 0:
            self.amount.set_error(_("Type an amount of more than nought."))
            self.amount.focus()
            return
        self.accept()
        self._take(code, minor)


def _columns() -> list[Column]:
    return [
        Column(_("When"), lambda move: Cell(clock.format_moment(move.at)), 150),
        Column(_("What"), _what, None),
        Column(_("Amount"), lambda move: Cell(format_money(move.amount_minor, sign=True), weight=600), 120, align="right"),
    ]  # fmt: skip


def _what(move: Any) -> Cell:
    words = _("Sold") if move.what == "sale" and move.amount_minor > 0 else _(MOVES.get(move.what, move.what))
    return Cell(words, _("Order {number}").format(number=move.number) if move.number else "")
