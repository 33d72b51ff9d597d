"""Reading a list of products with their first stock, as another program or a spreadsheet writes it (CSV)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from app.core.i18n import _
from app.core.money import NotAnAmount, parse_unit_price
from app.core.refusal import Refusal

NAMES = {
    "sku": ("sku", "article", "item", "item number", "code"), "name": ("name", "title", "product", "description"),
    "price": ("price", "sales price", "retail price"), "cost": ("cost", "purchase price", "cost price"),
    "barcode": ("barcode", "ean", "gtin", "upc"), "stock": ("stock", "quantity", "on hand", "qty"),
    "bin": ("bin", "location", "shelf"), "name_zh": ("name_zh", "chinese name"),
}  # fmt: skip
MOST_ROWS = 100_000


class NotAProductList(Refusal):
    """The file has no columns that name a product."""


class FirstProduct(NamedTuple):
    """A product of the list; prices in 1/10,000, stock in pieces."""

    sku: str
    name: str
    name_zh: str
    price_e4: int
    cost_e4: int
    barcode: str
    stock: int
    bin: str


class ProductList(NamedTuple):
    """What a file holds: products, and (line number, sentence) for rows that are none."""

    products: list[FirstProduct]
    wrong: list[tuple[int, str]]


def read_product_list(path: Path) -> ProductList:
    """Read a CSV file with a head line; NotAProductList without a name and a price, or when it is no text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotAProductList(_("{file} cannot be read as text.").format(file=path.name)) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(text.splitlines(), delimiter=separator)
    columns = _columns(next(rows, []))
    if not {"name", "price"} <= columns.keys():
        raise NotAProductList(_("The first line needs at least “name” and “price”."))
    found = ProductList([], [])
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            found.wrong.append((number, _("More rows than can be taken in at once.")))
            break
        if any(cell.strip() for cell in row):
            _take(row, number, columns, found)
    return found


def _columns(head: list[str]) -> dict[str, int]:
    titles = [title.strip().lower() for title in head]
    return {
        key: next(no for no, title in enumerate(titles) if title in words)
        for key, words in NAMES.items()
        if any(title in words for title in titles)
    }


def _take(row: list[str], number: int, columns: dict[str, int], found: ProductList) -> None:
    cells = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
    name, sku = cells.get("name", ""), cells.get("sku") or cells.get("barcode") or ""
    try:
        price = parse_unit_price(cells["price"])
        cost = parse_unit_price(cells["cost"]) if cells.get("cost") else 0
    except NotAnAmount as error:
        found.wrong.append((number, str(error)))
        return
    stock = cells.get("stock") or "0"
    if not name or not sku or not stock.lstrip("-").isdigit() or price < 0 or cost < 0:
        found.wrong.append((number, _("A product needs an SKU, a name, a price and whole pieces.")))
        return
    found.products.append(
        FirstProduct(
            sku, name, cells.get("name_zh", ""), price, cost, cells.get("barcode", ""), max(int(stock), 0),
            cells.get("bin", "").upper(),
        )
    )  # fmt: skip
