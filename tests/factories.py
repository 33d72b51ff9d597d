"""Short ways to a person, a product with stock, a customer; each goes through the tables' own steps."""

from __future__ import annotations

from itertools import count
from types import MappingProxyType

from app.catalog.models import Product, ProductCode, Tax
from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.command import command
from app.customers.models import Address, Customer
from app.inventory import stock
from app.inventory.models import Place, PlaceKind

_numbers = count(1)
clerk = Actor(
    1, "Maya Kelly", "counter", "till-1", frozenset({"*"}), MappingProxyType({"discount_bp": 1500, "no_sales": 5})
)
packer = Actor(2, "Piotr Zając", "warehouse", "pack-1", frozenset({"*"}), MappingProxyType({}))
manager = Actor(3, "Ruth Hartwell", "manager", "office", frozenset({"*"}), MappingProxyType({"discount_bp": 10_000}))


@command("tests.receive")
def _receive(by: Actor, product_id: int, quantity: int, place_id: int) -> None:
    supplier = stock.special_place(PlaceKind.SUPPLIER)
    stock.put_in(product_id, quantity, source=supplier, place=place_id, reason="goods_in")


def make_tax(rate_bp: int = 2300) -> int:
    """A tax rate, once."""
    row = Tax.get_or_none(Tax.rate_bp == rate_bp)
    return (row or Tax.create(code=f"vat{rate_bp}", name=f"VAT {rate_bp / 100:g}%", rate_bp=rate_bp)).id


def make_bin(code: str | None = None) -> int:
    """A bin, once."""
    number = next(_numbers)
    code = code or f"A-{number:02}-1"
    row = Place.get_or_none(Place.code == code)
    return (row or Place.create(code=code, kind=PlaceKind.BIN, zone=code[0], walk=number)).id


def make_product(
    sku: str | None = None, *, price: str = "10.00", on_hand: int = 0, bin: str | None = None, tax_bp: int = 2300,
    code: str | None = None, cost: str = "4.00", weight: int = 100, **more: object,
) -> int:  # fmt: skip
    """A product with a code (its SKU unless given) and stock in one bin; returns its id."""
    sku = sku or f"SKU-{next(_numbers)}"
    euros, _dot, cents = price.partition(".")
    cost_euros, _dot, cost_cents = cost.partition(".")
    product = Product.create(
        sku=sku, name=f"Product {sku}", price_e4=int(euros) * 10_000 + int(cents.ljust(4, "0")), tax=make_tax(tax_bp),
        cost_e4=int(cost_euros) * 10_000 + int(cost_cents.ljust(4, "0")), weight_grams=weight, **more,
    )  # fmt: skip
    ProductCode.create(code=code or sku, product=product.id, quantity=1)
    place = make_bin(bin)
    stock.ensure_stock(product.id, place)
    if on_hand:
        _receive(system_actor(), product.id, on_hand, place)
    return int(product.id)


def make_customer(name: str = "Eimear O’Connor", **more: object) -> int:
    """A customer with a phone, a mail address and a main address; returns the id."""
    number = next(_numbers)
    values = {"phone": f"+35387555{number:04}", "email": f"c{number}@shop.example", "may_mail": True} | more
    customer = Customer.create(name=name, created_at=clock.now_ms(), **values)
    Address.create(
        customer=customer.id, line1="14 Seapoint Terrace", city="Blackrock", postcode="A94 X5R7", country="IE",
        is_main=True,
    )  # fmt: skip
    return int(customer.id)
