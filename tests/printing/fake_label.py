"""Reads ZPL as a label printer would: which fields, which text, which dots; unknown commands fail the test."""

import re
from dataclasses import dataclass, field

from PIL import Image

_KNOWN = {"XA", "XZ", "CI", "PW", "LL", "LH", "LS", "FO", "FB", "FH", "FD", "FS", "GB", "GF", "BY", "PQ"}
_KNOWN |= {"BC", "BE", "B8", "BU", "B2", "BQ", "A0"}


@dataclass
class ReadLabel:
    """What a format asks the printer to do."""

    commands: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)
    squares: list[str] = field(default_factory=list)
    graphics: list[tuple[int, int, Image.Image]] = field(default_factory=list)


def read_zpl(data: bytes) -> ReadLabel:
    """The fields of one or more formats."""
    found = ReadLabel()
    place, kind = (0, 0), "text"
    for command, rest in re.findall(r"[\^~](A0|[A-Z][A-Z0-9])([^\^~]*)", data.decode("ascii")):
        found.commands.append(command)
        assert command in _KNOWN, f"unknown command ^{command}"
        if command == "FO":
            x, y = rest.split(",")
            place, kind = (int(x), int(y)), "text"
        elif command in ("BC", "BE", "B8", "BU", "B2"):
            kind = "bars"
        elif command == "BQ":
            kind = "square"
        elif command == "GF":
            _a, _total, size, row, bits = rest.split(",")
            raw = bytes(byte ^ 0xFF for byte in bytes.fromhex(bits))
            image = Image.frombytes("1", (int(row) * 8, int(size) // int(row)), raw).convert("L")
            found.graphics.append((*place, image))
        elif command == "FD":
            text = _unhex(rest)
            {"text": found.texts, "bars": found.bars, "square": found.squares}[kind].append(text)
    return found


def _unhex(text: str) -> str:
    raw = re.sub(rb"_([0-9A-F]{2})", lambda match: bytes.fromhex(match[1].decode()), text.encode())
    return raw.decode()
