"""What becomes of the receipt: the shop's rule ticks it by tender and amount, until the clerk ticks something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.payments.receipt_rule import ReceiptRule, read_rule, wanted

if TYPE_CHECKING:
    from app.payments.tender import Tender
    from ui.common.desk import Desk


class ReceiptChoice(QObject):
    """Holds the two ticks of a payment sheet (`prints`, `mails`) to the rule."""

    def __init__(self, desk: Desk, sheet: Any, address: str) -> None:
        super().__init__(sheet)
        self._prints, self._mails, self._address = sheet.prints, sheet.mails, address
        self._rule: ReceiptRule | None = None
        self._is_chosen = False
        self._bill: tuple[int, list[Tender]] = (0, [])
        for tick in (self._prints, self._mails):
            tick.clicked.connect(self._choose)
        desk.read(self, read_rule, self._take, urgent=True)

    def follow(self, total_minor: int, tenders: Iterable[Tender]) -> None:
        """Tick what the rule says for a bill paid so."""
        self._bill = (total_minor, list(tenders))
        if self._rule is None or self._is_chosen:
            return
        ways = wanted(self._rule, *self._bill, has_address=bool(self._address))
        self._prints.setChecked(ways.prints)
        if self._address:
            self._mails.setChecked(ways.mails or self._rule == ReceiptRule())

    def _choose(self) -> None:
        self._is_chosen = True

    def _take(self, rule: ReceiptRule) -> None:
        self._rule = rule
        self.follow(*self._bill)
