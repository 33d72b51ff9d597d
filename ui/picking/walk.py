"""One walk in full screen: go to the bin, scan the pieces, drop them into the totes; red stays until someone answers.

The verdict of a scan is shown from its own answer, before anything is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.announce import announce
from ui.common.boxes import HBox, fill
from ui.common.keys import Key
from ui.picking import jobs
from ui.picking import walk_acts as acts
from ui.picking.bin_panel import BinPanel
from ui.picking.put_back_strip import PutBackStrip
from ui.picking.sheets import ask_code
from ui.picking.walk_cards import ItemCard, ScanBar, Totes, WalkHead
from ui.picking.walk_done import DonePage
from ui.picking.walk_keys import keys_of
from ui.picking.walk_then import ThenRow
from ui.picking.walk_wrong import WrongPage
from ui.picking.words import name_of, scan_words

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.picking.queries import PickScreen
    from app.picking.scan import PickVerdict
    from ui.common.desk import Desk

GREEN_MS = 400
AMBER_MS = 1_600
UNDO_STEPS = 50
WRONG = ("wrong_item", "wrong_bin", "over", "unknown")


class Walk(QWidget):
    """The full screen of one batch.

    Signals:
        left: back to the lists.
        keys_changed: other keys act now.
        other_scanned: a code that is neither goods nor bin; carries the Scan.
    """

    left = Signal()
    keys_changed = Signal()
    other_scanned = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pick.state")
        self.desk = desk
        self.batch_id = 0
        self.screen: PickScreen | None = None
        self._held: PickScreen | None = None  # what is shown when the green moment is over
        self._is_held = False
        self._times = 1
        self._red: PickVerdict | None = None
        self.takes: list[tuple[tuple[int, int], ...]] = []
        self.head, self.bin, self.item = WalkHead(), BinPanel(), ItemCard()
        self.totes, self.bar, self.then, self.wrong = Totes(), ScanBar(), ThenRow(), WrongPage()
        self.put_back = PutBackStrip(radius=0)
        self.stack = QStackedWidget()
        self._go_page = self._make_go_page()
        self.done_page = DonePage()
        for page in (self._go_page, self.wrong, self.done_page):
            self.stack.addWidget(page)
        fill(QVBoxLayout(self), (self.head, self.put_back, (self.stack, 1)), 0, 0)
        self._moment = QTimer(self, singleShot=True)
        self._moment.timeout.connect(self._show_held)
        self._connect()
        self._asked = 0  # scans without a verdict yet
        self._set_state("go")

    def _make_go_page(self) -> QWidget:
        page = QWidget()
        top = HBox((self.bin, 11), (self.item, 9), self.totes, gap=16)
        fill(QVBoxLayout(page), ((top, 1), self.bar, self.then), (16, 20, 18, 20), 16)
        return page

    def _connect(self) -> None:
        self.head.close_button.clicked.connect(self.leave)
        self.put_back.keys_changed.connect(self.keys_changed)
        self.bar.missing.clicked.connect(lambda: acts.not_there(self))
        self.bar.skip.clicked.connect(lambda: acts.skip(self))
        self.bar.typing.clicked.connect(self.type_code)
        self.wrong.mixed.clicked.connect(lambda: acts.not_there(self))
        self.wrong.again.clicked.connect(self.escape)
        self.done_page.following.clicked.connect(self.leave)
        self.done_page.packing.clicked.connect(self.to_packing)

    # -- a walk begins

    def start(self, batch_id: int) -> None:
        """Show a batch that this person has taken, where it stopped."""
        if batch_id != self.batch_id:
            self.takes.clear()
            self.screen = None
        self.batch_id = batch_id
        self._times = 1
        actor = self.desk.actor
        if actor is not None:
            session = self.desk.window.session
            self.head.show_person(actor.name, session.place(), session.color)
        self.desk.read(self, jobs.read_racks, self.bin.set_racks, merge="racks")
        self.refresh()

    def refresh(self) -> None:
        """Read the walk anew; what is red stays red."""
        batch_id = self.batch_id

        def shown(screen: PickScreen | None) -> None:
            if batch_id == self.batch_id:
                self._take(screen)

        if batch_id:
            self.put_back.load(self.desk, batch_id=batch_id)
            self.desk.read(self, lambda: jobs.read_walk(batch_id), shown, merge="walk", urgent=True)

    def _take(self, screen: PickScreen | None) -> None:
        if self._moment.isActive() or self._asked:  # what a scan changed may be read before its verdict is here
            self._held, self._is_held = screen, True
        else:
            self._show(screen)

    def _show_held(self) -> None:
        if self._is_held:
            self._is_held = False
            self._show(self._held)
        else:
            self.refresh()

    def _show(self, screen: PickScreen | None) -> None:
        """Show the walk as it stands now."""
        if screen is None:
            self._set_state("go")
            self.left.emit()
            return
        self.screen = screen
        self.head.show_walk(screen)
        if screen.now is None:
            self._show_done(screen)
            return
        is_new = self.item.property("task") != screen.now.task_id
        self.item.setProperty("task", screen.now.task_id)
        self.bin.show_stop(screen.now, screen.before)
        self.item.show_stop(screen.now)
        self.totes.show_totes(screen.totes)
        self.then.show_stops(screen.then)
        if self._red is not None:
            self.wrong.show_verdict(self._red, screen.now)
        else:
            self.clear_red()
        self._say_next()
        if is_new:
            announce(self, f"{self.bin.accessibleName()}. {name_of(screen.now)}")

    # -- states

    @property
    def state(self) -> str:
        """go, ok, wrong, over, short or done."""
        return str(self.property("state"))

    def _set_state(self, state: str) -> None:
        if self.property("state") != state:
            self.setProperty("state", state)
            self.keys_changed.emit()

    def _say_next(self) -> None:
        """What to scan, in words."""
        if self.screen is not None and self.screen.now is not None:
            self.bar.say(*scan_words(self.screen, self._times))

    # -- scans

    def on_code(self, text: str) -> None:
        """Count a piece, confirm the bin, or say what is wrong."""
        times, code = jobs.free_number(text)
        if not code:
            self.set_times(times)
            return
        if self.state == "done":
            self.desk.recognise(code, self, self.other_scanned.emit)
            return
        quantity, batch_id = times if times > 1 else self._times, self.batch_id
        self._asked += 1

        def answered(answer: jobs.Picked | Scan) -> None:
            self._asked -= 1
            if batch_id == self.batch_id:
                self._on_answer(answer)

        self.desk.write(
            self, jobs.scan_walk, batch_id, code, quantity, done=answered, failed=self._on_refusal, urgent=True
        )

    def _on_refusal(self, error: BaseException) -> None:
        self._asked -= 1
        self.refused(error)

    def _on_answer(self, answer: jobs.Picked | Scan) -> None:
        if isinstance(answer, jobs.Picked):
            self._on_verdict(answer.verdict, answer.takes)
        else:
            self.desk.window.take_scan(answer, self.other_scanned.emit)
            self.refresh()

    def _on_verdict(self, verdict: PickVerdict, takes: tuple[tuple[int, int], ...]) -> None:
        state = str(verdict.state)
        self._end_moment()
        self._red = verdict if state in WRONG else None
        if self._red is not None:
            self._show_red()
            return
        self.stack.setCurrentWidget(self._go_page)
        if takes:
            self.takes = [*self.takes[-UNDO_STEPS + 1 :], takes]
        self._times = 1
        if state != "bin":
            self._count(verdict)
        if state in ("line_done", "batch_done"):
            self._set_state("ok")
            title = _("All taken") if state == "line_done" else _("Everything is picked")
            then = self.screen.then if self.screen else ()
            place = _("Then {bin}").format(bin=then[0].place) if then else ""
            self.bin.set_state("ok", title, place or " ")
            self.bar.say(title, verdict.sentence, tone="ok")
            self._moment.start(GREEN_MS)
        else:
            self._set_state("go")
            self.bin.set_state("go", _("This is the bin") if state == "bin" else "")
        self.desk.feedback("done" if state == "batch_done" else "ok")
        announce(self, verdict.sentence)
        self.refresh()

    def _show_red(self) -> None:
        """The whole area turns red, and stays so."""
        stop = self.screen.now if self.screen else None
        assert self._red is not None
        if stop is not None:
            self.wrong.show_verdict(self._red, stop)
        self._set_state(self.wrong.state)
        self.stack.setCurrentWidget(self.wrong)
        self.desk.feedback("wrong")
        announce(self, self.wrong.accessibleName(), urgent=True)

    def _end_moment(self) -> None:
        """A scan came while the panel was green: show at once what comes next."""
        if self._moment.isActive():
            self._moment.stop()
            if self._is_held:
                self._show_held()

    def _count(self, verdict: PickVerdict) -> None:
        """Show the new counts from the answer alone."""
        screen = self.screen
        if screen is None or screen.now is None:
            return
        if (screen.now.product_id, screen.now.place) != (verdict.product_id, verdict.place):
            return  # the screen is behind the store; the walk is read anew in a moment
        self.item.show_count(verdict.taken, verdict.wanted)
        picked = screen.picked + verdict.last
        now = screen.now._replace(taken=verdict.taken, wanted=verdict.wanted)
        self.screen = screen._replace(picked=picked, now=now)
        self.head.show_count(picked, screen.pieces)

    def refused(self, error: BaseException) -> None:
        """Say why not, and read how the walk stands."""
        self.desk.explain(error)
        self.refresh()

    # -- keys

    def keys(self) -> list[Key]:
        """What the keys mean now."""
        return keys_of(self)

    def escape(self) -> None:
        """Answer what is red, else leave the list for now."""
        if self.state in ("wrong", "over"):
            self.clear_red()
            self._say_next()
        elif self._times > 1:
            self.set_times(1)
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the lists; the walk stays this person's and goes on where it stopped."""
        self._moment.stop()
        self._is_held = False
        self.head.stop_clock()
        self.clear_red()
        self.batch_id = 0
        self.screen = None
        self.left.emit()

    def type_code(self) -> None:
        """Type what cannot be scanned."""
        ask_code(self.desk.surface, self.on_code)

    def set_times(self, times: int) -> None:
        """How many the next scan counts."""
        self._times = times
        self._say_next()

    def show_short(self, place: str, words: str) -> None:
        """The panel is amber for a moment and says where the rest comes from."""
        self._set_state("short")
        self.bin.set_state("short", _("Short"), words)
        self.bar.say(_("Short at {bin}").format(bin=place), words, tone="warn")
        self._moment.start(AMBER_MS)
        self.refresh()

    def show_undone(self) -> None:
        """A scan was taken back: show how the walk stands."""
        self._moment.stop()
        self._is_held = False
        self.clear_red()
        self.refresh()

    def clear_red(self) -> None:
        """What was red is answered."""
        self._red = None
        self._set_state("go")
        self.stack.setCurrentWidget(self._go_page)

    # -- the end

    def _show_done(self, screen: PickScreen) -> None:
        self.done_page.show_walk(screen)
        self.head.stop_clock()
        self._set_state("done")
        self.stack.setCurrentWidget(self.done_page)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_packing(self) -> None:
        """P: pack what was fetched."""
        self.leave()
        self.desk.go("pick", "pack")
