"""The main window: rail, station bar, the tab that is shown, key bar; sign-in in front of it all.

The frame is painted before the store is opened, and a screen is built when it is first shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import fill, initials_of
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.shell.badges import Badges
from ui.shell.frame import Frame
from ui.shell.sounds import Sounds
from ui.shell.tabs import HOLDS, HOMES, REPORTS, SETTINGS, TABS, TabSpec
from ui.shell.window_keys import WindowKeys
from ui.shell.window_scans import WindowScans
from ui.theme import theme

if TYPE_CHECKING:
    from app.core.actor import Actor, NotPermitted
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk
    from ui.shell.scan_router import ScanRouter
    from ui.shell.session import Session

log = logging.getLogger(__name__)
CLOCK_EVERY_MS = 5_000
WIDTH, HEIGHT, TITLE_BAR = 1280, 720, 40
SPECS: dict[str, TabSpec] = {spec.name: spec for spec in (*TABS, SETTINGS)}


class MainWindow(QMainWindow):
    """One window for all tabs.

    Signals:
        first_painted: the frame is on the screen.
        ready: somebody is signed in and the first tab takes scans.
    """

    first_painted = Signal()
    ready = Signal()

    def __init__(self, router: ScanRouter) -> None:
        super().__init__()
        self.setWindowTitle("Kontor")
        self.setObjectName("shell.window")
        # On a screen of just that size a title bar must not push the key bar out.
        room = self.screen().availableGeometry()
        self.setMinimumSize(WIDTH, min(HEIGHT, room.height() - TITLE_BAR))
        fits = room.width() >= WIDTH  # a screen that cannot hold the least width changes nothing
        self.resize(*((min(1440, room.width()), min(900, room.height())) if fits else (1440, 900)))
        self.router = router
        self.sounds = Sounds()
        self.desk: Desk
        self.session: Session
        self._tabs: dict[str, Tab] = {}
        self._current = ""
        self._painted = False
        self._reports: Any = None
        self._band: Any = None  # over all screens of a practice copy
        self.strip: Any = None  # leads through an exercise there
        self.ask_practice_weight: Callable[[], None] = lambda: None  # put something on its scale
        self._build_frame()
        self._keys, self._scans = WindowKeys(self), WindowScans(self)
        router.scanned.connect(self._scans.on_scanned)
        router.repeated.connect(self._scans.on_repeated)
        router.on_key = self._keys.on_key
        router.is_ours = self._is_ours
        self._clock = QTimer(self, interval=CLOCK_EVERY_MS)
        self._clock.timeout.connect(self.show_clock)
        self._clock.start()

    def _build_frame(self) -> None:
        self.frame = frame = Frame()
        self.rail, self.topbar, self.notice, self.keybar = frame.rail, frame.topbar, frame.notice, frame.keybar
        self.scan_box, self.stack = frame.topbar.scan_box, frame.stack
        self.pages = QStackedWidget()  # the frame, and sign-in in front of it
        self.pages.addWidget(self.frame)
        whole = QWidget()
        self.whole = fill(QVBoxLayout(whole), ((self.pages, 1),), 0, 0)
        self.setCentralWidget(whole)
        self.rail.chosen.connect(self.choose)
        self.topbar.mode_chosen.connect(self.show_mode)
        self.scan_box.searched.connect(lambda text: self.tab_do(lambda tab: tab.typed(text)))
        self.scan_box.entered.connect(lambda text: self.tab_do(lambda tab: tab.submitted(text)))

    @property
    def is_practice(self) -> bool:
        """Whether this is the window of a practice copy."""
        return self._band is not None

    def show_practice(self) -> None:
        """Say on every screen, at the door too, that nothing here counts."""
        if self._band is None:
            from ui.common.practice_band import PracticeBand
            from ui.training.strip import ExerciseStrip

            self._band = PracticeBand(self.session.show_practice)
            self.strip = ExerciseStrip(self.desk)
            self.whole.insertWidget(0, self._band)
            self.whole.insertWidget(1, self.strip)
            self.setWindowTitle(_("Practice · Kontor"))

    def keep_free_above(self) -> None:
        """Sheets leave the strip of a running exercise uncovered: it says what to do in them."""
        from ui.common.sheet import FREE_ABOVE

        strip = self.strip
        shown = strip is not None and not strip.isHidden()
        self.setProperty(FREE_ABOVE, strip.geometry().bottom() + 1 if shown else 0)

    def attach(self, desk: Desk, session: Session) -> None:
        """Give the window its desk and session once the store is being opened."""
        from ui.common.toast import Toasts

        self.desk, self.session = desk, session
        self._badges = Badges(desk, self.rail)
        self.toasts = Toasts(self)
        desk.changed.connect(self._on_changes)
        desk.actor_changed.connect(self._on_actor)
        desk.shift_changed.connect(self.show_person)
        self.notice.offers_for_code = self._scans.offers_for_code
        self.notice.offers_for_scan = self._scans.offers_for_scan
        self.topbar.user.clicked.connect(session.show_user_menu)
        self.topbar.devices.asked.connect(session.show_device)
        self.topbar.sync.clicked.connect(lambda: self.show_tab("print"))

    # -- tabs

    @property
    def tab(self) -> Tab | None:
        """The tab that is shown."""
        return self._tabs.get(self._current)

    @property
    def current(self) -> str:
        """The name of the tab that is shown."""
        return self._current

    def show_tab(self, name: str, mode: str = "") -> Tab | None:
        """Show a tab, built when it is first needed."""
        if name not in self.allowed():
            return None
        old = self.tab
        if old is not None and name != self._current and not old.leave():
            self.rail.select(self._current)
            return old
        tab = self._tabs.get(name) or self._make(name)
        self._current = name
        self.notice.close_notice()
        self.scan_box.clear()
        self.stack.setCurrentWidget(tab)
        self.rail.select(name)
        if mode and mode != tab.mode:
            tab.set_mode(mode)
        self._show_head()
        self.show_keys()
        self._focus_work()
        tab.arrive()
        return tab

    def _focus_work(self) -> None:
        """The focus is where the work of the tab begins."""
        if self.tab is not None:
            (self.scan_box if self.tab.STARTS_IN_SCAN_BOX else self.tab).setFocus()

    def _make(self, name: str) -> Tab:
        tab = SPECS[name].build(self.desk)
        tab.keys_changed.connect(self.show_keys)
        tab.head_changed.connect(self._show_head)
        self._tabs[name] = tab
        self.stack.addWidget(tab)
        return tab

    def allowed(self) -> frozenset[str]:
        """The tabs of the signed-in person's role."""
        actor = self.desk.actor
        if actor is None:
            return frozenset()
        return frozenset(spec.name for spec in (*TABS, SETTINGS, REPORTS) if actor.role in spec.roles)

    def open_record(self, kind: str, ref: int) -> None:
        """Show a record in the tab that holds its kind."""
        tab = self.show_tab(HOLDS.get(kind, ""))
        if tab is not None:
            tab.open_record(kind, ref)

    def tab_do(self, act: Callable[[Tab], None]) -> None:
        """Let the tab that is shown do something."""
        if self.tab is not None:
            act(self.tab)

    def choose(self, name: str) -> None:
        """Go to a tab, as the rail and its keys do."""
        if name == REPORTS.name:
            self.rail.select(self._current)
            self.show_reports()
        else:
            self.show_tab(name)

    def show_mode(self, mode: str) -> None:
        """Show a mode of the tab."""

        def act(tab: Tab) -> None:
            tab.set_mode(mode)
            self._show_head()
            self.show_keys()

        self.tab_do(act)

    def _show_head(self) -> None:
        def act(tab: Tab) -> None:
            self.topbar.show_head(_(tab.TITLE), tab.MODES, tab.mode)
            self.scan_box.set_hint(_(tab.SCAN_HINT))

        self.tab_do(act)

    def show_reports(self) -> None:
        """Open the manager's window, or bring it to the front."""
        if REPORTS.name not in self.allowed():
            return
        if self._reports is None:
            self._reports = REPORTS.build(self.desk)
        self._reports.show()
        self._reports.raise_()
        self._reports.activateWindow()
        self._reports.refresh()

    # -- keys and scans

    def all_keys(self) -> list[Key]:
        """All keys that act now: the tab's, then those that mean the same everywhere."""
        return self._keys.all()

    def show_keys(self) -> None:
        """Draw the key bar anew."""
        self._keys.show()

    @property
    def sheet(self) -> Any:
        """The sheet in front of everything, if one is open."""
        from ui.common.sheet import top_sheet

        return top_sheet(self)

    def take_scan(self, scan: Scan, done: Callable[[Scan], None]) -> None:
        """A recognised code: a staff badge switches the user everywhere, all else is the tab's."""
        if scan.kind == "badge":
            self.session.switch_by_badge(scan.text)
        else:
            done(scan)

    # -- people, time, changes

    def ask_manager(
        self, refusal: NotPermitted, by: Actor, again: Callable[[Actor], None], dropped: Callable[[], Any], *,
        content: str = "", instead: Callable[[int], None] | None = None,
    ) -> None:  # fmt: skip
        """Open the override; on a manager's yes the act is run again with the approval, which is bound to `content`."""
        from ui.shell.override import OverrideSheet

        OverrideSheet(self, refusal, by, again, dropped, content=content, instead=instead).open()

    def _on_actor(self) -> None:
        if self.desk.actor is None:
            return
        self.pages.setCurrentWidget(self.frame)
        self.rail.allow(self.allowed())
        self.show_person()
        self._badges.refresh()
        home = self._current if self._current in self.allowed() else HOMES[self.desk.actor.role]
        self.show_tab(home)
        QTimer.singleShot(0, self.show_clock)
        self.ready.emit()

    def show_person(self) -> None:
        """Name, and shift or role, at the top right."""
        actor = self.desk.actor
        if actor is not None:
            self.topbar.user.set_person(
                actor.name.split()[0], initials_of(actor.name), self.session.color, self.session.detail()
            )

    def show_clock(self) -> None:
        """Station, shop and time at the foot."""
        self.keybar.place.set_text(f"{self.session.place()}   ·   {clock.format_stamp(clock.now_ms())}")

    def _on_changes(self, told: list[Changed]) -> None:
        for tab in self._tabs.values():
            if tab is self.tab:
                tab.on_changes(told)
        if self._reports is not None and self._reports.isVisible():
            self._reports.on_changes(told)
        self._badges.refresh()

    def retranslate(self) -> None:
        """After a switch of language: every screen is built anew in it, work in hand is kept in the store."""
        shown = self._current
        for tab in self._tabs.values():
            self.stack.removeWidget(tab)
            tab.deleteLater()
        self._tabs.clear()
        self._current = ""
        if self._reports is not None:
            self._reports.close()
            self._reports = None
        if self._band is not None:
            self._band.retranslate()
            self.strip.retranslate()
        self.rail.retranslate()
        self.show_tab(shown)
        self.show_clock()

    # -- the window itself

    def focusNextPrevChild(self, next: bool) -> bool:
        now = QApplication.focusWidget()
        if now is None or not now.isVisible():  # what had the focus has gone
            self._focus_work()
        else:
            self._keys.go_on(back=not next)
        return True

    def _is_ours(self) -> bool:
        """Not before the store is open, and not in windows that read their own keys (a file dialog, say)."""
        active = QApplication.activeWindow()
        return hasattr(self, "session") and not (active is not None and active.property("own_keys"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("app"))
        painter.end()
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()  # everything is saved as it happens, so closing never loses work
        QApplication.quit()
