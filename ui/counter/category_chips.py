"""The categories over the quick keys: those that have room stand beside each other, the others behind one more pill."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _
from ui.common.boxes import fill
from ui.common.buttons import Button
from ui.common.choices import FilterChips
from ui.common.menu import Menu

GAP = 8
Item = tuple[str, str]


class CategoryChips(QWidget):
    """One of several, however narrow the window is; `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[Item], name: str) -> None:
        super().__init__()
        self._items = list(items)
        self._current = items[0][0]
        self.pills = FilterChips(items, name)
        self.more = Button(_("More"), kind="ghost", icon="caret-down", height=36, name=f"{name}.more")
        self.more.setAccessibleName(_("More categories"))
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fill(QHBoxLayout(self), (self.pills, self.more, None), 0, GAP)
        self.pills.chosen.connect(self.choose)
        self.more.clicked.connect(self._open)

    def set_items(self, items: Sequence[Item]) -> None:
        """Offer other categories; what is chosen stays chosen where it is still there."""
        self._items = list(items)
        if self._current not in dict(items):
            self._current = items[0][0]
        self._fit()

    def current(self) -> str:
        """The key of the category that is on."""
        return self._current

    def choose(self, key: str) -> None:
        """Choose a category and tell, as a tap does."""
        self._current = key
        self._fit()
        self.chosen.emit(key)

    def hidden(self) -> list[Item]:
        """The categories behind the last pill."""
        shown = {choice.key for choice in self.pills.choices()}
        return [item for item in self._items if item[0] not in shown]

    def _fit(self) -> None:
        wide = {key: self.pills.width_of(title) + GAP for key, title in self._items}
        shown = [key for key, _title in self._items]
        room = self.width() + GAP
        if sum(wide.values()) > room:
            room -= self.more.sizeHint().width() + GAP
            while len(shown) > 1 and sum(wide[key] for key in shown) > room:
                # The chosen one stays in sight.
                shown.remove(next(key for key in reversed(shown) if key != self._current))
        titles = dict(self._items)
        if shown != [choice.key for choice in self.pills.choices()] or self.pills.current() != self._current:
            self.pills.set_items([(key, titles[key]) for key in shown], self._current)
        self.more.setVisible(len(shown) < len(self._items))

    def _open(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, title in self.hidden():
            menu.addAction(title, lambda key=key: self.choose(key))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.pills.sizeHint().height())
