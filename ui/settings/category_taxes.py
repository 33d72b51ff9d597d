"""The usual tax of each category: what its new products start with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _, spoken_name
from ui.common.boxes import Card, Divider, HBox, VBox
from ui.common.inputs import ComboField
from ui.common.labels import Label
from ui.common.pieces import EmptyState
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

NONE = 0
EMPTY = 190  # the height of a table that says why it is empty


def fit(table: LiveTable, most: int) -> None:
    """A table in a card is as high as its rows, up to so many; then it scrolls."""
    hidden = max(table.count() - most, 0)
    height = table.content_height() - hidden * theme().row(table.view.base_height)
    table.setFixedHeight(height if table.count() else EMPTY)


class CategoryTaxes(Card):
    """A table of categories; Enter chooses the tax."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._found = desk, None
        self.table = LiveTable(
            [
                Column(_("Category"), lambda row: Cell(spoken_name(row.name, row.name_zh), weight=500), None),
                Column(_("New products start with"), self._tax_cell, 380),
                Column(_("Products"), lambda row: Cell(f"{row.products:,}"), 90, align="right"),
            ],
            "setup.category_taxes", row_height=42, in_card=True, accessible=_("Usual taxes of categories"),
        )  # fmt: skip
        self.table.set_empty(
            EmptyState("tag", _("No category yet"), _("Categories are made under Selling and payments."))
        )
        self.table.opened.connect(self.open)
        head = VBox(
            Label(_("Usual taxes of categories"), 15, 600),
            Label(_("A new product of the category starts with it."), 13, 400, "text3"), gap=2,
        )  # fmt: skip
        super().__init__(HBox((head, 1), margins=(10, 12)), Divider(), (self.table, 1), pad=1, gap=0)

    def _tax_cell(self, row: Any) -> Cell:
        name = self._names().get(row.tax_id)
        return Cell(name) if name else Cell(_("None"), token="text3")

    def _names(self) -> dict[int, str]:
        return {} if self._found is None else {row.tax.id: row.tax.name for row in self._found.taxes}

    def show_rows(self, found: Any, categories: list[Any]) -> None:
        """Show all categories with the names of their taxes."""
        self._found = found
        self.table.set_rows(categories)
        fit(self.table, 8)

    def open(self, row: Any) -> None:
        """Choose the usual tax of a category."""
        if self._found is not None:
            UsualTaxSheet(self._desk, self._found, row).open()


class UsualTaxSheet(Sheet):
    """One category and its tax."""

    def __init__(self, desk: Desk, found: Any, category: Any) -> None:
        named = spoken_name(category.name, category.name_zh)
        super().__init__(desk.surface, _("Usual tax"), named, width=520, name="usual_tax")
        self._desk, self._id = desk, category.id
        taxes = [(row.tax.id, row.tax.name) for row in found.taxes if row.is_active or row.tax.id == category.tax_id]
        self.tax = ComboField(
            _("New products start with"), [(NONE, _("None")), *taxes], "usual_tax.field.tax",
            help=_("Products that are there keep their tax; F6 on the page moves them."),
        )  # fmt: skip
        self.tax.set_current(category.tax_id or NONE)
        self.set_body(self.tax)
        self.set_primary(_("Save"), self._go)

    def _go(self) -> None:
        from app.catalog.categories import change_category

        self._desk.write(
            self, change_category, self._id, tax_id=self.tax.current(), done=lambda _nothing: self.accept(),
            failed=lambda error: self.tax.set_error(str(error)),
        )  # fmt: skip
