"""Loads Inter and makes fonts of it: exact weights by axes, tabular figures for numbers, a Chinese face behind it."""

from functools import cache, lru_cache

import fontpkg_inter
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

CHINESE_FACES = ("WenQuanYi Micro Hei", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC")

LETTERS_OF_A_UNIT = 4  # "12 pcs", "1.2 kg", "EUR 40"


@cache
def inter() -> str:
    """Register the variable Inter with the running application and return its family name."""
    path = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
    # By its bytes, not by its path: Qt would map the file once more for each size and weight.
    handle = QFontDatabase.addApplicationFontFromData(QByteArray(path.read_bytes()))
    families = QFontDatabase.applicationFontFamilies(handle)
    assert families, f"{path} could not be loaded as a font"
    return families[0]


@cache
def chinese_face() -> str | None:
    """Return the family that draws Chinese on this machine, or None if there is none."""
    installed = set(QFontDatabase.families())
    return next((face for face in CHINESE_FACES if face in installed), None)


@lru_cache(maxsize=8192)
def is_figures(text: str) -> bool:
    """Whether a text is a number, an amount, a time or a measure, whose digits stand below each other.

    Tabular figures of Inter make hyphens as wide as digits, so names, SKUs and telephone numbers go without them.
    """
    if "-" in text or not any(char.isdigit() for char in text):
        return False
    return sum(char.isalpha() for char in text) <= LETTERS_OF_A_UNIT


@cache
def make_font(px: int, weight: int, tabular: bool = False) -> QFont:
    """Return the application's font in a size in pixels and a weight of 400 to 700."""
    font = QFont()
    font.setFamilies([family for family in (inter(), chinese_face()) if family])
    font.setPixelSize(px)
    # Inter takes its weight by the axis alone: a setWeight above 600 smears a second boldness over the variable
    # file. Up to 600 it leaves Inter as it is, and lets a Chinese face with a bold file use that.
    font.setWeight(QFont.Weight(min(weight, 600)))
    font.setVariableAxis(QFont.Tag("wght"), float(weight))
    font.setVariableAxis(QFont.Tag("opsz"), float(min(32, max(14, px))))
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if px >= 28:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -px * 0.018)
    elif px >= 18:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -px * 0.010)
    return font
