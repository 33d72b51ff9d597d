"""Reads from a font file which letters it holds, without loading a font library."""

import struct
from bisect import bisect_right
from pathlib import Path


class Coverage:
    """Which code points one face of a TrueType or OpenType file has a glyph for."""

    def __init__(self, path: Path, index: int = 0) -> None:
        data = path.read_bytes()
        offset = 0
        if data[:4] == b"ttcf":
            offset = struct.unpack_from(">I", data, 12 + 4 * index)[0]
        # CFF outlines cannot be embedded in our PDFs; such faces are drawn as pictures there.
        self.truetype = data[offset : offset + 4] != b"OTTO"
        self._starts: list[int] = []
        self._ranges: list[tuple[int, int]] = []
        table = _table(data, offset, b"cmap")
        if table:
            self._ranges = sorted(_ranges(data, table))
            self._starts = [first for first, _last in self._ranges]

    def __contains__(self, letter: str) -> bool:
        point = ord(letter)
        place = bisect_right(self._starts, point) - 1
        return place >= 0 and point <= self._ranges[place][1]


def _table(data: bytes, offset: int, tag: bytes) -> int:
    for place in range(struct.unpack_from(">H", data, offset + 4)[0]):
        entry = offset + 12 + 16 * place
        if data[entry : entry + 4] == tag:
            return int(struct.unpack_from(">I", data, entry + 8)[0])
    return 0


def _ranges(data: bytes, table: int) -> list[tuple[int, int]]:
    """Covered ranges of the widest Unicode subtable."""
    found: dict[int, int] = {}
    for place in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, encoding, where = struct.unpack_from(">HHI", data, table + 4 + 8 * place)
        kind = struct.unpack_from(">H", data, table + where)[0]
        if kind in (4, 12) and (platform == 0 or (platform == 3 and encoding in (1, 10))):
            found[kind] = table + where
    if 12 in found:
        return _groups(data, found[12])
    return _segments(data, found[4]) if 4 in found else []


def _groups(data: bytes, at: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    groups = (struct.unpack_from(">III", data, at + 16 + 12 * place) for place in range(count))
    return [(first, last) for first, last, glyph in groups if glyph or last > first]


def _segments(data: bytes, at: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    found: list[tuple[int, int]] = []
    for place in range(count):
        if starts[place] == 0xFFFF:
            continue
        if not offsets[place]:
            found.append((starts[place], ends[place]))
            continue
        glyphs = offsets_at + 2 * place + offsets[place]
        for point in range(starts[place], ends[place] + 1):
            glyph = struct.unpack_from(">H", data, glyphs + 2 * (point - starts[place]))[0]
            if glyph and (glyph + deltas[place]) & 0xFFFF:
                _extend(found, point)
    return found


def _extend(found: list[tuple[int, int]], point: int) -> None:
    if found and found[-1][1] == point - 1:
        found[-1] = (found[-1][0], point)
    else:
        found.append((point, point))
