"""How an ESC/POS printer is doing, asked by DLE EOT, and whether a job has really come out on paper."""

import time
from collections.abc import Callable
from enum import StrEnum

from app.core.i18n import N_, _
from devices.lines import Line, LineBroken, open_line, turn
from devices.state import OnState, State
from devices.watch import Watch

ANSWER_S = 1.0
WATCH_S = 15.0
LEFT_OPEN_S = 60.0


class PrinterState(StrEnum):
    """What stands in the way of printing; unknown is a printer that does not say."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


_WORDS = {
    PrinterState.READY: (State.OK, N_("Printer ready")),
    PrinterState.PAPER_LOW: (State.WARN, N_("The paper is nearly used up.")),
    PrinterState.PAPER_OUT: (State.BAD, N_("The printer is out of paper.")),
    PrinterState.COVER_OPEN: (State.BAD, N_("The printer's cover is open.")),
    PrinterState.OFFLINE: (State.BAD, N_("The printer cannot be reached.")),
    PrinterState.UNKNOWN: (State.WARN, N_("The printer is connected but does not say how it is.")),
}


def printer_words(state: PrinterState) -> tuple[State, str]:
    """The station bar's state and sentence for a printer's state."""
    color, words = _WORDS[state]
    return color, _(words)


def query_printer(line: Line, answer_s: float = ANSWER_S) -> PrinterState:
    """Ask a printer over an open line; a broken line is OFFLINE, silence or nonsense is UNKNOWN."""
    try:
        _drain(line)
        general = _ask(line, b"\x10\x04\x01", answer_s)
        if general is None:
            return PrinterState.UNKNOWN
        paper = _ask(line, b"\x10\x04\x04", answer_s)
        cause = _ask(line, b"\x10\x04\x02", answer_s)
    except LineBroken:
        return PrinterState.OFFLINE
    if cause is not None and cause & 0x04:
        return PrinterState.COVER_OPEN
    if (paper is not None and paper & 0x60) or (cause is not None and cause & 0x20):
        return PrinterState.PAPER_OUT
    if general & 0x08:
        return PrinterState.OFFLINE
    if paper is None:
        return PrinterState.UNKNOWN
    return PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.READY


def drawer_pin_is_high(line: Line, answer_s: float = ANSWER_S) -> bool | None:
    """The level of the drawer's pin as the printer reports it; None when it does not say."""
    try:
        _drain(line)
        general = _ask(line, b"\x10\x04\x01", answer_s)
    except LineBroken:
        return None
    return None if general is None else bool(general & 0x04)


def confirm_printed(line: Line, answer_s: float = 5.0) -> PrinterState:
    """Wait until all that was sent has been printed: READY, PAPER_OUT on the way, or UNKNOWN.

    GS r is answered in turn with the data, so its answer proves that the job before it is on paper.
    """
    try:
        _drain(line)
        line.write(b"\x1dr\x01")
        answer = line.read(1, answer_s)
    except LineBroken:
        return PrinterState.UNKNOWN
    if len(answer) != 1 or answer[0] & 0x90:
        return PrinterState.UNKNOWN
    return PrinterState.PAPER_OUT if answer[0] & 0x0C else PrinterState.READY


def _ask(line: Line, question: bytes, answer_s: float) -> int | None:
    line.write(question)
    answer = line.read(1, answer_s)
    # Bits 0, 1, 4 and 7 are fixed, which tells a status from noise.
    return answer[0] if len(answer) == 1 and answer[0] & 0x93 == 0x12 else None


def _drain(line: Line) -> None:
    """Throw away late answers to earlier questions."""
    while line.read(64, 0.001):
        pass


def printer_state(url: str, look_more: Callable[[Line], None] = lambda _line: None) -> PrinterState | None:
    """Open the line and ask, then let `look_more` ask; None when somebody is printing on it just now."""
    with turn(url) as free:
        if not free:
            return None
        if url.startswith("file:"):
            return _file_state(url)
        try:
            line = open_line(url)
        except LineBroken:
            return PrinterState.OFFLINE
        try:
            state = query_printer(line)
            look_more(line)
            return state
        finally:
            line.close()


def _file_state(url: str) -> PrinterState:
    """A file has no paper: it is ready when it can be opened."""
    try:
        open_line(url).close()
    except LineBroken:
        return PrinterState.OFFLINE
    return PrinterState.READY


class DrawerEye:
    """Tells once when a drawer has stood open for a minute, by the level of its pin ("high" or "low" is open)."""

    def __init__(self, open_level: str, on_left_open: Callable[[int], None]) -> None:
        assert open_level in ("high", "low"), open_level
        self._opens_high, self._on_left_open = open_level == "high", on_left_open
        self._since: float | None = None
        self._told = False

    def look(self, line: Line, now_s: float | None = None) -> None:
        """Ask the printer on this line; silence changes nothing."""
        high = drawer_pin_is_high(line)
        if high is None:
            return
        now = time.monotonic() if now_s is None else now_s
        if high != self._opens_high:
            self._since, self._told = None, False
        elif self._since is None:
            self._since = now
        elif now - self._since > LEFT_OPEN_S and not self._told:
            self._told = True
            self._on_left_open(round(now - self._since))


class PrinterWatch(Watch):
    """Asks a printer now and then, and whenever told to, from its own thread; gives way to printing."""

    def __init__(
        self, url: str, on_state: OnState, *, every_s: float = WATCH_S, drawer: DrawerEye | None = None
    ) -> None:  # fmt: skip
        super().__init__(self._look_once, on_state, every_s=every_s)
        self.url, self._drawer = url, drawer

    def _look_once(self) -> tuple[State, str] | None:
        state = printer_state(self.url, self._drawer.look) if self._drawer else printer_state(self.url)
        return printer_words(state) if state is not None else None
