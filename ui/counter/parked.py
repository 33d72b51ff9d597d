"""Parked sales: a row of cards below the quick keys, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import ClickCard, HBox, VBox, clear
from ui.common.buttons import KeyCap, Link
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import ask
from ui.counter.find_sheet import FindSheet, FindWords
from ui.counter.pick_list import Pick
from ui.theme import theme

SHOWN = 3


def detail_of(row: Any) -> str:
    """No. 12 · 3 items · Tom · waiting for gift wrap · 14:21"""
    number = _("No. {n}").format(n=row.number) if row.number else ""
    items = ngettext("{n} item", "{n} items", row.pieces).format(n=row.pieces)
    who = row.who.split()[0] if row.who else "–"
    return " · ".join(filter(None, (number, items, who, row.note, clock.format_clock(row.saved_at))))


class ParkedRow(QWidget):
    """The newest parked sales, each a tap away.

    Signals:
        wanted: fetch this ticket; carries its uid.
        all_wanted: show the list of all.
    """

    wanted = Signal(str)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sell.parked")
        self._rows: Sequence[Any] = ()
        self._more = Link("", "sell.parked.more")
        self._more.clicked.connect(self.all_wanted)
        self._head = HBox(Label(_("Parked sales"), 13, 600, "text2"), KeyCap("F5"), None, self._more, gap=8)
        self._cards = QWidget()
        self._line = QHBoxLayout(self._cards)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        box = VBox(self._head, self._cards, gap=8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show what is parked, the newest first."""
        self._rows = rows
        self._build()

    def _build(self) -> None:
        self.setVisible(bool(self._rows))  # first, because showing may resize, and that builds too
        room = SHOWN if self.width() >= 700 else 2
        clear(self._line)
        for row in self._rows[:room]:
            self._line.addWidget(self._card(row), 1)
        for _gap in range(room - len(self._rows[:room])):
            self._line.addStretch(1)
        self._more.setVisible(len(self._rows) > room)
        self._more.set_text(_("All {n}").format(n=len(self._rows)))

    def _card(self, row: Any) -> ClickCard:
        title = Label(row.name, 13, 600, elide=True)
        top = HBox((title, 1), MoneyLabel(row.total_minor, 13, 600), gap=6)
        words = VBox(None, top, Label(detail_of(row), 12, 400, "text3", elide=True), None, gap=1)
        card = ClickCard(
            Icon("pause-circle", 22, "text3"), (words, 1), on_click=lambda: self.wanted.emit(row.uid),
            name=f"sell.parked.{row.uid}", accessible=f"{row.name}, {format_money(row.total_minor)}", pad=(0, 12),
            gap=10, row=True,
        )  # fmt: skip
        card.setFixedHeight(round(56 * theme().scale))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() >= 700) != (event.size().width() >= 700):
            self._build()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())


class ParkedSheet(FindSheet):
    """All parked sales, found by name, item, customer, note or amount; Enter fetches one.

    Below them stand the sales that are open at other tills (`tills` are their names): one that was left there, by a
    crash or in a hurry, is fetched from here, after a question.
    """

    def __init__(
        self, window: QWidget, rows: Sequence[Any], tills: Mapping[str, str], fetch: Callable[[str], None]
    ) -> None:  # fmt: skip
        self._rows, self._tills, self._fetch = rows, tills, fetch
        words = FindWords(
            _("Parked sales"), _("Find a parked sale"), _("Number, name, item, customer or amount"),
            _("No parked sale fits."), _("Fetch this sale"),
        )  # fmt: skip
        super().__init__(window, words, self._fitting_rows, self._take, name="parked", width=620)

    def _fitting_rows(self, text: str) -> list[Pick]:
        from app.counter.save import find_parked

        return [_pick(row, self._till_of(row)) for row in find_parked(text, list(self._rows))]

    def _till_of(self, row: Any) -> str:
        """The name of the till where a sale is open; empty when it is parked."""
        return "" if row.state == "parked" else self._tills.get(row.station, row.station)

    def _take(self, uid: str) -> None:
        row = next(row for row in self._rows if row.uid == uid)
        till, window = self._till_of(row), self.parentWidget()
        self.accept()
        if not till or window is None:
            self._fetch(uid)
            return
        ask(
            window, _("Fetch the sale from {till}?").format(till=till),
            _("{who} last worked on it at {time}. It goes on here and closes there.").format(
                who=row.who, time=clock.format_clock(row.saved_at)
            ),
            _("Fetch this sale"), lambda: self._fetch(uid), name="fetch_open",
        )  # fmt: skip


def _pick(row: Any, till: str) -> Pick:
    name = row.name or row.customer or row.who
    title = f"{name} · {row.customer}" if row.customer and row.customer != name else name
    return Pick(
        row.uid, title, " · ".join(filter(None, (detail_of(row), row.goods))), format_money(row.total_minor),
        _("Open at {till}").format(till=till) if till else "", "warn_text",
        icon="shopping-cart-simple" if till else "pause-circle",
    )  # fmt: skip
