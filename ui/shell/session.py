"""Who is signed in at this station: sign-in, lock, switch by badge, and the small windows of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.desk import AT_THE_DOOR, is_away
from ui.shell.own_look import OwnLook
from ui.shell.resting import Resting
from ui.shell.sign_in import SignIn
from ui.shell.spoken import Spoken

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.window import MainWindow

IDLE_CHECK_MS = 10_000
READ_CHANGE_MS, READ_THANKS_MS = 6_000, 1_500


class Session(QObject):
    """The people side of the window."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._tiles: dict[int, Any] = {}
        self._station_name, self._shop_name = desk.station, ""
        self.spoken = Spoken(window, desk)
        self.look = OwnLook(window, desk)
        self._resting = Resting(window)
        self.color = 0
        self.page = self._new_page()
        self._idle = QTimer(self, interval=IDLE_CHECK_MS)
        self._idle.timeout.connect(self._lock_when_idle)
        self._idle.start()

    # -- the door

    def _new_page(self) -> SignIn:
        page = SignIn()
        page.pin_entered.connect(self._try_pin)
        page.help_wanted.connect(self._explain_forgotten)
        self._window.pages.addWidget(page)
        return page

    def renew_page(self) -> None:
        """Sign-in anew, in the language spoken now."""
        old, self.page = self.page, self._new_page()
        if self._window.pages.currentWidget() is old:
            self._window.pages.setCurrentWidget(self.page)
        self._window.pages.removeWidget(old)
        old.deleteLater()

    @property
    def is_locked(self) -> bool:
        """True while sign-in is in front."""
        return self._window.pages.currentWidget() is self.page

    def show_door(self) -> None:
        """Show sign-in with who may come in."""

        def load() -> tuple[list[Any], str, str, Any]:
            from app.core.settings import read
            from app.payments.till import current_shift
            from app.staff.queries import stations, tiles

            names = {row.code: row.name for row in stations()}
            shift = current_shift(self._desk.station)
            return tiles(), read("shop.name"), names.get(self._desk.station, self._desk.station), shift

        def show(found: tuple[list[Any], str, str, Any]) -> None:
            people, self._shop_name, self._station_name, self._desk.shift = found
            self._tiles = {tile.id: tile for tile in people}
            if self.is_locked:  # nobody came in meanwhile
                self.page.show_people(
                    people, shop=self._shop_name, station=self._station_name, place=self._device_words(),
                    shift=self._shift_words(),
                )  # fmt: skip
            QTimer.singleShot(0, self._window.show_clock)

        self.look.turn_to_door()
        if self.spoken.turn_to_door():
            self.renew_page()
        self.page.wait()
        self._window.setProperty(AT_THE_DOOR, True)
        self._window.pages.setCurrentWidget(self.page)
        self._desk.read(self, load, show, merge="door")

    def lock(self) -> None:
        """Back to sign-in; what is on the counter is kept."""
        if self._desk.actor is not None:
            tab = self._window.tab
            if tab is not None:
                tab.leave()
            self.show_door()

    def sign_in(self, person_id: int) -> None:
        """Let somebody in whose PIN or badge fitted."""

        def load() -> tuple[Any, list[Any], Any, str, str]:
            from app.payments.till import current_shift
            from app.staff.queries import language_of, look_of, tiles
            from app.staff.sign_in import actor_for

            actor = actor_for(person_id, self._desk.station)
            return actor, tiles(), current_shift(self._desk.station), language_of(person_id), look_of(person_id)

        def enter(found: tuple[Any, list[Any], Any, str, str]) -> None:
            actor, people, self._desk.shift, own_language, own_look = found
            self._tiles = {tile.id: tile for tile in people}
            self.color = self._tiles[person_id].color if person_id in self._tiles else 0
            self._desk.actor = actor
            self._window.setProperty(AT_THE_DOOR, False)
            self._window.router.last_act_ms = clock.now_ms()
            self.look.turn_to(own_look)
            self.spoken.turn_to(own_language)
            self._desk.actor_changed.emit()
            self._resting.wake(person_id)

        self._desk.read(self, load, enter, urgent=True)

    def _try_pin(self, person_id: int, pin: str) -> None:
        from app.staff.sign_in import at_the_door, sign_in

        door = at_the_door(self._desk.station)
        answered = self._clock if self.page.clocks_only else self._on_answer
        self._desk.writer.run(lambda: sign_in(door, person_id, pin), owner=self, done=answered, failed=self._not_asked)

    def _not_asked(self, error: BaseException) -> None:
        """Nobody could look whether the PIN fits."""
        self._desk.explain(error)
        self.page.pad.refuse(str(error) if is_away(error) else _("Try again."))

    def on_code(self, code: str) -> None:
        """A badge scanned at the door."""
        from app.staff.sign_in import at_the_door, sign_in_badge

        door = at_the_door(self._desk.station)
        self._desk.writer.run(
            lambda: sign_in_badge(door, code), owner=self, done=self._on_answer, failed=self._desk.explain
        )

    def switch_by_badge(self, code: str) -> None:
        """Somebody else takes over without leaving the ticket; nobody can read the badge off the screen."""
        self._window.scan_box.hide_code(code)
        self.on_code(code)

    def _clock(self, answer: Any) -> None:
        """The PIN fitted: come or go, and leave the door as it was for the next one."""
        if words := sign_in_words(answer):
            self._desk.feedback("wrong")
            self.page.pad.refuse(words)
            return
        station = self._desk.station

        def turn() -> int | None:
            from app.staff.sign_in import actor_for
            from app.staff.time_clock import clock_in, clock_out
            from app.staff.times import in_since

            actor = actor_for(answer.person_id, station)
            if in_since(answer.person_id) is None:
                clock_in(actor)
                return None
            return int(clock_out(actor))

        def told(worked_ms: int | None) -> None:
            said = _("{name} is clocked in") if worked_ms is None else _("{name} is clocked out after {span}")
            self._desk.feedback("done")
            self._desk.toast(said.format(name=answer.name, span=clock.format_span(worked_ms or 0)))
            self.show_door()

        self._desk.writer.run(turn, owner=self, done=told, failed=self._desk.explain)

    def _on_answer(self, answer: Any) -> None:
        words = sign_in_words(answer)
        if not words:
            self.sign_in(answer.person_id)
            return
        self._desk.feedback("wrong")
        if self.is_locked:
            self.page.pad.refuse(words)
        else:  # a badge scanned over the work of somebody else, who stays signed in
            self._window.notice.refuse(words)

    def _explain_forgotten(self) -> None:
        self.page.say(_("A manager gives you a new one under Settings, People."))

    # -- idle

    def after_sale(self, *, change_due: bool) -> None:
        """A sale is finished: where each one begins with a PIN the till locks, once the change can have been read."""

        def wanted() -> bool:
            from app.core.settings import read

            return bool(read("staff.pin_each_sale"))

        def lock(each: bool) -> None:
            if each:
                QTimer.singleShot(READ_CHANGE_MS if change_due else READ_THANKS_MS, self, self._lock_in_peace)

        self._desk.read(self, wanted, lock)

    def _lock_in_peace(self) -> None:
        """Lock as soon as nothing is asked: a question does not stand before the door."""
        if self._window.sheet is None:
            self.lock()
        else:
            self._window.sheet.finished.connect(lambda _done: QTimer.singleShot(0, self, self._lock_in_peace))

    def _lock_when_idle(self) -> None:
        if self._desk.actor is None or self.is_locked:
            return

        def minutes() -> int:
            from app.core.settings import read

            return int(read("staff.lock_after_minutes"))

        def decide(after: int) -> None:
            if after and clock.now_ms() - self._window.router.last_act_ms > after * 60_000 and self._resting.put_away():
                self.lock()

        self._desk.read(self, minutes, decide, merge="idle")

    # -- words of the frame

    def detail(self) -> str:
        """Under the name: the shift at a till, else the role."""
        actor, shift = self._desk.actor, self._desk.shift
        if actor is not None and actor.role == "counter" and shift is not None:
            return _("Shift {number} · since {time}").format(number=shift.id, time=clock.format_clock(shift.opened_at))
        return self._tiles[actor.person_id].role_title if actor is not None and actor.person_id in self._tiles else ""

    def place(self) -> str:
        """Station and shop, at the foot."""
        return f"{self._station_name} · {self._shop_name}" if self._shop_name else self._station_name

    def _shift_words(self) -> str:
        shift = self._desk.shift
        if shift is None:
            return _("No shift is open on this till")
        return _("Shift {number} is open on this till since {time}, float {amount}").format(
            number=shift.id, time=clock.format_clock(shift.opened_at), amount=format_money(shift.float_minor)
        )

    def _device_words(self) -> str:
        health = self._desk.hub.health() if self._desk.hub is not None else {}
        bad = [words for state, words in health.values() if state == "bad"]
        return bad[0] if bad else _("All devices of this station are ready") if health else _("No devices set up yet")

    # -- small windows

    def show_user_menu(self) -> None:
        """Lock, switch, close the shift, language and look."""
        from ui.shell.popover import UserMenu

        menu = UserMenu(self._window, self)
        menu.open_below(self._window.topbar.user)
        menu.take_focus()

    def show_times(self) -> None:
        """Clock in or out, and one's own times."""
        from ui.shell.time_sheet import TimeSheet

        if self._desk.actor is not None:
            TimeSheet(self._desk).open_ready()

    def show_practice(self) -> None:
        """The way to the practice window; in the practice window itself the exercises."""
        if self._desk.actor is None or self._window.sheet is not None:
            return
        if self._window.is_practice:
            from ui.training.sheet import ExercisesSheet

            ExercisesSheet(self._desk).open_ready()
        else:
            from ui.shell.practice import PracticeSheet

            PracticeSheet(self._desk).open_ready()

    def show_device(self, name: str) -> None:
        """What is wrong with a device, and what to do."""
        from ui.shell.popover import DevicePopover

        button = self._window.topbar.devices.button(name)
        DevicePopover(self._window, self._desk, button).open_below(button)

    def show_help(self) -> None:
        """Keys and help of the screen that is shown."""
        from ui.shell.help import HelpSheet, page_of

        tab = self._window.tab
        HelpSheet(self._window, page_of(tab.help_name(), tab.NAME) if tab else "", self._window.all_keys()).open()

    def show_messages(self) -> None:
        """What was said lately."""
        from ui.shell.messages import MessagesSheet

        MessagesSheet(self._window, self._window.toasts.history).open()

    def show_palette(self) -> None:
        """Any tab, key, order, product or setting by name."""
        from ui.shell.palette import Palette

        Palette(self._window, self._desk).open()


def sign_in_words(answer: Any) -> str:
    """Why somebody could not come in; empty when the PIN or badge fitted."""
    kind = type(answer).__name__
    if kind == "WrongPin":
        if answer.wait_until_at:
            span = _wait(answer.wait_until_at)
            return _("Wrong PIN. Next try in {span}.").format(span=span)
        return _("Wrong PIN, {left} tries left.").format(left=answer.tries_left)
    if kind == "Locked":
        if answer.until_at:
            span = _wait(answer.until_at)
            return _("Too many wrong PINs. Next try in {span}.").format(span=span)
        return _("Locked after too many wrong PINs. A manager can free it under Settings, People.")
    if kind == "UnknownBadge":
        return _("This badge is not known.")
    return ""


def _wait(until_at: int) -> str:
    """How long to wait, in whole seconds rounded up: "in 0 s" sends people into the next refusal."""
    seconds = -((clock.now_ms() - until_at) // clock.SECOND_MS)
    return clock.format_span(max(seconds, 1) * clock.SECOND_MS)
