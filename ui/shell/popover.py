"""Panels that hang below the station bar: a device with its trouble, and the user's menu; none takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core.i18n import _, language, languages
from ui.common import paint
from ui.common.boxes import Divider, HBox, Item, VBox, fill
from ui.common.buttons import Button, IconButton
from ui.common.choices import Segmented
from ui.common.labels import Icon, Label
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
            escaped = event.key() == Qt.Key.Key_Escape
            if escaped:
                self.shut()
            return escaped
        return False

    def shut(self) -> None:
        """Close for good."""
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
        health = button.health
        tone = {"ok": "ok_text", "warn": "warn_text", "bad": "bad_text"}.get(health.state, "text3")
        title = Label(button.accessibleName(), 17, 600, wrap=True)
        close = IconButton("x", name="popover.close", accessible=_("Close"))
        close.clicked.connect(self.shut)
        head = HBox(Icon(_icon(button.device), 24, tone), (title, 1), close, gap=12)
        lines = [Label(step, 14, wrap=True) for step in _steps(button.device, health.state)]
        retry = Button(_("Try again"), kind="tint", key="F10", height=44, name="popover.retry")
        retry.clicked.connect(lambda: (desk.hub.restart(button.device) if desk.hub else None, self.shut()))
        settings = Button(_("Set up"), height=44, name="popover.settings")
        settings.clicked.connect(lambda: (self.shut(), desk.go("settings", "devices")))
        settings.setVisible(desk.may("settings.change"))
        retry.setVisible(health.state != "none")
        self.set_content(head, *lines, HBox(retry, settings, None, gap=8))


def _icon(device: str) -> str:
    return {"scanner": "barcode", "printer": "printer", "scale": "scales", "terminal": "credit-card"}[device]


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
        shift.setVisible("settle" in window.allowed())
        look = Segmented(
            [("light", _("Light")), ("dark", _("Dark")), ("system", _("System"))], "popover.theme", theme().mode
        )
        look.chosen.connect(theme().set_mode)
        names = {"en": "English", "zh_CN": "简体中文"}
        spoken = Segmented([(code, names.get(code, code)) for code in languages()], "popover.language", language())
        spoken.chosen.connect(lambda code: (self.shut(), session.speak(code)))
        self.set_content(
            lock, times, shift, Divider(), VBox(Label(_("Look"), 13, 500, "text2"), look, gap=4),
            VBox(Label(_("Language"), 13, 500, "text2"), spoken, gap=4),
        )  # fmt: skip
