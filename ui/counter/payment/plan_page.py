"""Instalments in the payment sheet: how many months, each part with its day, and the checks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.payments import plan
from app.payments.plan import Offer
from ui.common.boxes import Divider, HBox, Panel, Scroll, VBox, clear
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.inputs import CheckBox
from ui.common.labels import Icon, Label, MoneyLabel
from ui.counter.payment.context import Context

YEAR_MS = 365 * clock.DAY_MS


ROW, LOW_ROW = 34, 27  # a part of the plan; closer while the customer signs below it


class PlanPage(QWidget):
    """Offers a plan over what is left; the first part is today's deposit.

    Signals:
        switched: another number of months, or the paper was looked at.
    """

    switched = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.count = next((count for count in context.months if count == 6), context.months[0] if context.months else 0)
        self.offer: Offer | None = None
        self._is_signed_here = False
        self._buttons = {
            count: Button(
                ngettext("{n} month", "{n} months", count).format(n=count), height=44, px=14,
                name=f"payment.months.{count}",
            ).grow()
            for count in context.months[:4]
        }  # fmt: skip
        for count, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, count=count: self.choose(count))
        self._told = Label("", 13, 500, "text2", align="right")
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(14, 6, 14, 6)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self._checks = HBox(gap=16)
        self.id_seen = CheckBox(_("ID seen"), "payment.field.id_seen")
        self.id_seen.toggled.connect(lambda _on: self.switched.emit())
        frame = Panel("surface", (Scroll(self._table, name="payment.plan"), 1), edge="border", radius=10, gap=0)
        whole = VBox(
            HBox(Label(_("Pay in instalments"), 18, 600), None, self._told, gap=8),
            HBox(*((button, 1) for button in self._buttons.values()), gap=8), (frame, 1), self._checks, gap=10,
        )  # fmt: skip
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(whole)
        self._show_checks()

    # -- the offer

    def choose(self, count: int) -> None:
        """Another number of months."""
        self.count = count
        self.switched.emit()

    def show_offer(self, total_minor: int, taken: Offer | None = None) -> str:
        """Work the plan out anew for what is left; returns why there is none."""
        problem = ""
        try:
            self.offer = taken or plan.offer(total_minor, self.count, self._context.today)
        except plan.PlanRefused as refusal:
            self.offer, problem = None, str(refusal)
        for count, button in self._buttons.items():
            button.set_kind("tint" if count == self.count else "default")
            button.setEnabled(taken is None)
        words = ngettext("{amount} over {n} month · 0% interest", "{amount} over {n} months · 0% interest", self.count)
        shown = sum(part.amount_minor for part in self.offer.parts) if self.offer else total_minor
        self._told.set_text(problem or words.format(amount=format_money(shown), n=self.count))
        self._show_parts()
        return problem

    def _show_parts(self) -> None:
        clear(self._grid)
        tall = LOW_ROW if self._is_signed_here else ROW
        for column, title in enumerate(("#", _("Due"), _("How"), _("Amount"))):
            label = Label(title, 12, 600, "text3", align="right" if column == 3 else "left")
            label.setFixedHeight(tall - 2)
            self._grid.addWidget(label, 0, column)
        days = _("Reminder by SMS or e-mail before")
        for row, part in enumerate(self.offer.parts if self.offer else (), 1):
            first = row == 1
            day = (
                _("Today, {day}").format(day=clock.format_day(part.due_on)) if first else clock.format_day(part.due_on)
            )
            how: QWidget = Chip(_("Deposit, now"), "ok") if first else Label(days, 13, 400, "text2", elide=True)
            self._grid.addWidget(Divider(), row * 2 - 1, 0, 1, 4)
            number = Label(str(part.no), 13, 400, "text3")
            number.setFixedHeight(tall)
            self._grid.addWidget(number, row * 2, 0)
            self._grid.addWidget(Label(day, 14, 600 if first else 400), row * 2, 1)
            self._grid.addWidget(how, row * 2, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(MoneyLabel(part.amount_minor, 14, 600), row * 2, 3)
        self._grid.setRowStretch(100, 1)

    def _show_checks(self) -> None:
        known: Any = self._context.standing
        if known is None:
            return
        years = max(0, (clock.now_ms() - known.since_at) // YEAR_MS)
        since = (
            ngettext("Customer for {n} year", "Customer for {n} years", years).format(n=years)
            if years
            else _("New customer")
        )
        for fits, words in ((years > 0, since), (not known.late_minor, _("No overdue payments")),
                            (bool(known.phone), _("Phone known"))):  # fmt: skip
            icon, token = ("check-circle-fill", "ok_text") if fits else ("warning-circle-fill", "warn_text")
            self._checks.add(HBox(Icon(icon, 18, token), Label(words, 13, 500), gap=6))
        self._checks.add(None)
        self._checks.add(self.id_seen)

    def parts_later(self) -> int:
        """In how many parts the rest is paid."""
        return len(self.offer.later) if self.offer else 0

    def make_room(self, is_signed_here: bool) -> None:
        """The customer signs below: the parts stand closer."""
        if is_signed_here != self._is_signed_here:
            self._is_signed_here = is_signed_here
            self._show_parts()

    def terms(self) -> list[str]:
        """The plan in words for the customer, line by line."""
        if self.offer is None:
            return []
        lines = [_("Today: {amount}").format(amount=format_money(self.offer.deposit_minor))]
        lines += [f"{clock.format_day(part.due_on)}: {format_money(part.amount_minor)}" for part in self.offer.later]
        return [*lines, _("No interest. The rest may be paid earlier at any time.")]
