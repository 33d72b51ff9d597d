"""The time clock of whoever is signed in: F9 comes or goes, below it one's own times of the last two weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import EmptyState, HBox, VBox
from ui.common.chips import Chip
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable

if TYPE_CHECKING:
    from ui.common.desk import Desk

DAYS = 13


class TimeSheet(Sheet):
    """Own times only; others are seen by a manager under Settings, Work times."""

    def __init__(self, desk: Desk) -> None:
        assert desk.actor is not None, "nobody is signed in"
        super().__init__(desk.surface, _("Time clock"), desk.actor.name, width=680, height=600, name="times",
                         back_text=_("Close"))  # fmt: skip
        self._desk, self._person = desk, desk.actor.person_id
        self._since: int | None = None
        self._now = Label("", 28, 600, name="times.now")
        self._sum = Label("", 13, 400, "text2")
        self._chip = Chip("", "grey", name="times.chip.status", height=28)
        self.table = LiveTable(time_columns(), "times.list", row_height=46, accessible=_("Your times"))
        self.table.set_empty(EmptyState("clock", _("No times in the last two weeks"), ""))
        head = HBox((VBox(self._now, self._sum, gap=2), 1), self._chip, gap=12)
        self.set_body(head, (self.table, 1))
        self.set_primary(_("Clock in"), self.clock)
        self._load()

    def open_ready(self) -> None:
        """Open with the focus on the blue button."""
        self.open(self.primary)

    def _load(self) -> None:
        from app.staff.times import in_since, times

        person, today = self._person, clock.today()

        def read() -> tuple[int | None, list[Any]]:
            return in_since(person), times(clock.add_days(today, -DAYS), today, person)

        self._desk.read(self, read, self._show, merge="times")

    def _show(self, found: tuple[int | None, list[Any]]) -> None:
        self._since, rows = found
        self.table.set_rows(rows)
        if self._since is None:
            self._now.set_text(_("Not clocked in"))
            self._chip.set_look(_("Away"), "grey", "circle-dashed")
        else:
            self._now.set_text(_("Here since {time}").format(time=_since_words(self._since)))
            self._chip.set_look(_("Here"), "ok", "check-circle-fill")
        today = sum(row.worked_ms for row in rows if clock.day_of(row.in_at) == clock.today())
        week = sum(row.worked_ms for row in rows if clock.days_between(clock.day_of(row.in_at), clock.today()) < 7)
        self._sum.set_text(_("Today {today}, last seven days {week}").format(today=hours(today), week=hours(week)))
        self.set_primary(_("Clock in") if self._since is None else _("Clock out"), self.clock)

    def clock(self) -> None:
        """F9: come or go."""
        from app.staff.time_clock import clock_in, clock_out

        comes = self._since is None

        def told(_answer: int) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("Clocked in") if comes else _("Clocked out"))
            self._load()

        self._desk.write(self, clock_in if comes else clock_out, done=told)


def _since_words(at_ms: int) -> str:
    """The clock alone when it is today."""
    return clock.format_clock(at_ms) if clock.day_of(at_ms) == clock.today() else clock.format_moment(at_ms)


def hours(ms: int) -> str:
    """7:45 h."""
    minutes = ms // clock.MINUTE_MS
    return _("{hours}:{minutes} h").format(hours=minutes // 60, minutes=f"{minutes % 60:02d}")


def time_columns(*, with_name: bool = False) -> list[Column]:
    """Day, from, to, how long, and whether it was corrected."""
    who = (
        [Column(_("Name"), lambda row: Cell(row.name, color_index=row.color), 190, kind="avatar")] if with_name else []
    )
    return [
        *who,
        Column(_("Day"), lambda row: Cell(clock.format_weekday(row.in_at)), 120),
        Column(_("From"), lambda row: Cell(clock.format_clock(row.in_at)), 60),
        Column(_("To"), lambda row: Cell(clock.format_clock(row.out_at) if row.out_at else "–"), 60),
        Column(_("Worked"), lambda row: Cell(hours(row.worked_ms), weight=600), 80, align="right"),
        Column(_("Corrected"), lambda row: Cell(_correction(row), token="text2"), None),
    ]


def _correction(row: Any) -> str:
    return f"{row.corrected_by}: {row.reason}" if row.corrected_by else ""
