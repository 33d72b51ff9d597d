"""A pole display of two lines of 20 characters on a pseudo-terminal, which keeps what it shows."""

import re

from devices.simulators.pty_port import PtyPort

_WIDTH = 20
_SHOW = re.compile(rb"\x1f\$\x01([\x01\x02])(.{20})|\x1bQ([AB])(.{20})\r", re.DOTALL)


class SimulatedDisplay(PtyPort):
    """Understands both command sets of the driver."""

    def __init__(self, encoding: str = "cp858") -> None:
        self._encoding = encoding
        super().__init__()

    def lines(self) -> tuple[str, str]:
        """The two lines as the customer reads them, without trailing blanks."""
        shown = {0: b"", 1: b""}
        for epson_row, epson_text, cd_row, cd_text in _SHOW.findall(self.heard()):
            row = epson_row[0] - 1 if epson_row else cd_row[0] - ord("A")
            shown[row] = epson_text or cd_text
        top, bottom = (shown[row].decode(self._encoding).rstrip() for row in (0, 1))
        return top, bottom

    def wait_lines(self, top: str, bottom: str, timeout_s: float = 5.0) -> bool:
        """Wait until the display shows exactly this; False when it did not."""
        with self._news:
            return self._news.wait_for(lambda: self.lines() == (top, bottom), timeout_s)
