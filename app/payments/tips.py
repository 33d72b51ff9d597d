"""Tips: taken beside a payment for whoever took it, owed to them until they are paid out, no turnover and no tax."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.outbox import Title, titled, wish
from app.core.refusal import NotFound, NotPermitted, Refusal
from app.ledger import accounts
from app.ledger.models import Account, Transfer
from app.ledger.post import balance, post
from app.orders.models import Order
from app.payments.models import CashMove, CashMoveKind, Payment, PaymentState
from app.payments.pay import kick_drawer
from app.payments.shift import add_cash_move
from app.payments.till import open_till
from app.staff.models import Person

TIP_BACK = "tip_back"
EARLIER = N_("Tips of earlier days")  # taken before tips were kept by person


class NotThatMuch(Refusal):
    """More tips would be paid out than are owed, or none were taken."""


class TipsOwed(NamedTuple):
    """What a person has still to get."""

    person_id: int
    name: str
    amount_minor: int


def tips_owed() -> list[TipsOwed]:
    """Who has tips to get, the most first."""
    rows: Any = Account.select(Account.code, Account.balance_minor).where(
        (Account.code == accounts.TIPS) | Account.code.startswith(f"{accounts.TIPS}:"), Account.balance_minor < 0
    )
    owed = {_person_of(code): -int(amount) for code, amount in rows.tuples()}
    names: dict[int, str] = dict(Person.select(Person.id, Person.name).where(Person.id.in_(list(owed))).tuples())
    found = [TipsOwed(person, names.get(person, _(EARLIER)), amount) for person, amount in owed.items()]
    return sorted(found, key=lambda row: (-row.amount_minor, row.name))


@command("payments.pay_tips")
def pay_tips(by: Actor, person_id: int, amount_minor: int) -> int:
    """Pay tips out of this till's drawer to whom they belong, with a slip to sign; returns the move's id.

    NotThatMuch when less is owed; above the limit `paid_out_minor` a manager has to allow it; the drawer has to hold it.
    """
    shift = open_till(by.station)
    hold(Account, Account.code == accounts.tips(person_id))
    owed = -balance(accounts.tips(person_id))
    if not 0 < amount_minor <= owed:
        raise NotThatMuch(
            _("{amount} of tips are owed.").format(amount=format_money(max(owed, 0))), owed_minor=owed,
            asked_minor=amount_minor,
        )  # fmt: skip
    limit = by.limit("paid_out_minor")
    if amount_minor > limit:
        raise NotPermitted(
            "payments.pay_tips",
            _("A manager has to allow paying out more than {limit}.").format(limit=format_money(limit)), limit=limit,
            asked=amount_minor, limit_name="paid_out_minor",
        )  # fmt: skip
    name = Person.select(Person.name).where(Person.id == person_id).scalar() or _(EARLIER)
    move_id = add_cash_move(by, shift, CashMoveKind.TIPS, -amount_minor, str(name))
    lines = {accounts.tips(person_id): amount_minor, accounts.drawer(shift.station): -amount_minor}
    post("tips", lines, shift_id=shift.id)
    _print(move_id, titled(N_("Tips for {name}"), name=name))
    touch("shift", shift.id)
    note(shift_id=shift.id, person=person_id, name=str(name), amount_minor=amount_minor)
    return move_id


@command("payments.give_tip_back")
def give_tip_back(by: Actor, order_id: int, reason: str) -> int:
    """Give the tips of a sale back to the customer, in cash, once; returns the amount.

    A refund or void leaves the tip where it is; this is for the customer who wants it back.  Refused with NotThatMuch
    when there is none, it was given back before, or was paid out to the clerk already.
    """
    if not reason.strip():
        raise NotThatMuch(_("Say why the tip goes back."))
    shift = open_till(by.station)
    hold(Order, order_id)
    taken = _tips_of(order_id)
    total = sum(amount for _person, amount in taken)
    gone = Transfer.select().where(Transfer.order_ref == order_id, Transfer.what == TIP_BACK).exists()
    if not total or gone:
        raise NotThatMuch(_("No tip of this sale is left to give back."), order_id=order_id)
    lines = {accounts.drawer(shift.station): -total}
    for person, amount in taken:
        code = accounts.tips(person)
        hold(Account, Account.code == code)
        if -balance(code) < amount:
            raise NotThatMuch(_("This tip was paid out to the clerk already."), order_id=order_id)
        lines[code] = lines.get(code, 0) + amount
    word = _("Tip given back: {reason}").format(reason=reason.strip())
    move_id = add_cash_move(by, shift, CashMoveKind.TIPS, -total, word)
    post(TIP_BACK, lines, order_id=order_id, shift_id=shift.id)
    _print(move_id, titled(N_("Tip given back: {reason}"), reason=reason.strip()), order_id=order_id)
    touch("shift", shift.id)
    touch("order", order_id)
    note(order_id=order_id, tip_minor=total, reason=reason.strip())
    return total


def tip_left(order_id: int) -> int:
    """What of the tips of a sale can still be given back."""
    if Transfer.select().where(Transfer.order_ref == order_id, Transfer.what == TIP_BACK).exists():
        return 0
    taken = _tips_of(order_id)
    return sum(amount for person, amount in taken if -balance(accounts.tips(person)) >= amount)


class CashSlipFacts(NamedTuple):
    """What a slip of cash that left the drawer says."""

    number: int
    made_at: int
    amount_minor: int
    word: str
    cashier: str
    station: str


def cash_slip_facts(move_id: int) -> CashSlipFacts:
    """A move of a drawer's cash, for its slip; NotFound."""
    move = CashMove.get_or_none(CashMove.id == move_id)
    if move is None:
        raise NotFound("cash move", move_id)
    return CashSlipFacts(
        move.id, move.made_at, -move.amount_minor, move.reason, move.who_name, move.shift.station
    )  # fmt: skip


def _tips_of(order_id: int) -> list[tuple[int, int]]:
    tipped = (Payment.order == order_id) & (Payment.tip_minor > 0) & (Payment.state == PaymentState.APPROVED)
    return [(int(who), int(tip)) for who, tip in Payment.select(Payment.who, Payment.tip_minor).where(tipped).tuples()]


def _person_of(code: str) -> int:
    return int(code.removeprefix(accounts.TIPS).lstrip(":") or 0)


def _print(move_id: int, title: Title, order_id: int | None = None) -> None:
    key = f"cash_slip:{move_id}"
    wish("cash_slip", key, {"move_id": move_id}, title=title, order_id=order_id)
    kick_drawer(f"move:{move_id}:{clock.now_ms()}")
