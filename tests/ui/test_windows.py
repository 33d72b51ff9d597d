"""The window on the desktop: no part of a screen is a window of its own, and all of it is worked by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from tests.conftest import Stores
from tests.ui.driver import Driver, open_window
from tests.ui.till_shop import open_till
from ui.settings.tab import SECTIONS
from ui.shell.help import FOLDER, page_of
from ui.shell.tabs import REPORTS, SETTINGS, TABS, TabSpec

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


@pytest.mark.parametrize("spec", [*TABS, SETTINGS, REPORTS], ids=lambda spec: spec.name)
def test_every_screen_has_its_page_of_help_in_both_languages(spec: TabSpec) -> None:
    module, _colon, name = spec.place.partition(":")
    screen = getattr(import_module(module), name)
    modes = [mode for mode, _title in getattr(screen, "MODES", ())] or [""]
    for mode in modes:
        page = page_of(mode, getattr(screen, "NAME", spec.name))
        pages = [FOLDER / language / f"{page}.md" for language in ("en", "zh_CN")]
        texts = [page.read_text(encoding="utf-8") if page.is_file() else "" for page in pages]
        assert all(texts), f"{spec.name} {mode} has no page {page}"
        assert texts[0] != texts[1]


def _sheet_keys(driver: Driver) -> Iterator[str]:
    """The caps that may open a sheet: not those that leave the screen, the window or the shop."""
    for key in driver.window.all_keys():
        if key.cap not in LEAVE and not key.cap.startswith("Alt+") and QKeySequence(key.cap).count() == 1:
            yield key.cap


LEAVE = {"Esc", "F11", "F12", "Ctrl+Tab", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+,", "Ctrl+Up", "Ctrl+Down", "Ctrl+Z"}


@pytest.mark.parametrize("tab", ["sell", "stock", "settle", "print"])
def test_a_sheet_that_closes_gives_the_focus_back_to_where_it_was(stores: Stores, qtbot: Any, tab: str) -> None:
    opened: list[str] = []
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        driver.window.show_tab(tab)
        driver.settle()
        if tab == "sell":
            driver.scan("SKL-26")
        for cap in list(_sheet_keys(driver)):
            before = QApplication.focusWidget()
            driver.press(cap)
            if name := driver.sheet:
                opened.append(f"{cap} {name}")
                driver.press("Esc")
                driver.settle()
                assert driver.sheet == "", f"{name} stays after Esc"
                assert QApplication.focusWidget() is before, f"{cap} {name}: {QApplication.focusWidget()}"
            driver.window.show_tab(tab)
            driver.settle()
    assert len(opened) >= 5, opened


def test_keys_alone_open_every_tab_each_of_its_modes_and_what_hangs_over_them(stores: Stores, qtbot: Any) -> None:
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        for spec in (*TABS, SETTINGS):
            driver.press(spec.key)
            assert driver.window.current == spec.name
            modes = [mode for mode, _title in driver.tab.MODES]
            seen = {driver.tab.mode}
            for _mode in modes[1:]:
                driver.press("Ctrl+Tab")
                seen.add(driver.tab.mode)
            assert seen == set(modes) or not modes
            driver.press("Ctrl+Tab")  # round to the first again
        driver.press("Alt+1")
        for cap, sheet in (("Ctrl+K", "palette"), ("Ctrl+B", "messages"), ("F1", "help"), ("Alt+T", "times")):
            driver.press(cap)
            assert driver.sheet == sheet
            driver.press("Esc")
            assert driver.sheet == ""
            assert QApplication.focusWidget() is driver.window.scan_box


def test_a_key_says_undo_what_a_toast_offers_and_the_list_keeps_it(stores: Stores, qtbot: Any) -> None:
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        driver.scan("SKL-26")
        driver.press("Del")
        assert "off the ticket" in driver.toast()

        driver.press("Ctrl+Z")

        assert [line.item.sku for line in driver.tab.counter.till.ticket.lines] == ["SKL-26"]
        driver.press("Ctrl+B")
        assert "off the ticket" in driver.window.sheet.table.rows()[0][1].text


def test_the_user_menu_is_worked_by_keys_and_gives_the_focus_back(stores: Stores, qtbot: Any) -> None:
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        user = driver.find("shell.user")
        user.setFocus()
        driver.press("Space")
        menu = driver.find("popover.user")
        assert menu.isAncestorOf(QApplication.focusWidget())
        for _stop in range(12):
            driver.press("Tab")
            assert menu.isAncestorOf(QApplication.focusWidget())

        driver.press("Esc")

        assert QApplication.focusWidget() is user


def test_enter_presses_the_button_that_has_the_focus_before_it_is_the_screens_key(stores: Stores, qtbot: Any) -> None:
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        driver.scan("SKL-26")
        driver.find("sell.button.park").setFocus()

        driver.press("Enter")

        assert driver.sheet == "park"
        driver.find("park.back").setFocus()
        driver.press("Enter")
        assert driver.sheet == ""
        assert QApplication.focusWidget() is driver.find("sell.button.park")


def test_ctrl_down_and_up_jump_between_the_parts_of_a_screen(stores: Stores, qtbot: Any) -> None:
    with open_window(stores, lambda url: Driver(qtbot, url, role="manager"), open_till, open_till) as driver:
        driver.press("Alt+4")
        driver.settle()
        heads: list[QWidget | None] = []
        for _jump in range(12):
            driver.press("Ctrl+Down")
            if QApplication.focusWidget() in heads:
                break
            heads.append(QApplication.focusWidget())
        assert len(heads) > 2

        for part in reversed(heads[1:]):
            driver.press("Ctrl+Up")
            assert QApplication.focusWidget() is part
