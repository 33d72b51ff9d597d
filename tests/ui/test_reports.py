"""The reports window: figures of the day, the rows behind each, other spans, files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.core import outbox
from tests.conftest import Stores
from tests.ui.care_shop import CareShop, care_shop
from ui.common.sheet import top_sheet
from ui.reports import period as spans


@pytest.fixture
def care(stores: Stores, qtbot: Any) -> Iterator[CareShop]:
    with care_shop(stores, qtbot, role="manager") as running:
        running.window.show_reports()
        running.settle()
        yield running
        running.window._reports.close()


def _window(care: CareShop) -> Any:
    return care.window._reports


def test_the_overview_shows_the_days_figures(care: CareShop) -> None:
    assert care.find("reports.figure.sales.value").text() == "€79"
    assert care.find("reports.figure.orders.value").text() == "1"
    assert care.find("reports.figure.basket.value").text() == "€79.30"
    assert "14:32" in care.find("reports.updated").text()


def test_every_figure_opens_the_rows_behind_it_and_escape_leads_back(care: CareShop, qtbot: Any) -> None:
    card = care.find("reports.figure.basket")
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    care.settle()
    assert care.find("reports.title").text() == "Sales by day"
    assert care.find("reports.table").count() == 1
    qtbot.keyClick(care.find("reports.table.view"), Qt.Key.Key_Escape)
    care.settle()
    assert care.shows("reports.overview")
    qtbot.keyClick(_window(care), Qt.Key.Key_Escape)
    assert not _window(care).isVisible()


def test_a_best_seller_opens_its_product_and_a_report_row_its_rows(care: CareShop, qtbot: Any) -> None:
    row = care.find("reports.products.0")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    care.settle()
    assert care.window._current == "stock"


def test_left_and_right_go_through_the_days_but_not_beyond_today(care: CareShop, qtbot: Any) -> None:
    window = _window(care)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    care.settle()
    assert window.period.first == "2026-11-22"
    qtbot.keyClick(window, Qt.Key.Key_Left)
    care.settle()
    assert window.period.first == "2026-11-21"
    assert care.find("reports.figure.orders.value").text() == "0"


def test_each_report_opens_from_the_list(care: CareShop) -> None:
    from app.analysis.reports import REPORTS

    for name in REPORTS:
        care.find(f"reports.name.{name}").click()
        care.settle()
        assert _window(care).rows.report.name == name


def test_a_row_leads_to_its_record_in_the_main_window(care: CareShop, qtbot: Any) -> None:
    care.find("reports.name.products").click()
    care.settle()
    qtbot.keyClick(care.find("reports.table.view"), Qt.Key.Key_Return)
    care.wait(lambda: care.window.tab.NAME == "stock")


def test_rows_are_sorted_by_a_head_and_empty_ones_come_last(care: CareShop) -> None:
    care.find("reports.name.products").click()
    care.settle()
    page = _window(care).rows
    page.table.sort_wanted.emit("total", False)
    totals = [row[1][3] for row in page.table.rows()]
    assert totals == sorted(totals)


@pytest.mark.parametrize(("kind", "begin"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_rows_are_written_as_a_file(care: CareShop, tmp_path: Path, kind: str, begin: bytes) -> None:
    _window(care).write_file("products", tmp_path / "best", kind)
    care.wait(lambda: (tmp_path / f"best.{kind}").exists())
    care.settle()
    assert (tmp_path / f"best.{kind}").read_bytes().startswith(begin)


def test_a_sale_is_seen_within_the_minute(care: CareShop) -> None:
    window = _window(care)
    window.on_changes([])
    window._live.timeout.emit()
    care.settle()
    assert not window._is_stale


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("day", "2026-11-22", "2026-11-22"),
        ("week", "2026-11-16", "2026-11-22"),
        ("month", "2026-11-01", "2026-11-22"),
        ("year", "2026-01-01", "2026-11-22"),
    ],
)
def test_a_span_ends_today_when_today_lies_in_it(frozen: None, kind: str, first: str, last: str) -> None:
    assert spans.period_of(kind, "2026-11-22")[1:] == (first, last)


def test_the_span_before_a_month_is_the_whole_month_before(frozen: None) -> None:
    before = spans.step(spans.period_of("month", "2026-11-22"), -1)
    assert before[1:] == ("2026-10-01", "2026-10-31")
    assert spans.step(before, 1)[1:] == ("2026-11-01", "2026-11-22")
    assert spans.step(spans.step(before, 1), 1)[1:] == ("2026-11-01", "2026-11-22")


@pytest.fixture
def frozen() -> Iterator[None]:
    from app.core import clock
    from tests.conftest import NOON

    with clock.frozen(NOON):
        yield


def test_a_report_is_seen_as_pages_before_it_is_printed_and_saved(care: CareShop, tmp_path: Path) -> None:
    window = _window(care)
    window.open_report("products")
    care.settle()
    window.print_shown()
    sheet = top_sheet(window)
    care.wait(lambda: sheet.made is not None)
    assert sheet.page.has_picture
    assert sheet._words.text().startswith("Page 1 of")
    assert sheet.made.pdf.startswith(b"%PDF")
    sheet.save(tmp_path / "products.pdf")
    care.wait(lambda: (tmp_path / "products.pdf").exists())


def test_f10_and_f9_queue_the_report_for_the_printer(care: CareShop) -> None:
    window = _window(care)
    window.print_shown()
    sheet = top_sheet(window)
    care.wait(lambda: sheet.primary.isEnabled())
    sheet.go_on()
    care.wait(lambda: [wish.kind for wish in care.ask(lambda: outbox.recent(["report"]))] == ["report"])
