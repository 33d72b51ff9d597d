"""Tries the devices of this station for real: paper comes out, the drawer opens, the scale says a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.i18n import _
from ui.common.worker import Worker

if TYPE_CHECKING:
    from ui.common.desk import Desk

WEIGHT_WAIT_MS = 5_000
LOOK_WAIT_MS = 3_000
LOOKS = 20  # each waits for the printer's answer


class DeviceTester(QObject):
    """One test at a time on a thread of its own; `told` gives the kind, "ok"/"warn"/"bad" and the words."""

    told = Signal(str, str, str)
    measured = Signal(str)  # the level of the drawer's pin that means open

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._worker: Worker | None = None
        self._weighing = False

    def _run(self, job: Any, done: Any) -> None:
        if self._worker is None:
            self._worker = Worker("device test", parent=self)
        self._worker.run(job, owner=self, done=done)

    def stop(self) -> None:
        """End the thread."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def apply(self, found: dict[str, Any], done: Any) -> None:
        """Start the station's devices with other settings, without holding the window up."""
        from devices.hub import DeviceConfig

        hub = self._desk.hub
        if hub is None:
            done(None)
            return
        config = [
            DeviceConfig(kind, one["url"], one.get("options", {}), one.get("name", "")) for kind, one in found.items()
        ]
        self._run(lambda: hub.configure(config), done)

    def test(self, kind: str, device: dict[str, Any]) -> None:
        """Try one device; the answer comes by `told`."""
        if kind in ("printer", "label_printer"):
            self._print(kind, device)
        elif kind == "scale":
            self._weigh()
        elif kind == "display":
            self._show()
        elif kind == "scanner" and device.get("url", "").startswith("keyboard:"):
            self.told.emit(kind, "ok", _("Test it under Scanner"))
        else:
            self._look(kind)

    def open_drawer(self, device: dict[str, Any]) -> None:
        """Kick the drawer that hangs on the receipt printer."""
        self._paper("drawer", device, drawer=True)

    def measure_drawer(self, device: dict[str, Any]) -> None:
        """Find out what the printer says of an open drawer: by opening it."""

        def tell(found: tuple[str, str, str]) -> None:
            level, state, words = found
            if level:
                self.measured.emit(level)
            self.told.emit("drawer", state, words)

        self._run(lambda: measure_drawer(device), tell)

    def _print(self, kind: str, device: dict[str, Any]) -> None:
        self._paper(kind, device)

    def _paper(self, kind: str, device: dict[str, Any], *, drawer: bool = False) -> None:
        def job() -> tuple[str, str]:
            return print_test(kind, device, drawer=drawer)

        self._run(job, lambda said: self.told.emit(kind, *said))

    def _weigh(self) -> None:
        self._weighing = True
        self._desk.device_signals.weight.connect(self._on_weight)
        QTimer.singleShot(WEIGHT_WAIT_MS, self, self._no_weight)

    def _on_weight(self, grams: int, stable: bool) -> None:
        if self._weighing and stable:
            self._end_weighing("ok", _("{weight} kg").format(weight=f"{grams / 1000:.3f}"))

    def _no_weight(self) -> None:
        if self._weighing:
            hub = self._desk.hub
            words = hub.health().get("scale", ("bad", ""))[1] if hub else ""
            self._end_weighing("bad", words or _("No answer"))

    def _end_weighing(self, state: str, words: str) -> None:
        self._weighing = False
        self._desk.device_signals.weight.disconnect(self._on_weight)
        self.told.emit("scale", state, words)

    def _show(self) -> None:
        display = self._desk.hub.display() if self._desk.hub else None
        if display is None:
            self.told.emit("display", "bad", _("No answer"))
            return
        display.write_lines("Kontor", _("Display works"))
        self._look("display", _("It should say “Kontor”"))

    def _look(self, kind: str, good: str = "") -> None:
        hub = self._desk.hub
        if hub is None:
            self.told.emit(kind, "bad", _("No answer"))
            return
        hub.look_now(kind)

        def tell() -> None:
            state, words = hub.health().get(kind, ("bad", _("No answer")))
            self.told.emit(kind, str(state), good if good and state == "ok" else words)

        QTimer.singleShot(LOOK_WAIT_MS, self, tell)


def print_test(kind: str, device: dict[str, Any], *, drawer: bool = False) -> tuple[str, str]:
    """Send a test paper, or open the drawer; returns a state and its words."""
    from devices.lines import LineBroken, open_line
    from printing.spooler import Job, JobKind, PrinterTarget, print_job

    target = PrinterTarget(kind, device["url"], **device.get("target", {}))
    try:
        line = open_line(target.url)
    except LineBroken as broken:
        return "bad", str(broken)
    try:
        job = Job(JobKind.DRAWER, kind) if drawer else Job(JobKind.RECEIPT, kind, data=_test_bytes(str(target.tongue)))
        outcome = print_job(job, line, target)
    finally:
        line.close()
    if str(outcome.state) == "done":
        return "ok", _("Opened") if drawer else _("Printed")
    return ("warn" if str(outcome.state) == "unknown" else "bad"), outcome.reason or _("No answer")


def measure_drawer(device: dict[str, Any]) -> tuple[str, str, str]:
    """Look at the drawer's pin, open the drawer, look again; the level that means open, a state and its words."""
    from devices.lines import LineBroken, open_line
    from devices.printers import drawer_pin_is_high
    from printing.spooler import Job, JobKind, PrinterTarget, print_job

    target = PrinterTarget("printer", device["url"], **device.get("target", {}))
    try:
        line = open_line(target.url)
    except LineBroken as broken:
        return "", "bad", str(broken)
    try:
        before = drawer_pin_is_high(line)
        if before is None:
            return "", "bad", _("The printer does not say how the drawer is.")
        print_job(Job(JobKind.DRAWER, "printer"), line, target)
        for _look in range(LOOKS):
            now = drawer_pin_is_high(line)
            if now is not None and now != before:
                return "high" if now else "low", "ok", _("Measured; the drawer is watched")
        return "", "bad", _("Nothing changed when it opened. Was the drawer closed?")
    finally:
        line.close()


def _test_bytes(tongue: str) -> bytes:
    if tongue == "zpl":
        return b"^XA^CI28^FO40,40^A0N,40,40^FDKontor^FS^FO40,100^BCN,80^FDKONTOR-TEST^FS^XZ"
    return b"\x1b@Kontor\n" + b"-" * 32 + b"\nTest 0123456789 ABCDEF\n\n\n\n\x1dV\x42\x00"
