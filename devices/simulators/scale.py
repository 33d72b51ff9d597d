"""A scale on a pseudo-terminal that speaks every protocol that the driver knows."""

import threading

from devices.scale_protocols import PROTOCOLS, Trouble
from devices.simulators.pty_port import PtyPort

_REPEAT_S = 0.05
_SICS_TROUBLE = {Trouble.NEGATIVE: "S -", Trouble.OVERLOAD: "S +", Trouble.FAULT: "EL", Trouble.MOVING: "S I"}
_SMA_LETTER = {Trouble.NEGATIVE: "U", Trouble.OVERLOAD: "O", Trouble.FAULT: "E"}
_TOLEDO_BITS = {Trouble.MOVING: 0x41, Trouble.OVERLOAD: 0x42, Trouble.NEGATIVE: 0x44, Trouble.FAULT: 0x48}


class SimulatedScale(PtyPort):
    """Shows what is put on it; answers, or for "continuous" speaks by itself."""

    def __init__(self, protocol: str = "continuous") -> None:
        if protocol not in PROTOCOLS:
            raise ValueError(f"unknown scale protocol {protocol}")
        self.protocol = protocol
        self._grams, self._stable = 0, True
        self._trouble: Trouble | None = None
        self._silent = False
        self._over = threading.Event()
        super().__init__()
        self._speaker = threading.Thread(target=self._speak_on, name="SimulatedScale speaks", daemon=True)
        if protocol == "continuous":
            self._speaker.start()

    def put(self, grams: int, stable: bool = True) -> None:
        """Put so many grams on the scale in all."""
        self._grams, self._stable, self._trouble, self._silent = grams, stable, None, False

    def remove(self) -> None:
        """Take everything off."""
        self.put(0)

    def trouble(self, trouble: Trouble) -> None:
        """Show overload, less than zero, an error, or keep moving."""
        self._trouble, self._silent = trouble, False

    def hush(self) -> None:
        """Say nothing any more, like a scale that is switched off, until the next put()."""
        self._silent = True

    def garble(self) -> None:
        """Send a line of noise."""
        self.send(bytes(range(0xA0, 0xB0)) + b"\r\n")

    def close(self) -> None:
        """Unplug for good."""
        self._over.set()
        if self._speaker.is_alive():
            self._speaker.join()
        super().close()

    def on_bytes(self, data: bytes) -> None:
        if self._silent:
            return
        zero, ask = {"toledo8217": b"ZW", "sma": b"ZW", "mtsics": b"ZS"}.get(self.protocol, b"\0\0")
        for byte in data:
            if byte == zero:
                self.put(0)
            elif byte == ask:
                self.send(self._answer())

    def _speak_on(self) -> None:
        while not self._over.wait(_REPEAT_S):
            if not self._silent:
                self.send(self._answer())

    def _answer(self) -> bytes:
        say = {
            "toledo8217": self._toledo,
            "sma": self._sma,
            "mtsics": self._sics,
            "continuous": self._continuous,
        }
        return say[self.protocol]()

    def _kilos(self) -> str:
        return f"{self._grams // 1000}.{self._grams % 1000:03}"

    def _toledo(self) -> bytes:
        trouble = self._trouble or (None if self._stable else Trouble.MOVING)
        if trouble:
            return b"\x02?" + bytes([_TOLEDO_BITS.get(trouble, 0x48)]) + b"\r"
        return b"\x02" + self._kilos().rjust(6, "0").encode() + b"\r"

    def _sma(self) -> bytes:
        letter = _SMA_LETTER.get(self._trouble, " ") if self._trouble else " "
        moving = " " if self._stable and self._trouble is not Trouble.MOVING else "M"
        amount = "-" * 10 if letter == "E" else self._kilos().rjust(10)
        return f"\n{letter}1G{moving} {amount}kg \r".encode()

    def _sics(self) -> bytes:
        if self._trouble:
            return (_SICS_TROUBLE.get(self._trouble, "EL") + "\r\n").encode()
        return f"S {'S' if self._stable else 'D'} {self._kilos().rjust(10)} kg\r\n".encode()

    def _continuous(self) -> bytes:
        if self._trouble is Trouble.OVERLOAD:
            return b"OL,GS,+999.999kg\r\n"
        if self._trouble is Trouble.FAULT:
            return b"ERR 3\r\n"
        sign = "-" if self._trouble is Trouble.NEGATIVE else "+"
        grams = "0.010" if self._trouble is Trouble.NEGATIVE else self._kilos()
        stable = self._stable and self._trouble is not Trouble.MOVING
        return f"{'ST' if stable else 'US'},GS,{sign}{grams.rjust(7)}kg\r\n".encode()
