"""Pick mode: the lists, and one walk in full screen; a scanned list, order or tote leads to its walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.common.sheet import ask
from ui.picking import jobs
from ui.picking.pick_start import PickStart
from ui.picking.walk import Walk

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from app.picking.plan_queries import BatchRow
    from ui.common.desk import Desk

LEADS = ("batch", "tote", "order", "receipt")


class PickView(QWidget):
    """Lists and walk on one stack.

    Signals:
        keys_changed: other keys act now.
        plan_wanted: orders have to be released first; carries an order's id, or nought.
    """

    keys_changed = Signal()
    plan_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.start, self.walk = PickStart(desk), Walk(desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.walk)
        fill(QVBoxLayout(self), (self.stack,), 0, 0)
        self.start.chosen.connect(lambda row: self.take(row.batch_id, row))
        self.start.plan_wanted.connect(lambda: self.plan_wanted.emit(0))
        self.walk.left.connect(self._back)
        self.walk.other_scanned.connect(self.scanned)
        for part in (self.start, self.walk):
            part.keys_changed.connect(self.keys_changed)

    @property
    def is_walking(self) -> bool:
        """Whether a walk fills the screen."""
        return self.stack.currentWidget() is self.walk

    def keys(self) -> list[Key]:
        """The keys of the lists or of the walk."""
        return [*(self.walk if self.is_walking else self.start).keys(), Key("F11", _("Full screen"), self._full, False)]

    def arrive(self) -> None:
        """Show how things stand, with the frame away while a walk is on."""
        self._show_frame(not self.is_walking)
        self.refresh()
        (self.walk if self.is_walking else self.start.table.view).setFocus()

    def leave(self) -> None:
        """Another screen is shown: the frame comes back; the walk stays where it is."""
        self._show_frame(True)

    def refresh(self) -> None:
        """Read anew what is shown."""
        (self.walk if self.is_walking else self.start).refresh()

    # -- which walk

    def take(self, batch_id: int, row: BatchRow | None = None) -> None:
        """Begin a walk or go on with it; somebody else's needs a manager's yes."""
        from app.picking.take import take_batch

        def refused(error: BaseException) -> None:
            if getattr(error, "code", "") == "batch_held":
                self._ask_over(batch_id, str(error))
            else:
                self._desk.explain(error)
                self.start.refresh()

        self._desk.write(
            self,
            take_batch,
            batch_id,
            done=lambda _number: self._begin(batch_id),
            failed=refused,
            urgent=True,
            once=True,
        )

    def _ask_over(self, batch_id: int, sentence: str) -> None:
        from app.picking.take import take_over_batch

        def over() -> None:
            self._desk.write(self, take_over_batch, batch_id, done=lambda _number: self._begin(batch_id), once=True)

        ask(self._desk.surface, _("Take this list over?"), sentence, _("Take over"), over, name="pick.take_over")

    def _begin(self, batch_id: int) -> None:
        self.walk.start(batch_id)
        self.stack.setCurrentWidget(self.walk)
        if self.isVisible():  # somebody who has gone to another screen keeps its frame
            self.walk.setFocus()
            self._show_frame(False)
        self.keys_changed.emit()

    def _back(self) -> None:
        self.stack.setCurrentWidget(self.start)
        self._show_frame(True)
        self.start.refresh()
        self.start.table.view.setFocus()
        self.keys_changed.emit()

    # -- scans

    def on_code(self, text: str) -> None:
        """A scan: to the walk, else it has to lead to one."""
        if self.is_walking:
            self.walk.on_code(text)
        else:
            self._desk.recognise(text, self, self.scanned)

    def scanned(self, scan: Scan) -> None:
        """A list, an order or a tote opens its walk."""
        if scan.kind not in LEADS:
            self._desk.does_not_fit(scan)
            return

        def found(batch_id: int | None) -> None:
            if batch_id is None:
                self._no_walk(scan)
            elif batch_id == self.walk.batch_id and self.is_walking and self.walk.state != "done":
                self._desk.feedback("ok")  # the tote in hand belongs to this walk
            else:
                self.take(batch_id)

        self._desk.read(self, lambda: jobs.batch_of(scan), found, urgent=True)

    def _no_walk(self, scan: Scan) -> None:
        if scan.kind in ("order", "receipt"):
            self.plan_wanted.emit(scan.ref)
            return
        self._desk.feedback("wrong")
        self._desk.window.notice.warn(_("{title} is on no open list.").format(title=scan.title))

    # -- the frame

    def _show_frame(self, shown: bool) -> None:
        """In a walk rail, bars and scan box give their room to the bin."""
        window: Any = self._desk.window
        for part in (window.rail, window.topbar, window.keybar):
            part.setVisible(shown)

    def _full(self) -> None:
        window: Any = self._desk.window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()
