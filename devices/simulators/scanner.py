"""A barcode scanner on a pseudo-terminal."""

from devices.simulators.pty_port import PtyPort


class SimulatedScanner(PtyPort):
    """Scans what it is told to; suffix is what a real one would be set up to send."""

    def __init__(self, suffix: str = "\r") -> None:
        self.suffix = suffix
        super().__init__()

    def scan(self, *codes: str) -> None:
        """Scan codes one right after another."""
        for code in codes:
            self.send((code + self.suffix).encode("latin-1"))
