"""Reports by name: what they say, how they compare, and how they leave as files."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.analysis.advice import advice
from app.analysis.exceptions import Kind as Exceptional
from app.analysis.export import BOM, to_csv, to_xlsx
from app.analysis.models import ExceptionLog, SalesHour, SalesProduct, StepTime
from app.analysis.panels import dashboard
from app.analysis.report import Column, Kind, Report
from app.analysis.reports import REPORTS, NoSuchReport, make_report
from app.core import clock
from app.inventory.models import Stock
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.place import place_order
from app.payments.queries import order_money
from app.picking.models import Batch, BatchState, PickError, PickTask, TaskState
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import open_till, sold
from tests.conftest import NOON
from tests.factories import clerk, make_product

TODAY = "2026-11-22"
MINUTE = clock.MINUTE_MS


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_can_be_made_of_an_empty_shop(store: str, name: str) -> None:
    report = make_report(name, TODAY, TODAY)
    assert report.title
    assert all(len(row) == len(report.columns) for row in report.rows)
    assert to_csv(report).startswith(BOM)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_can_be_made_of_a_shop_at_work(store: str, name: str) -> None:
    make_product("MUG", on_hand=9, reorder_point=20, order_up_to=30)
    open_till()
    sold("MUG")
    order = place_order(clerk, phone_order((make_product(on_hand=5), 2), promised_at=NOON - 62 * MINUTE))
    report = make_report(name, TODAY, TODAY)
    assert not report.links or len(report.links) == len(report.rows)
    if name == "late":
        assert report.rows[0][0] == order.number
        assert report.rows[0][4] == 62 * MINUTE
    if name == "tenders":
        assert report.rows == (("Cash", 1, 1000, 10_000),)
    if name == "stock":
        assert report.column("suggested") == [22]


def test_days_stand_beside_the_same_weekday_before(store: str) -> None:
    product = make_product(on_hand=9)
    with clock.frozen(NOON - 7 * clock.DAY_MS):
        place_order(clerk, phone_order((product, 2)))
    place_order(clerk, phone_order((product, 3)))
    report = make_report("days", TODAY, TODAY)
    assert report.rows == ((TODAY, 1, 3, 3000, 0, 3000, 3000, 2000, 5000),)
    assert report.totals == ("Total", 1, 3, 3000, 0, 3000, "", 2000, "")


def test_an_unknown_report_is_refused(store: str) -> None:
    with pytest.raises(NoSuchReport, match="There is no report gossip"):
        make_report("gossip", TODAY, TODAY)


def test_who_is_twice_the_usual_is_flagged(store: str) -> None:
    for person, voids in ((1, 9), (2, 2), (3, 2)):
        SalesHour.insert(day=TODAY, hour=9, channel="phone", person=person, orders=100).execute()
        for _void in range(voids):
            ExceptionLog.insert(
                at=NOON, day=TODAY, kind=Exceptional.VOID, person=person, who=f"P{person}", amount_minor=100
            ).execute()
    report = make_report("exceptions", TODAY, TODAY)
    assert report.rows[0] == ("Voided sales", "P1", 9, 900, 900, True)
    assert report.column("flag") == [True, False, False]
    SalesHour.delete().execute()


def test_one_person_alone_is_compared_with_nobody(store: str) -> None:
    SalesHour.insert(day=TODAY, hour=9, channel="phone", person=1, orders=100).execute()
    for _time in range(9):
        ExceptionLog.insert(at=NOON, day=TODAY, kind="void", person=1, who="P1").execute()
    assert make_report("exceptions", TODAY, TODAY).column("flag") == [False]
    SalesHour.delete().execute()


def test_pick_speed_leaves_breaks_out(store: str) -> None:
    product = make_product(on_hand=9)
    order = place_order(clerk, phone_order((product, 4)))
    part = Fulfillment.get(Fulfillment.order == order.order_id)
    line = FulfillmentLine.get(FulfillmentLine.fulfillment == part.id)
    batch = Batch.create(
        number="B-1", state=BatchState.DONE, picker=2, picker_name="Piotr", made_at=NOON, started_at=NOON
    )
    for position, (minutes, quantity) in enumerate(((1, 1), (2, 2), (62, 1))):
        PickTask.create(
            batch=batch, position=position, product=product, fulfillment=part, line=line, quantity=quantity,
            picked=quantity, state=TaskState.DONE, done_at=NOON + minutes * MINUTE,
        )  # fmt: skip
    PickError.create(batch=batch, code="X", kind="wrong_item", who=2, made_at=NOON)
    report = make_report("picking", TODAY, TODAY)
    assert report.rows == (("Piotr", 4, 3, 4 * 60 // 7, 1, 2_500),)


def test_a_csv_holds_no_formula_and_plain_decimals() -> None:
    columns = (Column("name", "Name"), Column("amount", "Amount", Kind.MONEY), Column("took", "Took", Kind.SPAN))
    report = Report("x", "X", columns, (("=cmd|' /C calc'!A0", -123456, 90_000), ("-1+1", None, None)))
    assert to_csv(report) == f"{BOM}Name,Amount,Took\r\n'=cmd|' /C calc'!A0,-1234.56,1.50\r\n'-1+1,,\r\n"


def test_a_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    columns = (Column("name", "Name"), Column("amount", "Amount", Kind.MONEY))
    made = to_xlsx(Report("x", "A/B: sales", columns, (("=1+1", 1050),), ("Total", 1050)))
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<v>10.5</v>" in sheet
        assert "<f>" not in sheet
        assert 'name="AB sales"' in book.read("xl/workbook.xml").decode()


def test_the_first_page_compares_with_last_week(store: str) -> None:
    product = make_product(on_hand=9)
    with clock.frozen(NOON - 7 * clock.DAY_MS):
        place_order(clerk, phone_order((product, 2)))
    placed = place_order(clerk, phone_order((product, 3)))
    page = dashboard(TODAY, TODAY)
    figures = {figure.name: figure for figure in page.figures}
    assert (figures["sales"].now, figures["sales"].before, figures["sales"].change_bp) == (3000, 2000, 5000)
    assert figures["orders"].trend == (0, 0, 0, 0, 0, 0, 1)
    assert [(point.hour, point.total_minor) for point in page.running] == [(14, 3000)]
    assert page.before_from == "2026-11-15"
    assert order_money(placed.order_id).total_minor == 3000


def test_advice_is_silent_without_figures_and_speaks_with_them(store: str) -> None:
    product = make_product("MUG", on_hand=3, reorder_point=5, order_up_to=20)
    assert advice() == []
    SalesProduct.insert(day=TODAY, product=product, quantity=30, total_minor=30_000, returned=6).execute()
    for week in range(1, 4):
        day = clock.add_days(TODAY, -7 * week)
        SalesHour.insert(day=day, hour=11, channel="counter", person=1, orders=41).execute()
        StepTime.insert(day=day, step="pack", times=20, total_ms=20 * MINUTE, longest_ms=MINUTE).execute()
    StepTime.insert(day=TODAY, step="pack", times=20, total_ms=60 * MINUTE, longest_ms=3 * MINUTE).execute()
    found = {one.kind: one for one in advice()}
    assert found["reorder"].sentence == "Order 17 of Product MUG"
    assert found["reorder"].evidence == "3 free, 0 coming, 30 sold in 28 days"
    assert (found["returns"].target, found["returns"].ref) == ("product", product)
    assert found["till"].sentence == "Open till 2 on Sun from 11:00 to 12:00"
    assert found["step"].evidence.startswith("3 min on average this week (20 times)")
    assert Stock.get(Stock.product == product).on_hand == 3
    SalesProduct.delete().execute()
    SalesHour.delete().execute()
