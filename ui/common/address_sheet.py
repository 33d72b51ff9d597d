"""One address of a customer, or of an order that goes somewhere else; what its country asks for is checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.address_fields import AddressFields
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, TextField
from ui.common.sheet import Sheet

LONGEST_NOTE = 200


class AddressSheet(Sheet):
    """F9 takes the address: its values and whether it is the main one.

    `main` is whether it is the main one now, None where that is not asked; `remove` takes it off.
    """

    RESTS: ClassVar[bool] = True

    def __init__(
        self, window: QWidget, title: str, country: str, take: Callable[[dict[str, str], bool], None], *,
        address: Any = None, main: bool | None = None, remove: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(window, title, width=560, name="address")
        self._take = take
        self.fields = AddressFields("address", country, address)
        self.note = TextField(
            _("Note for whoever delivers"), name="address.field.note", height=44, optional=True,
            placeholder=_("Such as: second door, ring twice"),
        )  # fmt: skip
        self.note.set_text(address.note if address is not None else "")
        self.main = CheckBox(_("Main address"), "address.field.main", checked=bool(main))
        self.main.setVisible(main is False)
        for field in (self.fields.street, self.fields.more, self.fields.postcode, self.fields.town, self.note):
            field.submitted.connect(self.go_on)
        self.set_body(self.fields, self.note, self.main)
        self.set_primary(_("Use this address"), self._go)
        if remove is not None:
            off = Button(_("Remove"), icon="trash", key="Alt+X", height=48, px=15, name="address.remove")
            off.clicked.connect(lambda: (self.accept(), remove()))
            self.bind("Alt+X", lambda: (self.accept(), remove()))
            self.set_foot(off)

    def open(self, focus: QWidget | None = None) -> Sheet:
        """Start in the street."""
        return super().open(focus or self.fields.street.edit)

    def _go(self) -> None:
        if len(self.note.text()) > LONGEST_NOTE:
            self.note.set_error(_("This is too long: up to {n} characters fit.").format(n=LONGEST_NOTE))
        elif self.fields.check():
            self.accept()
            self._take(self.fields.values() | {"note": self.note.text()}, self.main.isChecked())
