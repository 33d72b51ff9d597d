"""Instalments in the payment sheet: how many months, each part with its day, the checks, and the signature."""

from __future__ import annotations

import base64
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
from ui.common.signature import SignaturePad
from ui.counter.payment.context import Context

YEAR_MS = 365 * clock.DAY_MS


ROW, LOW_ROW = 34, 27  # a part of the plan; closer while the customer signs below it


class PlanPage(QWidget):
    """Offers a plan over what is left; the first part is today's deposit.

    Signals:
        switched: another number of months, or the signature came or went.
        wants_signature: the customer shall sign; carries the terms, line by line.
    """

    switched = Signal()
    wants_signature = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.count = next((count for count in context.months if count == 6), context.months[0] if context.months else 0)
        self.offer: Offer | None = None
        self.signature = ""
        self._display = False
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
        self._build_signature()
        frame = Panel("surface", (Scroll(self._table, name="payment.plan"), 1), edge="border", radius=10, gap=0)
        whole = VBox(
            HBox(Label(_("Pay in instalments"), 18, 600), None, self._told, gap=8),
            HBox(*((button, 1) for button in self._buttons.values()), gap=8), (frame, 1), self._checks,
            self._sign, self.pad, gap=10,
        )  # fmt: skip
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(whole)
        self._show_checks()

    def _build_signature(self) -> None:
        self._sign_title = Label("", 14, 600)
        self._sign_words = Label("", 12, 400, "text3", elide=True)
        self.chip = Chip("", "warn", "hourglass-medium", name="payment.signature")
        self._again = Button(_("Sign again"), kind="ghost", height=36, name="payment.button.sign_again")
        self._again.clicked.connect(self.ask_signature)
        self._sign = Panel(
            "sunken", Icon("pencil-line", 22, "accent_text"), (VBox(self._sign_title, self._sign_words, gap=2), 1),
            self._again, self.chip, edge="border", radius=10, row=True, margins=(10, 14), gap=12,
        )  # fmt: skip
        self.pad = SignaturePad("payment.pad", height=92, hint=_("Customer signs here"))
        self.pad.signed.connect(self._signed_here)
        self._sign.hide()
        self.pad.hide()

    # -- the offer

    def choose(self, count: int) -> None:
        """Another number of months; a signature holds for one plan only."""
        self.count = count
        self.forget_signature()
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
        tall = LOW_ROW if self.pad.isVisibleTo(self) else ROW
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

    # -- the signature

    @property
    def is_signed(self) -> bool:
        """Whether the customer signed, where the shop wants it."""
        here = not self._display and not self.pad.is_empty()
        return bool(self.signature) or here or not self._context.signs

    def show_signature(self, *, wanted: bool, on_display: bool) -> None:
        """Ask for the signature once the plan is part of the bill: on the customer display, else on this screen."""
        wanted = wanted and self._context.signs
        self._display = on_display
        self._sign.setVisible(wanted)
        signs = wanted and not on_display and not self.signature
        if signs != self.pad.isVisibleTo(self):
            self.pad.setVisible(signs)
            self._show_parts()
        if not wanted:
            return
        title = _("Customer signs on the display") if on_display else _("Customer signs on this screen")
        self._sign_title.set_text(title)
        self._sign_words.set_text(
            _("Terms are shown on the customer screen now") if on_display else _("The plan above is what is signed.")
        )
        if self.signature:
            self.chip.set_look(_("Signed"), "ok", "check-circle-fill")
        else:
            self.chip.set_look(_("Waiting for signature"), "warn", "hourglass-medium")
        self._again.setVisible(bool(self.signature))

    def ask_signature(self) -> None:
        """Have the customer sign, again if need be."""
        self.signature = ""
        self.pad.clear()
        self.wants_signature.emit(self.terms())
        self.switched.emit()

    def take_signature(self, picture: bytes) -> None:
        """The customer signed."""
        self.signature = base64.b64encode(picture).decode("ascii")
        self.switched.emit()

    def forget_signature(self) -> None:
        """Another plan: what was signed does not hold for it."""
        self.signature = ""
        self.pad.clear()

    def _signed_here(self, drawn: bool) -> None:
        # The pad tells of the first line; the picture is taken at F9, when the pen has rested.
        self.signature = self.signature if drawn else ""
        self.switched.emit()

    def take_pad(self) -> None:
        """Take what was drawn on this screen, if nothing was signed on the display."""
        if not self.signature and not self._display and not self.pad.is_empty():
            self.signature = base64.b64encode(self.pad.png_bytes()).decode("ascii")

    def terms(self) -> list[str]:
        """The plan in words for the customer, line by line."""
        if self.offer is None:
            return []
        lines = [_("Today: {amount}").format(amount=format_money(self.offer.deposit_minor))]
        lines += [f"{clock.format_day(part.due_on)}: {format_money(part.amount_minor)}" for part in self.offer.later]
        return [*lines, _("No interest. The rest may be paid earlier at any time.")]
