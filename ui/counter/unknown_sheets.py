"""A code that nobody knows, answered without leaving the sale: a new product in three fields, or a known one's code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from app.catalog.scanned import ScanKind, code_to_keep, read_scan
from app.core.i18n import _
from app.core.money import format_unit_price
from app.core.refusal import Refusal
from app.core.settings import read
from ui.common.boxes import HBox
from ui.common.inputs import ComboField, NumberField, PriceField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter import finding
from ui.counter.pick_list import Pick, PickList
from ui.counter.words import category_name, name_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

Take = Callable[[int, str], None]


class NewProductSheet(Sheet):
    """Name, price, category: enough to sell it; the rest is filled in later under Stock."""

    RESTS: ClassVar[bool] = True

    def __init__(self, desk: Desk, code: str, take: Take) -> None:
        super().__init__(desk.surface, _("New product"), code_to_keep(code), width=520, name="new_product")
        self._desk, self._code, self._take = desk, code, take
        self.name = TextField(_("Name, as it stands on the receipt"), name="new_product.field.name", height=48, px=16)
        by_weight = read_scan(code).kind == ScanKind.WEIGHT
        title = _("Price of a kilogram, with tax") if by_weight else price_title()
        self.price = PriceField(title, name="new_product.field.price", height=48, px=16, align="right")
        self.category = ComboField(_("Category"), [(None, _("None"))], "new_product.field.category", height=48)
        self.pieces = NumberField(
            _("Pieces here"), name="new_product.field.pieces", height=48, px=16, align="right", optional=True
        )
        for field in (self.name, self.price, self.pieces):
            field.submitted.connect(self.go_on)
        desk.read(self, finding.all_categories, self._show_categories)
        note = Label(
            _("It gets the usual tax rate and lies in the bin COUNTER until it has a place."),
            13,
            400,
            "text3",
            wrap=True,
        )
        self.set_body(self.name, HBox((self.price, 1), (self.pieces, 1), gap=12), self.category, note)
        self.set_primary(_("Add and sell"), self._go)

    def _show_categories(self, rows: list[Any]) -> None:
        self.category.set_items([(None, _("None")), *((row.id, category_name(row)) for row in rows)])

    def _go(self) -> None:
        if not self.name.text():
            self.name.set_error(_("Type a name."))
            self.name.focus()
            return
        price = self.price.price_e4()
        if price is None:
            return
        from app.counter.take_up import take_up

        self.primary.setEnabled(False)
        category: Any = self.category.current()
        self._desk.write(
            self,
            take_up,
            self._code,
            self.name.text(),
            price,
            category,
            self.pieces.value() or 0,
            done=self._done,
            failed=self._refused,
            urgent=True,
        )

    def _done(self, product_id: int) -> None:
        self.accept()
        self._take(product_id, self._code)

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        wrong = error.facts.get("field") if isinstance(error, Refusal) else ""
        field = {"price_e4": self.price, "pieces": self.pieces}.get(str(wrong), self.name)
        field.set_error(str(error))
        field.focus()
        self._desk.feedback("wrong")


def price_title() -> str:
    """What a price that is typed holds, as the shop has set it."""
    return _("Price with tax") if read("catalog.prices_include_tax") else _("Price without tax")


class AttachSheet(Sheet):
    """Find the product that the code is on; from now on it scans as that."""

    def __init__(self, desk: Desk, code: str, take: Take) -> None:
        super().__init__(
            desk.surface, _("Whose code is it?"), code_to_keep(code), width=620, height=610, name="attach_code"
        )
        self._desk, self._code, self._take = desk, code, take
        self.search = TextField(
            name="attach_code.search", icon="magnifying-glass", height=48, px=16, accessible=_("Find a product"),
            placeholder=_("Name or SKU, or scan another code of it"),
        )  # fmt: skip
        self.list = PickList("attach_code.list", _("Products found"), most=5, focus=False)
        self.pieces = NumberField(
            _("One scan is"), name="attach_code.pieces", value=1, minimum=1, maximum=99_999, suffix=_("pieces")
        )
        self._wrong = Label("", 13, 600, "bad_text", wrap=True, name="attach_code.error")
        self._wrong.hide()
        self.list.picked.connect(self._pick)
        self.search.changed.connect(self._look)
        self.search.submitted.connect(self.go_on)
        self.list.steer_by(self.search.edit)
        self.pieces.setFixedWidth(200)
        self.set_body(self.search, self.list, None, self._wrong, HBox(self.pieces, None))
        self.set_primary(_("Attach and sell"), self.list.choose)
        self.primary.setEnabled(False)

    def open(self, focus: Any = None) -> Sheet:
        """Start in the search."""
        return super().open(focus or self.search)

    def _look(self) -> None:
        text = self.search.text()
        self._desk.read(self, lambda: finding.search(text, 5) if text else [], self._show, merge="find", urgent=True)

    def _show(self, rows: list[Any]) -> None:
        self.list.show_rows(
            [Pick(row, name_of(row), row.sku, format_unit_price(row.price_e4), art=row.art) for row in rows]
        )
        self.primary.setEnabled(bool(rows))

    def on_code(self, code: str) -> None:
        """A code of the product that is known already."""
        self.search.set_text(code)

    def _pick(self, row: Any) -> None:
        from app.counter.take_up import attach_code

        def done(_nothing: None) -> None:
            self.accept()
            self._take(row.product_id, self._code)

        def refused(error: BaseException) -> None:
            self._desk.feedback("wrong")
            self._wrong.set_text(str(error))
            self._wrong.show()

        self._desk.write(
            self,
            attach_code,
            row.product_id,
            self._code,
            self.pieces.value() or 1,
            done=done,
            failed=refused,
            urgent=True,
        )


def offers_for_code(
    desk: Desk, code: str, add: Take, add_new: Take, typed: Callable[[str], None]
) -> list[tuple[str, Callable[[], Any]]]:  # fmt: skip
    """What can be done about a code that nobody knows, without leaving the sale; `typed` searches for it.

    `add_new` takes a product that was taken up this moment, `add` one that was known.
    """

    def search() -> None:
        desk.window.scan_box.setText(code_to_keep(code))
        desk.focus_scan_box()
        typed(code_to_keep(code))

    return [
        (_("Add as product"), lambda: NewProductSheet(desk, code, add_new).open()),
        (_("Attach to a product"), lambda: AttachSheet(desk, code, add).open()), (_("Search"), search),
        (_("Forget"), lambda: None),
    ]  # fmt: skip
