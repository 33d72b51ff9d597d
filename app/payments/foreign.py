"""Foreign cash: what notes of another currency are worth at the shop's rate, and where they lie till they are banked."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core import settings
from app.core.events import listens
from app.core.i18n import N_, _
from app.core.money import currency, minor_digits, round_div
from app.core.refusal import Refusal
from app.ledger import accounts
from app.ledger.models import Account
from app.ledger.post import post
from app.payments.events import ShiftClosed
from app.payments.models import Shift

RATES = settings.declare(
    "payments.foreign_rates", [], N_("Foreign cash"),
    N_("Currency and what one of it is worth here, one a line, such as USD 0.92."),
)  # fmt: skip


class NoRate(Refusal):
    """The shop takes no cash of this currency."""


class Rate(NamedTuple):
    """What one main unit of a currency is worth here, in 1/10,000 of our main unit."""

    currency: str
    rate_e4: int


def rates() -> list[Rate]:
    """The currencies that the till takes, in the order of the setting; a line that is no rate is left out."""
    found = (_rate(line) for line in settings.read(RATES))
    return [rate for rate in found if rate is not None and rate.currency != currency()]


def _rate(line: str) -> Rate | None:
    match = re.fullmatch(r"([A-Za-z]{3})\s*[:=]?\s*([0-9]{1,6})(?:[.,]([0-9]{1,4}))?", line.strip())
    if not match:
        return None
    rate_e4 = int(match[2]) * 10_000 + int((match[3] or "").ljust(4, "0"))
    return Rate(match[1].upper(), rate_e4) if rate_e4 else None


def worth(foreign_minor: int, code: str) -> int:
    """What an amount of another currency is worth in our minor units; NoRate when the shop does not take it."""
    found = {rate.currency: rate.rate_e4 for rate in rates()}
    if code not in found:
        raise NoRate(_("This till takes no cash in {currency}.").format(currency=code or "?"), currency=code)
    return worth_at(foreign_minor, code, found[code])


def worth_at(foreign_minor: int, code: str, rate_e4: int) -> int:
    """The same at a given rate."""
    scale = 10 ** minor_digits()
    return round_div(foreign_minor * rate_e4 * scale, 10_000 * 10 ** minor_digits(code))


@listens(ShiftClosed)
def _bank(event: ShiftClosed) -> None:
    """Foreign notes go into the safe with the rest of the drawer."""
    station = Shift.select(Shift.station).where(Shift.id == event.shift_id).scalar()
    ours = accounts.foreign_drawer(station, "")
    held = Account.select(Account.code, Account.balance_minor).where(
        Account.code.startswith(ours), Account.balance_minor > 0
    )
    for code, minor in list(held.tuples()):
        safe = f"{accounts.SAFE}:{code.removeprefix(ours)}"
        post("to_safe", {code: -int(minor), safe: int(minor)}, shift_id=event.shift_id)
