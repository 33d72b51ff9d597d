"""A small shop with something for nearly every command, good values for it, and what each value may go wrong into."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.catalog.models import Category
from app.catalog.options import GroupInput, OptionInput
from app.catalog.price_lists import ListLine, PriceListInput
from app.catalog.products import NewProduct
from app.catalog.promotions import PromotionInput, save_promotion
from app.catalog.taxes import TaxInput
from app.core import clock
from app.core.fields import BOUND
from app.counter.sale import Sale, SaleLine
from app.customers.address_book import NewAddress
from app.customers.customers import NewCustomer
from app.customers.models import Address, CustomerGroup
from app.delivery.carriers import add_carrier
from app.inventory.models import Place, PlaceKind
from app.inventory.move import AdjustReason
from app.orders.amend import Amendment, LineChange
from app.orders.baskets import Wanted
from app.orders.draft import DraftLine
from app.orders.models import Fulfillment, OrderLine
from app.orders.place import place_order
from app.packing.cartons import add_carton
from app.payments.models import Payment, Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from app.payments.ways_back import CardSlip
from app.picking.release import add_totes
from app.purchasing.order import WantedLine, create_purchase
from app.purchasing.receive import ReceivedLine
from app.purchasing.suppliers import add_supplier
from app.returns.open import ReturnInput, open_return
from app.returns.quick import QuickLine
from app.returns.without_receipt import LooseLine
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import boss
from tests.app.returns.conftest import sold
from tests.factories import make_customer, make_product, make_tax

NO_ID = 999_999
NUMBERS = (-1, 0, BOUND + 1, NO_ID)
# Words of lists of ours inside of values: another one is a mistake of the program, and it stops.
CODES = frozenset(
    {"unit", "reason", "condition", "disposition", "language", "country", "currency", "kind", "channel", "role"}
)
TEXTS = ("", "\u202ea\x00b\x1b[2J", "x" * 5_000)


def good_values() -> dict[str, Any]:
    """The shop; under a parameter's name what fits it, under a command's name what fits only there."""
    mug, lamp = make_product("MUG", price="10.00", on_hand=50), make_product("LAMP", price="40.00", on_hand=5)
    lid = make_product("LID", price="1.00", is_stocked=False)
    customer, tax = make_customer(), make_tax()
    open_shift(boss, 50_000)
    sale = sold((mug, 2), by=boss)
    placed = place_order(boss, phone_order((mug, 2), customer_id=customer)).order_id
    packed = place_order(boss, phone_order((lamp, 1), customer_id=customer)).order_id
    line = OrderLine.get(OrderLine.order == sale)
    shelf = Place.select(Place.id).where(Place.kind == PlaceKind.BIN).order_by(Place.id).limit(1).scalar()
    add_totes(boss, ("T-1",))
    supplier = add_supplier(boss, "SUP", "Supplier")
    part = Fulfillment.get(Fulfillment.order == packed).id
    back = open_return(boss, sale, [ReturnInput(line.id, 1)])
    day = clock.now_ms()
    return {
        "order_id": sale, "product_id": mug, "parent_id": lamp, "customer_id": customer, "tax_id": tax, "from_tax": tax,
        "address_id": Address.get(Address.customer == customer).id, "to_tax": make_tax(900),
        "category_id": Category.insert(code="cups", name="Cups").execute(), "place_id": shelf, "source_id": shelf,
        "target_id": shelf, "promotion_id": save_promotion(boss, PromotionInput("Week", percent_bp=500)),
        "group_id": CustomerGroup.insert(code="f", name="Friends", discount_bp=100).execute(), "supplier_id": supplier,
        "carrier_id": add_carrier(boss, "post", "Post"), "carton_id": add_carton(boss, "M", "M", 300, 200, 100, 90, 9_000),
        "case_id": open_case(boss, NewCase(CaseKind.COMPLAINT, "Broken", "Cracked.", sale)), "return_id": back,
        "purchase_id": create_purchase(boss, supplier, [WantedLine(mug, 5)]), "payment_id": Payment.get().id,
        "fulfillment_id": part, "fulfillment_ids": (part,), "parcel_id": 0, "name": "A name", "code": "CODE-1",
        "reason": "Because", "text": "Words", "remark": "Word", "question": "Is it you?", "why": "Odd", "quantity": 1,
        "amount_minor": 500, "price_e4": 50_000, "percent_bp": 500, "rate_bp": 1_300, "discount_bp": 300,
        "limit_minor": 5_000, "counted_minor": 500, "quote_minor": 900, "cost_minor": 300, "float_minor": 15_000,
        "difference": 1, "counted": 3, "copies": 1, "lead_days": 5, "until_at": day + 60_000, "eta_at": day + 60_000,
        "in_at": day - 7_200_000, "out_at": day - 3_600_000, "from_day": "2027-01-01", "length_mm": 300,
        "width_mm": 200, "height_mm": 100, "weight_grams": 90, "max_grams": 9_000, "counts": 1, "days": 7,
        "tenders": (TenderInput(Tender.CASH, 500),), "slips": (CardSlip("R1", "4242"),), "sources": (), "revision": 1,
        "buyer": "Buyer", "reference": "ref-1", "bill": "bill-1", "basket": "b1", "uid": "u1", "shelf": "S1",
        "vehicle": "Van", "tracking": "1Z", "badge": "B-77", "vat_number": "IE1", "email": "a@b.example", "codes": ("T-2",),
        "person_id": 1, "order_ids": (placed,), "product_ids": (mug,), "missing": 1, "seconds": 3, "number": "Q1",
        "counter.sell": {"sale": Sale("ticket-bad", (SaleLine(mug, 1),), (TenderInput(Tender.CASH, 1_000),))},
        "orders.place": {"draft": phone_order((mug, 1), DraftLine(lamp, 1, note="Blue"), note="Ring twice")},
        "orders.amend": {
            "order_id": placed, "revision": 1,
            "amendment": Amendment(
                (LineChange(OrderLine.get(OrderLine.order == placed).id, 1),), (DraftLine(lamp, 1),), "Ann", "+353871234567",
                "a@b.example", promised_at=day + 3_600_000, delivery_minor=490, note="Now",
            ),
        },
        "orders.hold": {"order_id": placed, "reason": "Because"}, "orders.cancel": {"order_id": placed, "reason": "No"},
        "orders.hold_basket": {"basket": "b1", "lines": (Wanted(mug, 1),)},
        "catalog.add_product": {"new": NewProduct("NEW-1", "New", 50_000, tax)},
        "catalog.save_options": {"wanted": GroupInput("Lids", (OptionInput(lid),), products=(mug,)), "group_id": None},
        "catalog.save_promotion": {
            "wanted": PromotionInput("Month", percent_bp=500, products=(mug,)), "promotion_id": None,
        },
        "catalog.save_price_list": {
            "wanted": PriceListInput("Friends", lines=(ListLine(mug, 90_000),)), "price_list_id": None,
        },
        "catalog.save_tax": {"wanted": TaxInput("Low", rate_bp=900), "tax_id": None},
        "catalog.save_kit": {"product_id": lid, "parts": ((mug, 2),)},
        "customers.add_customer": {"new": NewCustomer("Ann", "+353871234599"), "even_if_known": True},
        "customers.add_address": {"customer_id": customer, "new": NewAddress("1 Road", "Bray", "IE")},
        "aftersales.open_case": {"new": NewCase(CaseKind.COMPLAINT, "Late", "Very late.", placed)},
        "purchasing.create_purchase": {"supplier_id": supplier, "lines": [WantedLine(mug, 5)]},
        "purchasing.receive_goods": {"purchase_id": None, "lines": [ReceivedLine(mug, 5)]},
        "returns.open": {"order_id": sale, "lines": [ReturnInput(line.id, 1)]},
        "returns.quick": {"order_id": sale, "lines": [QuickLine(line.id, 1)]},
        "returns.return_without_receipt": {
            "lines": [LooseLine(mug, 1, 50_000)], "customer_id": customer, "reason": "No receipt",
        },
        "staff.add_station": {"code": "till-7", "name": "Till 7", "series": "G"},
        "inventory.adjust": {
            "product_id": mug, "place_id": shelf, "difference": 1, "reason": AdjustReason.FOUND, "remark": "Word",
        },
        "picking.release_batch": {"fulfillment_ids": (part,), "totes": ("T-1",)},
    }  # fmt: skip


def spoiled(value: Any) -> Iterator[Any]:
    """What a good value may go wrong into, one part of it at a time; words of a list of ours are never wrong."""
    if isinstance(value, (bool, Enum)) or value is None:
        return
    if isinstance(value, int):
        yield from NUMBERS
    elif isinstance(value, str):
        yield from TEXTS
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for name in set(value._fields) - CODES:
            yield from (value._replace(**{name: bad}) for bad in spoiled(getattr(value, name)))
    elif isinstance(value, (tuple, list)):
        yield from () if value and isinstance(value[0], int) else (type(value)(),)
        for at, part in enumerate(value):
            yield from (type(value)([*value[:at], bad, *value[at + 1 :]]) for bad in spoiled(part))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name in CODES:
                continue
            yield from (dataclasses.replace(value, **{field.name: bad}) for bad in spoiled(getattr(value, field.name)))
