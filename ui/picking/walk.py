"""One walk in full screen: go to the bin, scan the pieces, drop them into the totes; red stays until someone answers.

The verdict of a scan is shown from its own answer, before anything is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from app.core.refusal import Refusal
from ui.common.announce import announce
from ui.common.boxes import EmptyState, HBox, fill
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.picking import jobs
from ui.picking.bin_panel import BinPanel
from ui.picking.sheets import ask_code, ask_number, ask_short
from ui.picking.walk_cards import ItemCard, ScanBar, ThenRow, Totes, WalkHead
from ui.picking.walk_wrong import WrongPage
from ui.picking.words import name_of, quantity_text

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.picking.queries import PickScreen, Stop
    from app.picking.scan import PickVerdict
    from app.picking.short import Short
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
        self._desk = desk
        self.batch_id = 0
        self.screen: PickScreen | None = None
        self._held: PickScreen | None = None  # what is shown when the green moment is over
        self._is_held = False
        self._times = 1
        self._red: PickVerdict | None = None
        self._undo: list[tuple[tuple[int, int], ...]] = []
        self.head, self.bin, self.item = WalkHead(), BinPanel(), ItemCard()
        self.totes, self.bar, self.then, self.wrong = Totes(), ScanBar(), ThenRow(), WrongPage()
        self.stack = QStackedWidget()
        self._go_page = self._make_go_page()
        self.done_page = QWidget()
        self._done_layout = QVBoxLayout(self.done_page)
        for page in (self._go_page, self.wrong, self.done_page):
            self.stack.addWidget(page)
        fill(QVBoxLayout(self), (self.head, (self.stack, 1)), 0, 0)
        self._moment = QTimer(self, singleShot=True)
        self._moment.timeout.connect(self._show_held)
        self._connect()
        self._set_state("go")

    def _make_go_page(self) -> QWidget:
        page = QWidget()
        top = HBox((self.bin, 11), (self.item, 9), self.totes, gap=16)
        fill(QVBoxLayout(page), ((top, 1), self.bar, self.then), (16, 20, 18, 20), 16)
        return page

    def _connect(self) -> None:
        self.head.close_button.clicked.connect(self.leave)
        self.bar.missing.clicked.connect(self.not_there)
        self.bar.skip.clicked.connect(self.skip)
        self.bar.typing.clicked.connect(self.type_code)
        self.wrong.mixed.clicked.connect(self.not_there)
        self.wrong.again.clicked.connect(self.escape)

    # -- a walk begins

    def start(self, batch_id: int) -> None:
        """Show a batch that this person has taken, where it stopped."""
        if batch_id != self.batch_id:
            self._undo.clear()
            self.screen = None
        self.batch_id = batch_id
        self._times = 1
        actor = self._desk.actor
        if actor is not None:
            session = self._desk.window.session
            self.head.show_person(actor.name, session.place(), session.color)
        self._desk.read(self, jobs.read_racks, self.bin.set_racks, merge="racks")
        self.refresh()

    def refresh(self) -> None:
        """Read the walk anew; what is red stays red."""
        batch_id = self.batch_id

        def shown(screen: PickScreen | None) -> None:
            if batch_id == self.batch_id:
                self._take(screen)

        if batch_id:
            self._desk.read(self, lambda: jobs.read_walk(batch_id), shown, merge="walk", urgent=True)

    def _take(self, screen: PickScreen | None) -> None:
        if self._moment.isActive():
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
            self._clear_red()
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
        screen = self.screen
        if screen is None or screen.now is None:
            return
        now = screen.now
        if self._times > 1:
            title = _("Scan one: it counts {count}").format(count=self._times)
        elif now.taken:
            title = _("Scan the next one")
        else:
            title = _("Scan {name}").format(name=name_of(now))
        self.bar.say(title, self._tote_words())

    def _tote_words(self) -> str:
        assert self.screen is not None
        rows = [row for row in self.screen.totes if row.coming]
        following = next((row for row in rows if row.is_next), None)
        if following is None:
            return ""
        into = following.code or _("order {number}").format(number=following.order_number)
        words = _("The next goes into {tote}.").format(tote=into)
        others = [row.code or row.order_number for row in rows if not row.is_next]
        if others:
            words += " " + _("Then {totes}.").format(totes=", ".join(others))
        return words

    # -- scans

    def on_code(self, text: str) -> None:
        """Count a piece, confirm the bin, or say what is wrong."""
        times, code = jobs.free_number(text)
        if not code:
            self._set_times(times)
            return
        if self.state == "done":
            self._desk.recognise(code, self, self.other_scanned.emit)
            return
        quantity = times if times > 1 else self._times
        self._desk.write(
            self, jobs.scan_walk, self.batch_id, code, quantity, done=self._on_answer, failed=self._on_refused,
            urgent=True,
        )  # fmt: skip

    def _on_answer(self, answer: jobs.Picked | Scan) -> None:
        if isinstance(answer, jobs.Picked):
            self._on_verdict(answer.verdict, answer.takes)
        else:
            self._desk.window.take_scan(answer, self.other_scanned.emit)

    def _on_verdict(self, verdict: PickVerdict, takes: tuple[tuple[int, int], ...]) -> None:
        state = str(verdict.state)
        self._end_moment()
        self._red = verdict if state in WRONG else None
        if self._red is not None:
            self._show_red()
            return
        self.stack.setCurrentWidget(self._go_page)
        if takes:
            self._undo = [*self._undo[-UNDO_STEPS + 1 :], takes]
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
        self._desk.feedback("done" if state == "batch_done" else "ok")
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
        self._desk.feedback("wrong")
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
        if screen.now.product_id == verdict.product_id and screen.now.place == verdict.place:
            self.item.show_count(verdict.taken, verdict.wanted)
        picked = screen.picked + verdict.last
        self.screen = screen._replace(picked=picked)
        self.head.show_count(picked, screen.pieces)

    def _on_refused(self, error: BaseException) -> None:
        self._desk.explain(error)
        self.refresh()

    # -- keys

    def keys(self) -> list[Key]:
        """What the keys mean now."""
        if self.state == "done":
            return [
                Key("F9", _("Next list"), self.leave), Key("P", _("To packing"), self._to_packing),
                Key("Ctrl+Z", _("Undo"), self.undo, False), Key("Esc", _("Back"), self.leave),
            ]  # fmt: skip
        missing = _("Bin is mixed up") if self.state == "wrong" else _("Not there")
        return [
            Key("F2", _("Type a code"), self.type_code), Key("F4", _("Skip for now"), self.skip),
            Key("F6", _("Quantity"), self.ask_times), Key("F7", missing, self.not_there),
            Key("F8", _("Put the list down"), self.put_down), Key("Ctrl+Z", _("Undo"), self.undo),
            Key("Esc", _("Try again") if self.state in ("wrong", "over") else _("Leave"), self.escape),
        ]  # fmt: skip

    def escape(self) -> None:
        """Answer what is red, else leave the list for now."""
        if self.state in ("wrong", "over"):
            self._clear_red()
            self._say_next()
        elif self._times > 1:
            self._set_times(1)
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the lists; the walk stays this person's and goes on where it stopped."""
        self._moment.stop()
        self._is_held = False
        self.head.stop_clock()
        self._clear_red()
        self.batch_id = 0
        self.screen = None
        self.left.emit()

    def put_down(self) -> None:
        """Let somebody else go on with the list."""
        from app.picking.take import leave_batch

        def told(_nothing: object) -> None:
            self._desk.toast(_("The list is free; what is picked stays picked"))
            self.leave()

        self._desk.write(self, leave_batch, self.batch_id, done=told)

    def type_code(self) -> None:
        """Type what cannot be scanned."""
        ask_code(self._desk.surface, self.on_code)

    def ask_times(self) -> None:
        """How many the next scan counts."""
        stop = self.screen.now if self.screen else None
        if stop is None:
            return
        left = max(1, stop.wanted - stop.taken)
        ask_number(
            self._desk.surface, _("Quantity"), _("How many the next scan counts"), self._set_times,
            name="pick.quantity", maximum=left, value=left, button=_("Scan one of them"),
            help=_("Take them all, then scan one."),
        )  # fmt: skip

    def _set_times(self, times: int) -> None:
        self._times = times
        self._say_next()

    def skip(self) -> None:
        """Come to this bin at the end."""
        from app.picking.short import skip_task

        if self.screen is None or self.screen.now is None or self.state == "done":
            return
        place = self.screen.now.place

        def told(_nothing: object) -> None:
            self._desk.toast(_("{bin} comes at the end").format(bin=place))
            self.refresh()

        self._clear_red()
        self._desk.write(self, skip_task, self.screen.now.task_id, done=told, urgent=True)

    def not_there(self) -> None:
        """Say what is missing; in front of the red page: the bin is mixed up and will be counted."""
        stop = self.screen.now if self.screen else None
        if stop is None:
            return
        if self.state == "wrong":
            self._ask_count(stop)
            return
        left = stop.wanted - stop.taken
        ask_short(self._desk.surface, name_of(stop), stop.place, left, self._go_short)

    def _ask_count(self, stop: Stop) -> None:
        from app.inventory.count import ask_count

        def told(_count: int) -> None:
            self._desk.toast(_("Bin {bin} will be counted").format(bin=stop.place))

        self._desk.write(self, ask_count, stop.place_id, "mixed_up", done=told)

    def _go_short(self, missing: int, reason: str) -> None:
        stop = self.screen.now if self.screen else None
        if stop is None:
            return

        def told(found: Short) -> None:
            words = self._short_words(found, stop)
            self._set_state("short")
            self.bin.set_state("short", _("Short"), words)
            self.bar.say(_("Short at {bin}").format(bin=stop.place), words, tone="warn")
            self._desk.toast(words)
            self._moment.start(AMBER_MS)
            self.refresh()

        self._desk.write(
            self, jobs.short_stop, self.batch_id, missing, reason, done=told, failed=self._on_refused, urgent=True
        )

    @staticmethod
    def _short_words(found: Short, stop: Stop) -> str:
        words = []
        if found.elsewhere:
            words.append(
                _("{count} from {bins}").format(
                    count=quantity_text(found.elsewhere, stop.unit), bins=", ".join(found.bins)
                )
            )
        if found.backordered:
            words.append(_("{count} will follow later").format(count=quantity_text(found.backordered, stop.unit)))
        return " · ".join(words)

    def undo(self) -> None:
        """Take the last scan back."""
        if not self._undo:
            self._desk.toast(_("Nothing to undo on this list"))
            return
        takes = self._undo.pop()

        def told(_nothing: object) -> None:
            count = sum(part for _task, part in takes)
            said = ngettext("{count} piece is back in its bin", "{count} pieces are back in their bin", count)
            self._desk.toast(said.format(count=count))
            self._moment.stop()
            self._is_held = False
            self._clear_red()
            self.refresh()

        def refused(error: BaseException) -> None:
            assert isinstance(error, Refusal)
            self._on_refused(error)

        self._desk.write(self, jobs.undo_takes, takes, done=told, failed=refused, urgent=True)

    def _clear_red(self) -> None:
        self._red = None
        self._set_state("go")
        self.stack.setCurrentWidget(self._go_page)

    # -- the end

    def _show_done(self, screen: PickScreen) -> None:
        while self._done_layout.count():
            item = self._done_layout.takeAt(0)
            if item.widget():
                item.widget().deleteLater()
        following = Button(_("Next list"), kind="primary", key="F9", height=60, name="pick.primary")
        packing = Button(_("To packing"), icon="package", key="P", height=60, name="pick.button.pack")
        following.clicked.connect(self.leave)
        packing.clicked.connect(self._to_packing)
        totes = ", ".join(row.code for row in screen.totes if row.code and row.inside)
        text = (
            _("Bring {totes} to the packing table.").format(totes=totes)
            if totes
            else _("Bring it to the packing table.")
        )
        page = EmptyState(
            "check-circle-fill", _("Everything of {number} is picked").format(number=screen.number), text, following,
            packing, name="pick.finished",
        )  # fmt: skip
        self._done_layout.addWidget(page)
        self.head.stop_clock()
        self._set_state("done")
        self.stack.setCurrentWidget(self.done_page)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_packing(self) -> None:
        self.leave()
        self._desk.go("pick", "pack")
