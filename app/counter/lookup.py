"""From a scan to what may be put on the ticket: the product with its price of the moment, weight and lot."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.book import book
from app.catalog.codes import CodeHit, find_code, hit_of, variants_of
from app.catalog.kits import parts_of
from app.catalog.scanned import ScanKind, Scanned, read_scan
from app.core.money import minor_digits, round_div
from app.counter.ticket import Sellable
from app.orders.line_kinds import LineKind, kind_of


class Hit(NamedTuple):
    """A product behind a scan; `quantity` base units, `unit_price_e4` when the label itself carries the price."""

    item: Sellable
    quantity: int
    unit_price_e4: int | None
    lot: str
    serial: str
    expires_on: str = ""


def look_up(text: str) -> list[Hit]:
    """The products that a scanned or typed code stands for, on sale first; empty when it is unknown."""
    book()  # the ticket is priced by the offers of this moment
    scanned = read_scan(text)
    hits = _on_sale(scanned.code)
    if scanned.kind in (ScanKind.WEIGHT, ScanKind.PRICE) and (whole := _on_sale(scanned.text)):
        # A number that is a product's own comes before the weight or price that its digits may hold.
        scanned, hits = Scanned(scanned.text, ScanKind.GTIN), whole
    found = []
    for hit in hits:
        item, price = sellable(hit), None
        quantity = scanned.quantity * hit.quantity
        if scanned.kind == ScanKind.WEIGHT and scanned.weight_grams and hit.unit == "gram":
            quantity = scanned.weight_grams
        elif scanned.kind == ScanKind.PRICE and scanned.price_minor is not None:
            quantity, price = _by_price(hit, scanned.price_minor)
        found.append(Hit(item, quantity, price, scanned.lot, scanned.serial, scanned.expires_on))
    return found


def look_up_product(product_id: int) -> list[Hit]:
    """A product by its number, whatever its codes look like; a parent's variants."""
    book()
    found = [hit_of(product_id)]
    found = variants_of(product_id) if found[0].has_variants else found
    return [Hit(sellable(hit), 1, None, "", "") for hit in found if hit.is_active]


def _on_sale(code: str) -> list[CodeHit]:
    return [hit for hit in find_code(code) if hit.is_active]


def sellable(hit: CodeHit) -> Sellable:
    """A product as a ticket needs it."""
    return Sellable(
        hit.product_id, hit.sku, hit.name, hit.price_e4, hit.price_per, hit.unit, hit.tax_bp, hit.quantity, hit.art,
        hit.age_limit, hit.allow_found, name_zh=hit.name_zh, weight_grams=hit.weight_grams,
        category_id=hit.category_id, needs_serial=hit.needs_serial, contents=_contents(hit) if hit.is_kit else "",
        variant_of=hit.variant_of, deposit=tuple(sellable(hit_of(hit.deposit_id))) if hit.deposit_id else (),
        kind=kind_of(LineKind.GOODS, is_gift_card=hit.is_gift_card, is_deposit=hit.is_deposit),
        tax_id=hit.tax_id,
    )  # fmt: skip


def _contents(hit: CodeHit) -> str:
    """What is in a kit, in words."""
    return ", ".join(f"{part.quantity} × {part.name}" for part in parts_of(hit.product_id))


def _by_price(hit: CodeHit, price_minor: int) -> tuple[int, int | None]:
    """What a label with a price stands for: so many grams at the list price, else one piece at the label's price."""
    price_e4 = round_div(price_minor * 10_000, 10 ** minor_digits())
    if hit.unit == "gram" and hit.price_e4:
        return max(round_div(price_e4 * hit.price_per, hit.price_e4), 1), None
    return hit.quantity, price_e4
