"""The keys of the main window: what the tab takes first, what means the same everywhere, and the bar that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.i18n import _
from ui.common.keys import Key, is_plain_enter, is_pressed_by, press, repeats, takes_text
from ui.common.tab_order import go_on, jump, panes, stops
from ui.shell.presses import Presses
from ui.shell.tabs import REPORTS, SETTINGS, TABS

if TYPE_CHECKING:
    from ui.shell.popover import Popover
    from ui.shell.window import MainWindow


class WindowKeys:
    """Sees a key before the widget that has the focus."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._presses = Presses(window)

    def all(self) -> list[Key]:
        """All keys that act now: the tab's, then those that mean the same everywhere."""
        strip = self._window.strip
        own = [*self._window.notice.keys(), *(strip.keys() if strip is not None else []),
               *(self._window.tab.keys() if self._window.tab else [])]  # fmt: skip
        taken = {key.cap for key in own}
        return own + [key for key in self._common_keys() if key.cap not in taken]

    def _common_keys(self) -> list[Key]:
        tabs = [
            Key(spec.key, _(spec.title), lambda name=spec.name: self._window.choose(name), False)
            for spec in (*TABS, SETTINGS)
        ]
        return [
            Key("F1", _("Keys"), self._window.session.show_help),
            Key("F2", _("Scan box"), self._focus_scan_box, False),
            Key("F11", _("Full screen"), self._toggle_full_screen, False),
            Key("F12", _("Lock"), self._window.session.lock),
            Key("Alt+T", _("Time clock"), self._window.session.show_times, False),
            Key("Ctrl+K", _("Commands"), self._window.session.show_palette, False),
            Key("Ctrl+B", _("Messages"), self._window.session.show_messages, False),
            Key("Ctrl+Tab", _("Next mode"), self._next_mode, False),
            Key("Ctrl+Down", _("Next part of the screen"), self._jump, False),
            Key("Ctrl+Up", _("Part of the screen before"), lambda: self._jump(back=True), False),
            Key("Ctrl+PgDown", _("Next tab"), lambda: self._step_tab(1), False),
            Key("Ctrl+PgUp", _("Tab before"), lambda: self._step_tab(-1), False),
            Key("Alt+R", _("Reports"), self._window.show_reports, False),
            Key(
                "Ctrl+P",
                _("Exercises") if self._window.is_practice else _("Practice"),
                self._window.session.show_practice,
                False,
            ),
            *(
                [Key("Ctrl+Y", _("Practice scale"), self._window.ask_practice_weight, False)]
                if self._window.is_practice
                else []
            ),
            *tabs,
        ]

    def show(self) -> None:
        """Draw the key bar anew."""
        if self._window.tab is None:
            return
        own = self._window.tab.keys()
        caps = {key.cap for key in own}
        common = [key for key in self._common_keys() if key.cap in ("F1", "F12") and key.cap not in caps]
        shown = sorted([*own, *common], key=lambda key: _order(key.cap))
        self._window.keybar.show_keys(shown)

    def on_key(self, event: QKeyEvent) -> bool:
        """A key press before the widget that has the focus; True when the screen took it."""
        if self._window.session.is_locked or not self._window.isActiveWindow():
            return False
        if QApplication.activePopupWidget() is not None:
            return False  # the keys are the open menu's
        focus = QApplication.focusWidget()
        if self._presses.is_echo(event, focus):
            return True
        if is_pressed_by(event, focus):
            return press(event, focus)
        if self._window.sheet is not None or self._window.desk.actor is None:  # nobody is in: a shop is being set up
            return False
        box = self._window.scan_box
        if focus is box and not box.text().strip() and is_plain_enter(event) and self._window.notice.take_first():
            return True
        typing = takes_text(focus)
        for key in self.all():
            if key.fits(event) and not (typing and key.is_letter):
                if not event.isAutoRepeat() or repeats(event):
                    key.action()
                return True
        if typing and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            return self._on_alt_letter(event)
        return False

    def _on_alt_letter(self, event: QKeyEvent) -> bool:
        """Where a field has the focus, a letter's action is Alt+letter."""
        name = chr(event.key()) if 0x20 < event.key() < 0x7F else ""
        for key in self.all():
            if len(key.cap) == 1 and key.cap.isalpha() and key.cap == name:
                if not event.isAutoRepeat():
                    key.action()
                return True
        return False

    def _jump(self, *, back: bool = False) -> None:
        if self._window.tab is not None:
            jump(panes(self._window.tab), back=back)

    def go_on(self, *, back: bool) -> None:
        """Tab: what stands before the user's eyes as one reads it, the scan box last, then what hangs over it."""
        from ui.shell.popover import Popover

        window, now = self._window, QApplication.focusWidget()
        over = [child for child in window.children() if isinstance(child, QWidget) and child.isVisible()]
        over.remove(window.centralWidget())
        inside = next((one for one in over if isinstance(one, Popover) and one.isAncestorOf(now)), None)
        if inside is not None:
            go_on(stops(inside), back=back)
            return
        order = stops(window.centralWidget())
        if window.scan_box in order:
            order.remove(window.scan_box)
            order.append(window.scan_box)
        go_on([*order, *(stop for one in over for stop in stops(one))], back=back)
        _uncover(QApplication.focusWidget(), [one for one in over if isinstance(one, Popover)])

    def _focus_scan_box(self) -> None:
        self._window.scan_box.setFocus()
        self._window.scan_box.selectAll()

    def _toggle_full_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def _next_mode(self) -> None:
        tab = self._window.tab
        if tab is not None and len(tab.MODES) > 1:
            keys = [key for key, _title in tab.MODES]
            self._window.show_mode(keys[(keys.index(tab.mode) + 1) % len(keys)])

    def _step_tab(self, step: int) -> None:
        names = [name for name in self._window.rail.names() if name != REPORTS.name]
        if self._window.current in names:
            self._window.show_tab(names[(names.index(self._window.current) + step) % len(names)])


def _order(cap: str) -> tuple[int, int]:
    """F-keys in their order, then what the tab lists."""
    if cap.startswith("F") and cap[1:].isdigit():
        return (0, int(cap[1:])) if cap != "F12" else (2, 12)
    return (1, 0)


def _uncover(now: QWidget | None, over: list[Popover]) -> None:
    """What has the focus is seen: a popover that lies over it has been read."""
    for one in over:
        if now is not None and not one.isAncestorOf(now):
            place = QRect(now.mapTo(one.window(), QPoint(0, 0)), now.size())
            if place.intersects(one.geometry()):
                one.shut()
