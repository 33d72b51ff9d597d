"""Gift cards as lines of a ticket: the product they are sold as, what the sale puts on them, and what a void takes off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.catalog.models import Product, ProductCode, Tax
from app.catalog.tax_book import TaxKind
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.money import line_minor
from app.core.refusal import Refusal
from app.counter.goods import Goods
from app.counter.sale import Sale
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.orders.pricing import Priced
from app.payments.gift_cards import NoGiftCard, load_card
from app.payments.models import Tender

SKU = "GIFT-CARD"
NAME = N_("Gift card")
NO_TAX = "none"  # a gift card is taxed when it is spent


class NotWhole(Refusal):
    """A gift card is sold at its full worth, and not paid with another one."""


@command("counter.gift_card_product")
def gift_card_product(by: Actor) -> str:
    """The SKU of the product that gift cards are sold as; it is made at the first sale."""
    known = Product.select(Product.sku).where(Product.is_gift_card, Product.is_active).order_by(Product.id).scalar()
    if known:
        return str(known)
    tax = Tax.select(Tax.id).where(Tax.rate_bp == 0, Tax.kind == TaxKind.PERCENT).order_by(Tax.id).scalar()
    tax = tax or Tax.insert(code=NO_TAX, name=_("No tax"), rate_bp=0).execute()
    product_id = int(
        Product.insert(
            sku=SKU, name=NAME, price_e4=0, tax=tax, is_stocked=False, is_gift_card=True, allow_found=True
        ).execute()
    )
    ProductCode.insert(code=SKU, product=product_id, quantity=1).execute()
    touch("product", product_id)
    note(sku=SKU, name=NAME)
    return SKU


def load_cards(order_id: int, sale: Sale, goods: Sequence[Goods], priced: Priced) -> dict[str, int]:
    """Put what was paid for gift card lines on the cards, as a step of the sale; returns the ledger's side.

    The number of the card is the line's serial number.  Refused with NotWhole and with what `load_card` raises.
    """
    found: dict[str, int] = {}
    for line, item, part in zip(sale.lines, goods, priced.lines, strict=True):
        if not item.is_gift_card:
            continue
        if not line.serial:
            raise NoGiftCard(_("Scan the gift card that is sold."), product_id=line.product_id)
        price = item.price_e4 if line.unit_price_e4 is None else line.unit_price_e4
        if part.total_minor != line_minor(line.quantity, price, item.price_per):
            raise NotWhole(_("A gift card is sold at its full worth, without a discount."), product_id=line.product_id)
        account = load_card(line.serial, part.total_minor, order_id)
        found[account] = found.get(account, 0) - part.total_minor
    if found and any(tender.tender == Tender.GIFT_CARD for tender in sale.tenders):
        raise NotWhole(_("A gift card is not paid with a gift card."))
    return found


def gift_lines(order_id: int) -> Any:
    """The ids of an order's lines that loaded a gift card, as a subquery."""
    return OrderLine.select(OrderLine.id).where(OrderLine.order == order_id, OrderLine.kind == LineKind.GIFT_CARD)


def cards_of(order_id: int) -> list[tuple[str, int]]:
    """The cards that a sale loaded: number and amount of each."""
    query = OrderLine.select(OrderLine.serial, OrderLine.total_minor).where(OrderLine.id.in_(gift_lines(order_id)))
    return [(str(code), int(amount)) for code, amount in query.tuples()]
