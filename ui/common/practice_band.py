"""The amber band over every screen of a practice copy."""

from __future__ import annotations

from app.core.i18n import _
from ui.common.labels import Icon, Label
from ui.common.panels import Panel


class PracticeBand(Panel):
    """Says over all screens that nothing here counts."""

    def __init__(self) -> None:
        self._words = Label("", 15, 700, "onamber")
        self._more = Label("", 13, 500, "onamber")
        super().__init__(
            "amber", Icon("flask-fill", 20, "onamber"), self._words, None, self._more,
            row=True, margins=(8, 20), gap=10, name="shell.practice",
        )  # fmt: skip
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language spoken now."""
        self._words.set_text(_("Practice: nothing here counts"))
        self._more.set_text(_("Stock, money and numbers of the shop stay as they are"))
        self.setAccessibleName(self._words.text())
