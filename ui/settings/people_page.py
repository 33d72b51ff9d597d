"""People: who works here, with role, PIN, badge, limits; freeing the locked, letting go, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from app.core.i18n import _
from ui.common.boxes import Card, Divider, HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, ComboField, TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet, ask
from ui.common.table import Cell, Column, LiveTable
from ui.common.table_memory import remember
from ui.inventory.beside import beside
from ui.inventory.chain import Step, run_chain, step
from ui.settings.limits import LimitFields, limit_text
from ui.settings.page import Page
from ui.settings.role_limits import RolesCard

if TYPE_CHECKING:
    from ui.common.desk import Desk


def role_items() -> list[tuple[str, str]]:
    """The roles in words."""
    from app.staff.roles import ROLES

    return [(str(role), _(rights.title)) for role, rights in ROLES.items()]


class PeoplePage(Page):
    """Section "People"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "people", _("People"), _("Nobody is deleted: the past names them."))
        self.table = LiveTable(
            [
                Column(_("Name"), _name_cell, None, kind="avatar", sort="name", by=lambda row: row.name.casefold()),
                Column(_("Role"), lambda row: Cell(row.role_title), 110, sort="role", by=lambda row: row.role),
                Column(_("Gives off, pays back"), _limits_cell, 140),
                Column(_("Badge"), lambda row: Cell(row.badge or "–", token="text2"), 120),
                Column(_("Driver"), lambda row: Cell(icon="truck" if row.is_driver else "", text=""), 56, kind="icon"),
                Column("", _state, 110, kind="chip", label=_("Status")),
            ],
            "setup.people", row_height=52, in_card=True, accessible=_("People"),
        )  # fmt: skip
        remember(desk, self.table)
        self.table.setMinimumHeight(430)
        self.primary = Button(
            _("Add person"), kind="primary", icon="user-plus", key="F9", height=36, name="setup.primary"
        )
        self.change = Button(_("Change"), key="Enter", height=36, name="setup.button.change_person")
        self.unlock = Button(_("Unlock"), height=36, name="setup.button.unlock")
        self.leave = Button("", height=36, name="setup.button.leave")
        self.primary.clicked.connect(self.add_person)
        self.change.clicked.connect(self.open_current)
        self.unlock.clicked.connect(self.unlock_current)
        self.leave.clicked.connect(self.let_go)
        head = HBox(None, self.leave, self.unlock, self.change, self.primary, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self.roles = RolesCard(desk)
        self.add(self.roles)
        self.add_settings(_("At the door"), ["staff.lock_after_minutes", "staff.pin_each_sale"])
        self.table.opened.connect(lambda _row: self.open_current())
        self.table.chosen.connect(lambda _row: self._show_buttons())

    def load(self) -> None:
        super().load()

        def people() -> tuple[list[Any], list[Any]]:
            from app.staff.queries import people as everybody
            from app.staff.queries import roles

            return everybody(gone_too=True), roles()

        def show(found: tuple[list[Any], list[Any]]) -> None:
            self._show(found[0])
            self.roles.show_roles(found[1])

        self.read(people, show, "people")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select_at(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.table.current()
        self.change.setVisible(row is not None)
        self.leave.setVisible(row is not None)
        self.unlock.setVisible(bool(row and row.locked))
        if row is not None:
            self.leave.set_text(_("No longer works here") if row.is_active else _("Works here again"))

    def on_changes(self, kinds: set[str]) -> None:
        if kinds & {"person", "setting"}:
            self.load()

    def keys(self) -> list[Key]:
        return [Key("F9", _("Add person"), self.add_person), Key("Enter", _("Change"), self.open_current)]

    def add_person(self) -> None:
        """F9: somebody new."""
        PersonSheet(self.desk, None).open()

    def open_current(self) -> None:
        """Enter: the form of the current person."""
        row = self.table.current()
        if row is not None:
            PersonSheet(self.desk, row).open()

    def unlock_current(self) -> None:
        """Free somebody who typed too many wrong PINs."""
        from app.staff.people import unlock_person

        row = self.table.current()
        if row is not None:
            self.desk.write(
                self, unlock_person, row.id,
                done=lambda _n: self.desk.toast(_("{name} can sign in again").format(name=row.name)),
            )  # fmt: skip

    def let_go(self) -> None:
        """Somebody leaves, or comes back."""
        from app.staff.people import deactivate_person, reactivate_person

        row = self.table.current()
        if row is None:
            return
        if not row.is_active:
            self.desk.write(self, reactivate_person, row.id)
            return
        ask(
            self.desk.surface, _("{name} no longer works here").format(name=row.name),
            _("{name} cannot sign in any more. What was done under this name stays.").format(name=row.name),
            _("Take off the list"), lambda: self.desk.write(self, deactivate_person, row.id), danger=True,
        )  # fmt: skip


class PersonSheet(Sheet):
    """One person: name, role, PIN, badge, language, limits."""

    TAKES_BADGES: ClassVar[bool] = True

    def __init__(self, desk: Desk, row: Any) -> None:
        super().__init__(
            desk.surface, _("Add person") if row is None else _("Person"), row.name if row else "", width=640,
            name="person",
        )  # fmt: skip
        self._desk, self._row = desk, row
        self.name = TextField(_("Name"), name="person.field.name")
        self.role = ComboField(_("Role"), role_items(), "person.field.role")
        self.pin = TextField(
            _("PIN") if row is None else _("New PIN"), name="person.field.pin", optional=row is not None
        )
        self.pin.set_secret()
        self.badge = TextField(
            _("Badge"), name="person.field.badge", optional=True, help=_("Scan it while this form is open.")
        )
        languages = [("", _("Like the shop")), ("en", "English"), ("zh_CN", "中文")]
        self.language = ComboField(_("Language"), languages, "person.field.language")
        self.driver = CheckBox(_("Drives deliveries"), "person.field.driver")
        self.limits = LimitFields()
        self.role.changed.connect(self._on_role)
        body = VBox(
            beside((self.name, 1), (self.role, 1)), beside((self.pin, 1), (self.badge, 1)),
            beside((self.language, 1), (self.driver, 1)), Divider(), Label(_("Limits"), 15, 600), self.limits,
            gap=12,
        )  # fmt: skip
        self.set_body(body)
        self.set_primary(_("Save") if row else _("Add person"), self._go)
        if row is not None:
            self.name.set_text(row.name)
            self.role.set_current(row.role)
            self.badge.set_text(row.badge)
            self.language.set_current(row.language)
            self.driver.setChecked(row.is_driver)
        self._on_role()

    def _on_role(self) -> None:
        from app.staff.pin import pin_length

        role = str(self.role.current())
        self.pin.set_help(_("{n} digits.").format(n=pin_length(role)))
        own = self._row.own_limits if self._row and self._row.role == role else {}
        self.limits.show_limits(role, own)

    def on_code(self, code: str) -> None:
        """A scanned badge."""
        self.badge.set_text(code)
        self._desk.feedback("ok")

    def _refuse(self, error: BaseException) -> None:
        kind = type(error).__name__
        field = {"BadPin": self.pin, "BadgeTaken": self.badge, "LastManager": self.role}.get(kind, self.name)
        field.set_error(str(error))
        field.focus()
        self._desk.feedback("wrong")

    def _go(self) -> None:
        if not self.limits.check():
            return
        self._add() if self._row is None else self._change()

    def _add(self) -> None:
        from app.staff.people import add_person, change_limits

        def added(person_id: int) -> None:
            limits = self.limits.own()
            steps = [step(change_limits, person_id, limits)] if limits else []
            run_chain(self._desk, self, steps, self._close_saved, self._refuse)

        self._desk.write(
            self, add_person, self.name.text(), str(self.role.current()), self.pin.text(), badge=self.badge.text(),
            is_driver=self.driver.isChecked(), language=str(self.language.current()), done=added, failed=self._refuse,
        )  # fmt: skip

    def _change(self) -> None:
        from app.staff.people import change_limits, change_person, change_pin, change_role

        row, role, pin = self._row, str(self.role.current()), self.pin.text()
        steps: list[Step] = [
            step(
                change_person, row.id, name=self.name.text(), badge=self.badge.text(),
                is_driver=self.driver.isChecked(), language=str(self.language.current()),
            )
        ]  # fmt: skip
        if role != row.role:
            steps.append(step(change_role, row.id, role, pin=pin or None))
        elif pin:
            steps.append(step(change_pin, row.id, pin))
        if self.limits.own() != row.own_limits:
            steps.append(step(change_limits, row.id, self.limits.own()))
        run_chain(self._desk, self, steps, self._close_saved, self._refuse)

    def _close_saved(self) -> None:
        self.accept()
        self._desk.feedback("ok")
        self._desk.toast(_("{name} is saved").format(name=self.name.text()))


def _name_cell(row: Any) -> Cell:
    detail = _("Chinese window") if row.language == "zh_CN" else ""
    return Cell(row.name, detail, color_index=row.color, token="text" if row.is_active else "text3")


def _limits_cell(row: Any) -> Cell:
    """How far somebody may go alone; bold where it differs from the role."""
    own = bool(row.own_limits.keys() & {"discount_bp", "refund_minor"})
    shown = [limit_text(key, row.limits.get(key, 0)) for key in ("discount_bp", "refund_minor")]
    return Cell(" · ".join(shown), token="text" if own else "text2", weight=600 if own else 0)


def _state(row: Any) -> Cell:
    if not row.is_active:
        return Cell(_("Left"), tone="grey")
    return Cell(_("Locked"), tone="bad", icon="lock-key-fill") if row.locked else Cell(_("Works here"), tone="ok")
