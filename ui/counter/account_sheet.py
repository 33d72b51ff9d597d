"""How much a customer may owe on account, and when a bill is due: a manager's decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core.i18n import _, ngettext
from ui.common.amounts import MoneyField, NumberField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

LONGEST_DAYS = 365


def open_account(desk: Desk, customer_id: int, saved: Callable[[], None]) -> None:
    """Read the terms of a customer and show them."""

    def load() -> tuple[Any, int]:
        from app.core import settings
        from app.customers.queries import customer_card
        from app.payments.debts import DAYS

        return customer_card(customer_id), int(settings.read(DAYS))

    desk.read_for_sheet(desk.window, load, lambda found: AccountSheet(desk, *found, saved).open_ready())


class AccountSheet(Sheet):
    """Two fields: the limit, and the days; without days the shop's own hold."""

    def __init__(self, desk: Desk, card: Any, usual_days: int, saved: Callable[[], None]) -> None:
        super().__init__(desk.surface, _("On account"), card.row.name, width=480, name="account")
        self._desk, self._customer_id, self._saved = desk, card.row.id, saved
        self.limit = MoneyField(
            _("May owe at most"), name="account.field.limit", minor=card.row.credit_limit_minor, height=52, px=22
        )
        self.days = NumberField(
            _("A bill is due after"), name="account.field.days", value=card.pay_days, maximum=LONGEST_DAYS, height=44,
            suffix=_("days"), optional=True,
            help=ngettext(
                "Empty: as the shop does it, after {n} day.", "Empty: as the shop does it, after {n} days.", usual_days
            ).format(n=usual_days),
        )  # fmt: skip
        for field in (self.limit, self.days):
            field.submitted.connect(self.go_on)
        hint = Label(_("Nought is no account: everything is paid at once."), 13, 400, "text3", wrap=True)
        self.set_body(self.limit, hint, self.days)
        self.set_primary(_("Save"), self._save)

    def open_ready(self) -> None:
        """Open with the limit selected."""
        self.open(self.limit.edit)
        self.limit.focus()

    def _save(self) -> None:
        from app.customers.customers import change_account

        limit = self.limit.minor()
        if limit is None or limit < 0:
            self.limit.set_error(_("Type an amount; nought is no account."))
            self.limit.focus()
            return
        if not self.days.check():
            self.days.focus()
            return

        def done(_nothing: Any) -> None:
            self.accept()
            self._desk.feedback("done")
            self._saved()

        self._desk.write(self, change_account, self._customer_id, limit, self.days.value(), done=done, urgent=True)
