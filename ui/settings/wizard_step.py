"""What every page of the wizard is: a title, one sentence, content, and the commands that write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import VBox, fill
from ui.common.labels import Label
from ui.inventory.chain import Step

if TYPE_CHECKING:
    from ui.common.desk import Desk


class WizardStep(QWidget):
    """One page: title, one sentence, content; `steps()` gives the commands, or None when a field is wrong."""

    TITLE = ""
    HEAD = ""
    HINT = ""

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__()
        self.desk, self.actor = desk, actor
        self.done = False
        self.body = VBox(gap=12)
        fill(
            QVBoxLayout(self),
            (Label(_(self.HEAD), 30, 600, wrap=True), Label(_(self.HINT), 15, 400, "text2", wrap=True), 8, self.body, None),
            0, 6,
        )  # fmt: skip

    def load(self) -> None:
        """Read what is known already."""

    def steps(self) -> list[Step] | None:
        """What to write; None keeps the step in front."""
        return []

    def first(self) -> QWidget | None:
        """The widget that gets the focus."""
        return None
