"""One canonical form of plain values: JSON with sorted keys and no blanks, the form that hashes cover."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not a plain value")


_encoder = msgspec.json.Encoder(order="sorted", enc_hook=_plain)


def encode(value: Any) -> str:
    """Plain values, dataclasses, named tuples and enums as canonical JSON."""
    return _encoder.encode(value).decode()


def decode(text: str) -> Any:
    """What `encode` wrote, as plain values."""
    return msgspec.json.decode(text)


def decode_as(text: str, kind: Any) -> Any:
    """What `encode` wrote, as `kind` (a dataclass, named tuple, enum or plain type)."""
    return msgspec.json.decode(text, type=kind)
