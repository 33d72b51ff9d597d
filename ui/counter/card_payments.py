"""Card payments of this till that no bill has taken in: in doubt, or approved and left; each is cleared up here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import EmptyState, HBox, Panel
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.counter.payment.charge import Charge
from ui.counter.payment.context import title_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

STATES = {
    "created": N_("Not sent yet"), "sent": N_("At the terminal"), "in_doubt": N_("In doubt"),
    "approved": N_("Charged, on no bill"),
}  # fmt: skip


class CardPaymentsSheet(Sheet):
    """Asks the terminal again, takes its word by hand, or gives money back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.surface, _("Card payments"), _("of this till, on no bill"), width=720, height=520,
                         name="card_payments")  # fmt: skip
        self._desk = desk
        self.charge = Charge(desk, self)
        self.table = LiveTable(_columns(), "card_payments.list", key="id", row_height=52, in_card=True,
                               accessible=_("Card payments"))  # fmt: skip
        self.table.set_empty(EmptyState("credit-card", _("Every card payment is on its bill"), ""))
        self.table.chosen.connect(lambda _row: self._show_acts())
        self.told = Label("", 13, 500, "text2", wrap=True, name="card_payments.told")
        self.ask = Button(_("Ask the terminal"), kind="tint", key="A", height=44, name="card_payments.button.ask")
        self.yes = Button(_("It was charged"), key="Y", height=44, name="card_payments.button.charged")
        self.no = Button(_("It was not"), key="N", height=44, name="card_payments.button.not_charged")
        self.back_button = Button(_("Give the money back"), key="G", height=44, name="card_payments.button.give_back")
        acts = (("A", self.ask, self._ask), ("Y", self.yes, lambda: self._by_hand(True)),
                ("N", self.no, lambda: self._by_hand(False)), ("G", self.back_button, self._give_back))  # fmt: skip
        for key, button, act in acts:
            button.clicked.connect(act)
            self.bind(key, lambda button=button, act=act: act() if button.isEnabled() else None)
        frame = Panel("surface", (self.table, 1), edge="border", radius=10, gap=0)
        self.set_body((frame, 1), self.told, HBox(self.ask, self.yes, self.no, None, self.back_button, gap=8))
        for signal in (self.charge.declined, self.charge.reversed, self.charge.approved, self.charge.doubtful):
            signal.connect(lambda *words: self._answered(words))
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        station = self._desk.station

        def read() -> list[Any]:
            from app.payments.queries import cards_open

            return cards_open(station)

        self._desk.read(self, read, self._show, urgent=True)

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)
        self._show_acts()

    def _show_acts(self) -> None:
        row = self.table.current()
        open_ = row is not None and row.state == "in_doubt" and not self.charge.is_running
        for button in (self.ask, self.yes, self.no):
            button.setEnabled(open_)
        self.back_button.setEnabled(row is not None and row.state == "approved" and not self.charge.is_running)

    def _ask(self) -> None:
        self.told.set_text(_("Asking the terminal"))
        self.charge.ask_again(self.table.current().id)

    def _by_hand(self, approved: bool) -> None:
        self.charge.settle_by_hand(self.table.current().id, approved)

    def _give_back(self) -> None:
        self.told.set_text(_("The money is given back"))
        self.charge.give_back(self.table.current().id)

    def _answered(self, words: tuple[Any, ...]) -> None:
        said = next((word for word in reversed(words) if isinstance(word, str) and word), "")
        self.told.set_text(said)
        self.refresh()


def _columns() -> list[Column]:
    return [
        Column(_("When"), lambda row: Cell(clock.format_moment(row.made_at)), 150),
        Column(_("Tender"), lambda row: Cell(title_of(row.tender), row.masked_pan or row.reason), None, kind="two"),
        Column(_("State"), lambda row: Cell(_(STATES.get(str(row.state), str(row.state)))), 170),
        Column(_("Amount"), lambda row: Cell(format_money(row.amount_minor), weight=600), 120, align="right"),
    ]  # fmt: skip
