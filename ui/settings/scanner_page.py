"""The scanner: one test scan measures how fast it types; the numbers can be changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core import settings
from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import Card, HBox, VBox
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.settings.form import names_under
from ui.settings.page import Page
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

TEST_CODE = "KONTOR-TEST-1234"
AFTER_LAST_KEY_MS = 400
GIVE_UP_MS = 30_000


class TestScan(QObject):
    """Listens to one scan before the router does; `done` gets what was learned, or the sentence why it was none."""

    def __init__(self, done: Any, expected: str = "") -> None:
        super().__init__()
        self._done, self._expected = done, expected
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
        from devices.wedge import NotAScan, learn

        self.stop()
        try:
            learned: Any = learn(self._keys, self._expected if self._has_card() else "")
        except NotAScan as refusal:
            learned = refusal
        self._done(learned)

    def _has_card(self) -> bool:
        return self._expected in "".join(char for char, _at in self._keys)


class TestCard(QWidget):
    """The bar code on the screen that is scanned."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(300, 92)
        self.setAccessibleName(_("Test code {code}").format(code=TEST_CODE))

    def paintEvent(self, event: QPaintEvent) -> None:
        from printing.codes import bars

        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), 8, "paper", "border")
        modules = bars("code128", TEST_CODE)
        wide = (self.width() - 40) / len(modules)
        for at, dark in enumerate(modules):
            if dark == "1":
                painter.fillRect(QRectF(20 + at * wide, 12, wide + 0.3, 50), theme().color("print"))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, QRectF(0, 64, self.width(), 22), TEST_CODE, px=12, weight=500, token="print", align=middle)
        painter.end()


class ScannerTest(Card):
    """Button, state, and what was measured."""

    def __init__(self, desk: Desk, learned: Any, *, key: str = "") -> None:
        self._desk, self._learned = desk, learned
        self._icon = Icon("barcode", 22, "text2")
        self.state = Label(_("Press the button, then scan this code or any other."), 14, 500, "text2", wrap=True)
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
        self._test = TestScan(self._end, TEST_CODE)
        self._test.start()

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
        self.add(self.test)
        self.add_settings(_("How scans are told from typing"), names_under("scanner."))

    def _keep(self, learned: Any) -> None:
        keep_learned(self.desk, self, learned, lambda _none: (self.saved("scanner.max_gap_ms"), self.load()))

    def keys(self) -> list[Any]:
        from ui.common.keys import Key

        return [Key("F9", _("Test scan"), self.test.start)]
