"""A short list to choose from with arrows, Enter or a tap: search results, products, customers, parked sales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import paint
from ui.common.panels import paint_avatar
from ui.common.thumb import thumb_pixmap
from ui.theme import theme

ROW = 54


class Pick(NamedTuple):
    """One row: what it stands for, its words, and at the right a figure with a word below it."""

    ref: Any
    title: str
    detail: str = ""
    right: str = ""
    below: str = ""
    tone: str = "text3"  # of the word below
    art: str | None = None  # a product's picture
    initials: str = ""  # a person's circle
    icon: str = ""
    key: str = ""  # the key that chooses it


class PickList(QWidget):
    """Painted rows, one of them current.

    Signals:
        picked: a row was chosen; carries its ref.
    """

    picked = Signal(object)

    def __init__(self, name: str, accessible: str, *, most: int = 8, focus: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self._accessible, self._most = accessible, most
        self.rows: Sequence[Pick] = ()
        self.at = 0
        self.was_moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focus else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        # It lies on white and covers it: what is below the window's sheets is not painted with each letter typed.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme().changed.connect(self.updateGeometry)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Pick]) -> None:
        """Offer other rows; the first is the current one."""
        self.rows, self.at, self.was_moved = rows[: self._most], 0, False
        self._say()
        self.updateGeometry()
        self.update()

    def steer_by(self, editor: QWidget) -> None:
        """Up and Down in a field that has the keyboard move the choice, too."""
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.was_moved = True
                self.move(step)
                return True
        return super().eventFilter(watched, event)

    def move(self, step: int) -> None:  # type: ignore[override]
        """Make another row the current one."""
        if self.rows:
            self.at = min(len(self.rows) - 1, max(0, self.at + (step if self.was_moved or step < 0 else step - 1)))
            self.was_moved = True
            self._say()
            self.update()

    def current(self) -> Any:
        """What the current row stands for, None when there is no row."""
        return self.rows[self.at].ref if self.rows else None

    def choose(self) -> bool:
        """Choose the current row; False when there is none."""
        if not self.rows:
            return False
        self.picked.emit(self.rows[self.at].ref)
        return True

    def _say(self) -> None:
        row = self.rows[self.at] if self.rows else None
        self.setAccessibleName(
            f"{self._accessible}: {row.title}, {row.right}, {row.below}" if row else self._accessible
        )

    def _row_height(self) -> int:
        return theme().row(ROW)

    def sizeHint(self) -> QSize:
        return QSize(320, max(1, len(self.rows)) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // self._row_height()
        if at != self.at and 0 <= at < len(self.rows):
            self.at = at
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // self._row_height()
        if 0 <= at < len(self.rows):
            self.at = at
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -self._most, Qt.Key.Key_End: self._most}
        step = steps.get(Qt.Key(event.key()))
        keyed = [place for place, row in enumerate(self.rows) if row.key and row.key == event.text()]
        if keyed:
            self.at = keyed[0]
            self.choose()
            return
        if step:
            self.was_moved = True
            self.move(step)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self.choose():
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(event.rect(), theme().color("surface"))
        for place, row in enumerate(self.rows):
            self._paint_row(
                painter, QRectF(0, place * self._row_height(), self.width(), self._row_height()), row, place
            )
        if self.hasFocus() and self.rows:
            row = QRectF(0, self.at * self._row_height(), self.width(), self._row_height())
            paint.focus_ring(painter, row if self.at >= 0 else QRectF(self.rect()), 8)
        painter.end()

    def _paint_row(self, painter: Any, rect: QRectF, row: Pick, place: int) -> None:
        if place == self.at:
            paint.box(painter, rect, 8, "selected")
        x, middle, scale = rect.left() + 12, rect.center().y(), theme().scale
        if row.key:
            paint.text(painter, QRectF(x, rect.top(), 14, rect.height()), row.key, px=12, weight=600, token="text3")
            x += 20
        if row.art is not None:
            painter.drawPixmap(int(x), int(middle - 20), thumb_pixmap(row.art, 40, row.title))
            x += 52
        elif row.initials:
            paint_avatar(painter, QRectF(x, middle - 18, 36, 36), row.initials, sum(map(ord, row.title)))
            x += 48
        elif row.icon:
            theme().paint_icon(painter, row.icon, QRectF(x, middle - 11, 22, 22), "text3")
            x += 34
        wide = max(paint.advance(row.right, 14, 600), paint.advance(row.below, 12, 600)) + 4
        right = QRectF(rect.right() - 12 - wide, rect.top(), wide, rect.height())
        words = QRectF(x, rect.top(), right.left() - x - 10, rect.height())
        both = bool(row.detail or row.below)
        for place_of, text, other, px, token in (
            (words, row.title, False, 14, "text"), (words, row.detail, True, 12, "text3"),
            (right, row.right, False, 14, "text"), (right, row.below, True, 12, row.tone),
        ):  # fmt: skip
            top = middle - 19 * scale if both and not other else middle + 1 if both else rect.top()
            tall = (20 if not other else 17) * scale if both else rect.height()
            weight = 600 if not other or token not in ("text3",) else 400
            align = Qt.AlignmentFlag.AlignRight if place_of is right else Qt.AlignmentFlag.AlignLeft
            line = QRectF(place_of.left(), top, place_of.width(), tall)
            paint.text(painter, line, text, px=px, weight=weight, token=token, align=align)
