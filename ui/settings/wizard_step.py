"""What every page of the wizard is: a title, one sentence, content, and the commands that write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

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
        self.proposed = ""  # the country that the computer is set to
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

    def on_code(self, code: str) -> bool:
        """A code was scanned; False when it means nothing here."""
        return False

    def on_enter(self) -> bool:
        """Enter was pressed in a field; False when the page took it itself."""
        return True

    def first(self) -> QWidget | None:
        """The widget that gets the focus."""
        return None


def typed_in(page: QWidget) -> dict[str, Any]:
    """What stands in the fields of a page, by their names."""
    found: dict[str, Any] = {field.objectName(): field.text() for field in page.findChildren(QLineEdit)}
    found |= {field.objectName(): field.toPlainText() for field in page.findChildren(QPlainTextEdit)}
    return found | {field.objectName(): field.currentData() for field in page.findChildren(QComboBox)}


def type_in(page: QWidget, typed: dict[str, Any]) -> None:
    """Put it back into the fields of the same names."""
    for name, value in typed.items():
        for field in page.findChildren(QWidget, name) if name else ():
            if isinstance(field, QLineEdit) and field.text() != value:
                field.setText(value)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            elif isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(value)))
