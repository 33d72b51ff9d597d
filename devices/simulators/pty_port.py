"""A serial port made of a pseudo-terminal, which can be unplugged and plugged in again (not on Windows)."""

import os
import select
import shutil
import tempfile
import threading
from types import TracebackType
from typing import Self


class PtyPort:
    """The device's end of a serial cable.

    The driver opens .url, a link that is pointed at a new pseudo-terminal each time the cable is plugged in.
    """

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="kontor-port-")
        self._link = os.path.join(self._folder, "port")
        self._guard = threading.RLock()
        self._master = self._slave = -1
        self._wake_read, self._wake_write = os.pipe()
        self._reader: threading.Thread | None = None
        self._heard = bytearray()
        self._news = threading.Condition()
        self.plug()

    @property
    def url(self) -> str:
        """The address for open_line."""
        return f"serial://{self._link}?baud=9600"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def plug(self) -> None:
        """Put the cable in; the driver finds it within its own waiting time."""
        import pty  # not there on Windows
        import tty

        with self._guard:
            assert self._master < 0
            self._master, self._slave = pty.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            os.symlink(os.ttyname(self._slave), self._link)
        self._reader = threading.Thread(target=self._read_on, name=type(self).__name__, daemon=True)
        self._reader.start()

    def unplug(self) -> None:
        """Pull the cable out, in the middle of whatever is being said."""
        with self._guard:
            if self._master < 0:
                return
            os.unlink(self._link)
            os.write(self._wake_write, b"x")
        assert self._reader is not None
        if self._reader is not threading.current_thread():
            self._reader.join()
        os.read(self._wake_read, 1)
        with self._guard:
            os.close(self._master)
            os.close(self._slave)
            self._master = self._slave = -1

    def close(self) -> None:
        """Unplug for good and clean up."""
        self.unplug()
        os.close(self._wake_read)
        os.close(self._wake_write)
        shutil.rmtree(self._folder, ignore_errors=True)

    def send(self, data: bytes) -> None:
        """Say something to the driver; what it does not read in time is lost, as on a real cable."""
        with self._guard:
            rest = data
            while rest and self._master >= 0:
                try:
                    rest = rest[os.write(self._master, rest) :]
                except BlockingIOError:
                    if not select.select([], [self._master], [], 2.0)[1]:
                        return

    def heard(self) -> bytes:
        """Everything that the driver said so far."""
        with self._news:
            return bytes(self._heard)

    def wait_heard(self, wanted: bytes, timeout_s: float = 5.0) -> bool:
        """Wait until the driver has said wanted; False when it did not."""
        with self._news:
            return self._news.wait_for(lambda: wanted in self._heard, timeout_s)

    def on_bytes(self, data: bytes) -> None:
        """Answer the driver; called on the port's own thread."""

    def _read_on(self) -> None:
        master = self._master
        while True:
            ready, _unused, _unused = select.select([master, self._wake_read], [], [])
            if self._wake_read in ready:
                return
            try:
                data = os.read(master, 1024)
            except OSError:
                return
            with self._news:
                self._heard += data
                self._news.notify_all()
            self.on_bytes(data)
