"""The difference detective in the compare step: the likeliest explanations with evidence and the act that mends them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, Panel, VBox, clear
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.payments.clue_words import Act, Told, tell

SHOWN = 3


class Clues(Card):
    """Up to three explanations; 1, 2 and 3 are their keys.

    Signals:
        wanted: an explanation was taken; carries its act and its words for the reason.
    """

    wanted = Signal(object, str)

    def __init__(self) -> None:
        self._rows = VBox(gap=0)
        self._told: list[Told] = []
        head = HBox(
            Icon("lightbulb-filament", 18, "accent_text"), Label(_("What may have happened"), 14, 600), None, gap=8
        )
        super().__init__(head, self._rows, pad=(12, 16), gap=8, name="shift.clues")

    def show_clues(self, clues: list[Any]) -> None:
        """Show the likeliest; without any the card says so."""
        clear(self._rows.box)
        self._told = [tell(clue) for clue in clues[:SHOWN]]
        for at, told in enumerate(self._told, 1):
            if at > 1:
                self._rows.add(Divider())
            self._rows.add(self._row(at, told))
        if not self._told:
            self._rows.add(Label(_("Nothing in this shift explains it. Count again, or say what is known."), 13, 400,
                                 "text2", wrap=True))  # fmt: skip

    def _row(self, at: int, told: Told) -> Panel:
        button = Button(told.act.title, key=str(at), height=36, name=f"shift.clue.{at}")
        button.clicked.connect(lambda: self.choose(at))
        text = VBox(
            Label(told.title, 13, 600, wrap=True), Label(told.evidence, 12, 400, "text3", wrap=True), 4,
            HBox(button, None), gap=2,
        )  # fmt: skip
        top = Qt.AlignmentFlag.AlignTop
        row = Panel("surface", (Icon(told.icon, 18, "text2"), 0, top), (text, 1), row=True, margins=(8, 0), gap=10)
        row.setAccessibleName(f"{at}. {told.title}. {told.evidence}")
        return row

    def choose(self, at: int) -> None:
        """Take the explanation with this number."""
        if 1 <= at <= len(self._told):
            told = self._told[at - 1]
            self.wanted.emit(told.act, told.reason)

    def count(self) -> int:
        """How many are shown."""
        return len(self._told)


__all__ = ["Act", "Clues"]
