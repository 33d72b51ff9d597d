"""Joins and turns Arabic and Hebrew by hand where Pillow comes without Raqm (as on Windows)."""

import unicodedata
from functools import lru_cache

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


@lru_cache(maxsize=1)
def has_raqm() -> bool:
    """Whether Pillow shapes complex scripts itself."""
    from PIL import features

    return bool(features.check("raqm"))


def shaped(text: str) -> str:
    """The text as Pillow is to draw it: as it is with Raqm, else joined and in visual order."""
    return text if has_raqm() else visual(text)


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Arabic letter -> its isolated, final, initial and medial presentation form."""
    table: dict[str, dict[str, str]] = {}
    for point in range(0xFE70, 0xFEFD):
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and parts[0] in ("<isolated>", "<final>", "<initial>", "<medial>"):
            table.setdefault(chr(int(parts[1], 16)), {})[parts[0][1:-1]] = chr(point)
    return table


def joined(text: str) -> str:
    """Arabic letters in the form that their neighbors ask for."""
    out = []
    for place, letter in enumerate(text):
        forms = _forms().get(letter)
        if forms is None:
            out.append(letter)
            continue
        before = _neighbor(text, place, -1)
        after = _neighbor(text, place, 1)
        joins_before = "initial" in _forms().get(before, {})
        joins_after = "initial" in forms and "final" in _forms().get(after, {})
        wanted = {(False, False): "isolated", (True, False): "final", (False, True): "initial"}
        name = wanted.get((joins_before, joins_after), "medial")
        out.append(forms.get(name, forms.get("isolated", letter)))
    return "".join(out)


def _neighbor(text: str, place: int, step: int) -> str:
    place += step
    while 0 <= place < len(text) and unicodedata.combining(text[place]):
        place += step
    return text[place] if 0 <= place < len(text) else ""


def _way(letter: str) -> str:
    kind = unicodedata.bidirectional(letter)
    if kind in ("R", "AL", "NSM"):
        return "R"
    return "L" if kind in ("L", "EN", "AN") else ""


def visual(text: str) -> str:
    """The text from left to right as it is read on paper: right-to-left parts joined and turned."""
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return text
    base = next((_way(c) for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), "L")
    parts: list[tuple[str, str]] = []
    for letter, way in zip(text, _ways(text, base), strict=True):
        if parts and parts[-1][0] == way:
            parts[-1] = (way, parts[-1][1] + letter)
        else:
            parts.append((way, letter))
    drawn = [joined(part)[::-1].translate(_MIRRORED) if way == "R" else part for way, part in parts]
    return "".join(drawn if base == "L" else reversed(drawn))


def _ways(text: str, base: str) -> list[str]:
    """Each letter's direction; what has none goes with its neighbors when they agree, else with the whole."""
    ways = [_way(letter) for letter in text]
    for place, way in enumerate(ways):
        if not way:
            before = next((w for w in reversed(ways[:place]) if w), base)
            after = next((w for w in ways[place + 1 :] if w), base)
            ways[place] = before if before == after else base
    return ways
