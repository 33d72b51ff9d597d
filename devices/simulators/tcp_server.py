"""A small TCP server for devices on the network, which can stop taking calls and take them again."""

import contextlib
import socket
import struct
import threading
from types import TracebackType
from typing import Self

_QUEUE = 16


class TcpServer:
    """Serves each caller in a thread of its own; the port stays the same for the server's life."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self._guard = threading.Lock()
        self._callers: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._closing = threading.Event()
        self._listener: socket.socket | None = None
        self.port = port
        self.listen()

    @property
    def url(self) -> str:
        """The address for open_line."""
        return f"tcp://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def listen(self) -> None:
        """Take calls (again)."""
        if self._listener is not None or self._closing.is_set():
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        listener.listen(_QUEUE)
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._begin(threading.Thread(target=self._accept_on, args=(listener,), daemon=True))

    def refuse(self) -> None:
        """Refuse calls from now on, and hang up on those who are on the line."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # A shutdown wakes the thread that waits in accept; a close alone does not.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.hang_up()

    def hang_up(self, *, rudely: bool = False) -> None:
        """End all calls; rudely means with a reset instead of a goodbye."""
        with self._guard:
            callers = list(self._callers)
        for caller in callers:
            with contextlib.suppress(OSError):
                if rudely:
                    # Closing with nothing to linger for sends a reset; the shutdown only wakes our reader.
                    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    caller.shutdown(socket.SHUT_RD)
                else:
                    caller.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop for good."""
        self._closing.set()
        self.refuse()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def serve(self, caller: socket.socket) -> None:
        """Talk to one caller until it hangs up; OSError ends the call quietly."""
        raise NotImplementedError

    def _begin(self, thread: threading.Thread) -> None:
        self._threads = [known for known in self._threads if known.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _accept_on(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _address = listener.accept()
            except OSError:
                return
            with self._guard:
                if listener is not self._listener:
                    caller.close()
                    return
                self._callers.add(caller)
            self._begin(threading.Thread(target=self._serve_one, args=(caller,), daemon=True))

    def _serve_one(self, caller: socket.socket) -> None:
        try:
            self.serve(caller)
        except OSError:
            return  # the caller hung up, or hang_up() was called: both are ordinary ends of a call
        finally:
            with self._guard:
                self._callers.discard(caller)
            caller.close()
