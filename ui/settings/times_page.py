"""Work times of everybody: who is here, who was here when, and the correction of what was clocked wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Card, Divider, EmptyState, HBox
from ui.common.buttons import Button
from ui.common.choices import FilterChips
from ui.common.inputs import CheckBox, ComboField, DateTimeField, TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import LiveTable
from ui.settings.page import Page
from ui.shell.time_sheet import hours, time_columns
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

PERIODS = {"today": 0, "week": 6, "month": 30}


class TimesPage(Page):
    """Section "Work times"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "times", _("Work times"), _("Clocked under the user menu, corrected here with a reason.")
        )
        self.period = FilterChips(
            [("today", _("Today")), ("week", _("7 days")), ("month", _("31 days"))], "setup.times.period", "week"
        )
        self.period.chosen.connect(lambda _key: self.load())
        self.table = LiveTable(time_columns(with_name=True), "setup.times", row_height=48, in_card=True,
                               accessible=_("Work times"))  # fmt: skip
        self.table.setMinimumHeight(480)
        self.table.set_empty(
            EmptyState(
                "clock",
                _("Nobody clocked in in this time"),
                _("Everybody clocks in and out in the user menu, Alt+T."),
            )
        )
        self._sum = Label("", 13, 500, "text2", name="setup.times.sum")
        self.primary = Button(_("Add a time"), kind="primary", key="F9", height=36, name="setup.primary")
        self.change = Button(_("Correct"), key="Enter", height=36, name="setup.button.correct_time")
        self.primary.clicked.connect(self.add_time)
        self.change.clicked.connect(self.open_current)
        self.table.opened.connect(lambda _row: self.open_current())
        head = HBox(self.period, None, self._sum, self.change, self.primary, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self._people: list[Any] = []

    def load(self) -> None:
        """Read the times of the period."""
        super().load()
        back, today = PERIODS[self.period.current()], clock.today()

        def read() -> tuple[list[Any], list[Any]]:
            from app.staff.queries import people
            from app.staff.times import times

            return times(clock.add_days(today, -back), today), people()

        self.read(read, self._show, "times")

    def _show(self, found: tuple[list[Any], list[Any]]) -> None:
        rows, self._people = found
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select_at(0)
        here = [row.name for row in rows if row.out_at is None]
        total = hours(sum(row.worked_ms for row in rows))
        self._sum.set_text(_("{total} · {n} here now").format(total=total, n=len(here)) if here else total)
        theme().set_tip(self._sum, ", ".join(here))

    def on_changes(self, kinds: set[str]) -> None:
        """Somebody came or went."""
        if kinds & {"work_time", "person"}:
            self.load()

    def keys(self) -> list[Key]:
        """The keys of the section."""
        return [Key("F9", _("Add a time"), self.add_time), Key("Enter", _("Correct"), self.open_current)]

    def add_time(self) -> None:
        """F9: a time that somebody forgot to clock."""
        CorrectTime(self.desk, None, self._people).open()

    def open_current(self) -> None:
        """Enter: put the current time right."""
        row = self.table.current()
        if row is not None:
            CorrectTime(self.desk, row, self._people).open()


class CorrectTime(Sheet):
    """From, to, and why."""

    def __init__(self, desk: Desk, row: Any, people: list[Any]) -> None:
        title = _("Correct a time") if row is not None else _("Add a time")
        super().__init__(desk.surface, title, row.name if row is not None else "", width=560, name="correct_time")
        self._desk, self._row = desk, row
        items: list[tuple[object, str]] = [(person.id, person.name) for person in people]
        self.person = ComboField(_("Person"), items, "correct_time.field.person")
        self.person.setVisible(row is None)
        self.start = DateTimeField(_("From"), name="correct_time.field.from")
        self.end = DateTimeField(_("To"), name="correct_time.field.to")
        self.here = CheckBox(_("Still here"), "correct_time.field.here")
        self.here.setVisible(row is not None and row.out_at is None)
        self.here.clicked.connect(lambda: self.end.setEnabled(not self.here.isChecked()))
        self.reason = TextField(_("Reason"), name="correct_time.field.reason", icon="note-pencil", height=44)
        self.reason.submitted.connect(self.go_on)
        now = clock.now_ms()
        self.start.set_ms(row.in_at if row is not None else now - 8 * clock.HOUR_MS)
        self.end.set_ms(row.out_at if row is not None and row.out_at else now)
        if row is not None and row.out_at is None:
            self.here.setChecked(True)
            self.end.setEnabled(False)
        self.set_body(self.person, HBox((self.start, 1), (self.end, 1), gap=12), self.here, self.reason)
        self.set_primary(_("Save"), self._save)

    def _save(self) -> None:
        from app.staff.time_clock import add_time, correct_time

        start, reason = self.start.ms(), self.reason.text()
        end = None if self.here.isChecked() else self.end.ms()

        def told(_answer: Any) -> None:
            self.accept()
            self._desk.toast(_("The time is saved"))

        def refused(error: BaseException | None) -> None:
            self.reason.set_error(str(error) if error is not None else None)

        if self._row is None:
            person = int(str(self.person.current()))
            self._desk.write(self, add_time, person, start, end, reason, done=told, failed=refused)
        else:
            self._desk.write(self, correct_time, self._row.id, start, end, reason, done=told, failed=refused)
