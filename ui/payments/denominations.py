"""Notes and coins of the shop's currency: their pictures, and a row that counts one kind of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.i18n import _
from app.core.money import currency, format_money
from ui.common import paint
from ui.common.boxes import HBox, fill
from ui.common.inputs import MoneyField, NumberField
from ui.common.labels import Icon, Label, MoneyLabel
from ui.theme import theme

ROW, FIELD = 50, 40
DENSE_ROW, DENSE_FIELD = 38, 34  # on a low screen, so that no row hides
MOST = 99_999
EUROS = "EUR"


class Money(NamedTuple):
    """A note or coin: its worth in minor units, how it is called, and its colour."""

    minor: int
    label: str
    token: str
    is_coin: bool
    radius: float = 0.0


def _euro_notes() -> list[Money]:
    return [
        Money(worth * 100, format_short(worth * 100), f"money_{worth}", False) for worth in (200, 100, 50, 20, 10, 5)
    ]


def _euro_coins() -> list[Money]:
    looks = ((200, "silver", 15), (100, "gold", 14), (50, "gold", 14), (20, "gold", 13), (10, "gold", 12),
             (5, "copper", 12), (2, "copper", 11), (1, "copper", 10))  # fmt: skip
    return [Money(minor, format_short(minor), f"coin_{metal}", True, radius) for minor, metal, radius in looks]


# Notes, then coins, of the other currencies a shop may use, in minor units.
_OTHERS = {
    "USD": ((10_000, 5_000, 2_000, 1_000, 500, 100), (100, 50, 25, 10, 5, 1)),
    "GBP": ((5_000, 2_000, 1_000, 500), (200, 100, 50, 20, 10, 5, 2, 1)),
    "CNY": ((10_000, 5_000, 2_000, 1_000, 500, 100), (100, 50, 10)),
    "CHF": ((20_000, 10_000, 5_000, 2_000, 1_000), (500, 200, 100, 50, 20, 10, 5)),
}
_NOTE_TOKENS = ("money_200", "money_100", "money_50", "money_20", "money_10", "money_5")


def notes_and_coins() -> tuple[list[Money], list[Money]]:
    """The notes and the coins of the shop's currency, the largest first."""
    code = currency()
    if code == EUROS or code not in _OTHERS:
        return _euro_notes(), _euro_coins()
    notes, coins = _OTHERS[code]
    made_notes = [
        Money(minor, format_short(minor), _NOTE_TOKENS[at % len(_NOTE_TOKENS)], False) for at, minor in enumerate(notes)
    ]
    made_coins = [
        Money(minor, format_short(minor), "coin_gold" if at < len(coins) / 2 else "coin_copper", True, max(10, 15 - at))
        for at, minor in enumerate(coins)
    ]
    return made_notes, made_coins


def format_short(minor: int) -> str:
    """€200 and €2 without cents, 50c below one."""
    if minor >= 100:
        return format_money(minor).replace(".00", "").replace(",00", "")
    return _("{cents}c").format(cents=minor)


class MoneyPicture(QWidget):
    """A painted note or coin."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self.setFixedSize(54, 36)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        center = Qt.AlignmentFlag.AlignHCenter
        figure = "".join(char for char in self._money.label if char.isdigit())
        if self._money.is_coin:
            middle = QPointF(27, 18)
            paint.dot(painter, middle, self._money.radius, self._money.token)
            painter.setBrush(paint.faded("paper", 70))
            painter.drawEllipse(middle, self._money.radius - 3.5, self._money.radius - 3.5)
            words = figure if self._money.minor >= 100 else f"{figure}c"
            paint.text(painter, QRectF(0, 8, 54, 20), words, px=10, weight=700, token="coin_text", align=center)
        else:
            paint.box(painter, QRectF(0, 4, 54, 28), 4, self._money.token)
            paint.box(painter, QRectF(4, 8, 14, 20), 2, paint.faded("paper", 90))
            paint.text(painter, QRectF(18, 4, 34, 28), figure, px=12, weight=700, token="money_text", align=center)
        painter.end()


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Up: -1}


def _step_of(event: QEvent) -> int:
    """By how many fields a key goes on; nought for all other events."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return 0
    held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return 0 if held else _STEPS.get(Qt.Key(event.key()), 0)


class CountField(NumberField):
    """How many pieces; Enter and Down go on, Up goes back."""

    moved = Signal(int)

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__(name=name, maximum=MOST, height=FIELD, px=18, align="center")
        self.edit.setAccessibleName(accessible)
        self.setFixedWidth(round(92 * theme().scale))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and (step := _step_of(event)):
            self.moved.emit(step)
            return True
        return super().eventFilter(watched, event)


class _Row(QWidget):
    """What the rows of the count share."""

    field: Any

    def set_dense(self, dense: bool) -> None:
        """Be lower, on a low screen."""
        self.field.frame.set_height(DENSE_FIELD if dense else FIELD)
        self.setFixedHeight(round((DENSE_ROW if dense else ROW) * theme().scale))


class CountRow(_Row):
    """Picture, name, how many, and what they are worth."""

    field: CountField

    def __init__(self, money: Money) -> None:
        super().__init__()
        self.money = money
        told = _("How many of {money}").format(money=money.label)
        self.field = CountField(f"shift.denomination.{money.minor}", told)
        self._sum = MoneyLabel(None, 15, 400, "text3")
        self._sum.setMinimumWidth(round(96 * theme().scale))
        fill(QHBoxLayout(self), (MoneyPicture(money), Label(money.label, 15, 600), None, Label("×", 14, 400, "text3"),
                                 self.field, self._sum), 0, 10)  # fmt: skip
        self.set_dense(False)
        self.field.changed.connect(self._show_sum)

    def count(self) -> int | None:
        """How many were typed; None while nothing is."""
        return self.field.value()

    def minor(self) -> int:
        """What the counted pieces are worth."""
        return (self.count() or 0) * self.money.minor

    def _show_sum(self) -> None:
        count = self.count()
        self._sum.set_minor(None if count is None else self.minor())
        self._sum.set_weight(600 if count else 400)
        self._sum.set_token("text" if count else "text3")


class WorthField(MoneyField):
    """What papers are worth; Enter and Down go on, Up goes back."""

    moved = Signal(int)

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__(name=name, height=FIELD, px=18, optional=True)
        self.edit.setAccessibleName(accessible)
        self.setFixedWidth(round(140 * theme().scale))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and (step := _step_of(event)):
            self.moved.emit(step)
            return True
        return super().eventFilter(watched, event)


class PaperRow(_Row):
    """Papers that lie in the drawer: what they are worth together, as it stands on them."""

    field: WorthField

    def __init__(self, icon: str, title: str, name: str) -> None:
        super().__init__()
        self.field = WorthField(name, _("What they are worth: {paper}").format(paper=title))
        picture = HBox(None, Icon(icon, 20, "text2"), None, gap=0)
        picture.setFixedWidth(54)
        fill(QHBoxLayout(self), (picture, Label(title, 15, 500), None, self.field), 0, 10)
        self.set_dense(False)

    def minor(self) -> int | None:
        """What was typed; None while nothing is."""
        return self.field.minor()
