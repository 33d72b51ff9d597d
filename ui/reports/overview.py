"""The first page of the reports: what sells beside the same day last week, what is late, who is fast, what to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Bar, Divider, HBox, Scroll, VBox, clear, fill
from ui.common.boxes import Panel as Box
from ui.common.charts import LineChart, Series, ShareBar, ShareRows, Slice
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.common.thumb import Thumb
from ui.reports import period as spans
from ui.reports import words
from ui.reports.tiles import FigureCard, Opens, Panel, RowLine, RowLink
from ui.theme import theme

BEST, LATE, LOOK, TENDERS = 6, 3, 7, 3
CHANNEL_TOKENS = ("accent", "teal_text", "amber")
LOOK_ICONS = {"warning": ("warning-circle-fill", "bad_text"), "plain": ("info", "text2")}
KPIS = ("sales", "orders", "basket", "on_time", "margin")


class Overview(QWidget):
    """Shows a dashboard; every number leads to the rows behind it by `open_report(name)`, a row to its record."""

    def __init__(
        self, open_report: Callable[[str], None], open_advice: Callable[[Any], None],
        open_record: Callable[[str, int], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("reports.overview")
        self._open, self._open_advice, self._open_record = open_report, open_advice, open_record
        self.cards = {name: FigureCard(name, lambda name=name: open_report(words.FIGURES[name][1])) for name in KPIS}
        kpis = HBox(*((card, 1) for card in self.cards.values()), gap=12)
        kpis.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for at, panel in enumerate((self._sales(), self._mix(), self._best())):
            grid.addWidget(panel, 0, at * 4 + (1 if at else 0), 1, 5 if at == 0 else 4)
        for at, panel in enumerate((self._lateness(), self._speed(), self._look())):
            grid.addWidget(panel, 1, at * 4 + (1 if at else 0), 1, 5 if at == 0 else 4)
        for column in range(13):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 4)
        page = VBox(kpis, (grid, 1), margins=(14, 20), gap=12)
        fill(QVBoxLayout(self), (Scroll(page, name="reports.scroll"),), 0, 0)

    # -- building

    def _sales(self) -> QWidget:
        self.trend = LineChart("reports.chart.trend", title=_("Sales, running total"), height=170)
        self.trend.opened.connect(lambda _at: self._open("hours"))
        self._legend = HBox(gap=14)
        self._sales_panel = Panel(_("Sales, running total"), "reports.trend", (self.trend, 1), right=self._legend)
        return self._sales_panel

    def _mix(self) -> QWidget:
        self.channels = ShareRows("reports.chart.channels", title=_("Where orders come from"))
        self.channels.opened.connect(lambda _at: self._open("channels"))
        self.tenders = ShareBar("reports.chart.tenders", title=_("How they paid"))
        self.tenders.opened.connect(lambda _at: self._open("tenders"))
        return Panel(
            _("Where orders come from"), "reports.mix", self.channels, None, Divider(),
            HBox(Label(_("How they paid"), 13, 500, "text2"), None, Opens("tenders", self._open)), self.tenders,
            right=Opens("channels", self._open),
        )  # fmt: skip

    def _best(self) -> QWidget:
        self.best = VBox(gap=4)
        return Panel(_("Best sellers"), "reports.best", self.best, None,
                     right=Opens("products", self._open, _("All products")))  # fmt: skip

    def _lateness(self) -> QWidget:
        self._late_chip = Chip("", "ok", name="reports.chip.late")
        self.late = VBox(gap=2)
        self.weeks = LineChart("reports.chart.on_time", title=_("On time, last 8 weeks"), height=86, points=True)
        self.weeks.opened.connect(lambda _at: self._open("late"))
        right = HBox(self._late_chip, Opens("late", self._open), gap=10)
        return Panel(
            _("Late orders"), "reports.late", self.late, Label(_("On time, last 8 weeks"), 12, 600, "text3"),
            (self.weeks, 1), right=right, gap=6,
        )  # fmt: skip

    def _speed(self) -> QWidget:
        self.speed = VBox(gap=4)
        self.advice = VBox(gap=6)
        return Panel(
            _("Pick speed"), "reports.speed", self.speed, None, self.advice, right=Opens("picking", self._open)
        )

    def _look(self) -> QWidget:
        self.look = VBox(gap=5)
        return Panel(_("Look at these"), "reports.look", self.look, None,
                     right=Opens("exceptions", self._open))  # fmt: skip

    # -- showing

    def show_page(self, page: Any, advice: list[Any], pictures: dict[int, str], against: str) -> None:
        """Show a dashboard, the advice, and the pictures of the best sellers by product."""
        is_today = page.to_day == clock.today()
        for figure in page.figures:
            self.cards[figure.name].show_figure(figure, against, so_far=is_today and page.from_day == page.to_day)
        self._show_trend(page, against)
        self._show_mix(page)
        self._show_best(page.products, pictures)
        self._show_late(page)
        self._show_speed(page.picking, advice)
        self._show_look(page.exceptions)

    def _show_trend(self, page: Any, against: str) -> None:
        now, before = dict(page.running), dict(page.running_before)
        hours = sorted(now.keys() | before.keys())
        if not hours:
            self.trend.set_series((), ())
            return
        span = list(range(hours[0], hours[-1] + 1))
        last = max(now, default=-1)
        title = _("Today") if page.from_day == page.to_day == clock.today() else _("This period")
        before_title = spans.before_title(page)
        series = [
            Series(before_title, _running(before, span, hours[-1]), "before"),
            Series(title, _running(now, span, last), "now"),
        ]  # fmt: skip
        self.trend.set_series([f"{hour:02}" for hour in span], series, words.round_money, axis=words.axis_money)
        total = page.figures[0]
        self.trend.set_summary(
            _("Sales {amount}, {change} {against}").format(
                amount=words.round_money(total.now or 0),
                change=words.change_text("sales", total.change_bp),
                against=against,
            )
        )
        clear(self._legend.box)
        for token, text, weight in (("accent", title, 600), ("control", before_title, 400)):
            self._legend.add(HBox(_dash(token), Label(text, 12, weight, "text2"), gap=6))

    def _show_mix(self, page: Any) -> None:
        rows = [
            Slice(row[0], row[3], words.percent(row[7]).split(".")[0].rstrip("%") + "%" if row[7] is not None else "",
                  CHANNEL_TOKENS[at % 3])
            for at, row in enumerate(page.channels.rows)
        ]  # fmt: skip
        self.channels.set_shares(rows, words.round_money)
        paid = [row for row in page.tenders.rows if (row[2] or 0) > 0]
        most = TENDERS if len(paid) <= TENDERS else TENDERS - 1  # the legend has room for three
        shown = [Slice(row[0], row[2]) for row in paid[:most]]
        if len(paid) > most:
            shown.append(Slice(_("Other"), sum(row[2] for row in paid[most:])))
        self.tenders.set_shares(shown, words.round_money)

    def _show_best(self, report: Any, pictures: dict[int, str]) -> None:
        clear(self.best.box)
        top = max((row[3] for row in report.rows[:BEST]), default=1) or 1
        for at, (row, link) in enumerate(zip(report.rows[:BEST], report.links[:BEST], strict=True)):
            art = pictures.get(link[1], "") if link else ""
            pieces = ngettext("{n} pc", "{n} pcs", row[2]).format(n=f"{row[2]:,}")
            told = VBox(Label(row[1], 13, 500, elide=True), Bar(row[3] / top, height=5), gap=4)
            amount = Label(words.round_money(row[3]), 13, 600, align="right")
            amount.setMinimumWidth(54)
            line = HBox(Thumb(art, 32, row[1]), (told, 1), Label(pieces, 12, 400, "text3"), amount, gap=10)
            line.setAccessibleName(f"{row[1]}, {pieces}, {amount.text()}")
            self.best.add(self._row(line, report, at, "products"))
        if not report.rows:
            self.best.add(Label(_("Nothing was sold in this period."), 13, 400, "text3"))

    def _show_late(self, page: Any) -> None:
        clear(self.late.box)
        count = len(page.late.rows)
        self._late_chip.set_look(
            ngettext("{n} late", "{n} late", count).format(n=count) if count else _("none late"),
            "bad" if count else "ok",
        )
        for at, row in enumerate(page.late.rows[:LATE]):
            line = RowLine(Label(row[0], 13, 600), f"{row[1]} · {row[2]}", clock.format_span(row[4]), token="bad_text")
            self.late.add(self._row(line, page.late, at, "late"))
        weeks = [week for week in page.on_time_weeks if week[1] is not None]
        values = [share / 100 for _day, share in weeks]
        bad = [len(values) - 1] if len(values) > 1 and values[-1] < values[-2] - 2 else []
        labels = [clock.format_day(day) for day, _share in weeks]
        self.weeks.set_series(labels, [Series(_("On time"), values)], lambda value: f"{value:.0f}%", bad=bad)
        self.weeks.set_summary(f"{values[-1]:.0f}%" if values else _("nothing delivered yet"))

    def _show_speed(self, report: Any, advice: list[Any]) -> None:
        clear(self.speed.box)
        fastest = max((row[3] or 0 for row in report.rows), default=0) or 1
        for at, row in enumerate(report.rows[:3]):
            pace = (
                _("{n} an hour").format(n=row[3])
                if row[3]
                else ngettext("{n} piece", "{n} pieces", row[1]).format(n=row[1])
            )
            wrong = _("{share} wrong").format(share=words.percent(row[5] or 0))
            head = HBox(
                (Label(row[0], 13, 500, elide=True), 1), Label(pace, 13, 600), Label(wrong, 12, 400, "text3"), gap=8
            )
            share = (row[3] or 0) / fastest if fastest > 1 else row[1] / (report.rows[0][1] or 1)
            line = VBox(head, Bar(share), gap=4)
            line.setAccessibleName(f"{row[0]}, {pace}, {wrong}")
            self.speed.add(RowLink(line, f"reports.picking.{at}", lambda: self._open("picking")))
        if not report.rows:
            self.speed.add(Label(_("Nobody picked in this period."), 13, 400, "text3"))
        clear(self.advice.box)
        for one in advice[:2]:
            self.advice.add(self._advice(one))

    def _row(self, line: QWidget, report: Any, at: int, otherwise: str) -> QWidget:
        """A line that leads to its record, or to the rows of a report when it stands for several."""
        link = report.links[at] if at < len(report.links) else None

        def go_on() -> None:
            if link is not None:
                self._open_record(*link)
            else:
                self._open(otherwise)

        return RowLink(line, f"reports.{report.name}.{at}", go_on)

    def _advice(self, one: Any) -> QWidget:
        from ui.common.boxes import ClickCard

        words_ = VBox(
            Label(one.sentence, 13, 600, "accent_text", elide=True),
            Label(one.evidence, 12, 400, "text2", elide=True),
            gap=0,
        )
        card = ClickCard(
            HBox(Icon("lightbulb-filament", 18, "accent_text"), (words_, 1), gap=10), on_click=lambda: self._open_advice(one),
            name=f"reports.advice.{one.kind}", accessible=f"{one.sentence}. {one.evidence}", pad=(8, 12),
        )  # fmt: skip
        card.set_look("accent_tint", "accent_edge")
        theme().set_tip(card, one.evidence)
        return card

    def _show_look(self, report: Any) -> None:
        clear(self.look.box)
        for at, row in enumerate(report.rows[:LOOK]):
            icon, token = LOOK_ICONS["warning" if row[5] else "plain"]
            amount = f"{row[2]}, {format_money(row[3])}" if row[3] else f"{row[2]}×"
            text = _("{what} by {name}").format(what=row[0], name=row[1])
            line = RowLine(Icon(icon, 18, token), text, amount, token="bad_text" if row[5] else "text2")
            self.look.add(self._row(line, report, at, "exception-list"))
        if not report.rows:
            self.look.add(Label(_("Nothing out of the ordinary."), 13, 400, "text3"))


def _running(found: dict[int, int], span: list[int], last: int) -> list[float | None]:
    """The running total at each hour, held where an hour had no sale, ending with the last one."""
    values: list[float | None] = []
    total = 0
    for hour in span:
        total = found.get(hour, total)
        values.append(total if hour <= last else None)
    return values


def _dash(token: str) -> QWidget:
    line = Box(token, radius=1)
    line.setFixedSize(18, 3)
    return line
