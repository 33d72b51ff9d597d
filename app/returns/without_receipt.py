"""Goods without a sale that can be found: a manager's right, store credit by default, cash only when said so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from app.catalog.book import book
from app.catalog.models import Product, Tax
from app.core import clock
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.fields import MOST
from app.core.i18n import N_, _
from app.core.money import line_minor, tax_included
from app.core.outbox import titled, wish
from app.core.refusal import NotFound, Refusal
from app.customers.models import Customer
from app.inventory.models import PlaceKind
from app.ledger import accounts
from app.ledger.named_taxes import Mixed, NamedTax, write_taxes
from app.ledger.post import post
from app.orders.taxes import tax_line
from app.payments.models import Tender
from app.payments.order_account import earned
from app.payments.pay import kick_drawer
from app.payments.take import write_payment
from app.payments.tender import rounding_of
from app.payments.till import ShiftNow, held_shift, open_till
from app.returns.advance import ReturnRow, return_row, step
from app.returns.events import ReturnOpened, ReturnSettled
from app.returns.inspect import Finding, inspect_step, line_ids
from app.returns.models import Disposition, Outcome, Return, ReturnState
from app.returns.open import NewLine, NothingToReturn, write_return
from app.returns.policy import Condition, reason_of
from app.returns.settle import Settled, WrongOutcome
from app.returns.taxes import loose_taxes


class LooseLine(NamedTuple):
    """So many base units of a product, taken back at a price (1/10,000 for its `price_per`, with tax)."""

    product_id: int
    quantity: int
    unit_price_e4: int
    reason: str = "changed_mind"
    condition: str = Condition.LIKE_NEW.value
    disposition: str = Disposition.RESTOCK.value
    place_id: int | None = None
    photos: tuple[str, ...] = ()


@command("returns.return_without_receipt")
def return_without_receipt(
    by: Actor, lines: Sequence[LooseLine], customer_id: int | None, reason: str, to: Tender | None = None
) -> Settled:
    """Take back goods whose sale cannot be found; the whole return is settled at once.

    Store credit for the customer, on a slip when there is none; `to` may be cash.  A reason is needed; a price above
    today's is refused with WrongOutcome.
    """
    if not lines or not reason.strip():
        raise NothingToReturn(_("Say what comes back, and why there is no receipt."))
    if to not in (None, Tender.STORE_CREDIT, Tender.CASH):
        raise WrongOutcome(_("Without a receipt there is store credit, or cash."), tender=to)
    if customer_id is not None and not Customer.select().where(Customer.id == customer_id).exists():
        raise NotFound("customer", customer_id)
    new = [_value(line) for line in lines]
    return_id = write_return(new, order_id=None, customer_id=customer_id, state=ReturnState.APPROVED, reason=reason)
    emit(ReturnOpened(return_id, None, True))
    _take_in(return_id, lines)
    row = return_row(return_id)
    settled = _settle(row, new, customer_id, cash=to == Tender.CASH)
    wish("return_slip", f"return_slip:{row.number}", {"return_id": return_id},
         title=titled(N_("Return slip {number}"), number=row.number))  # fmt: skip
    note(return_number=row.number, customer_id=customer_id, reason=reason.strip(), outcome=settled.outcome,
         credited_minor=settled.credited_minor)  # fmt: skip
    emit(ReturnSettled(return_id, None, settled.outcome, settled.credited_minor))
    return settled


def _value(line: LooseLine) -> NewLine:
    row = (
        Product.select(Product.name, Product.price_e4, Product.price_per, Tax.rate_bp, Product.tax).join(Tax)
        .where(Product.id == line.product_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("product", line.product_id)
    name, price_e4, price_per, tax_bp, tax_id = row
    if line.quantity <= 0 or line.unit_price_e4 < 0:
        raise NothingToReturn(_("How many come back? At least one."), product_id=line.product_id)
    if line.quantity > MOST:
        raise NothingToReturn(_("That is more than one line can hold."), product_id=line.product_id)
    if line.unit_price_e4 > price_e4:
        raise WrongOutcome(
            _("{name} costs less today.").format(name=name), product_id=line.product_id, price_e4=price_e4
        )
    gross = line_minor(line.quantity, line.unit_price_e4, price_per)
    terms = book().taxes.terms(tax_id, tax_bp, None, clock.today())
    # The price is what is paid back, so all taxes lie in it.
    rules = [rule._replace(is_included=True) for rule in terms.taxes]
    taxed = tax_line(gross, Fraction(line.quantity, price_per), rules)
    tax = taxed.tax_minor if rules else tax_included(gross, terms.tax_bp)
    return NewLine(
        None, line.product_id, name, line.quantity, reason_of(line.reason), gross, 0, terms.tax_bp, tax,
        loose_taxes(taxed.parts),
    )  # fmt: skip


def _take_in(return_id: int, lines: Sequence[LooseLine]) -> None:
    step(return_id, ReturnState.APPROVED, ReturnState.RECEIVED)
    findings = [
        Finding(line_id, line.condition, line.disposition, line.place_id, line.photos)
        for (line_id,), line in zip(line_ids.all(return_id), lines, strict=True)
    ]
    inspect_step(return_id, None, findings, source=PlaceKind.CUSTOMER)


def _settle(row: ReturnRow, lines: Sequence[NewLine], customer_id: int | None, *, cash: bool) -> Settled:
    outcome = Outcome.REFUND if cash else Outcome.STORE_CREDIT
    step(row.id, ReturnState.INSPECTED, ReturnState.SETTLED)
    Return.update(outcome=outcome).where(Return.id == row.id).execute()
    mixed = [
        Mixed(line.refund_minor, tuple(NamedTax(tax.code, tax.name, *tax[3:]) for tax in line.taxes))
        for line in lines if line.taxes
    ]  # fmt: skip
    goods = earned(((line.tax_bp, line.refund_minor, line.tax_minor) for line in lines if not line.taxes), mixed)
    taxes = [tax for one in mixed for tax in one.taxes]
    back = {code: -amount for code, amount in goods.items()}
    total = sum(back.values())
    settled = Settled(row.id, row.number, outcome, total, total, credit_minor=0 if cash else total)
    if cash:
        _pay_cash(back, taxes, total, row.number)
        return settled._replace(parts=((Tender.CASH.value, total),))
    shift = held_shift(acting().station)
    if customer_id is not None:
        touch("customer", customer_id)
        _post(back | {accounts.credit(customer_id): -total}, taxes, shift)
        return settled
    _post(back | {accounts.gift_card(row.number): -total}, taxes, shift)
    return settled._replace(credit_code=row.number)


def _pay_cash(back: dict[str, int], taxes: list[NamedTax], total: int, number: str) -> None:
    if not total:
        raise Refusal(_("There is nothing to pay out."))
    shift, rounding = open_till(acting().station), rounding_of(-total)
    write_payment(None, Tender.CASH, -total, shift=shift, rounding_minor=rounding, reason=number)
    drawer = accounts.drawer(shift.station)
    _post(back | {drawer: rounding - total, accounts.ROUNDING: -rounding}, taxes, shift)
    touch("shift", shift.id)
    kick_drawer(f"return:{number}")


def _post(lines: dict[str, int], taxes: list[NamedTax], shift: ShiftNow | None) -> None:
    write_taxes(post("return", lines, shift_id=shift.id if shift else None), taxes, sign=-1)
