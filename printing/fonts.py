"""Finds a typeface for every letter that goes on paper, or says plainly which script has none.

Latin, Greek, Cyrillic (Inter) and Thai (Noto) lie beside this file; Chinese, Arabic and the rest come from the
system, because their faces are large and every system brings one.
"""

import os
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.i18n import N_, _
from app.core.refusal import Refusal
from printing.cmap import Coverage

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_HERE = Path(__file__).parent / "faces"
_OURS = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf", 700: "Inter-Bold.ttf"}
_DISPLAY = "InterDisplay-Bold.ttf"

# (regular, bold): file names in the order of preference; faces with TrueType outlines come first.
_SYSTEM: tuple[tuple[str, str], ...] = (
    ("wqy-microhei.ttc", ""),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("Deng.ttf", "Dengb.ttf"),
    ("simhei.ttf", ""),
    ("simsun.ttc", ""),
    ("STHeiti Light.ttc", "STHeiti Medium.ttc"),
    ("Arial Unicode.ttf", ""),
    ("malgun.ttf", "malgunbd.ttf"),
    ("NanumGothic.ttf", "NanumGothicBold.ttf"),
    ("YuGothR.ttc", "YuGothB.ttc"),
    ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    ("NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"),
    ("Nirmala.ttf", "NirmalaB.ttf"),
    ("Nirmala.ttc", ""),
    ("Kohinoor.ttc", ""),
    ("NotoSansSymbols2-Regular.ttf", ""),
    ("seguisym.ttf", ""),
    ("Apple Symbols.ttf", ""),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("PingFang.ttc", ""),
    ("AppleSDGothicNeo.ttc", ""),
)
_SCRIPTS = {
    "CJK": N_("Chinese"),
    "HIRAGANA": N_("Japanese"),
    "KATAKANA": N_("Japanese"),
    "HANGUL": N_("Korean"),
    "ARABIC": N_("Arabic"),
    "HEBREW": N_("Hebrew"),
    "THAI": N_("Thai"),
    "DEVANAGARI": N_("Hindi"),
}


class MissingFace(Refusal):
    """No typeface on this computer holds a letter; boxes in its place would be worse than no paper."""

    def __init__(self, letter: str) -> None:
        script = _SCRIPTS.get(unicodedata.name(letter, "?").split()[0])
        sentence = (
            _("No typeface for {script} was found on this computer. Install one, then print again.").format(
                script=_(script)
            )
            if script
            else _(
                "No typeface on this computer has the letter {code}. Install one that has it, then print again."
            ).format(code=f"U+{ord(letter):04X}")
        )
        super().__init__(sentence, letter=f"U+{ord(letter):04X}")


@dataclass(frozen=True)
class Face:
    """One face of a font file; a bold face that does not exist is drawn by thickening this one."""

    path: str
    thicken: bool = False
    truetype: bool = True


@dataclass(frozen=True)
class Run:
    """Letters next to each other in one face, in reading order."""

    text: str
    face: Face


def folders() -> list[Path]:
    """Where this system keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        found = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    elif sys.platform == "darwin":
        found = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        found = [home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    return [folder for folder in found if folder.is_dir()]


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    """The system's files that we know, by lower-case name."""
    wanted = {name.lower() for pair in _SYSTEM for name in pair if name}
    found: dict[str, Path] = {}
    for folder in folders():
        for place, _dirs, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(place) / name)
    return found


@lru_cache(maxsize=64)
def _coverage(path: str) -> Coverage:
    return Coverage(Path(path))


def _ours(weight: int, display: bool) -> list[Face]:
    inter = _DISPLAY if display and weight >= 700 else _OURS[weight]
    thai = "NotoSansThai-Bold.ttf" if weight >= 600 else "NotoSansThai-Regular.ttf"
    return [Face(str(_HERE / inter)), Face(str(_HERE / thai))]


@lru_cache(maxsize=8)
def _theirs(bold: bool) -> tuple[Face, ...]:
    faces = []
    for regular, heavy in _SYSTEM:
        path = _installed().get(regular.lower())
        if path is None:
            continue
        thick = _installed().get(heavy.lower()) if bold and heavy else None
        chosen = str(thick or path)
        faces.append(Face(chosen, thicken=bold and thick is None, truetype=_coverage(chosen).truetype))
    return tuple(faces)


@lru_cache(maxsize=4096)
def face_for(letter: str, weight: int = 400, display: bool = False) -> Face | None:
    """The face that holds a letter, or None."""
    for face in _ours(weight, display):
        if letter in _coverage(face.path):
            return face
    for face in _theirs(weight >= 600):
        if letter in _coverage(face.path):
            return face
    return None


def _without_face(letter: str) -> str:
    """What stands for a letter that no face has: nothing for pictographs and joiners; else MissingFace."""
    kind = unicodedata.category(letter)
    if kind in ("So", "Sk", "Cf", "Cn", "Mn", "Me"):
        return ""
    raise MissingFace(letter)


def drawable(text: str, weight: int = 400) -> str:
    """The text without pictographs that no face has; if nothing else is left, their names. Raises MissingFace."""
    kept = "".join(c if face_for(c, weight) else _without_face(c) for c in text if c not in "\ufe0e\ufe0f\u200d")
    if kept.strip() or not text.strip():
        return kept
    return " ".join(unicodedata.name(c, "").lower() for c in text if unicodedata.category(c) == "So").strip()


@lru_cache(maxsize=4096)
def runs(text: str, weight: int = 400, display: bool = False) -> tuple[Run, ...]:
    """Split a text by faces, in the order in which the parts stand from left to right. Raises MissingFace."""
    found: list[Run] = []
    for letter in drawable(text, weight):
        face = face_for(letter, weight, display)
        assert face is not None, "drawable() keeps only letters that have a face"
        if found and found[-1].face != face and _stays(letter, found[-1]):
            face = found[-1].face
        if found and found[-1].face == face:
            found[-1] = Run(found[-1].text + letter, face)
        else:
            found.append(Run(letter, face))
    return tuple(reversed(found)) if right_to_left(text) else tuple(found)


def _stays(letter: str, run: Run) -> bool:
    """Marks, spaces and, beside Arabic and Hebrew, digits and signs stay in their neighbor's face."""
    if letter not in _coverage(run.face.path):
        return False
    if unicodedata.combining(letter) or letter in " \u00a0\u200c":
        return True
    beside_rtl = any(unicodedata.bidirectional(c) in ("R", "AL") for c in run.text)
    return beside_rtl and unicodedata.bidirectional(letter) not in ("L",)


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


@lru_cache(maxsize=256)
def pil_font(face: Face, size: float) -> "FreeTypeFont":
    """The face for Pillow, `size` pixels high, with Raqm's shaping where Pillow has it."""
    from PIL import ImageFont

    return ImageFont.truetype(face.path, size)


@lru_cache(maxsize=16384)
def width(text: str, size: float, weight: int = 400, display: bool = False) -> float:
    """How wide a text is drawn, in the unit of `size`."""
    from printing.shaping import shaped

    total = 0.0
    for run in runs(text, weight, display):
        total += pil_font(run.face, size).getlength(shaped(run.text))
    return total
