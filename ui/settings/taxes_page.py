"""Taxes: rates with the days they begin, groups of several, and regimes of customers; below, what a price gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from app.core.money import NotAnAmount, format_money, parse_unit_price
from ui.common.boxes import Card, Divider, HBox, VBox, clear
from ui.common.buttons import Button
from ui.common.inputs import ComboField, TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.pieces import EmptyState
from ui.common.sheet import ask
from ui.common.table import Cell, Column, LiveTable
from ui.inventory.beside import beside
from ui.settings.category_taxes import CategoryTaxes, fit
from ui.settings.form import RecordField
from ui.settings.move_tax_sheet import MoveTaxSheet
from ui.settings.page import Page
from ui.settings.regime_editor import RegimeEditor
from ui.settings.tax_editor import TaxEditor
from ui.settings.tax_words import coming, detail, line_words, makes, takes

if TYPE_CHECKING:
    from ui.common.desk import Desk

CHARGES = "orders.charges_tax"
SETTINGS = ["catalog.prices_include_tax", "catalog.tax_rounding", CHARGES]
ELSEWHERE = [*SETTINGS, "orders.charges_tax_bp"]  # not on any other page


class TaxesPage(Page):
    """Section "Taxes"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "taxes", _("Taxes"), _("What was sold keeps its taxes; every change is for what is sold from now on.")
        )
        self.found: Any = None
        self._categories: list[Any] = []
        self.table = LiveTable(
            [
                Column(_("Tax"), lambda row: Cell(row.tax.name, detail(row)), None, kind="two"),
                Column(_("Takes"), lambda row: Cell(takes(row), weight=500), 230),
                Column(_("Next"), lambda row: Cell(coming(row), token="text2"), 190),
                Column(_("Products"), lambda row: Cell(f"{row.products:,}"), 90, align="right"),
            ],
            "setup.taxes", key=lambda row: row.tax.id, row_height=50, in_card=True, accessible=_("Taxes"),
        )  # fmt: skip
        self.regimes = LiveTable(
            [
                Column(_("Regime"), lambda row: Cell(row.name, row.note), None, kind="two"),
                Column(_("What it does"), lambda row: Cell(makes(row, self._by_id()), token="text2"), 380),
            ],
            "setup.regimes", row_height=50, in_card=True, accessible=_("Tax regimes"),
        )  # fmt: skip
        self.regimes.set_empty(
            EmptyState(
                "users", _("No regime yet"), _("Export, reverse charge or exempt: for customers taxed otherwise.")
            )
        )
        self._build()

    def _build(self) -> None:
        self.primary = Button(_("New tax"), kind="primary", icon="plus-bold", key="F9", height=36, name="setup.primary")
        self.new_regime = Button(
            _("New regime"), icon="plus-bold", key="F7", height=36, name="setup.button.new_regime"
        )  # fmt: skip
        self.move = Button(_("Move products"), icon="swap", key="F6", height=36, name="setup.button.move_tax")
        self.drop = Button(_("Delete"), icon="trash", key="Del", height=36, name="setup.button.delete_tax")
        head = HBox(
            Label(_("Rates, amounts and groups"), 15, 600), None, self.drop, self.move, self.primary, margins=(10, 12),
            gap=8,
        )  # fmt: skip
        below = HBox(Label(_("Regimes of customers"), 15, 600), None, self.new_regime, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self.add(Card(below, Divider(), (self.regimes, 1), pad=1, gap=0))
        self.categories = CategoryTaxes(self.desk)
        self.add(self.categories)
        self.price = TextField(_("A price of"), name="setup.taxes.price", align="right")
        self.price.set_text("100.00")
        self.of = ComboField(_("taxed with"), [], "setup.taxes.of")
        self._cases = VBox(gap=8)
        self.add(
            Card(
                Label(_("What a price comes to"), 15, 600), beside((self.price, 1), (self.of, 3)), Divider(), self._cases,
                gap=10, name="setup.taxes.preview",
            )
        )  # fmt: skip
        self.add_settings(_("How the shop counts taxes"), SETTINGS, records=(CHARGES,))
        self.table.opened.connect(lambda row: self._open(row))
        self.regimes.opened.connect(lambda row: self._open_regime(row))
        self.primary.clicked.connect(lambda: self._open(None))
        self.new_regime.clicked.connect(lambda: self._open_regime(None))
        self.drop.clicked.connect(self.delete_current)
        self.move.clicked.connect(self.move_products)
        self.price.changed.connect(self._preview)
        self.of.changed.connect(self._preview)
        self.table.chosen.connect(lambda row: self.of.set_current(row.tax.id) if row is not None else None)

    def _by_id(self) -> dict[int, Any]:
        return {row.tax.id: row.tax for row in self.found.taxes} if self.found else {}

    # -- showing

    def load(self) -> None:
        super().load()

        def rows() -> Any:
            from app.catalog.queries import categories
            from app.catalog.tax_queries import all_taxes

            return all_taxes(), categories()

        self.read(rows, self._show, "taxes")

    def _show(self, rows: tuple[Any, list[Any]]) -> None:
        self.found, self._categories = rows
        found = self.found
        self.categories.show_rows(found, self._categories)
        self._offer_charges()
        self.table.set_rows(found.taxes)
        self.regimes.set_rows(found.regimes)
        fit(self.table, 8)
        fit(self.regimes, 6)
        self.of.set_items([(row.tax.id, row.tax.name) for row in found.taxes])
        if self.table.current() is None and found.taxes:
            self.table.select_at(0)
        self._preview()

    def _offer_charges(self) -> None:
        """The taxes that delivery and fees may have."""
        by_rate = _("{percent}% in what is paid").format(percent=f"{self.found.charges_bp / 100:g}")
        offered = [(row.tax.id, row.tax.name) for row in self.found.taxes if row.is_active]
        for field in self.findChildren(RecordField):
            field.offer([(0, by_rate), *offered])

    def on_changes(self, kinds: set[str]) -> None:
        if kinds & {"tax", "tax_regime", "setting", "category"}:
            self.load()

    def keys(self) -> list[Key]:
        return [
            Key("F9", _("New tax"), lambda: self._open(None)), Key("Enter", _("Change"), self.open_current),
            Key("F7", _("New regime"), lambda: self._open_regime(None)),
            Key("F6", _("Move products"), self.move_products),
            Key("Del", _("Delete"), self.delete_current, False),
        ]  # fmt: skip

    def _preview(self) -> None:
        tax: Any = self.of.current()
        try:
            price = parse_unit_price(self.price.text())
        except NotAnAmount:
            return
        if tax is None:
            return
        from app.orders.tax_preview import preview_tax

        self.read(lambda: preview_tax(tax, price), self._show_cases, "tax_preview")

    def _show_cases(self, cases: list[Any]) -> None:
        clear(self._cases.box)
        for case in cases:
            name = case.regime or (
                _("from {day}").format(day=clock.format_day(case.from_day)) if case.from_day else _("today")
            )
            total = Label(format_money(case.line.total_minor), 15, 600, align="right")
            total.setFixedWidth(110)
            self._cases.add(
                HBox(
                    (Label(name, 14, 500, elide=True), 2), (Label(line_words(case.line), 13, 400, "text2", elide=True), 4),
                    total, gap=12,
                )
            )  # fmt: skip

    # -- acts

    def open_current(self) -> None:
        """Enter: the tax, regime or category that has the focus."""
        regime, category = self.regimes.current(), self.categories.table.current()
        if self.categories.table.view.hasFocus() and category is not None:
            self.categories.open(category)
            return
        if self.regimes.view.hasFocus() and regime is not None:
            self._open_regime(regime)
        elif (row := self.table.current()) is not None:
            self._open(row)

    def _open(self, row: Any) -> None:
        if self.found is not None:
            sheet = TaxEditor(self.desk, self.found, row)
            sheet.open(sheet.name)

    def _open_regime(self, regime: Any) -> None:
        if self.found is None:
            return

        def read() -> list[Any]:
            from app.customers.queries import groups

            return groups()

        def show(groups: list[Any]) -> None:
            sheet = RegimeEditor(self.desk, self.found, groups, regime)
            sheet.open(sheet.name)

        self.desk.read_for_sheet(self, read, show)

    def move_products(self) -> None:
        """F6: products of the chosen tax get another one."""
        if self.found is not None and self.found.taxes:
            row: Any = self.table.current()
            MoveTaxSheet(self.desk, self.found, self._categories, row.tax.id if row else None).open()

    def delete_current(self) -> None:
        """Del: the tax or regime that has the focus, unless something uses it."""
        from app.catalog.taxes import remove_regime, remove_tax

        regime, row = self.regimes.current(), self.table.current()
        if self.regimes.view.hasFocus() and regime is not None:
            self._ask_delete(regime.name, lambda: self.desk.write(self, remove_regime, regime.id))
        elif row is not None:
            self._ask_delete(row.tax.name, lambda: self.desk.write(self, remove_tax, row.tax.id))

    def _ask_delete(self, name: str, act: Any) -> None:
        ask(
            self.desk.surface, _("Delete {name}?").format(name=name),
            _("It goes only when nothing was sold with it and nothing names it."), _("Delete"), act, danger=True,
        )  # fmt: skip
