"""Short tones for scans: ok, done, wrong, attention; never the only signal."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sounds"
PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))


class Sounds:
    """Plays a file with what the system has; without a player the system's beep stands for wrong."""

    def __init__(self, *, on: bool = True) -> None:
        self.on = on
        self.last = ""  # the newest tone, for tests and for those who cannot hear it
        self._player = next((words for words in PLAYERS if shutil.which(words[0])), None)

    def play(self, name: str) -> None:
        """Play one tone without waiting for its end."""
        self.last = name
        if not self.on:
            return
        path = FOLDER / f"{name}.wav"
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
        elif self._player:
            threading.Thread(target=self._run, args=(path,), daemon=True).start()
        elif name == "wrong":
            QApplication.beep()

    def _run(self, path: Path) -> None:
        import subprocess

        assert self._player
        subprocess.run([*self._player, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=5)
