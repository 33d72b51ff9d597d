"""Receipt numbers: without gaps in each till's series, taken in the transaction of what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import acting, command, note
from app.core.events import listens
from app.core.i18n import N_
from app.core.numbers import next_number
from app.core.outbox import renew_wish, titled, wish
from app.core.prepared import prepared
from app.core.refusal import NotFound
from app.customers.events import WhoseOrder
from app.orders.models import Order
from app.payments.models import AccountReceipt, Payment, Receipt, ReceiptKind


class FoundReceipt(NamedTuple):
    """A receipt as it is found again by its number."""

    series: str
    no: int
    kind: ReceiptKind
    order_id: int
    shift_id: int | None
    station: str
    total_minor: int
    copies: int
    made_at: int
    return_id: int | None = None  # whose goods a refund pays

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return receipt_number(self.series, self.no)


ACCOUNT_RECEIPTS = "account_receipt"  # the counter of papers for debts that are paid
ACCOUNT_SERIES = "P"


@prepared
def _on_paper(number, payment):
    return Payment.update(receipt=number).where(Payment.id == payment)


@prepared
def _write(series, no, kind, order, shift, station, total, made_at):
    return Receipt.insert(
        series=series, no=no, kind=kind, order=order, shift=shift, station=station, total_minor=total, copies=0,
        made_at=made_at,
    )  # fmt: skip


_COLUMNS = (
    Receipt.series, Receipt.no, Receipt.kind, Receipt.order, Receipt.shift, Receipt.station, Receipt.total_minor,
    Receipt.copies, Receipt.made_at, Receipt.return_ref,
)  # fmt: skip


@prepared
def _void_of(order):
    return Receipt.select(Receipt.no).where(Receipt.order == order, Receipt.kind == ReceiptKind.VOID.value).limit(1)


def is_void(order_id: int) -> bool:
    """Whether a sale was called off on the spot, with a receipt that says so."""
    return _void_of.one(order_id) is not None


def counter_of(series: str) -> str:
    """The name of a receipt series among the shop's counters."""
    return f"receipt:{series}"


def receipt_number(series: str, no: int) -> str:
    """A receipt's number as it is printed and scanned: T1-000123."""
    return f"{series}-{no:06d}"


def take_receipt(
    kind: ReceiptKind, order_id: int, total_minor: int, *, series: str, station: str, shift_id: int | None,
    payments: Iterable[int] = (), return_id: int | None = None,
) -> str:  # fmt: skip
    """Give the next number of a till's series, as a step of the command that needs it; returns it as printed.

    `payments` are those that the paper tells of, `return_id` the goods that came back for the money.
    """
    no = next_number(counter_of(series))
    _write.run(series, no, kind, order_id, shift_id, station, total_minor, clock.now_ms())
    number = receipt_number(series, no)
    if return_id is not None:
        Receipt.update(return_ref=return_id).where(Receipt.series == series, Receipt.no == no).execute()
    _on_paper.run_many((number, payment) for payment in payments)
    note(receipt=number)
    return number


def take_account_receipt(
    customer_id: int, paid_minor: int, left_minor: int, *, shift_id: int | None, payments: Iterable[int]
) -> str:  # fmt: skip
    """Give a number to the paper of money that was paid towards a debt, as a step; returns it as printed."""
    by, no = acting(), next_number(ACCOUNT_RECEIPTS)
    AccountReceipt.insert(
        no=no, customer_ref=customer_id, shift=shift_id, station=by.station, paid_minor=paid_minor,
        left_minor=left_minor, who_name=by.name, made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    number = account_receipt_number(no)
    _on_paper.run_many((number, payment) for payment in payments)
    note(receipt=number)
    return number


def account_receipt_number(no: int) -> str:
    """The number of such a paper as it is printed: P-000012."""
    return f"{ACCOUNT_SERIES}-{no:06d}"


@command("payments.reprint_account")
def reprint_account(by: Actor, number: str) -> int:
    """Print the paper of a debt's payment again, marked COPY with its count, which is returned; NotFound."""
    no = int(number.rpartition("-")[2]) if number.startswith(f"{ACCOUNT_SERIES}-") else 0
    mine = AccountReceipt.no == no
    if not AccountReceipt.update(copies=AccountReceipt.copies + 1).where(mine).execute():
        raise NotFound("receipt", number)
    copy = int(AccountReceipt.select(AccountReceipt.copies).where(mine).scalar())
    wish(
        "account_receipt", f"account_receipt:{number}:copy{copy}", {"receipt": number, "copy": copy},
        title=titled(N_("Receipt {number}, copy {copy}"), number=number, copy=copy),
    )  # fmt: skip
    note(receipt=number, copy=copy)
    return copy


def find_receipt(number: str) -> FoundReceipt | None:
    """The receipt with this number, as typed or scanned, or None."""
    match = re.fullmatch(r"\s*(.+)-(\d{1,18})\s*", number, re.ASCII)
    if not match:
        return None
    series, no = match[1].strip(), int(match[2])
    row = Receipt.select(*_COLUMNS).where(Receipt.series == series, Receipt.no == no).tuples().first()
    return FoundReceipt(*row) if row else None


@listens(WhoseOrder)
def customer_of_receipt(question: WhoseOrder) -> int | None:
    """The customer of the sale with this receipt number, or None."""
    found = find_receipt(question.number)
    row = Order.select(Order.customer).where(Order.id == found.order_id).tuples().first() if found else None
    return row[0] if row else None


def receipts_of(order_id: int) -> list[FoundReceipt]:
    """All receipts of an order, oldest first."""
    query = Receipt.select(*_COLUMNS).where(Receipt.order == order_id).order_by(Receipt.made_at, Receipt.no)
    return [FoundReceipt(*row) for row in query.tuples()]


def print_again(found: FoundReceipt) -> int:
    """Print a receipt once more, as a step: as a numbered copy, or as the original when that surely never came out.

    Returns the number of the copy, nought for the original.
    """
    if renew_wish(f"receipt:{found.number}"):
        return 0
    copy = count_copy(found.series, found.no)
    wish(
        "receipt", f"receipt:{found.number}:copy{copy}",
        {"order_id": found.order_id, "receipt": found.number, "copy": copy},
        title=titled(N_("Receipt {number}, copy {copy}"), number=found.number, copy=copy), order_id=found.order_id,
    )  # fmt: skip
    return copy


def count_copy(series: str, no: int) -> int:
    """One more copy of a receipt, as a step; returns which copy it is (1 is the first after the original)."""
    Receipt.update(copies=Receipt.copies + 1).where(Receipt.series == series, Receipt.no == no).execute()
    return int(Receipt.select(Receipt.copies).where(Receipt.series == series, Receipt.no == no).scalar())
