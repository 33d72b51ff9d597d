"""Counts the shop anew while it sells: names the check that runs, can be stopped, and tells what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core.checks import Stopped
from app.core.i18n import _, ngettext
from ui.common.boxes import Banner, Card, HBox, ProgressCard, VBox
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.worker import Worker

if TYPE_CHECKING:
    from ui.common.desk import Desk

SHOWN = 12  # findings on the screen; all of them stand in the answer of `main.py verify`


class VerifyCard(Card):
    """The card "Check the shop" of the backup section."""

    _told = Signal(str, int, int)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._worker: Worker | None = None
        self._is_stopped = False
        self._progress: ProgressCard | None = None
        self.button = Button(_("Check the shop"), icon="shield-check", key="F7", height=36, name="setup.verify.button")
        self.banner = Banner("info", "sky", "", name="setup.verify.banner")
        self.banner.hide()
        self.findings = Label("", 13, 400, "text2", wrap=True, name="setup.verify.findings")
        self.findings.hide()
        words = VBox(
            Label(_("Does everything add up?"), 15, 600),
            Label(_("Stock, money, orders and the journal are counted anew. The shop goes on selling."), 13, 400,
                  "text2", wrap=True),
            gap=2,
        )  # fmt: skip
        self._place = VBox(gap=0)
        super().__init__(
            HBox((words, 1), self.button, gap=16), self.banner, self.findings, self._place, gap=10, name="setup.verify"
        )
        self.button.clicked.connect(self.start)
        self._told.connect(self._on_check)

    @property
    def is_running(self) -> bool:
        """True while the shop is being counted."""
        return self._progress is not None

    def start(self) -> None:
        """Count everything on a thread with a connection of its own."""
        if self.is_running:
            return
        if self._worker is None:
            self._worker = Worker("verify", parent=self)
        self._is_stopped = False
        self.banner.hide()
        self.findings.hide()
        self.button.hide()
        self._progress = ProgressCard(_("Checking the shop"), name="setup.verify.progress", can_pause=False)
        self._progress.stopped.connect(self.stop)
        self._place.add(self._progress)
        self._worker.run(self._count, owner=self, done=self._show, failed=self._failed)

    def stop(self) -> None:
        """End after the check that runs now."""
        self._is_stopped = True

    def _count(self) -> list[tuple[str, str]]:
        from app import shop
        from app.core import db

        with db.connected():
            return list(shop.verify(self._told.emit, lambda: self._is_stopped))

    def _on_check(self, name: str, at: int, whole: int) -> None:
        if self._progress is not None:
            self._progress.set_progress(at - 1, whole, _(name))

    def _show(self, found: list[tuple[str, str]]) -> None:
        self._end()
        if not found:
            self.banner.set_banner("check-circle-fill", "ok", _("Everything adds up"), "")
            self._desk.feedback("done")
        else:
            count = len(found)
            title = ngettext("{count} thing does not add up.", "{count} things do not add up.", count)
            told = _("Nothing was changed. Keep a copy of the shop and send these lines to whoever looks after it.")
            self.banner.set_banner("warning-circle-fill", "bad", title.format(count=count), told)
            self.findings.set_text("\n".join(f"{_(name)}: {sentence}" for name, sentence in found[:SHOWN]))
            self.findings.show()
            self._desk.feedback("wrong")
        self.banner.show()

    def _failed(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Stopped):
            self.banner.set_banner("info", "sky", str(error), "")
            self.banner.show()
        else:
            self._desk.explain(error)

    def _end(self) -> None:
        self.button.show()
        if self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None
