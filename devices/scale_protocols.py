"""What scales say, in four protocols, turned into whole grams without a float on the way."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MAX_GRAMS = 10_000_000
_GRAMS_PER_UNIT = {
    "kg": (1000, 1),
    "g": (1, 1),
    "lb": (45_359_237, 100_000),
    "oz": (45_359_237, 1_600_000),
}


@dataclass(frozen=True)
class Weight:
    """Grams on the scale, and whether they have come to rest; only a stable weight may be sold by."""

    grams: int
    stable: bool


class Trouble(StrEnum):
    """Why a scale's answer is no weight."""

    MOVING = "moving"
    NEGATIVE = "negative"
    OVERLOAD = "overload"
    FAULT = "fault"
    GARBAGE = "garbage"


Reading = Weight | Trouble


class ScaleProtocol(Protocol):
    """How to ask a scale, and what its lines mean."""

    name: str
    request: bytes  # empty: the scale speaks by itself
    zero: bytes  # sets the empty scale to nought; empty: it cannot be asked to

    def parse(self, line: str) -> Reading:
        """Say what one line (without CR and LF) means."""


def to_grams(digits: str, unit: str) -> int | None:
    """Turn "1.234" and a unit into grams, rounded half up; None when it is no sensible weight."""
    number = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,6}))?", digits)
    if not number or unit not in _GRAMS_PER_UNIT:
        return None
    fraction = number[2] or ""
    up, down = _GRAMS_PER_UNIT[unit]
    top, bottom = int(number[1] + fraction) * up, 10 ** len(fraction) * down
    grams = (2 * top + bottom) // (2 * bottom)
    return grams if grams <= MAX_GRAMS else None


def _reading(sign: str, digits: str, unit: str, units: frozenset[str], *, stable: bool) -> Reading:
    grams = to_grams(digits, unit) if unit in units else None
    if grams is None:
        return Trouble.GARBAGE
    if sign == "-" and grams > 0:
        return Trouble.NEGATIVE
    return Weight(grams, stable)


class Toledo8217:
    """Mettler Toledo 8217 and 8213: "W" is answered by STX 01.234 CR, or by STX ? status CR."""

    name, request, zero = "toledo8217", b"W", b"Z"
    _LINE = re.compile(r"\x02? *([0-9]+(?:\.[0-9]+)?)N?")
    _STATUS = re.compile(r"\x02?\?(.{1,4})", re.DOTALL)

    def __init__(self, units: frozenset[str], unit: str) -> None:
        self._units, self._unit = units | {unit}, unit  # the protocol itself names no unit

    def parse(self, line: str) -> Reading:
        line = "".join(chr(ord(char) & 0x7F) for char in line)  # 7 bits and parity, read as 8 bits
        if weight := self._LINE.fullmatch(line):
            return _reading("", weight[1], self._unit, self._units, stable=True)
        if status := self._STATUS.fullmatch(line):
            return self._trouble([ord(char) for char in status[1]])
        return Trouble.GARBAGE

    @staticmethod
    def _trouble(status: list[int]) -> Trouble:
        moving = status[0] & 1
        if len(status) > 1:  # newer scales put the capacity bits into a second byte
            under, over = status[1] & 1, status[1] & 2
        else:
            over, under = status[0] & 2, status[0] & 4
        if over:
            return Trouble.OVERLOAD
        if under:
            return Trouble.NEGATIVE
        return Trouble.MOVING if moving else Trouble.FAULT


class Sma:
    """Scale Manufacturers Association, SCP-0499: LF W CR is answered by a line of fixed fields."""

    name, request, zero = "sma", b"\nW\r", b"\nZ\r"
    _LINE = re.compile(r"([ ZOUEIT])[0-9]([GNgn])([ M]).([ +\-0-9.]{10})([a-z_ ]{1,3})")
    _STATES = {"O": Trouble.OVERLOAD, "U": Trouble.NEGATIVE}
    _FAULT = re.compile(r"[EIT][0-9]?.*")

    def __init__(self, units: frozenset[str], unit: str) -> None:
        self._units = units

    def parse(self, line: str) -> Reading:
        fields = self._LINE.fullmatch(line)
        if not fields:
            return Trouble.FAULT if self._FAULT.fullmatch(line) else Trouble.GARBAGE
        status, _net, motion, amount, unit = fields.groups()
        if status in self._STATES:
            return self._STATES[status]
        if status in "EIT":
            return Trouble.FAULT
        number = amount.replace(" ", "")
        sign, digits = (number[0], number[1:]) if number[:1] in ("+", "-") else ("", number)
        return _reading(sign, digits, unit.strip("_ "), self._units, stable=motion == " ")


class MtSics:
    """Mettler Toledo MT-SICS level 0: SI is answered by "S S     100.00 g"."""

    name, request, zero = "mtsics", b"SI\r\n", b"Z\r\n"
    _LINE = re.compile(r"S ([SD]) +([+-]?) *([0-9.]+) +([a-z]+)")
    _STATES = {
        "S +": Trouble.OVERLOAD,
        "S -": Trouble.NEGATIVE,
        "S I": Trouble.MOVING,
        "ES": Trouble.FAULT,
        "ET": Trouble.FAULT,
        "EL": Trouble.FAULT,
    }

    def __init__(self, units: frozenset[str], unit: str) -> None:
        self._units = units

    def parse(self, line: str) -> Reading:
        line = line.rstrip(" ")
        if line in self._STATES:
            return self._STATES[line]
        if fields := self._LINE.fullmatch(line):
            state, sign, digits, unit = fields.groups()
            return _reading(sign, digits, unit, self._units, stable=state == "S")
        return Trouble.GARBAGE


class Continuous:
    """Scales that send "ST,GS,+  1.234kg" all the time without being asked."""

    name, request, zero = "continuous", b"", b""
    _LINE = re.compile(r"(ST|US),(?:GS|NT),([+-]) *([0-9.]+) *([a-z]+)")

    def __init__(self, units: frozenset[str], unit: str) -> None:
        self._units = units

    def parse(self, line: str) -> Reading:
        line = line.strip(" ")
        if line.startswith("OL,"):
            return Trouble.OVERLOAD
        if fields := self._LINE.fullmatch(line):
            state, sign, digits, unit = fields.groups()
            return _reading(sign, digits, unit, self._units, stable=state == "ST")
        return Trouble.GARBAGE


PROTOCOLS: dict[str, type[Toledo8217 | Sma | MtSics | Continuous]] = {
    kind.name: kind for kind in (Toledo8217, Sma, MtSics, Continuous)
}


def scale_protocol(name: str, unit: str = "kg", *, imperial: bool = False) -> ScaleProtocol:
    """Return a protocol by its name; unit is what a scale that names none weighs in.

    A metric shop refuses pounds: they mean that somebody pressed the unit key.  KeyError for an unknown name.
    """
    units = frozenset({"kg", "g", "lb", "oz"} if imperial else {"kg", "g"})
    return PROTOCOLS[name](units, unit)


class ScaleLines:
    """Cuts a scale's bytes into lines; what grows without an end is one piece of garbage."""

    LONGEST = 128

    def __init__(self) -> None:
        self._rest = b""

    @property
    def waiting(self) -> bool:
        """True while a line has begun and not ended."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that are whole now; empty ones are left out."""
        *lines, self._rest = re.split(rb"[\r\n]", self._rest + data)
        if len(self._rest) > self.LONGEST:
            lines.append(self._rest)
            self._rest = b""
        return [line.decode("latin-1") for line in lines if line.strip()]

    def drop(self) -> bool:
        """Forget a line that broke off; True when there was one."""
        had, self._rest = bool(self._rest.strip()), b""
        return had
