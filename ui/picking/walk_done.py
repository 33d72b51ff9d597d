"""The end of a walk: everything is picked, where to bring it, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import HBox, fill
from ui.common.buttons import Button
from ui.common.labels import Icon, Label

if TYPE_CHECKING:
    from app.picking.queries import PickScreen


class DonePage(QWidget):
    """A green tick, the totes to carry, F9 for the next list."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pick.finished")
        self._title = Label("", 40, 600, align="center", wrap=True, name="pick.finished.title")
        self._text = Label("", 22, 400, "text2", align="center", wrap=True, name="pick.finished.text")
        self.following = Button(_("Next list"), kind="primary", key="F9", height=60, name="pick.primary")
        self.packing = Button(_("To packing"), icon="package", key="P", height=60, name="pick.button.pack")
        middle = Qt.AlignmentFlag.AlignHCenter
        fill(
            QVBoxLayout(self),
            (None, (Icon("check-circle-fill", 120, "ok"), 0, middle), 12, self._title, self._text, 20,
             HBox(None, self.packing, self.following, None, gap=12), None), 40, 8,
        )  # fmt: skip

    def show_walk(self, screen: PickScreen) -> None:
        """Say which totes go to the packing table."""
        self._title.set_text(_("Everything of {number} is picked").format(number=screen.number))
        totes = ", ".join(row.code for row in screen.totes if row.code and row.inside)
        named = _("Bring {totes} to the packing table.").format(totes=totes)
        self._text.set_text(named if totes else _("Bring it to the packing table."))
        self.setAccessibleName(f"{self._title.text()}. {self._text.text()}")
