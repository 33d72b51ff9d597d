"""What a scan means for the window: a command card, the sheet in front, the door, or the tab; and what an odd code offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from app.core.i18n import _
from ui.common.keys import KEY_CODE
from ui.shell.tabs import HOLDS, SETTINGS, TABS
from ui.shell.waiting_scans import WaitingScans

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.shell.window import MainWindow


class WindowScans:
    """Leads each code to whoever takes it now."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def on_scanned(self, code: str) -> None:
        """A burst of the scanner, or a typed code."""
        self._window.notice.close_notice()
        if code.startswith(KEY_CODE) and not self._window.session.is_locked:
            self._on_card(code.removeprefix(KEY_CODE))
            return
        if not self._is_for_badges():
            self._window.scan_box.trace(code)
        active = QApplication.activeWindow()
        in_front = (self._window.sheet, active, self._window.pages.currentWidget())  # the last: setting a shop up
        takes = next((take for one in in_front if (take := getattr(one, "on_code", None)) is not None), None)
        if takes is not None:
            takes(code)
        elif self._window.session.is_locked:
            self._window.session.on_code(code)
        elif self._window.sheet is not None and not self._window.sheet.PASSES_SCANS:
            WaitingScans.of(self._window).keep(code)
        else:
            WaitingScans.of(self._window).hand_over()
            self._window.tab_do(lambda tab: tab.on_code(code))

    def _is_for_badges(self) -> bool:
        """At the door and where a manager is asked or a badge is given, codes are badges: nobody should read them."""
        sheet = self._window.sheet
        return self._window.session.is_locked or (sheet is not None and sheet.TAKES_BADGES)

    def _on_card(self, word: str) -> None:
        """A command card works like its key: on the sheet in front, else on the tab."""
        in_front: Any = self._window.sheet or self._window.tab
        if in_front is None or not in_front.on_card(word):
            self._window.desk.feedback("wrong")

    def on_repeated(self, code: str) -> None:
        """The same code again within a moment: it is not acted on, and the tab may say so."""
        if not self._is_for_badges():
            self._window.scan_box.trace(code, "repeated")
        tab = self._window.tab
        repeated = getattr(tab, "on_repeated", None)
        if repeated is not None and self._window.sheet is None:
            repeated(code)

    def offers_for_code(self, code: str) -> list[tuple[str, Callable[[], None]]]:
        """What can be done with a code that nobody knows."""
        own = getattr(self._window.tab, "offers_for_code", None)
        if own is not None and (found := own(code)):
            return list(found)
        offers: list[tuple[str, Callable[[], None]]] = []
        if self._window.desk.may("catalog.add_product"):
            offers.append((_("Add as product"), lambda: self._add_product(code)))
        offers.append((_("Search"), lambda: self._search(code)))
        offers.append((_("Forget"), lambda: None))
        return offers

    def _add_product(self, code: str) -> None:
        tab: Any = self._window.show_tab("stock")
        if tab is not None:
            tab.add_product(code)

    def _search(self, code: str) -> None:
        self._window.scan_box.setFocus()
        self._window.scan_box.setText(code)
        self._window.tab_do(lambda tab: tab.typed(code))

    def offers_for_scan(self, scan: Scan) -> list[tuple[str, Callable[[], None]]]:
        """Where a code that means nothing here can be opened."""
        name = HOLDS.get(scan.kind, "")
        if name not in self._window.allowed() or name == self._window.current:
            return []
        title = _(_TITLES[name])
        return [(_("Open in {tab}").format(tab=title), lambda: self._window.open_record(scan.kind, scan.ref))]


_TITLES = {spec.name: spec.title for spec in (*TABS, SETTINGS)}
