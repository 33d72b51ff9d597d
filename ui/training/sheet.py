"""The exercises of one's role: which there are, how they went so far, and the sheet of codes to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.training.watch import Watch

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Row(NamedTuple):
    """An exercise as the list shows it."""

    id: int
    code: str
    role: str
    title: str
    goal: str
    minutes: int
    best: Any  # app.training.queries.Best, or None


class ExercisesSheet(Sheet):
    """Up and Down choose, F9 or Enter begins, F6 saves the codes of goods in stock as a sheet to print."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.surface, _("Exercises"), width=860, height=676, name="training", back_text=_("Close"))
        self._desk = desk
        self.table = LiveTable(
            [
                Column(_("Exercise"), lambda row: Cell(row.title, row.goal), kind="two"),
                Column(_("Role"), lambda row: row.role, width=110),
                Column(_("Duration"), lambda row: _("{n} min").format(n=row.minutes), width=80, align="right"),
                Column(_("Done"), _best_cell, width=230, kind="two"),
            ],
            "training.list",
        )
        self.table.opened.connect(lambda _row: self.begin())
        told = _("Each step is ticked once it was really done here. Scan, type or press the codes that are shown.")
        self._codes = Button(_("Codes to print"), icon="barcode", key="F6", height=48, px=15, name="training.codes")
        self._codes.clicked.connect(self.save_codes)
        self._codes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bind("F6", self._codes.click)
        self.set_body(Label(told, 14, 400, "text2", wrap=True), (self.table, 1))
        self.set_foot(self._codes)
        self.set_primary(_("Begin"), self.begin)
        self._desk.read(self, self._load, self.show_rows)

    def open_ready(self) -> None:
        """Open with the arrows in the list."""
        self.open(self.table.view)

    def _load(self) -> list[Row]:
        from app.staff.roles import ROLES
        from app.training.lessons import lessons_for
        from app.training.queries import done_by

        actor = self._desk.actor
        assert actor is not None
        done = done_by(actor.person_id)
        return [
            Row(at, one.code, _(ROLES[one.role].title), _(one.title), _(one.goal), one.minutes, done.get(one.code))
            for at, one in enumerate(lessons_for(actor.role), 1)
        ]

    def show_rows(self, rows: list[Row]) -> None:
        """Show the exercises, the first one that was never done chosen."""
        self.table.set_rows(rows)
        fresh = next((at for at, row in enumerate(rows) if row.best is None), 0)
        self.table.select_at(fresh)
        count = sum(row.best is not None for row in rows)
        self.set_subtitle(_("{n} of {all} done").format(n=count, all=len(rows)))

    def begin(self) -> None:
        """Begin the chosen exercise."""
        row = self.table.current()
        if row is not None:
            self.accept()
            Watch.of(self._desk).begin(row.code)

    def save_codes(self) -> None:
        """Write the codes of goods, papers and bins that the exercises use as a PDF."""
        from ui.printing.shelf import save_paper
        from ui.training.codes_paper import codes_paper

        station = self._desk.station
        save_paper(self._desk, self._desk, lambda: codes_paper(station), "exercise-codes")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begin()
        else:
            super().keyPressEvent(event)


def _best_cell(row: Row) -> Cell:
    if row.best is None:
        return Cell("")
    times = ngettext("{n} time", "{n} times", row.best.times).format(n=row.best.times)
    mistakes = ngettext("{n} mistake", "{n} mistakes", row.best.fewest_mistakes).format(n=row.best.fewest_mistakes)
    best = _("best: {span}, {mistakes}").format(span=clock.format_span(row.best.quickest_ms), mistakes=mistakes)
    return Cell(times, best, token="ok_text", weight=600)
