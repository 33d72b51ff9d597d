"""How much waits behind each tab for whoever is signed in, on the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.rail import Rail


class Badges(QObject):
    """Counts anew when something has changed."""

    def __init__(self, desk: Desk, rail: Rail) -> None:
        super().__init__(rail)
        self._desk, self._rail = desk, rail

    def refresh(self) -> None:
        """Count what waits, on the reader."""
        actor = self._desk.actor
        if actor is None:
            return

        def count() -> dict[str, int]:
            from app.overview.badges import badges

            return badges(actor.role, actor.station)

        def show(found: dict[str, int]) -> None:
            for name, number in found.items():
                self._rail.set_badge(name, number)

        self._desk.read(self, count, show, merge="badges")
