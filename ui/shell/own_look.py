"""Light or dark: the station's look at the door, and the one that each person chose behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.window import MainWindow


class OwnLook:
    """The look of the door and that of the frame; without `follow` both stay as the program was started."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self._window, self._desk = window, desk
        self._of_station = ""  # nothing: whoever started the program chose for everybody
        self._own = ""

    def follow(self, of_station: str) -> None:
        """Follow the station and its people from now on."""
        self._of_station = of_station
        self._show()

    def turn_to_door(self) -> None:
        """Nobody is in: the look of the station."""
        self.turn_to("")

    def turn_to(self, own: str) -> None:
        """Somebody came in, who has chosen this look, or none."""
        self._own = own
        self._show()

    def choose(self, mode: str) -> None:
        """Switch at once, and keep it for the next time this person signs in."""
        from app.staff.people import choose_look

        self._own = mode
        theme().set_mode(mode)
        self._desk.write(self._window, choose_look, mode)

    def _show(self) -> None:
        if self._of_station:
            theme().set_mode(self._own or self._of_station)
