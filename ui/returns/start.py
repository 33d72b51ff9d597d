"""Where a return begins: what waits to be decided, booked in, looked at or settled, and what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Banner, Card, EmptyState, HBox, fill
from ui.common.buttons import Button
from ui.common.chips import status_look
from ui.common.choices import Segmented
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.orders.words import channel_word
from ui.returns import words


class Start(QWidget):
    """Signals: `opened(kind, ref)` for a return or a sale, `wanted(what)` for "loose"."""

    opened = Signal(str, int)
    wanted = Signal(str)

    def __init__(self, may_settle: bool) -> None:
        super().__init__()
        self.setObjectName("returns.start")
        self._done = Banner("check-circle-fill", "ok", "", name="returns.done")
        self._done.hide()
        self.view = Segmented([("open", _("Waiting")), ("done", _("Settled"))], "returns.view")
        self._title = Label(_("Returns"), 20, 600)
        self._loose = Button(_("Without a receipt"), icon="receipt", key="N", height=40, name="returns.button.loose")
        self._loose.clicked.connect(lambda: self.wanted.emit("loose"))
        self.queue = LiveTable(_queue_columns(), "returns.table", row_height=56, in_card=True, accessible=_("Returns"))
        self.queue.opened.connect(lambda row: self.opened.emit("return", row.id))
        self.sales = LiveTable(
            _sale_columns(), "returns.sales", key="order_id", row_height=56, in_card=True, accessible=_("Sales found")
        )
        self.sales.opened.connect(lambda row: self.opened.emit("sale", row.order_id))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.queue)
        self.stack.addWidget(self.sales)
        head = HBox(self._title, self.view, None, self._loose, gap=16)
        fill(QVBoxLayout(self), (self._done, head, (Card((self.stack, 1), pad=1, gap=0), 1)), (16, 20), 14)
        if not may_settle:
            self._loose.hide()
        self.queue.set_loading(True)

    @property
    def searching(self) -> bool:
        """Whether sales are shown that a search found."""
        return self.stack.currentWidget() is self.sales

    def table(self) -> LiveTable:
        """The table that is shown."""
        return self.sales if self.searching else self.queue

    def show_queue(self, rows: Sequence[Any], waiting: int) -> None:
        """Show the returns of the chosen view."""
        self.queue.set_loading(False)
        self.queue.set_rows(rows)
        self.view.set_count("open", waiting or None)
        self.queue.set_empty(self._empty())
        if rows and self.queue.current() is None:
            self.queue.select_at(0)

    def show_sales(self, text: str, rows: Sequence[Any]) -> None:
        """Show what a search found."""
        self.stack.setCurrentWidget(self.sales)
        self.view.hide()
        self._title.set_text(_("Sales for “{text}”").format(text=text))
        self.sales.set_rows(rows)
        self.sales.set_empty(
            EmptyState("magnifying-glass", _("No sale found for “{text}”").format(text=text),
                       _("Try the order number, the phone number or the name; Esc goes back."), name="returns.none")
        )  # fmt: skip
        if rows:
            self.sales.select_at(0)
        self.sales.set_footer(ngettext("{n} sale", "{n} sales", len(rows)).format(n=len(rows)) if rows else "")

    def end_search(self) -> None:
        """Back to what waits."""
        self.stack.setCurrentWidget(self.queue)
        self.view.show()
        self._title.set_text(_("Returns"))

    def tell_done(self, title: str, text: str) -> None:
        """Say what was settled last, until the next return begins."""
        self._done.set_banner("check-circle-fill", "ok", title, text)
        self._done.setVisible(bool(title))

    def _empty(self) -> EmptyState:
        if self.view.current() == "done":
            return EmptyState("arrow-u-up-left", _("Nothing came back yet"), name="returns.empty")
        return EmptyState(
            "arrow-u-up-left", _("No return waits"),
            _("Scan a receipt or the item, or type a name."),
            name="returns.empty",
        )  # fmt: skip


def _queue_columns() -> list[Column]:
    def goods(row: Any) -> tuple[str, str]:
        more = ngettext("{n} piece", "{n} pieces", row.pieces).format(n=f"{row.pieces:,}")
        return row.first_name, more

    def status(row: Any) -> tuple[str, str, str]:
        return status_look("return", row.state.value)

    def next_step(row: Any) -> Cell:
        if row.outcome is not None:
            return Cell(_outcome(str(row.outcome.value)), clock.format_moment(row.settled_at or row.made_at))
        told = {
            "requested": _("to allow or decline"), "approved": _("goods are awaited"), "received": _("to inspect"),
            "inspected": _("to settle"), "declined": _("declined"),
        }  # fmt: skip
        return Cell(told.get(row.state.value, ""), row.who_name)

    return [
        Column(_("Return"), lambda row: (row.number, clock.format_moment(row.made_at)), 130, kind="two"),
        Column(_("Goods"), goods, kind="two"),
        Column(_("Customer"), lambda row: (row.customer_name or _("Walk-in"), row.order_number or _("no receipt")), 210,
               kind="two"),
        Column(_("State"), status, 130, kind="chip"),
        Column(_("Next"), next_step, 190, kind="two"),
        Column(_("Worth"), "refund_minor", 100, kind="money"),
    ]  # fmt: skip


def _outcome(code: str) -> str:
    return {
        "refund": _("Refunded"), "exchange": _("Exchanged"), "store_credit": _("Store credit"),
        "repair": _("In repair"), "back_to_customer": _("Handed back"),
    }[code]  # fmt: skip


def _sale_columns() -> list[Column]:
    def goods(row: Any) -> Cell:
        left = [line for line in row.lines if line.can_return]
        names = ", ".join(line.name for line in left or row.lines)
        count = ngettext("{n} line can come back", "{n} lines can come back", len(left)).format(n=len(left))
        art = row.lines[0].art if row.lines else ""
        return Cell(names, count if left else _("nothing can come back"), art=art)

    return [
        Column(_("Sale"), lambda row: (row.number, channel_word(row.channel.value)), 130, kind="two"),
        Column(_("Goods"), goods, kind="thumb"),
        Column(_("Customer"), lambda row: (row.customer_name or _("Walk-in"), row.phone), 210, kind="two"),
        Column(_("Got it"), lambda row: (clock.format_moment(row.got_at), words.days_ago(row.got_at)), 150, kind="two"),
        Column(_("Total"), lambda row: format_money(row.total_minor), 110, align="right", weight=600),
    ]
