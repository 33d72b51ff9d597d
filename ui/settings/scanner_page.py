"""The scanner: a test scan measures how fast it types, the calibration card shows what the keyboard makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core import settings
from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Card, HBox, KeyValue, VBox, clear
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label
from ui.settings.form import names_under
from ui.settings.page import Page
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

TEST_CODE = "KONTOR-TEST-1234"
AFTER_LAST_KEY_MS = 400
GIVE_UP_MS = 30_000
CARD_WIDTH = 780  # two pixels a bar
LONGEST_CODE = 4_400
LONGEST_SHOWN = 40
SEPARATOR_SHOWN = "<GS>"  # stands for the GS1 separator in a field
Judge = Callable[[list[tuple[str, int]]], Any]


class TestScan(QObject):
    """Listens to one scan before the router does; `done` gets what `judge` makes of its keys, or why it is none."""

    def __init__(self, done: Any, judge: Judge) -> None:
        super().__init__()
        self._done, self._find_out = done, judge
        self._keys: list[tuple[str, int]] = []
        self._quiet = QTimer(self, singleShot=True, interval=AFTER_LAST_KEY_MS)
        self._quiet.timeout.connect(self._judge)
        self._patience = QTimer(self, singleShot=True, interval=GIVE_UP_MS)
        self._patience.timeout.connect(self._judge)
        self._listening = False

    def start(self) -> None:
        """Take the next keys, whoever has the focus."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._listening = True
        self._patience.start()

    def stop(self) -> None:
        """Give the keys back."""
        app = QApplication.instance()
        if self._listening and app is not None:
            app.removeEventFilter(self)
        self._listening = False
        self._quiet.stop()
        self._patience.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        assert isinstance(event, QKeyEvent)
        if event.key() == Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.KeyPress and event.text():
            self._keys.append((event.text(), event.timestamp()))
            self._quiet.start()
        return True  # the window is asked before the widget in it: whoever is first is the only one

    def _judge(self) -> None:
        self.stop()
        try:
            learned: Any = self._find_out(self._keys)
        except ValueError as refusal:
            learned = refusal
        self._done(learned)


def speed_of(keys: list[tuple[str, int]]) -> Any:
    """What a scan of the test card, or of any other code, shows about the scanner; NotAScan when it was typed."""
    from devices.wedge import learn

    return learn(keys, TEST_CODE if TEST_CODE in "".join(char for char, _at in keys) else "")


def layout_of(keys: list[tuple[str, int]]) -> Any:
    """The keyboard layout that made this of the calibration card; NotTheCard when it was another code."""
    from devices.layout import learn_layout

    return learn_layout("".join(char for char, _at in keys))


class TestCard(QWidget):
    """A bar code on the screen that is scanned."""

    def __init__(self, code: str = TEST_CODE, width: int = 300) -> None:
        super().__init__()
        self._code = code
        self.setFixedSize(width, 92)
        self.setAccessibleName(_("Test code {code}").format(code=code))

    def paintEvent(self, event: QPaintEvent) -> None:
        from printing.codes import bars

        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), 8, "paper", "border")
        modules = bars("code128", self._code)
        wide = max(1, (self.width() - 40) // len(modules))  # whole pixels, or a scanner reads nothing
        left = (self.width() - wide * len(modules)) // 2
        for at, dark in enumerate(modules):
            if dark == "1":
                painter.fillRect(left + at * wide, 12, wide, 50, theme().color("print"))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, QRectF(0, 64, self.width(), 22), self._code, px=12, weight=500, token="print", align=middle)
        painter.end()


class ScannerTest(Card):
    """Button, state, and what was measured."""

    def __init__(self, desk: Desk, learned: Any, *, key: str = "") -> None:
        self._desk, self._learned = desk, learned
        self._icon = Icon("barcode", 22, "text2")
        hint = _("Scan this code or any other. When nothing happens, press the button and scan again.")
        self.state = Label(hint, 14, 500, "text2", wrap=True)
        self.state.setObjectName("setup.scanner.state")
        self.button = Button(_("Test scan"), kind="primary" if key else "default", icon="barcode", key=key,
                             name="setup.button.test_scan")  # fmt: skip
        self.button.clicked.connect(self.start)
        self._test: TestScan | None = None
        super().__init__(
            Label(_("Test scan"), 15, 600),
            Label(_("It measures how fast the scanner types, so that a scan never lands in a field."), 13, 400, "text3",
                  wrap=True),
            HBox(TestCard(), (VBox(HBox(self._icon, (self.state, 1), gap=8), HBox(self.button, None), gap=10), 1), gap=20),
            gap=10,
        )  # fmt: skip

    def start(self) -> None:
        """Wait for the scan."""
        self._say("hourglass-medium", "accent_text", _("Waiting for a scan"))
        self._test = TestScan(self._end, speed_of)
        self._test.start()

    def show_read(self, code: str) -> None:
        """A scan came without the button: the scanner is fast enough as it is."""
        self._desk.feedback("done")
        shown = code if len(code) <= LONGEST_SHOWN else f"{code[:LONGEST_SHOWN]}…"
        self._say("check-circle-fill", "ok_text", _("{code} was read. The scanner works.").format(code=shown))

    def _end(self, learned: Any) -> None:
        self._test = None
        if isinstance(learned, Exception):
            self._desk.feedback("wrong")
            self._say("warning-circle-fill", "bad_text", str(learned))
            return
        self._desk.feedback("done")
        self._say(
            "check-circle-fill", "ok_text",
            _("{code} was read; the slowest gap was {gap} ms. Scans up to {limit} ms are taken now.").format(
                code=learned.text, gap=learned.slowest_gap_ms, limit=learned.max_gap_ms
            ),
        )  # fmt: skip
        self._learned(learned)

    def _say(self, icon: str, token: str, text: str) -> None:
        self._icon.set_icon(icon, token)
        self.state.set_text(text)
        self.state.set_token(token)


class LayoutTest(Card):
    """The calibration card: one scan shows which keyboard this computer is set to."""

    def __init__(self, desk: Desk, learned: Any) -> None:
        from devices.layout import CARD

        self._desk, self._learned = desk, learned
        self._icon = Icon("keyboard", 22, "text2")
        self.state = Label(_("Press the button, then scan this card."), 14, 500, "text2", wrap=True)
        self.state.setObjectName("setup.scanner.layout_state")
        self.button = Button(_("Scan the card"), icon="keyboard", key="F6", name="setup.button.calibrate")
        self.button.clicked.connect(self.start)
        self._test: TestScan | None = None
        super().__init__(
            Label(_("Calibration card"), 15, 600),
            Label(
                _("Codes come out wrong (Z for Y, & for 1) when the computer is not set to the scanner’s US keyboard."
                  " From one scan of this card they are put right."), 13, 400, "text3", wrap=True,
            ),
            HBox(TestCard(CARD, CARD_WIDTH), None),
            HBox(self._icon, (self.state, 1), self.button, gap=10), gap=10,
        )  # fmt: skip

    def start(self) -> None:
        """Wait for the scan of the card."""
        self._say("hourglass-medium", "accent_text", _("Waiting for a scan"))
        self._test = TestScan(self._end, layout_of)
        self._test.start()

    def _end(self, learned: Any) -> None:
        self._test = None
        if isinstance(learned, Exception):
            self._desk.feedback("wrong")
            self._say("warning-circle-fill", "bad_text", str(learned))
            return
        self._desk.feedback("done")
        said = _("This computer’s keyboard is {layout}. Scans are put right from now on.")
        if learned.name == "us":
            said = _("This computer’s keyboard is {layout}, as the scanner’s. Nothing has to be put right.")
        self._say("check-circle-fill", "ok_text", said.format(layout=learned.title))
        self._learned(learned)

    def _say(self, icon: str, token: str, text: str) -> None:
        self._icon.set_icon(icon, token)
        self.state.set_text(text)
        self.state.set_token(token)


class CodeTest(Card):
    """Paste or scan a code: what it says, by which rule, and which product it is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.field = TextField(
            name="setup.code_test.field", icon="barcode", height=44, placeholder=_("Paste a code, or scan one"),
            accessible=_("Code to be tested"),
        )  # fmt: skip
        self.field.edit.setMaxLength(LONGEST_CODE)
        self.field.changed.connect(self._look)
        self.problems = Label("", 13, 600, "bad_text", wrap=True, name="setup.code_test.problems")
        self.rows = VBox(gap=6)
        super().__init__(
            Label(_("Test a code"), 15, 600),
            Label(_("Item, weight, price, lot, date and check digit, as the till reads them."), 13, 400, "text3", wrap=True),
            self.field, self.rows, self.problems, gap=10,
        )  # fmt: skip
        self.show_parts(([], []))

    def take(self, code: str) -> None:
        """A code was scanned while the page is shown."""
        self.field.set_text(code.replace("\x1d", SEPARATOR_SHOWN))

    def load(self) -> None:
        """Read the rules anew: a changed rule may read the code otherwise."""
        self._look()

    def _look(self) -> None:
        text = self.field.text().replace(SEPARATOR_SHOWN, "\x1d")

        def read() -> tuple[list[Any], list[str]]:
            from app.catalog.scan_rules import explain_scan, rule_problems

            return explain_scan(text), rule_problems(settings.read("catalog.embedded_codes"))

        self._desk.read(self, read, self.show_parts, merge="code_test")

    def show_parts(self, found: tuple[list[Any], list[str]]) -> None:
        """Show what the code says, and what is wrong with the rules."""
        parts, problems = found
        clear(self.rows.box)
        for part in parts:
            token = "bad_text" if part.is_wrong else "text"
            self.rows.add(KeyValue(part.title, part.value, key_width=140, weight=600, token=token))
        self.rows.setVisible(bool(parts))
        self.problems.set_text("\n".join(problems))
        self.problems.setVisible(bool(problems))


def keep_learned(desk: Desk, owner: QObject, learned: Any, done: Any) -> None:
    """Write what a test scan showed for this station."""
    desk.write(
        owner, settings.change_setting, "scanner.max_gap_ms", learned.max_gap_ms, desk.station,
        done=lambda _none: desk.write(
            owner, settings.change_setting, "scanner.prefix", learned.prefix, desk.station, done=done
        ),
    )  # fmt: skip


class ScannerPage(Page):
    """Section "Scanner"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "scanner", _("Scanner"), _("For this station. Serial scanners stand under Devices."))
        self.test = ScannerTest(desk, self._keep, key="F9")
        self.layout_test = LayoutTest(desk, self._keep_layout)
        self.codes = CodeTest(desk)
        self.add(self.test, self.layout_test, self.codes)
        self.add_settings(_("How scans are told from typing"), names_under("scanner."))
        self.add_settings(_("Rules for labels of the shop’s scale"), ["catalog.embedded_codes"])

    def load(self) -> None:
        super().load()
        self.codes.load()

    def _keep(self, learned: Any) -> None:
        keep_learned(self.desk, self, learned, lambda _none: (self.saved("scanner.max_gap_ms"), self.load()))

    def _keep_layout(self, learned: Any) -> None:
        self.desk.write(
            self, settings.change_setting, "scanner.layout", learned.name, self.desk.station,
            done=lambda _none: (self.saved("scanner.layout"), self.load()),
        )  # fmt: skip

    def on_code(self, text: str) -> bool:
        """A scan goes to the code test."""
        self.codes.take(text)
        return True

    def keys(self) -> list[Any]:
        from ui.common.keys import Key

        return [Key("F9", _("Test scan"), self.test.start), Key("F6", _("Calibration card"), self.layout_test.start)]
