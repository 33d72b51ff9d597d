"""One regime: what becomes of each tax for its customers, and the words on their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import HBox, Scroll, VBox
from ui.common.inputs import CheckBox, ComboField, PercentField, TextField, Toggle
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.inventory.beside import beside

if TYPE_CHECKING:
    from ui.common.desk import Desk

REST, GONE, RATE = "rest", "gone", "rate"
IN_A_ROW = 4  # groups of customers


class _SwapRow:
    """One tax: what becomes of it."""

    def __init__(self, tax: Any, others: list[tuple[object, str]]) -> None:
        self.tax = tax
        choices: list[tuple[object, str]] = [
            (REST, _("Like all others")), (GONE, _("Falls away")), (RATE, _("Has another rate"))
        ]  # fmt: skip
        choices += [(key, _("Becomes {tax}").format(tax=name)) for key, name in others if key != tax.id]
        self.what = ComboField("", choices, f"regime.field.swap.{tax.id}")
        self.what.combo.setAccessibleName(tax.name)
        self.rate = PercentField("", name=f"regime.field.rate.{tax.id}", optional=True)
        self.rate.setFixedWidth(110)
        self.box = HBox((Label(tax.name, 14, 500, elide=True), 2), (self.what, 3), self.rate, gap=12)
        self.what.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.rate.setVisible(self.what.current() == RATE)

    def fill(self, swap: Any) -> None:
        """Show what a regime says of this tax."""
        if swap.to_tax is not None:
            self.what.set_current(swap.to_tax)
        else:
            self.what.set_current(GONE if swap.rate_bp is None else RATE)
            self.rate.set_bp(swap.rate_bp)
        self._show()

    def swap(self) -> Any:
        """The swap that is chosen, or None."""
        from app.catalog.tax_book import Swap

        what: Any = self.what.current()
        if what == REST:
            return None
        if what == RATE:
            return Swap(self.tax.id, rate_bp=self.rate.bp() or 0)
        return Swap(self.tax.id) if what == GONE else Swap(self.tax.id, to_tax=what)


class RegimeEditor(Sheet):
    """F9 saves."""

    def __init__(self, desk: Desk, found: Any, groups: list[Any], regime: Any) -> None:
        super().__init__(
            desk.surface, _("Tax regime"), regime.name if regime else _("New regime"), width=720, name="regime"
        )
        self._desk, self._id = desk, regime.id if regime else None
        self.name = TextField(_("Name"), name="regime.field.name", placeholder=_("Such as Export"))
        self.note = TextField(
            _("What stands on the papers"), name="regime.field.note", optional=True,
            placeholder=_("Such as: Reverse charge, the customer owes the tax"),
        )  # fmt: skip
        self.active = Toggle(_("Offered for customers"), "regime.field.active")
        self.active.setChecked(regime is None or regime.is_active)
        self.others = ComboField(
            _("Taxes in general"),
            [(False, _("All fall away")), (True, _("Stay as they are"))], "regime.field.others",
        )  # fmt: skip
        self.groups = {
            row.id: CheckBox(row.name, f"regime.field.group.{row.id}", px=13,
                             checked=self._id is not None and row.regime_id == self._id)
            for row in groups
        }  # fmt: skip
        single = [row.tax for row in found.taxes if row.tax.kind != "group"]
        others: list[tuple[object, str]] = [(tax.id, tax.name) for tax in single]
        self.rows = {tax.id: _SwapRow(tax, others) for tax in single}
        rows = VBox(*(row.box for row in self.rows.values()), None, margins=(4, 0), gap=8)
        scroll = Scroll(rows, name="regime.scroll")
        scroll.setMinimumHeight(min(200, 8 + 48 * len(single)))
        self.set_body(
            beside((self.name, 2), (self.note, 3)), self.others,
            VBox(Label(_("For these groups of customers"), 13, 500, "text2"), *self._group_rows(), gap=8),
            Label(_("But these taxes"), 15, 600), (scroll, 1),
            Label(_("Tax in a price leaves it; what comes instead is added on top."), 13, 400, "text3", wrap=True),
        )  # fmt: skip
        self.set_foot(self.active)
        self.set_primary(_("Save"), self._go)
        if regime is not None:
            self.name.set_text(regime.name)
            self.note.set_text(regime.note)
            self.others.set_current(regime.keeps_others)
            for swap in regime.swaps:
                if swap.tax_id in self.rows:
                    self.rows[swap.tax_id].fill(swap)

    def _group_rows(self) -> list[HBox]:
        """The groups, a few beside each other."""
        boxes = list(self.groups.values())
        return [HBox(*boxes[at : at + IN_A_ROW], None, gap=20) for at in range(0, len(boxes), IN_A_ROW)]

    def _go(self) -> None:
        from app.catalog.taxes import RegimeInput, save_regime

        swaps = tuple(swap for row in self.rows.values() if (swap := row.swap()) is not None)
        wanted = RegimeInput(
            self.name.text(), self.note.text(), bool(self.others.current()), swaps, self.active.isChecked()
        )

        def failed(error: BaseException) -> None:
            self.name.set_error(str(error))
            self.name.focus()
            self._desk.feedback("wrong")

        def done(_regime: int) -> None:
            self.accept()
            self._desk.toast(_("{name} is saved").format(name=wanted.name.strip()))

        groups = tuple(number for number, box in self.groups.items() if box.isChecked())
        self._desk.write(self, save_regime, wanted, self._id, groups, done=done, failed=failed)
