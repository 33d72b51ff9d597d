"""How far somebody may go without a manager: the role's limits, and what differs for one person."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.i18n import _
from app.core.money import NotAnAmount, format_money, parse_unit_price
from ui.common.inputs import MoneyField, TextField


def limit_text(key: str, limit: int) -> str:
    """A limit as people say it."""
    from app.staff.roles import UNLIMITED

    if limit >= UNLIMITED:
        return _("no limit")
    if key.endswith("_minor"):
        return format_money(limit)
    return f"{limit / 100:g}%" if key.endswith("_bp") else str(limit)


class LimitFields(QWidget):
    """A field for each limit; an empty one takes the role's."""

    def __init__(self) -> None:
        from app.staff.roles import LIMITS

        super().__init__()
        self._role: dict[str, int] = {}
        self.fields: dict[str, Any] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for at, (key, title) in enumerate(LIMITS.items()):
            name = f"person.limit.{key}"
            field = MoneyField(_(title), name=name) if key.endswith("_minor") else TextField(_(title), name=name)
            self.fields[key] = field
            grid.addWidget(field, at // 2, at % 2)

    def show_limits(self, role: str, own: dict[str, int], *, as_delivered: bool = False) -> None:
        """Show the limits of a role, with one person's own figures; or a role's own beside those it came with."""
        from app.staff.roles import ROLES, Role, limits_of

        self._role = dict(ROLES[Role(role)].limits) if as_delivered else limits_of(role)
        for key, field in self.fields.items():
            limit = self._role.get(key, 0)
            word = _("Came with: {limit}") if as_delivered else _("Role: {limit}")
            field.edit.setPlaceholderText(word.format(limit=limit_text(key, limit)))
            if key not in own:
                field.clear()
            elif key.endswith("_minor"):
                field.set_minor(own[key])
            else:
                field.set_text(limit_text(key, own[key]).rstrip("%"))

    def check(self) -> bool:
        """Show what is no figure; True when all is well."""
        wrong = [field for key, field in self.fields.items() if field.text() and self._value(key) is None]
        for field in wrong:
            field.set_error(_("Type a number."))
        if wrong:
            wrong[0].focus()
        return not wrong

    def _value(self, key: str) -> int | None:
        field = self.fields[key]
        if key.endswith("_minor"):
            return field.minor()
        if not key.endswith("_bp"):
            return int(field.text()) if field.text().isascii() and field.text().isdigit() else None
        try:
            return parse_unit_price(field.text().rstrip("% ")) // 100
        except NotAnAmount:
            return None

    def own(self) -> dict[str, int]:
        """What differs from the role's."""
        found = {key: self._value(key) for key, field in self.fields.items() if field.text()}
        return {key: value for key, value in found.items() if value is not None and value != self._role.get(key, 0)}
