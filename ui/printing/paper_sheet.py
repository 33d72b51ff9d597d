"""A paper as it will be printed, page by page; to the station's printer or into a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.i18n import _, ngettext
from ui.common.boxes import HBox
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.picking.pack_side import PaperPicture

if TYPE_CHECKING:
    from ui.common.desk import Desk

DPI = 110


class Printed(NamedTuple):
    """A paper as a PDF and as pictures of its pages."""

    title: str
    pdf: bytes
    pages: tuple[bytes, ...]


def lay_out(title: str, paper: Any) -> Printed:
    """Lay a paper out; runs on the reader's thread."""
    from printing.preview import pages
    from printing.raster import png
    from printing.render import render

    return Printed(title, render(paper, "pdf"), tuple(png(page) for page in pages(paper, dpi=DPI)))


class PaperSheet(Sheet):
    """Left and Right turn the pages, F9 prints, Ctrl+S saves a PDF; whoever derives it makes, queues and tells."""

    file_name = "paper.pdf"

    def __init__(self, desk: Desk, window: QWidget, title: str, *, name: str) -> None:
        super().__init__(window, title, width=880, height=820, name=name)
        self._desk, self._name = desk, name
        self.made: Printed | None = None
        self._at = 0
        self.page = PaperPicture(f"{name}.page", top=False)
        self._words = Label("", 13, 500, "text2", align="center", name=f"{name}.words")
        before = self._button(_("Before"), "caret-left", "Left", lambda: self.turn(-1))
        after = self._button(_("Next"), "caret-right", "Right", lambda: self.turn(1))
        self._turns = (before, after)
        self._save = self._button(_("Save as PDF"), "file-pdf", "Ctrl+S", self.ask_file)
        self.set_body((self.page, 1), HBox(before, (self._words, 1), after, gap=12), gap=10)
        self.set_foot(self._save, None)
        self.set_primary(_("Print"), self.print_it)
        self._ready(False)
        self._desk.read(self, self.make, self._show, failed=self._failed, urgent=True)

    def make(self) -> Printed:
        """Lay the paper out, on the reader's thread."""
        raise NotImplementedError

    def print_it(self) -> None:
        """Queue the paper and close."""
        raise NotImplementedError

    def tell(self, words: str) -> None:
        """Say what was done."""
        self._desk.toast(words)

    def _button(self, text: str, icon: str, key: str, act: Callable[[], Any]) -> Button:
        button = Button(text, icon=icon, key=key, height=40, name=f"{self._name}.{key.lower()}")
        button.clicked.connect(lambda: act())
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bind(key, act)
        return button

    def _ready(self, on: bool) -> None:
        self.primary.setEnabled(on)
        self._save.setEnabled(on)

    def _show(self, made: Printed) -> None:
        self.made = made
        count = len(made.pages)
        said = ngettext("{count} page", "{count} pages", count).format(count=count)
        self.set_subtitle(f"{made.title} · {said}")
        for button in self._turns:
            button.setVisible(count > 1)
        self._ready(True)
        self.turn(0)
        self.primary.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._words.set_text(_("The report could not be laid out: {reason}").format(reason=error))

    def turn(self, by: int) -> None:
        """Show another page."""
        if self.made is None:
            return
        count = len(self.made.pages)
        self._at = (self._at + by) % count
        self.page.set_png(self.made.pages[self._at])
        self._words.set_text(_("Page {done} of {total}").format(done=self._at + 1, total=count))

    def ask_file(self) -> None:
        """Ctrl+S: where to."""
        if self.made is None:
            return
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), self.file_name, "PDF (*.pdf)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the PDF."""
        assert self.made is not None
        data = self.made.pdf

        def told(_size: int) -> None:
            self.accept()
            self.tell(_("{file} is written").format(file=path.name))

        self._desk.read(
            self, lambda: path.write_bytes(data), told,
            failed=lambda error: self._words.set_text(
                _("{file} could not be written: {reason}").format(file=path.name, reason=error)
            ),
        )  # fmt: skip
