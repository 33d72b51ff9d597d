"""Shelf labels into the queue, and any paper of the studio as a PDF in the documents folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths

from app.core.i18n import _, ngettext
from ui.printing import jobs

if TYPE_CHECKING:
    from ui.common.desk import Desk


def print_labels(desk: Desk, owner: QObject, products: list[int], copies: int) -> None:
    """Queue the shelf labels of products."""
    from app.inventory.labels import print_shelf_labels

    count = len(products)

    def told(_wish: int) -> None:
        desk.feedback("ok")
        total = count * copies
        said = ngettext("{count} shelf label is in the queue", "{count} shelf labels are in the queue", total)
        desk.toast(said.format(count=total))

    for at, product_id in enumerate(products, 1):
        desk.write(owner, print_shelf_labels, product_id, copies, done=told if at == count else None, once=True)


def save_paper(desk: Desk, owner: QObject, paper: Callable[[], Any], name: str) -> None:
    """Write a paper as a PDF into the documents folder and say where."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)) / "Kontor"

    def told(path: str) -> None:
        desk.toast(_("Saved as {path}").format(path=path))

    desk.read(owner, lambda: jobs.save_pdf(paper(), folder, name), told)
