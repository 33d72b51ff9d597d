"""A scale on a serial port: asks it all the time and tells each change of weight in whole grams."""

import threading
import time
from collections.abc import Callable

from app.core.i18n import N_, _
from devices.line_thread import LineThread
from devices.lines import Line
from devices.scale_protocols import Reading, ScaleLines, Trouble, Weight, scale_protocol
from devices.state import OnState, State

POLL_S = 0.2
ANSWER_S = 0.6
LINE_GAP_S = 0.15
SILENT_TRIES = 3

_WORDS = {
    Trouble.NEGATIVE: N_("The scale shows less than zero. Empty it and press zero."),
    Trouble.OVERLOAD: N_("The scale is overloaded."),
    Trouble.FAULT: N_("The scale reports an error. Empty it and switch it off and on."),
    Trouble.GARBAGE: N_("The scale sends what is no weight. Check its protocol and unit."),
}


class Scale(LineThread):
    """Reads a scale in its own thread; the callbacks run on that thread.

    on_weight(grams, stable) comes with each change.  When the scale shows no usable weight any more
    (negative, overload, unplugged) it comes once with (0, False), so that no old weight can be sold by.
    on_refused gets a sentence for each answer that was not taken.
    """

    def __init__(
        self,
        url: str,
        protocol: str,
        on_weight: Callable[[int, bool], None],
        on_state: OnState | None = None,
        *,
        on_refused: Callable[[str], None] | None = None,
        unit: str = "kg",
        imperial: bool = False,
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__(url, on_state)
        self._protocol = scale_protocol(protocol, unit, imperial=imperial)
        self._on_weight, self._on_refused, self._poll_s = on_weight, on_refused, poll_s
        self._lines = ScaleLines()
        self._latest: Weight | None = None
        self._told_weight: Weight | None = None
        self._garbled = self._silent = 0
        self._zero_wanted = threading.Event()
        self._nudge = threading.Event()

    def latest(self) -> Weight | None:
        """The weight on the scale now, or None when there is no usable one."""
        return self._latest

    def zero(self) -> bool:
        """Ask the scale to take its present load as nought; False when its protocol has no such word."""
        if not self._protocol.zero:
            return False
        self._zero_wanted.set()
        self._nudge.set()
        return True

    def wake(self) -> None:
        self._nudge.set()

    def ready_words(self) -> str:
        return _("Scale ready")

    def lost(self) -> None:
        self._lines.drop()
        self._forget_weight()

    def serve(self, line: Line) -> None:
        self._garbled = self._silent = 0
        while not self._stop.is_set():
            if self._zero_wanted.is_set():
                self._zero_wanted.clear()
                line.write(self._protocol.zero)
            if self._protocol.request:
                line.write(self._protocol.request)
            if self._listen(line):
                self._silent = 0
            else:
                self._count_silence()
            if self._protocol.request:
                self._nudge.wait(self._poll_s)
                self._nudge.clear()

    def _listen(self, line: Line) -> bool:
        """Take in what the scale says until a line is whole; False when it said nothing."""
        deadline = time.monotonic() + ANSWER_S
        heard = False
        while (left := deadline - time.monotonic()) > 0 and not self._stop.is_set():
            data = line.read(256, min(left, LINE_GAP_S))
            if not data and self._lines.waiting:
                if self._lines.drop():
                    self._take(Trouble.GARBAGE)
                return True
            heard = heard or bool(data)
            lines = self._lines.feed(data)
            for text in lines:
                self._take(self._protocol.parse(text))
            if lines:
                return True
        return heard

    def _take(self, reading: Reading) -> None:
        if isinstance(reading, Weight):
            self._garbled = 0
            self._latest = reading
            self.tell(State.OK, self.ready_words())
            self._tell_weight(reading)
        elif reading is Trouble.MOVING:
            self._garbled = 0
            moving = Weight(self._latest.grams if self._latest else 0, stable=False)
            self._latest = moving
            self._tell_weight(moving)
        else:
            self._refuse(reading)

    def _refuse(self, trouble: Trouble) -> None:
        words = _(_WORDS[trouble])
        self._garbled = self._garbled + 1 if trouble is Trouble.GARBAGE else 0
        self._forget_weight()
        if trouble is not Trouble.GARBAGE or self._garbled >= SILENT_TRIES:
            self.tell(State.WARN, words)
        if self._on_refused:
            self._on_refused(words)

    def _count_silence(self) -> None:
        self._silent += 1
        if self._silent >= SILENT_TRIES:
            self._forget_weight()
            self.tell(State.WARN, _("The scale is connected but does not answer. Is it switched on?"))

    def _forget_weight(self) -> None:
        self._latest = None
        if self._told_weight is not None:
            self._tell_weight(Weight(0, stable=False))
            self._told_weight = None

    def _tell_weight(self, weight: Weight) -> None:
        if weight != self._told_weight and not self._stop.is_set():
            self._told_weight = weight
            self._on_weight(weight.grams, weight.stable)
