"""T: tips are paid out of the drawer to whom they belong, with a slip to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.choices import FilterChips
from ui.common.inputs import MoneyField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk


def pay_out_tips(desk: Desk, owner: QObject) -> None:
    """Read who has tips to get, and ask whom to pay."""

    def load() -> list[Any]:
        from app.payments.tips import tips_owed

        return tips_owed()

    def show(rows: list[Any]) -> None:
        if rows:
            TipsSheet(desk, owner, rows).open_ready()
        else:
            desk.toast(_("No tips are owed to anybody."))

    desk.read_for_sheet(owner, load, show)


class TipsSheet(Sheet):
    """Who gets how much; all that is owed unless another amount is typed."""

    def __init__(self, desk: Desk, owner: QObject, rows: list[Any]) -> None:
        super().__init__(desk.surface, _("Pay out tips"), _("From this drawer"), width=560, name="shift.tips")
        self._desk, self._owner = desk, owner
        self._rows = {str(row.person_id): row for row in rows}
        people = [(key, f"{row.name} · {format_money(row.amount_minor)}") for key, row in self._rows.items()]
        self.people = FilterChips(people, "shift.tips.people")
        self.people.chosen.connect(lambda _key: self._show())
        self.amount = MoneyField(_("Amount"), name="shift.tips.amount", height=48, px=20)
        self.amount.submitted.connect(self.go_on)
        told = Label(_("A slip to sign prints with it. Tips are no sales and no tax."), 13, 400, "text2", wrap=True)
        for at, key in enumerate(list(self._rows)[:9], 1):
            self.bind(f"Alt+{at}", lambda key=key: self._choose(key))
        self.set_body(Label(_("Who gets them?"), 13, 500, "text2"), self.people, self.amount, told)
        self.set_primary(_("Pay out tips"), self._pay)
        self.people.set_current(next(iter(self._rows)))
        self._show()

    def open_ready(self) -> None:
        """Open with the caret in the amount."""
        self.open(self.amount.edit)

    def _choose(self, key: str) -> None:
        self.people.set_current(key)
        self._show()

    def _show(self) -> None:
        self.amount.set_minor(self._rows[self.people.current()].amount_minor)
        self.amount.edit.selectAll()

    def _pay(self) -> None:
        from app.payments.tips import pay_tips

        row, minor, desk = self._rows[self.people.current()], self.amount.minor() or 0, self._desk
        if minor <= 0:
            self.amount.set_error(_("Type an amount of more than nought."))
            self.amount.focus()
            return

        def told(_move: int) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("{name} got {amount} of tips").format(name=row.name, amount=format_money(minor)))

        def refused(error: BaseException) -> None:
            desk.feedback("wrong")
            self.amount.set_error(str(error))

        desk.write(self, pay_tips, row.person_id, minor, done=told, failed=refused)


def offer_tip_back(desk: Desk, owner: QObject, order_id: int) -> None:
    """After a void or refund: the tip stays with the staff, unless the customer wants it back."""
    from ui.common.sheet import ask

    def load() -> int:
        from app.payments.tips import tip_left

        return tip_left(order_id)

    def show(minor: int) -> None:
        if not minor:
            return
        amount = format_money(minor)

        def give() -> None:
            from app.payments.tips import give_tip_back

            said = _("The tip of {amount} went back in cash").format(amount=amount)
            desk.write(
                owner, give_tip_back, order_id, _("The customer wants it back"), done=lambda _m: desk.toast(said)
            )

        ask(
            desk.surface, _("A tip of {amount} was left with this sale").format(amount=amount),
            _("It stays with the staff. Give it back only when the customer wants it, in cash from this drawer."),
            _("Give the tip back"), give, no_text=_("It stays"), danger=True, name="tip_back",
        )  # fmt: skip

    desk.read(owner, load, show)
