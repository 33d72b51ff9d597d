"""The manager's reports in a window of their own, which may live on a second screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Divider, HBox, Panel, VBox, fill
from ui.common.buttons import Button, IconButton, KeyCap
from ui.common.choices import Segmented
from ui.common.inputs import DateTimeField
from ui.common.keys import Key, is_pressed_by, press, takes_text
from ui.common.labels import Label
from ui.common.practice_band import PracticeBand
from ui.common.sheet import Sheet, top_sheet
from ui.common.tab_order import go_on, jump, panes, stops
from ui.common.toast import Toasts
from ui.reports import period as spans
from ui.reports import words
from ui.reports.names import Names
from ui.reports.overview import Overview
from ui.reports.print_sheet import PrintSheet
from ui.reports.rows_page import RowsPage
from ui.theme import theme

if TYPE_CHECKING:
    from app.core.changes import Changed
    from ui.common.desk import Desk

LIVE_MS = 60_000
FILTERS = (("csv", "CSV (*.csv)"), ("xlsx", "Excel (*.xlsx)"))


class ReportsWindow(QWidget):
    """Names at the left, the period on top; overview or the rows of one report."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("reports.window")
        self.setProperty("own_keys", True)
        self.setWindowTitle(_("Reports"))
        self.setMinimumSize(1180, 680)
        self.resize(1440, 900)
        self.period = spans.period_of(spans.DAY, clock.today())
        self.shown = words.OVERVIEW
        self._page: Any = None
        self._is_stale = False
        self.toasts = Toasts(self)
        self._build()
        self._live = QTimer(self, interval=LIVE_MS)
        self._live.timeout.connect(self._on_minute)
        self._live.start()

    # -- building

    def _build(self) -> None:
        self.names = Names(self.open_report)
        self.overview = Overview(self.open_report, self._open_advice, self._open_record)
        self.rows = RowsPage(self.desk)
        self.rows.opened.connect(self._open_record)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.overview)
        self.stack.addWidget(self.rows)
        body = HBox(self.names, Divider(upright=True), (self.stack, 1), gap=0)
        fill(QVBoxLayout(self), (*self._band(), self._head(), Divider(), (body, 1), Divider(), self._foot()), 0, 0)

    def _band(self) -> list[QWidget]:
        """Over a practice copy it is said here as well that nothing counts."""
        return [PracticeBand()] if self.desk.window.is_practice else []

    def _head(self) -> QWidget:
        self._updated = Label("", 12, 400, "text3", name="reports.updated")
        titles = VBox(Label(_("Reports"), 18, 600), self._updated, gap=0)
        titles.setFixedWidth(204)
        items = [
            (spans.DAY, _("Day")), (spans.WEEK, _("Week")), (spans.MONTH, _("Month")), (spans.YEAR, _("Year")),
            (spans.CUSTOM, _("Custom")),
        ]  # fmt: skip
        self.kind = Segmented(items, "reports.period")
        self.kind.chosen.connect(self._choose_kind)
        self._back = IconButton("caret-left", name="reports.button.before", accessible=_("Earlier"), kind="default",
                                height=40)  # fmt: skip
        self._forth = IconButton("caret-right", name="reports.button.after", accessible=_("Later"), kind="default",
                                 height=40)  # fmt: skip
        self._back.clicked.connect(lambda: self.step(-1))
        self._forth.clicked.connect(lambda: self.step(1))
        self._span = Button("", icon="calendar-blank", height=40, name="reports.button.span")
        self._span.clicked.connect(self.ask_days)
        self._against = Label("", 13, 500, "text2", elide=True, name="reports.against")
        self._export = Button(_("Export"), icon="export", key="Ctrl+E", height=40, name="reports.button.export")
        self._export.clicked.connect(self.export)
        self._print = Button(_("Print"), icon="printer", key="F10", height=40, name="reports.button.print")
        self._print.clicked.connect(self.print_shown)
        return Panel(
            "surface", titles, self.kind, self._back, self._span, self._forth, (self._against, 1), self._print,
            self._export, row=True, margins=(12, 20), gap=10,
        )  # fmt: skip

    def _foot(self) -> QWidget:
        parts: list[Any] = []
        for key in self.keys():
            if key.shown:
                parts.append(HBox(KeyCap(key.cap), Label(key.text, 12, 500, "text2"), gap=6))
        said = Label(_("Every number opens the list behind it"), 12, 400, "text3")
        return Panel("surface", *parts, None, said, row=True, margins=(7, 20), gap=16)

    def keys(self) -> list[Key]:
        """The keys of this window; it reads them itself."""
        return [
            Key("F1", _("Keys"), self.show_help),
            Key("Left", _("Earlier"), lambda: self.step(-1)), Key("Right", _("Later"), lambda: self.step(1)),
            Key("T", _("Day, week, month"), self.kind.next), Key("Enter", _("Open the rows"), self._enter),
            Key("F10", _("Print"), self.print_shown), Key("Ctrl+E", _("Export"), self.export),
            Key("F5", _("Refresh"), self.refresh),
            Key("Ctrl+Down", _("Next part of the screen"), lambda: jump(panes(self)), False),
            Key("Ctrl+Up", _("Part of the screen before"), lambda: jump(panes(self), back=True), False),
            Key("Esc", _("Overview, then close"), self.step_back),
        ]  # fmt: skip

    # -- what the shell asks

    def refresh(self) -> None:
        """Read what is shown anew."""
        self._is_stale = False
        period, shown = self.period, self.shown
        self._show_head()
        if shown == words.OVERVIEW:
            read, show = (lambda: _read_overview(period)), self._show_overview
        else:
            read, show = (lambda: _read_report(shown, period)), self._show_report

        def show_asked(found: Any) -> None:
            if (self.shown, self.period) == (shown, period):
                show(found)

        self.desk.read(self, read, show_asked, merge="reports")

    def on_changes(self, told: list[Changed]) -> None:
        """Something happened in the shop: the figures are read anew within the minute."""
        self._is_stale = True

    def _on_minute(self) -> None:
        if self.isVisible() and self._is_stale:
            self.refresh()

    # -- showing

    def _show_head(self) -> None:
        self.kind.set_current(self.period.kind)
        self._span.set_text(spans.title_of(self.period))
        self._forth.setEnabled(spans.step(self.period, 1) != self.period)
        self.names.set_current(self.shown)

    def _show_overview(self, found: tuple[Any, list[Any], dict[int, str], dict[str, str]]) -> None:
        page, advice, pictures, titles = found
        self._page = page
        against = spans.against_of(self.period, page.before_from)
        self.names.set_names(titles)
        self.names.set_current(self.shown)
        self.overview.show_page(page, advice, pictures, against)
        self.stack.setCurrentWidget(self.overview)
        self._told(against)

    def _show_report(self, found: tuple[Any, dict[str, str]]) -> None:
        report, titles = found
        self.names.set_names(titles)
        self.names.set_current(self.shown)
        self.rows.show_report(report)
        self.stack.setCurrentWidget(self.rows)
        self.rows.table.setFocus()
        self._told("")

    def _told(self, against: str) -> None:
        self._against.set_text(against)
        self._updated.set_text(_("updated {time}").format(time=clock.format_clock(clock.now_ms())))

    # -- moving

    def open_report(self, name: str) -> None:
        """Show the rows of a report, or the overview."""
        self.shown = name
        self.refresh()

    def _open_advice(self, one: Any) -> None:
        if one.target == "report":
            self.open_report(str(one.ref))
        else:
            self._open_record(one.target, int(one.ref))

    def _open_record(self, kind: str, ref: int) -> None:
        """A record belongs to the main window; a person's exceptions are shown one by one."""
        if kind == "person":
            self.open_report("exception-list")
            return
        self.desk.open(kind, ref)
        window = self.desk.window
        window.raise_()
        window.activateWindow()

    def _choose_kind(self, kind: str) -> None:
        if kind == spans.CUSTOM:
            self.ask_days()
            return
        self.period = spans.period_of(kind, min(self.period.last, clock.today()))
        self.refresh()

    def step(self, by: int) -> None:
        """The span before or after."""
        self.period = spans.step(self.period, by)
        self.refresh()

    def step_back(self) -> None:
        """Esc: from rows to the overview, from the overview out."""
        if self.shown != words.OVERVIEW:
            self.open_report(words.OVERVIEW)
            self.names.setFocus()
        else:
            self.close()

    def _enter(self) -> None:
        if self.shown == words.OVERVIEW:
            self.open_report("days")

    def ask_days(self) -> None:
        """Any first and last day."""
        sheet = Sheet(self, _("Which days?"), width=460, name="reports.days")
        noon = "12:00"
        first = DateTimeField(_("First day"), name="reports.days.field.first", day_only=True,
                              at=clock.at_local(self.period.first, noon))  # fmt: skip
        last = DateTimeField(_("Last day"), name="reports.days.field.last", day_only=True,
                             at=clock.at_local(self.period.last, noon))  # fmt: skip

        def take() -> None:
            start, end = sorted((first.day(), last.day()))
            sheet.accept()
            self.period = spans.Period(spans.CUSTOM, start, end)
            self.refresh()

        sheet.set_body(first, last)
        sheet.set_primary(_("Show these days"), take)
        sheet.finished.connect(lambda done: None if done else self._show_head())
        sheet.open(first)

    def show_help(self) -> None:
        """F1: the keys of this window and its page."""
        from ui.shell.help import HelpSheet

        HelpSheet(self, "reports", self.keys()).open()

    # -- paper and files

    def print_shown(self) -> None:
        """F10: the report that is shown on A4; of the overview, the sales by day."""
        name = "days" if self.shown == words.OVERVIEW else self.shown
        PrintSheet(self.desk, self, name, self.period, self.toasts.show).open()

    def export(self) -> None:
        """Ctrl+E: the rows that are shown as a file; of the overview, the sales by day."""
        name = "days" if self.shown == words.OVERVIEW else self.shown
        suggested = f"{name}-{self.period.first}-{self.period.last}.csv"
        path, chosen = QFileDialog.getSaveFileName(
            self, _("Export"), suggested, ";;".join(text for _key, text in FILTERS)
        )
        if path:
            kind = next((key for key, text in FILTERS if text == chosen), "csv")
            self.write_file(name, Path(path), kind)

    def write_file(self, name: str, path: Path, kind: str) -> None:
        """Make the file on the reader's thread."""
        if path.suffix.lower() in (".csv", ".xlsx"):
            kind = path.suffix.lower()[1:]
        else:
            path = path.with_suffix(f".{kind}")
        period = self.period

        def told(rows: int) -> None:
            self.toasts.show(_("{file} is written, {rows} rows").format(file=path.name, rows=rows))

        def failed(error: BaseException) -> None:
            self.toasts.show(_("{file} could not be written: {reason}").format(file=path.name, reason=error))

        self.desk.read(self, lambda: _write_file(name, period, path, kind), told, failed=failed)

    # -- the window itself

    def focusNextPrevChild(self, next: bool) -> bool:
        now = self.focusWidget()
        if now is None or not now.isVisible():  # what had the focus has gone
            self.names.setFocus()
        else:
            go_on(stops(self), back=not next)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if top_sheet(self) is not None:
            return
        if is_pressed_by(event, self.focusWidget()) and press(event, self.focusWidget()):
            return
        typing = takes_text(self.focusWidget())
        for key in self.keys():
            if key.fits(event) and not (typing and key.is_letter):
                key.action()
                return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("app"))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.names.setFocus()


def _read_overview(period: spans.Period) -> tuple[Any, list[Any], dict[int, str], dict[str, str]]:
    from app.analysis.advice import advice
    from app.analysis.panels import dashboard, pictures
    from app.analysis.reports import TITLES

    page = dashboard(period.first, period.last)
    best = [link[1] for link in page.products.links[:6] if link]
    return page, advice(), pictures(best), dict(TITLES)


def _read_report(name: str, period: spans.Period) -> tuple[Any, dict[str, str]]:
    from app.analysis.reports import TITLES, make_report

    return make_report(name, period.first, period.last), dict(TITLES)


def _write_file(name: str, period: spans.Period, path: Path, kind: str) -> int:
    from app.analysis.export import to_csv, to_xlsx
    from app.analysis.reports import make_report

    report = make_report(name, period.first, period.last)
    if kind == "xlsx":
        path.write_bytes(to_xlsx(report))
    else:
        path.write_text(to_csv(report), encoding="utf-8", newline="")
    return len(report.rows)
