"""The pane beside the list: the selected order at a glance, following the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Avatar, Divider, EmptyState, HBox, KeyValue, Panel, VBox, clear, initials_of
from ui.common.buttons import Button, IconButton
from ui.common.chips import Chip
from ui.common.labels import Label, MoneyLabel
from ui.common.pieces import Banner
from ui.common.thumb import Thumb
from ui.common.timeline import Timeline
from ui.orders import message_sheet, words
from ui.orders.next_step import ICONS, do_step, step_of
from ui.orders.story import shown

if TYPE_CHECKING:
    from ui.common.desk import Desk

WIDTH = 372
MOST_LINES = 3
MOST_EVENTS = 8


class Peek(Panel):
    """Header, customer, the newest of the timeline, lines, and what to do.

    Signals:
        opened: show the whole order.
        closed: put the pane away.
    """

    opened = Signal(int)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface", name="orders.peek")
        self.setFixedWidth(WIDTH)
        self._desk = desk
        self._row: Any = None
        self._title = Label("", 18, 600, name="orders.peek.title")
        close = IconButton("x", name="orders.button.close_peek", accessible=_("Close the pane"), height=32)
        close.clicked.connect(self.closed.emit)
        self._chips = HBox(gap=6)
        self._person = HBox(gap=10)
        self._doubts = Banner("warning-circle-fill", "warn", "", name="orders.peek.doubts")
        self._doubts.hide()
        self._timeline = Timeline("orders.peek.timeline")
        self._lines = VBox(gap=6)
        self._buttons = HBox(gap=8)
        self._page = VBox(
            HBox(self._title, None, close), self._chips, self._person, self._doubts, Divider(),
            (self._timeline, 1), Divider(),
            self._lines, self._buttons, margins=(18, 20, 16, 20), gap=10,
        )  # fmt: skip
        self._nothing = EmptyState("list-bullets", _("No order selected"), _("The chosen order stands here."))
        for part in (self._chips, self._person, self._lines, self._buttons):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.addWidget(self._page)
        self.box.addWidget(self._nothing)
        self.show_order(None)

    def show_order(self, row: Any) -> None:
        """Follow the bar: show this order of the list, or nothing."""
        self._row = row
        self._page.setVisible(row is not None)
        self._nothing.setVisible(row is None)
        if row is None:
            return
        order = row.order
        self._title.set_text(_("Order {number}").format(number=order.number))
        if not row.lacks:
            self._doubts.hide()
        self._fill_chips(row)
        self._fill_person(order)
        self._fill_buttons(row)
        if not self.isVisible():
            return

        def load() -> Any:
            from app.overview.order_story import order_story

            return order_story(order.id)

        self._desk.read(self, load, self._fill, merge="peek")

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.show_order(self._row)

    def _fill_chips(self, row: Any) -> None:
        clear(self._chips.box)
        order = row.order
        self._chips.add(Chip(*words.status_of(order.state, order.fulfillment, is_on_hold=order.is_on_hold),
                             name="orders.peek.chip.status"))  # fmt: skip
        if order.is_late:
            self._chips.add(Chip(words.late_text(order.promised_at), "bad", "warning-circle-fill"))
        if row.money == "cod_due":
            self._chips.add(Chip(_("COD {amount}").format(amount=format_money(row.left_minor)), "warn"))
        self._chips.add(None)

    def _fill_person(self, order: Any) -> None:
        clear(self._person.box)
        name = words.customer_word(order.customer_name, order.channel)
        where = " · ".join(part for part in (order.phone, order.city) if part)
        told = VBox(Label(name, 14, 600, elide=True), Label(where or words.channel_word(order.channel), 12, 400, "text3",
                                                            elide=True), gap=1)  # fmt: skip
        self._person.add(Avatar(initials_of(name), order.customer_id or 0, 36))
        self._person.add((told, 1))
        if order.phone or order.customer_id:
            send = IconButton("chat-text", name="orders.button.peek_message", accessible=_("Write to the customer"),
                              kind="default")  # fmt: skip
            send.clicked.connect(lambda: message_sheet.open_message(self._desk, self, order.id))
            self._person.add(send)

    def _fill_buttons(self, row: Any) -> None:
        clear(self._buttons.box)
        step, order = step_of(row), row.order
        if step is not None and step.key != "mend":  # the whole order is opened for that
            go = Button(step.label, icon=ICONS[step.key], key="F9", height=44, name="orders.button.next").grow()
            go.clicked.connect(lambda: do_step(self._desk, self, step, order.id, order.number))
            self._buttons.box.addWidget(go, 1)
        whole = Button(_("Open"), kind="primary", key="Enter", height=44, name="orders.primary").grow()
        whole.clicked.connect(lambda: self.opened.emit(order.id))
        self._buttons.box.addWidget(whole, 1)

    def _fill(self, story: Any) -> None:
        if self._row is None or story.order.id != self._row.id:
            return
        self._doubts.set_banner(
            "warning-circle-fill", "warn", _("Before it can be confirmed"),
            " ".join(doubt.sentence for doubt in story.doubts),
        )  # fmt: skip
        self._doubts.setVisible(bool(story.doubts))
        self._timeline.set_events(shown(story.timeline, most=MOST_EVENTS))
        clear(self._lines.box)
        for item in story.items[:MOST_LINES]:
            self._lines.add(_line(item))
        more = len(story.items) - MOST_LINES
        if more > 0:
            self._lines.add(Label(_("{count} more lines").format(count=more), 12, 400, "text3"))
        if story.order.delivery_minor:
            self._lines.add(KeyValue(_("Delivery"), format_money(story.order.delivery_minor), weight=600))


def _line(item: Any) -> QWidget:
    said = VBox(
        Label(item.name, 13, 500, elide=True),
        Label(words.quantity_text(item.quantity, item.unit), 12, 400, "text3"),
        gap=0,
    )
    return HBox(Thumb(item.art, 36, item.name), (said, 1), MoneyLabel(item.total_minor, 13), gap=10)
