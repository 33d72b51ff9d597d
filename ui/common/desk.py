"""The desk: what the shell gives every tab, so that no tab knows the window, the threads or the devices themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from app.core.refusal import Refusal
from ui.common.worker import NORMAL, URGENT, Worker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.actor import Actor
    from app.overview.codes import Scan
    from ui.shell.window import MainWindow

log = logging.getLogger(__name__)
Undo = Callable[[], None]
AT_THE_DOOR = "at_the_door"  # a property of the window: sign-in is in front of everything


class DeviceSignals(QObject):
    """Carries what the devices' threads say to the window's thread.

    Signals:
        code: a code of a serial scanner.
        weight: grams and whether the scale stands still.
        health: something about a device changed.
        left_open: the drawer stood open; carries the seconds.
        refused: a device refused something; carries the sentence.
    """

    code = Signal(str)
    weight = Signal(int, bool)
    health = Signal()
    left_open = Signal(int)
    refused = Signal(str)


class _Asked(NamedTuple):
    """A command that was asked for and is not answered yet."""

    owner: QObject
    command: Callable[..., Any]
    args: tuple[Any, ...]
    named: dict[str, Any]


class Desk(QObject):
    """Reads and writes on the worker threads, says what happened, opens records, knows who is signed in.

    Signals:
        changed: a list of `Changed`, after each commit of this or another process.
        actor_changed: somebody signed in, out or took over.
        shift_changed: the shift of this till was opened or closed.
        refused: somebody was told no: a refusal, an unknown code, or one that does not fit.
        seat_lost: another computer works as this station now; carries the refusal.
        server_turned: the server is away (False) or back (True).
    """

    changed = Signal(list)
    actor_changed = Signal()
    shift_changed = Signal()
    refused = Signal()
    seat_lost = Signal(object)
    server_turned = Signal(bool)

    def __init__(self, window: MainWindow, writer: Worker, reader: Worker, station: str) -> None:
        super().__init__(window)
        self.window = window
        self.writer, self.reader = writer, reader
        self.station = station
        self.actor: Actor | None = None
        self.shift: Any = None  # the open shift of this till as a row, or None
        self.hub: Any = None  # devices.hub.DeviceHub, once the devices are started
        self.device_signals = DeviceSignals(self)  # there before the devices are, so that every screen can listen
        self._under_way: list[_Asked] = []  # what must not be asked twice
        self.is_server_away = False
        self._when_back: list[tuple[QObject, Callable[[], object]]] = []
        self.online_base = ""  # where the online provider is asked; empty is the provider's own address
        writer.failed.connect(self.explain)
        reader.failed.connect(self.explain)

    # -- the store

    def read(
        self, owner: QObject, job: Callable[[], Any], done: Callable[[Any], None], *, merge: str = "",
        failed: Callable[[BaseException], None] | None = None, urgent: bool = False,
    ) -> None:  # fmt: skip
        """Run a query on the reader and hand its answer to `done` on the window's thread, if `owner` still lives.

        `merge` names the view: a newer refresh of it replaces one that still waits.
        """
        name = f"{id(owner)}:{merge}" if merge else ""
        self.reader.run(
            job, owner=owner, done=lambda found: done(found) if _waits(owner) else None, failed=failed, merge=name,
            rank=URGENT if urgent else NORMAL,
        )  # fmt: skip

    def read_for_sheet(
        self, owner: QObject, job: Callable[[], Any], show: Callable[[Any], object], *, urgent: bool = True
    ) -> None:
        """Read what a sheet asks about and let `show` open it, unless the person has gone on meanwhile.

        It belongs to the moment in which its key was pressed: it comes above no other screen, record or sheet, not
        before the door and not for somebody else; a key that is pressed twice opens it once.
        """
        self.read(owner, job, self.if_still_here(show), urgent=urgent)

    def if_still_here(self, show: Callable[[Any], object]) -> Callable[[Any], None]:
        """The same, to be called only while the person stands where they stand now."""
        here = self._standing()

        def show_here(found: Any) -> None:
            if self._standing() == here:
                show(found)

        return show_here

    def _standing(self) -> tuple[Any, ...]:
        """Where the person stands: who it is, on which screen and record, with what in front."""
        window = self.window
        tab = window.tab
        at = (tab.NAME, tab.mode, tab.stands_on()) if tab is not None else ()
        return self.actor, window.session.is_locked, at, window.sheet

    def write(
        self, owner: QObject, command: Callable[..., Any], *args: Any, done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None, key: str | None = None, urgent: bool = False,
        actor: Actor | None = None, instead: Callable[[int], None] | None = None, once: bool = False, **named: Any,
    ) -> None:  # fmt: skip
        """Run a command on the writer as the signed-in person.

        A refusal is explained, or handed to `failed`; what a manager may allow opens the override and, on a yes, is
        run again with the same key, right by right where it needs several; each yes is bound to this command with these
        very values.  `instead` does the act within the person's own limit, which it is given: the override offers it.

        `once`, which every sheet has of itself: the same act with the same values, asked again before the first is
        answered, is a key that was pressed twice, and does nothing.
        """
        by = actor or self.actor
        assert by is not None, "nobody is signed in"
        key = key or str(uuid4())
        asked = _Asked(owner, command, args, named)
        if (once or getattr(owner, "ACTS_ONCE", False)) and not self._begin(asked):
            return

        def again(approved: Actor) -> None:
            self.write(
                owner,
                command,
                *args,
                done=done,
                failed=failed,
                key=key,
                urgent=urgent,
                actor=approved,
                once=once,
                **named,
            )

        def on_done(answer: Any) -> None:
            self._end(asked)
            if done is not None and _waits(owner):
                done(answer)

        def on_failure(error: BaseException) -> None:
            self._end(asked)
            from app.core.actor import NotPermitted
            from app.core.command import content_of

            if is_away(error):
                self.miss_server()
            if not _waits(owner):
                self.explain(error, asked=True)  # whoever asked has closed the sheet and believes that it is done
                return
            allowed = {one.right for one in by.approvals}
            if isinstance(error, NotPermitted) and error.right not in allowed:
                content = content_of(command, args, named)
                self.window.ask_manager(
                    error, by, again, lambda: failed(error) if failed else None, content=content, instead=instead
                )
            elif failed is not None and isinstance(error, Refusal):
                self.refused.emit()
                failed(error)
            else:
                self.explain(error, asked=True)

        self.writer.run(
            lambda: command(by, *args, key=key, **named), owner=self, done=on_done, failed=on_failure,
            rank=URGENT if urgent else NORMAL,
        )  # fmt: skip

    def _begin(self, asked: _Asked) -> bool:
        """Note that an act is under way; False when it is already."""
        if any(one.owner is asked.owner and one[1:] == asked[1:] for one in self._under_way):
            return False
        self._under_way.append(asked)
        return True

    def is_acting(self, owner: QObject) -> bool:
        """True while an act of this owner that is asked `once` is not answered yet."""
        return any(one.owner is owner for one in self._under_way)

    def _end(self, asked: _Asked) -> None:
        self._under_way = [one for one in self._under_way if one is not asked]

    # -- a server that is away

    def miss_server(self) -> None:
        """Somebody found the server away; the shell says so and looks for it."""
        if not self.is_server_away:
            self.is_server_away = True
            self.server_turned.emit(False)

    def meet_server(self) -> None:
        """The server is back: what was kept for this moment is done first."""
        self.is_server_away = False
        kept, self._when_back = self._when_back, []
        for owner, act in kept:
            if shiboken6.isValid(owner):
                act()
        self.server_turned.emit(True)

    def keep(self, owner: QObject, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Run on the writer what must not be lost: where the server is away it is run again when that is back."""

        def failed(error: BaseException) -> None:
            if is_away(error):
                self.when_back(owner, lambda: self.keep(owner, job, done))
            else:
                self.explain(error)

        self.writer.run(job, owner=owner, done=done, failed=failed)

    def when_back(self, owner: QObject, act: Callable[[], object]) -> None:
        """Keep what must not be lost, such as the answer of a card terminal, until the server is back."""
        self._when_back.append((owner, act))
        self.miss_server()

    # -- saying what happened

    def toast(self, text: str, undo: Undo | None = None) -> None:
        """Good news that may fade, with a way back where there is one."""
        self.window.toasts.show(text, undo)

    def explain(self, error: BaseException, *, asked: bool = False) -> None:
        """A refusal in its own words; anything else is our bug: logged, and said so.

        That the server is away is said over all screens; here only to whoever `asked` for something to be done.
        """
        if is_away(error):
            self.miss_server()
            if not asked:
                return
        if isinstance(error, Refusal):
            self.refused.emit()
            self.feedback("wrong")
            self.window.notice.refuse(str(error))
            return
        log.error("unexpected", exc_info=error)
        self.feedback("wrong")
        self.window.notice.refuse(
            _("Something went wrong and nothing was changed. Try again; the log has the details."),
            details=f"{type(error).__name__}: {error}",
        )

    def feedback(self, sound: str) -> None:
        """Play ok, done, wrong or attention, if this station has its sounds on."""
        self.window.scan_box.mark(sound)
        self.window.sounds.play(sound)

    # -- scans

    def recognise(self, text: str, owner: QObject, done: Callable[[Scan], None]) -> None:
        """Find out what a code is and hand it on; an unknown one shows the amber bar."""
        from app.overview.codes import recognise

        def found(scan: Scan | None) -> None:
            if scan is None:
                self.unknown_code(text)
            else:
                self.window.take_scan(scan, done)

        self.read(owner, lambda: recognise(text), found, urgent=True)

    def unknown_code(self, text: str) -> None:
        """Say loudly that nobody knows this code, and what can be done with it."""
        self.refused.emit()
        self.feedback("wrong")
        self.window.notice.unknown(text)

    def does_not_fit(self, scan: Scan) -> None:
        """Say that the code is known but means nothing here, and offer where it does."""
        self.refused.emit()
        self.feedback("wrong")
        self.window.notice.unfit(scan)

    # -- ways to other places

    def open(self, kind: str, ref: int) -> None:
        """Show a record in the tab that it belongs to."""
        self.window.open_record(kind, ref)

    def go(self, tab: str, mode: str = "") -> Any:
        """Show a tab, and one of its modes; returns the tab."""
        return self.window.show_tab(tab, mode)

    def focus_scan_box(self) -> None:
        """Put the caret where typing searches."""
        self.window.scan_box.setFocus()

    @property
    def surface(self) -> QWidget:
        """The widget that sheets cover."""
        return self.window

    def may(self, right: str) -> bool:
        """True when the signed-in person may do this without a manager."""
        return self.actor is not None and self.actor.may(right)


def is_away(error: BaseException) -> bool:
    """Whether something was not done only because the server is away."""
    return isinstance(error, Refusal) and error.code == "server_away"


def _waits(owner: QObject) -> bool:
    """Whether somebody still waits for an answer: not a screen that has gone, nor a sheet that is closed."""
    return shiboken6.isValid(owner) and not getattr(owner, "is_over", False)
