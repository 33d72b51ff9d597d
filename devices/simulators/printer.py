"""An ESC/POS receipt printer on a TCP port that keeps its paper and can fail in the usual ways."""

import re
import socket
import threading
from enum import StrEnum

from devices.simulators.tcp_server import TcpServer

_STATUS = re.compile(rb"\x10\x04([\x01-\x04])|\x1dr[\x01\x31]")
_BEGUN = re.compile(rb"(\x10\x04?|\x1dr?)\Z")
_KICK = re.compile(rb"\x1bp[\x00\x01\x30\x31]..|\x10\x14\x01[\x00\x01].", re.DOTALL)


class PrinterFault(StrEnum):
    """What is wrong with the printer."""

    NONE = "none"
    REFUSE = "refuse"  # switched off: nobody takes the call
    HANG = "hang"  # takes the call, reads nothing, says nothing
    MUTE = "mute"  # prints, but answers no question
    GARBLED = "garbled"  # answers with nonsense
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"  # swallows what comes
    COVER_OPEN = "cover_open"  # swallows what comes
    DIE_MIDWAY = "die_midway"  # resets the line after die_after bytes of a job


class SimulatedPrinter(TcpServer):
    """Keeps received (every byte) and printed (what reached the paper, without questions)."""

    def __init__(self, port: int = 0, die_after: int = 100, drawer: str = "") -> None:
        """`drawer` is the level of its pin while it is open, "high" or "low"; without one nothing hangs there."""
        self.die_after, self.drawer = die_after, drawer
        self._drawer_is_open = False
        self._fault = PrinterFault.NONE
        self._received = bytearray()
        self._printed = bytearray()
        self._news = threading.Condition()
        self._healed = threading.Event()
        self._healed.set()
        super().__init__(port=port)

    @property
    def fault(self) -> PrinterFault:
        """The present fault; may be set at any time."""
        return self._fault

    @fault.setter
    def fault(self, fault: PrinterFault) -> None:
        was, self._fault = self._fault, fault
        if fault is PrinterFault.HANG:
            self._healed.clear()
        else:
            self._healed.set()
        if fault is PrinterFault.REFUSE:
            self.refuse()
        elif was is PrinterFault.REFUSE:
            self.listen()

    def received(self) -> bytes:
        """Every byte that came."""
        with self._news:
            return bytes(self._received)

    def printed(self) -> bytes:
        """What reached the paper."""
        with self._news:
            return bytes(self._printed)

    def drawer_kicks(self) -> int:
        """How many times the cash drawer was opened."""
        return len(_KICK.findall(self.printed()))

    def shut_drawer(self) -> None:
        """Push the drawer in."""
        self._drawer_is_open = False

    def wait_printed(self, wanted: bytes, timeout_s: float = 5.0) -> bool:
        """Wait until wanted is on the paper; False when it did not get there."""
        with self._news:
            return self._news.wait_for(lambda: wanted in self._printed, timeout_s)

    def tear_off(self) -> bytes:
        """Return what is on the paper and begin with a clean strip."""
        with self._news:
            paper = bytes(self._printed)
            self._printed.clear()
            self._received.clear()
            return paper

    def close(self) -> None:
        """Switch off for good."""
        self._healed.set()
        super().close()

    def serve(self, caller: socket.socket) -> None:
        rest, of_job = b"", 0
        while True:
            self._healed.wait()
            data = caller.recv(4096)
            if not data:
                return
            with self._news:
                self._received += data
                self._news.notify_all()
            rest += data
            while (question := _STATUS.search(rest)) is not None:
                of_job = self._print(rest[: question.start()], of_job)
                self._answer(caller, question)
                rest = rest[question.end() :]
            begun = _BEGUN.search(rest)
            cut = begun.start() if begun else len(rest)
            of_job = self._print(rest[:cut], of_job)
            rest = rest[cut:]

    def _print(self, data: bytes, of_job: int) -> int:
        """Put bytes on the paper; returns how many came in this call so far."""
        if self._fault in (PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN):
            return of_job
        dies = self._fault is PrinterFault.DIE_MIDWAY and of_job + len(data) > self.die_after
        with self._news:
            self._printed += data[: max(self.die_after - of_job, 0)] if dies else data
            self._drawer_is_open = self._drawer_is_open or bool(_KICK.search(data))
            self._news.notify_all()
        if dies:
            self.hang_up(rudely=True)
            raise ConnectionResetError
        return of_job + len(data)

    def _answer(self, caller: socket.socket, question: re.Match[bytes]) -> None:
        if self._fault is PrinterFault.MUTE:
            return
        if self._fault is PrinterFault.GARBLED:
            caller.sendall(b"\xff")
        elif question[1]:
            caller.sendall(bytes([self._bits(question[1][0])]))
        else:
            caller.sendall(b"\x0c" if self._fault is PrinterFault.PAPER_OUT else b"\x00")

    def _bits(self, which: int) -> int:
        out, low = self._fault is PrinterFault.PAPER_OUT, self._fault is PrinterFault.PAPER_LOW
        cover = self._fault is PrinterFault.COVER_OPEN
        bits = 0x12
        if which == 1:
            bits |= 0x08 if out or cover else 0
            bits |= 0x04 if self.drawer and self._drawer_is_open == (self.drawer == "high") else 0
        if which == 2:
            bits |= (0x04 if cover else 0) | (0x20 if out else 0)
        if which == 4:
            bits |= (0x6C if out else 0) | (0x0C if low else 0)
        return bits
