"""Rows of alternatives: the segmented switch on top of a screen and the pills that filter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.common import paint
from ui.theme import theme


class _Choice(QAbstractButton):
    """One alternative of a row: a title and, if wanted, a count."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key, self.title = key, title
        self.count: int | None = None
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.rename()

    def rename(self) -> None:
        self.setAccessibleName(self.title if self.count is None else f"{self.title}, {self.count}")
        self.updateGeometry()
        self.update()

    def count_text(self) -> str:
        return "" if self.count is None else str(self.count)

    def words(self, px: int, weight: int) -> float:
        wide = paint.advance(self.title, px, weight)
        return wide + (paint.advance(self.count_text(), 12, 600) + 6 if self.count is not None else 0)

    def paint_words(self, painter: QPainter, *, px: int, weight: int, token: str, count_token: str) -> None:
        x = (self.width() - self.words(px, weight)) / 2
        wide = paint.advance(self.title, px, weight) + 2
        rect = QRectF(x, 0, min(wide, self.width() - 8.0), self.height())
        paint.text(painter, rect, self.title, px=px, weight=weight, token=token)
        if self.count is not None:
            spot = QRectF(x + wide + 4, 0, 80, self.height())
            paint.text(painter, spot, self.count_text(), px=12, weight=600, token=count_token)


class _Segment(_Choice):
    px = 13

    def sizeHint(self) -> QSize:
        least = theme().target()
        return QSize(max(least, round(self.words(self.px, 600)) + 26), max(least, theme().control(30)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on:
            paint.box(painter, rect, 6, "surface", "border")
        elif self.underMouse():
            paint.box(painter, rect, 6, "border")
        self.paint_words(
            painter,
            px=self.px,
            weight=600 if on else 500,
            token="text" if on else "text2",
            count_token="accent_text" if on else "text3",
        )
        if self.hasFocus():
            paint.focus_ring(painter, rect, 6)
        painter.end()


class _Pill(_Choice):
    def sizeHint(self) -> QSize:
        return QSize(round(self.words(13, 600)) + 28, theme().control(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        radius = rect.height() / 2
        if on:
            paint.box(painter, rect, radius, "ink")
        else:
            paint.box(painter, rect, radius, "hover" if self.underMouse() else "surface", "border")
        self.paint_words(
            painter,
            px=13,
            weight=600 if on else 500,
            token="onink" if on else "text2",
            count_token="onink" if on else "text3",
        )
        if self.hasFocus():
            paint.focus_ring(painter, rect, radius)
        painter.end()


class _Row(QWidget):
    """One of several: arrows move, a click or Space chooses, `chosen` tells the key."""

    chosen = Signal(str)
    maker: type[_Choice] = _Choice
    margin = 0
    gap = 8

    def __init__(self, items: Sequence[tuple[str, str]], name: str = "", current: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._choices: list[_Choice] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(self.margin, self.margin, self.margin, self.margin)
        self._row.setSpacing(self.gap)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_items(items, current)
        theme().changed.connect(self._retheme)

    def set_items(self, items: Sequence[tuple[str, str]], current: str = "") -> None:
        """Offer other alternatives, pairs of key and title; the first is on unless told."""
        for old in self._choices:
            self._row.removeWidget(old)
            old.deleteLater()
        self._choices = []
        for key, title in items:
            choice = self.maker(key, title)
            choice.setObjectName(f"{self.objectName()}.{key}" if self.objectName() else "")
            choice.clicked.connect(lambda checked=False, key=key: self.choose(key))
            choice.installEventFilter(self)
            self._choices.append(choice)
            self._row.addWidget(choice)
        if items:
            self.set_current(current or items[0][0])

    def choices(self) -> Sequence[_Choice]:
        """The alternatives from left to right."""
        return self._choices

    def width_of(self, title: str) -> int:
        """How wide an alternative of this title is."""
        return self.maker("", title).sizeHint().width()

    def set_current(self, key: str) -> None:
        """Mark one alternative without telling anybody."""
        for choice in self._choices:
            on = choice.key == key
            choice.setChecked(on)
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def current(self) -> str:
        """Return the key of the alternative that is on."""
        return next((choice.key for choice in self._choices if choice.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark one alternative and tell, as a click does."""
        self.set_current(key)
        self.chosen.emit(key)

    def next(self, step: int = 1) -> None:
        """Go on to the next alternative, round the end."""
        keys = [choice.key for choice in self._choices]
        if keys:
            at = keys.index(self.current()) if self.current() in keys else -step
            self.choose(keys[(at + step) % len(keys)])

    def set_count(self, key: str, count: int | None) -> None:
        """Show a number behind a title."""
        for choice in self._choices:
            if choice.key == key:
                choice.count = count
                choice.rename()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(Qt.Key(event.key()))
            if step:
                self.next(step)
                now = next(choice for choice in self._choices if choice.isChecked())
                now.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _retheme(self) -> None:
        for choice in self._choices:
            choice.rename()
        self.updateGeometry()
        self.update()


class Segmented(_Row):
    """A switch between modes or views, one always on: `Segmented([("counter", _("Counter")), …], name)`."""

    maker = _Segment
    margin = 3
    gap = 2

    def __init__(self, items: Sequence[tuple[str, str]], name: str = "", current: str = "", *, px: int = 13) -> None:
        self._px = px
        super().__init__(items, name, current)

    def set_items(self, items: Sequence[tuple[str, str]], current: str = "") -> None:
        super().set_items(items, current)
        for choice in self._choices:
            choice.px = self._px

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        fill = "sunken" if theme().is_dark else "hover"
        paint.box(painter, QRectF(self.rect()), 8, fill, "border")
        painter.end()


class FilterChips(_Row):
    """Round chips in a row, one on (dark): the categories over the quick keys, the filters over a list."""

    maker = _Pill
