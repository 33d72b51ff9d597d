"""What the customer signs at payment: on their own screen where they have one, else on a pad on this one."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.core.i18n import _
from ui.common.boxes import Panel, VBox, clear
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.signature import SignaturePad

LOW, TALL = 92, 140  # px of the pad, as room is left for it


class Signing(VBox):
    """A strip that says where to sign, and the pad below it; what is signed holds for its terms only.

    Signals:
        switched: the signature came or went.
    """

    switched = Signal()

    def __init__(self) -> None:
        super().__init__(gap=10)
        self.signature = ""  # a picture as base64
        self.terms: tuple[str, ...] = ()
        self._on_display = False
        self._title = Label("", 14, 600)
        self._words = Label("", 12, 400, "text3", elide=True)
        self.chip = Chip("", "warn", "hourglass-medium", name="payment.signature")
        self._again = Button(_("Sign again"), kind="ghost", height=36, name="payment.button.sign_again")
        self._again.clicked.connect(self.ask_again)
        self._strip = Panel(
            "sunken", Icon("pencil-line", 22, "accent_text"), (VBox(self._title, self._words, gap=2), 1), self._again,
            self.chip, edge="border", radius=10, row=True, margins=(10, 14), gap=12,
        )  # fmt: skip
        self.pad = SignaturePad("payment.pad", height=LOW, hint=_("Customer signs here"))
        self.pad.signed.connect(self._signed_here)
        self.add(self._strip)
        self.add(self.pad)
        self.pad.hide()
        self.hide()

    @property
    def is_signed(self) -> bool:
        """Whether the customer signed."""
        return bool(self.signature) or (not self._on_display and not self.pad.is_empty())

    def follow(self, terms: Sequence[str], *, on_display: bool, is_low: bool = True) -> None:
        """Ask for a signature under these terms, or for none."""
        self.pad.setFixedHeight(LOW if is_low else TALL)
        if tuple(terms) != self.terms:
            self.terms = tuple(terms)
            self.forget()
        self._on_display = on_display
        self.setVisible(bool(terms))
        self.pad.setVisible(bool(terms) and not on_display and not self.signature)
        if not terms:
            return
        self._title.set_text(_("Customer signs on the display") if on_display else _("Customer signs on this screen"))
        told = (
            _("Terms are shown on the customer screen now") if on_display else _("What stands above is what is signed.")
        )
        self._words.set_text(told)
        if self.is_signed:
            self.chip.set_look(_("Signed"), "ok", "check-circle-fill")
        else:
            self.chip.set_look(_("Waiting for signature"), "warn", "hourglass-medium")
        self._again.setVisible(self.is_signed)

    def ask_again(self) -> None:
        """Have the customer sign once more."""
        self.forget()
        self.switched.emit()

    def forget(self) -> None:
        """Something else is signed now: what was signed does not hold for it."""
        self.signature = ""
        self.pad.clear()

    def take(self, picture: bytes) -> None:
        """The customer signed on the display."""
        self.signature = base64.b64encode(picture).decode("ascii")
        self.switched.emit()

    def take_pad(self) -> None:
        """Take what was drawn on this screen, if nothing was signed on the display."""
        if not self.signature and not self._on_display and not self.pad.is_empty():
            self.signature = base64.b64encode(self.pad.png_bytes()).decode("ascii")

    def _signed_here(self, drawn: bool) -> None:
        # The pad tells of the first line; the picture is taken at F9, when the pen has rested.
        self.signature = self.signature if drawn else ""
        self.switched.emit()


class DebtPage(VBox):
    """What goes on account, in the words that are signed."""

    def __init__(self) -> None:
        super().__init__(gap=10)
        self._lines = VBox(gap=8)
        self.add(Label(_("The customer signs"), 18, 600))
        self.add(Panel("surface", self._lines, edge="border", radius=10, margins=16))
        self.add(None)
        self._shown: tuple[str, ...] = ()

    def show_terms(self, terms: Sequence[str]) -> None:
        """Show what will be signed."""
        if tuple(terms) == self._shown:
            return
        self._shown = tuple(terms)
        clear(self._lines.box)
        for line in terms[:-1]:
            self._lines.add(Label(line, 20, 600))
        for line in terms[-1:]:
            self._lines.add(Label(line, 14, 400, "text2", wrap=True))
