"""The board: figures on top, couriers to filter by, five columns of cards; arrows move between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.labels import Label
from ui.delivery import words
from ui.delivery.card_list import BoardColumn

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_COURIERS = 4
NARROW = 1240
ALL = ""
EVERY_MS = 60_000  # lateness grows while nothing is written


class Figure(QWidget):
    """A grey word over a large number."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.value = Label("–", 20, 600, name=name)
        fill(QVBoxLayout(self), (Label(title, 12, 400, "text3"), self.value), 0, 0)

    def show_value(self, text: str, token: str = "text") -> None:
        """Show another number."""
        self.value.set_text(text)
        self.value.set_token(token)


class BoardView(QWidget):
    """All deliveries that are on their way or need somebody.

    Signals:
        opened: a card was opened; moved: another card is current; new_run: the blue button.
    """

    opened = Signal(object)
    moved = Signal()
    new_run = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._board: Any = None
        self._text, self._courier, self._wanted = "", ALL, 0
        self.setObjectName("delivery.board")
        self._build()
        self._clock = QTimer(self, interval=EVERY_MS)
        self._clock.timeout.connect(lambda: self.refresh() if self.isVisible() else None)
        self._clock.start()

    def _build(self) -> None:
        self._on_time = Figure(_("On time today"), "delivery.figure.on_time")
        self._road = Figure(_("On the road"), "delivery.figure.on_the_road")
        self._late = Figure(_("Late now"), "delivery.figure.late")
        self._cash = Figure(_("Cash with couriers"), "delivery.figure.cash")
        self.filter = Segmented([(ALL, _("All couriers"))], "delivery.filter.courier")
        self.filter.chosen.connect(self._choose)
        self.primary = Button(
            _("New run"), kind="primary", icon="plus-bold", key="F9", height=36, name="delivery.primary"
        )
        self.primary.clicked.connect(self.new_run.emit)
        bar = Panel("surface", self._on_time, 16, self._road, 16, self._late, 16, self._cash, None, self.filter,
                    self.primary, row=True, margins=(8, 20), gap=8)  # fmt: skip
        self.columns = [BoardColumn(key, _(title), tone, icon) for key, title, tone, icon in words.COLUMNS]
        self._empty = EmptyState(
            "truck", _("Nothing to deliver"), _("Packed orders come here by themselves, to go out or to be collected."),
            name="delivery.empty",
        )  # fmt: skip
        self._empty.hide()
        self._cards = HBox(*((column, 1) for column in self.columns), margins=(8, 20, 8, 20), gap=14)
        fill(QVBoxLayout(self), (VBox(bar, Divider(), gap=0), (self._cards, 1), (self._empty, 1)), 0, 0)
        for column in self.columns:
            column.list.opened.connect(self.opened.emit)
            column.list.moved.connect(lambda column=column: self._on_moved(column))
            column.list.turned.connect(lambda step, column=column: self._turn(column, step))

    # -- what is shown

    def refresh(self) -> None:
        """Read the board anew."""

        def load() -> Any:
            from app.delivery.board import board

            return board()

        self._desk.read(self, load, self._show, merge="board")

    def _show(self, board: Any) -> None:
        self._board = board
        percent = board.on_time_percent
        token = (
            "text" if percent is None else "ok_text" if percent >= 90 else "bad_text" if percent < 75 else "warn_text"
        )
        self._on_time.show_value("–" if percent is None else f"{percent}%", token)
        self._road.show_value(str(board.on_the_road))
        self._late.show_value(str(board.late), "bad_text" if board.late else "text")
        self._cash.show_value(format_money(board.cash_out_minor))
        self._show_couriers()
        self._show_cards()

    def _show_couriers(self) -> None:
        cards = [card for column in self._board.columns.values() for card in column]
        counts: dict[str, int] = {}
        for card in cards:
            if courier := courier_of(card):
                counts[courier] = counts.get(courier, 0) + 1
        most = MOST_COURIERS if self.width() >= NARROW else 2
        names = sorted(sorted(counts, key=lambda name: -counts[name])[:most])
        if self._courier not in names:
            self._courier = ALL
        items = [(ALL, _("All couriers")), *((name, name) for name in names)]
        if items != getattr(self, "_items", None):
            self._items = items
            self.filter.set_items(items, self._courier)
        self.filter.setVisible(bool(names))

    def _show_cards(self) -> None:
        if self._board is None:
            return
        for column in self.columns:
            column.show_cards([card for card in self._board.columns[column.key] if self._fits(card)])
        is_empty = not any(column.list.cards() for column in self.columns)
        self._empty.setVisible(is_empty and not self._text and not self._courier)
        self._cards.setVisible(not self._empty.isVisibleTo(self))
        if self._wanted and self.select(self._wanted):
            self._wanted = 0
        elif self.current() is None:
            self._first_card()
        if self.window().focusWidget() in [column.list for column in self.columns]:
            self.focus()
        self.moved.emit()

    def _fits(self, card: Any) -> bool:
        if self._courier and courier_of(card) != self._courier:
            return False
        text = self._text.casefold()
        return not text or any(
            text in part.casefold() for part in (card.order_number, card.customer, card.city, card.run)
        )

    def _first_card(self) -> None:
        late_first = sorted(self.columns, key=lambda column: column.key not in (words.NEEDS_YOU, words.ON_THE_WAY))
        for column in late_first:
            if column.list.cards():
                column.list.select_at(0)
                return

    def find(self, text: str) -> None:
        """Show only the cards that a typed text fits."""
        self._text = text.strip()
        self._show_cards()

    def _choose(self, courier: str) -> None:
        self._courier = courier
        self._show_cards()

    # -- moving

    def cards(self) -> list[Any]:
        """All cards shown, column by column."""
        return [card for column in self.columns for card in column.list.cards()]

    def current(self) -> Any:
        """The card the ring stands on, or None."""
        return next((found for column in self.columns if (found := column.list.current()) is not None), None)

    def select(self, fulfillment_id: int) -> bool:
        """Stand on a delivery, now or once it is read."""
        for column in self.columns:
            if column.list.select(fulfillment_id):
                return True
        self._wanted = fulfillment_id
        return False

    def focus(self) -> None:
        """Put the focus on the current card's column."""
        column = next((column for column in self.columns if column.list.current() is not None), None)
        column = column or next((column for column in self.columns if column.list.cards()), self.columns[0])
        column.list.setFocus()

    def _on_moved(self, column: BoardColumn) -> None:
        if column.list.current() is None:
            return
        for other in self.columns:
            if other is not column:
                other.list.leave()
        self.moved.emit()

    def _turn(self, column: BoardColumn, step: int) -> None:
        """Left and Right: the next column that holds a card, at the same height."""
        at = self.columns.index(column) + step
        row = column.list.currentIndex().row()
        while 0 <= at < len(self.columns):
            there = self.columns[at].list
            if there.cards():
                there.select_at(row)
                there.setFocus()
                return
            at += step


def courier_of(card: Any) -> str:
    """Who brings it: the van or the carrier."""
    return card.vehicle or card.driver or card.carrier
