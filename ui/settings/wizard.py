"""The wizard that sets up an empty store: six steps, each can be skipped, then the first manager is signed in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QProcess, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QWidget

from app.core.actor import system_actor
from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Divider, HBox, Panel, Scroll, VBox, fill
from ui.common.buttons import Button, Link
from ui.common.labels import Icon, Label
from ui.inventory.chain import Step
from ui.settings.wizard_products import ProductsStep
from ui.settings.wizard_step import WizardStep
from ui.settings.wizard_steps import STEPS, PeopleStep
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

SIDE = 400
MAIN = Path(__file__).resolve().parents[2] / "main.py"


class StepMark(QAbstractButton):
    """One step in the list at the left: number or tick, and its title."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self._number, self._title, self._state = number, title, "todo"
        self.setObjectName(f"setup.step.{number}")
        self.setAccessibleName(title)
        self.setFixedHeight(46)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, state: str) -> None:
        """Show "done", "now" or "todo"."""
        self._state = state
        self.setProperty("state", state)
        words = {"done": _("done"), "now": _("now"), "todo": _("to do")}[state]
        self.setAccessibleName(f"{self._number}. {self._title}, {words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        disc = QRectF(0, self.height() / 2 - 14, 28, 28)
        paint.box(painter, disc, 14, {"done": "ok", "now": "accent"}.get(self._state, "hover"))
        if self._state == "done":
            theme().paint_icon(painter, "check-bold", disc.adjusted(7, 7, -7, -7), "ontext")
        else:
            token = "ontext" if self._state == "now" else "text3"
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, disc, str(self._number), px=13, weight=700, token=token, align=middle)
        line = QRectF(40, 0, self.width() - 44, self.height())
        weight, token = (600, "text") if self._state == "now" else (500, "text" if self._state == "done" else "text2")
        paint.text(painter, line, self._title, px=15, weight=weight, token=token)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()


class Wizard(QWidget):
    """A whole page in front of the frame.

    Signals:
        finished: the shop can be opened; carries the id of the manager who was made, or 0.
    """

    finished = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("setup.wizard")
        self._desk = desk
        self._actor = system_actor(desk.station)
        self._at, self._busy, self._person = 0, False, 0
        self.steps: list[WizardStep] = [kind(desk, self._actor) for kind in STEPS]
        self._marks = [StepMark(no, _(kind.TITLE)) for no, kind in enumerate(STEPS, start=1)]
        self._pages = QStackedWidget()
        for page in self.steps:
            self._pages.addWidget(Scroll(HBox((page, 1), margins=(0, 8, 12, 0))))
        for no, mark in enumerate(self._marks):
            mark.clicked.connect(lambda _checked=False, no=no: self.go_to(no))
        fill(QHBoxLayout(self), (self._make_side(), Divider(upright=True), (self._make_main(), 1)), 0, 0)
        self.go_to(0)

    def _make_side(self) -> QWidget:
        from ui.shell.rail import Logo

        name = HBox(Logo(40), Label("Kontor", 22, 600), None, gap=12)
        demo = Link(_("Open the demo shop"), "setup.button.demo", px=14)
        demo.clicked.connect(self.open_demo)
        hint = HBox(
            Icon("info", 18, "text3"), (Label(_("Just looking? The demo shop leaves no trace."), 13, 400, "text2",
                                              wrap=True), 1), gap=8,
        )  # fmt: skip
        side = Panel(
            "sunken", name, 26, Label(_("Set up your shop"), 30, 600, wrap=True),
            Label(_("About 8 minutes. You can leave and go on later."), 15, 400, "text2", wrap=True), 20, *self._marks,
            None, hint, demo, margins=(44, 36, 40, 44), gap=4,
        )  # fmt: skip
        side.setFixedWidth(SIDE)
        return side

    def _make_main(self) -> QWidget:
        self.back = Button(_("Back"), key="Esc", height=56, name="setup.back")
        self.skip = Button(_("Skip"), kind="ghost", key="F4", height=56, name="setup.button.skip")
        self.primary = Button("", kind="primary", key="F9", height=56, px=16, name="setup.primary")
        self._error = Label("", 14, 500, "bad_text", wrap=True, name="setup.error")
        self._error.hide()
        later = Label(_("Everything can be changed later in Settings"), 13, 400, "text3", align="right", wrap=True)
        self.back.clicked.connect(self.step_back)
        self.skip.clicked.connect(self.skip_step)
        self.primary.clicked.connect(self.go_on)
        foot = HBox(self.back, self.skip, (later, 1), self.primary, gap=16)
        return VBox((self._pages, 1), self._error, foot, margins=(48, 72, 36, 72), gap=14)

    @property
    def current(self) -> WizardStep:
        """The step in front."""
        return self.steps[self._at]

    def go_to(self, number: int) -> None:
        """Show a step."""
        self._at = number
        self._pages.setCurrentIndex(number)
        self._error.hide()
        for no, mark in enumerate(self._marks):
            mark.set_state("now" if no == number else "done" if self.steps[no].done else "todo")
        last = number == len(self.steps) - 1
        following = "" if last else _(STEPS[number + 1].TITLE)
        self.primary.set_text(_("Open the shop") if last else _("Next: {step}").format(step=following))
        self.back.setVisible(number > 0)
        self.current.load()
        first = self.current.first()
        (first or self.primary).setFocus()

    def step_back(self) -> None:
        """Esc: the step before."""
        if self._at:
            self.go_to(self._at - 1)

    def skip_step(self) -> None:
        """F4: leave this step for later."""
        self._advance()

    def go_on(self) -> None:
        """F9: write what is typed and go on."""
        if self._busy:
            return
        commands = self.current.steps()
        if commands is None:
            return
        self._busy = True
        self._error.hide()
        self._write(commands)

    def _write(self, left: list[Step]) -> None:
        if not left:
            self._written()
            return
        command, args, named = left[0]
        self._desk.write(
            self, command, *args, actor=self._actor, done=lambda answer: self._next_write(left, answer),
            failed=self._refuse, **named,
        )  # fmt: skip

    def _next_write(self, left: list[Step], answer: Any) -> None:
        if isinstance(self.current, PeopleStep):
            self._person = int(answer)
        self._write(left[1:])

    def _written(self) -> None:
        page = self.current
        if isinstance(page, ProductsStep) and page.found:
            page.take_in(self._end_step)
        else:
            self._end_step()

    def _end_step(self) -> None:
        self._busy = False
        self.current.done = True
        self._advance()

    def _refuse(self, error: BaseException) -> None:
        self._busy = False
        self._error.set_text(str(error))
        self._error.show()
        self._desk.feedback("wrong")

    def _advance(self) -> None:
        self._busy = False
        if self._at < len(self.steps) - 1:
            self.go_to(self._at + 1)
        else:
            self._finish()

    def _finish(self) -> None:
        """The station gets its record; without anybody who could sign in the people's step comes back."""
        station = self._desk.station

        def read() -> tuple[list[Any], bool]:
            from app.staff.queries import people, stations

            return people(), any(row.code == station for row in stations())

        def decide(found: tuple[list[Any], bool]) -> None:
            people, known = found
            managers = [row.id for row in people if row.role == "manager"]
            if not managers:
                self.go_to(1)
                self._refuse(ValueError(_("Somebody has to be able to sign in: add the first manager.")))
                return
            person = self._person or managers[0]
            if known:
                self.finished.emit(person)
            else:
                self._add_station(station, person)

        self._desk.read(self, read, decide)

    def _add_station(self, station: str, person: int) -> None:
        from app.staff.stations import add_station

        title = _("Till {n}").format(n=station.rpartition("-")[2] or "1")
        self._desk.write(
            self, add_station, station, title, actor=self._actor, done=lambda _id: self.finished.emit(person),
            failed=self._refuse,
        )  # fmt: skip

    def open_demo(self) -> None:
        """The demo shop opens in a window and a folder of its own; nothing here is touched."""
        QProcess.startDetached(sys.executable, [str(MAIN), "--demo", "--role", "manager"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {Qt.Key.Key_F9: self.go_on, Qt.Key.Key_F4: self.skip_step, Qt.Key.Key_Escape: self.step_back}
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color("app"))
        painter.end()
