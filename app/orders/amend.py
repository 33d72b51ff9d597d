"""Amending: lines, address or terms of an order change until the goods leave; what changed is kept, stock follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.catalog.book import book
from app.core import clock, search
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import ask, emit
from app.core.fields import MOST
from app.core.i18n import _
from app.core.money import round_div
from app.core.refusal import NotFound, Refusal, StateChanged
from app.orders import confirm
from app.orders.advance import hold_order_goods, state_of, take_back
from app.orders.amend_goods import check_begun, clear_goods, cut_goods, is_begun, refit_goods
from app.orders.amend_options import Chosen, followed, swap_options
from app.orders.basket import price_basket
from app.orders.cancel import stop_fulfillments
from app.orders.charges import Again, by_charge, charges_again, columns_of, drop_charges, fee_after, keep_charges
from app.orders.choices import check_options
from app.orders.deposits import with_deposits
from app.orders.draft import DraftLine, Goods, NoLines, NotAQuantity, basket_line, check_sums, look_up, who_of
from app.orders.events import MayAmend, OrderAmended, ShouldReview
from app.orders.given import price_of, share_offers
from app.orders.limits import by_hand, check_free_lines, check_limits
from app.orders.line_kinds import FIXED, LineKind
from app.orders.models import Charge, Fulfillment, Order, OrderLine, Revision
from app.orders.place import search_text, write_lines
from app.orders.pricing import LineInput, Priced, PricedLine, price_lines
from app.orders.states import DONE_FULFILLMENT, LEFT_THE_HOUSE, Method, OrderState, PayPlan
from app.orders.taxed import keep_again, kept_taxes, terms_of

AMENDABLE = frozenset({OrderState.PLACED, OrderState.IN_REVIEW, OrderState.CONFIRMED})


class CannotAmend(Refusal):
    """The order can no longer be changed; `reasons` are sentences."""

    def __init__(self, order_id: int, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons), order_id=order_id, reasons=reasons)
        self.reasons = reasons


class LineChange(NamedTuple):
    """A new quantity (base units) for a line that is there; nought takes it off."""

    line_id: int
    quantity: int


@dataclass(frozen=True)
class Amendment:
    """What is to be different; None leaves a thing as it is."""

    changes: tuple[LineChange, ...] = ()
    added: tuple[DraftLine, ...] = ()
    customer_name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: dict[str, Any] | None = None
    method: Method | None = None
    pay_plan: PayPlan | None = None
    promised_at: int | None = None
    delivery_minor: int | None = None
    note: str | None = None
    chosen: tuple[Chosen, ...] = ()  # other options with lines that are there


class Amended(NamedTuple):
    """The new revision and total, and the state that the order is in now."""

    revision: int
    total_minor: int
    state: OrderState


@command("orders.amend")
def amend_order(by: Actor, order_id: int, revision: int, amendment: Amendment) -> Amended:
    """Change an order; `revision` is the one that was on the screen.

    Existing lines keep their price of the day, added ones get today's, with the offers of today.  Refused with
    CannotAmend, NoLines, NotAQuantity, WrongOptions, NotPermitted above the limits or once it is being picked
    (`orders.amend_picked`), and StateChanged when somebody else was faster.
    """
    hold_order_goods(order_id)
    state = state_of(order_id)
    if reasons := reasons_against_amending(order_id, state):
        raise CannotAmend(order_id, reasons)
    if begun := is_begun(order_id):
        check_begun(by)
    before = Order.get_by_id(order_id)
    same = (Order.id == order_id) & (Order.revision == revision) & (Order.state == state)
    if not Order.update(revision=revision + 1).where(same).execute():
        raise StateChanged("order", order_id)
    if PayPlan.LAYAWAY in (amendment.pay_plan, before.pay_plan) and amendment.pay_plan not in (None, before.pay_plan):
        raise CannotAmend(order_id, [_("Whether goods are laid away is said when they are ordered.")])
    difference = _change_terms(before, amendment)
    charged, delivery, fee = _charged(before, amendment)
    other = {"delivery_minor": [charged.delivery_minor, delivery], "fee_minor": [charged.fee_minor, fee]}
    other = {name: values for name, values in other.items() if values[0] != values[1]}
    if amendment.changes or amendment.added or amendment.chosen or other:
        difference |= _change_lines(by, before, amendment, begun) | other
    Revision.insert(
        order=order_id, no=revision + 1, made_at=clock.now_ms(), who=acting().name, difference=difference
    ).execute()  # fmt: skip
    touch("order", order_id)
    total = Order.select(Order.total_minor).where(Order.id == order_id).tuples().first()[0]
    note(order_id=order_id, revision=revision + 1, difference=difference)
    emit(OrderAmended(order_id, revision + 1, before.total_minor, total))
    return Amended(revision + 1, total, state if begun else _settle_again(order_id, state))


def reasons_against_amending(order_id: int, state: OrderState | None = None) -> list[str]:
    """What speaks against changing an order, in sentences; the button and the command ask the same."""
    if (state or state_of(order_id)) not in AMENDABLE:
        return [_("This order is finished; it can no longer be changed.")]
    return [str(reason) for reason in ask(MayAmend(order_id))]


_TERMS = ("customer_name", "phone", "email", "address", "method", "pay_plan", "promised_at", "note")


def _change_terms(before: Order, amendment: Amendment) -> dict[str, Any]:
    """Write the columns that differ; returns {column: [before, after]}."""
    asked = {name: getattr(amendment, name) for name in _TERMS}
    changed = {name: value for name, value in asked.items() if value is not None and value != getattr(before, name)}
    if not changed:
        return {}
    Order.update(**changed).where(Order.id == before.id).execute()
    if changed.keys() & {"customer_name", "phone", "email"}:
        now = Order.get_by_id(before.id)
        search.put("order", before.id, search_text(now.number, now.customer_name, now.phone, now.email))
    travel = {"method": changed.get("method"), "due_at": changed.get("promised_at")}
    if moved := {name: value for name, value in travel.items() if value is not None}:
        here = Fulfillment.state.not_in([state.value for state in LEFT_THE_HOUSE | DONE_FULFILLMENT])
        Fulfillment.update(**moved).where(Fulfillment.order == before.id, here).execute()
    return {name: [getattr(before, name), value] for name, value in changed.items()}


def _change_lines(by: Actor, before: Order, amendment: Amendment, begun: bool) -> dict[str, Any]:
    """Take back what was promised, write the lines anew at their prices, and the order's sums.

    Once picking has `begun`, only what is too much is taken back, and what is new is fetched.
    """
    order_id = before.id
    if not begun:
        confirm.forget_promises(order_id)
        clear_goods(order_id)
    plan = _plan(before, amendment)
    if begun and (reasons := cut_goods(order_id, {stays.line.id: stays.quantity for stays in plan.kept})):
        raise CannotAmend(order_id, reasons)
    OrderLine.delete().where(
        OrderLine.order == order_id, OrderLine.id.not_in([stays.line.id for stays in plan.kept])
    ).execute()
    count = len(plan.kept)
    new = plan.priced.lines[count:]
    if typed := len(amendment.added):  # what follows them is the shop's: deposits, and options at their price
        check_free_lines(by, plan.added[:typed], plan.goods[:typed])
        check_limits(
            by, plan.added[:typed], plan.goods[:typed], plan.priced._replace(lines=new[:typed], discount_minor=0)
        )
    _write_kept(order_id, plan.kept, plan.priced)
    write_lines(order_id, plan.last_no + 1, plan.added, plan.goods, new)
    _write_sums(order_id, plan)
    if begun:
        refit_goods(order_id)
    difference = plan.difference
    for line, item in zip(plan.added, plan.goods, strict=True):
        sku, name = (item.sku, item.name) if item else ("", "")
        difference.append({"sku": sku, "name": line.name or name, "before": 0, "after": line.quantity})
    return {"lines": difference, "total_minor": [before.total_minor, plan.priced.total_minor]}


class _Kept(NamedTuple):
    """A line that stays, with the quantity and discount that it has from now on."""

    line: OrderLine
    quantity: int
    discount_minor: int


class _Plan(NamedTuple):
    """An order as an amendment would make it; nothing is written yet."""

    kept: list[_Kept]
    added: tuple[DraftLine, ...]
    goods: list[Goods | None]
    priced: Priced
    charges: dict[Charge, PricedLine]
    difference: list[dict[str, Any]]
    last_no: int


def total_after(order_id: int, amendment: Amendment) -> int:
    """What an order would cost after an amendment, to the last cent; changes nothing."""
    return _plan(Order.get_by_id(order_id), amendment).priced.total_minor


def _plan(before: Order, amendment: Amendment) -> _Plan:
    lines = list(OrderLine.select().where(OrderLine.order == before.id).order_by(OrderLine.no))
    check_options(amendment.added)
    if lost := {change.line_id for change in amendment.changes} - {line.id for line in lines}:
        raise NotFound("order_line", min(lost))
    wanted = followed(lines, {change.line_id: change.quantity for change in amendment.changes})
    swap = swap_options(before, lines, wanted, amendment.chosen)
    kept, difference = _keep_lines(lines, wanted | swap.gone)
    added = with_deposits((*by_hand(amendment.added), *swap.added))
    goods = look_up(added) if added else []
    if not kept and not goods:
        raise NoLines(_("An order without lines is cancelled, not changed."))
    open_minor = sum(
        line.total_minor - line.added_minor + line.order_discount_minor for line in lines if line.kind not in FIXED
    )
    charged, delivery, fee = _charged(before, amendment)
    charges = charged.inputs(delivery, fee)
    priced = _price_again(before, kept, charges, _offered(before, added, goods), open_minor)
    check_sums(priced, delivery)
    named = by_charge(delivery, fee, priced.charges)
    return _Plan(kept, added, goods, priced, named, difference, max((line.no for line in lines), default=0))


def _charged(before: Order, amendment: Amendment) -> tuple[Again, int, int]:
    """How the order was charged, and its delivery and fee from now on."""
    charged, wanted = charges_again(before, clock.today()), amendment.delivery_minor
    fee = fee_after(before, charged.fee_minor, amendment.method, amendment.pay_plan)
    return charged, charged.delivery_minor if wanted is None else wanted, fee


def _keep_lines(lines: list[OrderLine], wanted: dict[int, int]) -> tuple[list[_Kept], list[dict[str, Any]]]:
    """The lines that stay, and what is different; a line's discount keeps its share of the line."""
    if min(wanted.values(), default=0) < 0:
        raise NotAQuantity(_("Each line needs a quantity of at least 1."))
    difference: list[dict[str, Any]] = []
    kept = []
    for line in lines:
        quantity = wanted.get(line.id, line.quantity)
        if quantity > MOST:
            raise NotAQuantity(_("That is more than one line can hold."), order_line_id=line.id)
        if quantity != line.quantity and line.kind != LineKind.PART:
            difference.append({"sku": line.sku, "name": line.name, "before": line.quantity, "after": quantity})
        if quantity:
            kept.append(_Kept(line, quantity, round_div(line.discount_minor * quantity, line.quantity)))
    return kept, difference


class _New(NamedTuple):
    """An added line with the price, offers and taxes of today."""

    price: LineInput
    part: PricedLine


def _offered(before: Order, added: tuple[DraftLine, ...], goods: list[Goods | None]) -> list[_New]:
    """The added lines through the offers and price lists of this moment; those of existing lines stay as they were."""
    if not added:
        return []
    lines = [basket_line(line, item, clock.now_ms()) for line, item in zip(added, goods, strict=True)]
    here, day = book(), clock.today()
    who = who_of(before.customer_id)._replace(regime_id=before.tax_regime_ref)
    found = []
    for line, part in zip(lines, price_basket(lines, here, who).lines, strict=True):
        price = price_of(part, line.list_price_e4, line.unit_price_e4)
        terms = here.taxes.terms(line.tax_id, line.tax_bp, before.tax_regime_ref, day)
        found.append(
            _New(
                LineInput(
                    line.quantity, price, line.price_per, terms.tax_bp, part.discount_minor, taxes=terms.taxes,
                    relief=terms.relief, is_net=before.prices_net, is_fixed=line.is_fixed,
                ),
                part,
            )
        )  # fmt: skip
    return found


def _price_again(
    before: Order, kept: list[_Kept], charges: list[LineInput], new: list[_New], open_minor: int
) -> Priced:  # fmt: skip
    """The order's own discount keeps its share of the goods that it may touch (`open_minor` until now)."""
    taxed = kept_taxes(before.id)
    inputs = [
        LineInput(
            stays.quantity, line.unit_price_e4, line.price_per, line.tax_bp, stays.discount_minor, taxes=terms.taxes,
            relief=terms.relief, is_net=before.prices_net, is_fixed=line.kind in FIXED,
        )
        for stays in kept for line in [stays.line]
        for terms in [terms_of(line.tax_bp, taxed.get(line.id, ()))]
    ]  # fmt: skip
    inputs += [one.price for one in new]
    plain = price_lines(inputs)
    open_now = plain.goods_minor - plain.fixed_minor
    off = round_div(before.discount_minor * open_now, open_minor) if open_minor else 0
    priced = price_lines(inputs, order_discount_minor=min(off, open_now), charges=charges, rounding=before.tax_rounding)
    parts = [
        part._replace(offers=one.part.offers, price_e4=one.part.price_e4, price_name=one.part.price_name)
        for part, one in zip(priced.lines[len(kept) :], new, strict=True)
    ]
    return priced._replace(lines=(*priced.lines[: len(kept)], *parts))


def _write_kept(order_id: int, kept: list[_Kept], priced: Priced) -> None:
    for stays, part in zip(kept, priced.lines, strict=False):
        OrderLine.update(
            quantity=stays.quantity, discount_minor=part.discount_minor,
            order_discount_minor=part.order_discount_minor, total_minor=part.total_minor, tax_minor=part.tax_minor,
            added_minor=part.added_minor, relieved_minor=part.relieved_minor,
        ).where(OrderLine.id == stays.line.id).execute()  # fmt: skip
        if part.parts or part.relieved:
            keep_again(order_id, stays.line.id, part)
        if part.discount_minor != stays.line.discount_minor:
            share_offers(stays.line.id, part.discount_minor)


def _write_sums(order_id: int, plan: _Plan) -> None:
    priced, beside = plan.priced, columns_of(plan.charges)
    Order.update(
        goods_minor=priced.goods_minor, discount_minor=priced.discount_minor, tax_minor=priced.tax_minor,
        total_minor=priced.total_minor, added_minor=priced.added_minor, delivery_minor=beside.delivery_minor,
        fee_minor=beside.fee_minor, charges_tax_bp=beside.tax_bp, charges_tax_minor=beside.tax_minor,
        charges_added_minor=beside.added_minor,
    ).where(Order.id == order_id).execute()  # fmt: skip
    drop_charges(order_id)
    keep_charges(order_id, plan.charges)


def _settle_again(order_id: int, state: OrderState) -> OrderState:
    """A confirmed order is promised anew, unless the change is one that somebody has to look at."""
    if state == OrderState.PLACED:
        return confirm.settle_placed(order_id)
    if state == OrderState.IN_REVIEW:
        confirm.reserve_goods(order_id)
        return state
    if ask(ShouldReview(order_id)):
        stop_fulfillments(order_id)
        confirm.forget_promises(order_id)
        take_back(order_id, state)
        confirm.reserve_goods(order_id)
        return OrderState.IN_REVIEW
    confirm.promise_again(order_id)
    return state
