"""The sale: ordered, paid and handed over in one transaction, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from peewee import fn

from app.catalog.book import book as offers
from app.catalog.coupons import promotions_of, use_coupons
from app.catalog.offers import Who
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import currency, format_money
from app.core.numbers import next_number, with_check_digit
from app.core.outbox import titled, wish
from app.core.plain import one_line
from app.core.prepared import prepared
from app.core.refusal import NotFound, StateChanged
from app.counter.events import Sold, SoldLine
from app.counter.gift_lines import load_cards
from app.counter.goods import Goods, check_goods, goods_of, hand_over
from app.counter.kits import unpack
from app.counter.points import earn
from app.counter.prices import Lowered, price_sale
from app.counter.sale import Sale, SoldTicket
from app.counter.save import mark_sold
from app.counter.taken_off import check_taken_off
from app.counter.whose import check_whose
from app.customers.models import Customer, CustomerGroup
from app.ledger.named_taxes import write_taxes
from app.orders.agreed import agreed_in, buy
from app.orders.choices import check_options
from app.orders.draft import TotalChanged, check_sums
from app.orders.given import keep_offers, names_of, offers_in, price_of
from app.orders.line_kinds import LineKind, pieces_of
from app.orders.models import Order, OrderLine
from app.orders.place import FIRST_NUMBER
from app.orders.pricing import Priced
from app.orders.relieve import check_regime, regime_for
from app.orders.states import Channel, Method, OrderState, PayPlan
from app.orders.taxed import keep_taxes, under
from app.payments.models import ReceiptKind
from app.payments.order_account import SALE, earned, mixed_of
from app.payments.pay import kick_drawer
from app.payments.receipts import take_receipt
from app.payments.take import Taken, book, take_payments
from app.payments.terminal import check_cards_ended
from app.payments.till import ShiftNow, open_till


class Buyer(NamedTuple):
    """What a sale copies from its customer."""

    name: str
    phone: str | None
    email: str | None
    language: str
    group_bp: int | None
    group_id: int | None = None
    regime_id: int | None = None


NOBODY = Buyer("", "", "", "en", None)


@prepared(rows=Buyer)
def _buyer(customer):
    return (
        Customer.select(
            Customer.name,
            Customer.phone,
            Customer.email,
            Customer.language,
            CustomerGroup.discount_bp,
            Customer.group,
            fn.COALESCE(Customer.tax_regime_ref, CustomerGroup.tax_regime_ref),
        )
        .left_outer_join(CustomerGroup)
        .where(Customer.id == customer)
    )


@prepared
def _count_for_customer(total, at, customer):
    return Customer.update(
        order_count=Customer.order_count + 1, spent_minor=Customer.spent_minor + total, last_order_at=at
    ).where(Customer.id == customer)


@prepared
def _insert_order(
    number, customer, name, phone, email, language, plan, code, goods, discount, tax, total, discount_name, person,
    person_name, station, note, overridden, created_at, placed_at, confirmed_at, completed_at, added, net, rounding,
    regime, regime_name, regime_note,
):  # fmt: skip
    return Order.insert(
        number=number, channel=Channel.COUNTER.value, state=OrderState.COMPLETED.value, is_on_hold=False,
        hold_reason="", revision=1, customer=customer, customer_name=name, phone=phone, email=email, language=language,
        method=Method.TAKEN.value, pay_plan=plan, currency=code, goods_minor=goods, discount_minor=discount,
        delivery_minor=0, fee_minor=0, charges_tax_bp=0, tax_minor=tax, total_minor=total, discount_name=discount_name,
        ship_together=False, entered_by=person, entered_name=person_name, station=station, note=note,
        price_overridden=overridden, created_at=created_at, placed_at=placed_at, confirmed_at=confirmed_at,
        completed_at=completed_at, added_minor=added, prices_net=net, tax_rounding=rounding,
        tax_regime_ref=regime, tax_regime=regime_name, tax_note=regime_note,
    )  # fmt: skip


@prepared
def _insert_line(
    order, no, product, sku, name, unit, quantity, price, price_per, list_price, discount, discount_name, share, total,
    tax_bp, tax, cost, is_stocked, note, serial, lot, age_checked, added, kind, of_no, relieved,
):  # fmt: skip
    return OrderLine.insert(
        order=order, no=no, product=product, sku=sku, name=name, unit=unit, quantity=quantity, unit_price_e4=price,
        price_per=price_per, list_price_e4=list_price, discount_minor=discount, discount_name=discount_name,
        order_discount_minor=share, total_minor=total, tax_bp=tax_bp, tax_minor=tax, cost_e4=cost,
        is_stocked=is_stocked, reserved=0, backordered=0, returned=0, note=note, serial=serial, lot=lot,
        age_checked=age_checked, added_minor=added, kind=kind, of_no=of_no, relieved_minor=relieved,
    )  # fmt: skip


def terms_of(sale: Sale) -> Sale:
    """What a manager's yes to a sale is bound to: its goods and prices, however they are paid and printed."""
    lines = tuple(line._replace(in_hand=False, age_checked=False, note="") for line in sale.lines)
    return replace(
        sale, lines=lines, tenders=(), removed=(), note="", email_receipt="", print_receipt=True, started_at=0
    )


def check_terms(by: Actor, sale: Sale) -> None:
    """Raise NotPermitted before any money is taken when this person may not sell at these prices; reads only."""
    check_taken_off(by, sale)
    check_prices(by, sale)


def check_prices(by: Actor, sale: Sale) -> None:
    """Raise NotPermitted when this person may not give the goods at these prices; reads only."""
    lowered = any(line.discount_bp or line.discount_minor or line.unit_price_e4 is not None for line in sale.lines)
    if not lowered and not sale.order_discount_bp and not sale.order_discount_minor and sale.regime_id is None:
        return
    buyer = _find_buyer(sale)
    regime = check_regime(by, sale.regime_id, sale.regime_reason, buyer.regime_id)
    who = Who(sale.customer_id, buyer.group_id, frozenset(promotions_of(sale.coupons).values()), regime)
    price_sale(
        by, sale, goods_of(sale.lines), who=who, group_bp=buyer.group_bp or 0, agreed=agreed_in(sale.quote)
    )  # fmt: skip


@command("counter.sell", bound=terms_of)
def sell(by: Actor, sale: Sale) -> SoldTicket:
    """Sell a ticket; call it with `key=sale.uid`, so that a double click sells once.

    Refused, with nothing changed, when the till is not open (TillNotOpen), goods are not there (OutOfStock,
    NotOnShelf), need an age check (AgeNotChecked) or a choice (WrongOptions), the total is no longer what was shown
    (TotalChanged), the shop wants to know whose it is (CustomerNeeded), a discount or price goes over the person's
    limit (NotPermitted), the tenders do not fit, a card may have been charged (CardUnderWay), or the ticket is gone.
    """
    shift = open_till(by.station)
    check_cards_ended(sale.uid)
    goods = goods_of(sale.lines)
    check_goods(sale.lines, goods)
    check_options(sale.lines)
    check_taken_off(by, sale)
    buyer = _find_buyer(sale)
    coupons = promotions_of(sale.coupons)
    regime = regime_for(by, sale.regime_id, sale.regime_reason, buyer.regime_id)
    who = Who(sale.customer_id, buyer.group_id, frozenset(coupons.values()), regime)
    agreed = agreed_in(sale.quote)
    priced, lowered = price_sale(by, sale, goods, who=who, group_bp=buyer.group_bp or 0, agreed=agreed)
    check_sums(priced)
    if sale.total_minor is not None and sale.total_minor != priced.total_minor:
        raise TotalChanged(
            _("Prices changed meanwhile: the total is {total} now.").format(total=format_money(priced.total_minor)),
            total_minor=priced.total_minor, shown_minor=sale.total_minor,
        )  # fmt: skip
    check_whose(sale.customer_id, priced.total_minor, has_serial=any(item.needs_serial for item in goods))
    pieces = sum(pieces_of(line.kind, line.quantity, item.unit) for line, item in zip(sale.lines, goods, strict=True))
    if not mark_sold(sale.uid, by.station, by.name, pieces=pieces, total_minor=priced.total_minor):
        raise StateChanged("ticket", sale.uid)
    sale, goods, priced = unpack(sale, goods, priced)
    order_id, number = _write(by, sale, goods, priced, buyer, who.regime_id, overridden=lowered.price_minor > 0)
    keep_offers(order_id, priced.lines)
    keep_taxes(order_id, priced.lines)
    use_coupons([*_opened(coupons, priced), *buy(agreed)], order_id)
    hand_over(order_id, sale.lines, goods)
    taken = take_payments(order_id, priced.total_minor, sale.tenders, shift, customer_id=sale.customer_id)
    earn(order_id, sale.customer_id, taken)
    receipt = _book(by, order_id, sale, goods, priced, taken, shift)
    touch("order", order_id)
    touch("shift", shift.id)
    _note(sale, number, priced, lowered, taken)
    emit(_told(by, sale, goods, priced, lowered, taken, pieces, order_id=order_id, number=number, receipt=receipt))
    return SoldTicket(order_id, number, receipt, taken.change_minor, priced.total_minor, taken.rounding_minor)


def _opened(coupons: dict[str, int], priced: Priced) -> list[str]:
    """The coupons whose promotion gave something; the customer keeps the others."""
    given = offers_in(priced)
    return [code for code, promotion in coupons.items() if promotion in given]


def _find_buyer(sale: Sale) -> Buyer:
    if sale.customer_id is None:
        return NOBODY
    buyer: Buyer | None = _buyer.one(sale.customer_id)
    if buyer is None:
        raise NotFound("customer", sale.customer_id)
    return buyer


def _write(
    by: Actor,
    sale: Sale,
    goods: list[Goods],
    priced: Priced,
    buyer: Buyer,
    regime_id: int | None,
    *,
    overridden: bool,
) -> tuple[int, str]:
    """The order with its lines; it is completed from the start."""
    now, here = clock.now_ms(), offers()
    number = with_check_digit(next_number("order", FIRST_NUMBER))
    order_id = _insert_order.add(
        number, sale.customer_id, buyer.name, buyer.phone or "", buyer.email or sale.email_receipt, buyer.language,
        PayPlan.NOW.value, currency(), priced.goods_minor, priced.discount_minor, priced.tax_minor, priced.total_minor,
        sale.order_discount_name[:80], by.person_id, by.name, by.station, sale.note, overridden,
        sale.started_at or now, now, now, now, priced.added_minor, here.prices_net, here.rounding, *under(regime_id),
    )  # fmt: skip
    _insert_line.run_many(
        [
            (
                order_id, no, line.product_id, item.sku, one_line(line.name)[:200] or item.name, item.unit, line.quantity,
                price_of(part, item.price_e4, line.unit_price_e4), item.price_per, item.price_e4,
                part.discount_minor, (names_of(part) or line.discount_name)[:80], part.order_discount_minor,
                part.total_minor, part.tax_bp, part.tax_minor, item.cost_e4, item.is_stocked, one_line(line.note)[:200],
                line.serial.strip()[:60], line.lot[:40], line.age_checked, part.added_minor, item.kind(line).value, line.of,
                part.relieved_minor,
            )
            for no, (line, item, part) in enumerate(zip(sale.lines, goods, priced.lines, strict=True), 1)
        ]
    )  # fmt: skip
    if sale.customer_id is not None:
        _count_for_customer.run(priced.total_minor, now, sale.customer_id)
        touch("customer", sale.customer_id)
    return order_id, number


def _book(
    by: Actor, order_id: int, sale: Sale, goods: list[Goods], priced: Priced, taken: Taken, shift: ShiftNow
) -> str:
    """The ledger, the receipt's number, and what the printer and the drawer are asked for."""
    sold = [part for item, part in zip(goods, priced.lines, strict=True) if not item.is_gift_card]
    rates = [(part.tax_bp, part.total_minor, part.tax_minor) for part in sold if not part.parts]
    mixed = [mixed_of(part.total_minor, part.parts) for part in sold if part.parts]
    transfer = book(
        SALE, taken, earned(rates, mixed) | load_cards(order_id, sale, goods, priced), order_id=order_id, shift=shift
    )
    write_taxes(transfer, [tax for one in mixed for tax in one.taxes])
    receipt = take_receipt(
        ReceiptKind.SALE, order_id, priced.total_minor, series=shift.series, station=by.station, shift_id=shift.id,
        payments=taken.ids,
    )  # fmt: skip
    if sale.print_receipt:
        wish(
            "receipt", f"receipt:{receipt}", {"order_id": order_id, "receipt": receipt},
            title=titled(N_("Receipt {number}"), number=receipt), order_id=order_id,
        )  # fmt: skip
    if taken.opens_drawer:
        kick_drawer(receipt, order_id=order_id)
    return receipt


def _note(sale: Sale, number: str, priced: Priced, lowered: Lowered, taken: Taken) -> None:
    note(
        number=number, total_minor=priced.total_minor, tax_minor=priced.tax_minor,
        lines=sum(line.kind is not LineKind.PART for line in sale.lines),
        tenders=taken.plain, change_minor=taken.change_minor, rounding_minor=taken.rounding_minor,
    )  # fmt: skip
    if sale.removed:
        note(removed=[list(line) for line in sale.removed])
    if lowered.discount_minor or lowered.price_minor:
        note(discount_minor=lowered.discount_minor, price_lowered_minor=lowered.price_minor)
    in_hand = [line.product_id for line in sale.lines if line.in_hand]
    if in_hand:
        note(in_hand=in_hand)


def _told(
    by: Actor, sale: Sale, goods: list[Goods], priced: Priced, lowered: Lowered, taken: Taken, pieces: int, *,
    order_id: int, number: str, receipt: str,
) -> Sold:  # fmt: skip
    lines = tuple(
        SoldLine(
            line.product_id,
            line.quantity,
            part.total_minor,
            part.tax_minor,
            item.cost_e4,
            item.price_per,
            part.discount_minor + part.order_discount_minor,
            item.kind(line),
        )
        for line, item, part in zip(sale.lines, goods, priced.lines, strict=True)
    )
    return Sold(
        order_id, number, receipt, clock.now_ms(), by.station, by.person_id, by.name,
        by.approval.name if by.approval else "", sale.customer_id, priced.total_minor, priced.tax_minor,
        lowered.discount_minor, lowered.price_minor, pieces, lines, taken.tenders, len(sale.removed),
        sale.email_receipt,
    )  # fmt: skip
