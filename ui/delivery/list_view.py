"""The list: every delivery of the board as one table, to be filtered by state and typed words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, Panel, fill
from ui.common.buttons import Button
from ui.common.chips import status_look
from ui.common.choices import FilterChips
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.delivery import words

if TYPE_CHECKING:
    from ui.common.desk import Desk

ALL, LATE = "all", "late"


class DeliveryList(QWidget):
    """Signals: opened: Enter on a row; moved: another row is current; new_run: the blue button."""

    opened = Signal(object)
    moved = Signal()
    new_run = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._text = ""
        self._cards: list[Any] = []
        self._wanted = 0
        self.setObjectName("delivery.list")
        items = [(ALL, _("All")), (LATE, _("Late")), *((key, _(title)) for key, title, _tone, _icon in words.COLUMNS)]
        self.filter = FilterChips(items, "delivery.filter.state")
        self.filter.chosen.connect(lambda _key: self._show_rows())
        self.primary = Button(
            _("New run"), kind="primary", icon="plus-bold", key="F9", height=36, name="delivery.primary"
        )
        self.primary.clicked.connect(self.new_run.emit)
        bar = Panel("surface", self.filter, None, self.primary, row=True, margins=(10, 20), gap=8)
        self.table = LiveTable(
            _columns(), "delivery.table", key="fulfillment_id", row_height=46, accessible=_("Deliveries"),
            row_token=lambda card: "bad_tint" if words.is_red(card) else None,
        )  # fmt: skip
        self.table.set_empty(EmptyState("truck", _("Nothing here"), _("No delivery fits the filter.")))
        remember(desk, self.table)
        self.table.set_loading(True)
        self.table.opened.connect(self.opened.emit)
        self.table.chosen.connect(lambda _card: self.moved.emit())
        fill(QVBoxLayout(self), (bar, Divider(), (self.table, 1)), 0, 0)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the deliveries anew."""

        def load() -> list[Any]:
            from app.delivery.board import board

            return [card for column in board().columns.values() for card in column]

        self._desk.read(self, load, self._show, merge="list")

    def _show(self, cards: list[Any]) -> None:
        self._cards = sorted(cards, key=lambda card: (not words.is_red(card), card.order_number))
        self.table.set_loading(False)
        self._show_rows()

    def _show_rows(self) -> None:
        for key in (ALL, LATE, *(column[0] for column in words.COLUMNS)):
            self.filter.set_count(key, sum(_fits(card, key) for card in self._cards))
        rows = [card for card in self._cards if _fits(card, self.filter.current()) and self._has_text(card)]
        self.table.set_rows(rows)
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = 0
        elif self.table.current() is None:
            self.table.select_at(0)
        count = len(rows)
        self.table.set_footer(ngettext("{count} delivery, what needs you first", "{count} deliveries, what needs you first",
                                       count).format(count=count))  # fmt: skip
        self.moved.emit()

    def _has_text(self, card: Any) -> bool:
        text = self._text.casefold()
        parts = (card.order_number, card.customer, card.city, card.run, card.carrier, card.driver, card.shelf)
        return not text or any(text in part.casefold() for part in parts)

    def find(self, text: str) -> None:
        """Show only the rows that a typed text fits."""
        self._text = text.strip()
        self._show_rows()

    def cards(self) -> list[Any]:
        """The deliveries shown."""
        return list(self.table.rows())

    def current(self) -> Any:
        """The delivery the bar stands on, or None."""
        return self.table.current()

    def select(self, fulfillment_id: int) -> bool:
        """Stand on a delivery, now or once it is read."""
        if self.table.select_id(fulfillment_id):
            return True
        self._wanted = fulfillment_id
        return False

    def focus(self) -> None:
        """Put the focus in the table."""
        self.table.view.setFocus()


def _fits(card: Any, key: str) -> bool:
    return key == ALL or (words.is_red(card) if key == LATE else card.column == key)


def _columns() -> list[Column]:
    return [
        Column(_("Order"), lambda card: Cell(card.order_number, weight=600), 70, sort="order", by=_number),
        Column(_("Customer"), lambda card: (card.customer or _("Walk-in"), card.city), None, kind="two", sort="customer",
               by=lambda card: card.customer.casefold()),
        Column(_("Status"), lambda card: status_look("fulfillment", card.state), 150, kind="chip", sort="state",
               by=lambda card: card.state),
        Column(_("When"), _when, 190, sort="when", by=lambda card: card.eta_at or card.due_at),
        Column(_("How"), lambda card: Cell(words.way_text(card), icon=words.way_icon(card), token="text2"), 200,
               sort="how", by=words.way_text),
        Column(_("Run"), lambda card: Cell(card.run or "–", token="text2"), 64, sort="run", by=lambda card: card.run),
        Column(_("Cash"), lambda card: card.cod_minor or None, 90, kind="money", sort="cash",
               by=lambda card: card.cod_minor or None),
    ]  # fmt: skip


def _number(card: Any) -> tuple[int, str]:
    """Numbers of orders by their size, however many digits they have."""
    return len(card.order_number or ""), card.order_number or ""


def _when(card: Any) -> Cell:
    if words.is_red(card):
        return Cell(words.time_text(card), icon="warning-circle-fill", tone="bad", token="bad_text", weight=600)
    return Cell(words.time_text(card) or "–", token="text2")
