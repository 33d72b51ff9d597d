"""The customer reads a plan, or what goes on account, and signs it: terms, a pad, and two buttons for a finger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import HBox, Panel, VBox, clear, fill
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.signature import SignaturePad


class SignPage(Panel):
    """Lies over the customer's window while something has to be signed."""

    def __init__(self, window: QWidget, signed: Callable[[bytes], object]) -> None:
        self._signed = signed
        self._terms: tuple[str, ...] = ()
        self._title = Label("", 32, 700)
        self._lines = QWidget()
        self._list = QVBoxLayout(self._lines)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self.pad = SignaturePad("customer_display.pad", height=220)
        self.clear_button = Button(_("Clear"), height=64, px=18, name="customer_display.button.clear")
        self.agree = Button(_("I agree"), kind="primary", height=64, px=20, name="customer_display.button.agree").grow()
        super().__init__(
            "surface", self._title, self._lines, (self.pad, 1),
            HBox(self.clear_button, (self.agree, 1), gap=16), edge="border", radius=16, margins=36, gap=16,
            name="customer_display.sign",
        )  # fmt: skip
        self.setParent(window)
        self.pad.signed.connect(lambda _drawn: self.agree.setEnabled(not self.pad.is_empty()))
        self.clear_button.clicked.connect(self.pad.clear)
        self.agree.clicked.connect(self._agree)
        self.agree.setEnabled(False)
        self.hide()

    def follow(self, terms: tuple[str, ...], title: str) -> None:
        """Show these terms to be signed, or nothing."""
        self._title.set_text(title)
        if terms != self._terms:
            self._terms = terms
            self.pad.clear()
            clear(self._list)
            columns = [VBox(*(Label(line, 20, 500) for line in terms[at:-1:2]), None, gap=4) for at in (0, 1)]
            fill(self._list, (HBox(*((column, 1) for column in columns), gap=40), *_last(terms), None), 0, 8)
        self.setVisible(bool(terms))
        self.place()

    def place(self) -> None:
        """Fill the customer's window but for an edge."""
        window = self.parentWidget()
        if window is not None and self._terms:
            self.setGeometry(window.rect().adjusted(32, 32, -32, -32))
            self.raise_()

    def _agree(self) -> None:
        if not self.pad.is_empty():
            self._signed(self.pad.png_bytes())


def _last(terms: tuple[str, ...]) -> tuple[Label, ...]:
    return (Label(terms[-1], 16, 400, "text2", wrap=True),) if terms else ()
