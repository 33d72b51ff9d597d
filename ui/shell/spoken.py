"""Which language the window speaks: the shop's at the door, and the one that each person chose behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _, language, use_language
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.shell.window import MainWindow


NAMES = {"en": "English", "zh_CN": "简体中文"}


def can_draw(chosen: str) -> bool:
    """Whether this computer has a face for the letters of a language."""
    return not chosen.startswith("zh") or theme().chinese_face() is not None


class Spoken:
    """The language of the door and that of the frame; without `follow` both stay as the program was started."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self._window, self._desk = window, desk
        self._at_door = ""  # nothing: whoever started the program chose for everybody
        self._in_frame = language()

    def follow(self, of_shop: str) -> bool:
        """Follow the shop and its people from now on; True when the door has to be written anew."""
        self._at_door = of_shop
        return self._desk.actor is None and self.turn_to_door()

    def turn_to_door(self) -> bool:
        """Speak the shop's language; True when it was another until now."""
        if self._at_door in ("", language()) or not can_draw(self._at_door):
            return False
        use_language(self._at_door)
        return True

    def turn_to(self, own: str) -> None:
        """Somebody came in: all screens in the language of this person, built anew only when it is another."""
        chosen = own or self._at_door
        if not self._at_door or not can_draw(chosen):
            return
        use_language(chosen)
        if chosen != self._in_frame:
            self._in_frame = chosen
            self._window.retranslate()

    def choose(self, chosen: str) -> None:
        """Switch at once, and keep it for the next time this person signs in."""
        from app.staff.people import choose_language

        self._desk.write(self._window, choose_language, chosen, done=lambda _nothing: self.switch(chosen))

    def switch(self, chosen: str) -> None:
        """Switch at once; without a face that can draw it, say so instead of showing boxes."""
        if not can_draw(chosen):
            self._window.notice.refuse(
                _(
                    "This computer has no Chinese font. Install one (on Debian: fonts-wqy-microhei) and start Kontor again."
                )
            )
            return
        use_language(chosen)
        self._in_frame = chosen
        self._window.retranslate()
