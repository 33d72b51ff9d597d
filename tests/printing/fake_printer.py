"""A receipt and label printer on a real TCP socket that keeps its paper and can fail on demand."""

import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image


class Fault(StrEnum):
    """What goes wrong."""

    NONE = "none"
    SILENT = "accepts and never answers"
    HANGS_UP_AT_STATUS = "closes at the status question"
    GARBAGE_STATUS = "answers with noise"
    PAPER_OUT = "has no paper"
    COVER_OPEN = "has its cover open"
    PAPER_LOW = "is low on paper"
    DIES_EARLY = "closes after 100 bytes"
    RESETS_EARLY = "resets after 100 bytes"
    PAPER_RUNS_OUT = "runs out of paper in the middle"
    STALLS = "takes 300 bytes and then no more"
    DIES_BEFORE_CONFIRM = "closes before it confirms"
    NEVER_CONFIRMS = "prints and does not confirm"
    READS_SLOWLY = "reads a little at a time"


DRAWER, CUT, INIT = "drawer", "cut", "init"


@dataclass
class Tokens:
    """What a stream of ESC/POS bytes would have put on paper."""

    text: str = ""
    rasters: list[Image.Image] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    @property
    def cuts(self) -> int:
        return self.events.count(CUT)

    @property
    def kicks(self) -> int:
        return self.events.count(DRAWER)

    def picture(self) -> Image.Image:
        """All raster bands below each other."""
        whole = Image.new("L", (max(band.width for band in self.rasters), sum(b.height for b in self.rasters)), 255)
        y = 0
        for band in self.rasters:
            whole.paste(band, (0, y))
            y += band.height
        return whole


_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 14: "cp737", 13: "cp857"}
# Command, and how many bytes follow it; a stream with anything else in it fails the test.
_COMMANDS = {b"\x1b@": 0, b"\x1b!": 1, b"\x1bE": 1, b"\x1ba": 1, b"\x1bd": 1, b"\x1bt": 1, b"\x1bM": 1, b"\x1bp": 3}


def tokenize(data: bytes) -> Tokens:
    """Read ESC/POS bytes as a printer would; AssertionError at a command that no receipt needs."""
    found, place, page = Tokens(), 0, "cp437"
    while place < len(data):
        two = data[place : place + 2]
        if data[place : place + 4] == b"\x1dv0\x00":
            row, height = struct.unpack_from("<HH", data, place + 4)
            bits = bytes(byte ^ 0xFF for byte in data[place + 8 : place + 8 + row * height])
            found.rasters.append(Image.frombytes("1", (row * 8, height), bits).convert("L"))
            found.events.append("raster")
            place += 8 + row * height
        elif two in (b"\x1dV", b"\x1dr"):
            wide = 4 if data[place + 2 : place + 3] in (b"A", b"B") else 3
            found.events += [CUT] if two == b"\x1dV" else []
            place += wide
        elif two in _COMMANDS:
            if two == b"\x1bt":
                page = _PAGES[data[place + 2]]
            found.events += {b"\x1bp": [DRAWER], b"\x1b@": [INIT]}.get(two, [])
            place += 2 + _COMMANDS[two]
        else:
            assert data[place] >= 0x20 or data[place] == 0x0A, f"command {data[place : place + 4]!r} at {place}"
            found.text += bytes([data[place]]).decode(page)
            place += 1
    return found


_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])|\x1dr[\x01\x31]|~HS")


class FakePrinter:
    """Listens on a free port of this computer; `fault` may be changed at any time."""

    def __init__(self, fault: Fault = Fault.NONE) -> None:
        self.fault = fault
        self.paper = b""  # what has been printed, status questions taken out
        self._got = threading.Condition()
        self._stopped = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> "FakePrinter":
        return self

    def __exit__(self, *_unused: object) -> None:
        self._stopped.set()
        # A blocked accept() does not wake when its socket is closed; a last caller does.
        socket.create_connection(self._socket.getsockname()).close()
        for thread in self._threads:
            thread.join(5)
        self._socket.close()

    def wait_paper(self, size: int, timeout_s: float = 5.0) -> bytes:
        """The paper, once it has at least `size` bytes."""
        with self._got:
            assert self._got.wait_for(lambda: len(self.paper) >= size, timeout_s), f"only {len(self.paper)} bytes"
            return self.paper

    def _listen(self) -> None:
        while True:
            caller, _address = self._socket.accept()
            if self._stopped.is_set():
                caller.close()
                return
            thread = threading.Thread(target=self._serve, args=(caller,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, caller: socket.socket) -> None:
        caller.settimeout(0.05)
        if self.fault in (Fault.STALLS, Fault.READS_SLOWLY):
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        start = len(self.paper)
        with caller:
            while not self._stopped.is_set():
                if self.fault is Fault.STALLS and len(self.paper) - start >= 300:
                    self._stopped.wait(10)
                    return
                try:
                    data = caller.recv(64 if self.fault is Fault.READS_SLOWLY else 4096)
                except TimeoutError:
                    continue
                except OSError:
                    return
                if not data or not self._take(caller, data, start):
                    return

    def _take(self, caller: socket.socket, data: bytes, start: int) -> bool:
        """Print and answer; False when the line is to be closed."""
        with self._got:
            self.paper += _QUESTION.sub(b"", data)
            self._got.notify_all()
        for question in _QUESTION.finditer(data):
            if not self._answer(caller, question):
                return False
        if len(self.paper) - start > 100 and self.fault in (Fault.DIES_EARLY, Fault.RESETS_EARLY):
            if self.fault is Fault.RESETS_EARLY:
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        return True

    def _answer(self, caller: socket.socket, question: re.Match[bytes]) -> bool:
        fault = self.fault
        if question[0].startswith(b"\x10"):
            if fault is Fault.HANGS_UP_AT_STATUS:
                return False
            if fault is not Fault.SILENT:
                caller.sendall(bytes([self._bits(question[1][0])]))
        elif question[0] == b"~HS":
            caller.sendall(self._host_status()) if fault is not Fault.SILENT else None
        elif fault is Fault.DIES_BEFORE_CONFIRM:
            return False
        elif fault not in (Fault.NEVER_CONFIRMS, Fault.SILENT):
            caller.sendall(b"\x0c" if fault is Fault.PAPER_RUNS_OUT else b"\x00")
        return True

    def _bits(self, which: int) -> int:
        if self.fault is Fault.GARBAGE_STATUS:
            return 0xFF
        bits, out, open_ = 0x12, self.fault is Fault.PAPER_OUT, self.fault is Fault.COVER_OPEN
        if which == 1:
            bits |= 0x08 if out or open_ else 0
        elif which == 2:
            bits |= (0x20 if out else 0) | (0x04 if open_ else 0)
        elif which == 4:
            bits |= (0x6C if out else 0) | (0x0C if self.fault is Fault.PAPER_LOW else 0)
        return bits

    def _host_status(self) -> bytes:
        out, open_ = int(self.fault is Fault.PAPER_OUT), int(self.fault is Fault.COVER_OPEN)
        first = f"030,{out},0,1218,000,0,0,0,000,0,0,0"
        return f"\x02{first}\x03\r\n\x02000,0,{open_},0,0,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n".encode()
