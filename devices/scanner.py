"""A barcode scanner on a serial port: whole codes come out, each once and in order."""

import time
from collections.abc import Callable

from app.core.i18n import _
from devices.framing import SILENCE_MS, Code, Ends, Framer, Refused, Symbology
from devices.line_thread import LineThread
from devices.lines import Line
from devices.state import OnState

_IDLE_S = 0.2


class SerialScanner(LineThread):
    """Reads a scanner in its own thread; the callbacks run on that thread.

    on_code gets the text of a whole code (GS kept), on_state the health and its words, on_refused a
    sentence for each half, garbled or endless code, so that nothing is dropped without a word.
    """

    def __init__(
        self,
        url: str,
        on_code: Callable[[str], None],
        on_state: OnState | None = None,
        *,
        on_refused: Callable[[str], None] | None = None,
        ends: str = Ends.AUTO,
        symbology: str = Symbology.GS1,
    ) -> None:
        super().__init__(url, on_state)
        self._on_code, self._on_refused = on_code, on_refused
        self._framer = Framer(Ends(ends), Symbology(symbology))

    def serve(self, line: Line) -> None:
        while not self._stop.is_set():
            data = line.read(1024, SILENCE_MS / 1000 if self._framer.waiting else _IDLE_S)
            if data:
                self._pass_on(self._framer.feed(data, time.monotonic_ns() // 1_000_000))
            else:
                self._pass_on(self._framer.silence())

    def lost(self) -> None:
        self._framer.drop()

    def ready_words(self) -> str:
        return _("Scanner ready")

    def _pass_on(self, results: list[Code | Refused]) -> None:
        for result in results:
            if isinstance(result, Code):
                self._on_code(result.text)
            elif self._on_refused:
                self._on_refused(result.reason)
