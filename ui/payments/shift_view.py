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
from ui.payments.closing import Closing
from ui.payments.day_pages import ClosedPage, OpenPage
from ui.payments.side import OpenThings, ShiftSide
from ui.payments.tips_sheet import pay_out_tips

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Day(NamedTuple):
    """What the pages are drawn from."""

    shift: Any
    station: str
    moves: list[Any]
    past: list[Any]  # of all tills
    things: OpenThings
    tips_minor: int = 0  # owed to the staff
    foreign: tuple[str, ...] = ()  # currencies that the till takes
    last: Any = None  # how this till was left


def load_day(station: str) -> Day:
    """The shift of a till, its moves, what is open on it, and the shifts before; on the reader."""
    from app.core import outbox
    from app.payments.foreign import rates
    from app.payments.queries import cards_open, cash_moves, last_close, shifts
    from app.payments.till import current_shift
    from app.payments.tips import tips_owed
    from app.payments.totals import open_tickets
    from app.staff.queries import stations

    shift = current_shift(station)
    names = {row.code: row.name for row in stations()}
    things = OpenThings(open_tickets(station), len(cards_open(station)), outbox.waiting(station))
    closed = (row for row in shifts(60) if row.state == "closed")
    past = [row._replace(station=names.get(row.station, row.station)) for row in closed]
    moves = cash_moves(shift.id) if shift else []
    owed = sum(row.amount_minor for row in tips_owed()) if shift else 0
    foreign = tuple(rate.currency for rate in rates())
    moved = list(reversed(moves))
    return Day(shift, names.get(station, station), moved, past, things, owed, foreign, last_close(station))


class ShiftView(QWidget):
    """Signal: keys_changed: another page or another selection."""

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.day: Day | None = None
        self.setObjectName("shift.page")
        self.side = ShiftSide()
        self.closed, self.open = ClosedPage(), OpenPage()
        self.closing = Closing(desk, self)
        self.count, self.compare, self.bank = self.closing.count, self.closing.compare, self.closing.bank
        self._pages = QStackedWidget()
        unread = QWidget()  # until the day was read: no till is called closed that may be open
        for page in (unread, self.closed, self.open, self.count, self.compare, self.bank):
            self._pages.addWidget(page)
        fill(QVBoxLayout(self), (HBox(self.side, Divider(upright=True), (self._pages, 1), gap=0),), 0, 0)
        self.side.show_wanted.connect(self._show_open_thing)
        self.closed.finished.connect(self.open_till)
        self.open.finished.connect(self.closing.begin)
        self.open.cash_wanted.connect(self.ask_cash)
        self.open.tips_wanted.connect(self.ask_tips)
        self.open.report_wanted.connect(self.ask_report)
        self.closing.turned.connect(self._on_turn)
        self.closing.ended.connect(self.refresh)
        self.closing.weighs.connect(self.keys_changed)
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
        self.closing.show_day(day, is_counting=is_counting)
        self.side.show_shift(day.shift, day.station, is_closing=is_counting)
        self.side.show_open(day.things)
        self.closed.show_day(day)
        self.open.show_day(day)
        self._turn()
        if self.page is not before and self.isVisible():
            self.focus()
        self.keys_changed.emit()

    def _turn(self) -> None:
        if self.day is None:
            return
        shift = self.day.shift
        if shift is None:
            page: QWidget = self.closed
        elif shift.state == "open":
            page = self.open
        else:
            page = self.closing.page
        self._pages.setCurrentWidget(page)
        self.side.show_step(self.closing.step)

    def _on_turn(self) -> None:
        self._turn()
        self.focus()
        self.keys_changed.emit()

    def _show_open_thing(self, where: str) -> None:
        if where == "tickets":
            self.closing.show_tickets()
        else:
            self._desk.go(where)

    def focus(self) -> None:
        """Put the focus where work goes on."""
        if self.day is None:
            return
        if self.page is self.closed:
            self.closed.float.focus()
        elif self.page is self.open:
            self.open.primary.setFocus()
        else:
            self.closing.focus()

    def keys(self) -> list[Key]:
        """The keys of the page that is shown."""
        page = self.page
        if self.day is None:
            return []
        if page is self.closed:
            return [
                Key("F9", _("Open shift"), self.open_till), Key("F10", _("Print Z again"), self.closed.past.print_current),
                Key("Ctrl+W", _("Why this Z"), self.ask_why_z, False),
            ]  # fmt: skip
        if page is self.open:
            return [
                Key("F8", _("Cash in / out"), self.ask_cash), Key("T", _("Pay out tips"), self.ask_tips),
                Key("X", _("X report"), self.ask_report),
                Key("F9", _("Count and close"), self.closing.begin),
                Key("F10", _("Print Z again"), self.open.past.print_current),
                Key("W", _("Why these totals"), self.ask_why), Key("Ctrl+W", _("Why this Z"), self.ask_why_z, False),
            ]  # fmt: skip
        return self.closing.keys()

    # -- acts

    def open_till(self) -> None:
        """F9 on the closed till: begin the day with its float."""
        from ui.payments.float_sheet import open_with

        minor = self.closed.float.minor()
        if minor is None:
            self.closed.float.set_error(_("Count the float and type it."))
            self.closed.float.focus()
            return

        def told(_shift: int) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("The till is open with {amount}").format(amount=format_money(minor)))
            self.refresh()

        open_with(self._desk, self, minor, told)

    def ask_cash(self) -> None:
        """F8: cash in or out without a sale."""
        CashSheet(self._desk, self).open_ready()

    def ask_tips(self) -> None:
        """T: tips go to whom they belong."""
        pay_out_tips(self._desk, self)

    def ask_report(self) -> None:
        """The totals so far."""
        show_x_report(self._desk, self)

    def ask_why(self) -> None:
        """W: the figures of the open shift, each with the rows that made it."""
        from ui.payments.why_shift import ask_why

        if self.day is not None and self.day.shift is not None:
            ask_why(self._desk, self, self.day.shift.id)

    def ask_why_z(self) -> None:
        """Ctrl+W: the same of the chosen closed shift."""
        from ui.payments.why_shift import ask_why

        past = self.closed.past if self.page is self.closed else self.open.past
        row = past.table.current()
        if row is not None:
            ask_why(self._desk, self, row.id)

    def print_z(self, row: Any) -> None:
        """Print the Z report of a closed shift again."""
        from app.documents.house_papers import print_z_again

        said = _("Z report {number} is in the print queue").format(number=row.z_number)
        self._desk.write(self, print_z_again, row.id, done=lambda _wish: self._desk.toast(said), once=True)
