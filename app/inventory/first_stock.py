"""Reading a list of products with their first stock, as another program or a spreadsheet writes it (CSV)."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from app.core.i18n import _
from app.core.money import NotAnAmount, parse_unit_price
from app.core.refusal import Refusal

NAMES = {
    "sku": ("sku", "article", "item", "item number", "code", "variant sku", "internal reference", "货号", "编码"),
    "name": ("name", "item name", "title", "product", "product name", "description", "名称", "品名", "商品名称"),
    "price": ("price", "sales price", "retail price", "variant price", "regular price", "unit price", "售价", "价格", "单价"),
    "cost": ("cost", "purchase price", "cost price", "cost per item", "default unit cost", "进价", "成本"),
    "barcode": ("barcode", "ean", "gtin", "upc", "variant barcode", "gtin, upc, ean, or isbn", "条码", "条形码"),
    "stock": ("stock", "quantity", "on hand", "qty", "variant inventory qty", "quantity on hand", "库存", "数量"),
    "bin": ("bin", "location", "shelf", "bin name", "货位"), "name_zh": ("name_zh", "chinese name", "中文名称"),
}  # fmt: skip
MOST_ROWS = 100_000
CODES = ("utf-8-sig", "gb18030", "cp1252")  # as spreadsheets write; the first that all of the text is


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
    is_quick: bool = (
        False  # nothing on it can be scanned: it gets a quick key, and is counted only where pieces are told
    )


class ProductList(NamedTuple):
    """What a file holds: products, and (line number, sentence) for rows that are none."""

    products: list[FirstProduct]
    wrong: list[tuple[int, str]]


def read_product_list(path: Path) -> ProductList:
    """Read a CSV file with a head line; NotAProductList without a name and a price, or when it is no text.

    Other programs' names for the columns are known too (Shopify, Square, WooCommerce, Odoo).  A product without an SKU
    has none here and gets one when it is taken in.
    """
    text = _text_of(path)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    found = ProductList([], [])
    try:
        columns = _columns(next(rows, []))
        if not {"name", "price"} <= columns.keys():
            raise NotAProductList(_("The first line needs at least “name” and “price”."))
        for row in rows:
            if rows.line_num > MOST_ROWS:
                found.wrong.append((rows.line_num, _("More rows than can be taken in at once.")))
                break
            if any(cell.strip() for cell in row):
                _take(row, rows.line_num, columns, found)
    except csv.Error as error:
        raise NotAProductList(
            _("Line {line} of {file} cannot be read.").format(line=rows.line_num, file=path.name)
        ) from error
    return found


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotAProductList(_("{file} cannot be read.").format(file=path.name)) from error
    codes = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else CODES
    for code in codes if b"\0" not in content or codes[0] == "utf-16" else ():
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise NotAProductList(_("{file} is no text. Save it as CSV and choose that file.").format(file=path.name))


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
    if not name or not stock.lstrip("-").isdigit() or price < 0 or cost < 0:
        found.wrong.append((number, _("A product needs a name, a price and whole pieces.")))
        return
    found.products.append(
        FirstProduct(
            sku, name, cells.get("name_zh", ""), price, cost, cells.get("barcode", ""), max(int(stock), 0),
            cells.get("bin", "").upper(),
        )
    )  # fmt: skip
