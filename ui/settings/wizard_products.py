"""The wizard's page that takes a list of products in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.core.i18n import N_, _
from ui.common.boxes import Card, HBox
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.settings.take_products import take_products
from ui.settings.wizard_step import WizardStep

if TYPE_CHECKING:
    from ui.common.desk import Desk

Go = Callable[[], None]


class ProductsStep(WizardStep):
    """Products by file, or later."""

    TITLE, HEAD = N_("Products and stock"), N_("What do you sell?")
    HINT = N_("Take in a list, or go on and add products by scanning them.")

    taken = Signal(int)

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        self.found: Any = None
        choose = Button(_("Choose a file"), icon="folder-open", height=44, name="setup.button.choose_file")
        choose.clicked.connect(self._choose)
        self.answer = Label("", 14, 500, "text2", wrap=True, name="setup.products.answer")
        head = _(
            "A CSV file with a first line of names: sku, name, price, and, if you have them, cost, barcode, stock, bin."
        )
        self.body.add(
            Card(
                HBox(Icon("file-text", 28, "text2"), (Label(_("List of products"), 16, 600), 1), choose, gap=14),
                Label(head, 13, 400, "text2", wrap=True), self.answer, gap=10,
            )
        )  # fmt: skip

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("List of products"), "", _("Lists (*.csv *.txt *.tsv)"))
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Read a file and say what is in it; it is taken in when one goes on."""
        from app.inventory.first_stock import read_product_list

        def show(found: Any) -> None:
            self.found = found
            self.answer.set_token("ok_text" if not found.wrong else "warn_text")
            wrong = _(", {n} rows are none: line {line}, {why}")
            self.answer.set_text(
                _("{n} products are taken in when you go on").format(n=f"{len(found.products):,}")
                + (
                    wrong.format(n=len(found.wrong), line=found.wrong[0][0], why=found.wrong[0][1])
                    if found.wrong
                    else ""
                )
            )

        def failed(error: BaseException) -> None:
            self.found = None
            self.answer.set_token("bad_text")
            self.answer.set_text(str(error))

        self.desk.read(self, lambda: read_product_list(path), show, failed=failed)

    def take_in(self, done: Go) -> None:
        """Add the products of the list with their bins and first stock, on the writer."""
        products = self.found.products if self.found else []
        actor = self.actor

        def told(wrong: list[str]) -> None:
            self.found = None
            self.answer.set_token("bad_text" if wrong else "ok_text")
            added = len(products) - len(wrong)
            self.answer.set_text(_("{n} products taken in").format(n=added) + (f". {wrong[0]}" if wrong else ""))
            self.taken.emit(added)
            done() if not wrong else None

        self.desk.writer.run(lambda: take_products(actor, products), owner=self, done=told, failed=self.desk.explain)
