"""One window a workplace: who starts the program twice gets the window that is there, not a second one on the same till."""

from __future__ import annotations

from hashlib import sha256

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket

WAIT_MS = 1_000


class OnlyOne(QObject):
    """Says whether this is the only window of a station on a shop, on this computer and for this user.

    Signals:
        called: the program was started again; the window should come to the front.
    """

    called = Signal()

    def __init__(self, url: str, station: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = f"kontor-{sha256(f'{url} {station}'.encode()).hexdigest()[:24]}"
        self._server = QLocalServer(self)  # without options: with them Qt takes a name that is in use
        self._server.newConnection.connect(self._on_call)
        self.is_first = self._listen()

    def _listen(self) -> bool:
        if self._server.listen(self._name):
            return True
        if self._server.serverError() != QAbstractSocket.SocketError.AddressInUseError:
            return True  # nobody can be asked here: rather two windows than none
        other = QLocalSocket()
        other.connectToServer(self._name)
        if other.waitForConnected(WAIT_MS):
            other.disconnectFromServer()
            return False
        QLocalServer.removeServer(self._name)  # left behind by a crash
        self._server.listen(self._name)
        return True

    def _on_call(self) -> None:
        caller = self._server.nextPendingConnection()
        if caller is not None:
            caller.deleteLater()
        self.called.emit()
