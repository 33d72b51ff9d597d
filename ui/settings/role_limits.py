"""How far each role may go without a manager, plainly, and the form that changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, VBox, clear
from ui.common.buttons import Link
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.settings.limits import LimitFields, limit_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.common.desk import Desk


class RolesCard(Card):
    """A row for each role with its limits in words."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._rows = desk, VBox(gap=0)
        hint = _("Beyond these a manager is asked on the spot. One person's own limits stand in the person's form.")
        super().__init__(
            Label(_("Limits of the roles"), 15, 600), Label(hint, 13, 400, "text3", wrap=True), self._rows, gap=8,
            name="setup.roles",
        )  # fmt: skip

    def show_roles(self, rows: list[Any]) -> None:
        """Show the limits that hold now."""
        clear(self._rows.box)
        for at, row in enumerate(rows):
            if at:
                self._rows.add(Divider())
            self._rows.add(self._row(row))

    def _row(self, row: Any) -> QWidget:
        from app.staff.roles import LIMITS

        told = [f"{_(title)} {limit_text(key, row.limits.get(key, 0))}" for key, title in LIMITS.items()
                if row.limits.get(key)]  # fmt: skip
        change = Link(_("Change"), f"setup.roles.{row.role}.change")
        change.clicked.connect(lambda: RoleSheet(self._desk, row).open())
        said = VBox(Label(row.title, 14, 600), Label(" · ".join(told), 13, 400, "text2", wrap=True), gap=2)
        return HBox((said, 1), change, margins=(10, 0), gap=12)


class RoleSheet(Sheet):
    """The limits of one role; an empty field takes what the role came with."""

    def __init__(self, desk: Desk, row: Any) -> None:
        super().__init__(desk.surface, _("Limits of the role"), row.title, width=640, name="role")
        self._desk, self._row = desk, row
        self.limits = LimitFields()
        self.limits.show_limits(row.role, row.changed, as_delivered=True)
        hint = Label(_("Holds for each person from the next sign-in."), 13, 400, "text3")
        self.set_body(self.limits, hint)
        self.set_primary(_("Save"), self._go)

    def _go(self) -> None:
        from app.staff.people import change_role_limits

        if not self.limits.check():
            return

        def saved(_nothing: Any) -> None:
            self.accept()
            self._desk.toast(_("Limits of {role} are saved").format(role=self._row.title))

        self._desk.write(self, change_role_limits, self._row.role, self.limits.own(), done=saved)
