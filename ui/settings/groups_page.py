"""Groups of customers: members, trade and others who get something off; each opens to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.refusal import Refusal
from ui.common.amounts import PercentField
from ui.common.boxes import Card, Divider, HBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.pieces import EmptyState
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.settings.page import Page

if TYPE_CHECKING:
    from ui.common.desk import Desk


class GroupsPage(Page):
    """Section "Customer groups"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "groups", _("Customer groups"),
            _("Their discount holds wherever no other offer gives more. Price lists and promotions can name a group, too."),
        )  # fmt: skip
        self.table = LiveTable(
            [
                Column(_("Group"), lambda row: Cell(row.name, _code(row)), None, kind="two"),
                Column(_("Customers"), lambda row: Cell(f"{row.customers:,}"), 120, align="right"),
                Column(_("Discount"), lambda row: Cell(f"{row.discount_bp / 100:g}%"), 120, align="right"),
            ],
            "setup.groups", row_height=54, in_card=True, accessible=_("Customer groups"),
        )  # fmt: skip
        self.table.set_empty(EmptyState("users", _("No group yet"), _("F9 makes one, such as “Member” with 5% off.")))
        self.table.setMinimumHeight(360)
        self.primary = Button(
            _("New group"), kind="primary", icon="plus-bold", key="F9", height=36, name="setup.primary"
        )
        head = HBox(Label(_("Groups"), 15, 600), None, self.primary, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self.table.opened.connect(self._open)
        self.primary.clicked.connect(lambda: self._open(None))

    def load(self) -> None:
        super().load()

        def rows() -> list[Any]:
            from app.customers.queries import groups

            return groups()

        self.read(rows, self._show, "groups")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)

    def on_changes(self, kinds: set[str]) -> None:
        if "customer_group" in kinds:
            self.load()

    def keys(self) -> list[Key]:
        return [
            Key("F9", _("New group"), lambda: self._open(None)),
            Key("Enter", _("Change"), lambda: self._open(self.table.current()) if self.table.current() else None),
        ]

    def _open(self, row: Any) -> None:
        sheet = GroupSheet(self.desk, row)
        sheet.open(sheet.name.edit)


class GroupSheet(Sheet):
    """Name and discount; the code of a new group is made of its name."""

    def __init__(self, desk: Desk, row: Any) -> None:
        super().__init__(
            desk.surface, _("Customer group"), row.name if row else _("New group"), width=480, name="group"
        )
        self._desk, self._row = desk, row
        self.name = TextField(_("Name"), name="group.field.name", height=48, px=16, placeholder=_("Such as Member"))
        self.discount = PercentField(_("Discount"), name="group.field.discount", optional=True)
        for field in (self.name, self.discount):
            field.submitted.connect(self.go_on)
        if row is not None:
            self.name.set_text(row.name)
            self.discount.set_bp(row.discount_bp)
        hint = Label(_("Open orders keep the discount that they have."), 13, 400, "text3", wrap=True)
        self.set_body(self.name, self.discount, hint)
        self.set_primary(_("Save"), self._go)

    def _go(self) -> None:
        from app.customers.customers import add_group, change_group

        name, bp = self.name.text(), self.discount.bp() or 0
        if not name:
            self.name.set_error(_("Type a name."))
            self.name.focus()
        elif self.discount.check():
            if self._row is None:
                code = name.lower()[:20]
                self._desk.write(self, add_group, code, name, bp, done=self._done, failed=self._refused)
            else:
                self._desk.write(self, change_group, self._row.id, name, bp, done=self._done, failed=self._refused)

    def _done(self, _answer: Any) -> None:
        self.accept()
        self._desk.toast(_("{name} is saved").format(name=self.name.text()))

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self.name.set_error(str(error))
            self.name.focus()
            self._desk.feedback("wrong")
        else:
            self._desk.explain(error)


def _code(row: Any) -> str:
    """The code of a group, where it says more than its name."""
    return "" if row.code.casefold() == row.name.casefold() else str(row.code)
