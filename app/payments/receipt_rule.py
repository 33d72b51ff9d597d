"""Whether a paid sale prints a receipt, asks, or mails it: by tender and amount, so that no paper is wasted."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from app.core import settings
from app.core.i18n import N_
from app.payments.models import Tender


class Way(StrEnum):
    """What happens to a receipt when nobody says otherwise."""

    PRINT = "print"
    ASK = "ask"  # not printed; the customer is asked
    MAIL = "mail"  # mailed when there is an address, printed else
    NONE = "none"


WAYS = {
    Way.PRINT.value: N_("Print"), Way.ASK.value: N_("Only when asked"), Way.MAIL.value: N_("By mail, else print"),
    Way.NONE.value: N_("None"),
}  # fmt: skip
CASH = settings.declare(
    "payments.receipt_cash", Way.PRINT.value, N_("Receipt after cash"), N_("The clerk can say otherwise each time."),
    choices=WAYS,
)  # fmt: skip
OTHER = settings.declare(
    "payments.receipt_other", Way.PRINT.value, N_("Receipt after card and other tenders"),
    N_("The clerk can say otherwise each time."), choices=WAYS,
)  # fmt: skip
SMALL = settings.declare(
    "payments.receipt_from_minor", 0, N_("No paper below"),
    N_("In cents: a smaller sale prints only when asked. 0 prints always."), least=0, most=1_000_000,
)  # fmt: skip
ALWAYS = frozenset({Tender.ON_ACCOUNT, Tender.INSTALMENTS})  # whoever owes gets a paper


class ReceiptRule(NamedTuple):
    """The rule of the shop as plain values."""

    cash: Way = Way.PRINT
    other: Way = Way.PRINT
    from_minor: int = 0


class Wanted(NamedTuple):
    """What is ticked when the payment opens."""

    prints: bool
    mails: bool


def read_rule() -> ReceiptRule:
    """The rule as the settings have it."""
    return ReceiptRule(Way(settings.read(CASH)), Way(settings.read(OTHER)), int(settings.read(SMALL)))


def wanted(rule: ReceiptRule, total_minor: int, tenders: Iterable[Tender], *, has_address: bool) -> Wanted:
    """What becomes of the receipt of a sale paid so; with several tenders the one that asks for most paper decides."""
    kinds = set(tenders) or {Tender.CASH}
    if kinds & ALWAYS:
        return Wanted(True, has_address)
    ways = {rule.cash if kind == Tender.CASH else rule.other for kind in kinds}
    mails = Way.MAIL in ways and has_address
    prints = Way.PRINT in ways or (Way.MAIL in ways and not has_address)
    return Wanted(prints and abs(total_minor) >= rule.from_minor, mails)
