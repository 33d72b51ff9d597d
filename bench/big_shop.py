"""Large shops to measure on: so many products with EAN-13 codes, names, stock and search index, or so many customers,
made once and kept.

The names come from a vocabulary of a hundred words, so that every search has many hits: the hard side.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from app import shop
from app.catalog.codes import gtin_check_digit
from app.catalog.models import Product, ProductCode, Tax
from app.core import db, search
from app.core.actor import Actor, system_actor
from app.core.folding import fold, short_tokens
from app.core.prepared import prepared
from app.core.search_sqlite import PUT_TERMS, PUT_TEXT, PUT_TRIGRAM, PUT_WORD, SHIFT
from app.customers.models import Customer
from app.inventory.models import BinStock, Place, PlaceKind, Stock
from app.staff.models import Role
from app.staff.people import add_person
from app.staff.pin import pin_length

FOLDER = Path(tempfile.gettempdir()) / "kontor-bench"
CHUNK = 20_000
ON_HAND = 100_000
WORDS = (
    "amber", "anchor", "apple", "bamboo", "basket", "beaker", "bell", "blanket", "blue", "bottle", "bowl", "brass",
    "bread", "bronze", "brush", "butter", "candle", "canvas", "ceramic", "chair", "cherry", "clock", "cloud",
    "coffee", "copper", "coral", "cotton", "cream", "crystal", "cup", "cushion", "daisy", "dark", "desk", "dish",
    "dome", "door", "dove", "ebony", "felt", "fern", "field", "flag", "flask", "forest", "fork", "frame", "garden",
    "ginger", "glass", "glove", "gold", "grape", "green", "hammer", "harbor", "heart", "holder", "honey", "ivory",
    "jar", "jasmine", "kettle", "kitchen", "lamp", "lantern", "leaf", "lemon", "light", "linen", "marble", "meadow",
    "mint", "mirror", "moon", "mug", "night", "oak", "olive", "orange", "paper", "pearl", "pepper", "pillow", "plate",
    "plum", "pocket", "poppy", "red", "ribbon", "river", "rose", "rug", "salt", "silver", "spoon", "star", "stone",
    "sugar", "table", "tea", "tile", "towel", "tray", "velvet", "vase", "wave", "wood",
)  # fmt: skip
CHINESE = "红蓝绿白黑金银木石花茶杯碗盘灯布纸玉竹梅"
FIRST = (
    "Aoife", "Brian", "Ciara", "Declan", "Eimear", "Fionn", "Grace", "Hugh", "Imelda", "Jack", "Kate", "Liam", "Maeve",
    "Niall", "Orla", "Padraig", "Roisin", "Sean", "Tara", "Una", "Anna", "Bernd", "Clara", "Dieter", "Elena", "Felix",
    "Greta", "Hannah", "Ivan", "Julia", "Karl", "Lena", "Marta", "Noah", "Olga", "Paul", "Rosa", "Stefan", "Thea", "Wei",
)  # fmt: skip
LAST = (
    "Murphy", "Kelly", "O'Sullivan", "Walsh", "Smith", "O'Brien", "Byrne", "Ryan", "O'Connor", "O'Neill", "Reilly",
    "Doyle", "McCarthy", "Gallagher", "Doherty", "Kennedy", "Lynch", "Murray", "Quinn", "Moore", "Hartwell", "Schmidt",
    "Fischer", "Weber", "Wagner", "Becker", "Hoffmann", "Richter", "Klein", "Wolf", "Novak", "Kowalski", "Nagy", "Horvat",
    "Rossi", "Garcia", "Martin", "Dubois", "Laurent", "Silva", "Santos", "Andersen", "Nielsen", "Larsen", "Berg",
    "Lindqvist", "Virtanen", "Tamm", "Chen", "Wang",
)  # fmt: skip
clerk = Actor(1, "Maya Kelly", "counter", "till-1", frozenset({"*"}), MappingProxyType({"discount_bp": 1500}))


def ean_of(number: int) -> str:
    """The code of a product."""
    body = f"539{number:09d}"
    return f"{body}{gtin_check_digit(body)}"


def name_of(number: int) -> str:
    """The name of a product; every tenth is Chinese."""
    chosen = random.Random(number)
    if number % 10 == 0:
        return "".join(chosen.choices(CHINESE, k=5)) + f" {number}"
    return " ".join(chosen.choices(WORDS, k=4)).capitalize()


def big_shop(products: int, *, customers: int = 0, copy: bool = True) -> Path:
    """The file of a shop with so many products and customers; a copy of its own unless told otherwise."""
    name = f"{products}-{customers}" if customers else f"{products}"
    whole = FOLDER / f"shop-{name}.kontor"
    if not whole.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        making = whole.with_suffix(".making")
        for file in FOLDER.glob(f"{making.name}*"):
            file.unlink()
        _make(making, products, customers)
        making.rename(whole)
    if not copy:
        return whole
    mine = FOLDER / f"run-{name}.kontor"
    for file in FOLDER.glob(f"{mine.name}*"):
        file.unlink()
    return Path(shutil.copy(whole, mine))


@prepared
def _product(key, sku, name, tax):
    return Product.insert(id=key, sku=sku, name=name, price_e4=123_400, cost_e4=50_000, tax=tax, weight_grams=100)


@prepared
def _code(code, product):
    return ProductCode.insert(code=code, product=product, quantity=1)


@prepared
def _stock(product, home):
    return Stock.insert(product=product, on_hand=ON_HAND, reserved=0, incoming=0, home=home)


@prepared
def _in_bin(product, place):
    return BinStock.insert(product=product, place=place, on_hand=ON_HAND)


@prepared
def _customer(key, name, phone, email, card):
    return Customer.insert(
        id=key, name=name, phone=phone, email=email, card=card, language="en", may_mail=False, may_sms=False, points=0,
        credit_limit_minor=0, order_count=0, spent_minor=0, created_at=0,
    )  # fmt: skip


def person_of(number: int) -> tuple[str, str, str, str]:
    """Name, phone, e-mail and card of a customer."""
    chosen = random.Random(number)
    first, last = chosen.choice(FIRST), chosen.choice(LAST)
    plain = fold(last).replace(" ", "")
    return f"{first} {last}", f"+35385{number:07}", f"{first.lower()}.{plain}{number}@example.org", f"CARD-{number:06}"


def _make(path: Path, products: int, customers: int) -> None:
    shop.new_shop(db.url_of(path))
    boss = system_actor("office")
    add_person(boss, "Maya Kelly", Role.COUNTER, "739182604"[: pin_length(Role.COUNTER)])
    tax = Tax.create(code="vat", name="VAT", rate_bp=2300).id
    home = Place.create(code="A-01", kind=PlaceKind.BIN, zone="A", walk=1).id
    db.db.execute_sql("PRAGMA synchronous = OFF")
    for numbers in _chunks(products):
        with db.db.atomic():
            _product.run_many((no, f"SKU-{no}", name_of(no), tax) for no in numbers)
            _code.run_many((ean_of(no), no) for no in numbers)
            _stock.run_many((no, home) for no in numbers)
            _in_bin.run_many((no, home) for no in numbers)
            _index("product", ((no, f"{name_of(no)} SKU-{no} {ean_of(no)}") for no in numbers))
    for numbers in _chunks(customers):
        people = {no: person_of(no) for no in numbers}
        with db.db.atomic():
            _customer.run_many((no, *person) for no, person in people.items())
            _index("customer", ((no, " ".join(person).replace("+", "")) for no, person in people.items()))
    db.checkpoint()
    shop.close_shop()


def _chunks(products: int) -> Iterator[range]:
    for first in range(1, products + 1, CHUNK):
        yield range(first, min(first + CHUNK, products + 1))


def _index(kind_name: str, texts: Iterable[tuple[int, str]]) -> None:
    """As `search.put` does, many at a time."""
    kind = search._number(kind_name)
    rows = [(kind << SHIFT | no, fold(text)) for no, text in texts]
    cursor = db.db.obj.cursor()
    cursor.executemany(PUT_TEXT, [(row, kind, words) for row, words in rows])
    cursor.executemany(PUT_TRIGRAM, rows)
    tokens = [list(dict.fromkeys(short_tokens(words))) for _row, words in rows]
    cursor.executemany(PUT_WORD, [(row, " ".join(found)) for (row, _words), found in zip(rows, tokens, strict=True)])
    cursor.execute(PUT_TERMS, (json.dumps(sorted({word for found in tokens for word in found if not word.isdigit()})),))
