"""Which paper of an order is printed again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.core.i18n import N_, _
from ui.common.boxes import VBox
from ui.common.buttons import Button
from ui.common.sheet import Sheet

PAPERS = (
    ("receipt", N_("Receipt"), "receipt", "R"), ("gift_receipt", N_("Gift receipt"), "gift", "G"),
    ("label", N_("Shipping label"), "package", "L"),
    ("packing_slip", N_("Packing slip"), "clipboard-text", "P"), ("invoice", N_("Invoice"), "file-pdf", "I"),
    ("credit_note", N_("Credit note"), "arrow-u-up-left", "C"),
)  # fmt: skip


def ask_again(surface: QWidget, title: str, then: Callable[[str], None]) -> Sheet:
    """Offer the papers by their letters; they come out marked as copies."""
    sheet = Sheet(surface, title, _("Copies are marked as such"), width=520, name="print.again")
    buttons = []
    for paper, words, icon, key in PAPERS:

        def choose(paper: str = paper) -> None:
            sheet.accept()
            then(paper)

        button = Button(_(words), icon=icon, key=key, height=48, name=f"print.again.{paper}").grow()
        button.clicked.connect(lambda _checked=False, choose=choose: choose())
        sheet.bind(key, choose)
        buttons.append(button)
    sheet.set_body(VBox(*buttons, gap=8))
    return sheet.open(buttons[0])
