"""The strip under the amber band that leads through a lesson: the next step, its keys, what to scan, and a hint.

Nothing on it takes the focus, so that every key and scan goes where it goes in the real shop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QMoveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common import paint
from ui.common.announce import announce
from ui.common.boxes import HBox, Panel, VBox, clear
from ui.common.buttons import Button, KeyCap
from ui.common.keys import Key
from ui.common.labels import Icon, Label
from ui.theme import theme
from ui.training.watch import Watch

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_CODES = 3
CHIP = 150, 44
HEIGHT = 64


class CodeChip(QAbstractButton):
    """A code to scan or to type; pressing it does what a scan of it does."""

    def __init__(self, code: str, name: str, cap: str) -> None:
        super().__init__()
        self._code, self._name, self._cap = code, name, cap
        self.setObjectName(f"training.code.{cap.lower()}")
        self.setAccessibleName(_("Scan {code}, {name}, {key}").format(code=code, name=name, key=cap))
        theme().set_tip(self, f"{name}\n{code}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        cap = paint.cap_size(self._cap).width()
        return QSize(round(max(CHIP[0], paint.advance(self._code, 13, 600) + cap + 34)), CHIP[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paint.box(painter, rect, 8, "surface", "accent_edge")
        cap = paint.cap_size(self._cap)
        spot = QRectF(rect.right() - cap.width() - 8, (self.height() - cap.height()) / 2, cap.width(), cap.height())
        paint.key_cap(painter, spot, self._cap)
        wide = spot.left() - 16
        paint.text(painter, QRectF(10, 4, wide, 19), self._code, px=13, weight=600, token="accent_text")
        paint.text(painter, QRectF(10, 22, wide, 17), self._name, px=12, weight=400, token="text2")
        painter.end()


class ExerciseStrip(Panel):
    """Hidden while no lesson runs; `keys()` are those that the window answers to meanwhile."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.watch = desk, Watch.of(desk)
        self._icon = Icon("target", 24, "accent_text")
        self._head = Label("", 12, 600, "text2", elide=True)
        self._step = Label("", 15, 600, wrap=True, name="training.step")
        self._hint = Label("", 13, 400, "warn_text", wrap=True, name="training.hint")
        self._caps, self._codes = HBox(gap=6), HBox(gap=8)
        self._ask = self._button("ask", _("Hint"), "Ctrl+H", self.watch.hint)
        self._again = self._button("again", _("Again"), "Ctrl+H", self.watch.again)
        self._next = self._button("next", _("Exercises"), "Ctrl+P", self._choose)
        self._end = self._button("end", _("End"), "Ctrl+Q", self.watch.end)
        self._ticks = HBox(gap=3)
        words = VBox(HBox(self._ticks, (self._head, 1), gap=8), self._step, self._hint, gap=2)
        super().__init__(
            "accent_tint", self._icon, (words, 1), self._caps, self._codes, self._ask, self._next, self._again, self._end,
            row=True, margins=(8, 20), gap=14, name="training.strip",
        )  # fmt: skip
        self.setMinimumHeight(round(HEIGHT * theme().scale))  # the screen below does not jump with each step
        self.watch.changed.connect(self.show_state)
        self._said = ""
        self.hide()

    def keys(self) -> list[Key]:
        """What the strip answers to, before the screen does."""
        if not self.watch.is_running:
            return []
        again = Key("Ctrl+H", _("Again"), self.watch.again, False)
        asks = Key("Ctrl+H", _("Hint"), self.watch.hint, False)
        return [
            again if self.watch.is_finished else asks,
            Key("Ctrl+Q", _("End the exercise"), self.watch.end, False),
            *(
                Key(f"Ctrl+{at}", _("Scan {code}").format(code=one.code), lambda code=one.code: self._scan(code), False)
                for at, one in enumerate(self.watch.codes[:MOST_CODES], 1)
            ),
        ]

    def retranslate(self) -> None:
        """Say it in the language spoken now."""
        for button, words in (
            (self._ask, _("Hint")), (self._next, _("Exercises")), (self._again, _("Again")), (self._end, _("End")),
        ):  # fmt: skip
            button.set_text(words)
        self.show_state()

    def show_state(self) -> None:
        """Show the step that comes next, or how it ended."""
        watch = self.watch
        if not watch.is_running:
            self._said = ""
            self.hide()
            return
        lesson, step = watch.lesson, watch.step
        self._ask.setVisible(not watch.is_finished)
        self._again.setVisible(watch.is_finished)
        self._next.setVisible(watch.is_finished)
        self._codes.setVisible(not watch.is_finished)
        self._icon.set_icon(*("check-circle-fill", "ok_text") if watch.is_finished else ("target", "accent_text"))
        if watch.is_finished:
            self._head.set_text(_(lesson.title))
            self._step.set_text(_how_it_ended(watch))
        elif step is not None:
            place = _("Step {n} of {all}").format(n=watch.done + 1, all=len(lesson.steps))
            self._head.set_text(
                " · ".join(part for part in (_(lesson.title), place, _mistakes(watch.mistakes)) if part)
            )
            self._step.set_text(_(step.text))
        self._fill(self._ticks, [_tick(at < watch.done) for at in range(len(lesson.steps))])
        self._hint.set_text(_(step.hint) if step is not None and watch.shows_hint else "")
        self._hint.setVisible(bool(self._hint.text()))
        self._fill(self._caps, [KeyCap(cap) for cap in (step.keys if step is not None else ())])
        self._fill(self._codes, self._chips() if not watch.is_finished else [])
        self.show()
        self._say(f"{self._head.text()}. {self._step.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._desk.window.keep_free_above()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._desk.window.keep_free_above()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._desk.window.keep_free_above()

    def _chips(self) -> list[QWidget]:
        chips: list[QWidget] = []
        for at, one in enumerate(self.watch.codes[:MOST_CODES], 1):
            chip = CodeChip(one.code, one.name, f"Ctrl+{at}")
            chip.clicked.connect(lambda _on=False, code=one.code: self._scan(code))
            chips.append(chip)
        return chips

    @staticmethod
    def _fill(box: HBox, widgets: list[QWidget]) -> None:
        layout = box.box
        assert isinstance(layout, QHBoxLayout)
        clear(layout)
        for widget in widgets:
            layout.addWidget(widget)
        box.setVisible(bool(widgets))

    def _scan(self, code: str) -> None:
        self._desk.window.router.take(code)

    def _choose(self) -> None:
        self._desk.window.session.show_practice()

    @staticmethod
    def _button(name: str, text: str, key: str, act: Callable[[], object]) -> Button:
        button = Button(text, key=key, height=36, name=f"training.{name}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: act())
        return button

    def _say(self, words: str) -> None:
        if words != self._said:
            self._said = words
            self.setAccessibleName(words)
            announce(self, words)


def _tick(done: bool) -> Icon:
    return Icon("check-circle-fill" if done else "circle", 16, "ok_text" if done else "text3")


def _mistakes(count: int) -> str:
    return ngettext("{n} mistake", "{n} mistakes", count).format(n=count) if count else ""


def _how_it_ended(watch: Watch) -> str:
    span = clock.format_span(watch.took_ms)
    mistakes = _mistakes(watch.mistakes) or _("no mistake")
    return _("Done in {span}, {mistakes}.").format(span=span, mistakes=mistakes)
