"""The wizard's page of goods: the first ones typed or scanned, or a whole list taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.i18n import N_, _
from app.core.money import format_unit_price
from ui.common.boxes import Card, HBox
from ui.common.buttons import Button
from ui.common.inputs import NumberField, PriceField, TextField
from ui.common.labels import Icon, Label
from ui.inventory.beside import beside
from ui.settings.take_products import take_products
from ui.settings.wizard_step import WizardStep

if TYPE_CHECKING:
    from ui.common.desk import Desk

Go = Callable[[], None]


class ProductsStep(WizardStep):
    """Products one by one, by file, or later."""

    TITLE, HEAD = N_("Products and stock"), N_("What do you sell?")
    HINT = N_("Type or scan the first few, take in a list, or add them later by scanning at the counter.")

    taken = Signal(int)

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        self.found: Any = None
        for card in (self._make_typed(), self._make_list()):
            self.body.add(card)

    def _make_typed(self) -> QWidget:
        self.name = TextField(_("Name"), name="setup.product.name", height=44)
        self.price = PriceField(_("Price"), name="setup.product.price", height=44, align="right")
        self.code = TextField(_("Barcode"), name="setup.product.code", height=44, optional=True)
        self.stock = NumberField(_("Pieces here"), name="setup.product.stock", height=44, align="right", optional=True)
        self.add = Button(_("Add"), icon="plus-bold", key="Enter", height=44, name="setup.button.add_product")
        self.add.clicked.connect(self.add_typed)
        self._told = Label("", 13, 500, "ok_text", wrap=True, name="setup.products.told")
        self._told.hide()
        return Card(
            HBox(Icon("cube", 28, "text2"), (Label(_("One by one"), 16, 600), 1), self.add, gap=14),
            beside((self.name, 3), (self.price, 2), (self.code, 3), (self.stock, 2)), self._told, gap=10,
        )  # fmt: skip

    def _make_list(self) -> QWidget:
        choose = Button(_("Choose a file"), icon="folder-open", height=44, name="setup.button.choose_file")
        choose.clicked.connect(self._choose)
        self.answer = Label("", 14, 500, "text2", wrap=True, name="setup.products.answer")
        self.answer.hide()
        head = _(
            "CSV with a first line of names: name, price, and, if you have them, SKU, cost, barcode, stock, bin. "
            "The lists of Shopify, Square, WooCommerce and Odoo are understood."
        )
        return Card(
            HBox(Icon("file-text", 28, "text2"), (Label(_("A whole list"), 16, 600), 1), choose, gap=14),
            Label(head, 13, 400, "text2", wrap=True), self.answer, gap=10,
        )  # fmt: skip

    def first(self) -> QWidget:
        return self.name.edit

    def on_code(self, code: str) -> bool:
        """A scan is the code of what is being typed."""
        self.code.set_text(code)
        (self.name if not self.name.text() else self.price).focus()
        return True

    def on_enter(self) -> bool:
        """Enter goes to what is missing, and adds the product once name and price are there."""
        if self.name.text() and self.price.text():
            self.add_typed()
            return False
        return True

    def steps(self) -> list[Any] | None:
        """What was typed and not added yet is not lost: it is added first."""
        if self.name.text():
            self.add_typed()
            return None
        return []

    def add_typed(self) -> None:
        """Take up what stands in the fields."""
        from app.inventory.first_stock import FirstProduct

        if not self.name.text():
            self.name.set_error(_("What is it called?"))
            self.name.focus()
            return
        price = self.price.price_e4()
        if price is None:
            return
        code = self.code.text()
        one = FirstProduct(code, self.name.text(), "", price, 0, "", self.stock.value() or 0, "", is_quick=not code)

        def told(wrong: list[str]) -> None:
            self.add.setEnabled(True)
            if wrong:
                self._tell("bad_text", wrong[0])
                self.desk.feedback("wrong")
                return
            self._show_added(one)

        self.add.setEnabled(False)  # until it is in, so that Enter twice adds it once
        self.desk.writer.run(lambda: take_products(self.actor, [one]), owner=self, done=told, failed=self.desk.explain)

    def _show_added(self, one: Any) -> None:
        for field in (self.name, self.price, self.code, self.stock):
            field.clear()
        where = _("on the quick keys") if one.is_quick else one.sku
        parts = [one.name, format_unit_price(one.price_e4), where]
        uncounted = [_("not counted")] if one.is_quick else []
        parts += [_("{n} pieces").format(n=one.stock)] if one.stock else uncounted
        self._tell("ok_text", _("Added: {what}").format(what=" · ".join(parts)))
        self.desk.feedback("ok")
        self.taken.emit(1)
        self.name.focus()

    def _tell(self, token: str, sentence: str) -> None:
        self._told.set_token(token)
        self._told.set_text(sentence)
        self._told.show()

    # -- a list

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("List of products"), "", _("Lists (*.csv *.txt *.tsv)"))
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Read a file and say what is in it; it is taken in when one goes on."""
        from app.inventory.first_stock import read_product_list

        def show(found: Any) -> None:
            self.found = found
            wrong = _(", {n} rows are none: line {line}, {why}")
            said = _("{n} products are taken in when you go on").format(n=f"{len(found.products):,}")
            if found.wrong:
                said += wrong.format(n=len(found.wrong), line=found.wrong[0][0], why=found.wrong[0][1])
            self._answer("ok_text" if not found.wrong else "warn_text", said)

        def failed(error: BaseException) -> None:
            self.found = None
            self._answer("bad_text", str(error))

        self.desk.read(self, lambda: read_product_list(path), show, failed=failed)

    def take_in(self, done: Go) -> None:
        """Add the products of the list with their bins and first stock, on the writer."""
        products = self.found.products if self.found else []
        actor = self.actor

        def told(wrong: list[str]) -> None:
            self.found = None
            added = len(products) - len(wrong)
            said = _("{n} products taken in").format(n=added) + (f". {wrong[0]}" if wrong else "")
            self._answer("bad_text" if wrong else "ok_text", said)
            self.taken.emit(added)
            done() if not wrong else None

        self.desk.writer.run(lambda: take_products(actor, products), owner=self, done=told, failed=self.desk.explain)

    def _answer(self, token: str, sentence: str) -> None:
        self.answer.set_token(token)
        self.answer.set_text(sentence)
        self.answer.show()
