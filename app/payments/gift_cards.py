"""Gift cards: their numbers, loading one with what was paid for it, blocking a lost one, and taking a sale back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

import peewee

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import _
from app.core.numbers import check_digit, check_digit_fits
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import balance, post
from app.payments.models import GiftCard, GiftCardState

PREFIX = "88"  # no payment code and no product number of a shop begins so with 16 digits
LENGTH = 16
LONGEST = 60
CHECKED_FROM = 12  # digits; a number that long was printed with a check digit


class NoGiftCard(Refusal):
    """The number cannot be one of a gift card."""


class CardBlocked(Refusal):
    """The card was reported lost; nothing is taken from it or put on it."""


@prepared
def _state(code):
    return GiftCard.select(GiftCard.state).where(GiftCard.code == code)


@prepared
def _load(code, order, loaded, at):
    row = GiftCard.insert(
        code=code, state=GiftCardState.ACTIVE.value, loaded_minor=loaded, order=order, sold_at=at, block_reason=""
    )
    return row.on_conflict(
        conflict_target=[GiftCard.code],
        update={GiftCard.loaded_minor: GiftCard.loaded_minor + peewee.EXCLUDED.loaded_minor},
        where=(GiftCard.state == GiftCardState.ACTIVE.value),
    )


def new_number() -> str:
    """A number for a card that has none printed on it; nobody can guess the next one."""
    while True:
        digits = PREFIX + "".join(str(secrets.randbelow(10)) for _digit in range(LENGTH - len(PREFIX) - 1))
        code = digits + str(check_digit(digits))
        if _state.one(code) is None:
            return code


def check_number(text: str) -> str:
    """A typed or scanned number, tidied up; NoGiftCard when a digit must be wrong."""
    code = re.sub(r"[\s-]", "", text) if re.fullmatch(r"[\d\s-]+", text.strip(), re.ASCII) else text.strip()
    if not code or len(code) > LONGEST or not code.isprintable():
        raise NoGiftCard(_("Scan the gift card."), code=code)
    if code.isdigit() and len(code) >= CHECKED_FROM and not (check_digit_fits(code) or luhn_fits(code)):
        raise NoGiftCard(_("{code} is no number of a gift card: a digit is wrong.").format(code=code), code=code)
    return code


def luhn_fits(code: str) -> bool:
    """Whether a number ends with its Luhn digit, as bought cards have it."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def check_usable(code: str) -> None:
    """Raise CardBlocked for a card that was reported lost."""
    row = _state.one(code)
    if row is not None and row[0] == GiftCardState.BLOCKED:
        raise CardBlocked(_("This gift card is blocked."), code=code)


def load_card(code: str, amount_minor: int, order_id: int | None) -> str:
    """Put what was paid on a card, new or not, as a step; returns its account.  CardBlocked, NoGiftCard."""
    code = check_number(code)
    if amount_minor <= 0:
        raise NoGiftCard(_("A gift card is loaded with more than nought."), code=code)
    if not _load.run(code, order_id, amount_minor, clock.now_ms()):
        raise CardBlocked(_("This gift card is blocked."), code=code)
    note(gift_card=code, loaded_minor=amount_minor)
    return accounts.gift_card(code)


def unload_cards(order_id: int, cards: Iterable[tuple[str, int]]) -> int:
    """Take back what a voided sale had put on cards, as a step; returns how much.

    TooLittleThere when some of it was spent already.
    """
    total = 0
    for code, amount in cards:
        lines = {accounts.gift_card(code): amount, accounts.of_order(order_id): -amount}
        post("gift_card_back", lines, order_id=order_id)
        taken = GiftCard.update(loaded_minor=GiftCard.loaded_minor - amount).where(GiftCard.code == code)
        taken.execute()
        total += amount
    return total


@command("payments.block_gift_card")
def block_gift_card(by: Actor, code: str, reason: str) -> int:
    """Block a lost card; returns what is left on it, which stays the customer's.  StateChanged when it is blocked."""
    code = code.strip()
    if not reason.strip():
        raise NoGiftCard(_("Say why the card is blocked."), code=code)
    _known(code)
    blocked = GiftCard.update(
        state=GiftCardState.BLOCKED, blocked_at=clock.now_ms(), block_reason=reason.strip()[:200]
    ).where(GiftCard.code == code, GiftCard.state == GiftCardState.ACTIVE)
    if not blocked.execute():
        raise StateChanged("gift card", code)
    note(gift_card=code, reason=reason.strip())
    return -balance(accounts.gift_card(code))


@command("payments.unblock_gift_card")
def unblock_gift_card(by: Actor, code: str, reason: str) -> int:
    """The card was found again; returns what is left on it."""
    code = code.strip()
    freed = GiftCard.update(state=GiftCardState.ACTIVE, blocked_at=None, block_reason="").where(
        GiftCard.code == code, GiftCard.state == GiftCardState.BLOCKED
    )
    if not freed.execute():
        raise StateChanged("gift card", code)
    note(gift_card=code, reason=reason.strip())
    return -balance(accounts.gift_card(code))


def _known(code: str) -> None:
    """A card that was only ever filled by a return has no row yet; it gets one, so that it can be blocked."""
    if _state.one(code) is None:
        left = -balance(accounts.gift_card(code))
        if left <= 0:
            raise NotFound("gift card", code)
        _load.run(code, None, left, clock.now_ms())
