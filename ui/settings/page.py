"""What every section of the settings is: a column of cards that loads when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import HBox, Scroll, VBox, fill
from ui.common.chips import Chip
from ui.common.keys import Key
from ui.common.labels import Label
from ui.settings.form import SettingsCard

if TYPE_CHECKING:
    from ui.common.desk import Desk

WIDTH = 860


class Page(QWidget):
    """Title, one sentence, cards.

    Signals:
        changed: a setting was saved; carries its name.
        keys_changed: the page has other keys now.
    """

    changed = Signal(str)
    keys_changed = Signal()

    def __init__(self, desk: Desk, name: str, title: str, hint: str = "") -> None:
        super().__init__()
        self.desk, self.name = desk, name
        self.setObjectName(f"setup.page.{name}")
        self._saved = Chip("", "ok", "check-circle-fill", name="setup.chip.saved")
        self._saved.hide()
        self.cards = VBox(gap=12)
        head = HBox((VBox(Label(title, 24, 600), Label(hint, 14, 400, "text2", wrap=True), gap=2), 1), self._saved)
        inside = VBox(head, self.cards, None, margins=(20, 24), gap=16)
        inside.setMaximumWidth(WIDTH)
        fill(QVBoxLayout(self), ((Scroll(HBox((inside, 100), None, gap=0), name=f"setup.scroll.{name}"), 1),), 0, 0)

    def add(self, *cards: QWidget) -> None:
        """Put cards one below the other."""
        for card in cards:
            self.cards.add(card)

    def add_settings(self, title: str, names: list[str], hint: str = "", records: tuple[str, ...] = ()) -> None:
        """A card of declared settings, `records` among them; nothing when there are none."""
        if names:
            self.add(SettingsCard(self.desk, title, names, self.saved, hint, records))

    def saved(self, name: str) -> None:
        """Say that a change is kept."""
        self._saved.set_look(
            _("Saved {time}").format(time=clock.format_clock(clock.now_ms())), "ok", "check-circle-fill"
        )
        self._saved.show()
        self.changed.emit(name)

    def load(self) -> None:
        """Read everything that the page shows."""
        for card in self.findChildren(SettingsCard):
            card.load()

    def keys(self) -> list[Key]:
        """Keys of this page beside those of the tab."""
        return []

    def on_code(self, text: str) -> bool:
        """A code was scanned while the page is shown; False when it means nothing here."""
        return False

    def on_changes(self, kinds: set[str]) -> None:
        """Something changed in the store."""
        if "setting" in kinds:
            self.load()

    def read(self, job: Any, done: Any, merge: str = "") -> None:
        """Read for this page."""
        self.desk.read(self, job, done, merge=merge)
