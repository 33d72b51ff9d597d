"""A sheet with a list that is searched as somebody types: what fits is shown, arrows move in it, Enter takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter.pick_list import Pick, PickList


class FindWords(NamedTuple):
    """What the sheet says: its title, what is asked for, by what it is found, that nothing fits, and the blue button."""

    title: str
    asked: str
    by: str
    none: str
    take: str


class FindSheet(Sheet):
    """The rows that `fitting` finds by a text; the one that is taken is handed to `take`."""

    def __init__(
        self, window: QWidget, words: FindWords, fitting: Callable[[str], Sequence[Pick]], take: Callable[[Any], Any],
        *, name: str, width: int,
    ) -> None:  # fmt: skip
        super().__init__(window, words.title, width=width, height=640, name=name)
        self._fitting = fitting
        self.search = TextField(
            name=f"{name}.search", icon="magnifying-glass", height=48, px=16, accessible=words.asked,
            placeholder=words.by,
        )  # fmt: skip
        self.list = PickList(f"{name}.list", words.title, most=8, focus=False)
        self._none = Label(words.none, 14, 400, "text3")
        self.list.picked.connect(take)
        self.search.changed.connect(self._look)
        self.search.submitted.connect(self.go_on)
        self.list.steer_by(self.search.edit)
        self.set_body(self.search, self._none, self.list, None, margins=(14, 20))
        self.set_primary(words.take, self.list.choose)
        self._look()

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start in the search."""
        return super().open(focus or self.search)

    def _look(self) -> None:
        rows = self._fitting(self.search.text())
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.primary.setEnabled(bool(rows))
