"""The fields of a product on its form, grouped in cards, and what they hold as plain values."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.core.money import NotAnAmount, format_unit_price, parse_unit_price
from ui.common.boxes import Card, HBox, VBox
from ui.common.inputs import CheckBox, ComboField, Field, NumberField, TextField
from ui.common.labels import Label
from ui.inventory.beside import beside

PER = {"piece": 1, "gram": 1000, "millilitre": 1000, "millimetre": 1000}


class Known(NamedTuple):
    """What the form needs to offer and to show: the product as it is, and the lists to choose from."""

    detail: Any
    stock: Any
    source: Any
    categories: list[Any]
    taxes: list[Any]
    suppliers: list[Any]
    bins: list[Any]
    parts: list[Any]
    variants: list[Any]
    deposits: list[Any]


class ProductForm(VBox):
    """All fields; `values()` after `check()`."""

    def __init__(self, known: Known) -> None:
        self._new = known.detail is None
        self.fields: dict[str, Field] = {}
        self.ticks: dict[str, CheckBox] = {}
        super().__init__(
            self._names(known), self._prices(known), self._shelf(known), self._rules(), self._size(), gap=12
        )
        offered = {row.id for row in known.taxes}
        self._usual: dict[object, int] = {row.id: row.tax_id for row in known.categories if row.tax_id in offered}
        self._followed: object = None  # the tax that a category gave, until somebody chooses another one
        if known.detail is not None:
            self._show(known)
        category, tax = self._combo("category_id"), self._combo("tax_id")
        category.changed.connect(self._follow_category)
        tax.changed.connect(self._say_usual)
        self._say_usual()

    def _combo(self, key: str) -> ComboField:
        field = self.fields[key]
        assert isinstance(field, ComboField)
        return field

    def _follow_category(self) -> None:
        """A new product starts with the usual tax of its category, unless another one was chosen."""
        tax, usual = self._combo("tax_id"), self._usual.get(self._combo("category_id").current())
        is_open = (self._followed is None and tax.combo.currentIndex() <= 0) or tax.current() == self._followed
        if self._new and usual is not None and is_open:
            self._followed = usual
            tax.set_current(usual)
        self._say_usual()

    def _say_usual(self) -> None:
        """Below the tax: whether it is the usual one of the category."""
        tax, usual = self._combo("tax_id"), self._usual.get(self._combo("category_id").current())
        if usual is None:
            tax.set_help("")
        elif tax.current() == usual:
            tax.set_help(_("The usual tax of its category."))
        else:
            name = tax.combo.itemText(tax.combo.findData(usual))
            tax.set_help(_("Its category usually has {tax}.").format(tax=name))

    def _text(self, key: str, title: str, **more: Any) -> TextField:
        field = TextField(title, name=f"product.field.{key}", **more)
        self.fields[key] = field
        return field

    def _number(self, key: str, title: str, **more: Any) -> NumberField:
        field = NumberField(title, name=f"product.field.{key}", value=0, **more)
        self.fields[key] = field
        return field

    def _list(self, key: str, title: str, items: list[tuple[Any, str]], **more: Any) -> ComboField:
        field = ComboField(title, items, f"product.field.{key}", **more)
        self.fields[key] = field
        return field

    def _tick(self, key: str, title: str, on: bool) -> CheckBox:
        self.ticks[key] = CheckBox(title, f"product.field.{key}", checked=on)
        return self.ticks[key]

    def _names(self, known: Known) -> QWidget:
        sku = self._text("sku", _("SKU"), help=_("Stays for good; it is a code too."))
        units = [("piece", _("Pieces")), ("gram", _("By weight")), ("millilitre", _("By volume")),
                 ("millimetre", _("By length"))]  # fmt: skip
        unit = self._list("unit", _("Sold by"), units)
        sku.edit.setReadOnly(not self._new)
        unit.setEnabled(self._new)
        categories = [(None, _("None")), *((row.id, row.name) for row in known.categories)]
        return Card(
            Label(_("Product"), 15, 600),
            beside((self._text("name", _("Name")), 1), (self._text("name_zh", _("Name in Chinese"), optional=True), 1)),
            beside(sku, unit, self._list("category_id", _("Category"), categories)),
            beside(
                (self._text("brand", _("Brand"), optional=True), 1),
                (self._text("art", _("Picture file"), optional=True), 2),
            ),
            gap=12,
        )

    def _prices(self, known: Known) -> QWidget:
        taxes = [(row.id, row.name) for row in known.taxes]
        suppliers = [(None, _("None")), *((row.id, row.name) for row in known.suppliers)]
        return Card(
            Label(_("Price and cost"), 15, 600),
            beside(
                (self._text("price_e4", _("Price"), help=_("For one piece, or for 1 kg, l or m.")), 1),
                (self._text("cost_e4", _("Cost")), 1), (self._list("tax_id", _("Tax"), taxes), 1),
            ),
            beside(
                (self._list("supplier", _("Bought from"), suppliers), 1),
                (self._text("supplier_code", _("Their code"), optional=True), 1),
                (self._list("deposit_id", _("Deposit taken with it"), [(None, _("None")), *known.deposits]), 1),
            ),
            gap=12,
        )  # fmt: skip

    def _shelf(self, known: Known) -> QWidget:
        bins = [(None, _("None")), *((row.id, row.code) for row in known.bins)]
        return Card(
            Label(_("On the shelf"), 15, 600),
            beside(
                (self._list("home", _("Bin"), bins), 1), (self._number("reorder_point", _("Order again at")), 1),
                (self._number("order_up_to", _("Fill up to")), 1),
                (self._text("quick_key", _("Quick key"), optional=True), 1),
            ),
            gap=12,
        )  # fmt: skip

    def _rules(self) -> QWidget:
        return Card(
            Label(_("Rules"), 15, 600),
            HBox(
                self._tick("is_active", _("On sale"), True), self._tick("is_stocked", _("Kept in stock"), True),
                self._tick("allow_found", _("May be sold when the books show none"), True), None, gap=16,
            ),
            beside(
                self._number("age_limit", _("Sold from age"), maximum=99, help=_("0: to everybody.")),
                (self._tick("needs_serial", _("Ask for the serial number of each piece at the till"), False), 2),
            ),
            gap=12,
        )  # fmt: skip

    def _size(self) -> QWidget:
        return Card(
            Label(_("Weight and size"), 15, 600),
            beside(
                (self._number("weight_grams", _("Weight"), suffix=_("g")), 1),
                (self._number("length_mm", _("Length"), suffix=_("mm")), 1),
                (self._number("width_mm", _("Width"), suffix=_("mm")), 1),
                (self._number("height_mm", _("Height"), suffix=_("mm")), 1),
            ),
            gap=12,
        )

    def _show(self, known: Known) -> None:
        detail, row = known.detail, known.detail.row
        values = {
            **row._asdict(), **detail._asdict(), "price_e4": format_unit_price(row.price_e4),
            "cost_e4": format_unit_price(row.cost_e4), "unit": str(row.unit),
            "quick_key": "" if row.quick_key is None else str(row.quick_key),
            "home": known.stock.home_id if known.stock else None,
            "supplier": known.source.supplier_id if known.source else None,
            "supplier_code": known.source.code if known.source else "",
        }  # fmt: skip
        for key, field in self.fields.items():
            if isinstance(field, NumberField):
                field.set_value(values[key])
            elif isinstance(field, ComboField):
                field.set_current(values[key])
            else:
                field.set_text(values[key])
        for key, tick in self.ticks.items():
            tick.setChecked(bool(values[key]))

    def check(self) -> Field | None:
        """Show what is wrong and return the first wrong field, or None when all is well."""
        wrong: list[Field] = []
        needed = {"name": _("A product needs a name."), "sku": _("A product needs an SKU.")}
        for key, sentence in needed.items():
            if not self.fields[key].text():
                self.fields[key].set_error(sentence)
                wrong.append(self.fields[key])
        for key in ("price_e4", "cost_e4"):
            try:
                self._price(key)
            except NotAnAmount as refusal:
                self.fields[key].set_error(str(refusal))
                wrong.append(self.fields[key])
        wrong += [field for field in self.fields.values() if isinstance(field, NumberField) and not field.check()]
        if self.fields["tax_id"].current() is None:
            self.fields["tax_id"].set_error(_("Choose a tax rate."))
            wrong.append(self.fields["tax_id"])
        quick = self.fields["quick_key"]
        if quick.text() and not quick.text().isdigit():
            quick.set_error(_("A number, or nothing."))
            wrong.append(quick)
        return wrong[0] if wrong else None

    def _price(self, key: str) -> int:
        text = self.fields[key].text()
        return parse_unit_price(text) if text or key == "price_e4" else 0

    def values(self) -> dict[str, Any]:
        """What is typed: names of `NewProduct`, and home, supplier, supplier_code."""
        found: dict[str, Any] = {key: tick.isChecked() for key, tick in self.ticks.items()}
        for key, field in self.fields.items():
            if isinstance(field, NumberField):
                found[key] = field.value() or 0
            elif isinstance(field, ComboField):
                found[key] = field.current()
            else:
                found[key] = field.text()
        found["price_e4"], found["cost_e4"] = self._price("price_e4"), self._price("cost_e4")
        found["quick_key"] = int(found["quick_key"]) if found["quick_key"] else None
        found["price_per"] = PER[found["unit"]]
        return found
