"""A till's day: opened with its float, cash moves while it is open, counted blind, compared, closed with its Z."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Divider, HBox, fill
from ui.common.keys import Key
from ui.payments.cash_sheet import CashSheet, show_x_report
from ui.payments.compare_page import ComparePage
from ui.payments.count_page import CountPage
from ui.payments.day_pages import ClosedPage, OpenPage
from ui.payments.side import CLOSE, COMPARE, COUNT, EXPLAIN, OpenThings, ShiftSide

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Day(NamedTuple):
    """What the pages are drawn from."""

    shift: Any
    station: str
    moves: list[Any]
    past: list[Any]
    things: OpenThings


def load_day(station: str) -> Day:
    """The shift of a till, its moves, what is open on it, and the shifts before; on the reader."""
    from app.core import outbox
    from app.core.events import ask
    from app.payments.queries import cards_open, cash_moves, shifts
    from app.payments.till import current_shift
    from app.payments.totals import OpenTickets
    from app.staff.queries import stations

    shift = current_shift(station)
    names = {row.code: row.name for row in stations()}
    tickets = sum(ask(OpenTickets(station)))
    things = OpenThings(tickets, len(cards_open(station)), outbox.waiting(station))
    past = [row for row in shifts(60) if row.state == "closed"]
    moves = cash_moves(shift.id) if shift else []
    return Day(shift, names.get(station, station), list(reversed(moves)), past, things)


class ShiftView(QWidget):
    """Signal: keys_changed: another page or another selection."""

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.day: Day | None = None
        self._compares = False
        self._is_busy = False
        self.setObjectName("shift.page")
        self.side = ShiftSide()
        self.closed, self.open = ClosedPage(), OpenPage()
        self.count, self.compare = CountPage(), ComparePage()
        self._pages = QStackedWidget()
        for page in (self.closed, self.open, self.count, self.compare):
            self._pages.addWidget(page)
        fill(QVBoxLayout(self), (HBox(self.side, Divider(upright=True), (self._pages, 1), gap=0),), 0, 0)
        self.side.show_wanted.connect(lambda where: desk.go(where))
        self.closed.finished.connect(self.open_till)
        self.open.finished.connect(self.begin_count)
        self.open.cash_wanted.connect(self.ask_cash)
        self.open.report_wanted.connect(self.ask_report)
        self.count.finished.connect(self.finish_count)
        self.compare.finished.connect(self.close_till)
        self.compare.again.connect(self.count_again)
        for page in (self.closed, self.open):
            page.past.print_wanted.connect(self.print_z)
            page.past.table.chosen.connect(lambda _row: self.keys_changed.emit())

    # -- what is shown

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._pages.currentWidget()

    def refresh(self) -> None:
        """Read the till's day anew."""
        station = self._desk.station
        self._desk.read(self, lambda: load_day(station), self._show, merge="shift")

    def _show(self, day: Day) -> None:
        before = self.page
        self.day = day
        self._desk.shift = day.shift
        self._desk.shift_changed.emit()
        is_counting = day.shift is not None and day.shift.state == "counting"
        self._compares = self._compares and is_counting
        self.side.show_shift(day.shift, day.station, is_closing=is_counting)
        self.side.show_open(day.things)
        self.closed.show_day(day)
        self.open.show_day(day)
        self._turn()
        if self.page is not before and self.isVisible():
            self.focus()
        self.keys_changed.emit()

    def _turn(self) -> None:
        shift = self.day.shift if self.day is not None else None
        if shift is None:
            page: QWidget = self.closed
        elif shift.state == "open":
            page = self.open
        else:
            page = self.compare if self._compares else self.count
        self._pages.setCurrentWidget(page)
        step = COUNT
        if page is self.compare:
            step = EXPLAIN if self.compare.needs_reason() else CLOSE
            step = COMPARE if self._is_busy else step
        self.side.show_step(step)

    def focus(self) -> None:
        """Put the focus where work goes on."""
        if self.page is self.closed:
            self.closed.float.focus()
        elif self.page is self.open:
            self.open.primary.setFocus()
        elif self.page is self.count:
            self.count.focus_next()
        else:
            self.compare.focus_next()

    def keys(self) -> list[Key]:
        """The keys of the page that is shown."""
        page = self.page
        if page is self.closed:
            return [
                Key("F9", _("Open shift"), self.open_till), Key("F10", _("Print Z again"), self.closed.past.print_current),
            ]  # fmt: skip
        if page is self.open:
            return [
                Key("F8", _("Cash in / out"), self.ask_cash), Key("X", _("X report"), self.ask_report),
                Key("F9", _("Count and close"), self.begin_count),
                Key("F10", _("Print Z again"), self.open.past.print_current),
            ]  # fmt: skip
        if page is self.count:
            return [
                Key("F4", _("Go on selling"), self.cancel_count), Key("F9", _("Finish count"), self.finish_count),
                Key("Esc", _("Leave, keep numbers"), self.leave_count),
            ]  # fmt: skip
        return [
            Key("F4", _("Go on selling"), self.cancel_count),
            Key("F6", _("Count again"), self.count_again),
            Key("F9", _("Close shift"), self.close_till),
            Key("Esc", _("Leave"), self.leave_count, False),
        ]

    # -- acts

    def open_till(self) -> None:
        """F9 on the closed till: begin the day with its float."""
        from app.payments.shift import open_shift

        minor = self.closed.float.minor()
        if minor is None:
            self.closed.float.set_error(_("Count the float and type it."))
            self.closed.float.focus()
            return

        def told(_shift: int) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("The till is open with {amount}").format(amount=format_money(minor)))
            self.refresh()

        self._desk.write(self, open_shift, minor, done=told)

    def ask_cash(self) -> None:
        """F8: cash in or out without a sale."""
        CashSheet(self._desk, self).open_ready()

    def ask_report(self) -> None:
        """The totals so far."""
        show_x_report(self._desk, self)

    def print_z(self, row: Any) -> None:
        """Print the Z report of a closed shift again."""
        from app.documents.house_papers import print_z_again

        said = _("Z report {number} is in the print queue").format(number=row.z_number)
        self._desk.write(self, print_z_again, row.id, done=lambda _wish: self._desk.toast(said))

    def begin_count(self) -> None:
        """F9 on the open till: selling stops here, the drawer is counted."""
        from app.payments.shift import begin_count

        self._desk.write(self, begin_count, done=lambda _shift: self.refresh())

    def cancel_count(self) -> None:
        """Go on selling; the numbers stay for the next count."""
        from app.payments.shift import cancel_count

        def told(_shift: int) -> None:
            self._compares = False
            self._desk.toast(_("The till is open again"))
            self.refresh()

        self._desk.write(self, cancel_count, done=told)

    def leave_count(self) -> None:
        """Esc: to the Sell tab; the count stays as it is."""
        self._desk.go("sell" if self._desk.actor and self._desk.actor.role != "warehouse" else "orders")

    def finish_count(self) -> None:
        """F9 on the count: only now the books are read and shown beside it."""
        if not self.count.is_begun():
            self._desk.feedback("wrong")
            self._desk.window.notice.refuse(_("Count the drawer first; an empty drawer has a 0 in one field."))
            self.count.focus_next()
            return
        if not self.count.slips.check() or self.day is None or self.day.shift is None:
            self.count.slips.focus()
            return
        shift_id = self.day.shift.id

        def load() -> Any:
            from app.payments.totals import shift_totals

            return shift_totals(shift_id)

        self._desk.read(self, load, self._compare, urgent=True)

    def _compare(self, totals: Any) -> None:
        actor = self._desk.actor
        limit = actor.limit("till_difference_minor") if actor is not None else 0
        self.compare.show_totals(totals, self.count.counted_minor(), self.count.card_minor(), limit)
        self._compares = True
        self._turn()
        self._desk.feedback("attention" if self.compare.needs_reason() else "ok")
        self.focus()
        self.keys_changed.emit()

    def count_again(self) -> None:
        """F6: the drawer is counted once more; the log keeps that it was."""
        from app.payments.shift import begin_count, cancel_count

        self._compares = False

        def begun(_shift: int) -> None:
            self.refresh()
            self.focus()

        def cancelled(_shift: int) -> None:
            self._desk.write(self, begin_count, done=begun)

        self._desk.write(self, cancel_count, done=cancelled)

    def close_till(self) -> None:
        """F9 on the comparison: book the difference, close, print the Z report."""
        from app.payments.close import close_shift

        if self._is_busy:
            return
        if self.compare.needs_reason() and not self.compare.reason.text():
            self._desk.feedback("wrong")
            self.compare.reason.set_error(_("Say what is known about the difference."))
            self.compare.reason.focus()
            return
        self._is_busy = True
        self._desk.write(
            self, close_shift, self.compare.counted(), self.count.pieces(), self.compare.reason.text(),
            done=self._closed, failed=self._refused,
        )  # fmt: skip

    def _closed(self, answer: Any) -> None:
        self._is_busy = False
        self._compares = False
        self.count.clear()
        self.compare.reason.clear()
        self._desk.feedback("done")
        told = _("Shift {shift} is closed with Z report {number}").format(shift=answer.shift_id, number=answer.z_number)
        self._desk.toast(told)
        self.refresh()

    def _refused(self, error: BaseException | None = None) -> None:
        self._is_busy = False
        if error is None:
            return
        if self.compare.reason.isVisible():
            self.compare.reason.set_error(str(error))
        self._desk.explain(error)
