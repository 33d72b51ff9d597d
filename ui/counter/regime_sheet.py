"""Taxing a sale or an order by another regime than its customer's: which one, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

Take = Callable[[int | None, str, str], Any]


class RegimeSheet(Sheet):
    """F9 takes it; without a regime the sale is taxed as its customer is."""

    def __init__(
        self, window: QWidget, regimes: Sequence[tuple[int, str]], chosen: int | None, reason: str,
        take: Take, *, title: str, foot: str,
    ) -> None:  # fmt: skip
        super().__init__(window, title, width=520, name="regime")
        self._take, self._names = take, dict(regimes)
        rows: list[tuple[int, str]] = [(0, _("As the customer is taxed")), *regimes]
        self.regime = ComboField(_("Tax regime"), rows, "regime.field.regime", height=48)
        self.reason = TextField(
            _("Why"), name="regime.field.reason", height=48, placeholder=_("Such as the number of the paper shown")
        )
        self.regime.set_current(chosen or 0)
        self.reason.set_text(reason)
        self.reason.submitted.connect(self._go)
        self.set_body(
            self.regime, self.reason,
            Label(foot, 13, 400, "text3", wrap=True),
        )  # fmt: skip
        self.set_primary(_("Take"), self._go)

    def _go(self) -> None:
        regime: Any = self.regime.current()
        if regime and not self.reason.text().strip():
            self.reason.set_error(_("Say why."))
            self.reason.focus()
            return
        self.accept()
        self._take(regime or None, self._names.get(regime, ""), self.reason.text().strip() if regime else "")


def ask_regime(
    desk: Desk, owner: QObject, chosen: int | None, reason: str, take: Take, *, title: str, foot: str
) -> None:  # fmt: skip
    """Ask for the regime and why, if the shop has any; `take` its id (None: the customer's), its name and the reason."""

    def read() -> list[tuple[int, str]]:
        from app.catalog.book import book
        from app.catalog.tax_queries import regimes

        book()
        return regimes()

    def show(rows: list[tuple[int, str]]) -> None:
        if not rows:
            desk.toast(_("There is no tax regime yet. A manager makes one under Settings, Taxes."))
            return
        sheet = RegimeSheet(desk.surface, rows, chosen, reason, take, title=title, foot=foot)
        sheet.open(sheet.regime)

    desk.read_for_sheet(owner, read, show)
