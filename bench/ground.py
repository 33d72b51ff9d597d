"""The ground of a replayed shop: people, a till, a carrier, bins, products with goods in, made by the shop's commands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.catalog.products import NewProduct, add_product
from app.catalog.taxes import add_tax
from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.settings import change_setting
from app.customers.addresses import check_address, regions_of, rules_of
from app.delivery.carriers import add_carrier
from app.inventory.places import add_place, set_home
from app.orders.states import Channel
from app.payments.shift import open_shift
from app.purchasing.receive import ReceivedLine, receive_goods
from app.staff.models import Role
from app.staff.people import add_person
from app.staff.pin import pin_length
from app.staff.sign_in import actor_for
from app.staff.stations import add_station
from bench.online_retail import COUNTRIES, Kind, Line, is_goods

PER_BIN = 10  # products that share a bin
TAX_BP = 2_000
FLOAT_MINOR = 5_000_000
CARRIER = "royal"
PHONE = "+44 20 7946 {:04}"
ONE_E4 = 10_000  # the list price of what the file only ever gives away


@dataclass
class Item:
    """A stock code of the file as the shop knows it; two codes that differ in capitals only are two products."""

    code: str
    name: str
    price_e4: int
    sku: str = ""
    product_id: int = 0
    place_id: int = 0


@dataclass
class Ground:
    """Who works here and what is sold."""

    seller: Actor
    packer: Actor
    managers: tuple[Actor, Actor]
    items: dict[str, Item]
    respelled: dict[str, str] = field(default_factory=dict)  # stock code -> SKU that it got instead


def lay_ground(lines: Iterable[Line], receipts: Mapping[str, int]) -> Ground:
    """People, products and goods in; the clock stands before the first line."""
    boss = system_actor("office")
    change_setting(boss, "shop.zone", "Europe/London")
    change_setting(boss, "shop.currency", "GBP")
    change_setting(boss, "shop.country", "GB")
    for code, name, kind in (("till-1", "Till", "till"), ("pack-1", "Packing table", "packing")):
        add_station(boss, code, name, kind)
    people = [("Olga Brandt", Role.MANAGER), ("Mark Ellis", Role.MANAGER), ("Ana Sousa", Role.COUNTER),
              ("Tom Reed", Role.WAREHOUSE)]  # fmt: skip
    ids = [add_person(boss, name, role, "739182604"[: pin_length(role)]) for name, role in people]
    add_carrier(boss, CARRIER, "Carrier")
    ground = Ground(
        seller=actor_for(ids[2], "till-1"), packer=actor_for(ids[3], "pack-1"),
        managers=(actor_for(ids[0], "till-1"), actor_for(ids[1], "till-1")), items=_items(lines),
    )  # fmt: skip
    open_shift(ground.seller, FLOAT_MINOR)
    _take_up(ground)
    _goods_in(ground, receipts)
    return ground


@lru_cache(maxsize=512)
def address_in(country: str) -> dict[str, Any] | None:
    """An address that the post of this country would take, or None when the name is no country."""
    code = COUNTRIES.get(country, "")
    rules = rules_of(code)
    if rules is None:
        return None
    for region in ("", *regions_of(code)):
        parts = {"line1": "1 Market Street", "city": "Town", "region": region, "postcode": rules.example}
        if not check_address(code, **parts):
            return parts | {"country": code}
    return None


def phone_of(customer: str) -> str:
    """A number that can be dialed, the same for the same customer."""
    digits = "".join(sign for sign in customer if sign.isdigit())
    return PHONE.format(int(digits or 0) % 10_000)


def moment_ms(text: str) -> int:
    """The time at which the shop's clock showed this."""
    day, _blank, hour = text.partition(" ")
    return clock.at_local(day, hour)


def channel_of(invoice: str) -> Channel:
    """Where an order came in; the file does not say, so seven of ten came online and three by phone."""
    digit = int(invoice[-1]) if invoice[-1:].isdigit() else 0
    return Channel.ONLINE if digit < 7 else Channel.PHONE


def name_of(customer: str) -> str:
    """What somebody of the file is called; many lines name nobody."""
    return f"Customer {customer}" if customer else "Guest"


def _items(lines: Iterable[Line]) -> dict[str, Item]:
    """All stock codes, at the lowest price that anybody paid: a list price that no sale goes below."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    prices: dict[str, int] = {}
    for line in lines:
        names[line.code][line.name] += bool(line.name)
        if line.price_e4 > 0 and line.kind == Kind.SALE:
            prices[line.code] = min(prices.get(line.code, line.price_e4), line.price_e4)
    return {
        code: Item(code, names[code].most_common(1)[0][0] or code, prices.get(code, ONE_E4)) for code in sorted(names)
    }


def _take_up(ground: Ground) -> None:
    manager = ground.managers[0]
    tax = add_tax(manager, "vat20", "VAT 20%", TAX_BP)
    taken: set[str] = set()
    for no, item in enumerate(ground.items.values()):
        item.sku = item.code
        while item.sku.upper() in taken:
            item.sku = f"{item.sku}~2"
            ground.respelled[item.code] = item.sku
        taken.add(item.sku.upper())
        if no % PER_BIN == 0:
            aisle, bay = divmod(no // PER_BIN, 50)
            place = add_place(manager, f"{aisle + 1:02}-{bay + 1:02}")
        item.place_id = place
        stocked = is_goods(item.code)
        item.product_id = add_product(manager, NewProduct(
            item.sku, item.name, item.price_e4, tax, cost_e4=item.price_e4 // 2, weight_grams=100,
            is_stocked=stocked,
        ))  # fmt: skip
        if stocked:
            set_home(manager, item.product_id, place)


def _goods_in(ground: Ground, receipts: Mapping[str, int], at_once: int = 200) -> None:
    lines = [
        ReceivedLine(item.product_id, receipts[item.code], item.place_id)
        for item in ground.items.values()
        if receipts.get(item.code)
    ]
    for first in range(0, len(lines), at_once):
        receive_goods(ground.packer, None, lines[first : first + at_once], note="Opening stock")
