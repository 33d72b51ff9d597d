"""Fields one chooses in: lists, ticks, radio rows, day and time, and the keypad."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime, QRectF, QSize, Qt, QTimeZone, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QDateTimeEdit,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.clock import now_ms, shop_zone
from app.core.i18n import _
from ui.common import paint
from ui.common.buttons import Button
from ui.common.fields import Field
from ui.common.labels import Icon
from ui.common.panels import fill
from ui.theme import theme


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over a form must not change what it passes.
        event.ignore()


class ComboField(Field):
    """One of a list of (key, title)."""

    def __init__(
        self,
        label: str,
        items: Sequence[tuple[object, str]],
        name: str,
        *,
        help: str = "",
        height: int = 40,
        optional: bool = False,
    ) -> None:
        super().__init__(label, name=name, help=help, height=height, optional=optional)
        self.combo = _Combo()
        theme().dress(self.combo, "combo")
        self._hold(self.combo)
        self.frame.row.addWidget(Icon("caret-down", 14, "text2"))
        self.set_items(items)
        self.combo.currentIndexChanged.connect(self._picked)

    def _picked(self) -> None:
        self.set_error(None)
        self.changed.emit()

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Offer another list; what was chosen stays if it is still there."""
        kept = self.current()
        self.combo.blockSignals(True)
        self.combo.clear()
        for key, title in items:
            self.combo.addItem(title, key)
        self.combo.blockSignals(False)
        self.set_current(kept)

    def current(self) -> object:
        """Return the key of what is chosen, None when the list is empty."""
        return self.combo.currentData()

    def set_current(self, key: object) -> None:
        """Choose by key; an unknown key chooses the first."""
        index = next((i for i in range(self.combo.count()) if self.combo.itemData(i) == key), 0)
        self.combo.setCurrentIndex(index if self.combo.count() else -1)


class CheckBox(QAbstractButton):
    """A tick and what it means."""

    def __init__(self, text: str = "", name: str = "", *, checked: bool = False, px: int = 14, tone: str = "accent"):
        super().__init__()
        self._px, self._tone = px, tone
        self.setObjectName(name)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = paint.advance(self.text().replace("&&", "&"), self._px, 500) if self.text() else -8
        least = theme().target()
        return QSize(max(least, round(words) + 34), max(least, theme().control(28)))

    def minimumSizeHint(self) -> QSize:
        return QSize(26, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        spot = QRectF(4, self.height() / 2 - 9, 18, 18)
        self._paint_mark(painter, spot)
        line = QRectF(30, 0, self.width() - 32, self.height())
        token = "text" if self.isEnabled() else "text3"
        paint.text(painter, line, self.text().replace("&&", "&"), px=self._px, weight=500, token=token)
        if self.hasFocus():
            self._paint_focus(painter, spot)
        painter.end()

    def _paint_mark(self, painter: QPainter, spot: QRectF) -> None:
        paint_check(painter, spot, self.isChecked(), token=self._tone if self.isEnabled() else "control")

    def _paint_focus(self, painter: QPainter, spot: QRectF) -> None:
        paint.focus_ring(painter, spot.adjusted(-4, -4, 4, 4), 8)


def paint_check(painter: QPainter, spot: QRectF, on: bool, *, token: str = "accent") -> None:
    """Draw a tick box."""
    if not on:
        paint.box(painter, spot, 5, "surface", "control", 1.5)
        return
    paint.box(painter, spot, 5, token)
    inset = spot.width() * 0.17
    theme().paint_icon(painter, "check-bold", spot.adjusted(inset, inset, -inset, -inset), "ontext")


class Radio(CheckBox):
    """One of several that exclude each other, with a round mark."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(text, name)
        self.setAutoExclusive(True)

    def _paint_mark(self, painter: QPainter, spot: QRectF) -> None:
        if not self.isChecked():
            paint.box(painter, spot, 9, "surface", "control", 1.5)
            return
        paint.box(painter, spot, 9, "accent" if self.isEnabled() else "control")
        inset = spot.width() * 0.31
        paint.box(painter, spot.adjusted(inset, inset, -inset, -inset), 9, "ontext")

    def _paint_focus(self, painter: QPainter, spot: QRectF) -> None:
        paint.focus_ring(painter, spot.adjusted(-4, -4, 4, 4), 13)


class Toggle(CheckBox):
    """A switch for a setting that works at once."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 18, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        track = QRectF(4, self.height() / 2 - 10, 36, 20)
        paint.box(painter, track, 10, "accent" if self.isChecked() else "control")
        x = track.left() + (18 if self.isChecked() else 2)
        paint.box(painter, QRectF(x, track.top() + 2, 16, 16), 8, "ontext")
        line = QRectF(50, 0, self.width() - 52, self.height())
        paint.text(painter, line, self.text().replace("&&", "&"), px=self._px, weight=500)
        if self.hasFocus():
            paint.focus_ring(painter, track.adjusted(-4, -4, 4, 4), 14)
        painter.end()


class RadioRow(QWidget):
    """One of a few (key, title), all of them seen; signal `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(
        self, items: Sequence[tuple[str, str]], name: str = "", *, current: str = "", upright: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._radios: dict[str, Radio] = {}
        for key, title in items:
            radio = Radio(title, f"{name}.{key}" if name else "")
            radio.clicked.connect(lambda checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(radio)
            self._radios[key] = radio
        layout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        fill(layout, (*self._radios.values(), None), 0, 4 if upright else 16)
        if current or items:
            self.set_current(current or items[0][0])

    def current(self) -> str:
        """Return the key that is on."""
        return next((key for key, radio in self._radios.items() if radio.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose without telling anybody."""
        if key in self._radios:
            self._radios[key].setChecked(True)


class DateTimeField(Field):
    """A day and a time in the shop's time zone, with a calendar to open."""

    def __init__(
        self,
        label: str = "",
        *,
        name: str,
        help: str = "",
        height: int = 40,
        at: int | None = None,
        day_only: bool = False,
        accessible: str = "",
    ) -> None:
        super().__init__(label, name=name, help=help, icon="calendar-blank", height=height)
        self.edit = QDateTimeEdit()
        self.edit.setTimeZone(QTimeZone(str(shop_zone()).encode()))
        self.edit.setDisplayFormat(_("d MMM yyyy") if day_only else _("d MMM yyyy  HH:mm"))
        self.edit.setCalendarPopup(True)
        self.edit.setFrame(False)
        theme().dress(self.edit, "date")
        self._hold(self.edit)
        if not label:
            self.edit.setAccessibleName(accessible or _("Day and time"))
        self.set_ms(now_ms() if at is None else at)
        self.edit.dateTimeChanged.connect(self._edited)

    def _edited(self) -> None:
        self.set_error(None)
        self.changed.emit()

    def ms(self) -> int:
        """Return the moment in UTC milliseconds."""
        local = self.edit.dateTime()
        day, time = local.date(), local.time()
        moment = datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second(), tzinfo=shop_zone()
        )
        return int(moment.timestamp() * 1000)

    def set_ms(self, at: int) -> None:
        """Show a moment given in UTC milliseconds."""
        zone = QTimeZone(str(shop_zone()).encode())
        self.edit.setDateTime(QDateTime.fromMSecsSinceEpoch(at, zone))

    def day(self) -> str:
        """Return the day as 2026-11-22."""
        return self.edit.date().toString(Qt.DateFormat.ISODate)


class Keypad(QWidget):
    """Digits as on a number block, 7-8-9 on top; `pressed` tells "0" to "9", "00", ".", "back" or "clear"."""

    pressed = Signal(str)

    def __init__(
        self, name: str = "keypad", *, height: int = 68, last: tuple[str, str, str] = ("0", "00", "."), gap: int = 8
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        keys = ("7", "8", "9", "4", "5", "6", "1", "2", "3", *last)
        for index, key in enumerate(keys):
            if key:
                grid.addWidget(self._button(key, height), index // 3, index % 3)

    def _button(self, key: str, height: int) -> Button:
        words = {"back": _("Delete last digit"), "clear": _("Clear"), ".": _("Decimal point")}
        signs = {"back": ("", "backspace"), "clear": ("C", "")}
        text, icon = signs.get(key, (key, ""))
        plain = "point" if key == "." else key
        button = Button(text, icon=icon, height=height, px=22, name=f"{self.objectName()}.{plain}")
        button.setAccessibleName(words.get(key, key))
        # The field that is typed into keeps the focus.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button.grow()


class Stepper(QWidget):
    """Minus, a number, plus; `changed` tells the new number."""

    changed = Signal(int)

    def __init__(self, value: int = 1, *, name: str, minimum: int = 0, maximum: int = 9999, height: int = 36) -> None:
        super().__init__()
        self.setObjectName(name)
        self._value, self._minimum, self._maximum = value, minimum, maximum
        self._less = Button("", icon="minus", height=height, name=f"{name}.less", accessible=_("One less"))
        self._more = Button("", icon="plus", height=height, name=f"{name}.more", accessible=_("One more"))
        self._number = _Number(value)
        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        fill(QHBoxLayout(self), (self._less, self._number, self._more), 0, 2)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.set_value(value)

    def value(self) -> int:
        """Return the number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show another number without telling anybody."""
        self._value = min(self._maximum, max(self._minimum, value))
        self._number.set_number(self._value)
        self._less.setEnabled(self._value > self._minimum)
        self._more.setEnabled(self._value < self._maximum)
        self.setAccessibleName(str(self._value))

    def _step(self, by: int) -> None:
        self.set_value(self._value + by)
        self.changed.emit(self._value)


class _Number(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedWidth(round(32 * theme().scale))
        theme().changed.connect(self.update)

    def set_number(self, number: int) -> None:
        self._number = number
        wide = paint.advance(str(number), 15, 600)
        self.setFixedWidth(max(round(32 * theme().scale), round(wide) + 8))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.setPen(QPen(theme().color("text")))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, QRectF(self.rect()), str(self._number), px=15, weight=600, align=middle)
        painter.end()
