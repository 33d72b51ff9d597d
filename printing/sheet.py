"""A laid-out sheet: every word, box and code with its place in dots, ready for any pen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.i18n import _
from app.core.refusal import Refusal


class LabelOverflow(Refusal):
    """Something does not fit its label; a clipped code would not be read."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _("{what} does not fit the label. Shorten it, or take a larger label.").format(what=what), what=what
        )


@dataclass(frozen=True)
class Words:
    """Text on a baseline; `x` is its left, middle or right end by `align`; weight is 400, 600 or 700."""

    x: float
    y: float
    text: str
    size: float
    weight: int = 400
    align: str = "left"
    quiet: bool = False
    max_width: float = 0
    display: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle: filled, or a frame `line` dots thick; `shade` 0 is black, 255 white."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0
    shade: int = 0


@dataclass(frozen=True)
class Bars:
    """A linear code: whole-dot bars from `x`, quiet zones not included."""

    x: int
    y: int
    module: int
    height: int
    kind: str
    text: str


@dataclass(frozen=True)
class Square:
    """A QR code from its first dark module's corner, quiet zone not included."""

    x: int
    y: int
    module: int
    text: str


@dataclass(frozen=True)
class Picture:
    """A PNG fitted into a box."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Item = Words | Box | Bars | Square | Picture


@dataclass(frozen=True)
class Sheet:
    """One side of paper, in dots (8 a millimetre)."""

    width: int
    height: int
    items: tuple[Item, ...]
    title: str = ""

    @property
    def width_mm(self) -> float:
        return self.width / 8

    @property
    def height_mm(self) -> float:
        return self.height / 8


def moved(items: Iterable[Item], dx: float, dy: float) -> tuple[Item, ...]:
    """The items, shifted by whole or part dots; codes keep to whole dots."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Bars | Square):
            out.append(replace(item, x=item.x + round(dx), y=item.y + round(dy)))
        else:
            out.append(replace(item, x=item.x + dx, y=item.y + dy))
    return tuple(out)
