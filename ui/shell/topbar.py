"""The station bar: title or modes, scan box, device health, connection, and who works here."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import paint_avatar
from ui.common.choices import Segmented
from ui.common.labels import Label
from ui.shell.scan_box import ScanBox
from ui.theme import theme

HEIGHT = 68
HEAD_WIDTH = 222
DEVICES = (
    ("scanner", "barcode"), ("printer", "printer"), ("scale", "scales"), ("terminal", "credit-card"),
    ("display", "monitor"),
)  # fmt: skip
RARE = frozenset({"display"})  # only where there is one
DOTS = {"ok": "ok", "warn": "amber", "bad": "bad", "none": "control"}


class Health(NamedTuple):
    """A device's state (ok, warn, bad or none) and the words for it."""

    state: str = "none"
    words: str = ""


class DeviceButton(QAbstractButton):
    """One device: an icon with a dot."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.device, self._icon, self.health = name, icon, Health()
        self.setObjectName(f"shell.devices.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_health(Health())
        self._retheme()
        theme().changed.connect(self._retheme)

    def _retheme(self) -> None:
        side = max(34, theme().target())
        self.setFixedSize(side, side)
        self.update()

    def set_health(self, health: Health) -> None:
        """Show another state."""
        self.health = health
        titles = {
            "scanner": _("Scanner"), "printer": _("Receipt printer"), "scale": _("Scale"),
            "terminal": _("Card terminal"), "display": _("Pole display"),
        }  # fmt: skip
        words = health.words or (_("ready") if health.state == "ok" else _("not set up"))
        self.setAccessibleName(f"{titles[self.device]}, {words}")
        theme().set_tip(self, f"{titles[self.device]}: {words}")
        self.setProperty("state", health.state)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.translate((self.width() - 34) / 2, (self.height() - 34) / 2)
        token = "bad_text" if self.health.state == "bad" else "text2" if self.health.state != "none" else "text3"
        theme().paint_icon(painter, self._icon, QRectF(6, 6, 20, 20), token)
        painter.setPen(QPen(theme().color("surface"), 2))
        painter.setBrush(theme().color(DOTS[self.health.state]))
        painter.drawEllipse(QRectF(20, 19, 10, 10))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(0, 0, 34, 34), 6)
        painter.end()


class Framed(QWidget):
    """A white box with an edge around a few small widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(44)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), 8, "surface", "border")
        painter.end()


class DeviceCluster(Framed):
    """The devices of a station.

    Signals:
        asked: a device was clicked; carries its name.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(1)
        self._buttons = {name: DeviceButton(name, icon) for name, icon in DEVICES}
        for name, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, device=name: self.asked.emit(device))
            layout.addWidget(button)
        self.show_health({})
        theme().changed.connect(self._fit)

    def _fit(self) -> None:
        shown = sum(not button.isHidden() for button in self._buttons.values())
        self.setFixedWidth(12 + (max(34, theme().target()) + 1) * shown)

    def show_health(self, health: dict[str, Health]) -> None:
        """Show the state of each device."""
        for name, button in self._buttons.items():
            button.set_health(health.get(name, Health()))
            button.setHidden(name in RARE and button.health.state == "none")
        self._fit()

    def button(self, name: str) -> DeviceButton:
        """The button of one device, where its popover hangs."""
        return self._buttons[name]


class SyncChip(QAbstractButton):
    """Online, or how much waits for the line to come back; offline is normal, a server that is away is not."""

    _LOOKS: ClassVar[dict[str, tuple[str, str, str, str]]] = {
        "ok": ("cloud-check", "surface", "border", "ok_text"),
        "warn": ("cloud-slash", "warn_tint", "warn_edge", "warn_text"),
        "bad": ("cloud-slash", "bad_tint", "bad_edge", "bad_text"),
    }  # icon, ground, edge, ink

    def __init__(self) -> None:
        super().__init__()
        self._online, self._waiting, self._has_server = True, 0, True
        self.setObjectName("shell.sync")
        self.setFixedHeight(44)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.updateGeometry)
        self._show()

    def set_state(self, online: bool, waiting: int) -> None:
        """Say whether messages leave, and how many wait."""
        self._online, self._waiting = online, waiting
        self._show()

    def set_server(self, is_there: bool) -> None:
        """Say whether the shop's server answers: without it nothing leaves, nor is anything kept."""
        self._has_server = is_there
        self._show()

    def _show(self) -> None:
        self.setAccessibleName(self._words())
        self.setProperty("state", self._state())
        self.updateGeometry()
        self.update()

    def _state(self) -> str:
        if not self._has_server:
            return "bad"
        return "ok" if self._online else "warn"

    def _words(self) -> str:
        if not self._has_server:
            return _("No server")
        if self._online:
            return _("Online")
        return _("Offline · {count} waiting").format(count=self._waiting) if self._waiting else _("Offline")

    def sizeHint(self) -> QSize:
        return QSize(round(paint.advance(self._words(), 13, 600)) + 53, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        icon, ground, edge, ink = self._LOOKS[self._state()]
        paint.box(painter, QRectF(self.rect()), 8, ground, edge)
        theme().paint_icon(painter, icon, QRectF(12, 12, 20, 20), ink)
        words = QRectF(39, 0, self.width() - 45, self.height())
        token = "text" if self._state() == "ok" else ink
        paint.text(painter, words, self._words(), px=13, weight=600, token=token)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()


class UserChip(QAbstractButton):
    """Who works here, and in which shift; a click locks, switches or closes it."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._initials, self._color, self._detail = "", "", 0, ""
        self.setObjectName("shell.user")
        self.setFixedSize(192, 44)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)

    def set_person(self, name: str, initials: str, color: int, detail: str) -> None:
        """Show a person and the shift or role."""
        self._name, self._initials, self._color, self._detail = name, initials, color, detail
        self.setAccessibleName(f"{name}, {detail}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter: QPainter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), 8, "surface", "border")
        if self._name:
            paint_avatar(painter, QRectF(6, 6, 32, 32), self._initials, self._color)
            room = self.width() - 58
            paint.text(painter, QRectF(46, 4, room, 18), self._name, px=13, weight=600)
            paint.text(painter, QRectF(46, 21, room, 17), self._detail, px=12, token="text3")
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()


class TopBar(QWidget):
    """The bar above every screen.

    Signals:
        mode_chosen: a mode of the tab; carries its key.
    """

    mode_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.scan_box = ScanBox()
        self.devices, self.sync, self.user = DeviceCluster(), SyncChip(), UserChip()
        self.title = Label("", 20, 600)
        self._head = QWidget()
        self._head.setFixedWidth(HEAD_WIDTH)
        self._head_layout = QHBoxLayout(self._head)
        self._head_layout.setContentsMargins(0, 0, 0, 0)
        self._head_layout.addWidget(self.title)
        self._modes: Segmented | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 1)
        layout.setSpacing(8)
        layout.addWidget(self._head)
        layout.addWidget(self.scan_box, 1)
        layout.addSpacing(8)
        for widget in (self.devices, self.sync, self.user):
            layout.addWidget(widget)
        theme().changed.connect(self._fit)

    def show_head(self, title: str, modes: tuple[tuple[str, str], ...], mode: str) -> None:
        """Show a tab's title, or its modes as a switch."""
        if self._modes is not None:
            self._modes.hide()
            self._modes.deleteLater()
            self._modes = None
        self.title.setVisible(not modes)
        self.title.set_text(title)
        if modes:
            self._modes = Segmented([(key, _(words)) for key, words in modes], name="shell.modes", px=14)
            self._modes.set_current(mode)
            self._modes.chosen.connect(self.mode_chosen)
            self._head_layout.insertWidget(0, self._modes, 0, Qt.AlignmentFlag.AlignLeft)
        self._fit()

    def _fit(self) -> None:
        """The modes are as high as what stands beside them, or what a finger wants; the title's room holds them."""
        wide = HEAD_WIDTH
        if self._modes is not None:
            self._modes.setFixedHeight(max(44, theme().target() + 2 * self._modes.margin))
            wide = max(wide, self._modes.sizeHint().width() + 8)
        self._head.setFixedWidth(wide)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("border"))
        painter.end()
