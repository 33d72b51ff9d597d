"""The amber band over every screen of a practice copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.core.i18n import _
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.common.panels import Panel


class PracticeBand(Panel):
    """Says over all screens that nothing here counts."""

    def __init__(self, exercise: Callable[[], object] | None = None) -> None:
        """`exercise` opens the exercises, where there is a screen to do them on."""
        self._button = Button("", kind="soft", key="Ctrl+P", height=32, name="shell.practice.exercises")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setVisible(exercise is not None)
        if exercise is not None:
            self._button.clicked.connect(lambda: exercise())
        self._words = Label("", 15, 700, "onamber")
        self._more = Label("", 13, 500, "onamber")
        super().__init__(
            "amber", Icon("flask-fill", 20, "onamber"), self._words, None, self._more, self._button,
            row=True, margins=(4, 20), gap=10, name="shell.practice",
        )  # fmt: skip
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language spoken now."""
        self._words.set_text(_("Practice: nothing here counts"))
        self._more.set_text(_("Stock, money and numbers of the shop stay as they are"))
        self._button.set_text(_("Exercises"))
        self.setAccessibleName(self._words.text())
