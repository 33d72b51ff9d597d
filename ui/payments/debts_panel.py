"""What is owed to the shop beside the couriers' cash: instalments, and debts on account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from app.core.i18n import _
from ui.common.boxes import Divider, HBox, Panel
from ui.common.choices import Segmented
from ui.common.keys import Key
from ui.common.table import LiveTable
from ui.payments.instalments_panel import InstalmentsPanel
from ui.payments.owed_panel import WIDE, OwedPanel

if TYPE_CHECKING:
    from ui.common.desk import Desk

PLANS, ACCOUNT = "plans", "account"


class DebtsPanel(Panel):
    """Two lists, one at a time."""

    def __init__(self, desk: Desk) -> None:
        self.plans, self.account = InstalmentsPanel(desk), OwedPanel(desk)
        self.which = Segmented([(PLANS, _("Instalments")), (ACCOUNT, _("On account"))], "cod.debts", PLANS)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plans)
        self._stack.addWidget(self.account)
        head = HBox(self.which, None, margins=(12, 16))
        super().__init__("surface", head, Divider(), (self._stack, 1), gap=0, name="cod.debts_panel")
        self.setFixedWidth(WIDE)
        self.which.chosen.connect(self._show)

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self.plans if key == PLANS else self.account)

    @property
    def _shown(self) -> InstalmentsPanel | OwedPanel:
        return self.plans if self.which.current() == PLANS else self.account

    @property
    def table(self) -> LiveTable:
        """The list that is shown."""
        return self._shown.table

    def keys(self) -> list[Key]:
        """What else may be done with the chosen plan or debt."""
        return [*self._shown.keys(), Key("Ctrl+D", _("Instalments or account"), self._switch, False)]

    def _switch(self) -> None:
        self.which.choose(ACCOUNT if self.which.current() == PLANS else PLANS)

    def refresh(self) -> None:
        """Read both lists anew."""
        self.plans.refresh()
        self.account.refresh()

    def find(self, text: str) -> None:
        """Show only what a typed text fits."""
        self.plans.find(text)
        self.account.find(text)

    def take_payment(self) -> None:
        """P: the chosen customer pays."""
        self._shown.take_payment()

    def show_plan(self, plan_id: int) -> None:
        """Show one plan of the list."""
        self.which.choose(PLANS)
        self.plans.show_plan(plan_id)
