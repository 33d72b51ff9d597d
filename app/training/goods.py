"""What a lesson is done with: codes of goods, papers and bins that this shop really has, to scan or to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from app.catalog.models import Product, ProductCode, Unit
from app.catalog.names import product_name
from app.core.i18n import N_, _
from app.core.refusal import Refusal
from app.inventory.models import BinStock, Place, PlaceKind, Stock
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import FulfillmentState, Method
from app.payments.models import Receipt, ReceiptKind
from app.payments.receipts import receipt_number
from app.payments.till import current_shift
from app.picking.models import Batch, BatchState, PickTask, TaskState
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState
from app.review.models import Review, ReviewState

ENOUGH_PIECES, ENOUGH_GRAMS = 3, 1_000


class NotReady(Refusal):
    """The shop has nothing to do this lesson with; the sentence says what to do first."""


class Code(NamedTuple):
    """Something to scan or to type, and what it is."""

    code: str
    name: str


def pieces(_station: str) -> list[Code]:
    """Two articles that can be sold without a question."""
    return _sellable(Product.unit == Unit.PIECE, ENOUGH_PIECES, 2)


def weighed(_station: str) -> list[Code]:
    """Something that is sold by weight."""
    return _sellable(Product.unit == Unit.GRAM, ENOUGH_GRAMS, 1)


def sold(_station: str) -> list[Code]:
    """The newest receipt with goods that nobody brought back."""
    goods = OrderLine.select(OrderLine.order).where(OrderLine.is_stocked, OrderLine.quantity > OrderLine.returned)
    row = (
        Receipt.select(Receipt.series, Receipt.no)
        .where(Receipt.kind == ReceiptKind.SALE, Receipt.total_minor > 0, Receipt.order.in_(goods))
        .order_by(Receipt.made_at.desc())
        .tuples()
        .first()
    )
    return [Code(receipt_number(*row), _("The newest receipt"))] if row else []


def arriving(_station: str) -> list[Code]:
    """A delivery that is on its way, and what is in it."""
    on_the_way = Purchase.state.in_([PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED])
    query: Any = (
        PurchaseLine.select(Purchase.number, ProductCode.code, product_name())
        .join(Purchase)
        .switch(PurchaseLine)
        .join(Product)
        .join(ProductCode)
        .where(on_the_way, PurchaseLine.quantity > PurchaseLine.received)
        .order_by(Purchase.expected_at, Purchase.id, PurchaseLine.id)
        .tuples()
    )
    rows = list(query.limit(2))
    if not rows:
        return []
    number = rows[0][0]
    return [Code(number, _("The delivery")), *(Code(code, name) for of, code, name in rows if of == number)]


def to_pick(_station: str) -> list[Code]:
    """A pick list that nobody has begun, with its first article; or an order that no list has yet."""
    row = (
        PickTask.select(Batch.number, ProductCode.code, product_name())
        .join(Batch)
        .switch(PickTask)
        .join(Product)
        .join(ProductCode)
        .where(Batch.state == BatchState.OPEN, PickTask.state == TaskState.OPEN)
        .order_by(Batch.id, PickTask.position)
        .tuples()
        .first()
    )
    if row:
        return [Code(row[0], _("The pick list")), Code(row[1], row[2]), *_other(row[1])]
    found = _order_in(FulfillmentState.READY)
    return [found, *_in_order(found.code)] if found else []


def to_pack(_station: str) -> list[Code]:
    """An order whose goods were picked."""
    found = _order_in(FulfillmentState.PICKED)
    return [found] if found else []


def to_send(_station: str) -> list[Code]:
    """A packed order that a carrier is to have."""
    found = _order_in(FulfillmentState.PACKED, Fulfillment.method == Method.CARRIER)
    return [found] if found else []


def bin_with_goods(_station: str) -> list[Code]:
    """A bin with few goods in it, and one of them."""
    row = (
        BinStock.select(Place.code, ProductCode.code, product_name())
        .join(Place)
        .switch(BinStock)
        .join(Product)
        .join(ProductCode)
        .where(Place.kind == PlaceKind.BIN, BinStock.on_hand > 0, Product.unit == Unit.PIECE)
        .order_by(BinStock.on_hand, Place.walk)
        .tuples()
        .first()
    )
    return [Code(row[0], _("The bin")), Code(row[1], row[2])] if row else []


def doubtful(_station: str) -> list[Code]:
    """An order that was stopped for review."""
    number = (
        Review.select(Order.number).join(Order).where(Review.state == ReviewState.OPEN).order_by(Review.id).scalar()
    )
    return [Code(str(number), _("The order on hold"))] if number else []


KINDS: dict[str, tuple[Callable[[str], list[Code]], str]] = {
    "pieces": (pieces, N_("No article with a code is in stock. Receive goods first.")),
    "weighed": (weighed, N_("No article that is sold by weight is in stock.")),
    "sold": (sold, N_("Nothing was sold yet that could come back. Do the first exercise before.")),
    "arriving": (arriving, N_("No delivery is on its way. Order goods under Stock first.")),
    "to_pick": (to_pick, N_("No order waits to be picked. Take a phone order for delivery first.")),
    "to_pack": (to_pack, N_("Nothing waits to be packed. Do the exercise with the pick list first.")),
    "to_send": (to_send, N_("Nothing is packed for a carrier. Do the exercise at the packing table first.")),
    "bin": (bin_with_goods, N_("No bin holds any pieces. Receive goods first.")),
    "doubtful": (doubtful, N_("No order was stopped for review.")),
}


def codes_for(kinds: tuple[str, ...], station: str) -> list[Code]:
    """What a lesson is done with; NotReady when the shop has none of it, or when the till is not open."""
    found: list[Code] = []
    for kind in kinds:
        if kind == "till":
            if current_shift(station) is None:
                raise NotReady(_("No till is open here. Open it under Settle, Shift first."))
            continue
        look, sentence = KINDS[kind]
        codes = look(station)
        if not codes:
            raise NotReady(_(sentence))
        found += codes
    return found


def _sellable(condition: Any, enough: int, most: int) -> list[Code]:
    """Articles that nothing is asked about at the till, those with the most stock first."""
    plain = (
        Product.is_active, Product.is_stocked, ~Product.is_kit, ~Product.has_variants, ~Product.is_gift_card,
        ~Product.needs_serial, Product.age_limit == 0, Product.price_e4 > 0, Stock.on_hand - Stock.reserved >= enough,
    )  # fmt: skip
    query: Any = (
        Product.select(ProductCode.code, product_name(), Product.id)
        .join(ProductCode)
        .switch(Product)
        .join(Stock)
        .where(condition, *plain, ProductCode.quantity == 1)
        .order_by(Product.quick_key.is_null(), (Stock.on_hand - Stock.reserved).desc(), Product.id)
        .tuples()
        .limit(most * 3)
    )
    first = {product: Code(code, name) for code, name, product in reversed(list(query))}
    return list(reversed(list(first.values())))[:most]


def _other(code: str) -> list[Code]:
    """An article that a list does not ask for, for a wrong scan on purpose."""
    others = [one for one in pieces("") if one.code != code]
    return [_on_purpose(one) for one in others[:1]]


def _on_purpose(one: Code) -> Code:
    return Code(one.code, _("Wrong one: {name}").format(name=one.name))


def _in_order(number: str) -> list[Code]:
    """An article of an order that is to be picked, and one that is not in it."""
    lines: Any = (
        OrderLine.select(ProductCode.code, product_name())
        .join(Order)
        .switch(OrderLine)
        .join(Product)
        .join(ProductCode)
        .where(Order.number == number, OrderLine.is_stocked)
        .order_by(OrderLine.no)
        .tuples()
    )
    rows = [Code(*row) for row in lines]
    wrong = [one for one in pieces("") if one.code not in {row.code for row in rows}]
    return [*rows[:1], *(_on_purpose(one) for one in wrong[:1])]


def _order_in(state: FulfillmentState, *conditions: Any) -> Code | None:
    number = (
        Fulfillment.select(Order.number)
        .join(Order)
        .where(Fulfillment.state == state, ~Order.is_on_hold, *conditions)
        .order_by(Fulfillment.due_at, Fulfillment.id)
        .scalar()
    )
    return Code(str(number), _("The order")) if number else None
