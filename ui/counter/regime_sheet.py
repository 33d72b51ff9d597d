"""Taxing a sale by another regime than its customer's: which one, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet


class RegimeSheet(Sheet):
    """F9 takes it; without a regime the sale is taxed as its customer is."""

    def __init__(
        self, window: QWidget, regimes: Sequence[tuple[int, str]], chosen: int | None, reason: str,
        take: Callable[[int | None, str], Any],
    ) -> None:  # fmt: skip
        super().__init__(window, _("Tax this sale otherwise"), width=520, name="regime")
        self._take = take
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
            Label(_("A manager allows it when the sale is paid. The journal keeps the reason."), 13, 400, "text3",
                  wrap=True),
        )  # fmt: skip
        self.set_primary(_("Take"), self._go)

    def _go(self) -> None:
        regime: Any = self.regime.current()
        if regime and not self.reason.text().strip():
            self.reason.set_error(_("Say why."))
            self.reason.focus()
            return
        self.accept()
        self._take(regime or None, self.reason.text().strip() if regime else "")
