"""What stands at the same pixel on every screen: rail, station bar, notice and key bar around the tab that is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.common.boxes import fill
from ui.shell.keybar import KeyBar
from ui.shell.notice import Notice
from ui.shell.rail import Rail
from ui.shell.tabs import REPORTS, SETTINGS, TABS, item
from ui.shell.topbar import TopBar


class Frame(QWidget):
    """The rail at the left, all else in a column beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.rail = Rail([item(spec) for spec in TABS], [item(REPORTS), item(SETTINGS)])
        self.topbar, self.notice, self.keybar = TopBar(), Notice(), KeyBar()
        self.stack = QStackedWidget()
        column = fill(QVBoxLayout(), (self.topbar, self.notice, (self.stack, 1), self.keybar), 0, 0)
        fill(QHBoxLayout(self), (self.rail, (column, 1)), 0, 0)
