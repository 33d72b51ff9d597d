"""What closed counts show: each difference with recount or accept, and how right the books are today."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Divider, EmptyState, HBox, KeyValue, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import Link
from ui.common.labels import Label
from ui.common.thumb import Thumb
from ui.inventory import words

WIDTH = 312


class CountSide(QWidget):
    """Signals: `recount_wanted` and `accept_wanted` carry the count's id."""

    recount_wanted = Signal(int)
    accept_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._list = VBox(gap=0)
        self._value = KeyValue(_("Counted value"))
        self._difference = KeyValue(_("Difference"), weight=600)
        self._right = KeyValue(_("Accuracy today"))
        head = HBox(Label(_("Differences so far"), 15, 600), None, margins=(14, 16))
        foot = Panel("sunken", self._value, self._difference, self._right, margins=16, gap=4)
        panel = Panel("surface", head, Divider(), (Scroll(self._list, name="count.differences"), 1), foot, gap=0)
        fill(QVBoxLayout(self), ((panel, 1),), 0, 0)

    def show_differences(self, rows: list[Any], totals: Any) -> None:
        """Show what is off, and the sums of today."""
        clear(self._list.box)
        for row in rows:
            self._list.add(self._row(row))
            self._list.add(Divider())
        if not rows:
            self._list.add(
                (EmptyState("check-circle", _("No difference waits"), _("They show when a bin is closed.")), 1)
            )
        else:
            self._list.add(None)
        self._value.set_value(format_money(totals.counted_minor))
        token = "ok_text" if totals.difference_minor > 0 else "bad_text" if totals.difference_minor else "text"
        self._difference.set_value(format_money(totals.difference_minor, sign=True), token)
        self._right.set_value("–" if totals.right_bp is None else f"{totals.right_bp / 100:.1f}%")

    def _row(self, row: Any) -> QWidget:
        token = "bad_text" if row.difference < 0 else "warn_text"
        figure = VBox(
            Label(words.amount(row.difference, row.unit, sign=True), 15, 700, token, align="right"),
            Label(format_money(row.value_minor, sign=True), 12, 400, "text3", align="right"), gap=0,
        )  # fmt: skip
        name = VBox(
            Label(words.name_of(row), 13, 500, elide=True),
            Label(_("bin {bin}").format(bin=row.place), 12, 400, "text3"), gap=0,
        )  # fmt: skip
        again = Link(_("Recount"), f"count.button.recount.{row.count_id}", px=12)
        accept = Link(_("Accept"), f"count.button.accept.{row.count_id}", px=12)
        again.clicked.connect(lambda: self.recount_wanted.emit(row.count_id))
        accept.clicked.connect(lambda: self.accept_wanted.emit(row.count_id))
        top = HBox(Thumb(row.art, 36, row.name), (name, 1), figure, gap=10)
        return VBox(top, HBox(None, again, accept, gap=12), margins=(10, 16), gap=4)
