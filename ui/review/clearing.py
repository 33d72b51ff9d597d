"""Ticking off what clears a reason: by the box, by its digit, or because the phone answered a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.review.case import reasons_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.common.desk import Desk


class Clearing(QObject):
    """Writes ticks for the case that is shown."""

    def __init__(self, desk: Desk, case: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self._case = desk, case

    def tick(self, code: str) -> None:
        """This was asked and is in order, or the tick is taken back."""
        from app.review.clear import clear_reason

        detail = self._case()
        reason = next((one for one in detail.reasons if one.code == code), None) if detail else None
        if reason is None or detail.state not in ("open", "held"):
            return
        cleared = not reason.cleared_by

        def told(points: int) -> None:
            if cleared:
                said = _("Ticked off, {points} points are left").format(points=points)
                self.desk.toast(said, lambda: self._untick(detail.order_id, code))

        self.desk.write(self, clear_reason, detail.order_id, code, cleared=cleared, done=told, once=True)

    def _untick(self, order_id: int, code: str) -> None:
        from app.review.clear import clear_reason

        self.desk.write(self, clear_reason, order_id, code, cleared=False)

    def tick_at(self, digit: int) -> None:
        """1 to 9: tick the reason in that row."""
        detail = self._case()
        reasons = reasons_shown(detail) if detail is not None else []
        if digit <= len(reasons) and reasons[digit - 1].points > 0:
            self.tick(reasons[digit - 1].code)

    def confirm_phone(self) -> None:
        """P: the phone answered the code that we sent; that speaks for the order."""
        from app.review.clear import confirm_phone

        detail = self._case()
        if detail is None or detail.state not in ("open", "held"):
            return
        if not detail.phone:
            self.desk.window.notice.refuse(_("There is no phone number to reach the customer."))
            return
        said = _("Kept: the phone answered a code")
        self.desk.write(self, confirm_phone, detail.order_id, done=lambda _points: self.desk.toast(said), once=True)
