"""The scan box: focused it takes typing and searches; otherwise it says that scans still work."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit

from app.core.i18n import _
from ui.common import paint
from ui.common.menu import show_edit_menu
from ui.theme import theme

TRACES = 5
MOST_OF_IT = 0.8
_SHOWN = 16  # characters of a code in the strip
_ENDS = {
    "ok": ("check-bold", "ok_text"), "done": ("check-bold", "ok_text"), "wrong": ("x-bold", "bad_text"),
    "attention": ("question", "warn_text"), "repeated": ("warning-fill", "warn_text"), "": ("clock", "text3"),
}  # fmt: skip


class Trace(NamedTuple):
    """A scan and what became of it: ok, done, wrong, attention, repeated, or nothing yet."""

    code: str
    end: str = ""


class ScanBox(QLineEdit):
    """One widget for all screens; at its right stand the last scans with what became of each.

    Signals:
        searched: the typed text changed.
        entered: Enter with a text; carries it.
        escaped: Esc in an empty box.
        moved: an arrow key; +1 down, -1 up, for the results below.
    """

    searched = Signal(str)
    entered = Signal(str)
    escaped = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._hint = ""
        self.traces: deque[Trace] = deque(maxlen=TRACES)
        self._secret: set[str] = set()
        self.setObjectName("shell.scan_box")
        self.setFrame(False)
        self.setFixedHeight(44)
        self.setMaxLength(400)
        self.setTextMargins(42, 0, 60, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.textEdited.connect(self.searched)
        self._retheme()
        theme().changed.connect(self._retheme)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_edit_menu(self, event)

    def set_hint(self, hint: str) -> None:
        """Say what a scan or a word does on this screen."""
        self._hint = hint
        self.setAccessibleName(_("Scan box"))
        self.setAccessibleDescription(hint)
        self.update()

    def trace(self, code: str, end: str = "") -> None:
        """A scan came in; show it with those before."""
        if code not in self._secret:
            self.traces.append(Trace(code, end))
            self.update()

    def hide_code(self, code: str) -> None:
        """A code turned out to be a person's badge: who reads it could print it, so it is shown no more."""
        self._secret.add(code)
        self.traces = deque((trace for trace in self.traces if trace.code != code), TRACES)
        self.update()

    def mark(self, end: str) -> None:
        """Say what became of the last scan, unless that is known."""
        if self.traces and not self.traces[-1].end:
            self.traces[-1] = self.traces[-1]._replace(end=end)
            self.update()

    def empty(self) -> None:
        """Forget what was typed and close the search."""
        if self.text():
            self.clear()
            self.searched.emit("")

    def _retheme(self) -> None:
        self.setFont(theme().font(15, 500))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme().color("surface"))
        palette.setColor(QPalette.ColorRole.Text, theme().color("text"))
        self.setPalette(palette)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().strip():
                self.entered.emit(self.text().strip())
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.empty()
            else:
                self.escaped.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        focused = self.hasFocus()
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme().color("surface"))
        painter.end()
        super().paintEvent(event)
        painter = paint.start(self)
        paint.box(painter, rect, 9, None, "accent" if focused else "control", 2 if focused else 1)
        icon = QRectF(13, self.height() / 2 - 11, 22, 22)
        theme().paint_icon(painter, "barcode", icon, "accent_text" if focused else "text3")
        right = self.width() - 12.0
        cap = paint.cap_size("F2")
        right -= cap.width()
        paint.key_cap(painter, QRectF(right, (self.height() - cap.height()) / 2, cap.width(), cap.height()), "F2")
        if not focused:
            right = self._paint_listening(painter, right - 12)
        if not self.text():
            right = self._paint_traces(painter, right - 8)
            hint = QRectF(48, 0, max(0.0, right - 58), self.height())
            paint.text(painter, hint, self._short_hint(hint.width()), px=14, token="text3")
        painter.end()

    def _short_hint(self, room: float) -> str:
        """The hint, or a short one where most of it would be cut."""
        return self._hint if paint.advance(self._hint, 14, 400) * MOST_OF_IT <= room else _("Scan or type")

    def _paint_listening(self, painter, right: float) -> float:  # type: ignore[no-untyped-def]
        words = _("Listening")
        wide = paint.advance(words, 12, 500) + 1
        paint.text(painter, QRectF(right - wide, 0, wide, self.height()), words, px=12, weight=500, token="text2")
        paint.dot(painter, QPointF(right - wide - 10, self.height() / 2), 4, "ok")
        return right - wide - 20

    def _paint_traces(self, painter, right: float) -> float:  # type: ignore[no-untyped-def]
        """The last scans, the newest at the right, as many as leave the hint its room."""
        least = 48 + paint.advance(_("Scan or type"), 14, 400) + 24
        for trace in reversed(self.traces):
            icon, token = _ENDS.get(trace.end, _ENDS[""])
            words = trace.code if len(trace.code) <= _SHOWN else f"{trace.code[: _SHOWN - 1]}…"
            wide = paint.advance(words, 12, 500) + 1
            left = right - wide - 18
            if left < least:
                break
            theme().paint_icon(painter, icon, QRectF(left, self.height() / 2 - 6.5, 13, 13), token)
            paint.text(
                painter, QRectF(left + 17, 0, wide, self.height()), words, px=12, weight=500,
                token="text2" if trace.end in ("ok", "done") else token,
            )  # fmt: skip
            right = left - 10
        return right
