"""The wizard that sets up an empty store: six steps, each can be skipped, then the first manager is signed in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QProcess, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.core.actor import system_actor
from app.core.i18n import _, language, languages, use_language
from ui.common import paint
from ui.common.announce import announce
from ui.common.boxes import Divider, HBox, Panel, Scroll, VBox, fill
from ui.common.buttons import Button, KeyCap, Link, Segmented
from ui.common.keys import Key
from ui.common.labels import Icon, Label
from ui.inventory.chain import Step
from ui.settings.here import Here
from ui.settings.wizard_mark import StepMark
from ui.settings.wizard_products import ProductsStep
from ui.settings.wizard_shop import ShopStep
from ui.settings.wizard_step import WizardStep, type_in, typed_in
from ui.settings.wizard_steps import STEPS, PeopleStep
from ui.shell.spoken import NAMES, can_draw
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

SIDE = 400
GUTTER = 12  # px that the bar of a long page stands in, beyond what the cards and the blue button end with
LONGEST_SHOWN = 40
MAIN = Path(__file__).resolve().parents[2] / "main.py"


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
        self._box = QHBoxLayout(self)
        self._whole = QWidget()
        self._build()
        self.go_to(0)

    def _build(self) -> None:
        """All pages in the language spoken now."""
        self.steps: list[WizardStep] = [kind(self._desk, self._actor) for kind in STEPS]
        self._marks = [StepMark(no, _(kind.TITLE)) for no, kind in enumerate(STEPS, start=1)]
        self._pages = QStackedWidget()
        for page in self.steps:
            self._pages.addWidget(Scroll(HBox((page, 1), margins=(0, GUTTER, 12, 0))))
        for no, mark in enumerate(self._marks):
            mark.clicked.connect(lambda _checked=False, no=no: self.go_to(no))
        self._whole = HBox(self._make_side(), Divider(upright=True), (self._make_main(), 1), gap=0)
        fill(self._box, ((self._whole, 1),), 0, 0)

    def begin(self, here: Here) -> None:
        """Propose what this computer is set to; the caret waits in the first field."""
        first = self.steps[0]
        assert isinstance(first, ShopStep)
        first.propose(here.country)
        self.speak(here.language)
        self.go_to(self._at)

    def speak(self, chosen: str) -> None:
        """Go on in another language, with everything that was typed."""
        if chosen == language() or not can_draw(chosen):
            self._spoken.set_current(language())
            return
        use_language(chosen)
        typed, done, country = typed_in(self), [page.done for page in self.steps], self.steps[0].proposed
        self._box.removeWidget(self._whole)
        self._whole.hide()
        self._whole.deleteLater()
        self._build()
        self.steps[0].proposed = country
        for page, was in zip(self.steps, done, strict=True):
            page.done = was
        self.go_to(self._at)
        self._desk.read(self, lambda: None, lambda _nothing: type_in(self, typed))  # behind what the page reads

    def _make_side(self) -> QWidget:
        from ui.shell.rail import Logo

        names = [(code, NAMES.get(code, code)) for code in languages()]
        self._spoken = Segmented(names, "setup.language", language())
        self._spoken.chosen.connect(self.speak)
        name = HBox(Logo(40), Label("Kontor", 22, 600), None, self._spoken, gap=12)
        demo = Link(_("Open the demo shop"), "setup.button.demo", px=14)
        demo.clicked.connect(self.open_demo)
        keys = Link(_("Keys and help"), "setup.button.help", px=14)
        keys.clicked.connect(self.show_help)
        hint = HBox(
            Icon("info", 18, "text3"), (Label(_("Just looking? The demo shop leaves no trace."), 13, 400, "text2",
                                              wrap=True), 1), gap=8,
        )  # fmt: skip
        side = Panel(
            "sunken", name, 26, Label(_("Set up your shop"), 30, 600, wrap=True),
            Label(_("About 8 minutes. You can leave and go on later."), 15, 400, "text2", wrap=True), 20, *self._marks,
            None, HBox(KeyCap("F1"), keys, None, gap=8), 8, hint, demo, margins=(44, 36, 40, 44), gap=4,
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
        foot = HBox(self.back, self.skip, (later, 1), self.primary, margins=(0, GUTTER, 0, 0), gap=12)
        return VBox((self._pages, 1), self._error, foot, margins=(48, 44 - GUTTER, 36, 36), gap=14)

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
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self._error.set_text(sentence)
        self._error.show()
        self._desk.feedback("wrong")
        announce(self, sentence, urgent=True)

    def on_code(self, code: str) -> None:
        """A scan: each page says what it means there."""
        self._error.hide()
        if not self.current.on_code(code):
            self._say(_("{code} was read. A scan does nothing on this page.").format(code=code[:LONGEST_SHOWN]))

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

    def show_help(self) -> None:
        """F1: the keys, and what each page asks for."""
        from ui.shell.help import HelpSheet

        keys = [
            Key("F1", _("Keys and help"), self.show_help), Key("F4", _("Skip"), self.skip_step),
            Key("F9", self.primary.text(), self.go_on), Key("Enter", _("Next field"), self._enter),
            Key("Esc", _("Back"), self.step_back),
        ]  # fmt: skip
        HelpSheet(self.window(), "setup", keys).open()

    def open_demo(self) -> None:
        """The demo shop opens in a window and a folder of its own; nothing here is touched."""
        QProcess.startDetached(sys.executable, [str(MAIN), "--demo", "--role", "manager"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_F1: self.show_help, Qt.Key.Key_F9: self.go_on, Qt.Key.Key_F4: self.skip_step,
            Qt.Key.Key_Escape: self.step_back, Qt.Key.Key_Return: self._enter, Qt.Key.Key_Enter: self._enter,
        }  # fmt: skip
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            act()

    def _enter(self) -> None:
        """Enter in a field: what Tab does; the blue button is at the end of the way."""
        if self.current.on_enter():
            self.window().focusNextPrevChild(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color("app"))
        painter.end()
