"""Taking in online orders: a file is read in a child process, judged, looked at line by line, and taken at once."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import ProgressCard
from ui.common.menu import Menu
from ui.orders.import_sheet import ImportSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

POLL_MS = 60
STEPS = 3  # read, judged, taken
EDGE = 20


def read_in_child(pipe: Connection, path: str, source: str) -> None:
    """The child: read the file and send the orders, or the refusal, back."""
    from app.channels.read import read_file
    from app.core.refusal import Refusal

    try:
        pipe.send(tuple(read_file(path, source)))
    except Refusal as refusal:
        pipe.send(refusal)
    finally:
        pipe.close()


class ImportFlow(QObject):
    """One file at a time, with a card in the corner of the screen."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._card: ProgressCard | None = None
        self._child: Any = None
        self._pipe: Connection | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._look)
        self._file, self._source = "", ""
        self.sheet: ImportSheet | None = None

    def start(self) -> None:
        """Ask which shop the file is from, then for the file."""
        if self._child is not None:
            return
        from app.channels.read import SOURCES

        menu = Menu(self._page)
        for source, title in SOURCES.items():
            action = menu.addAction(_("From {shop}").format(shop=title))
            action.triggered.connect(lambda _checked=False, source=source: self._choose(source))
        menu.popup(QCursor.pos())

    def _choose(self, source: str) -> None:
        dialog = QFileDialog(self._page, _("Take in online orders"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = "*.csv *.json *.eml" if source == "shopify" else "*.json *.eml"
        dialog.setNameFilter(_("Orders ({endings})").format(endings=endings))
        dialog.fileSelected.connect(lambda path: self.read(path, source))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, path: str, source: str) -> None:
        """Read a file beside the window; the preview opens when it is judged."""
        self._file, self._source = path, source
        self._card = ProgressCard(
            _("Reading {file}").format(file=Path(path).name), name="orders.progress", can_pause=False
        )
        self._card.setParent(self._page)
        self._card.stopped.connect(self.stop)
        self._card.set_progress(0, STEPS)
        self._card.adjustSize()
        self._card.move(EDGE, self._page.height() - self._card.height() - EDGE)
        self._card.show()
        self._card.raise_()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._child = context.Process(target=read_in_child, args=(theirs, path, source), daemon=True)
        self._child.start()
        theirs.close()
        self._timer.start()

    def stop(self) -> None:
        """Stop reading; nothing was taken."""
        self._end_child()
        self._close_card()

    def _end_child(self) -> None:
        self._timer.stop()
        if self._child is not None:
            self._child.terminate()
            self._child.join()
            self._child = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _close_card(self) -> None:
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def _look(self) -> None:
        assert self._pipe is not None
        if not self._pipe.poll():
            return
        try:
            answer = self._pipe.recv()
        except EOFError:
            answer = RuntimeError("the child that read the file ended without an answer")
        self._end_child()
        if isinstance(answer, BaseException):
            self._close_card()
            self._desk.explain(answer)
        else:
            self._judge(answer)

    def _judge(self, orders: tuple[Any, ...]) -> None:
        from app.channels.import_orders import preview_orders

        assert self._card is not None
        self._card.set_progress(1, STEPS)

        def failed(error: BaseException) -> None:
            self._close_card()
            self._desk.explain(error)

        self._desk.write(
            self, preview_orders, self._source, Path(self._file).name, orders, done=self._open_preview, failed=failed
        )

    def _open_preview(self, import_id: int) -> None:
        def load() -> list[Any]:
            from app.channels.queries import staged

            return staged(import_id)

        def show(rows: list[Any]) -> None:
            self._close_card()
            self.sheet = ImportSheet(self._desk, Path(self._file).name, rows)
            self.sheet.finished.connect(lambda taken: self._decide(import_id, taken))
            self.sheet.open(self.sheet.table.view)

        self._desk.read(self, load, show)

    def _decide(self, import_id: int, taken: bool) -> None:
        from app.channels.import_orders import drop_import, take_import

        self.sheet = None
        if taken:
            self._desk.write(self, take_import, import_id, done=self._told)
        else:
            self._desk.write(self, drop_import, import_id)

    def _told(self, answer: Any) -> None:
        count = answer.new + answer.held
        said = ngettext("{count} order was taken in", "{count} orders were taken in", count).format(count=count)
        if answer.held:
            said = _("{said}, {held} of them wait for somebody").format(said=said, held=answer.held)
        self._desk.feedback("done")
        self._desk.toast(said)
