"""Voiding a sale in the shift that made it, and printing its receipt again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import fn

from app.catalog.coupons import give_back_coupons
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.outbox import is_out
from app.core.refusal import NotFound, NotPermitted, Refusal
from app.counter.events import SaleVoided, SoldLine
from app.counter.gift_lines import cards_of, gift_lines
from app.customers.models import Customer
from app.inventory import stock
from app.inventory.models import PlaceKind, StockMove
from app.orders.line_kinds import LineKind, pieces_of
from app.orders.models import Order, OrderLine
from app.orders.states import Channel
from app.orders.taxed import kept_taxes, parts_of
from app.payments.gift_cards import unload_cards
from app.payments.models import Payment, Receipt, ReceiptKind, Tender
from app.payments.order_account import mixed_of, post_return
from app.payments.receipts import find_receipt, print_again, receipt_number, receipts_of
from app.payments.refund import pay_back
from app.payments.till import open_till
from app.payments.ways_back import CardSlip


class CannotVoid(Refusal):
    """Only a whole sale of this till's open shift can be voided; afterwards it is a return."""


class Reprinted(NamedTuple):
    """Which copy of a receipt was asked for; 1 is the first after the original, 0 the original itself."""

    receipt: str
    copy: int


class SoldOrder(NamedTuple):
    """What voiding needs to know of a sale."""

    number: str
    customer_id: int | None
    total_minor: int
    tax_minor: int
    seller_id: int
    sold_at: int


@command("counter.void_sale")
def void_sale(
    by: Actor, order_id: int, reason: str, to: Tender | str | None = None, slips: Sequence[CardSlip] | None = None
) -> str:
    """Undo a sale of this till's open shift: goods back into their bins, money back the way it came.

    Or all of it by `to` (cash, card, store credit), for whoever may pay money back; `slips` are those of card refunds
    that no connected terminal gives, see `refund_order`.

    Returns the number of the void's receipt.  Above the person's limit `refund_minor`, and once the receipt is printed
    (right `counter.void_paid`), a manager has to allow it.
    Refused with CannotVoid when the shift is another one, or when part of the sale came back already.
    """
    if not reason.strip():
        raise CannotVoid(_("Say why the sale is voided."))
    if to:
        by.check("payments.refund")
    shift = open_till(by.station)
    order = _sold(order_id, shift.id)
    _check_limit(by, order.total_minor)
    _check_paper(by, order_id)
    lines = _take_back_lines(order_id)
    _goods_back(order_id)
    give_back_coupons(order_id)
    receipt = _money_back(order_id, order, reason, to, slips or ())
    if order.customer_id is not None:
        Customer.update(
            order_count=Customer.order_count - 1, spent_minor=Customer.spent_minor - order.total_minor
        ).where(Customer.id == order.customer_id).execute()
        touch("customer", order.customer_id)
    touch("order", order_id)
    touch("shift", shift.id)
    note(number=order.number, total_minor=order.total_minor, reason=reason.strip())
    sold = tuple(SoldLine(*line[:7], line[8]) for line in lines)
    pieces = sum(pieces_of(kind, quantity, unit) for _product, quantity, *_money, unit, kind in lines)
    emit(
        SaleVoided(
            order_id, order.number, receipt, clock.now_ms(), order.sold_at, by.station, by.person_id, by.name,
            order.seller_id, by.approval.name if by.approval else "", order.customer_id, order.total_minor,
            order.tax_minor, pieces, sold, reason.strip(),
        )
    )  # fmt: skip
    return receipt


@command("counter.reprint")
def reprint(by: Actor, receipt: str) -> Reprinted:
    """Print a receipt again, marked COPY with its count unless the first surely never came out; NotFound."""
    found = find_receipt(receipt)
    if found is None:
        raise NotFound("receipt", receipt)
    copy = print_again(found)
    touch("order", found.order_id)
    note(receipt=found.number, copy=copy)
    return Reprinted(found.number, copy)


def last_receipt(station: str) -> str:
    """The number of the last receipt of a till, for Reprint; empty when it gave none."""
    row = (
        Receipt.select(Receipt.series, Receipt.no).where(Receipt.station == station)
        .order_by(Receipt.made_at.desc(), Receipt.no.desc()).limit(1).tuples().first()
    )  # fmt: skip
    return receipt_number(*row) if row else ""


def _sold(order_id: int, shift_id: int) -> SoldOrder:
    row = (
        Order.select(
            Order.number, Order.customer, Order.total_minor, Order.tax_minor, Order.entered_by, Order.placed_at,
            Order.channel,
        ).where(Order.id == order_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("order", order_id)
    papers = dict(Receipt.select(Receipt.kind, Receipt.shift).where(Receipt.order == order_id).tuples())
    if row[6] != Channel.COUNTER or papers != {ReceiptKind.SALE: shift_id}:
        raise CannotVoid(
            _("Only a whole sale of this shift can be voided. Take it back as a return."), order_id=order_id
        )
    if Payment.select().where(Payment.order == order_id, Payment.amount_minor < 0).exists():
        raise CannotVoid(
            _("Part of this sale was paid back already. Take the rest back as a return."), order_id=order_id
        )
    return SoldOrder(*row[:6])


def _check_limit(by: Actor, total_minor: int) -> None:
    limit = by.limit("refund_minor")
    if total_minor > limit and not by.may("payments.refund_any"):
        raise NotPermitted(
            sentence=_("A manager has to allow voiding more than {limit}.").format(limit=format_money(limit)),
            right="payments.refund_any", limit=limit, asked=total_minor,
        )  # fmt: skip


def _check_paper(by: Actor, order_id: int) -> None:
    """Whoever has the receipt may have left with the goods: from then on it needs the right `counter.void_paid`."""
    right = "counter.void_paid"
    if by.may(right) or not any(is_out(f"receipt:{paper.number}") for paper in receipts_of(order_id)):
        return
    raise NotPermitted(right, _("The receipt is printed. A manager has to allow voiding this sale."))


def _take_back_lines(order_id: int) -> list[tuple[int, int, int, int, int, int, int, str, LineKind]]:
    """Mark every line as come back, unless some already did; returns what the lines were."""
    lines = list(
        OrderLine.select(
            OrderLine.product, OrderLine.quantity, OrderLine.total_minor, OrderLine.tax_minor, OrderLine.cost_e4,
            OrderLine.price_per, OrderLine.discount_minor + OrderLine.order_discount_minor,
            OrderLine.unit, OrderLine.kind,
        )
        .where(OrderLine.order == order_id).order_by(OrderLine.no).tuples()
    )  # fmt: skip
    whole = (OrderLine.order == order_id) & (OrderLine.returned == 0)
    if OrderLine.update(returned=OrderLine.quantity).where(whole).execute() != len(lines):
        raise CannotVoid(_("Part of this sale came back already. Take the rest back as a return."), order_id=order_id)
    return lines


def _goods_back(order_id: int) -> None:
    """Every move of the sale is put right by its opposite."""
    customer = stock.special_place(PlaceKind.CUSTOMER)
    products = OrderLine.select(OrderLine.product).where(OrderLine.order == order_id)
    moves = (
        StockMove.select(StockMove.product, StockMove.source, fn.SUM(StockMove.quantity))
        .where(
            StockMove.product.in_(products), StockMove.order_ref == order_id, StockMove.reason == "sale",
            StockMove.target == customer,
        ).group_by(StockMove.product, StockMove.source).order_by(StockMove.product, StockMove.source)
    )  # fmt: skip
    for product_id, place, quantity in list(moves.tuples()):
        stock.put_in(product_id, int(quantity), source=customer, place=place, reason="void", order_id=order_id)


def _money_back(
    order_id: int, order: SoldOrder, reason: str, to: Tender | str | None, slips: Sequence[CardSlip]
) -> str:
    kept = kept_taxes(order_id)
    rates = {
        int(rate): (int(total), int(tax))
        for rate, total, tax in OrderLine.select(
            OrderLine.tax_bp, fn.SUM(OrderLine.total_minor), fn.SUM(OrderLine.tax_minor)
        ).where(
            OrderLine.order == order_id, OrderLine.id.not_in(gift_lines(order_id)),
            OrderLine.id.not_in([line for line, taxes in kept.items() if parts_of(taxes)]),
        ).group_by(OrderLine.tax_bp)
        .tuples()
    }  # fmt: skip
    totals = OrderLine.select(OrderLine.id, OrderLine.total_minor).where(OrderLine.id.in_(list(kept))).tuples()
    mixed = [mixed_of(int(total), parts) for line, total in totals if (parts := parts_of(kept[line]))]
    unload_cards(order_id, cards_of(order_id))
    post_return(order_id, rates, mixed, what="void")
    return pay_back(
        order_id, order.total_minor, to=to, reason=reason, kind=ReceiptKind.VOID, slips=slips, is_here=True
    ).receipt
