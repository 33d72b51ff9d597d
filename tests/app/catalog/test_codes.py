"""Codes: one form for all lengths of a GTIN, and what a scanner sends."""

from __future__ import annotations

import csv
import gzip
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import codes
from app.catalog.codes import add_code, find_code, gtin_check_digit, is_gtin, normal_code, remove_code
from app.catalog.scanned import ScanKind, Scanned, embedded_item_code, read_scan
from app.core import settings
from app.core.actor import system_actor
from app.core.refusal import NotFound
from app.inventory.queries import find_sellable, read_sellable
from tests.factories import make_product

BY = system_actor()
PATTERNS = ["21IIIIIWWWWWC", "22IIIIIPPPPPC"]
SHARED = Path(__file__).parents[3] / "../shared/data"


def embedded(item, value):
    """A label of the shop's scale: item, five digits of weight or price, check digit."""
    body = f"{item}{value:05}"
    return f"{body}{gtin_check_digit(body)}"


@pytest.mark.parametrize("code", ["036000291452", "0036000291452", "00036000291452"])
def test_goods_are_found_by_each_length_of_their_number(store, code):
    soap = make_product("SOAP")
    add_code(BY, soap, "036000291452")

    assert [hit.product_id for hit in find_code(code)] == [soap]
    assert [hit.product_id for hit in find_sellable(code)] == [soap]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_length_of_a_number_has_one_form(number):
    whole = f"{number:013}{gtin_check_digit(f'{number:013}')}"
    forms = {whole[14 - length :] for length in (8, 12, 13, 14) if not whole[: 14 - length].strip("0")}

    assert all(is_gtin(form) for form in forms)
    assert len({normal_code(form) for form in forms}) == 1


def test_a_case_is_not_the_piece_and_counts_twelve(store):
    tea = make_product("TEA")
    add_code(BY, tea, "4006381333931")
    add_code(BY, tea, "14006381333938", 12)

    assert [hit.quantity for hit in find_code("4006381333931")] == [1]
    assert [hit.quantity for hit in find_sellable("14006381333938")] == [12]


@pytest.mark.parametrize("code", ["4006381333932", "036000291453", "40123456", "14006381333939"])
def test_a_mistyped_number_is_refused(store, code):
    tea = make_product("TEA")

    with pytest.raises(codes.BadCheckDigit, match=code):
        add_code(BY, tea, code)

    assert find_code(code) == []


def test_one_code_stands_for_two_products_only_when_that_is_meant(store):
    red, blue = make_product("RED", name_zh="红"), make_product("BLUE")
    add_code(BY, red, "4006381333931")

    with pytest.raises(codes.CodeKnown, match="Product RED"):
        add_code(BY, blue, "4006381333931")
    add_code(BY, blue, "4006381333931", shared=True)

    assert [hit.sku for hit in find_code("4006381333931")] == ["BLUE", "RED"]
    remove_code(BY, red, "04006381333931")
    assert [hit.sku for hit in find_sellable("4006381333931")] == ["BLUE"]
    with pytest.raises(NotFound):
        remove_code(BY, red, "4006381333931")


def test_codes_of_the_shop_are_found_in_capitals_or_not(store):
    mug = make_product("MUG-1")
    add_code(BY, mug, " shelf-7 ")

    assert [hit.product_id for hit in find_code("Shelf-7")] == [mug]
    with pytest.raises(codes.CodeEmpty):
        add_code(BY, mug, "  ")
    with pytest.raises(codes.CodeKnown):
        add_code(BY, mug, "SHELF-7")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("4006381333931", Scanned("4006381333931", ScanKind.GTIN, gtin="4006381333931")),
        ("]E04006381333931", Scanned("4006381333931", ScanKind.GTIN, gtin="4006381333931")),
        ("]E0036000291452\r", Scanned("0036000291452", ScanKind.GTIN, gtin="0036000291452")),
        ("]E440123455", Scanned("40123455", ScanKind.GTIN, gtin="40123455")),
        ("04252614", Scanned("0042100005264", ScanKind.GTIN, gtin="0042100005264")),
        ("]C0abc-1", Scanned("abc-1")),
        ("12345678", Scanned("12345678")),
        ("4006381333932", Scanned("4006381333932", ScanKind.MISREAD)),
        (
            "]C101095011015300031727031110AB-123",
            Scanned("9501101530003", ScanKind.GS1, lot="AB-123", expires_on="2027-03-11", gtin="9501101530003"),
        ),
        (
            "]d20109501101530003172703111\x1d",
            Scanned("0109501101530003172703111"),
        ),
        (
            "]d2010950110153000310LOT\x1d21S-1\x1d3012",
            Scanned("9501101530003", ScanKind.GS1, quantity=12, lot="LOT", serial="S-1", gtin="9501101530003"),
        ),
        (
            "(01)09501101530003(3103)001250(3922)499",
            Scanned("9501101530003", ScanKind.GS1, price_minor=499, weight_grams=1250, gtin="9501101530003"),
        ),
        (
            "https://id.gs1.org/01/09506000134352/10/ABC123?17=271225",
            Scanned("9506000134352", ScanKind.GS1, lot="ABC123", expires_on="2027-12-25", gtin="9506000134352"),
        ),
        (
            "]Q1HTTPS://ID.GS1.ORG/01/09506000134352/10/ABC123?17=271225",
            Scanned("9506000134352", ScanKind.GS1, lot="ABC123", expires_on="2027-12-25", gtin="9506000134352"),
        ),
        (
            "https://shop.example/gtin/9506000134352/lot/ABC123",
            Scanned("9506000134352", ScanKind.GS1, lot="ABC123", gtin="9506000134352"),
        ),
        ("https://id.gs1.org/01/09506000134352/10/a%20b", Scanned("9506000134352", ScanKind.GS1, gtin="9506000134352")),
        ("https://shop.example/news/01/20261123", Scanned("https://shop.example/news/01/20261123")),
        ("]C10109501101530004", Scanned("09501101530004", ScanKind.MISREAD)),
        ("]C100340123450000000017", Scanned("340123450000000017", ScanKind.PARCEL)),
        (embedded("2112345", 500), Scanned("2112345000008", ScanKind.WEIGHT, weight_grams=500)),
        (embedded("2200042", 1299), Scanned("2200042000008", ScanKind.PRICE, price_minor=1299)),
        ("", Scanned("")),
    ],
)
def test_what_a_scanner_sends_is_read(store, text, wanted):
    settings.change_setting(BY, "catalog.embedded_codes", PATTERNS)

    assert read_scan(text)._replace(text="") == wanted


def test_the_shop_says_what_its_scale_prints(store):
    settings.change_setting(BY, "catalog.embedded_codes", ["29IIIIVWWWWWC"])

    assert read_scan("2112345005003").kind is ScanKind.GTIN
    scanned = read_scan(embedded("2912347", 1250))
    assert (scanned.weight_grams, scanned.code) == (1250, embedded_item_code("291234"))


def test_a_weighed_item_is_found_by_its_item_number_unless_the_whole_number_is_a_code(store):
    settings.change_setting(BY, "catalog.embedded_codes", PATTERNS)
    ham = make_product("HAM", unit="gram", price_per=1000)
    add_code(BY, ham, embedded_item_code("2112345"))

    scanned, hits = read_sellable("2112345005003")
    assert (scanned.weight_grams, [hit.sku for hit in hits]) == (500, ["HAM"])

    gift = make_product("GIFT")
    add_code(BY, gift, "2112345005003")
    scanned, hits = read_sellable("2112345005003")
    assert (scanned.kind, [hit.sku for hit in hits]) == (ScanKind.GTIN, ["GIFT"])


@given(st.text(max_size=60))
def test_no_scan_is_an_accident(text):
    assert isinstance(read_scan(text), Scanned)


def test_real_numbers_are_found_in_all_their_forms(store):
    path = SHARED / "products_gtin.csv.gz"
    if not path.exists():
        pytest.skip("the shared data are not beside this copy of the project")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row["gtin"] for row in islice(csv.DictReader(file), 0, None, 60)]
    products = {gtin: make_product(f"S{no}") for no, gtin in enumerate(rows)}
    for gtin, product in products.items():
        add_code(BY, product, gtin)

    for gtin, product in products.items():
        for length in (8, 12, 13, 14):
            form = gtin.zfill(14)[14 - length :]
            if int(form) == int(gtin):
                assert [hit.product_id for hit in find_sellable(read_scan(form).code)] == [product], form


def test_real_misprinted_numbers_are_reported(store):
    path = SHARED / "products_bad_gtin.csv"
    if not path.exists():
        pytest.skip("the shared data are not beside this copy of the project")
    with path.open(encoding="utf-8") as file:
        kinds = {read_scan(row["code"]).kind for row in csv.DictReader(file)}

    assert kinds == {ScanKind.MISREAD}
