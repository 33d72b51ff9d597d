"""The sample shop's data holds together: codes, prices, pictures, people and today's orders."""

import json
import re
import wave
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import phonenumbers
import pytest

RESOURCES = Path(__file__).parent.parent / "resources"
SAMPLE = RESOURCES / "sample"
RATES = {"standard": 2300, "reduced": 1350, "zero": 0}
OPEN = {"placed", "in_review", "on_hold", "waiting", "ready", "picking", "picked", "packed", "ready_for_pickup"}
DONE = {"dispatched", "taken_away", "delivered", "collected", "failed", "returned", "cancelled"}
STEPS = ("placed", "confirmed", "picking", "picked", "packed", "shelved", "dispatched", "delivered")


def load(name):
    return json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8"))


PRODUCTS = load("products")
BY_SKU = {p["sku"]: p for p in PRODUCTS}
CUSTOMERS = {c["name"]: c for c in load("customers")}
STORIES = load("stories")
ORDERS = {o["ref"]: o for o in STORIES["orders"]}


def gtin_fits(code):
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(reversed(code)))
    return code.isdigit() and weighted % 10 == 0


def unique(values):
    values = list(values)
    return len(values) == len(set(values))


def chinese(text):
    return bool(re.search(r"[\u4e00-\u9fff]", text)) or text in ("S", "M", "L", "XL")


def line_total(sku, quantity):
    product = BY_SKU[sku]
    per = product["price_per"]
    amount = (2 * product["price_minor"] * quantity + per) // (2 * per)
    return amount - ((amount * 20 + 50) // 100 if "candle" in product["tags"] else 0)


def order_total(order):
    goods = sum(line_total(sku, quantity) for sku, quantity in order["lines"])
    customer = CUSTOMERS.get(order["customer"])
    if customer and customer["group"] == "member":
        goods -= (goods * 5 + 50) // 100
    return goods + sum(fee for _, fee in order["fees"])


def test_there_are_enough_products_in_every_category():
    assert len(PRODUCTS) >= 220
    categories = {c["name"] for c in load("categories")}
    assert categories == {p["category"] for p in PRODUCTS}
    assert min(Counter(p["category"] for p in PRODUCTS).values()) >= 20


def test_skus_and_codes_are_unique_and_their_check_digits_fit():
    codes = [p["ean"] for p in PRODUCTS] + [c["code"] for p in PRODUCTS for c in p["extra_codes"]]
    assert unique(BY_SKU)
    assert len(BY_SKU) == len(PRODUCTS)
    assert unique(codes)
    assert all(gtin_fits(code) for code in codes)
    assert all(p["ean"].startswith("539") and len(p["ean"]) == 13 for p in PRODUCTS)
    assert sum(bool(p["extra_codes"]) for p in PRODUCTS) >= 15
    assert all(c["quantity"] > 1 for p in PRODUCTS for c in p["extra_codes"])


def test_no_code_of_one_kind_is_a_code_of_another():
    codes = [p["ean"] for p in PRODUCTS] + [p["sku"] for p in PRODUCTS]
    codes += [row["code"] for name in ("bins", "cartons", "totes", "stations") for row in load(name)]
    codes += [p["badge"] for p in load("people")] + [c["card"] for c in CUSTOMERS.values() if c["card"]]
    assert unique(codes)


def test_every_price_leaves_a_margin_after_tax():
    for product in PRODUCTS:
        net = product["price_minor"] * 10000 / (10000 + RATES[product["tax"]])
        assert 0 < product["cost_minor"] < net, product["sku"]


def test_products_can_be_weighed_packed_and_ordered_again():
    bins = {b["code"]: b for b in load("bins")}
    suppliers = {s["name"] for s in load("suppliers")}
    for product in PRODUCTS:
        assert product["weight_grams"] > 0
        assert len(product["size_mm"]) == 3
        assert min(product["size_mm"]) > 0
        assert bins[product["bin"]]["kind"] == "pick"
        assert re.fullmatch(r"[A-F]-\d\d-\d", product["bin"])
        assert product["supplier"] in suppliers
        assert 0 < product["reorder_point"] < product["target"]
        assert product["on_hand"] >= (product["back_stock"] or {}).get("quantity", 0)
        assert (product["unit"], product["price_per"]) in {("piece", 1), ("gram", 1000)}


def test_every_text_has_its_chinese_one():
    for name in ("products", "categories", "people", "suppliers", "cartons", "totes", "carriers", "stations"):
        assert all(chinese(row["name_zh"]) for row in load(name) if row["name"] not in ("GLS", "DPD Ireland"))


def test_every_picture_is_a_small_drawing_without_scripts_and_is_used():
    keys = {p["art"] for p in PRODUCTS} | {m["picture"] for c in STORIES["cases"] for m in c["messages"]} - {None}
    files = {f.stem: f for f in (SAMPLE / "pictures").glob("*.svg")}
    assert files.keys() == keys
    for file in files.values():
        root = ElementTree.parse(file).getroot()
        assert root.get("viewBox") == "0 0 100 100"
        assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "g", "path", "rect", "circle", "ellipse"}
        assert file.stat().st_size < 4000


def test_the_favorites_are_those_of_the_drawings():
    keys = {p["quick_key"]: p for p in PRODUCTS if p["quick_key"]}
    assert sorted(keys) == list(range(1, 13))
    prices = [keys[i]["price_minor"] for i in range(1, 13)]
    assert prices == [1490, 1490, 980, 6400, 4200, 1150, 1800, 8900, 5400, 3200, 7100, 750]
    assert keys[10]["cost_minor"] * 48 == 67200


def test_bins_are_walked_in_one_order():
    bins = load("bins")
    assert unique(b["walk"] for b in bins)
    assert unique((b["x_mm"], b["y_mm"], b["level"]) for b in bins)
    assert sum(b["kind"] == "pick" for b in bins) == 60


def test_people_have_pins_by_role_and_their_own_badges():
    people = load("people")
    assert unique(p["pin"] for p in people)
    for person in people:
        assert re.fullmatch(r"\d{6}" if person["role"] == "manager" else r"\d{4}", person["pin"])
        assert 0 <= person["color"] < 6
    assert sum(p["role"] == "manager" for p in people) == 2
    assert {p["van"] for p in people if p["driver"]} == {"Van 1", "Van 2"}


def test_customers_can_be_called_found_and_visited():
    rows = load("customers")
    assert len(rows) >= 60
    assert unique(c["name"] for c in rows)
    for customer in rows:
        number = phonenumbers.parse(customer["phone"])
        assert phonenumbers.is_valid_number(number), customer["name"]
        assert re.fullmatch(r"\+3538[35679]555\d{4}", customer["phone"])
        assert customer["email"].endswith(".example")
        address = customer["address"]
        assert re.fullmatch(r"[A-Z]\d[\dW] [\dA-Z]{4}", address["postcode"])
        assert 51_400_000 < address["lat_e6"] < 55_400_000
        assert -10_600_000 < address["lon_e6"] < -5_400_000
        assert bool(customer["card"]) == (customer["group"] == "member")
    assert sum(c["language"] == "zh_CN" for c in rows) == 2


def test_suppliers_can_be_called():
    for supplier in load("suppliers"):
        assert phonenumbers.is_valid_number(phonenumbers.parse(supplier["phone"])), supplier["name"]
        assert supplier["lead_time_days_min"] <= supplier["lead_time_days_max"]


def test_cartons_hold_less_than_they_take_up():
    for carton in load("cartons"):
        assert all(i < o for i, o in zip(carton["inner_mm"], carton["outer_mm"], strict=True))
        assert carton["weight_grams"] < carton["max_grams"]


def test_promotions_name_the_products_they_reach():
    autumn = next(p for p in load("promotions") if p["code"] == "AUTUMN20")
    assert set(autumn["skus"]) == {p["sku"] for p in PRODUCTS if "candle" in p["tags"]}


@pytest.mark.parametrize("ref", sorted(ORDERS))
def test_an_order_of_today_adds_up_and_knows_everybody(ref):
    order = ORDERS[ref]
    names = {p["name"] for p in load("people")}
    assert order["customer"] is None or order["customer"] in CUSTOMERS
    assert unique(sku for sku, _ in order["lines"])
    assert all(sku in BY_SKU and quantity > 0 for sku, quantity in order["lines"])
    assert order_total(order) == order["total_minor"]
    assert 0 <= order["paid_minor"] <= order["total_minor"]
    assert order["target_state"] in OPEN | DONE
    assert set(order["by"].values()) - {None} <= names
    times = [order["minutes_ago"][step] for step in STEPS if step in order["minutes_ago"]]
    assert times == sorted(times, reverse=True)
    assert min(order["minutes_ago"].values()) >= 0
    assert order["delivery"] in {"van", "carrier", "pickup", "take_away"}
    assert (order["carrier"] in {c["code"] for c in load("carriers")}) == (order["delivery"] in {"van", "carrier"})
    if order["risk"]:
        assert sum(r["points"] for r in order["risk"]["reasons"]) == order["risk"]["score"]


def test_every_state_has_an_order_to_show():
    states = Counter(o["target_state"] for o in ORDERS.values())
    assert states.keys() == OPEN | DONE
    assert sum(o["target_state"] == "in_review" and not o["hold"] for o in ORDERS.values()) == 3
    assert sum(bool(o["late_minutes"] == 62) for o in ORDERS.values()) == 1


def test_the_shelves_hold_what_open_orders_reserve_unless_they_wait_for_it():
    reserved = Counter()
    for order in ORDERS.values():
        if order["target_state"] in OPEN:
            waits = set((order["waits_for"] or {}).get("skus", ()))
            reserved.update({sku: quantity for sku, quantity in order["lines"] if sku not in waits})
    short = {sku: q for sku, q in reserved.items() if q > BY_SKU[sku]["on_hand"]}
    assert not short


def test_runs_cases_parked_sales_and_purchases_point_at_known_rows():
    for run in STORIES["runs"]:
        stops = [ORDERS[ref] for ref in run["stops"]]
        assert {o["run"] for o in stops} == {run["ref"]}
        assert sum(o["total_minor"] for o in stops if o["payment"] == "cod") == run["expected_cash_minor"]
    for row in STORIES["cases"] + STORIES["feedback"]:
        assert row["order"] is None or row["order"] in ORDERS
        assert row["customer"] in CUSTOMERS
    for sale in STORIES["parked"]:
        assert sum(line_total(sku, quantity) for sku, quantity in sale["lines"]) == sale["total_minor"]
    assert [s["total_minor"] for s in STORIES["parked"]] == [4330, 21200, 1800]
    for purchase in STORIES["purchase_orders"]:
        assert all(BY_SKU[sku]["supplier"] == purchase["supplier"] for sku, _ in purchase["lines"])
    for plan in STORIES["instalment_plans"]:
        assert abs(plan["each_minor"] * plan["instalments"] - ORDERS[plan["order"]]["total_minor"]) < 12


def test_history_weighs_every_product():
    history = load("history")
    assert history["popularity"].keys() == BY_SKU.keys()
    assert min(history["popularity"].values()) > 0
    assert history["pickers"].keys() <= {p["name"] for p in load("people")}


def test_sounds_are_short_and_plain():
    for name in ("ok", "done", "wrong", "attention"):
        with wave.open(str(RESOURCES / "sounds" / f"{name}.wav")) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
            assert 0 < sound.getnframes() / sound.getframerate() < 1
