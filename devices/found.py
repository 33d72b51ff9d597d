"""What is plugged into this computer, as addresses that a device can be set up with."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from app.core.i18n import _

PRINTERS = Path("/dev/usb")  # where Linux puts USB printers that it has a driver for


class Found(NamedTuple):
    """One thing that is plugged in: the address that reaches it, and what it calls itself."""

    url: str
    title: str


def serial_ports() -> list[Found]:
    """Serial lines, also those that come over USB: scales, displays, scanners and some printers hang on them."""
    from serial.tools.list_ports import comports

    ports = sorted(comports(), key=lambda port: str(port.device))
    return [Found(_serial_url(port.device), _named(port.description, port.device)) for port in ports]


def usb_printers(folder: Path = PRINTERS) -> list[Found]:
    """USB printers that take bytes at a device of their own."""
    return [Found(f"file://{path}", _named(_("USB printer"), str(path))) for path in sorted(folder.glob("lp*"))]


def _serial_url(device: str) -> str:
    return f"serial://{device}" if device.startswith("/") else f"serial:///{device}"


def _named(description: str | None, device: str) -> str:
    told = (description or "").strip()
    return f"{told} · {device}" if told and told not in ("n/a", device) else device
