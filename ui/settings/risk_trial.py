"""The trial of the risk rules: a slider that shows on past orders what a limit would have held, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Card, Divider, HBox, Panel, VBox
from ui.common.buttons import Button, Link
from ui.common.choices import Segmented
from ui.common.inputs import ComboField
from ui.common.labels import Label
from ui.common.line_chart import LineChart, Series
from ui.common.sheet import Sheet
from ui.common.slider import Slider
from ui.common.table import Cell, Column, LiveTable

if TYPE_CHECKING:
    from ui.settings.risk_page import RiskPage

ALL = "all"
COUNTS = (250, 1_000, 5_000)


class TrialCard(Card):
    """Chooses a rule, moves its limit over past orders, and takes the limit on."""

    def __init__(self, page: RiskPage) -> None:
        from app.review.rules import RULES, Unit

        self._page, self._play, self._steps, self._asked = page, None, [], 0
        self._orders: list[Any] = []
        self._rules: dict[str, Any] = {}
        self._hold_from = 0
        with_limit = [(code, _(rule.title)) for code, rule in RULES.items() if rule.unit != Unit.NONE]
        self.rule = ComboField(_("Rule"), [(ALL, _("All rules: points from which an order stops")), *with_limit],
                               "setup.trial.rule")  # fmt: skip
        self.scope = Segmented(
            [("together", _("With all rules")), ("alone", _("This rule alone"))], "setup.trial.scope", px=12
        )
        self.count = Segmented([(str(n), f"{n:,}") for n in COUNTS], "setup.trial.count", str(COUNTS[1]), px=12)
        self.slider = Slider("setup.trial.slider", _("Limit"))
        self.limit = Label("", 20, 600, name="setup.trial.limit")
        self.held = _Figure(_("would have been held"), "setup.trial.held")
        self.bad = _Figure(_("of them went wrong"), "setup.trial.bad", "bad_text")
        self.good = _Figure(_("good ones held up"), "setup.trial.good", "warn_text")
        self.missed = _Figure(_("went wrong and were let go"), "setup.trial.missed")
        self.chart = LineChart("setup.trial.chart", title=_("Orders held at each limit"), height=180)
        self.take = Button(_("Use this limit"), kind="primary", key="F9", height=40, name="setup.primary")
        self.show_orders = Link(_("Show the orders"), "setup.trial.orders")
        self._said = Label("", 13, 400, "text2", wrap=True, name="setup.trial.said")
        head = HBox(Label(_("What a limit would have held"), 15, 600), None,
                    Label(_("Last orders"), 12, 400, "text3"), self.count, gap=10)  # fmt: skip
        figures = HBox((self.held, 1), (self.bad, 1), (self.good, 1), (self.missed, 1), gap=12)
        legend = HBox(None, Label(_("Held although good"), 12, 600, "accent_text"),
                      Label(_("Held and went wrong"), 12, 600, "bad_text"), gap=16)  # fmt: skip
        super().__init__(
            head, HBox((self.rule, 3), (VBox(None, self.scope, 3, gap=0), 2), gap=16), legend, self.chart,
            HBox((self.slider, 1), self.limit, gap=16), figures,
            HBox((self._said, 1), self.show_orders, self.take, gap=16), gap=12, name="setup.trial",
        )  # fmt: skip
        self.rule.changed.connect(self._compute)
        self.scope.chosen.connect(lambda _key: self._compute())
        self.count.chosen.connect(lambda _key: self.load())
        self.slider.valueChanged.connect(lambda _at: self._show())
        self.take.clicked.connect(self.use_limit)
        self.show_orders.clicked.connect(self._open_orders)

    # -- reading and computing, off the window's thread

    def load(self) -> None:
        """Read the past orders and the rules that hold, then compute."""
        newest = int(self.count.current())

        def read() -> Any:
            from app.core import settings
            from app.review.past import past_orders
            from app.review.rules import active_rules

            return past_orders(newest), active_rules(), settings.read("review.hold_from")

        def got(found: Any) -> None:
            self._orders, self._rules, self._hold_from = found
            self._compute()

        self._page.read(read, got, "trial")

    def _compute(self) -> None:
        """Put the chosen limit in play; a newer choice makes the running one stop."""
        self._asked += 1
        mine, code, alone = self._asked, str(self.rule.current()), self.scope.current() == "alone"
        orders, rules, hold_from = self._orders, self._rules, self._hold_from
        self.scope.setVisible(code != ALL)

        def play() -> Any:
            from app.review import past

            if code == ALL:
                return past.play_points(orders, rules, lambda: self._asked == mine)
            if alone:
                return past.play_alone(orders, code)
            return past.play_together(orders, code, rules, hold_from, lambda: self._asked == mine)

        def got(found: Any) -> None:
            if found is not None and self._asked == mine:
                self._put(found)

        self._page.read(play, got, "trial.play")

    def _limit_now(self) -> int:
        from app.review.rules import RULES

        code = str(self.rule.current())
        if code == ALL:
            return self._hold_from
        return self._rules[code].limit if code in self._rules else RULES[code].limit

    def _put(self, play: Any) -> None:
        self._play, limit = play, self._limit_now()
        self._steps = play.steps(limit)
        at = {step: place for place, step in enumerate(self._steps)}
        marks = [(at[value], bad) for value, _order, bad, _speaks in play.depends if value in at]
        self.slider.blockSignals(True)
        self.slider.set_steps(len(self._steps), marks)
        self.slider.setValue(at[limit])
        self.slider.blockSignals(False)
        trials = [play.at(step) for step in self._steps]
        self.chart.set_series(
            [self._words(step) for step in self._steps],
            [Series(_("Held although good"), [trial.held_good for trial in trials]),
             Series(_("Held and went wrong"), [trial.held_wrong for trial in trials], "other", "bad_text")],
            axis=lambda value: f"{value:g}" if value == int(value) else "",
        )  # fmt: skip
        self._show()

    # -- what is shown

    def _words(self, step: int) -> str:
        from app.review.rules import RULES, Unit

        code = str(self.rule.current())
        if code == ALL:
            return _("{n} points").format(n=step)
        unit = RULES[code].unit
        if unit == Unit.MONEY:
            return format_money(step)
        if unit == Unit.PERCENT:
            return f"{step / 100:g}%"
        if unit == Unit.MINUTES:
            return clock.format_span(step * clock.MINUTE_MS)
        words = {Unit.TIMES: _("{n} times"), Unit.ORDERS: _("{n} orders"), Unit.CARDS: _("{n} cards"),
                 Unit.PIECES: _("{n} pieces"), Unit.KM: _("{n} km")}  # fmt: skip
        return words[unit].format(n=step)

    def _step(self) -> int | None:
        return self._steps[self.slider.value()] if self._steps else None

    def _show(self) -> None:
        step = self._step()
        if self._play is None or step is None:
            return
        trial = self._play.at(step)
        self.limit.set_text(self._words(step))
        self.slider.setAccessibleDescription(self._words(step))
        share = f"{trial.held * 100 / max(trial.orders, 1):.1f}%"
        self.held.set_figure(str(trial.held), _("{share} of {orders} orders").format(share=share, orders=trial.orders))
        self.bad.set_figure(str(trial.held_wrong), _("of {n} that did").format(n=trial.wrong))
        self.good.set_figure(str(trial.held_good), "")
        self.missed.set_figure(str(trial.wrong - trial.held_wrong), "")
        self.take.setEnabled(step != self._limit_now())
        said = _("Now {limit}. Of the last {orders} orders {held} would have been held, {bad} of them went wrong.")
        told = said.format(
            limit=self._words(self._limit_now()), orders=trial.orders, held=trial.held, bad=trial.held_wrong
        )
        self._said.set_text(told if trial.orders else _("No order was looked at yet. Come back when some were placed."))
        self.chart.set_summary(told)
        self.chart.set_chosen(self.slider.value())

    def use_limit(self) -> None:
        """F9: the limit under the knob holds from now on."""
        step, code = self._step(), str(self.rule.current())
        if step is None or step == self._limit_now():
            return
        if code == ALL:
            self._page.set_hold_from(step)
        else:
            self._page.set_limit(code, step)

    def _open_orders(self) -> None:
        step = self._step()
        if self._play is not None and step is not None:
            held = set(self._play.at(step).held_ids)
            HeldSheet(self._page, [order for order in self._orders if order.order_id in held]).open()


class _Figure(Panel):
    """A large number with what it counts."""

    def __init__(self, title: str, name: str, token: str = "text") -> None:
        self._number = Label("–", 24, 600, token, name=name)
        self._title, self._detail = Label(title, 12, 500, "text2", wrap=True), Label("", 12, 400, "text3")
        super().__init__("sunken", self._number, self._title, self._detail, edge="border", radius=10, margins=12, gap=1)

    def set_figure(self, number: str, detail: str) -> None:
        """Show another number."""
        self._number.set_text(number)
        self._detail.set_text(detail)


class HeldSheet(Sheet):
    """The orders that would have been held, with how they ended; Enter opens one."""

    def __init__(self, page: RiskPage, orders: list[Any]) -> None:
        title = _("{n} orders would have been held").format(n=len(orders))
        super().__init__(page.desk.surface, title, width=760, height=620, name="setup.held", back_text=_("Close"))
        self._desk = page.desk
        self.table = LiveTable(
            [
                Column(_("Order"), lambda row: Cell(row.number), 90),
                Column(_("Customer"), lambda row: Cell(row.customer_name or _("Walk-in")), None),
                Column(_("Placed"), lambda row: Cell(clock.format_moment(row.placed_at), token="text2"), 150),
                Column(_("Total"), lambda row: Cell(format_money(row.total_minor)), 100, kind="number"),
                Column(_("Ended"), _end_cell, 170, kind="chip"),
            ],
            "setup.held.list", key=lambda row: row.order_id, accessible=title, in_card=True,
        )  # fmt: skip
        self.table.set_rows(orders)
        self.table.opened.connect(self._go)
        self.set_body((Card((self.table, 1), Divider(), pad=0, gap=0), 1))
        if orders:
            self.table.select_at(0)

    def _go(self, row: Any) -> None:
        self.reject()
        self._desk.open("order", row.order_id)


def _end_cell(row: Any) -> Cell:
    from app.review.past import WRONG_WORDS

    return Cell(_(WRONG_WORDS[row.wrong]), tone="bad") if row.wrong else Cell(_("well"), tone="ok")
