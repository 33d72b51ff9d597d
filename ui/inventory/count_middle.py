"""The middle of counting: the bin, its rows, and what goes on."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import HBox, VBox, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.labels import Label
from ui.inventory.count_rows import CountRows


class CountMiddle(QWidget):
    """Shows one bin; the screen listens to its buttons: other, empty, skip, primary."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = CountRows()
        self._title = Label("", 28, 600, name="count.title")
        hint = Label(
            _("Count what you see. Scan each piece, or scan once and type the number."), 14, 400, "text2", wrap=True
        )
        blind = Chip(_("Blind count"), "violet", "eye-slash", height=26, name="count.chip.status")
        self.other = Button(_("Found something else here"), icon="plus", height=44, name="count.button.other")
        self.empty = Button(_("Bin is empty"), icon="tray", key="F8", height=44, name="count.button.empty")
        self._extra = HBox(self.other, self.empty, None, gap=8)
        self._progress = Label("", 14, 600, name="count.progress")
        self.skip = Button(_("Skip bin"), key="F4", height=56, name="count.button.skip")
        self.primary = Button("", kind="primary", key="F9", height=56, name="count.primary")
        note = Label(_("Differences show when you close the bin"), 13, 400, "text3", wrap=True)
        foot = HBox((VBox(self._progress, note, gap=0), 1), self.skip, self.primary, gap=12)
        head = HBox((VBox(self._title, hint, gap=2), 1), blind, gap=8)
        fill(QVBoxLayout(self), (head, (self.rows, 1), self._extra, foot), (18, 20), 12)

    def show_bin(self, row: Any, lines: list[Any], counted: dict[int, int]) -> None:
        """Show the products of a bin with the figures so far."""
        self._title.set_text(_("Bin {bin}").format(bin=row.code))
        self.rows.show_lines(row.place_id, lines, counted, editable=not row.is_done)
        self._extra.setVisible(not row.is_done)

    def show_progress(self, row: Any, counted: int, whole: int, follow: Any) -> None:
        """Say how far it is and what F9 does."""
        told = ngettext("{done} of {n} product counted", "{done} of {n} products counted", whole)
        self._progress.set_text(told.format(done=counted, n=whole))
        if row.is_done:
            self.primary.set_text(_("Go to {bin}").format(bin=follow.code) if follow else _("Aisle is counted"))
        elif follow:
            self.primary.set_text(_("Close bin, go to {bin}").format(bin=follow.code))
        else:
            self.primary.set_text(_("Close bin"))
        self.primary.setEnabled(not row.is_done or follow is not None)
