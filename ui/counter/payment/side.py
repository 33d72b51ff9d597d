"""The two columns at the edges of the payment sheet: the tenders by letter, and the running sum with the change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.payments.plan import months_on
from app.payments.tender import Tender
from ui.common import paint
from ui.common.boxes import Divider, HBox, KeyValue, Panel, VBox, clear
from ui.common.buttons import IconButton
from ui.common.labels import Icon, Label, MoneyLabel
from ui.counter.payment.bill import Bill, Part, Preview
from ui.counter.payment.context import TenderWords, icon_of, title_of
from ui.counter.words import change_words
from ui.theme import theme


class TenderButton(QAbstractButton):
    """One way to pay with its letter, and what it can do now."""

    def __init__(self, words: TenderWords) -> None:
        super().__init__()
        self.words = words
        self.setObjectName(f"payment.tender.{words.name}")
        self.setCheckable(True)
        self.setEnabled(words.is_on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words.title}, {words.detail}")
        self.setAccessibleDescription(words.letter)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(230, round(62 * theme().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        edge = "accent" if on else "border"
        paint.box(painter, rect, 10, "accent_tint" if on else "surface", edge, 2 if on else 1)
        middle = rect.center().y()
        cap = paint.cap_size(self.words.letter)
        spot = QRectF(12, middle - cap.height() / 2, cap.width(), cap.height())
        paint.key_cap(painter, spot, self.words.letter, faint=not self.isEnabled())
        token = "accent_text" if on else "text2" if self.isEnabled() else "text3"
        theme().paint_icon(painter, self.words.icon, QRectF(spot.right() + 11, middle - 11, 22, 22), token)
        scale = theme().scale
        words = QRectF(spot.right() + 44, middle - 19 * scale, rect.width() - spot.right() - 54, 20 * scale)
        paint.text(painter, words, self.words.title, px=15, weight=600, token="text" if self.isEnabled() else "text3")
        words.moveTop(middle + 1)
        paint.text(painter, words, self.words.detail, px=12, token="text3")
        if self.hasFocus():  # inside the edge, which is blue too where the tender is chosen
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), 7)
        painter.end()


class TenderList(Panel):
    """All ways to pay.

    Signals:
        chosen: carries the letter.
    """

    chosen = Signal(str)

    def __init__(self, rows: Sequence[TenderWords]) -> None:
        super().__init__("sunken", margins=(20, 16, 16, 20), gap=8)
        self.setFixedWidth(round(270 * min(1.15, theme().scale)))
        self.add(Label(_("How do they pay?"), 13, 600, "text2"))
        self.buttons = {row.letter: TenderButton(row) for row in rows}
        for letter, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, letter=letter: self.chosen.emit(letter))
            self.add(button)
        self.add(None)

    def mark(self, letter: str) -> None:
        """Show which one is chosen."""
        for name, button in self.buttons.items():
            button.setChecked(name == letter)


class Sum(Panel):
    """What was taken, what is left, and the change in large figures.

    Signals:
        dropped: the × of a tender; carries its place.
    """

    dropped = Signal(int)

    def __init__(self, title: str) -> None:
        super().__init__("sunken", margins=20, gap=8)
        self.setFixedWidth(round(300 * min(1.15, theme().scale)))
        self._told: tuple[object, ...] = ()
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(6)
        self._title = Label("", 15, 600)
        self.figure = MoneyLabel(0, 52, 600, align="left", name="payment.change")
        self._words = Label("", 14, 500, wrap=True)
        self._box = Panel("surface", self._title, self.figure, self._words, edge="border", radius=12, margins=16, gap=0)
        self.add(Label(title, 13, 600, "text2"))
        self.add(self._rows)
        self.add(None)
        self.add(self._box)

    def show_bill(self, bill: Bill, preview: Preview, waits: str = "") -> None:
        """Show the bill, with what the amount in the field would add, and what it still waits for."""
        told = (bill.total_minor, tuple(bill.parts), preview, waits)
        if told == self._told:
            return  # what has the focus keeps it
        self._told = told
        clear(self._list)
        add = self._list.addWidget
        add(KeyValue(_("Total"), format_money(bill.total_minor), px=14, weight=600))
        add(Divider())
        for place, part in enumerate(bill.parts):
            add(self._row(place, part))
            add(Divider())
        left = bill.left_minor
        if bill.parts and left:
            add(KeyValue(_("Left to pay"), format_money(left), px=14, weight=600, name="payment.left"))
            add(Divider())
        rounding = bill.rounding_minor + preview.rounding_minor
        if rounding:
            add(KeyValue(_("Cash rounding"), format_money(rounding, sign=True), px=14))
        if preview.part is not None and preview.part.given_minor:
            add(KeyValue(_given_word(preview.part), format_money(preview.part.given_minor), px=14))
        tips = sum(part.tip_minor for part in bill.parts)
        if tips:
            add(KeyValue(_("Tip on the card"), format_money(tips), px=14))
        self._show_figure(bill, preview, waits)

    def _row(self, place: int, part: Part) -> QWidget:
        icon, token = icon_of(part.tender)
        title = part.word if part.tender == Tender.INSTALMENTS else title_of(part.tender)
        words = VBox(Label(title, 14, 600), gap=0)
        if part.tender == Tender.INSTALMENTS:
            last = clock.format_day(months_on(clock.today(), part.parts))
            words.add(Label(_("last on {day}").format(day=last), 12, 400, "text3", elide=True))
        elif part.word:
            words.add(Label(part.word, 12, 400, "text3", elide=True))
        drop = IconButton("x", name=f"payment.drop.{place}", accessible=_("Take this payment off"), height=32)
        drop.clicked.connect(lambda: self.dropped.emit(place))
        amount = MoneyLabel(-part.amount_minor, 14, 600)
        return HBox(Icon(icon, 18, token), (words, 1), amount, drop, gap=8)

    def _show_figure(self, bill: Bill, preview: Preview, waits: str) -> None:
        after = bill.left_minor - (preview.part.amount_minor if preview.part else 0)
        change = bill.change_minor + preview.change_minor
        covered = after == 0
        look = ("ok_tint", "ok_edge", "ok_text") if covered and not waits else ("surface", "border", "text")
        self._box.set_look(look[0], look[1])
        self.setProperty("state", "covered" if covered else "open")
        if covered and change:
            title, amount, words = _("Change to give"), change, change_words(change)
        elif covered:
            title, amount, words = _("Left to pay"), 0, waits or _("All covered, no change.")
        else:
            title, amount, words = _("Left to pay"), after, preview.problem
        self._title.set_text(title)
        self.figure.set_minor(amount)
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        for label, token in ((self._title, look[2]), (self.figure, look[2]), (self._words, look[2])):
            label.set_token(token)
        self._box.setAccessibleName(f"{title} {self.figure.text()} {words}")


def _given_word(part: Part) -> str:
    """Cash given, or how much of another currency that is."""
    if part.currency:
        return _("{amount} given").format(amount=format_money(part.foreign_minor, part.currency))
    return _("Cash given")
