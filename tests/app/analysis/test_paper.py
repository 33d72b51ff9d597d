"""A printed report says what the window says, with its period and the sums of the days before."""

from __future__ import annotations

import pytest

from app.analysis.paper import days_before, print_report, report_paper
from app.analysis.report import NoSuchReport, make_report
from app.analysis.reports import TITLES
from app.core import clock, outbox
from app.core.money import format_money
from app.documents.build import paper_for
from app.orders.place import place_order
from printing.render import render, text
from tests.app.orders.conftest import phone_order
from tests.factories import make_product, manager


@pytest.fixture
def sales(store):
    """A week ago one mug was ordered, today two."""
    mug = make_product("MUG", on_hand=9)
    with clock.frozen(clock.now_ms() - 7 * clock.DAY_MS):
        place_order(manager, phone_order((mug, 1)))
    place_order(manager, phone_order((mug, 2)))
    return clock.today()


def test_the_paper_has_the_rows_the_sums_and_the_comparison(sales):
    report, paper = make_report("days", sales, sales), report_paper("days", sales, sales)
    assert len(paper.rows) == len(report.rows)
    assert format_money(report.column("total")[0]) in paper.rows[0]
    orders = next(line for line in paper.compared if line.title == "Orders")
    assert (orders.now, orders.before, orders.change) == ("1", "1", "+0.0%")
    total = next(line for line in paper.compared if line.change == "+100.0%")
    assert total.now in text(paper)


def test_a_period_is_held_against_as_many_days_before(store):
    assert days_before("2026-11-22", "2026-11-22") == ("2026-11-15", "2026-11-15")
    assert days_before("2026-11-16", "2026-11-22") == ("2026-11-09", "2026-11-15")


@pytest.mark.parametrize("name", sorted(TITLES))
def test_every_report_can_be_printed_even_with_nothing_in_it(store, name):
    assert render(report_paper(name, "2026-11-01", "2026-11-22"), "pdf").startswith(b"%PDF")


def test_a_queued_report_comes_out_as_the_same_paper(sales):
    print_report(manager, "products", sales, sales)
    (wish,) = outbox.recent(["report"])
    assert paper_for(wish).title == make_report("products", sales, sales).title
    with pytest.raises(NoSuchReport):
        print_report(manager, "gossip", sales, sales)
