"""The ground of the sample shop: settings, people, stations, goods with their bins, customers, suppliers, cartons."""

from __future__ import annotations

from typing import Any

from app.catalog.models import Category, Coupon, Product, ProductCode, Promotion, PromotionScope, Tax
from app.core import clock, search, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.db import is_postgres, path_of, store_url
from app.customers.models import Address, Customer, CustomerGroup, PointsFor
from app.customers.points import move_points
from app.delivery.models import Carrier
from app.inventory import stock
from app.inventory.models import Place, PlaceKind, Stock
from app.ledger.post import post
from app.packing.models import Carton
from app.picking.models import Tote
from app.purchasing.models import Supplier, SupplierProduct
from app.staff.models import Person, Station
from app.staff.pin import hash_pin
from resources.sample.data import load
from resources.sample.taxes import levy_bottles

DAY_MS = 86_400_000
SIGNED_UP_MS = 38 * 60_000  # who is new today came so long ago
LEAD_DAYS = 30  # the ground is laid so long before the day that is shown
STATION_KINDS = {"till": "till", "packing": "packing"}
GROUPS = (("member", "Member", 500), ("trade", "Trade", 1000))


@command("sample.ground")
def lay_ground(by: Actor, spare: dict[str, int]) -> None:
    """Fill an empty store; `spare` is stock beyond what is to be left in the end, by SKU."""
    _settings()
    _people()
    _devices()
    _catalog()
    _places()
    _goods(spare)
    _customers()
    _suppliers()
    _packing()


def _settings() -> None:
    shop = load("shop")
    settings.write("shop.name", shop["name"])
    settings.write("shop.address_lines", [shop["street"], f"{shop['town']} {shop['postcode']}"])
    settings.write("shop.vat_number", shop["vat_number"])
    settings.write("shop.country", shop["country"])
    settings.write("delivery.shop_at", f"{shop['lat_e6'] / 1_000_000}, {shop['lon_e6'] / 1_000_000}")


def _people() -> None:
    for row in load("people"):
        Person.insert(
            name=row["name"], role=row["role"], pin_hash=hash_pin(row["pin"], row["badge"]), badge=row["badge"],
            is_driver=row["driver"], color=row["color"], limits={}, language="",
        ).execute()  # fmt: skip
    for row in load("stations"):
        kind = STATION_KINDS.get(row["kind"], "office")
        Station.insert(
            code=row["code"],
            name=row["name"],
            kind=kind,
            series=row["series"] or row["code"][-1].upper() + row["code"][0].upper(),
        ).execute()


def _devices() -> None:
    """Printers that write into files beside the store, so that papers really leave; the terminal's code is typed."""
    if is_postgres():
        return
    folder = path_of(store_url()).parent
    for station in load("stations"):
        code = station["code"]
        devices = {
            "scanner": {"url": "keyboard:"},
            "printer": {"url": f"file://{folder}/{code}-receipts.bin", "name": "Receipt printer"},
            "label_printer": {
                "url": f"file://{folder}/{code}-labels.zpl", "name": "Label printer", "target": {"tongue": "zpl"},
            },
            "terminal": {"url": "typed:"},
        }  # fmt: skip
        settings.write("station.devices", devices, code)


def _catalog() -> None:
    for row in load("shop")["taxes"]:
        Tax.insert(code=row["code"], name=row["name"], rate_bp=row["rate_bp"]).execute()
    for row in load("categories"):
        code = row["name"].lower().replace(" & ", "-").replace(" ", "-")
        Category.insert(code=code, name=row["name"], name_zh=row["name_zh"], position=row["order"]).execute()
    taxes = dict(Tax.select(Tax.code, Tax.id).tuples())
    categories = dict(Category.select(Category.name, Category.id).tuples())
    for row in load("products"):
        _product(row, taxes, categories)
    levy_bottles()
    ids = dict(Product.select(Product.sku, Product.id).tuples())
    today = clock.now_ms() + LEAD_DAYS * DAY_MS
    for row in load("promotions"):
        _promotion(row, ids, categories, today)


def _promotion(row: dict[str, Any], ids: dict[str, int], categories: dict[str, int], today: int) -> None:
    """An offer with its scopes and coupons; what a group gets anyway is its own percentage and no offer."""
    if row["group"]:
        return
    promotion = int(
        Promotion.insert(
            name=row["name"], kind=row["kind"], percent_bp=row.get("percent", 0) * 100,
            amount_minor=row.get("amount_minor", 0), min_minor=row["minimum_minor"], buy=row.get("buy", 0),
            pay=row.get("pay", 0), needs_coupon=bool(row["voucher"]), stacking=row.get("stacking", "best"),
            weekdays=row.get("weekdays", 127), from_minute=row.get("from_minute", 0),
            to_minute=row.get("to_minute", 1440), starts_at=today - row["starts_days_ago"] * DAY_MS,
            ends_at=None if row["ends_in_days"] is None else today + row["ends_in_days"] * DAY_MS,
        ).execute()
    )  # fmt: skip
    for sku in row["skus"]:
        PromotionScope.insert(promotion=promotion, product=ids[sku]).execute()
    for name in row.get("categories", ()):
        PromotionScope.insert(promotion=promotion, category=categories[name]).execute()
    for no, part in enumerate(row.get("parts", ()), 1):
        for sku in part["skus"]:
            PromotionScope.insert(promotion=promotion, part=no, quantity=part["quantity"], product=ids[sku]).execute()
    if row["voucher"]:
        Coupon.insert(code=row["voucher"], promotion=promotion, most=0, made_at=today).execute()


def _product(row: dict[str, Any], taxes: dict[str, int], categories: dict[str, int]) -> None:
    length, width, height = row["size_mm"]
    product = int(
        Product.insert(
            sku=row["sku"], name=row["name"], name_zh=row["name_zh"], category=categories[row["category"]],
            unit=row["unit"], price_e4=row["price_minor"] * 100, price_per=row["price_per"],
            cost_e4=row["cost_minor"] * 100, tax=taxes[row["tax"]], weight_grams=row["weight_grams"], length_mm=length,
            width_mm=width, height_mm=height, art=row["art"], brand=row["brand"] or "",
            allow_found=row["allow_found"], age_limit=row["age_limit"] or 0, quick_key=row["quick_key"],
            reorder_point=row["reorder_point"], order_up_to=row["target"],
        ).execute()
    )  # fmt: skip
    codes = [(row["sku"], 1), (row["ean"], 1), *((more["code"], more["quantity"]) for more in row["extra_codes"])]
    ProductCode.insert_many(
        [{"code": code, "product": product, "quantity": pieces} for code, pieces in codes]
    ).execute()
    words = " ".join([row["name"], row["name_zh"], row["sku"], row["ean"], row["brand"] or ""])
    search.put("product", product, words)


def _places() -> None:
    for row in load("bins"):
        if row["kind"] in ("pick", "reserve", "b_stock"):
            Place.insert(
                code=row["code"], kind=PlaceKind.BIN, zone=row["zone"], walk=row["walk"], x_mm=row["x_mm"],
                y_mm=row["y_mm"],
            ).execute()  # fmt: skip


def _goods(spare: dict[str, int]) -> None:
    places = dict(Place.select(Place.code, Place.id).tuples())
    ids = dict(Product.select(Product.sku, Product.id).tuples())
    supplier = stock.special_place(PlaceKind.SUPPLIER)
    for row in load("products"):
        product, home = ids[row["sku"]], places[row["bin"]]
        stock.ensure_stock(product, home)
        amount = row["on_hand"] + spare.get(row["sku"], 0)
        cost = row["cost_minor"] * 100
        if amount:
            stock.put_in(product, amount, source=supplier, place=home, reason="goods_in", cost_e4=cost)
        if row["back_stock"] and row["back_stock"]["bin"] in places:
            back = row["back_stock"]
            stock.put_in(
                product, back["quantity"], source=supplier, place=places[back["bin"]], reason="goods_in", cost_e4=cost
            )
    Stock.update(incoming=0).execute()


def _customers() -> None:
    now = clock.now_ms()
    for code, name, discount in GROUPS:
        CustomerGroup.insert(code=code, name=name, discount_bp=discount).execute()
    groups = dict(CustomerGroup.select(CustomerGroup.code, CustomerGroup.id).tuples())
    for row in load("customers"):
        customer = int(
            Customer.insert(
                name=row["name"], phone=row["phone"], email=row["email"], card=row["card"],
                group=groups.get(row["group"]), language="zh_CN" if row["language"] == "zh" else "en",
                credit_limit_minor=row["credit_limit_minor"] or 0,
                pay_days=row.get("pay_days"),
                may_mail=row["consents"]["email"], may_sms=row["consents"]["sms"],
                created_at=now + LEAD_DAYS * DAY_MS - row["customer_since_days"] * DAY_MS - SIGNED_UP_MS,
            ).execute()
        )  # fmt: skip
        _address(customer, row["address"])
        move_points(customer, row["points"], PointsFor.CARRIED)
        search.put("customer", customer, f"{row['name']} {row['phone'] or ''} {row['email'] or ''} {row['card'] or ''}")
        if row["store_credit_minor"]:
            post(
                "opening",
                {f"credit:{customer}": -row["store_credit_minor"], "other:opening": row["store_credit_minor"]},
            )


def _address(customer: int, row: dict[str, Any] | None) -> None:
    if row:
        Address.insert(
            customer=customer, line1=row["street"], city=row["town"], region=row["county"] or "",
            postcode=row["postcode"] or "", country=row["country"], note=row["note"] or "", lat_e6=row["lat_e6"],
            lon_e6=row["lon_e6"], is_main=True,
        ).execute()  # fmt: skip


def _suppliers() -> None:
    for row in load("suppliers"):
        Supplier.insert(
            code=row["code"], name=row["name"], email=row["email"], lead_days=row["lead_time_days_max"]
        ).execute()
    suppliers = dict(Supplier.select(Supplier.name, Supplier.id).tuples())
    ids = dict(Product.select(Product.sku, Product.id).tuples())
    SupplierProduct.insert_many(
        [
            {"supplier": suppliers[row["supplier"]], "product": ids[row["sku"]], "code": row["sku"],
             "cost_e4": row["cost_minor"] * 100}
            for row in load("products") if row["supplier"] in suppliers
        ]
    ).execute()  # fmt: skip


def _packing() -> None:
    for row in load("cartons"):
        length, width, height = row["inner_mm"]
        Carton.insert(
            code=row["code"], name=row["name"], length_mm=length, width_mm=width, height_mm=height,
            weight_grams=row["weight_grams"], max_grams=row["max_grams"],
        ).execute()  # fmt: skip
    Tote.insert_many([{"code": row["code"]} for row in load("totes")]).execute()
    for row in load("carriers"):
        if row["kind"] != "own":
            Carrier.insert(code=row["code"], name=row["name"], tracking_url=row["tracking_url"] or "").execute()
