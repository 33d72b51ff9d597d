"""The left side of the counter: categories, the tiles of products that are often sold, and the parked sales below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import fill
from ui.common.buttons import Button
from ui.counter import finding
from ui.counter.category_chips import CategoryChips
from ui.counter.parked import ParkedRow
from ui.counter.quick_keys import QuickKeys
from ui.counter.words import category_name
from ui.theme import theme
from ui.training.first_steps import FirstStepsCard

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.more import More

NARROW = 734  # px: below it the pencil says no word, and the categories get its room
FAVOURITES = "favourites"


class KeysSide(QWidget):
    """Offers what can be sold with one tap; a manager arranges it.

    Signals:
        picked: a tile was tapped; carries its row.
        hinted: something to say above the sums.
    """

    picked = Signal(object)
    hinted = Signal(str)

    def __init__(self, desk: Desk, more: More) -> None:
        super().__init__()
        self._desk, self._more = desk, more
        self.chips = CategoryChips([(FAVOURITES, _("Favourites"))], "sell.filter")
        self.edit = Button(
            _("Edit"), kind="ghost", icon="pencil-simple", height=36, name="sell.button.edit_keys",
            accessible=_("Edit quick keys"),
        )  # fmt: skip
        theme().set_tip(self.edit, _("Edit quick keys"))
        self.edit.setCheckable(True)
        self.edit.setVisible(False)
        self.grid = QuickKeys()
        self.parked = ParkedRow()
        head = QWidget()
        fill(QHBoxLayout(head), ((self.chips, 1), self.edit), 0, 8)
        self.guide = FirstStepsCard(desk)
        fill(QVBoxLayout(self), (head, self.guide, (self.grid, 1), self.parked), (16, 16, 16, 20), 14)
        self.grid.picked.connect(self._on_tile)
        self.grid.moved.connect(self._on_tile_moved)
        self.chips.chosen.connect(lambda _key: self.load_keys())
        self.edit.toggled.connect(self._on_edit)

    def refresh(self) -> None:
        """Read categories, tiles and parked sales anew."""
        self.edit.setVisible(self._desk.may("counter.arrange_keys"))
        self._desk.read(self, finding.category_chips, self._show_chips, merge="chips")
        self.load_keys()
        self.load_parked()
        self.guide.load()

    def _show_chips(self, rows: list[Any]) -> None:
        self.chips.set_items([(FAVOURITES, _("Favourites"))] + [(str(row.id), category_name(row)) for row in rows])

    def load_keys(self) -> None:
        """Read the tiles of the chosen category."""
        chosen, editing = self.chips.current(), self.edit.isChecked()
        category = int(chosen) if chosen.isdigit() else None
        self._desk.read(
            self, lambda: finding.keys_of(category), lambda rows: self.grid.show_rows(rows, editing), merge="keys"
        )

    def load_parked(self) -> None:
        """Read the parked sales."""

        def rows() -> list[Any]:
            from app.counter.save import parked

            return parked()[::-1]

        self._desk.read(self, rows, self.parked.show_rows, merge="parked")

    def _on_tile(self, row: Any) -> None:
        if self.edit.isChecked():
            self._more.toggle_key(row, self.load_keys)
        else:
            self.picked.emit(row)

    def _on_tile_moved(self, was: int, now: int) -> None:
        """A favourite was put elsewhere: shown at once, kept behind the paint."""
        if self.chips.current() != FAVOURITES:
            self.grid.show_rows(self.grid.rows, True)
            return
        rows = list(self.grid.rows)
        rows.insert(now, rows.pop(was))
        self.grid.show_rows(rows, True)
        self._more.arrange_keys([row.product_id for row in rows], self.load_keys)

    def _on_edit(self, on: bool) -> None:
        self._show_edit()
        self.hinted.emit(_("Drag a tile, or Shift and an arrow. Tap the star to add or take off.") if on else "")
        self.load_keys()

    def _show_edit(self) -> None:
        words = "" if self.width() < NARROW else _("Edit")
        self.edit.set_text(_("Done") if self.edit.isChecked() else words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_edit()
