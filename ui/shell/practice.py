"""Practising: the sheet that begins it, and the process of its own that it runs in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QProcess

from app.core import clock
from app.core.i18n import N_, _, language, ngettext
from ui.common.boxes import Divider, KeyValue, VBox
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.shell.places import Step, make_practice, silent
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

PROGRAM = Path(__file__).resolve().parents[2] / "main.py"
MOST_LEARNERS = 8
MAKING = N_("The shop is copied for practice. It goes on selling meanwhile.")


class PracticeSheet(Sheet):
    """F9 opens the practice window, F6 makes a fresh copy first; what was practised before is then gone."""

    def __init__(self, desk: Desk, start: Callable[[list[str]], bool] | None = None) -> None:
        super().__init__(desk.surface, _("Practice"), width=700, name="practice")
        self._desk, self._start = desk, start or _start
        self._url = ""
        self._learners = VBox(gap=6, name="practice.learners")
        self._learners.hide()
        said = [
            _("The practice window opens beside this one, with the same goods, people and PINs."),
            _("Whatever is sold, returned, packed or counted there changes nothing in the shop."),
            _("Nothing is mailed or charged. Papers come out on the screen and say TRAINING."),
            _("Exercises (Ctrl+P there) lead through a sale, a pick list or the close of the day, step by step."),
        ]
        self.set_body(*[Label(line, 15, wrap=True) for line in said], self._learners)
        self._anew = Button(_("Begin anew"), key="F6", height=48, px=15, name="practice.anew")
        self._anew.clicked.connect(lambda: self.begin(anew=True))
        self._anew.hide()
        self.set_foot(self._anew)
        self.bind("F6", lambda: self._anew.click() if self._anew.isVisible() else None)
        self.set_primary(_("Begin to practise"), lambda: self.begin(anew=True))
        self._desk.read(self, _look, self._show)

    def open_ready(self) -> None:
        """Open with the focus on the blue button."""
        self.open(self.primary)

    def _show(self, found: tuple[str, bool, list[Any]]) -> None:
        self._url, is_there, learners = found
        if learners:
            self._show_learners(learners)
        if is_there:
            self._anew.show()
            self.set_primary(_("Go on practising"), lambda: self.begin(anew=False))

    def _show_learners(self, learners: list[Any]) -> None:
        """Who has done which exercises at this computer: everybody for a manager, oneself for all others."""
        actor = self._desk.actor
        shown = [one for one in learners if actor and (actor.role == "manager" or one.person == actor.person_id)]
        self._learners.setVisible(bool(shown))
        if shown:
            self._learners.add(Divider())
            self._learners.add(Label(_("Exercises done at this computer"), 13, 600, "text2"))
        for one in shown[:MOST_LEARNERS]:
            done = ngettext("{n} exercise", "{n} exercises", len(one.lessons)).format(n=len(one.lessons))
            last = _("{done}, last on {day}").format(done=done, day=clock.format_day(clock.day_of(one.last_at)))
            self._learners.add(KeyValue(one.who, last))

    def begin(self, *, anew: bool) -> None:
        """Note it in the shop, then open the practice window; a refusal of the shop stays on the screen."""
        from app.staff.practice import begin_practice

        def opened(_nothing: None) -> None:
            words = ["--practice", "--noted", *(["--anew"] if anew else [])]
            words += ["--store", self._url, "--station", self._desk.station, "--look", theme().mode]
            if self._start([*words, "--language", language()]):
                self._desk.toast(_("The practice window opens"))

        self.accept()
        self._desk.write(self._desk, begin_practice, anew, done=opened)


def _look() -> tuple[str, bool, list[Any]]:
    """The store that is open, whether somebody practised before, and who learned what."""
    from app.core.db import path_of, store_url
    from app.core.practice import practice_url
    from app.training.queries import learners_in

    url = store_url()
    practice = practice_url(url)
    return url, path_of(practice).exists(), learners_in(practice)


def _start(words: list[str]) -> bool:
    started: bool | tuple[bool, int] = QProcess.startDetached(sys.executable, [str(PROGRAM), *words])
    return started[0] if isinstance(started, tuple) else started


_held: list[QLockFile] = []  # for as long as this process lives


def prepare_practice(url: str, station: str, *, anew: bool, noted: bool, step: Step = silent) -> None:
    """Have the copy ready for the window of this process, the only one that may have it open.  NoPractice."""
    from app.core.db import path_of
    from app.core.practice import NoPractice, practice_url

    practice = path_of(practice_url(url))
    practice.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(practice.with_name(f"{practice.name}.lock")))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        raise NoPractice(_("The practice window is open already. Close it first to begin anew."))
    _held.append(lock)
    make_practice(url, station, anew=anew, noted=noted, step=step)
