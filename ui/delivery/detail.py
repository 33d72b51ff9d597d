"""One delivery: promise and outcome, proof, its run on a sketch of a map, what happened and what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Banner, Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import Button, IconButton
from ui.common.chips import Chip, status_look
from ui.common.labels import Label
from ui.delivery import words
from ui.delivery.detail_cards import GoodsCard, RunCard, WayCard
from ui.delivery.detail_side import Side
from ui.delivery.map_sketch import MapSketch
from ui.delivery.steps import next_step

if TYPE_CHECKING:
    from ui.common.desk import Desk

SIDE, SIDE_NARROW, NARROW, LOW = 452, 380, 1280, 700


class Found(NamedTuple):
    """What the screen is drawn from."""

    detail: Any
    sheet: Any  # the run, or None
    shop: Any  # where runs start, or None
    messages: list[Any]


def load_found(fulfillment_id: int) -> Found | None:
    """Read one delivery with its run and its messages, on the reader."""
    from app.delivery.dispatch import shop_point
    from app.delivery.queries import delivery_of, run_sheet
    from app.overview.timeline import timeline_of

    detail = delivery_of(fulfillment_id)
    if detail is None:
        return None
    messages = [moment for moment in timeline_of(detail.card.order_id) if moment.group == "messages"]
    sheet = run_sheet(detail.run_id) if detail.run_id else None
    return Found(detail, sheet, shop_point(), messages)


class DetailView(QWidget):
    """Signals: left: back to the board; wanted: a button's act by name; loaded: another delivery is shown."""

    left = Signal()
    loaded = Signal()
    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("delivery_detail.page")
        self.fulfillment_id = 0
        self.found: Found | None = None
        self._build()

    def _build(self) -> None:
        back = IconButton("arrow-left", name="delivery_detail.back", accessible=_("Back to the board"), key="Esc")
        back.clicked.connect(self.left.emit)
        self._title = Label("", 24, 600, name="delivery_detail.title")
        self._chips = HBox(gap=8)
        self._buttons = {
            "time": self._button(_("New time"), "clock", "T", "time"),
            "message": self._button(_("Tell customer"), "chat-text", "M", "message"),
            "tracking": self._button(_("Tracking number"), "barcode", "", "tracking"),
            "lost": self._button(_("Lost"), "warning-circle", "X", "lost"),
        }
        self.primary = Button("", kind="primary", key="F9", height=40, name="delivery_detail.primary")
        self.primary.clicked.connect(lambda: self.wanted.emit("next"))
        head = Panel("surface", back, self._title, self._chips, None, *self._buttons.values(), self.primary, row=True,
                     margins=(12, 20), gap=10)  # fmt: skip
        self.banner = Banner("clock", "warn", "", name="delivery_detail.banner")
        self.map = MapSketch("delivery_detail.map")
        self.run = RunCard()
        self.run.opened.connect(lambda stop: self.show_delivery(stop.fulfillment_id))
        self.way = WayCard()
        self.goods = GoodsCard()
        self._left = VBox(
            self.banner, (self.map, 5), (self.run, 6), (self.way, 6), self.goods, margins=(16, 20), gap=12
        )
        self.side = Side()
        self.side.wanted.connect(self.wanted.emit)
        self._side_place = Scroll(self.side, name="delivery_detail.side")
        inner = HBox((self._left, 1), Divider(upright=True), self._side_place, gap=0)
        fill(QVBoxLayout(self), (head, Divider(), (inner, 1)), 0, 0)
        self.setFocusProxy(self.run.table)

    def _button(self, text: str, icon: str, key: str, what: str) -> Button:
        button = Button(text, icon=icon, key=key, height=40, name=f"delivery_detail.button.{what}")
        button.clicked.connect(lambda: self.wanted.emit(what))
        return button

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._side_place.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)
        if self.found is not None:
            self._show_buttons()
            self._show_goods()

    # -- what is shown

    @property
    def card(self) -> Any:
        """The delivery that is shown, as on the board, or None."""
        return self.found.detail.card if self.found is not None else None

    def show_delivery(self, fulfillment_id: int) -> None:
        """Show another delivery."""
        if fulfillment_id != self.fulfillment_id:
            self.found = None  # until the other one is read, no key may act on what is still to be seen
        self.fulfillment_id = fulfillment_id
        self.refresh()

    def refresh(self) -> None:
        """Read the delivery anew."""
        ref = self.fulfillment_id
        self._desk.read(self, lambda: load_found(ref), self._show, merge="delivery", urgent=True)

    def _show(self, found: Found | None) -> None:
        if found is None or found.detail.card.fulfillment_id != self.fulfillment_id:
            return
        self.found = found
        card = found.detail.card
        self._title.set_text(_("Delivery of order {number}").format(number=card.order_number))
        self._show_chips(card)
        self._show_banner(card)
        self._show_buttons()
        self._show_left(found)
        self.side.show_found(found)
        self.loaded.emit()

    def _show_chips(self, card: Any) -> None:
        clear(self._chips.box)
        word, tone, icon = status_look("fulfillment", card.state)
        if card.delivered_at and card.column == words.DELIVERED:
            word = f"{word} {words.short_moment(card.delivered_at)}"
        self._chips.add(Chip(word, tone, icon, name="delivery_detail.chip.status", height=26))
        if card.late_ms > 0:
            said = _("{span} over") if card.column == words.PICKUP else _("{span} late")
            text = said.format(span=clock.format_span(card.late_ms))
            self._chips.add(Chip(text, "bad", "warning-circle-fill", height=26))

    def _show_banner(self, card: Any) -> None:
        said = _banner_of(card)
        self.banner.setVisible(said is not None)
        if said is not None:
            self.banner.set_banner(*said)

    def _show_buttons(self) -> None:
        assert self.found is not None
        card = self.card
        step = next_step(card)
        self.primary.setVisible(step is not None)
        if step is not None:
            self.primary.set_text(step.title)
            self.primary.set_icon(step.icon)
        wide = self.width() >= NARROW
        self._buttons["time"].setVisible(self.may("time"))
        self._buttons["message"].setVisible(True)
        self._buttons["tracking"].setVisible(wide and self.may("tracking"))
        self._buttons["lost"].setVisible(wide and self.may("lost"))

    def may(self, what: str) -> bool:
        """Whether an act makes sense in the state that is shown."""
        if self.found is None:
            return False
        card = self.card
        if what == "time":
            return card.state in ("packed", "dispatched") and card.shipment_id is not None
        if what == "tracking":
            return card.state in ("dispatched", "lost") and bool(card.carrier)
        if what == "lost":
            return card.state == "dispatched"
        return what != "off_shelf" or card.state == "ready_for_pickup"

    def _show_left(self, found: Found) -> None:
        sheet, detail = found.sheet, found.detail
        self.run.setVisible(sheet is not None)
        self.way.setVisible(sheet is None)
        self.map.setVisible(sheet is not None)
        if sheet is not None:
            card = detail.card
            when = card.delivered_at or card.eta_at
            label = ", ".join(part for part in (card.customer, clock.format_clock(when) if when else "") if part)
            self.map.show_run(found.shop, sheet.stops, card.shipment_id or 0, label)
            self.run.show_run(sheet, card.shipment_id or 0)
        else:
            self.way.show_detail(detail)
        self.goods.show_lines(detail.lines)
        self._show_goods()

    def _show_goods(self) -> None:
        """In a low window the stops need the room."""
        assert self.found is not None
        self.goods.setVisible(self.found.sheet is None or self.height() >= LOW)


def _banner_of(card: Any) -> tuple[str, str, str, str] | None:
    if card.column == words.NEEDS_YOU:
        title = f"{words.time_text(card)}. {words.reason_text(card)}"
        return "warning-circle-fill", "bad", title, _("F9 decides: deliver again, or back for good.")
    if not card.late_ms:
        return None
    span = clock.format_span(card.late_ms)
    if card.delivered_at:
        return "clock", "warn", _("Delivered {span} late").format(span=span), _("M writes to the customer.")
    if card.column == words.PICKUP:
        title = _("On the shelf {span} too long").format(span=span)
        return "clock", "warn", title, _("Call the customer, or take it off the shelf.")
    text = _("T tells the customer a new time.")
    if card.cod_minor:
        text += " " + _("{amount} is to be collected.").format(amount=format_money(card.cod_minor))
    return "clock", "bad", _("{span} late").format(span=span), text
