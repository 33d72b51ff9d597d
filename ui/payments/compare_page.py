"""After the count: what was counted beside what the books say, and a reason where they differ too much."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from app.core.money import format_money, round_div
from app.staff.roles import UNLIMITED
from ui.common.boxes import Banner, Card, HBox, Panel, Scroll, VBox, fill
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.table import Cell, Column, LiveTable
from ui.payments import words
from ui.payments.clues import Clues
from ui.theme import theme

ROW = 44
LOW = 660  # px


class Compared(NamedTuple):
    """One tender: `counted_minor` is None for what nobody counts."""

    tender: str
    times: int
    expected_minor: int
    counted_minor: int | None
    paper_minor: int | None = None  # what papers were counted as; they are looked at, and no money
    notes: str = ""  # of foreign cash, in its own currency

    @property
    def off_minor(self) -> int:
        """Counted less expected; nought for what is not counted."""
        return 0 if self.counted_minor is None else self.counted_minor - self.expected_minor


VOUCHERS, SLIPS = "vouchers", "pay_out_slips"


def compare(
    totals: Any, cash_minor: int, card_minor: int | None, vouchers: int | None = None, slips: int | None = None,
    foreign: tuple[tuple[str, int], ...] = (),
) -> list[Compared]:  # fmt: skip
    """Cash, card if its slips were added up, the other tenders as they are booked, and the papers that were counted.

    Foreign notes stand by currency, at what they were taken for.
    """
    rows = [Compared("cash", totals.tender_counts.get("cash", 0), totals.expected_cash_minor, cash_minor)]
    card = totals.tenders.get("card", 0)
    if card or card_minor is not None:
        rows.append(Compared("card", totals.tender_counts.get("card", 0), card, card_minor))
    for tender, minor in totals.tenders.items():
        if tender not in ("cash", "card", "foreign_cash"):
            rows.append(Compared(tender, totals.tender_counts.get(tender, 0), minor, None))
    rows += _foreign(totals, dict(foreign))
    if vouchers is not None:
        booked = totals.tenders.get("gift_card", 0)
        rows.append(Compared(VOUCHERS, totals.tender_counts.get("gift_card", 0), booked, None, vouchers))
    if slips is not None:
        rows.append(Compared(SLIPS, totals.pay_outs, totals.paid_out_minor + totals.tips_paid_minor, None, slips))
    return rows


def _foreign(totals: Any, counted: dict[str, int]) -> list[Compared]:
    """Counted or not, at what the notes were taken for."""
    rows = []
    for code, notes, worth in totals.foreign:
        seen = counted.get(code)
        ours = None if seen is None else round_div(seen * worth, notes)
        rows.append(Compared(f"foreign:{code}", 0, worth, ours, notes=format_money(notes, code)))
    return rows


class ComparePage(QWidget):
    """Signals: finished: F9; again: F6 counts once more; handed: F7 gives the drawer to somebody else."""

    finished = Signal()
    again = Signal()
    handed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift.compare")
        self._rows: list[Compared] = []
        self._limit = 0
        self.table = LiveTable(_columns(), "shift.compare.table", key="tender", row_height=ROW, in_card=True,
                               accessible=_("Counted and expected"))  # fmt: skip
        self._banner = Banner("check-circle-fill", "ok", "", name="shift.compare.banner")
        self._sums = Card(name="shift.compare.cash", pad=(12, 18), gap=4)
        self.reason = TextField(
            _("What is known about the difference"), name="shift.field.reason", icon="note-pencil", height=44,
            help=_("It goes on the Z report and into the log."),
        )  # fmt: skip
        self.reason.submitted.connect(self.finished.emit)
        self.clues = Clues()
        self._build()

    def _build(self) -> None:
        again = Button(_("Count again"), key="F6", height=60, px=17, name="shift.button.again")
        again.clicked.connect(self.again.emit)
        hand = Button(_("Hand over till"), key="F7", height=60, px=17, name="shift.button.hand_over")
        hand.clicked.connect(self.handed.emit)
        self.primary = Button(_("Bank and float"), kind="primary", key="F9", height=60, px=18, name="shift.primary")
        self.primary.clicked.connect(self.finished.emit)
        self._off = MoneyLabel(0, 40, 600, align="left", sign=True, name="shift.difference")
        self._told = Label(_("Difference"), 14, 500, "text2")
        foot = Panel("surface", VBox(self._told, self._off, gap=0), None, again, hand, self.primary, edge="border", radius=10,
                     row=True, margins=(12, 20), gap=12)  # fmt: skip
        title = Label(_("Compare with the books"), 24, 600, name="shift.title")
        left = VBox(Card(self.table, pad=1, gap=0), self._sums, None, gap=14)
        self._right = VBox(self.clues, Card(self.reason, pad=16), None, gap=14)
        self._why = self.reason.parentWidget()
        body = Scroll(HBox((left, 7), (self._right, 5), gap=16), name="shift.compare.scroll")
        self._left = left
        self._whole = fill(QVBoxLayout(self), (title, self._banner, (body, 1), foot), (18, 20, 16, 20), 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen everything stands closer, so that the sums are in sight."""
        super().resizeEvent(event)
        low = event.size().height() < LOW * theme().scale
        self._whole.setContentsMargins(20, 10 if low else 18, 20, 10 if low else 16)
        for box in (self._whole, self._left.box, self._right.box):
            box.setSpacing(8 if low else 14)
        self._sums.box.setContentsMargins(18, 8 if low else 12, 18, 8 if low else 12)

    def show_totals(self, totals: Any, rows: list[Compared], clues: list[Any], limit_minor: int) -> None:
        """Show the tenders side by side, how the expected cash came about, and what may explain a gap."""
        self._rows, self._limit = rows, limit_minor
        self.table.set_rows(self._rows)
        self.table.setFixedHeight(self.table.content_height() + 2)
        off = sum(row.off_minor for row in self._rows)
        self._off.set_minor(off)
        self._off.set_token({"ok": "ok_text", "bad": "bad_text", "warn": "warn_text"}[words.difference_tone(off)])
        self._show_banner()
        has_clues = any(row.tender == "cash" and row.off_minor for row in rows)
        self._right.setVisible(has_clues or self.needs_reason())
        self.clues.setVisible(has_clues)
        self.clues.show_clues(clues)
        self._why.setVisible(self.needs_reason())
        self._show_sums(totals)

    def _show_banner(self) -> None:
        wrong = [row for row in self._rows if row.off_minor]
        if not wrong:
            self._banner.set_banner(
                "check-circle-fill", "ok", _("Everything matches"), _("F9 goes on to bank and float.")
            )
            return
        parts = [f"{words.counted_word(row.tender)}: {words.difference_text(row.off_minor)}" for row in wrong]
        limit = format_money(self._limit)
        if self.needs_reason():
            text = _("Above {limit} a manager looks at it, and the reason is kept.").format(limit=limit)
            self._banner.set_banner("warning-circle-fill", "bad", ", ".join(parts), text)
        else:
            text = _("Below {limit}; it is booked as it is.").format(limit=limit)
            text = text if self._limit < UNLIMITED else _("It is booked as it is.")
            self._banner.set_banner("info", "warn", ", ".join(parts), text)

    def _show_sums(self, totals: Any) -> None:
        self._sums.clear()
        self._sums.add(Label(_("How the expected cash came about"), 14, 600))
        for title, minor in (
            (_("Float"), totals.float_minor), (_("Cash from customers"), totals.received_minor),
            (_("Change given"), -totals.change_minor), (_("Paid back"), -totals.refunds_minor),
            (_("Paid in"), totals.paid_in_minor), (_("Paid out"), -totals.paid_out_minor),
            (_("Tips paid out"), -totals.tips_paid_minor), (_("Into the safe"), -totals.dropped_minor),
            (_("Hand-overs, over or short"), totals.handed_minor),
        ):  # fmt: skip
            if minor or title == _("Float"):
                self._sums.add(HBox(Label(title, 13, 400, "text2"), None, MoneyLabel(minor, 13, 500, "text2")))
        self._sums.add(
            HBox(Label(_("Expected in the drawer"), 13, 600), None, MoneyLabel(totals.expected_cash_minor, 13))
        )

    def needs_reason(self) -> bool:
        """True when a difference is above this person's limit."""
        return any(abs(row.off_minor) > self._limit for row in self._rows)

    def cash_off_minor(self) -> int:
        """What the drawer is over or short."""
        return sum(row.off_minor for row in self._rows if row.tender == "cash")

    def take_reason(self, text: str) -> None:
        """Keep an explanation as the reason, whether one is needed or not."""
        self._why.setVisible(True)
        self.reason.set_text(text)
        self.primary.setFocus()

    def counted(self) -> dict[str, int]:
        """Tender -> counted amount, for the close."""
        found = {row.tender: row.counted_minor for row in self._rows if not row.notes}
        return {tender: minor for tender, minor in found.items() if minor is not None}

    def focus_next(self) -> None:
        """Stand where something is missing, else on the blue button."""
        if self.needs_reason() and not self.reason.text():
            self.reason.focus()
        else:
            self.primary.setFocus()


def _columns() -> list[Column]:
    return [
        Column(_("Tender"), _tender, None, kind="two"),
        Column(_("Expected"), "expected_minor", 76, kind="money", token="text2"),
        Column(_("Counted"), lambda row: row.counted_minor if row.paper_minor is None else row.paper_minor, 76,
               kind="money"),
        Column("", _verdict, 112, kind="chip"),
    ]  # fmt: skip


def _tender(row: Compared) -> Cell:
    times = ngettext("{count} time", "{count} times", row.times).format(count=row.times)
    booked = _("{count} booked").format(count=row.times)
    return Cell(words.counted_word(row.tender), row.notes or (times if row.paper_minor is None else booked))


def _verdict(row: Compared) -> tuple[str, str, str]:
    if row.paper_minor is not None:
        off = row.paper_minor - row.expected_minor
        return (
            words.difference_text(off),
            "warn" if off else "ok",
            "warning-circle-fill" if off else "check-circle-fill",
        )
    if row.counted_minor is None:
        return _("As booked"), "grey", ""
    icon = "check-circle-fill" if not row.off_minor else "warning-circle-fill"
    return words.difference_text(row.off_minor), words.difference_tone(row.off_minor), icon
