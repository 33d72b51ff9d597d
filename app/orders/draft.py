"""Drafts: what is known of an order before it has a number, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.book import book
from app.catalog.coupons import promotions_of
from app.catalog.deposits import is_deposit
from app.catalog.models import Product, Tax
from app.catalog.offers import NOBODY, Book, Who
from app.core.fields import MOST
from app.core.i18n import _
from app.core.money import LARGEST, line_minor
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.customers.models import Customer, CustomerGroup
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.charged import Charged, as_charged
from app.orders.charges import charges_in
from app.orders.line_kinds import FIXED, LineKind, kind_of
from app.orders.pricing import Priced
from app.orders.states import Channel, Method, PayPlan


class NoLines(Refusal):
    """An order needs at least one line."""


class NotAQuantity(Refusal):
    """A line's quantity is nought or less."""


class NotChosen(Refusal):
    """A product with variants was ordered without saying which."""


class NotAnAmount(Refusal):
    """A price, charge or sum is less than nought, or more than an order can hold."""


class TotalChanged(Refusal):
    """A price, tax or promotion changed since the customer was told the total."""


@dataclass(frozen=True)
class DraftLine:
    """A line before it is placed; without `unit_price_e4` the list price holds, without a product it is a free line.

    `by_rule`: the discount comes from a promotion or group of the shop, so nobody's limit counts; of what a person
    places or adds that is never believed.
    """

    product_id: int | None
    quantity: int
    unit_price_e4: int | None = None
    discount_minor: int = 0
    discount_name: str = ""
    name: str = ""
    note: str = ""
    age_checked: bool = False
    serial: str = ""
    by_rule: bool = False
    tax_bp: int | None = None  # of a free line without a product
    kind: LineKind = LineKind.GOODS
    of: int | None = None  # place (from 1) of the line that this one goes with
    of_no: int | None = None  # instead: number of a line that stands in the order already
    discount_bp: int = 0  # off this line, beside the amount
    at: int = 0  # when it was put into the basket, if not at the draft's `offers_at`


@dataclass(frozen=True)
class OrderDraft:
    """All that is known of an order before it has a number; amounts in minor units, times in ms.

    `basket` names what a phone order held while it was being entered; `doubts` is what an import found contradictory.

    `signals` is what the web shop or terminal told of buyer and payment, each part left out when not known: `billing`
    (an address), `cards` ([brand, last four, accepted, ms]), `card_name`, `card_country`, `three_d_secure`, `express`
    (the name of the fast service), `phone_confirmed_at` (ms).  Review judges by it.
    """

    channel: Channel
    method: Method
    pay_plan: PayPlan = PayPlan.NOW
    customer_id: int | None = None
    customer_name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    address: dict[str, Any] | None = None
    lines: tuple[DraftLine, ...] = ()
    order_discount_bp: int = 0
    order_discount_minor: int = 0
    order_discount_name: str = ""
    discount_by_rule: bool = False
    delivery_minor: int = 0
    fee_minor: int = 0
    promised_at: int | None = None
    ship_together: bool = False
    note: str = ""
    import_key: str | None = None
    basket: str = ""
    doubts: tuple[dict[str, Any], ...] = ()
    signals: dict[str, Any] | None = None
    told_minor: int | None = None  # the total that the customer was told; another one is refused with TotalChanged
    told_offers: tuple[str, ...] = ()  # and the offers in it
    coupons: tuple[str, ...] = ()  # their codes; those whose promotion gives something are used up
    offers_at: int | None = None  # price lists and offers of that moment hold; None where prices were made elsewhere
    charged: Charged | None = None  # the taxes that a web shop charged, where they stay
    regime_id: int | None = None  # chosen by hand, or the one that a web shop taxed by
    regime_reason: str = ""  # why somebody chose it
    quote: str = ""  # whose prices were agreed
    group_on_lines: bool = False  # the group's percentage is given off each line, as on a ticket, not off the whole


class Goods(NamedTuple):
    """What a line copies from its product."""

    sku: str
    name: str
    unit: str
    price_e4: int
    price_per: int
    cost_e4: int
    tax_bp: int
    is_stocked: bool
    category_id: int | None = None
    is_kit: bool = False
    has_variants: bool = False
    is_gift_card: bool = False
    is_deposit: bool = False
    tax_id: int = 0


@prepared(rows=Goods)
def _goods(product):
    return (
        Product.select(
            Product.sku, Product.name, Product.unit, Product.price_e4, Product.price_per, Product.cost_e4,
            Tax.rate_bp, Product.is_stocked, Product.category, Product.is_kit, Product.has_variants,
            Product.is_gift_card, is_deposit(), Product.tax,
        ).join(Tax).where(Product.id == product)
    )  # fmt: skip


def look_up(lines: Sequence[DraftLine]) -> list[Goods | None]:
    """What each line copies from its product; None for a free line.  NotFound when a product is not there."""
    if not lines:
        raise NoLines(_("The order has no lines yet. Add an item first."))
    seen: dict[int, Goods] = {}
    found: list[Goods | None] = []
    for line in lines:
        if line.quantity <= 0:
            raise NotAQuantity(_("Each line needs a quantity of at least 1."), product_id=line.product_id)
        if line.quantity > MOST:
            raise NotAQuantity(_("That is more than one line can hold."), product_id=line.product_id)
        if line.discount_minor < 0 or line.discount_bp < 0 or (line.unit_price_e4 or 0) < 0:
            raise NotAnAmount(_("A price is not less than nought."), product_id=line.product_id)
        if line.product_id is None:
            found.append(None)
            continue
        goods = seen.get(line.product_id) or _goods.one(line.product_id)
        if goods is None:
            raise NotFound("product", line.product_id)
        if goods.has_variants:
            raise NotChosen(_("Choose which {name} it is.").format(name=goods.name), product_id=line.product_id)
        seen[line.product_id] = goods
        found.append(goods)
    return found


def check_sums(priced: Priced, *charges: int) -> None:
    """Raise NotAnAmount when an order or sale costs more than can be, or a charge is less than nought."""
    if min(charges, default=0) < 0:
        raise NotAnAmount(_("A price is not less than nought."))
    if max(priced.goods_minor, priced.total_minor, *charges) > LARGEST:
        raise NotAnAmount(_("That is more than a sale can hold."), total_minor=priced.total_minor)


def price_draft(draft: OrderDraft, goods: Sequence[Goods | None] | None = None) -> Priced:
    """What a draft costs; the very figures that placing it would write."""
    goods = look_up(draft.lines) if goods is None else goods
    here = book()
    terms = Terms(
        draft.order_discount_minor, draft.order_discount_bp, charges_in(draft.delivery_minor, draft.fee_minor),
        here.rounding, is_final=bool(draft.import_key),
    )  # fmt: skip
    at = draft.offers_at
    rule = _group.one(draft.customer_id) if draft.group_on_lines and draft.customer_id else None
    lines = [basket_line(line, item, at or 0, rule) for line, item in zip(draft.lines, goods, strict=True)]
    if at is None:
        lines = _discounted_elsewhere(draft, lines)
        here = Book(rounding=here.rounding, prices_net=here.prices_net and not draft.import_key, taxes=here.taxes)
        priced = price_basket(lines, here, NOBODY._replace(regime_id=regime_of(draft)), terms)
        return priced if draft.charged is None else as_charged(priced, draft.charged, here.taxes)
    opened = frozenset(promotions_of(draft.coupons).values())
    who = who_of(draft.customer_id)._replace(coupons=opened, regime_id=regime_of(draft))
    return price_basket(lines, here, who, terms)


def _discounted_elsewhere(draft: OrderDraft, lines: list[BasketLine]) -> list[BasketLine]:
    """What a web shop gave off stays: where it is more than the goods cost, deposits and gift cards bear it too."""
    most = sum(
        line_minor(line.quantity, line.price_e4, line.price_per) - line.discount_minor
        for line in lines if not line.is_fixed
    )  # fmt: skip
    return lines if draft.order_discount_minor <= most else [line._replace(is_fixed=False) for line in lines]


def basket_line(
    line: DraftLine, goods: Goods | None, at: int, rule: tuple[int, str] | None = None
) -> BasketLine:  # fmt: skip
    """A line of a draft as the engine prices it; the group's `rule` is given off unless a person changed the line."""
    if goods is None:
        price = line.unit_price_e4 or 0
        return BasketLine(
            None, None, line.quantity, price, unit_price_e4=price, discount_minor=line.discount_minor,
            discount_bp=line.discount_bp, tax_bp=line.tax_bp or 0,
        )  # fmt: skip
    is_fixed = kind_in(line, goods) in FIXED
    is_changed = line.unit_price_e4 is not None or line.discount_minor or line.discount_bp
    return BasketLine(
        line.product_id, goods.category_id, line.quantity, goods.price_e4, goods.price_per, goods.unit == "piece",
        line.at or at, line.unit_price_e4, line.discount_minor, line.discount_bp,
        *((0, "") if rule is None or is_changed or is_fixed else rule), tax_bp=goods.tax_bp, is_fixed=is_fixed,
        tax_id=goods.tax_id,
    )  # fmt: skip


def kind_in(line: DraftLine, goods: Goods | None) -> LineKind:
    """What a line of a draft is."""
    if goods is None:
        return LineKind.FREE
    return kind_of(line.kind, is_gift_card=goods.is_gift_card, is_deposit=goods.is_deposit)


def who_of(customer_id: int | None) -> Who:
    """Whom offers, price lists and taxes are for."""
    group, regime = (_belongs.one(customer_id) or (None, None)) if customer_id else (None, None)
    return Who(customer_id, group, regime_id=regime)


@prepared
def _belongs(customer):
    regime = fn.COALESCE(Customer.tax_regime_ref, CustomerGroup.tax_regime_ref)
    return Customer.select(Customer.group, regime).left_outer_join(CustomerGroup).where(Customer.id == customer)


def regime_of(draft: OrderDraft) -> int | None:
    """The regime that was chosen by hand, else the customer's; a web shop taxed its orders itself, by one or not."""
    return draft.regime_id if draft.import_key else draft.regime_id or who_of(draft.customer_id).regime_id


@prepared
def _group(customer):
    columns = (CustomerGroup.discount_bp, CustomerGroup.name)
    return Customer.select(*columns).join(CustomerGroup).where(Customer.id == customer)


def group_bp_of(draft: OrderDraft) -> int:
    """What the customer's group is given off each order, in hundredths of a percent."""
    row = _group.one(draft.customer_id) if draft.customer_id else None
    return int(row[0]) if row else 0
