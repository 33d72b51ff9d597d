"""The goods of a sale: what each line copies from its product, the checks at the counter, and the hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import fn

from app.catalog.deposits import is_deposit
from app.catalog.kits import kit_pieces
from app.catalog.models import Product, Tax
from app.core.db import hold
from app.core.fields import MOST
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.counter.sale import SaleLine
from app.inventory import stock
from app.inventory.count import queue_count
from app.inventory.models import PlaceKind
from app.orders.draft import NoLines, NotAQuantity
from app.orders.line_kinds import LineKind, kind_of
from app.orders.models import Order, OrderLine
from app.orders.states import OrderState
from app.payments.models import Receipt, ReceiptKind


class NotOnShelf(Refusal):
    """The books say there is none, and this product may not be sold without being in them."""


class AgeNotChecked(Refusal):
    """Nobody said that the customer is old enough."""


class SerialMissing(Refusal):
    """The product is sold with its serial number, each piece on a line of its own."""


class SerialSold(Refusal):
    """A piece with this serial number was sold before and has not come back."""


class NotForSale(Refusal):
    """The product was taken out of the catalog."""


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
    is_active: bool
    allow_found: bool
    age_limit: int
    category_id: int | None
    needs_serial: bool
    is_gift_card: bool = False
    is_kit: bool = False
    has_variants: bool = False
    is_deposit: bool = False
    tax_id: int = 0

    def kind(self, line: SaleLine) -> LineKind:
        """What a line of it is."""
        return kind_of(line.kind, is_gift_card=self.is_gift_card, is_deposit=self.is_deposit)


@prepared(rows=Goods)
def _goods(product):
    return (
        Product.select(
            Product.sku, Product.name, Product.unit, Product.price_e4, Product.price_per, Product.cost_e4, Tax.rate_bp,
            Product.is_stocked, Product.is_active, Product.allow_found, Product.age_limit, Product.category,
            Product.needs_serial, Product.is_gift_card, Product.is_kit, Product.has_variants, is_deposit(), Product.tax,
        ).join(Tax).where(Product.id == product)
    )  # fmt: skip


@prepared
def _sold_serial(product, serial):
    void = Receipt.select(Receipt.order).where(Receipt.kind == ReceiptKind.VOID.value)
    return (
        OrderLine.select(Order.number).join(Order)
        .where(
            OrderLine.product == product, fn.UPPER(OrderLine.serial) == serial, OrderLine.returned < OrderLine.quantity,
            Order.state != OrderState.CANCELLED.value, Order.number.is_null(False), Order.id.not_in(void),
        ).limit(1)
    )  # fmt: skip


def goods_of(lines: Sequence[SaleLine]) -> list[Goods]:
    """What each line copies from its product, as the catalog says now."""
    if not lines:
        raise NoLines(_("Nothing is on the ticket yet."))
    found = []
    for line in lines:
        goods = _goods.one(line.product_id)
        if goods is None:
            raise NotFound("product", line.product_id)
        found.append(goods)
    return found


def check_goods(lines: Sequence[SaleLine], goods: Sequence[Goods]) -> None:
    """Raise NotAQuantity, NotForSale, AgeNotChecked, SerialMissing or SerialSold."""
    serials: set[tuple[int, str]] = set()
    for line, item in zip(lines, goods, strict=True):
        if line.quantity <= 0:
            raise NotAQuantity(_("A quantity is at least 1."), product_id=line.product_id)
        if line.quantity > MOST:
            raise NotAQuantity(_("That is more than one line can hold."), product_id=line.product_id)
        if not item.is_active:
            raise NotForSale(_("{name} is no longer sold.").format(name=item.name), product_id=line.product_id)
        if item.has_variants:
            raise NotForSale(_("Choose which {name} it is.").format(name=item.name), product_id=line.product_id)
        if item.age_limit and not line.age_checked:
            sentence = _("{name} is sold from {age} years on. Check the age first.")
            raise AgeNotChecked(
                sentence.format(name=item.name, age=item.age_limit),
                product_id=line.product_id, age_limit=item.age_limit,
            )  # fmt: skip
        if item.needs_serial:
            _check_serial(line, item, serials)


def _check_serial(line: SaleLine, item: Goods, seen: set[tuple[int, str]]) -> None:
    serial = line.serial.strip()
    if not serial or line.quantity != 1:
        raise SerialMissing(
            _("{name} is sold with its serial number, one piece a line.").format(name=item.name),
            product_id=line.product_id,
        )
    if (line.product_id, same_serial(serial)) in seen:
        raise SerialSold(
            _("{name} {serial} is on the ticket twice.").format(name=item.name, serial=serial),
            product_id=line.product_id, serial=serial,
        )  # fmt: skip
    seen.add((line.product_id, same_serial(serial)))
    hold(Product, line.product_id)  # two tills do not look for the same serial at once
    if number := sold_serial(line.product_id, serial):
        raise SerialSold(
            _("{name} {serial} was sold before, with {number}.").format(name=item.name, serial=serial, number=number),
            product_id=line.product_id, serial=serial,
        )  # fmt: skip


def same_serial(serial: str) -> str:
    """A serial number as it is compared: typed in small letters it is the same piece."""
    return serial.strip().upper()


def sold_serial(product_id: int, serial: str) -> str:
    """The number of the sale or order that a piece with this serial number went out with; empty when it is here."""
    out = _sold_serial.one(product_id, same_serial(serial))
    return str(out[0]) if out else ""


def hand_over(order_id: int, lines: Sequence[SaleLine], goods: Sequence[Goods]) -> None:
    """Take the goods of a sale out of the bins.

    Raises OutOfStock; a line that is `in_hand` books what is missing as found instead, or raises NotOnShelf when
    the product forbids that.
    """
    customer = stock.special_place(PlaceKind.CUSTOMER)
    for line, item in zip(lines, goods, strict=True):
        if not item.is_stocked:
            continue
        try:
            stock.take_out(line.product_id, line.quantity, target=customer, reason="sale", order_id=order_id)
        except stock.OutOfStock as refusal:
            if not line.in_hand:
                raise _of_kit(refusal, line) from None
            _find(order_id, line, item, refusal.free)
            stock.take_out(line.product_id, line.quantity, target=customer, reason="sale", order_id=order_id)


def _of_kit(refusal: stock.OutOfStock, line: SaleLine) -> stock.OutOfStock:
    """The same refusal, for a part of a kit in the words of the kit: that is what stands on the ticket."""
    if line.kit_id is None:
        return refusal
    wanted, free = kit_pieces(line.kit_id, line.product_id, line.quantity, max(refusal.free, 0))
    return stock.OutOfStock(line.kit_id, wanted=wanted, free=free)


def _find(order_id: int, line: SaleLine, item: Goods, free: int) -> None:
    """The piece is there although the books say it is not: it was found, and its bin is to be counted."""
    if not item.allow_found:
        raise NotOnShelf(
            _("{name} is only sold when the books have it. Ask for a count.").format(name=item.name),
            product_id=line.product_id, wanted=line.quantity, free=free,
        )  # fmt: skip
    home = stock.level(line.product_id).home
    if home is None:
        raise NotOnShelf(
            _("{name} has no bin yet. Give it one first.").format(name=item.name), product_id=line.product_id
        )
    found = stock.special_place(PlaceKind.FOUND)
    stock.put_in(
        line.product_id, line.quantity - free, source=found, place=home, reason="found", order_id=order_id,
        cost_e4=item.cost_e4,
    )  # fmt: skip
    queue_count(home, "sold without stock")
