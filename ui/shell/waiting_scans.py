"""What was scanned while a sheet was open that takes no scans: it waits, the sheet says so, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.core.i18n import _, ngettext

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


class WaitingScans(QObject):
    """The codes that wait for the sheet in front; they go to the tab in their order as soon as it has closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._codes: list[str] = []
        self._behind: Any = None  # the sheet that they wait for
        self._place: object = None  # the tab and person that they were scanned for

    @classmethod
    def of(cls, window: MainWindow) -> WaitingScans:
        """Those of a window, made when they are first asked for."""
        found = window.findChild(cls)
        return found if found is not None else cls(window)

    def keep(self, code: str) -> None:
        """A code came while a sheet is open: it waits, or the sheet gives way to it, or says why it did nothing."""
        sheet, tab = self._window.sheet, self._window.tab
        if sheet is None or tab is None:
            self._window.tab_do(lambda shown: shown.on_code(code))
        elif sheet.GIVES_WAY:
            sheet.reject()
            tab.on_code(code)
        elif not tab.SCANS_WAIT:
            self._window.desk.feedback("wrong")
            sheet.tell(_("Close this first, then scan again."))
        else:
            self._codes.append(code)
            self._window.desk.feedback("attention")
            self._wait_for(sheet)

    def hand_over(self) -> None:
        """Give what waits to the tab before anything else comes."""
        codes, self._codes, self._behind = self._codes, [], None
        if codes and self._place == self._here():
            for code in codes:
                self._window.tab_do(lambda tab, code=code: tab.on_code(code))

    def _wait_for(self, sheet: Any) -> None:
        self._place = self._here()
        words = ngettext("{n} scan waits.", "{n} scans wait.", len(self._codes)).format(n=len(self._codes))
        sheet.tell(f"{words} {_(sheet.SCANS_GO)}")
        if sheet is not self._behind:
            self._behind = sheet
            sheet.finished.connect(lambda done: QTimer.singleShot(0, self, lambda: self._closed(sheet, done)))

    def _closed(self, sheet: Any, done: bool) -> None:
        if sheet is not self._behind or not self._codes:
            return
        if (next_one := self._window.sheet) is not None and not next_one.PASSES_SCANS:
            self._wait_for(next_one)
        elif done and sheet.ENDS_TICKET:
            self._ask()
        else:
            self.hand_over()

    def _ask(self) -> None:
        """A sale has ended and its change is to be read: what was scanned meanwhile begins the next one on demand."""
        self._place = self._here()
        words = ngettext(
            "{n} piece was scanned while the sale was paid.", "{n} pieces were scanned while the sale was paid.",
            len(self._codes),
        )  # fmt: skip
        self._window.notice.warn(
            words.format(n=len(self._codes)),
            [(_("On the next sale"), self.hand_over), (_("Forget"), self._codes.clear)],
        )

    def _here(self) -> object:
        actor = self._window.desk.actor
        return (self._window.current, actor.person_id if actor is not None else None)
