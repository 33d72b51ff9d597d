"""What every tab is: a screen with a name, modes, keys, and an answer to scans; it is given a desk and asks that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.i18n import N_
from ui.common.keys import Key

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk


class Tab(QWidget):
    """Base of all tabs; subclasses build in `__init__`, load in `refresh` and never touch the store themselves.

    Signals:
        keys_changed: the key bar has to be drawn anew (another selection, another mode).
        head_changed: title or modes changed.
    """

    NAME: ClassVar[str] = ""  # root of objectNames, such as "sell"
    TITLE: ClassVar[str] = ""
    MODES: ClassVar[tuple[tuple[str, str], ...]] = ()
    SCAN_HINT: ClassVar[str] = N_("Scan anything, or type a name, SKU, order or phone")
    WATCHES: ClassVar[frozenset[str]] = frozenset()  # kinds of changes that make it re-read
    STARTS_IN_SCAN_BOX: ClassVar[bool] = False
    SCANS_WAIT: ClassVar[bool] = False  # what is scanned while a sheet is open waits until that is closed

    keys_changed = Signal()
    head_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.mode = self.MODES[0][0] if self.MODES else ""
        self.setObjectName(f"{self.NAME}.tab")

    def keys(self) -> list[Key]:
        """The keys of this screen as it is now, in the order of the key bar."""
        return []

    def stands_on(self) -> object:
        """What is chosen here: a sheet that is being read for it does not open once it is something else."""
        return None

    def more(self) -> list[tuple[str, Callable[[], object]]]:
        """What can be done here and has no key of its own, by its words; the command list offers it too."""
        return []

    def help_name(self) -> str:
        """The page of the manual that F1 opens: that of the mode, where it has one, else that of the tab."""
        return self.mode

    def arrive(self) -> None:
        """The tab was chosen: put the focus where work starts and re-read."""
        self.refresh()

    def leave(self) -> bool:
        """Another tab was chosen; False keeps this one (only for work that must end first)."""
        return True

    def set_mode(self, mode: str) -> None:
        """Show another mode of the tab."""
        self.mode = mode
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is shown, through the desk."""

    def on_changes(self, told: list[Changed]) -> None:
        """Something changed in the store; re-read when it concerns this tab."""
        if any(change.kind in self.WATCHES for change in told):
            self.refresh()

    def on_code(self, text: str) -> None:
        """A code was scanned while this tab was shown; by default the desk finds out what it is."""
        self.desk.recognise(text, self, self.scanned)

    def on_card(self, word: str) -> bool:
        """A command card: a key of this screen, for hands that hold the scanner; False when it is none."""
        key = next((key for key in self.keys() if key.cap.upper() == word.upper()), None)
        if key is not None:
            key.action()
        return key is not None

    def scanned(self, scan: Scan) -> None:
        """What a scan means here; by default it does not fit and the bar offers where it would."""
        self.desk.does_not_fit(scan)

    def typed(self, text: str) -> None:
        """The text in the scan box changed by typing: search as you type."""

    def submitted(self, text: str) -> None:
        """Enter in the scan box; by default the text is taken as a scanned code."""
        self.on_code(text)

    def open_record(self, kind: str, ref: int) -> None:
        """Show one record, because another screen or a scan leads here."""
