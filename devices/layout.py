"""Puts a keyboard scanner's text right when scanner and computer disagree about the keyboard layout.

Nearly every scanner types as a US keyboard.  On a computer set to another layout the same keys give other
characters ("Z" for "Y", "&" for "1").  One calibration card shows which layout it is, and from then on
each scan is translated back.
"""

import unicodedata
from dataclasses import dataclass, field

from app.core.i18n import N_, _

CARD = "KONTOR-1234567890/QWAZYM:;.#X"
"""What the calibration card's barcode holds; every layout makes something else of it, none waits for a key."""

_US = (
    "`1234567890-=" "qwertyuiop[]\\" "asdfghjkl;'" "zxcvbnm,./",
    "~!@#$%^&*()_+" "QWERTYUIOP{}|" 'ASDFGHJKL:"' "ZXCVBNM<>?",
)  # fmt: skip

# For each layout the same keys in the same order, plain and with Shift, and those that wait for the next key.
_LAYOUTS: dict[str, tuple[str, str, str, str]] = {
    "us": (N_("US"), *_US, ""),
    "uk": (
        N_("UK"),
        "`1234567890-=" "qwertyuiop[]#" "asdfghjkl;'" "zxcvbnm,./",
        '¬!"£$%^&*()_+' "QWERTYUIOP{}~" "ASDFGHJKL:@" "ZXCVBNM<>?",
        "",
    ),
    "de": (
        N_("German (QWERTZ)"),
        "^1234567890ß´" "qwertzuiopü+#" "asdfghjklöä" "yxcvbnm,.-",
        '°!"§$%&/()=?`' "QWERTZUIOPÜ*'" "ASDFGHJKLÖÄ" "YXCVBNM;:_",
        "^´`",
    ),
    "ch": (
        N_("Swiss (QWERTZ)"),
        "§1234567890'^" "qwertzuiopü¨$" "asdfghjklöä" "yxcvbnm,.-",
        '°+"*ç%&/()=?`' "QWERTZUIOPè!£" "ASDFGHJKLéà" "YXCVBNM;:_",
        "^¨`",
    ),
    "fr": (
        N_("French (AZERTY)"),
        "²&é\"'(-è_çà)=" "azertyuiop^$*" "qsdfghjklmù" "wxcvbn,;:!",
        "~1234567890°+" "AZERTYUIOP¨£µ" "QSDFGHJKLM%" "WXCVBN?./§",
        "^¨",
    ),
    "be": (
        N_("Belgian (AZERTY)"),
        "²&é\"'(§è!çà)-" "azertyuiop^$µ" "qsdfghjklmù" "wxcvbn,;:=",
        "³1234567890°_" "AZERTYUIOP¨*£" "QSDFGHJKLM%" "WXCVBN?./+",
        "^¨",
    ),
    "es": (
        N_("Spanish"),
        "º1234567890'¡" "qwertyuiop`+ç" "asdfghjklñ´" "zxcvbnm,.-",
        'ª!"·$%&/()=?¿' "QWERTYUIOP^*Ç" "ASDFGHJKLÑ¨" "ZXCVBNM;:_",
        "`^´¨",
    ),
    "it": (
        N_("Italian"),
        "\\1234567890'ì" "qwertyuiopè+ù" "asdfghjklòà" "zxcvbnm,.-",
        '|!"£$%&/()=?^' "QWERTYUIOPé*§" "ASDFGHJKLç°" "ZXCVBNM;:_",
        "",
    ),
}  # fmt: skip

_COMBINING = {"\u0302": "^", "\u0301": "´", "\u0300": "`", "\u0308": "¨"}
_MARKS = {spacing: combining for combining, spacing in _COMBINING.items()}


class NotTheCard(ValueError):
    """The calibration card was not what came; str() is a sentence for the person at the wizard."""


@dataclass(frozen=True)
class Layout:
    """One keyboard layout of the computer, seen from a scanner that types as a US keyboard."""

    name: str
    title: str
    _typed: dict[str, str] = field(repr=False, compare=False)  # US character -> what this layout makes of it
    _meant: dict[str, str] = field(repr=False, compare=False)  # and back
    _dead: str = field(repr=False, compare=False)

    def repair(self, text: str) -> str:
        """Return what the scanner read; characters that no key of the layout gives stay as they are."""
        plain = "".join(self._keys_of(char) for char in text)
        return "".join(self._meant.get(char, char) for char in plain)

    def typed(self, text: str) -> str:
        """Return what the computer receives when the scanner types text."""
        out = ""
        for char in (self._typed.get(char, char) for char in text):
            if out and out[-1] in self._dead:
                out = out[:-1] + _after_dead_key(out[-1], char)
            else:
                out += char
        return out

    def _keys_of(self, char: str) -> str:
        """A letter with an accent that has no key of its own came from a dead key and a letter."""
        if char in self._meant:
            return char
        parts = unicodedata.normalize("NFD", char)
        if len(parts) == 2 and _COMBINING.get(parts[1], "") in self._dead and parts[1] in _COMBINING:
            return _COMBINING[parts[1]] + parts[0]
        return char


def _after_dead_key(dead: str, char: str) -> str:
    if char == " ":
        return dead
    composed = unicodedata.normalize("NFC", char + _MARKS[dead])
    return composed if len(composed) == 1 else dead + char


def layout_names() -> list[str]:
    """The layouts known here, for a list in the settings."""
    return list(_LAYOUTS)


def keyboard_layout(name: str) -> Layout:
    """Return a layout by its name in the settings; KeyError when there is none of that name."""
    title, plain, shifted, dead = _LAYOUTS[name]
    assert (len(plain), len(shifted)) == (len(_US[0]), len(_US[1]))
    typed = dict(zip(_US[0] + _US[1], plain + shifted, strict=True))
    return Layout(name, _(title), typed, {there: here for here, there in typed.items()}, dead)


def learn_layout(card_text_received: str) -> Layout:
    """Find the computer's layout from the text that the calibration card arrived as.

    Raises NotTheCard when it was another code, when Caps Lock was on, or when the layout is unknown.
    """
    received = card_text_received.strip("\r\n\t ")
    layouts = [keyboard_layout(name) for name in _LAYOUTS]
    for layout in layouts:
        if layout.typed(CARD) == received:
            return layout
    for layout in layouts:
        if layout.typed(CARD.swapcase()) == received or layout.typed(CARD).swapcase() == received:
            raise NotTheCard(_("Caps Lock is on. Switch it off and scan the card again."))
    if len(received) < len(CARD) // 2:
        raise NotTheCard(_("That was another code. Scan the calibration card."))
    text = _("This keyboard layout is not known. Set the scanner to serial mode or the computer to US.")
    raise NotTheCard(text)
