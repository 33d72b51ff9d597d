"""The quiet pages of a till: closed, with the float to open it; open, with its cash moves; and the shifts before."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Card, Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.inputs import MoneyField
from ui.common.labels import Label, MoneyLabel
from ui.common.table import Cell, Column, LiveTable
from ui.payments import words


class PastShifts(Card):
    """Closed shifts with their Z numbers and differences; `print_wanted` asks for a copy of a Z report."""

    print_wanted = Signal(object)

    def __init__(self, name: str) -> None:
        self.table = LiveTable(_shift_columns(), name, row_height=46, in_card=True, accessible=_("Closed shifts"))
        self.table.set_empty(EmptyState("receipt", _("No shift was closed yet"), ""))
        again = Button(_("Print Z again"), icon="printer", key="F10", height=36, name=f"{name}.print")
        head = HBox(Label(_("Closed shifts"), 15, 600), None, again, margins=(8, 10, 8, 16))
        super().__init__(head, Divider(), (self.table, 1), pad=1, gap=0)
        again.clicked.connect(self.print_current)
        self.table.opened.connect(self.print_wanted.emit)

    def show_rows(self, rows: list[Any]) -> None:
        """Show the closed shifts, the newest first."""
        self.table.set_rows(rows)
        if self.table.current() is None:
            self.table.select_at(0)

    def print_current(self) -> None:
        """Ask for a copy of the chosen Z report."""
        row = self.table.current()
        if row is not None:
            self.print_wanted.emit(row)


def _shift_columns() -> list[Column]:
    return [
        Column(_("Shift"), _shift_words, None, kind="two"),
        Column(_("Closed"), _closed_words, 108, kind="two"),
        Column(_("Z"), lambda row: row.z_number, 30, kind="number"),
        Column("", lambda row: (words.difference_text(row.difference_minor), words.difference_tone(row.difference_minor), ""),
               104, kind="chip"),
    ]  # fmt: skip


def _shift_words(row: Any) -> Cell:
    return Cell(f"{row.id} · {row.station}", row.opened_name)


def _closed_words(row: Any) -> Cell:
    """When, and by whom where it was somebody else."""
    when = words.short_moment(row.closed_at) if row.closed_at else "–"
    return Cell(when, "" if row.closed_name == row.opened_name else row.closed_name, token="text2", weight=400)


class ClosedPage(QWidget):
    """No shift: count the float and open. Signal: finished: F9."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift.closed")
        self._title = Label(_("Open this till"), 24, 600, name="shift.title")
        self.float = MoneyField(
            _("Float in the drawer"), name="shift.field.float", height=56, px=24,
            help=_("It comes out of the safe. Count it before you type it."),
        )  # fmt: skip
        self.primary = Button(_("Open shift"), kind="primary", key="F9", height=60, px=18, name="shift.primary")
        self.primary.clicked.connect(self.finished.emit)
        self.float.submitted.connect(self.finished.emit)
        self.float.changed.connect(self._say)
        self._last = Label("", 13, 400, "text2", wrap=True)
        card = Card(self.float, self._last, HBox(None, self.primary), pad=20, gap=14)
        self.past = PastShifts("shift.past")
        self._proposed: int | None = None
        told = Label(_("Selling for cash needs an open till."), 14, 400, "text2")
        fill(QVBoxLayout(self), (VBox(self._title, told, gap=2), card, (self.past, 1)), (18, 20, 16, 20), 14)
        self._say()

    def show_day(self, day: Any) -> None:
        """Propose the float that this till was left with, unless somebody typed another one."""
        self.past.show_rows(day.past)
        last = day.last
        if last is not None and self.float.minor() == self._proposed:
            self._proposed = last.float_minor
            self.float.set_minor(self._proposed)
        self._last.set_text(
            _("Last closed by {name}, {time}, with Z report {number}.").format(
                name=last.closed_name, time=words.short_moment(last.closed_at), number=last.z_number
            )
            if last is not None
            else _(
                "This is the first shift of this till. Count what lies in the drawer and type it; 0 when it is empty."
            )
        )

    def _say(self) -> None:
        minor = self.float.minor()
        self.primary.set_text(_("Open shift with {amount}").format(amount=format_money(minor)) if minor is not None else
                              _("Open shift"))  # fmt: skip


class OpenPage(QWidget):
    """An open till. Signals: finished: F9 counts it; cash_wanted: F8; tips_wanted: T; report_wanted: X."""

    finished = Signal()
    cash_wanted = Signal()
    tips_wanted = Signal()
    report_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift.open")
        self._title = Label("", 24, 600, name="shift.title")
        self._told = Label("", 14, 400, "text2")
        self.moves = LiveTable(_move_columns(), "shift.moves", row_height=46, in_card=True, accessible=_("Cash moves"))
        self.moves.set_empty(EmptyState("tray", _("No cash moved without a sale"), _("F8 takes cash in or out.")))
        self.past = PastShifts("shift.past")
        moves = Card(HBox(Label(_("Cash in and out"), 15, 600), None, margins=(12, 16)), Divider(), (self.moves, 1), pad=1,
                     gap=0)  # fmt: skip
        self._float = MoneyLabel(0, 28, 600, align="left", name="shift.float")
        cash = self._button(_("Cash in / out"), "arrows-left-right", "F8", "cash", self.cash_wanted)
        self._tips = self._button(_("Pay out tips"), "heart", "T", "tips", self.tips_wanted)
        report = self._button(_("X report"), "receipt", "X", "x_report", self.report_wanted)
        self.primary = Button(_("Count and close"), kind="primary", key="F9", height=60, px=18, name="shift.primary")
        self.primary.clicked.connect(self.finished.emit)
        foot = Panel("surface", VBox(Label(_("Float"), 14, 500, "text2"), self._float, gap=0), None, cash, self._tips, report,
                     self.primary, edge="border", radius=10, row=True, margins=(12, 20), gap=12)  # fmt: skip
        body = HBox((moves, 1), (self.past, 1), gap=16)
        head = VBox(self._title, self._told, gap=2)
        fill(QVBoxLayout(self), (head, (body, 1), foot), (18, 20, 16, 20), 14)

    def _button(self, text: str, icon: str, key: str, what: str, signal: Any) -> Button:
        button = Button(text, icon=icon, key=key, height=60, px=16, name=f"shift.button.{what}")
        button.clicked.connect(lambda: signal.emit())
        return button

    def show_day(self, day: Any) -> None:
        """Show float and moves; sums of sales are left to the X report."""
        self.past.show_rows(day.past)
        if day.shift is None:
            return
        self._title.set_text(_("The till is open"))
        told = _("{name} opened it, {time}.").format(
            name=day.shift.opened_name, time=words.short_moment(day.shift.opened_at)
        )
        if day.shift.holder_name:
            told += " " + _("{name} has taken it over.").format(name=day.shift.holder_name)
        self._told.set_text(told)
        self._float.set_minor(day.shift.float_minor)
        self._tips.setVisible(bool(day.tips_minor))
        self.moves.set_rows(day.moves)


def _move_columns() -> list[Column]:
    return [
        Column(_("When"), lambda row: Cell(words.short_moment(row.made_at), token="text2"), 70),
        Column(_("What"), _move_words, None, kind="two"),
        Column(_("Amount"), lambda row: row.amount_minor or None, 90, kind="money"),
    ]


def _move_words(row: Any) -> Cell:
    return Cell(words.move_word(row.kind), f"{row.reason} · {row.who_name}", icon=words.move_icon(row.kind))
