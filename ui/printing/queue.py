"""The print queue of this station and its printers, left of the previews."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox, clear
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.common.table import Cell, Column, LiveTable

if TYPE_CHECKING:
    from app.core.outbox import Wish

WIDTH = 336
ICONS = {
    "receipt": "receipt", "gift_receipt": "gift", "label": "package", "shelf_label": "tag", "shelf_labels": "tag",
    "packing_slip": "clipboard-text", "pick_list": "list-bullets", "run_sheet": "truck", "invoice": "file-pdf",
    "purchase": "file-pdf", "x_report": "wallet", "z_report": "wallet", "return_slip": "arrow-u-up-left",
    "pickup_slip": "storefront", "report": "chart-line-up", "quote": "note", "cash_slip": "wallet",
    "packing_proof": "package", "account_receipt": "receipt", "credit_note": "arrow-u-up-left",
}  # fmt: skip
DOTS = {"ok": "ok", "warn": "amber", "bad": "bad"}


class Queue(Panel):
    """Papers, newest first, and below them the printers."""

    def __init__(self) -> None:
        self._count = Label("", 13, 400, "text3", name="print.count")
        self.table = LiveTable(
            [
                Column("", _paper, None, kind="two"),
                Column("", lambda wish: state_look(wish), 92, align="right", kind="chip"),
            ],
            "print.list", key="id", row_height=58, head=False, accessible=_("Print queue"),
        )  # fmt: skip
        self.table.set_loading(True)
        self.table.set_empty(EmptyState(
            "printer", _("Nothing was printed here yet"), _("Receipts, labels and slips of this station show up here."),
            name="print.empty",
        ))  # fmt: skip
        self._printers = VBox(gap=8)
        self.cards = Button(_("Command cards"), height=36, name="print.button.cards")
        self.drawer = Button(_("Open drawer"), height=36, name="print.button.drawer")
        foot = Panel(
            "sunken", Label(_("Printers"), 13, 600, "text2"), self._printers, 4,
            HBox(self.drawer, self.cards, None, gap=8), margins=(12, 16, 14, 16), gap=8,
        )  # fmt: skip
        head = HBox(Label(_("Print queue"), 15, 600), None, self._count, margins=(0, 16))
        head.setFixedHeight(50)
        super().__init__("surface", head, Divider(), (self.table, 1), Divider(), foot, gap=0, name="print.queue")
        self.setFixedWidth(WIDTH)

    def show_wishes(self, wishes: list[Wish]) -> None:
        """Show the queue; the selected paper stays selected."""
        today = clock.day_start_ms(clock.today())
        count = sum(wish.created_at >= today for wish in wishes)
        waits = sum(str(wish.state) in ("queued", "failed", "unknown") for wish in wishes)
        words = _("today {count}").format(count=count)
        if waits:
            words = ngettext("{count} waits", "{count} wait", waits).format(count=waits) + " · " + words
        self._count.set_text(words)
        self.table.set_loading(False)
        self.table.set_rows(wishes)

    def show_printers(self, devices: dict[str, Any], health: Callable[[str], tuple[str, str]]) -> None:
        """Name the printers and say how they are."""
        clear(self._printers.box)
        titles = {"printer": _("Receipt printer"), "label_printer": _("Label printer")}
        for kind, title in titles.items():
            found = devices.get(kind)
            state, words = health(kind) if found else ("none", "")
            name = (found or {}).get("name") or title
            below = words or (_("ready") if state == "ok" else _("not set up at this station") if not found else "")
            self._printers.add(_printer_row(name, f"{title} · {below}" if name != title else below, state))


def _printer_row(name: str, words: str, state: str) -> QWidget:
    dot = Icon("circle-fill", 10, DOTS.get(state, "control"))
    row = HBox(
        (dot, 0, Qt.AlignmentFlag.AlignTop), (VBox(Label(name, 13, 500), Label(words, 12, 400, "text3", elide=True),
                                                   gap=0), 1), gap=10,
    )  # fmt: skip
    row.setAccessibleName(f"{name}, {words}")
    return row


def _paper(wish: Wish) -> Cell:
    when = clock.format_moment(wish.created_at)
    detail = f"{when} · {wish.reason}" if wish.reason and str(wish.state) in ("failed", "unknown", "queued") else when
    return Cell(wish.title or kind_words(wish.kind), detail, icon=ICONS.get(wish.kind, "printer"))


def kind_words(kind: str) -> str:
    """A kind of paper in words."""
    words = {
        "receipt": _("Receipt"), "gift_receipt": _("Gift receipt"), "label": _("Shipping label"),
        "shelf_label": _("Shelf label"), "shelf_labels": _("Shelf labels"), "packing_slip": _("Packing slip"),
        "pick_list": _("Pick list"), "run_sheet": _("Run sheet"), "invoice": _("Invoice"),
        "purchase": _("Purchase order"), "x_report": _("X report"), "z_report": _("Z report"),
        "return_slip": _("Return slip"), "pickup_slip": _("Pickup slip"), "quote": _("Quote"), "report": _("Report"),
        "cash_slip": _("Tips paid out"), "packing_proof": _("Proof of packing"),
        "account_receipt": _("Paid on account"), "credit_note": _("Credit note"),
    }  # fmt: skip
    return words.get(kind, kind)


def state_look(wish: Wish) -> tuple[str, str, str]:
    """The chip of a paper in the queue."""
    return {
        "queued": (_("Waits"), "grey", "clock"), "sent": (_("Printing"), "sky", "printer"),
        "done": (_("Printed"), "ok", ""), "failed": (_("Failed"), "bad", "warning-circle-fill"),
        "unknown": (_("In doubt"), "warn", "question"), "withdrawn": (_("Withdrawn"), "grey", "x-circle"),
    }[str(wish.state)]  # fmt: skip
