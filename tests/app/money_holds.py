"""What must hold of a shop's money at every moment, added up here one by one, beside the program's own sums."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from peewee import fn

from app.core.refusal import Refusal
from app.documents.bills import receipt
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.ledger.post import balance
from app.orders.models import Order
from app.payments.close import x_report
from app.payments.models import CashMoveKind, HandOver, Payment, PaymentState, Receipt, Shift, Tender
from app.payments.totals import shift_totals
from app.returns.quick import QuickLine, quick_return
from tests.app.payments.till import SLIP, boss
from tests.promises import broken_promises


class MoneyHolds:
    """Looks at all of it."""

    steps = 0

    def check(self) -> None:
        """After each step; all that `verify` re-computes after some."""
        self.steps += 1
        if self.steps % 5 == 0:
            assert broken_promises() == []
        assert Account.select(fn.SUM(Account.balance_minor)).scalar() == 0, "the ledger does not sum to nothing"
        shift = Shift.select().order_by(Shift.id.desc()).get()
        totals = shift_totals(shift.id)
        assert totals.expected_cash_minor == balance(f"cash:{shift.station}"), "drawer and ledger differ"
        self._check_z(shift, totals)
        for one in Receipt.select().order_by(Receipt.no.desc()).limit(4):
            self._check_paper(one)

    def _check_z(self, shift: Any, totals: Any) -> None:
        """The Z is the sum of the shift's payments and papers, added up here one by one."""
        rows = list(Payment.select().where(Payment.shift == shift.id))
        good = [
            row
            for row in rows
            if row.state in (PaymentState.APPROVED, PaymentState.CORRECTED)
            or (row.state == PaymentState.REVERSED and row.order_id)
        ]
        by_tender: dict[str, int] = {}
        for row in good:
            amount = row.amount_minor + row.rounding_minor + row.tip_minor
            by_tender[str(row.tender)] = by_tender.get(str(row.tender), 0) + amount
        assert by_tender == totals.tenders, "the tenders of the Z are not its payments"
        papers = {paper for paper in {row.receipt for row in good} if paper}
        printed = sum(count[1] for count in totals.papers.values()) + totals.debts_paid_minor
        on_paper = sum(row.amount_minor for row in good if row.receipt in papers)
        assert printed == on_paper, f"papers say {printed}, their payments {on_paper}"
        cash = sum(row.amount_minor + row.rounding_minor for row in good if row.tender == Tender.CASH)
        foreign = sum(row.change_minor for row in good if row.tender == Tender.FOREIGN_CASH)
        moves = sum(move.amount_minor for move in shift.moves if move.kind != CashMoveKind.FLOAT_OFF)
        off = sum(one.counted_minor - one.expected_minor for one in HandOver.select().where(HandOver.shift == shift.id))
        assert totals.expected_cash_minor == shift.float_minor + cash - foreign + moves + off
        ledger = {"sales": 0, "tax": 0}
        lines = (
            TransferLine.select(Account.kind, TransferLine.amount_minor)
            .join(Account)
            .switch(TransferLine)
            .join(Transfer)
        )
        for kind, amount in lines.where(Transfer.shift_ref == shift.id).tuples():
            if kind in (AccountKind.SALES, AccountKind.TAX):
                ledger[str(AccountKind(kind))] -= amount
        taxed = sum(row[2] for row in totals.taxes) + sum(row[4] for row in totals.named_taxes)
        assert taxed == ledger["tax"], f"the taxes of the Z are {taxed}, those of the ledger {ledger['tax']}"
        if shift.state == "open":
            assert x_report(boss)["tenders"] == totals.tenders

    def _check_paper(self, found: Any) -> None:
        """A paper's lines and charges are its total, and its tenders pay it."""
        shown: Any = receipt(found.order_id, number=f"{found.series}-{found.no:06d}")
        if not hasattr(shown, "lines"):
            return
        totals = shown.totals
        beside = sum(one.amount_minor for one in (*totals.discounts, *totals.fees))
        assert totals.subtotal_minor + beside == totals.total_minor, f"{shown.number}: its sums"
        tips = {"Tip for the staff": -1}  # comes on top of what is to be paid
        handed = sum(part.amount_minor * tips.get(part.name, 1) for part in totals.tenders)
        left = handed - totals.change_minor - totals.rounding_minor + totals.due_minor
        reversed_ = (
            Payment.select().where(Payment.order == found.order_id, Payment.state == PaymentState.REVERSED).exists()
        )
        assert left == totals.total_minor or reversed_, f"{shown.number}: {left} for {totals.total_minor}"

    def undo(self) -> None:
        """All that was sold at the counter comes back: what the customer gets is what was paid, the books are as before."""
        for order in list(Order.select().where(Order.channel == "counter")):
            lines = [
                QuickLine(line.id, line.quantity - line.returned)
                for line in order.lines
                if line.quantity > line.returned
            ]
            reversed_ = (
                Payment.select().where(Payment.order == order.id, Payment.state == PaymentState.REVERSED).exists()
            )
            goods = [line for line in order.lines if line.kind == "goods"]
            if not lines or len(goods) < len(list(order.lines)) or reversed_:
                continue
            with suppress(Refusal):
                quick_return(boss, order.id, lines, slips=SLIP)
                self.check()
                sums: dict[str, int] = {}
                query = TransferLine.select(Account.kind, TransferLine.amount_minor).join(Account).switch(TransferLine)
                for kind, amount in query.join(Transfer).where(Transfer.order_ref == order.id).tuples():
                    sums[str(kind)] = sums.get(str(kind), 0) + amount
                assert not sums.get("sales") and not sums.get("tax"), f"{order.number}: {sums} is left of a sale"
