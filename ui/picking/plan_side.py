"""Beside the plan: the lists under way, what has to go back into its bins, and how fast people pick today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import HBox, Panel, Scroll, VBox, clear
from ui.common.buttons import Button, IconButton
from ui.common.chips import Chip
from ui.common.labels import Label
from ui.common.progress import Bar
from ui.picking.words import due_words

if TYPE_CHECKING:
    from app.picking.plan_queries import BatchRow, PickerSpeed, PutBackRow
    from ui.picking.jobs import PlanData

WIDTH = 400


class PlanSide(Panel):
    """Cards, each with what can be done about it.

    Signals:
        opened: a list is to be picked; carries its id.
        stop_wanted: a list is to be stopped; carries its row.
        put_back: the goods of a cancelled or changed order are in their bins again; carries its row.
    """

    opened = Signal(int)
    stop_wanted = Signal(object)
    put_back = Signal(object)

    def __init__(self) -> None:
        self._list = VBox(gap=8, margins=(16, 16, 16, 16))
        super().__init__("surface", (Scroll(self._list), 1), gap=0, name="plan.side")
        self.setFixedWidth(WIDTH)

    def show_plan(self, found: PlanData) -> None:
        """Show the plan as it stands."""
        clear(self._list.box)
        add = self._list.add
        add(Label(_("Lists under way"), 15, 600))
        for batch in found.batches:
            add(self._batch_card(batch))
        if not found.batches:
            add(Label(_("None"), 13, 400, "text3"))
        add(8)
        add(Label(_("Put back"), 15, 600))
        for row in found.put_back:
            add(self._back_card(row))
        if not found.put_back:
            add(Label(_("Nothing to put back"), 13, 400, "text3"))
        add(8)
        add(Label(_("Speed today"), 15, 600))
        best = max((row.per_hour for row in found.speed), default=0)
        for speed in found.speed:
            add(_speed_row(speed, best))
        if not found.speed:
            add(Label(_("No list is finished yet"), 13, 400, "text3"))
        add(None)

    def _batch_card(self, row: BatchRow) -> QWidget:
        go = IconButton("arrow-right-bold", name=f"plan.open.{row.batch_id}", accessible=_("Pick {number}").format(
            number=row.number), height=32)  # fmt: skip
        go.clicked.connect(lambda: self.opened.emit(row.batch_id))
        stop = IconButton("x", name=f"plan.stop.{row.batch_id}", accessible=_("Stop {number}").format(
            number=row.number), height=32)  # fmt: skip
        stop.clicked.connect(lambda: self.stop_wanted.emit(row))
        bar = Bar(row.picked / row.pieces if row.pieces else 0, "ok")
        orders = ngettext("{count} order", "{count} orders", row.orders).format(count=row.orders)
        who = row.picker_name.split()[0] if row.picker_name else _("Free")
        words = " · ".join(part for part in (orders, f"{row.picked} / {row.pieces}", due_words(row.due_at)) if part)
        head = HBox(Label(row.number, 14, 600), Chip(who, "teal" if row.picker else "grey"), None, stop, go, gap=8)
        return Panel(
            "sunken", head, bar, Label(words, 12, 400, "text3"), edge="border", radius=10, margins=(6, 12, 10, 12),
            gap=6, name=f"plan.batch.{row.batch_id}",
        )  # fmt: skip

    def _back_card(self, row: PutBackRow) -> QWidget:
        button = Button(_("Is put back"), height=32, name=f"plan.put_back.{row.fulfillment_id}")
        button.clicked.connect(lambda: self.put_back.emit(row))
        pieces = ngettext("{count} piece", "{count} pieces", row.pieces).format(count=row.pieces)
        words = " · ".join(part for part in (row.customer, row.tote, pieces) if part)
        said = _("Order {number} was changed") if row.closed_at is None else _("Order {number} is cancelled")
        title = Label(said.format(number=row.order_number), 13, 600)
        return Panel(
            "warn_tint", (VBox(title, Label(words, 12, 400, "text2", elide=True), gap=1), 1), button,
            edge="warn_edge", radius=10, margins=(8, 12), gap=8, row=True,
        )  # fmt: skip


def _speed_row(row: PickerSpeed, best: int) -> QWidget:
    words = _("{pieces} pieces, {errors} wrong").format(pieces=row.pieces, errors=row.errors)
    head = HBox(
        Label(row.name, 13, 500),
        None,
        Label(_("{count} an hour").format(count=row.per_hour) if row.time_ms else "–", 13, 600),
        gap=8,
    )
    return VBox(head, Bar(row.per_hour / best if best else 0), Label(words, 12, 400, "text3"), gap=4)
