"""The replay of a small file of invoices: every line goes through the shop's commands, and the books come out exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import cycle, online_retail
from bench.online_retail import Kind

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
LINES = """\
536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536365,71053,METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536366,15056BL,EDWARDIAN PARASOL,3,2010-12-01 09:02:00,5.95,12583,France
536366,15056bl,EDWARDIAN PARASOL,2,2010-12-01 09:03:00,12.72,12583,France
536366,POST,POSTAGE,1,2010-12-01 09:02:00,18.00,12583,France
536367,71053,METAL LANTERN,1,2010-12-01 09:30:00,7.62,,Unspecified
536368,85123A,HEART HOLDER,4,2010-12-01 10:00:00,2.55,17850,United Kingdom
536368,22423,CAKESTAND,2,2010-12-01 10:00:00,0.0,17850,United Kingdom
536369,PADS,PADS TO MATCH,3,2010-12-02 10:00:00,0.001,12583,France
536370,22423,,-5,2010-12-02 11:00:00,0.0,,United Kingdom
536371,22423,,9,2010-12-02 12:00:00,0.0,,United Kingdom
C536372,85123A,HEART HOLDER,-8,2010-12-03 09:00:00,2.55,17850,United Kingdom
C536373,71053,METAL LANTERN,-2,2010-12-03 09:05:00,4.10,17850,United Kingdom
C536374,D,Discount,-1,2011-01-03 09:10:00,27.50,14527,United Kingdom
536375,POST,POSTAGE,100,2011-01-04 10:00:00,0.0,,United Kingdom
A536376,B,Adjust bad debt,1,2011-01-05 10:00:00,11062.06,,United Kingdom
536377,22423,CAKESTAND,2,2011-01-06 10:00:00,-1.00,12583,France
536378,22423,CAKESTAND,one,2011-01-06 10:05:00,12.75,12583,France
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the replay of the small file tells."""
    folder = tmp_path_factory.mktemp("cycle")
    file = folder / "small.csv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    out = folder / "out.json"
    status = cycle.main([str(file), "--store", f"sqlite://{folder}/shop.kontor", "--json", str(out)])
    told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert status == 0, told["differences"] + told["verify"]
    return told


def test_sales_and_returns_come_out_to_the_last_tenth_of_a_penny(found: dict[str, Any]) -> None:
    totals = found["totals"]
    assert (totals["sale_lines"], totals["sale_units"]) == (9, 32)
    assert totals["sale_value_exact"] == "135.093"
    assert totals["sale_value"] == "135.09"
    assert (totals["return_lines"], totals["return_units"]) == (3, -11)
    assert totals["return_value_exact"] == "-56.100"
    assert totals["net_value_exact"] == "78.993"
    assert totals["value"] == "78.99"


def test_gifts_found_goods_and_write_offs_are_counted_for_themselves(found: dict[str, Any]) -> None:
    totals = found["totals"]
    assert (totals["free_goods_lines"], totals["free_goods_units"]) == (1, 2)
    assert (totals["stock_found_lines"], totals["stock_found_units"]) == (1, 9)
    assert (totals["stock_write_off_lines"], totals["stock_write_off_units"]) == (1, -5)


def test_stock_ends_where_the_lines_lead_with_the_least_goods_in(found: dict[str, Any]) -> None:
    assert found["stock"]["by_code"] == {
        "15056BL": [3, 0], "15056bl": [2, 0], "22423": [7, 9], "71053": [13, 2], "85123A": [10, 8],
    }  # fmt: skip
    assert found["respelled"] == {"15056bl": "15056bl~2"}


def test_months_and_countries_have_their_own_sums(found: dict[str, Any]) -> None:
    assert found["by_month"]["2010-12"]["net_value_exact"] == "106.493"
    assert found["by_month"]["2011-01"]["net_value_exact"] == "-27.500"
    assert found["by_country"]["France"]["sale_value_exact"] == "61.293"
    assert found["by_country"]["Unspecified"]["sale_value_exact"] == "7.620"


def test_a_return_is_matched_to_its_sale_or_says_that_there_is_none(found: dict[str, Any]) -> None:
    matching = found["returns_matching"]
    assert matching["with_receipt_lines"] == 1, "eight hearts of two orders"
    assert matching["without_receipt_lines"] == 2, "another price, and a discount"
    assert (matching["full_lines"], matching["matched_units"]) == (2, 10)


def test_no_line_is_dropped_in_silence(found: dict[str, Any]) -> None:
    assert {row["invoice"] for row in found["rejected"]} == {"536375", "A536376", "536377", "536378"}
    assert all(row["reason"] for row in found["rejected"])
    assert found["invoices"] + found["invoices_only_rejected"] == 14
    assert found["bad_debt"] == {"lines": 1, "value_exact": "11062.060"}


def test_verify_finds_nothing_and_every_step_was_timed(found: dict[str, Any]) -> None:
    assert found["verify"] == []
    assert found["steps"]["pick scan"]["n"] == found["steps"]["pack scan"]["n"] >= 7
    assert {"place", "dispatch", "deliver", "collect", "settle", "return"} <= found["steps"].keys()


def test_an_order_leaves_at_its_last_timestamp_and_comes_back_at_its_first(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    row = "{},A,Thing,{},2011-01-01 10:0{}:00,1.00,1,Spain\n"
    file.write_text(HEAD + row.format("1", 2, 1) + row.format("1", 2, 2) + row.format("C2", -1, 3)
                    + row.format("C2", -1, 4), encoding="utf-8")  # fmt: skip
    lines, rejected = online_retail.read(file)
    assert not rejected
    assert [(act.kind, act.moment[-5:-3], len(act.lines)) for act in online_retail.acts(lines)] == [
        (Kind.SALE, "02", 2), (Kind.RETURN, "03", 2),
    ]  # fmt: skip


def test_a_limit_counts_invoices_not_lines(tmp_path: Path) -> None:
    file = tmp_path / "small.csv"
    file.write_text(HEAD + LINES, encoding="utf-8")
    lines, _rejected = online_retail.read(file, limit=2)
    assert {line.invoice for line in lines} == {"536365", "536366"}
