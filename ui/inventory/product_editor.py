"""The product editor: taking a product up, and changing what is known about it, its codes, bin and supplier."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.common.boxes import Card, HBox, Scroll, VBox, clear
from ui.common.buttons import Button, IconButton
from ui.common.inputs import NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory import words
from ui.inventory.chain import Step, run_chain, step
from ui.inventory.kit_card import KitCard
from ui.inventory.product_form import Known, ProductForm
from ui.inventory.variant_card import VariantCard

if TYPE_CHECKING:
    from ui.common.desk import Desk

_APART = {"sku", "unit", "price_e4", "price_per", "home", "supplier", "supplier_code"}


def open_editor(
    desk: Desk, owner: QObject, product_id: int | None, code: str = "", saved: Callable[[int], None] | None = None
) -> None:
    """Read what the form needs and open it; without a product it is empty, with the scanned code in it."""

    def load() -> Known:
        from app.catalog.kits import parts_of
        from app.catalog.queries import categories, deposits, product_detail, taxes
        from app.catalog.variants import variants_of
        from app.inventory.bins import bins
        from app.inventory.stock_list import stock_row
        from app.purchasing.queries import source_of, suppliers

        detail = product_detail(product_id) if product_id else None
        rates = [row for row in taxes() if row.is_active or (detail is not None and row.id == detail.tax_id)]
        return Known(
            detail, stock_row(product_id) if product_id else None, source_of(product_id) if product_id else None,
            categories(), rates, suppliers(), bins(), parts_of(product_id) if product_id else [],
            variants_of(product_id) if product_id else [],
            deposits(),
        )  # fmt: skip

    desk.read_for_sheet(owner, load, lambda known: ProductEditor(desk, known, code, saved).open())


class _Codes(Card):
    """The codes that scan as this product, each with how many pieces it stands for."""

    def __init__(self, codes: list[tuple[str, int]], own: str) -> None:
        self.codes, self._own = codes, own
        self._rows = VBox(gap=4)
        self.field = TextField(name="product.field.code", placeholder=_("Scan or type a code"))
        self.pieces = NumberField(name="product.field.code_pieces", value=1, minimum=1, suffix=_("pieces"))
        self.pieces.edit.setAccessibleName(_("Pieces of this code"))
        self.pieces.setFixedWidth(130)
        add = Button(_("Add code"), icon="plus-bold", name="product.button.add_code")
        add.clicked.connect(self.add_typed)
        self.field.submitted.connect(self.add_typed)
        super().__init__(Label(_("Codes"), 15, 600), self._rows, HBox((self.field, 1), self.pieces, add, gap=8), gap=10)
        self._draw()

    def add_typed(self) -> None:
        """Take the code that stands in the field."""
        if self.field.text():
            self.take(self.field.text(), self.pieces.value() or 1)
            self.field.clear()
            self.pieces.set_value(1)

    def take(self, code: str, pieces: int = 1) -> None:
        """Add a code once."""
        if code.strip() and code.strip() not in [known for known, _pieces in self.codes]:
            self.codes.append((code.strip(), pieces))
            self._draw()

    def _drop(self, code: str) -> None:
        self.codes = [(known, pieces) for known, pieces in self.codes if known != code]
        self._draw()

    def _draw(self) -> None:
        clear(self._rows.box)
        for code, pieces in self.codes:
            drop = IconButton(
                "trash",
                name=f"product.drop_code.{code}",
                accessible=_("Remove code {code}").format(code=code),
                height=32,
            )
            drop.clicked.connect(lambda _checked=False, code=code: self._drop(code))
            drop.setVisible(code != self._own)
            count = Label(_("1 piece") if pieces == 1 else _("{n} pieces").format(n=pieces), 13, 400, "text3")
            self._rows.add(HBox((Label(code, 14, 500), 1), count, drop, gap=12))
        if not self.codes:
            self._rows.add(Label(_("No code yet. Scan the barcode."), 13, 400, "text3"))


class ProductEditor(Sheet):
    """One product on a form; F9 saves."""

    def __init__(self, desk: Desk, known: Known, code: str, saved: Callable[[int], None] | None) -> None:
        detail = known.detail
        title = _("Product") if detail else _("New product")
        super().__init__(
            desk.surface, title, words.name_of(detail.row) if detail else code, width=940, height=760, name="product"
        )
        self._desk, self._known, self._saved = desk, known, saved
        self.form = ProductForm(known)
        before = [(row.code, row.quantity) for row in detail.codes] if detail else []
        self._known_codes = list(before)
        self.codes = _Codes(before, detail.row.sku if detail else "")
        if code:
            self.codes.take(code)
            self.form.fields["sku"].set_text(code)
        self.kit = KitCard(desk, known.parts)
        self.variants = VariantCard(desk, known.variants)
        cards = VBox(self.form, self.codes, self.kit, self.variants, None, margins=(16, 20), gap=12)
        self.set_body((Scroll(cards), 1), margins=0)
        self.set_primary(_("Save product") if detail else _("Add product"), self._go)
        may = "catalog.change_product" if detail else "catalog.add_product"
        self.form.setEnabled(desk.may(may))
        self.codes.setEnabled(desk.may(may))
        self.kit.setEnabled(desk.may("catalog.save_kit"))
        self.variants.setEnabled(desk.may("catalog.save_variants"))
        if not desk.may(may):
            self.primary.hide()

    def open(self, focus: Any = None) -> Sheet:
        """Start in the name."""
        return super().open(focus or self.form.fields["name"])

    def on_code(self, code: str) -> None:
        """A scanned code becomes one of the product's, or a part or variant while those are chosen."""
        for goods in (self.kit.goods, self.variants.goods):
            if goods.field.edit.hasFocus():
                goods.find(code)
                return
        self.codes.take(code)
        self._desk.feedback("ok")

    def _go(self) -> None:
        wrong = self.form.check()
        if wrong is not None:
            wrong.focus()
            return
        self.codes.add_typed()
        self._change() if self._known.detail else self._add()

    def _refuse(self, error: BaseException) -> None:
        field = getattr(error, "facts", {}).get("field", "sku" if "sku" in getattr(error, "facts", {}) else "")
        target = self.form.fields.get(field)
        if type(error).__name__ == "BadKit":
            self.kit.refuse(error)
        elif type(error).__name__ == "BadVariant":
            self.variants.refuse(error)
        elif target is not None:
            target.set_error(str(error))
            target.focus()
        else:
            self.codes.field.set_error(str(error))
            self.codes.field.focus()
        self._desk.feedback("wrong")

    def _add(self) -> None:
        from app.catalog.products import NewProduct, add_product

        values = self.form.values()
        apart = {key: values.pop(key) for key in ("home", "supplier", "supplier_code")}
        is_active = values.pop("is_active")
        codes = tuple((code, pieces) for code, pieces in self.codes.codes if code != values["sku"])
        new = NewProduct(**values, codes=codes)

        def added(product_id: int) -> None:
            steps = self._shelf_steps(product_id, apart)
            if not is_active:
                from app.catalog.products import change_product

                steps.append(step(change_product, product_id, {"is_active": False}))
            steps += self._family_steps(product_id)
            run_chain(self._desk, self, steps, lambda: self._close_saved(product_id))

        self._desk.write(self, add_product, new, done=added, failed=self._refuse)

    def _change(self) -> None:
        from app.catalog.codes import add_code, remove_code
        from app.catalog.products import change_price, change_product

        values, row = self.form.values(), self._known.detail.row
        product_id = row.id
        changes = {key: value for key, value in values.items() if key not in _APART}
        steps: list[Step] = [step(change_product, product_id, changes)]
        if values["price_e4"] != row.price_e4:
            steps.append(step(change_price, product_id, values["price_e4"]))
        now, before = dict(self.codes.codes), dict(self._known_codes)
        steps += [step(remove_code, product_id, code) for code in before if now.get(code) != before[code]]
        steps += [step(add_code, product_id, code, count) for code, count in now.items() if before.get(code) != count]
        steps += self._shelf_steps(product_id, values)
        steps += self._family_steps(product_id)
        run_chain(self._desk, self, steps, lambda: self._close_saved(product_id), self._refuse)

    def _shelf_steps(self, product_id: int, values: dict[str, Any]) -> list[Step]:
        """Home bin and supplier, where they differ."""
        from app.inventory.places import set_home
        from app.purchasing.suppliers import set_source

        known, steps = self._known, []
        home = known.stock.home_id if known.stock else None
        if values["home"] is not None and values["home"] != home:
            steps.append(step(set_home, product_id, values["home"]))
        source = (known.source.supplier_id, known.source.code) if known.source else (None, "")
        wanted = (values["supplier"], values["supplier_code"])
        if wanted[0] is not None and wanted != source:
            steps.append(step(set_source, product_id, wanted[0], code=wanted[1]))
        return steps

    def _family_steps(self, product_id: int) -> list[Step]:
        """Parts of a kit and variants, where they differ."""
        from app.catalog.kits import save_kit
        from app.catalog.variants import save_variants

        steps: list[Step] = []
        if self.kit.is_changed:
            steps.append(step(save_kit, product_id, self.kit.parts()))
        if self.variants.is_changed:
            steps.append(step(save_variants, product_id, self.variants.variants()))
        return steps

    def _close_saved(self, product_id: int) -> None:
        self.accept()
        self._desk.feedback("ok")
        self._desk.toast(_("{name} is saved").format(name=self.form.fields["name"].text()))
        if self._saved is not None:
            self._saved(product_id)
