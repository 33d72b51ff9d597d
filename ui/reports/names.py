"""The list of all reports at the left, in groups; arrows move, Enter or a click shows one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Scroll, VBox, clear, fill
from ui.common.labels import Label
from ui.reports import words
from ui.theme import theme

WIDTH = 232


class _Name(QAbstractButton):
    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self.setObjectName(f"reports.name.{key}")
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows belong to the list and the window, not to Qt's own way through buttons.
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        words = paint.advance(self.text().replace("&&", "&"), 13, 600)
        return QSize(round(words) + 20, theme().control(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        if on or self.underMouse():
            paint.box(painter, rect, 7, "selected" if on else "hover")
        line = rect.adjusted(12, 0, -8, 0)
        words_ = self.text().replace("&&", "&")
        token = "accent_text" if on else "text"
        paint.text(painter, line, words_, px=13, weight=600 if on else 500, token=token)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 7)
        painter.end()


class Names(QWidget):
    """The overview and every report by its title."""

    def __init__(self, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("reports.list")
        self.setFixedWidth(WIDTH)
        self._choose = choose
        self._known: tuple[str, ...] = ()
        self._buttons: dict[str, _Name] = {}
        self._column = VBox(gap=2, margins=12)
        fill(QVBoxLayout(self), (Scroll(self._column, name="reports.names"),), 0, 0)
        self.set_names({})

    def set_names(self, titles: Mapping[str, str]) -> None:
        """Offer these reports, name to title."""
        if self._buttons and tuple(titles) == self._known:
            return
        self._known = tuple(titles)
        had_focus = any(button.hasFocus() for button in self._buttons.values())
        clear(self._column.box)
        self._buttons = {}
        self._add(words.OVERVIEW, _("Overview"))
        for group, names in words.grouped(titles):
            if names:
                head = Label(_(group), 12, 600, "text3")
                head.setContentsMargins(12, 12, 0, 2)
                self._column.add(head)
            for name in names:
                self._add(name, _(titles[name]))
        self._column.add(None)
        if had_focus:
            self._buttons[words.OVERVIEW].setFocus()

    def _add(self, name: str, title: str) -> None:
        button = _Name(name, title)
        button.clicked.connect(lambda _checked=False, name=name: self._choose(name))
        self._buttons[name] = button
        self._column.add(button)

    def set_current(self, name: str) -> None:
        """Mark the one that is shown."""
        for key, button in self._buttons.items():
            button.setChecked(key == name)
        if name in self._buttons:
            self.setFocusProxy(self._buttons[name])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        names = list(self._buttons)
        now = next((at for at, button in enumerate(self._buttons.values()) if button.hasFocus()), None)
        if step and now is not None:
            self._buttons[names[(now + step) % len(names)]].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and now is not None:
            self._choose(names[now])
        else:
            super().keyPressEvent(event)
