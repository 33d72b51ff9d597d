"""The command list (Ctrl+K): any key of this screen, tab, order, product, customer or setting by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.core.i18n import _
from ui.common.fields import TextField
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.window import MainWindow

MOST = 40
Command = tuple[str, str, Callable[[], object]]  # words, what stands below them, the act


class Entry(NamedTuple):
    """One line of the list."""

    id: int
    title: str
    detail: str
    act: Callable[[], object]


class Palette(Sheet):
    """A field and what fits it; Enter does the chosen line."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window, _("Commands"), width=720, height=560, name="palette", back_text=_("Close"))
        self._window, self._desk = window, desk
        self._commands: list[Command] = [(key.text, key.cap, key.action) for key in window.all_keys()]
        self._commands += [(words, "", act) for words, act in (window.tab.more() if window.tab is not None else ())]
        if "settings" in window.allowed():
            self._commands += _settings(desk)
        self.field = TextField(
            name="palette.field.text", placeholder=_("A key, tab, order, product, customer or setting")
        )
        self.table = LiveTable(
            [
                Column(_("What"), lambda row: Cell(row.title, row.detail), kind="two"),
            ],
            "palette.list",
        )
        self.table.opened.connect(self._do)
        self.field.changed.connect(lambda: self._search(self.field.text()))
        self.field.submitted.connect(lambda *_args: self._do(self.table.current()))
        self.set_body(self.field, (self.table, 1))
        self._search("")

    def open(self, focus: object = None) -> Palette:
        """Show the list with the caret in the field."""
        super().open(self.field.edit)
        return self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        wanted = text.strip().casefold()
        fits = [entry for entry in self._commands if wanted in f"{entry[0]} {entry[1]}".casefold()]
        rows = [Entry(-place - 1, title, cap, act) for place, (title, cap, act) in enumerate(fits[:MOST])]
        self._offer(rows)
        if len(wanted) >= 2:
            self._desk.read(self, lambda: _found(wanted), lambda found: self._show(rows, found), merge="palette")

    def _show(self, rows: list[Entry], found: list[tuple[str, int, str, str]]) -> None:
        more = [
            Entry(-place - 1, title, detail, lambda kind=kind, ref=ref: self._desk.open(kind, ref))
            for place, (kind, ref, title, detail) in enumerate(found, start=len(rows))
        ]
        self._offer([*rows, *more])

    def _offer(self, rows: list[Entry]) -> None:
        """The first one is chosen, so that Enter does it."""
        self.table.set_rows(rows)
        if rows:
            self.table.select_at(0)

    def _do(self, entry: Entry | None) -> None:
        if entry is not None:
            self.accept()
            entry.act()


def _settings(desk: Desk) -> list[Command]:
    """The sections of the settings, and each setting by its name."""
    from app.core.settings import declared
    from ui.settings.tab import HOMES, SECTIONS

    def to(section: str) -> Callable[[], object]:
        return lambda: desk.go("settings").show_section(section)

    titles = {name: _(title) for name, title, _hint, _icon in SECTIONS}
    sections = [(f"{_('Settings')}: {_(title)}", _(hint), to(name)) for name, title, hint, _icon in SECTIONS]
    homes = [(one, HOMES.get(one.name.partition(".")[0], "")) for one in declared() if not one.is_fixed]
    return sections + [(_(one.title), f"{_('Settings')}: {titles[home]}", to(home)) for one, home in homes if home]


def _found(text: str) -> list[tuple[str, int, str, str]]:
    from app.overview.find import find_anything

    return find_anything(text, MOST)
