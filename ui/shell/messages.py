"""Ctrl+B: what was said at the foot of the window since it was opened, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import EmptyState
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.common.toast import Said


class MessagesSheet(Sheet):
    """A list to read again what went by too fast."""

    GIVES_WAY = True

    def __init__(self, window: QWidget, said: Sequence[Said]) -> None:
        super().__init__(window, _("Messages"), width=720, height=560, name="messages", back_text=_("Close"))
        columns = [
            Column(_("When"), lambda row: Cell(clock.format_moment(row[1].at), token="text2"), 130),
            Column(_("What was said"), lambda row: row[1].text),
        ]
        self.table = LiveTable(columns, "messages.list", key=lambda row: row[0], accessible=_("Messages"))
        self.table.set_empty(
            EmptyState("bell", _("Nothing was said yet"), _("What is done shows up here."), name="messages.empty")
        )
        self.table.set_rows(list(enumerate(said))[::-1])
        self.set_body((self.table, 1), margins=0)
