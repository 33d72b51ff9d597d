"""The left half of a delivery: its run stop by stop, its way to carrier or shelf, and the goods in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Card, Divider, HBox, KeyValue, VBox, clear
from ui.common.buttons import Link
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.common.timeline import Timeline
from ui.delivery import words
from ui.orders.words import quantity_text

MOST_LINES = 3
LINE = 30


class RunCard(Card):
    """The stops of the run, the one that is shown marked; `opened` tells another stop."""

    opened = Signal(object)

    def __init__(self) -> None:
        self._title = Label("", 15, 600)
        self._who = Label("", 13, 400, "text3", elide=True)
        self._done = Label("", 13, 600, "text2")
        self.table = LiveTable(_stop_columns(), "delivery_detail.stops", key="shipment_id", row_height=46, head=False,
                               in_card=True, accessible=_("Stops of the run"))  # fmt: skip
        head = HBox(self._title, (self._who, 1), self._done, margins=(10, 16), gap=10)
        super().__init__(head, Divider(), (self.table, 1), pad=1, gap=0, name="delivery_detail.run")
        self.table.opened.connect(self.opened.emit)

    def show_run(self, sheet: Any, shipment_id: int) -> None:
        """Show a run and stand on one stop."""
        self._title.set_text(_("Run {number}").format(number=sheet.number))
        self._who.set_text(", ".join(part for part in (sheet.vehicle, sheet.driver) if part))
        self._done.set_text(_("{done} of {all} done").format(done=sheet.done, all=len(sheet.stops)))
        self.table.set_rows(sheet.stops)
        self.table.select_id(shipment_id)


def _stop_columns() -> list[Column]:
    return [
        Column("", lambda stop: Cell(str(stop.stop), weight=700, token=_stop_token(stop)), 26, align="center"),
        Column("", _stop_words, None, kind="two"),
        Column("", _stop_time, 90, align="right"),
    ]


def _stop_token(stop: Any) -> str:
    if stop.state in ("failed", "lost"):
        return "bad_text"
    return "ok_text" if stop.delivered_at else "accent_text"


def _stop_words(stop: Any) -> Cell:
    who = ", ".join(part for part in (stop.customer, stop.address.get("city", "")) if part)
    cash = _("COD {amount}").format(amount=format_money(stop.cod_minor)) if stop.cod_minor else _("nothing to collect")
    state = {
        "packed": _("packed"), "dispatched": _("on the way"), "delivered": _("handed over"),
        "accepted": _("accepted"), "failed": _("not delivered"), "lost": _("lost"), "returned": _("came back"),
    }.get(stop.state, "")  # fmt: skip
    return Cell(who, f"{stop.order_number} · {state} · {cash}")


def _stop_time(stop: Any) -> Cell:
    at = stop.delivered_at or stop.eta_at or stop.due_at
    late = bool(stop.due_at and at and at > stop.due_at)
    return Cell(words.short_moment(at) if at else "–", weight=600, token="warn_text" if late else "text2")


class WayCard(Card):
    """How it travels without a run of ours, and what happened on the way."""

    def __init__(self) -> None:
        self._title = Label("", 15, 600)
        self._facts = VBox(gap=4)
        self.timeline = Timeline("delivery_detail.way")
        super().__init__(self._title, self._facts, Divider(), (self.timeline, 1), pad=(14, 16), gap=10,
                         name="delivery_detail.way_card")  # fmt: skip

    def show_detail(self, detail: Any) -> None:
        """Show carrier and number, or shelf and code, and the events."""
        card = detail.card
        clear(self._facts.box)
        if card.carrier:
            self._title.set_text(card.carrier)
            self._facts.add(KeyValue(_("Tracking number"), detail.tracking or "–"))
            if detail.tracking_url:
                link = Link(_("Follow it at {carrier}").format(carrier=card.carrier), "delivery_detail.button.follow")
                link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(detail.tracking_url)))
                self._facts.add(HBox(None, link))
        elif card.shelf or card.method == "pickup":
            self._title.set_text(_("Pickup in the shop"))
            self._facts.add(KeyValue(_("Shelf"), card.shelf or "–"))
            self._facts.add(KeyValue(_("Pickup code"), detail.pickup_code or "–"))
        else:
            self._title.set_text(_("Waits for a courier"))
            self._facts.add(KeyValue(_("Travels with"), words.way_text(card)))
        self.timeline.set_events(events_of(detail))


def events_of(detail: Any) -> list[tuple[Any, ...]]:
    """What happened on the way, the newest first, for a timeline."""
    rows = []
    for event in reversed(detail.events):
        icon, tone, title = words.HAPPENED.get(event.kind, ("truck", "sky", "On the way"))
        told = " · ".join(part for part in (event.text, event.who) if part)
        rows.append((icon, tone, _(title), told, words.short_moment(event.at), ""))
    return rows


class GoodsCard(Card):
    """What is in it, and what the customer said about it."""

    def __init__(self) -> None:
        self._rows = VBox(gap=0)
        self._count = Label("", 13, 400, "text3")
        super().__init__(HBox(Label(_("Goods"), 15, 600), self._count, None), self._rows, pad=(12, 16), gap=6,
                         name="delivery_detail.goods")  # fmt: skip

    def show_lines(self, lines: tuple[Any, ...]) -> None:
        """Show the first lines, those that differ before the others."""
        clear(self._rows.box)
        ordered = sorted(lines, key=lambda line: line.condition in ("", "good"))
        self._count.set_text(str(len(lines)))
        for line in ordered[:MOST_LINES]:
            self._rows.add(_goods_row(line))
        if len(lines) > MOST_LINES:
            more = _("and {count} more").format(count=len(lines) - MOST_LINES)
            self._rows.add(Label(more, 12, 400, "text3"))


def _goods_row(line: Any) -> HBox:
    said = dict(words.CONDITIONS).get(line.condition, "")
    differs = line.condition not in ("", "good")
    told = Label(line.note or _(said), 12, 600, "bad_text") if differs else Label("", 12)
    kept = _("{kept} of {all} kept").format(kept=line.accepted, all=line.quantity) if differs else ""
    row = HBox((Label(line.name, 13, 500, elide=True), 1), told, Label(kept, 12, 400, "text3"),
               Label(quantity_text(line.quantity, line.unit), 13, 500, "text2"), gap=10)  # fmt: skip
    row.setFixedHeight(LINE)
    return row
