"""How far each role may go and what it may do without a manager, plainly, and the forms that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, VBox, clear
from ui.common.buttons import Button, Link
from ui.common.inputs import Toggle
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.settings.limits import LimitFields, limit_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.common.desk import Desk


SWITCHED = "counter"  # the role whose acts a shop chooses; a manager may everything, packing has no till


def _asks_for(acts: dict[str, bool]) -> str:
    """For what somebody of the role asks a manager."""
    from app.staff.roles import ACTS

    names = [_(act.title) for key, act in ACTS.items() if not acts[key]]
    return _("Asks a manager for: {acts}").format(acts=" · ".join(names)) if names else _("Asks a manager for nothing.")


class RolesCard(Card):
    """A row for each role with its limits in words."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._rows = desk, VBox(gap=0)
        hint = _("Beyond these a manager is asked on the spot. One person's own limits stand in the person's form.")
        super().__init__(
            Label(_("What the roles may do"), 15, 600), Label(hint, 13, 400, "text3", wrap=True), self._rows, gap=8,
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
        change = Link(_("Limits"), f"setup.roles.{row.role}.change")
        change.clicked.connect(lambda: RoleSheet(self._desk, row).open())
        words: list[QWidget] = [Label(row.title, 14, 600), Label(" · ".join(told), 13, 400, "text2", wrap=True)]
        if row.role != SWITCHED:
            return HBox((VBox(*words, gap=2), 1), change, margins=(10, 0), gap=12)
        words.append(Label(_asks_for(row.acts), 13, 400, "text2", wrap=True, name="setup.roles.asks"))
        acts = Link(_("What it may do"), f"setup.roles.{row.role}.acts")
        acts.clicked.connect(lambda: ActsSheet(self._desk, row).open())
        return HBox((VBox(*words, gap=2), 1), acts, change, margins=(10, 0), gap=12)


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


class ActsSheet(Sheet):
    """Switches: on is what somebody of the role does alone, off is what a manager is asked for on the spot."""

    def __init__(self, desk: Desk, row: Any) -> None:
        from app.staff.roles import ACTS

        super().__init__(desk.surface, _("What the role may do"), row.title, width=860, name="role_acts")
        self._desk, self._row = desk, row
        self.acts = {key: Toggle(_(act.title), f"role_acts.{key}") for key, act in ACTS.items()}
        for key, toggle in self.acts.items():
            toggle.setChecked(row.acts[key])
        toggles = list(self.acts.values())
        half = (len(toggles) + 1) // 2
        hint = Label(
            _("On: done alone. Off: a manager is asked on the spot, by PIN or badge. Holds from the next sign-in."), 13,
            400, "text3", wrap=True,
        )  # fmt: skip
        columns = HBox((VBox(*toggles[:half], None, gap=4), 1), (VBox(*toggles[half:], None, gap=4), 1), gap=24)
        self.set_body(columns, hint)
        usual = Button(_("As delivered"), height=48, px=15, name="role_acts.usual")
        usual.clicked.connect(lambda: self._save({}))
        self.set_foot(usual)
        self.set_primary(_("Save"), self._go)

    def _go(self) -> None:
        now = {key: toggle.isChecked() for key, toggle in self.acts.items()}
        differs = {key: on for key, on in now.items() if key in self._row.own_acts or on != self._row.acts[key]}
        self._save(differs)

    def _save(self, acts: dict[str, bool]) -> None:
        from app.staff.people import change_role_acts

        def saved(_nothing: Any) -> None:
            self.accept()
            self._desk.toast(_("What {role} may do is saved").format(role=self._row.title))

        self._desk.write(self, change_role_acts, self._row.role, acts, done=saved)
