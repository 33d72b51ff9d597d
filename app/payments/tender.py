"""What is handed over at the till: the checks of tenders against a bill, the change and the cash rounding; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.core import settings
from app.core.i18n import N_, _
from app.core.money import LARGEST, CashRounding, cash_rounding, format_money
from app.core.refusal import Refusal
from app.payments.foreign import worth
from app.payments.models import Tender

STEP = settings.declare(
    "payments.cash_rounding_step_minor", 5, N_("Smallest coin in use"),
    N_("Cash is rounded to it, in cents; 1 rounds nothing."), least=1, most=10_000,
)  # fmt: skip
MODE = settings.declare(
    "payments.cash_rounding_mode", CashRounding.NEAREST.value, N_("Cash rounding"),
    N_("Which way an amount paid in cash is rounded."),
    choices={"nearest": N_("To the nearest"), "up": N_("Up"), "down": N_("Down")},
)  # fmt: skip
REST = settings.declare(
    "payments.write_off_cap_minor", 5, N_("Rest that may be let go"),
    N_("In cents: the most that a sale may be short when the customer has no more coins; 0 is never."), least=0,
    most=1_000,
)  # fmt: skip
TIPS = settings.declare("payments.tips", False, N_("Tips by card"), N_("Ask for a tip before the card is charged."))

NEEDS_CUSTOMER = frozenset({Tender.STORE_CREDIT, Tender.ON_ACCOUNT, Tender.INSTALMENTS})
DEBTS = frozenset({Tender.ON_ACCOUNT, Tender.INSTALMENTS})
BY_TERMINAL = frozenset({Tender.CARD, Tender.WALLET, Tender.ONLINE})  # the terminal or provider says whether it is paid
NOTES = frozenset({Tender.CASH, Tender.FOREIGN_CASH})  # opens the drawer, gives change


class TenderTooSmall(Refusal):
    """Less is tendered than is due."""

    def __init__(self, *, due_minor: int, given_minor: int) -> None:
        missing = format_money(due_minor - given_minor)
        super().__init__(
            _("{missing} is still to be paid.").format(missing=missing), due_minor=due_minor, given_minor=given_minor
        )


class TenderTooLarge(Refusal):
    """More is tendered than is due; only cash gives change."""


class TenderNotComplete(Refusal):
    """A tender lacks what it needs: a code, a customer, an address."""


class TenderInput(NamedTuple):
    """One tender of a bill, as the payment panel hands it over.

    `amount_minor` is what it pays of the bill, before cash rounding; `given_minor` the cash put on the counter
    (nought: exactly what is due).  `reference` is the terminal's or typed one, of a gift card its code.
    `payment_id` names a payment that the terminal approved already.  Foreign cash names its `currency` and how much
    of it was given; a tip comes on top of the amount, on the same card.  Instalments say in how many `parts` they are
    paid later, with the customer's signature (a picture as base64) and the paper that was looked at.
    """

    tender: Tender
    amount_minor: int
    given_minor: int = 0
    reference: str = ""
    auth_code: str = ""
    masked_pan: str = ""
    payment_id: int = 0
    tip_minor: int = 0
    currency: str = ""
    foreign_minor: int = 0
    parts: int = 0
    signature: str = ""
    id_seen: str = ""


class Settled(NamedTuple):
    """One tender after the checks: what lies in the drawer for it is amount + rounding."""

    tender: TenderInput
    given_minor: int
    change_minor: int
    rounding_minor: int

    @property
    def received_minor(self) -> int:
        """What the shop keeps of it."""
        return self.tender.amount_minor + self.rounding_minor


def settle(total_minor: int, tenders: Sequence[TenderInput], *, partly: bool = False) -> list[Settled]:
    """Check tenders against a bill and work out rounding and change.

    The tenders add up to the total (with `partly`, to no more than it).  Raises TenderTooSmall, TenderTooLarge or
    TenderNotComplete.
    """
    tenders = _one_cash(tenders)
    for tender in tenders:
        _check_one(tender)
    _check_rest(total_minor, tenders)
    paid = sum(tender.amount_minor for tender in tenders)
    if paid > total_minor:
        raise TenderTooLarge(
            _("{amount} is more than is due ({due}).").format(amount=format_money(paid), due=format_money(total_minor)),
            due_minor=total_minor, given_minor=paid,
        )  # fmt: skip
    if paid < total_minor and not partly:
        raise TenderTooSmall(due_minor=total_minor, given_minor=paid)
    return [_settled(tender) for tender in tenders]


def cash_due(amount_minor: int) -> int:
    """What has to lie on the counter for an amount, in coins that are in use."""
    return amount_minor + rounding_of(amount_minor)


def rounding_of(amount_minor: int) -> int:
    """The cash rounding of an amount; paid back, it is the same with the other sign."""
    step, mode = settings.read(STEP), settings.read(MODE)
    if step == 1:
        return 0
    return cash_rounding(amount_minor, step, mode) if amount_minor >= 0 else -cash_rounding(-amount_minor, step, mode)


def _one_cash(tenders: Iterable[TenderInput]) -> list[TenderInput]:
    """All cash of a bill is one heap on the counter, rounded once."""
    others = [tender for tender in tenders if tender.tender != Tender.CASH]
    heaps = [tender for tender in tenders if tender.tender == Tender.CASH]
    if len(heaps) < 2:
        return list(tenders)
    amount = sum(heap.amount_minor for heap in heaps)
    given = sum(heap.given_minor or heap.amount_minor for heap in heaps)
    return [*others, TenderInput(Tender.CASH, amount, given)]


def _check_one(tender: TenderInput) -> None:
    if max(tender.amount_minor, tender.given_minor, tender.foreign_minor, tender.tip_minor) > LARGEST:
        raise TenderTooLarge(_("No payment is that large. Type the amount again."), tender=tender.tender)
    if tender.amount_minor <= 0:
        raise TenderNotComplete(_("A payment is more than nought."), tender=tender.tender)
    if tender.given_minor and tender.tender != Tender.CASH:
        raise TenderTooLarge(_("Only cash gives change."), tender=tender.tender)
    if tender.tender == Tender.CARD and not tender.payment_id and not tender.auth_code.strip():
        raise TenderNotComplete(_("Type the authorization code of the card payment."), tender=tender.tender)
    if tender.tender in (Tender.WALLET, Tender.ONLINE) and not tender.payment_id:
        raise TenderNotComplete(_("This payment has not gone through yet."), tender=tender.tender)
    if tender.tip_minor and (tender.tender not in BY_TERMINAL or not 0 < tender.tip_minor <= tender.amount_minor):
        raise TenderTooLarge(
            _("A tip is taken by card and is not more than the bill."), tender=tender.tender, tip_minor=tender.tip_minor
        )
    if tender.tender == Tender.GIFT_CARD and not tender.reference.strip():
        raise TenderNotComplete(_("Scan the gift card."), tender=tender.tender)


def _check_rest(total_minor: int, tenders: Sequence[TenderInput]) -> None:
    """Only a few cents are let go, once, and only of a bill that was paid otherwise."""
    rest = sum(tender.amount_minor for tender in tenders if tender.tender == Tender.WRITE_OFF)
    cap = int(settings.read(REST))
    if rest > cap or (rest and rest >= total_minor):
        raise TenderTooLarge(
            _("At most {cap} of a bill may be let go.").format(cap=format_money(cap)), cap_minor=cap, asked_minor=rest
        )


def _settled(tender: TenderInput) -> Settled:
    if tender.tender == Tender.CASH:
        return _cash(tender)
    if tender.tender == Tender.FOREIGN_CASH:
        return _foreign(tender)
    return Settled(tender, 0, 0, 0)


def _foreign(tender: TenderInput) -> Settled:
    """Foreign notes at the rate of the day; what they are worth too much comes back in our own coins."""
    if tender.foreign_minor <= 0:
        raise TenderNotComplete(_("Type what the customer gives."), tender=tender.tender)
    given = worth(tender.foreign_minor, tender.currency)
    if given < tender.amount_minor:
        raise TenderTooSmall(due_minor=tender.amount_minor, given_minor=given)
    over = given - tender.amount_minor
    change = cash_due(over) if over else 0
    return Settled(tender, given, change, over - change)


def _cash(tender: TenderInput) -> Settled:
    rounding = rounding_of(tender.amount_minor)
    due = tender.amount_minor + rounding
    given = tender.given_minor or due
    if given < due:
        raise TenderTooSmall(due_minor=due, given_minor=given)
    return Settled(tender, given, given - due, rounding)
