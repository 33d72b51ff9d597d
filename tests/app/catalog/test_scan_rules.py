"""The rule tester: what a code says, and which rule is wrong."""

from __future__ import annotations

from app.catalog.codes import gtin_check_digit
from app.catalog.scan_rules import explain_scan, rule_problems
from app.catalog.scanned import embedded_item_code
from app.core.settings import change_setting
from tests.factories import make_product, manager


def told(text: str) -> dict[str, str]:
    return {part.title: part.value for part in explain_scan(text)}


def test_a_scale_label_is_taken_apart(store):
    change_setting(manager, "catalog.embedded_codes", ["21IIIIIWWWWWC", "22IIIIIPPPPPC"])
    make_product("CHEESE", price="19.90", code=embedded_item_code("2112345"), unit="gram", price_per=1000)

    parts = told(f"211234500350{gtin_check_digit('211234500350')}")

    assert parts["Rule"] == "21IIIIIWWWWWC"
    assert parts["Weight"] == "0.350 kg"
    assert parts["Product"] == "Product CHEESE (CHEESE)"
    assert "is right" in parts["Check digit"]


def test_gs1_data_is_taken_apart_with_lot_and_date(store):
    make_product("MILK", code="4006381333931")

    parts = told("]C10104006381333931172612241012ABC\x1d21S1")

    assert (parts["Lot"], parts["Serial number"]) == ("12ABC", "S1")
    assert parts["Product"] == "Product MILK (MILK)"


def test_a_lot_that_may_have_swallowed_a_date_is_said(store):
    parts = explain_scan("010400638133393110LOT717261224")

    assert next(part for part in parts if part.title == "In doubt").is_wrong


def test_a_wrong_digit_and_an_unknown_code_are_red(store):
    wrong = {part.title: part for part in explain_scan("4006381333932")}

    assert wrong["Check digit"].value == "2, should be 1"
    assert wrong["Check digit"].is_wrong
    assert wrong["Product"].is_wrong


def test_each_rule_that_cannot_work_says_why():
    bad = ["21IIIIIWWWWW", "21IIIIIXXXXXC", "31IIIIIWWWWWC", "21VVVVVWWWWWC", "21IIIIIWWPPPC", "21IIIIIVVVVVC"]

    problems = rule_problems([*bad, "21IIIIIWWWWWC"])

    assert len(problems) == len(bad)
    assert "12 places" in problems[0]
