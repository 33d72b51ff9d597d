"""Devices that exist only in the practice window: printers whose paper comes out on the screen, a scale, a terminal."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.picking.sheets import ask_number

if TYPE_CHECKING:
    from ui.common.desk import Desk

HEAVIEST_GRAMS = 30_000
PRINTERS = ("printer", "label_printer")


class StandIns(QObject):
    """Started with the station's devices, in their place; `devices` is what the settings would hold."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._folder = tempfile.TemporaryDirectory(prefix="kontor-practice-")
        self.devices: dict[str, Any] = {kind: self._printer(kind) for kind in PRINTERS}
        self.scale: Any = None
        from devices.simulators.terminal import SimulatedTerminal

        self.terminal = SimulatedTerminal()
        self.devices["terminal"] = {"url": self.terminal.url, "name": "terminal"}
        if sys.platform != "win32":  # a simulated serial port needs a pseudo-terminal; there weights are typed
            from devices.simulators.scale import SimulatedScale

            self.scale = SimulatedScale("continuous")
            self.devices["scale"] = {"url": self.scale.url, "name": "scale", "options": {"protocol": "continuous"}}

    def _printer(self, kind: str) -> dict[str, Any]:
        """Nobody reads its bytes: the paper is shown as a picture."""
        path = Path(self._folder.name) / f"{kind}.bin"
        target = {"tongue": "zpl"} if kind == "label_printer" else {}
        return {"url": f"file://{path.as_posix()}", "name": kind, "target": target}

    def stop(self) -> None:
        """Unplug all of them."""
        self.terminal.close()
        if self.scale is not None:
            self.scale.close()
        self._folder.cleanup()

    def ask_weight(self) -> None:
        """Put something on the practice scale."""
        if self.scale is not None:
            ask_number(
                self._desk.surface, _("Practice scale"), _("What lies on it"), self.scale.put, name="training.scale",
                suffix="g", minimum=0, maximum=HEAVIEST_GRAMS, button=_("Put it on"), help=_("Nought takes everything off."),
            )  # fmt: skip
