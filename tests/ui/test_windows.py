"""The window on the desktop: what is part of a screen is never a window of its own, not even for a moment."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.conftest import Stores
from tests.ui.driver import Driver, open_window
from tests.ui.till_shop import open_till
from ui.settings.tab import SECTIONS
from ui.shell.tabs import SETTINGS, TABS

POPUPS = Qt.WindowType.Popup, Qt.WindowType.ToolTip


class Watcher(QObject):
    """Keeps the names of what was shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and _is_window(watched):
            self.shown.append(f"{type(watched).__name__} {watched.objectName()} {getattr(watched, 'text', str)()}")
        return False


def _is_window(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.isWindow() and watched.windowType() not in POPUPS


@pytest.mark.parametrize("tab", [spec.name for spec in (*TABS, SETTINGS)])
def test_no_part_of_a_screen_is_a_window_of_its_own_for_a_moment(stores: Stores, qtbot: Any, tab: str) -> None:
    """A part that is shown before it has its place flashes on the desktop and takes the keys from the window."""
    watcher = Watcher()
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(watcher)
        shown = driver.window.show_tab(tab)
        driver.settle()
        for mode, _title in shown.MODES:
            driver.window.show_tab(tab, mode)
            driver.settle()
        if tab == SETTINGS.name:
            for section, *_words in SECTIONS:
                shown.show_section(section)
                driver.settle()
        app.removeEventFilter(watcher)
    assert watcher.shown == []
