"""Deciding a review: yes, hold and ask, no, each with its way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.orders.pay_back_sheet import offer_pay_back
from ui.review import sheets

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Deciding(QObject):
    """A, H and R on the case that is read.

    `case` is asked for it, `money_words` what a rejection does with its money; `stand_on` is told the order whose
    decision was taken back.
    """

    def __init__(
        self, desk: Desk, case: Callable[[], Any], money_words: Callable[[], str], stand_on: Callable[[int], None],
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.desk, self._case, self._money_words, self._stand_on = desk, case, money_words, stand_on
        self._decided: int | None = None  # the last decision that can still be undone

    def approve(self, remark: str = "") -> None:
        """A: let the order go on; while reasons are not ticked off, it is asked why."""
        from app.review.decide import approve_order

        detail = self._case()
        if detail is None or detail.state not in ("open", "held"):
            return
        if not remark.strip() and sheets.still_open(detail):
            self.approve_with_remark()
            return

        def told(answer: Any) -> None:
            if answer.needs_second:
                self.desk.toast(
                    _("Your yes to order {number} is kept; a second person decides").format(number=detail.number)
                )
                return
            self._done(detail.order_id, _("Order {number} is approved").format(number=detail.number))

        self.desk.write(self, approve_order, detail.order_id, remark, done=told, once=True)

    def approve_with_remark(self) -> None:
        """N: approve and say why."""
        detail = self._case()
        if detail is not None and detail.state in ("open", "held"):
            title = _("Approve order {number}").format(number=detail.number)
            sheets.ask_note(self.desk, title, self.approve, sheets.still_open(detail))

    def hold(self) -> None:
        """H: ask the customer and wait."""
        detail = self._case()
        if detail is None or detail.state != "open":
            return

        def ask(question: str) -> None:
            from app.review.decide import hold_review

            def told(_answer: Any) -> None:
                said = _("Order {number} waits for an answer").format(number=detail.number)
                self.desk.toast(said, lambda: self._reopen(detail.order_id))

            self.desk.write(self, hold_review, detail.order_id, question, done=told, once=True)

        sheets.ask_question(self.desk, detail, ask)

    def reject(self) -> None:
        """R: turn the order down, with a reason."""
        detail = self._case()
        if detail is None or detail.state not in ("open", "held"):
            return

        def turn_down(reason: str) -> None:
            from app.review.decide import reject_order

            def told(_answer: Any) -> None:
                self._done(detail.order_id, _("Order {number} is rejected").format(number=detail.number))
                offer_pay_back(self.desk, self, detail.order_id, detail.number, reason)

            self.desk.write(self, reject_order, detail.order_id, reason, done=told, once=True)

        sheets.ask_reject(self.desk, detail, self._money_words(), turn_down)

    def _done(self, order_id: int, said: str) -> None:
        self._decided = order_id
        self.desk.feedback("done")
        self.desk.toast(said, lambda: self._undo(order_id))

    def undo(self) -> None:
        """Ctrl+Z: take the last decision back while that is possible."""
        if self._decided is not None:
            self._undo(self._decided)

    def _undo(self, order_id: int) -> None:
        from app.review.decide import undo_decision

        def told(_answer: Any) -> None:
            self._decided = None
            self._stand_on(order_id)

        self.desk.write(self, undo_decision, order_id, done=told, once=True)

    def reopen(self) -> None:
        """O: the answer came; a held order is to be decided again."""
        detail = self._case()
        if detail is not None and detail.state == "held":
            self._reopen(detail.order_id)

    def _reopen(self, order_id: int) -> None:
        from app.review.decide import reopen_review

        self.desk.write(self, reopen_review, order_id, once=True)
