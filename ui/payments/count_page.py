"""The blind count: notes and coins of the drawer, piece by piece; what should be there is not read before F9."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Card, Divider, HBox, Panel, Scroll, VBox, clear, fill
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.inputs import MoneyField
from ui.common.labels import Icon, Label, MoneyLabel
from ui.payments.denominations import CountRow, PaperRow, notes_and_coins
from ui.theme import theme

LOW = 660  # pixels: below this the rows stand closer


class CountPage(QWidget):
    """Signals: finished: F9; changed: a number was typed."""

    finished = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift.count")
        notes, coins = notes_and_coins()
        self.notes = [CountRow(money) for money in notes]
        self.coins = [CountRow(money) for money in coins]
        self.rows = [*self.notes, *self.coins]
        self.vouchers = PaperRow("gift", _("Paper vouchers"), "shift.paper.vouchers")
        self.pay_outs = PaperRow("receipt", _("Pay-out slips"), "shift.paper.pay_outs")
        self.papers = [self.vouchers, self.pay_outs]
        self._dense = False
        self.slips = MoneyField(
            _("Card slips, from the terminal’s report"), name="shift.field.card", optional=True, help=_slips_help()
        )
        self.foreign: dict[str, MoneyField] = {}
        self._abroad = VBox(gap=0)
        self._papers_title = Label(_("Papers in the drawer"), 15, 600)
        self._papers_note = Label(_("no money, what stands on them"), 12, 400, "text3")
        self._notes_sum = MoneyLabel(0, 15, 600)
        self._coins_sum = MoneyLabel(0, 15, 600)
        self.total = MoneyLabel(0, 40, 600, align="left", name="shift.total")
        self._build()
        self._fields = [row.field for row in [*self.rows, *self.papers]]
        for at, field in enumerate(self._fields):
            field.changed.connect(self._sum)
            field.moved.connect(lambda step, at=at: self._go(at + step))
        self.slips.submitted.connect(self.primary.setFocus)

    def _build(self) -> None:
        self._hint = Label(_("Type how many of each, Enter goes down."), 14, 400, "text2")
        title = VBox(
            Label(_("Count the drawer"), 24, 600, name="shift.title"),
            self._hint, gap=2,
        )  # fmt: skip
        head = HBox(title, None, Chip(_("Blind count"), "violet", "eye-slash", height=28))
        self._notes = notes = Card(
            HBox(Label(_("Banknotes"), 15, 600), None, self._notes_sum), Divider(), *self.notes, 6,
            HBox(self._papers_title, None, self._papers_note),
            Divider(), *self.papers, self._abroad, None, pad=(14, 18), gap=4,
        )  # fmt: skip
        self._coins = coins = Card(
            HBox(Label(_("Coins"), 15, 600), None, self._coins_sum), Divider(), *self.coins, None, Divider(),
            self.slips, pad=(14, 18), gap=4,
        )  # fmt: skip
        self.primary = Button(_("Finish count"), kind="primary", key="F9", height=56, px=18, name="shift.primary")
        self.primary.setMinimumWidth(220)
        self.primary.clicked.connect(self.finished.emit)
        hidden = HBox(
            Icon("eye-slash", 20, "text3"),
            VBox(None, Label(_("Expected amount is hidden"), 13, 600, "text2"),
                 Label(_("shown after you finish, also to your manager"), 12, 400, "text3"), None, gap=0), gap=10,
        )  # fmt: skip
        self._foot = foot = Panel(
            "surface", VBox(Label(_("Counted so far"), 14, 500, "text2"), self.total, gap=0), None, hidden, 20,
            self.primary, edge="border", radius=10, row=True, margins=(12, 20), gap=8,
        )  # fmt: skip
        self._scroll = Scroll(HBox((notes, 1), (coins, 1), gap=16), name="shift.scroll")
        self._whole = fill(QVBoxLayout(self), (head, (self._scroll, 1), foot), (18, 20, 16, 20), 14)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        dense = event.size().height() < LOW * theme().scale
        if dense != self._dense:
            self._dense = dense
            self._set_dense(dense)

    def _set_dense(self, dense: bool) -> None:
        """On a low screen the rows stand closer and what explains itself goes, so that the count needs no scrolling."""
        for row in [*self.rows, *self.papers, *self._abroad.findChildren(PaperRow)]:
            row.set_dense(dense)
        self._abroad.box.setSpacing(0 if dense else 4)
        self._hint.setVisible(not dense)
        self.slips.set_help("" if dense else _slips_help())
        for card in (self._notes, self._coins):
            card.box.setSpacing(0 if dense else 4)
            card.box.setContentsMargins(18, 9 if dense else 14, 18, 9 if dense else 14)
        self._foot.box.setContentsMargins(20, 5 if dense else 12, 20, 5 if dense else 12)
        self._whole.setSpacing(8 if dense else 14)

    def show_scale(self, weighs: bool) -> None:
        """Offer the scale for loose change where there is one."""
        told = _("Type how many of each, Enter goes down.")
        weigh = _("Loose change can be weighed: put one kind of coin on the scale, then F6.")
        self._hint.set_text(f"{told} {weigh}" if weighs else told)

    def show_foreign(self, codes: tuple[str, ...]) -> None:
        """A field for the notes of each other currency that the till takes."""
        if codes == tuple(self.foreign):
            return
        clear(self._abroad.box)
        self.foreign = {}
        self._papers_title.set_text(_("Papers and foreign notes") if codes else _("Papers in the drawer"))
        self._papers_note.set_text(_("not in the sum") if codes else _("no money, what stands on them"))
        for at, code in enumerate(codes, len(self._fields)):
            title = _("Foreign notes, {currency}").format(currency=code)
            row = PaperRow("money", title, f"shift.field.{code.lower()}")
            row.set_dense(self._dense)
            row.field.set_currency(code)
            row.field.changed.connect(self.changed.emit)
            row.field.moved.connect(lambda step, at=at: self._go(at + step))
            self.foreign[code] = row.field
            self._abroad.add(row)

    # -- what is typed

    def counted_minor(self) -> int:
        """The drawer's cash in minor units."""
        return sum(row.minor() for row in self.rows)

    def pieces(self) -> dict[str, int]:
        """Worth in minor units (as text) -> pieces, of what was counted."""
        return {str(row.money.minor): count for row in self.rows if (count := row.count())}

    def card_minor(self) -> int | None:
        """The sum of the card slips; None when nobody typed it."""
        return self.slips.minor()

    def foreign_counted(self) -> tuple[tuple[str, int], ...]:
        """The foreign notes that were counted: currency and its minor units."""
        return tuple((code, minor) for code, field in self.foreign.items() if (minor := field.minor()) is not None)

    def bad_field(self) -> MoneyField | None:
        """The field whose text is no amount."""
        return next((field for field in (self.slips, *self.foreign.values()) if not field.check()), None)

    def is_begun(self) -> bool:
        """True once a number was typed."""
        return any(row.count() is not None for row in self.rows)

    def clear(self) -> None:
        """Begin again, after a shift was closed."""
        for row in self.rows:
            row.field.set_value(None)
        for paper in self.papers:
            paper.field.clear()
        for field in (self.slips, *self.foreign.values()):
            field.clear()

    def current_row(self) -> CountRow | None:
        """The note or coin whose field has the caret."""
        return next((row for row in self.rows if row.field.edit.hasFocus()), None)

    def focus_row(self, worth: int) -> None:
        """Stand on one note or coin, to count it again."""
        row = next((row for row in self.rows if row.money.minor == worth), self.rows[0])
        row.field.focus()
        self._scroll.ensureWidgetVisible(row)

    def focus_next(self) -> None:
        """Stand on the first field without a number."""
        row = next((row for row in self.rows if row.count() is None), self.rows[0])
        row.field.focus()

    def _go(self, at: int) -> None:
        fields = [*self._fields, *self.foreign.values()]
        field = self.slips if at >= len(fields) else fields[max(0, at)]
        field.focus()
        self._scroll.ensureWidgetVisible(field)

    def _sum(self) -> None:
        self._notes_sum.set_minor(sum(row.minor() for row in self.notes))
        self._coins_sum.set_minor(sum(row.minor() for row in self.coins))
        total = self.counted_minor()
        self.total.set_minor(total)
        self.total.setAccessibleName(_("Counted so far {amount}").format(amount=format_money(total)))
        self.changed.emit()


def _slips_help() -> str:
    return _("Without it the terminal’s batch is not compared.")
