"""The left half of receiving: the lines of a delivery with how many came, and the sums below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import Card, Divider, HBox, VBox, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.inventory import words
from ui.inventory.purchase_list import due_words
from ui.inventory.receive_pane import line_state
from ui.inventory.tally import Tally, TallyLine


class DeliveryView(QWidget):
    """Shows a tally.

    Signals:
        chosen: another line was clicked; carries it.
        opened: Enter on a line.
        report_wanted: the supplier is to be told.
    """

    chosen = Signal(object)
    opened = Signal()
    report_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._current: int | None = None
        self.table = LiveTable(
            self._columns(), "receiving.table", row_height=52, in_card=True, accessible=_("Lines of the delivery")
        )
        self._title = Label("", 15, 600, name="receiving.title")
        self._detail = Label("", 13, 400, "text3", elide=True)
        self._due = Chip("", height=22, name="receiving.chip.due")
        head = HBox(self._title, (self._detail, 1), self._due, margins=(0, 16), gap=8)
        head.setFixedHeight(48)
        card = Card(head, Divider(), (self.table, 1), pad=1, gap=0)
        left = VBox((card, 1), self._make_totals(), margins=(16, 16, 16, 20), gap=12)
        fill(QVBoxLayout(self), ((left, 1),), 0, 0)
        self._quiet = False
        self.table.chosen.connect(lambda line: None if self._quiet else self.chosen.emit(line))
        self.table.opened.connect(lambda _line: self.opened.emit())

    def _make_totals(self) -> QWidget:
        self._totals = {}
        items: list[Any] = []
        for key, title, token in (
            ("counted", _("Counted"), "text"), ("left", _("Still expected"), "text2"),
            ("extra", _("Too many"), "warn_text"), ("broken", _("Broken"), "bad_text"),
        ):  # fmt: skip
            number = Label("0", 22, 600, token, name=f"receiving.total.{key}")
            self._totals[key] = (number, token)
            items += [VBox(Label(title, 12, 400, "text3"), number, gap=0), 16]
        self.report = Button(_("Report to supplier"), icon="envelope-simple", height=44, name="receiving.button.report")
        self.report.clicked.connect(self.report_wanted.emit)
        return Card(*items, None, self.report, pad=(10, 16), row=True)

    def _columns(self) -> list[Column]:
        return [
            Column(_("Product"), lambda line: Cell(words.name_of(line), line.sku, art=line.art), None, kind="thumb"),
            Column(_("Ordered"), lambda line: Cell(words.amount(line.due, line.unit), token="text2"), 62,
                   align="right"),
            Column(_("Counted"), _counted, 62, align="right"),
            Column("", _bar, 116, kind="bar"),
            Column(_("Put in"), lambda line: Cell(line.place or "–", weight=500, token="text2"), 66),
            Column("", self._chip, 112, kind="chip"),
        ]  # fmt: skip

    def _chip(self, line: TallyLine) -> Cell:
        text, tone = line_state(line, self._current)
        return Cell(text, tone=tone)

    def begin(self, tally: Tally) -> None:
        """Show the head of a delivery."""
        self._title.set_text(f"{tally.number} · {tally.supplier}" if tally.number else _("Goods without an order"))
        pieces = sum(line.due for line in tally.lines.values())
        lines = ngettext("{n} line", "{n} lines", len(tally.lines)).format(n=len(tally.lines))
        self._detail.set_text(_("{lines}, {n} pieces").format(lines=lines, n=f"{pieces:,}") if tally.number else "")
        self._due.set_look(*due_words(tally.expected_at))
        self._due.setVisible(bool(tally.number))
        self.report.setVisible(bool(tally.number))

    def show_tally(self, tally: Tally, *, flash: bool) -> None:
        """Show the lines and sums of a delivery, standing on the current line."""
        self._quiet, self._current = True, tally.current
        self.table.set_rows(list(tally.lines.values()))
        if tally.current is not None:
            self.table.select_id(tally.current)
            if flash:
                self.table.flash(tally.current)
        self._quiet = False
        for key, (number, token) in self._totals.items():
            value = getattr(tally, key)
            number.set_text(f"{value:,}")
            number.set_token(token if value or key in ("counted", "left") else "text3")


def _counted(line: TallyLine) -> Cell:
    return Cell(words.amount(line.counted, line.unit) if line.seen else "–", weight=600)


def _bar(line: TallyLine) -> Cell:
    tone = "bad" if line.broken else "amber" if line.extra else "ok" if line.due and not line.left else "accent"
    part = min(1.0, line.counted / line.due) if line.due else float(line.counted > 0)
    return Cell("", fraction=part, tone=tone)
