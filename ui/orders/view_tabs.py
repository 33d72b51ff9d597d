"""The saved views over the list: words with counts, the one that is shown underlined in blue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.common import paint
from ui.common.panels import fill
from ui.theme import theme


class ViewTab(QAbstractButton):
    """One saved view with its count; a red one tells of trouble while its count is not nought."""

    def __init__(self, key: str, title: str, *, alarming: bool = False) -> None:
        super().__init__()
        self.key, self._title, self._alarming = key, title, alarming
        self._count: int | None = None
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show how many orders the view holds."""
        self._count = count
        self.setAccessibleName(f"{self._title}, {count}")
        self.updateGeometry()
        self.update()

    def _counted(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def sizeHint(self) -> QSize:
        wide = paint.advance(self._title, 14, 600) + paint.advance(self._counted(), 12, 600)
        return QSize(round(wide) + 18, theme().control(54))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        on = self.isChecked()
        wide = paint.advance(self._title, 14, 600)
        line = QRectF(4, 0, wide + 2, self.height())
        token = "text" if on or self.underMouse() else "text2"
        paint.text(painter, line, self._title, px=14, weight=600 if on else 500, token=token)
        count = QRectF(line.right() + 5, 0, self.width() - line.right(), self.height())
        red = self._alarming and bool(self._count)
        shade = "bad_text" if red else "accent_text" if on else "text3"
        paint.text(painter, count, self._counted(), px=12, weight=600, token=shade)
        if on:
            paint.box(painter, QRectF(0, self.height() - 5, self.width(), 3), 1.5, "accent")
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()).adjusted(0, 9, 0, -9), 6)
        painter.end()


class ViewTabs(QWidget):
    """All saved views in a row; arrows move between them, `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self, views: Sequence[tuple[str, str, bool]], more: Sequence[tuple[str, str]], name: str) -> None:
        """`views`: key, title, and whether a count above nought is trouble; `more` are shown only while they are chosen."""
        super().__init__()
        self.setObjectName(name)
        self._rare = {key for key, _title in more}
        self._tabs: list[ViewTab] = []
        for key, title, alarming in (*views, *((key, title, False) for key, title in more)):
            tab = ViewTab(key, title, alarming=alarming)
            tab.setObjectName(f"{name}.{key}")
            tab.clicked.connect(lambda _checked=False, key=key: self.choose(key))
            self._tabs.append(tab)
        self._last = self._tabs[len(views) - 1]
        fill(QHBoxLayout(self), tuple(self._tabs), 0, 2)
        self.set_current(views[0][0])

    def current(self) -> str:
        """The key of the view that is shown."""
        return next((tab.key for tab in self._tabs if tab.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Underline another view without telling anybody; a rare one takes the place of the last."""
        for tab in self._tabs:
            tab.setChecked(tab.key == key)
            if tab.key in self._rare or tab is self._last:
                tab.setVisible(tab.key == key if tab.key in self._rare else key not in self._rare)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus if tab.key == key else Qt.FocusPolicy.NoFocus)

    def choose(self, key: str) -> None:
        """Show another view and tell."""
        self.set_current(key)
        self.chosen.emit(key)

    def step(self, by: int) -> None:
        """Go on to the next view, round the end."""
        keys = [tab.key for tab in self._tabs if not tab.isHidden()]
        at = keys.index(self.current()) if self.current() in keys else 0
        self.choose(keys[(at + by) % len(keys)])

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show how many orders each view holds."""
        for tab in self._tabs:
            tab.set_count(counts.get(tab.key, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self.step(step)
            next(tab for tab in self._tabs if tab.isChecked()).setFocus()
        else:
            super().keyPressEvent(event)
