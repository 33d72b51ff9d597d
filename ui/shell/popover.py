"""Panels that hang below the station bar: a device with its trouble, and the user's menu; none takes the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core.i18n import _, language, languages
from ui.common import paint
from ui.common.boxes import Divider, HBox, Item, Panel, VBox, fill
from ui.common.buttons import Button, IconButton
from ui.common.choices import Segmented
from ui.common.labels import Icon, Label
from ui.common.tab_order import go_on, stops
from ui.shell.printer_trouble import Waiting, hand_on, read_waiting, trouble_of, waiting_words
from ui.shell.spoken import NAMES
from ui.shell.topbar import DEVICES
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.session import Session
    from ui.shell.topbar import DeviceButton
    from ui.shell.window import MainWindow

MARGIN = 18  # room for the shadow


class Popover(QWidget):
    """A white card with a shadow, inside the window; a click elsewhere or Esc closes it."""

    def __init__(self, window: QWidget, *, width: int, name: str) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setFixedWidth(width + 2 * MARGIN)
        self.keys: dict[Qt.Key, Callable[[], object]] = {Qt.Key.Key_Escape: self.shut}
        self._before: QWidget | None = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def set_content(self, *items: Item) -> None:
        """Put the content in."""
        card = QWidget()
        fill(QVBoxLayout(card), items, (16, 18), 10)
        self._body.addWidget(card)

    def open_below(self, anchor: QWidget) -> None:
        """Show the card below a widget, kept inside the window."""
        window = self.parentWidget()
        self.adjustSize()
        at = anchor.mapTo(window, QPoint(anchor.width() // 2, anchor.height() + 6))
        left = min(max(8 - MARGIN, at.x() - self.width() // 2), window.width() - self.width() + MARGIN - 8)
        self.move(left, at.y() - MARGIN + 4)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if self.isVisible() and not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint())):
                self.shut()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.isVisible():
            act = self.keys.get(Qt.Key(event.key()))
            if act is not None:
                act()
            return act is not None
        return False

    def take_focus(self) -> None:
        """A menu that was asked for has the keys until it closes, and gives them back."""
        self._before = QApplication.focusWidget()
        go_on(stops(self))

    def shut(self) -> None:
        """Close for good."""
        before, self._before = self._before, None
        if before is not None and self.isAncestorOf(QApplication.focusWidget()):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        card = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        for step in range(MARGIN, 0, -2):
            paint.box(painter, card.adjusted(-step, -step + 4, step, step + 2), 12 + step, paint.faded("shadow", 4))
        paint.box(painter, card, 12, "surface", "border")
        painter.end()


class DevicePopover(Popover):
    """One device: its state in words, the steps that mend it, and Try again."""

    def __init__(self, window: MainWindow, desk: Desk, button: DeviceButton) -> None:
        super().__init__(window, width=500, name=f"popover.{button.device}")
        self._desk, self._button = desk, button
        health = button.health
        is_trouble = button.device == "printer" and health.state in ("warn", "bad") and bool(health.words)
        title, steps = button.accessibleName(), _steps(button.device, health.state)
        self._means = Label("", 14, wrap=True, name="popover.means")
        if not is_trouble:
            self._means.hide()
        if is_trouble:
            trouble = trouble_of(health.words)
            title, steps = trouble.title, trouble.steps
            self._means.set_text(waiting_words(0))
        self._stand_in = Button("", height=44, name="popover.stand_in")
        self._stand_in.hide()
        self.set_content(self._head(title, health.state), self._means, *_numbered(steps), self._buttons(health.state))
        if is_trouble:
            desk.read(self, lambda: read_waiting(desk.station), self._show_waiting)

    def _head(self, title: str, state: str) -> HBox:
        tone = {"ok": "ok_text", "warn": "warn_text", "bad": "bad_text"}.get(state, "text3")
        close = IconButton("x", name="popover.close", accessible=_("Close"))
        close.clicked.connect(self.shut)
        return HBox(Icon(_icon(self._button.device), 24, tone), (Label(title, 17, 600, wrap=True), 1), close, gap=12)

    def _buttons(self, state: str) -> HBox:
        desk, device = self._desk, self._button.device
        retry = Button(_("Try again"), kind="tint", key="F10", height=44, name="popover.retry")
        retry.clicked.connect(lambda: (desk.hub.look_now(device) if desk.hub else None, self.shut()))
        if state == "none":
            retry.hide()
        else:
            self.keys[Qt.Key.Key_F10] = retry.click
        settings = Button(_("Set up"), height=44, name="popover.settings")
        settings.clicked.connect(lambda: (self.shut(), desk.go("settings", "devices")))
        if not desk.may("settings.change"):
            settings.hide()
        return HBox(retry, self._stand_in, settings, None, gap=8)

    def _show_waiting(self, waiting: Waiting) -> None:
        """How many receipts wait, and who could print them."""
        self._means.set_text(waiting_words(len(waiting.wishes)))
        if waiting.stand_in and waiting.wishes:
            self._stand_in.set_text(_("Use the {station} printer").format(station=waiting.stand_in_name))
            self._stand_in.clicked.connect(lambda: (hand_on(self._desk, waiting), self.shut()))
            self._stand_in.show()
        self.adjustSize()


def _numbered(steps: list[str]) -> list[QWidget]:
    """One sentence as it is; several as numbered steps in a box."""
    if len(steps) < 2:
        return [Label(step, 14, wrap=True) for step in steps]
    rows = [
        HBox((Label(str(at), 14, 700, "accent_text"), 0), (Label(step, 14, wrap=True), 1), gap=12)
        for at, step in enumerate(steps, 1)
    ]
    return [Panel("sunken", *rows, edge="border", radius=8, margins=(10, 14), gap=8)]


def _icon(device: str) -> str:
    return dict(DEVICES)[device]


def _steps(device: str, state: str) -> list[str]:
    if state == "none":
        return [_("This station has none set up. Selling works without it.")]
    if state == "ok":
        return [_("It works.")]
    return {
        "scanner": [_("Codes can be typed meanwhile."), _("Check the cable or the battery of the scanner.")],
        "printer": [
            _("Selling goes on. Receipts wait and print as soon as the printer is ready again."),
            _("Check paper, lid and cable."),
        ],
        "scale": [_("Weights can be typed meanwhile."), _("Check the cable; the scale must show nought when empty.")],
        "display": [_("Selling goes on; say the total."), _("Check its cable. It comes back by itself.")],
        "terminal": [
            _("Take cash, or type the authorisation code of a card payment."), _("Check the terminal's network.")
        ],
    }[device]  # fmt: skip


class UserMenu(Popover):
    """Lock, switch, shift; language and look of this station."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window, width=300, name="popover.user")
        lock = Button(_("Lock, switch user"), icon="lock-key", key="F12", height=44, name="popover.lock").grow()
        lock.clicked.connect(lambda: (self.shut(), session.lock()))
        times = Button(_("Time clock"), icon="clock", key="Alt+T", height=44, name="popover.times").grow()
        times.clicked.connect(lambda: (self.shut(), session.show_times()))
        shift = Button(_("Shift and cash"), icon="wallet", key="Alt+8", height=44, name="popover.shift").grow()
        shift.clicked.connect(lambda: (self.shut(), window.show_tab("settle")))
        if "settle" not in window.allowed():
            shift.hide()
        words = _("Exercises") if window.is_practice else _("Practice")
        learn = Button(words, icon="flask", key="Ctrl+P", height=44, name="popover.practice").grow()
        learn.clicked.connect(lambda: (self.shut(), session.show_practice()))
        look = Segmented(
            [("light", _("Light")), ("dark", _("Dark")), ("system", _("System"))], "popover.theme", theme().mode
        )
        look.chosen.connect(session.look.choose)
        spoken = Segmented([(code, NAMES.get(code, code)) for code in languages()], "popover.language", language())
        spoken.chosen.connect(lambda code: (self.shut(), session.spoken.choose(code)))
        self.set_content(
            lock, times, shift, learn, Divider(), VBox(Label(_("Appearance"), 13, 500, "text2"), look, gap=4),
            VBox(Label(_("Language"), 13, 500, "text2"), spoken, gap=4),
        )  # fmt: skip
