"""Lines to devices: one small way to talk over TCP, serial, USB or a file, always with time limits.

A line belongs to one thread at a time.  Whatever goes wrong on it is a LineBroken with a sentence for
the clerk; after that the line is of no use and a new one has to be opened.
"""

import os
import re
import select
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from app.core.i18n import _

CONNECT_S = 2.0
WRITE_S = 5.0
PRINTER_PORT = 9100


class LineBroken(Exception):
    """The device cannot be reached (any more); str() is a sentence for the clerk."""


class BadAddress(LineBroken):
    """The device's address in the settings cannot be understood."""

    def __init__(self, url: str) -> None:
        super().__init__(_("“{url}” is not the address of a device.").format(url=url))


class Line(Protocol):
    """Bytes to and from one device."""

    def write(self, data: bytes) -> None:
        """Send all of it within the write limit, or raise LineBroken."""

    def read(self, size: int, timeout_s: float) -> bytes:
        """Return what came, at most size bytes, as soon as something came; b"" when nothing did in time."""

    def close(self) -> None:
        """Let go of the device; never raises."""


def open_line(url: str, *, connect_s: float = CONNECT_S, write_s: float = WRITE_S) -> Line:
    """Open tcp://host:port, serial:///dev/ttyUSB0?baud=9600, file:///path or usb://vid:pid.

    Raises LineBroken, or BadAddress when the address makes no sense.
    """
    parts = urlsplit(url)
    openers = {"tcp": _open_tcp, "serial": _open_serial, "file": _open_file, "usb": _open_usb}
    opener = openers.get(parts.scheme)
    if opener is None:
        raise BadAddress(url)
    try:
        return opener(parts, connect_s, write_s)
    except ValueError as error:
        raise BadAddress(url) from error


_turns: dict[str, threading.Lock] = {}
_turns_guard = threading.Lock()


@contextmanager
def turn(url: str, wait_s: float = 0.0) -> Iterator[bool]:
    """Hold a device for one conversation; yields whether it was free within wait_s.

    Network printers serve one caller at a time, so the spooler and the status watch take turns.
    """
    with _turns_guard:
        lock = _turns.setdefault(url, threading.Lock())
    free = lock.acquire(timeout=wait_s) if wait_s > 0 else lock.acquire(blocking=False)
    try:
        yield free
    finally:
        if free:
            lock.release()


def _option(parts: SplitResult, name: str, default: str) -> str:
    return parse_qs(parts.query).get(name, [default])[-1]


# --- TCP ---------------------------------------------------------------------------------------------


class TcpLine:
    """A device with a network socket."""

    def __init__(self, host: str, port: int, connect_s: float, write_s: float) -> None:
        self._where = f"{host}:{port}"
        self._write_s = write_s
        try:
            self._socket = socket.create_connection((host, port), timeout=connect_s)
        except OSError as error:
            raise LineBroken(_("No device answers at {where}.").format(where=self._where)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        try:
            self._socket.settimeout(self._write_s)
            self._socket.sendall(data)
        except TimeoutError as error:
            raise LineBroken(_("The device at {where} takes no data.").format(where=self._where)) from error
        except OSError as error:
            raise self._lost() from error

    def read(self, size: int, timeout_s: float) -> bytes:
        try:
            self._socket.settimeout(max(timeout_s, 0.001))
            data = self._socket.recv(size)
        except TimeoutError:
            return b""
        except OSError as error:
            raise self._lost() from error
        if not data:
            raise self._lost()
        return data

    def close(self) -> None:
        self._socket.close()

    def _lost(self) -> LineBroken:
        return LineBroken(_("The device at {where} has hung up.").format(where=self._where))


def _open_tcp(parts: SplitResult, connect_s: float, write_s: float) -> Line:
    if not parts.hostname:
        raise ValueError("no host")
    return TcpLine(parts.hostname, parts.port or PRINTER_PORT, connect_s, write_s)


# --- Serial ------------------------------------------------------------------------------------------

_PARITY = {"none": "N", "even": "E", "odd": "O"}
_SERIAL_ERRORS: tuple[type[Exception], ...] = (OSError,)
if sys.platform != "win32":
    import termios

    _SERIAL_ERRORS = (OSError, termios.error)


class SerialLine:
    """A device on a serial port, or on a USB cable that acts as one."""

    def __init__(self, path: str, write_s: float, settings: dict[str, Any]) -> None:
        import serial  # late: costs 18 ms, and many stations have no serial port

        self._path = path
        try:
            self._port = serial.Serial(path, timeout=0.1, write_timeout=write_s, exclusive=True, **settings)
        except _SERIAL_ERRORS as error:
            text = _("The device at {where} is not plugged in, or another program uses it.")
            raise LineBroken(text.format(where=path)) from error

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except _SERIAL_ERRORS as error:
            raise self._lost() from error

    def read(self, size: int, timeout_s: float) -> bytes:
        try:
            if self._port.timeout != timeout_s:
                self._port.timeout = timeout_s
            first = self._port.read(1)
            more = min(self._port.in_waiting, size - 1) if first else 0
            return first + (self._port.read(more) if more > 0 else b"")
        except _SERIAL_ERRORS as error:
            raise self._lost() from error

    def close(self) -> None:
        try:
            self._port.close()
        except _SERIAL_ERRORS:
            return  # an unplugged adapter may refuse even this; its handle is gone all the same

    def _lost(self) -> LineBroken:
        return LineBroken(_("The device at {where} was unplugged.").format(where=self._path))


def _open_serial(parts: SplitResult, connect_s: float, write_s: float) -> Line:
    path = unquote(parts.path)
    if windows := re.fullmatch(r"/(COM\d+)", path, re.IGNORECASE):
        path = windows[1].upper()
    if not path:
        raise ValueError("no port")
    flow = _option(parts, "flow", "none")
    parity = _PARITY.get(_option(parts, "parity", "none"))
    if parity is None or flow not in ("none", "rtscts", "xonxoff"):
        raise ValueError("parity or flow")
    settings = {
        "baudrate": int(_option(parts, "baud", "9600")),
        "bytesize": int(_option(parts, "bits", "8")),
        "parity": parity,
        "stopbits": int(_option(parts, "stop", "1")),
        "rtscts": flow == "rtscts",
        "xonxoff": flow == "xonxoff",
    }
    return SerialLine(path, write_s, settings)


# --- File --------------------------------------------------------------------------------------------


class FileLine:
    """A file or a device node that only takes bytes, such as /dev/usb/lp0; it never answers."""

    def __init__(self, path: str, write_s: float) -> None:
        self._path, self._write_s = path, write_s
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._handle = os.open(path, flags, 0o600)
        except OSError as error:
            raise LineBroken(_("{where} cannot be written to.").format(where=path)) from error

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._write_s
        rest = memoryview(data)
        while rest:
            self._await_room(deadline)
            try:
                rest = rest[os.write(self._handle, rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LineBroken(_("{where} cannot be written to.").format(where=self._path)) from error

    def _await_room(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        # Windows cannot select on files; there a write simply blocks for as long as the system lets it.
        ready = sys.platform == "win32" or bool(select.select([], [self._handle], [], max(left, 0))[1])
        if left <= 0 or not ready:
            raise LineBroken(_("The device at {where} takes no data.").format(where=self._path))

    def read(self, size: int, timeout_s: float) -> bytes:
        return b""

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _open_file(parts: SplitResult, connect_s: float, write_s: float) -> Line:
    path = unquote(parts.path)
    if re.match(r"/[A-Za-z]:", path):
        path = path[1:]
    if not path:
        raise ValueError("no path")
    return FileLine(path, write_s)


# --- USB ---------------------------------------------------------------------------------------------


class UsbLine:
    """A USB printer without a driver of the system, reached through python-escpos and libusb."""

    def __init__(self, vendor: int, product: int, endpoints: tuple[int, int], write_s: float) -> None:
        self._in, self._out = endpoints
        self._write_ms = int(write_s * 1000)
        from escpos.printer import Usb

        if not Usb.is_usable():
            raise LineBroken(_("USB printers need the package pyusb and the system's libusb."))
        try:
            self._printer = Usb(vendor, product, timeout=self._write_ms, in_ep=self._in, out_ep=self._out)
            self._printer.open()
            self._device: Any = self._printer.device
        except Exception as error:
            # Missing libusb, missing rights and a missing device each raise a class of another library.
            where = f"{vendor:04x}:{product:04x}"
            raise LineBroken(_("The USB printer {where} cannot be reached.").format(where=where)) from error

    def write(self, data: bytes) -> None:
        try:
            self._device.write(self._out, data, self._write_ms)
        except OSError as error:
            raise LineBroken(_("The USB printer takes no data.")) from error

    def read(self, size: int, timeout_s: float) -> bytes:
        import usb.core

        try:
            return bytes(self._device.read(self._in, max(size, 64), int(timeout_s * 1000) or 1))
        except usb.core.USBTimeoutError:
            return b""
        except OSError as error:
            raise LineBroken(_("The USB printer was unplugged.")) from error

    def close(self) -> None:
        try:
            self._printer.close()
        except OSError:
            return  # already unplugged


def _open_usb(parts: SplitResult, connect_s: float, write_s: float) -> Line:
    ids = re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", parts.netloc)
    if not ids:
        raise ValueError("vendor:product")
    endpoints = (int(_option(parts, "in", "0x82"), 0), int(_option(parts, "out", "0x01"), 0))
    return UsbLine(int(ids[1], 16), int(ids[2], 16), endpoints, write_s)
