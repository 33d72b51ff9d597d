"""F10: the papers of one order or of all that are selected; they go to the print queue of this station."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.i18n import N_, _, ngettext
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

PAPERS = (
    ("receipt", N_("Receipt"), "receipt", "R"), ("packing_slip", N_("Packing slip"), "clipboard-text", "P"),
    ("label", N_("Shipping label"), "tag", "L"), ("invoice", N_("Invoice"), "file-pdf", "I"),
    ("credit_note", N_("Credit note"), "arrow-u-up-left", "C"), ("packing_proof", N_("Proof of packing"), "package", "K"),
)  # fmt: skip


def open_menu(desk: Desk, owner: QObject, order_ids: Sequence[int], number: str) -> Sheet:
    """Offer the papers by their letters."""
    title = _("Print order {number}").format(number=number)
    if len(order_ids) > 1:
        title = ngettext("Print {count} order", "Print {count} orders", len(order_ids)).format(count=len(order_ids))
    sheet = Sheet(desk.surface, title, _("Copies are marked as such"), width=520, name="order.print")
    buttons = []
    for paper, words, icon, key in PAPERS:

        def choose(paper: str = paper, words: str = words) -> None:
            sheet.accept()
            _print(desk, owner, order_ids, paper, _(words))

        button = Button(_(words), icon=icon, key=key, height=48, name=f"order.print.{paper}").grow()
        button.clicked.connect(lambda _checked=False, choose=choose: choose())
        sheet.bind(key, choose)
        buttons.append(button)
    sheet.set_body(VBox(*buttons, gap=8))
    return sheet.open(buttons[0])


def _print(desk: Desk, owner: QObject, order_ids: Sequence[int], paper: str, words: str) -> None:
    from app.documents.order_papers import print_order

    def told(sheets: int) -> None:
        said = ngettext("{paper}: {count} sheet is in the print queue", "{paper}: {count} sheets are in the print queue",
                        sheets)  # fmt: skip
        desk.toast(said.format(paper=words, count=sheets))

    for order_id in order_ids:
        desk.write(owner, print_order, order_id, paper, done=told)
