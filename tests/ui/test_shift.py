"""A till's day by keys: float, cash in and out, the blind count, the comparison and the Z report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.core.outbox import recent
from app.core.settings import change_setting
from app.payments.close import ClosePapers, close_shift
from app.payments.models import CashMove, Shift, Tender
from app.payments.shift import begin_count, open_shift
from app.payments.tender import TenderInput
from tests.app.payments.till import at, boss, card, sold
from tests.conftest import Stores
from tests.factories import make_product, manager
from tests.ui.courier_shop import MANAGER_PIN, CourierShop, at_till, courier_shop


def nothing(_staff: dict[str, int]) -> None:
    """A till that was never open."""


def an_open_till(staff: dict[str, int]) -> None:
    """A shift with 150.00, after one that was closed."""
    maya = at_till(staff["maya"])
    open_shift(maya, 20_000)
    begin_count(maya)
    close_shift(maya, {"cash": 20_000})
    open_shift(maya, 15_000)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[CourierShop]:
    with courier_shop(stores, qtbot, an_open_till, tab="settle", mode="shift") as running:
        yield running


def shift_state(till: CourierShop) -> str:
    return str(till.ask(lambda: Shift.select(Shift.state).order_by(Shift.id.desc()).limit(1).scalar()))


def count(till: CourierShop, **pieces: int) -> None:
    """Type pieces by worth, such as n5000=3 for three fifties; Enter in between goes down."""
    for name, number in pieces.items():
        till.find(f"shift.denomination.{name[1:]}").setFocus()
        till.type(str(number))
        till.press("Enter")


def to_the_bank(till: CourierShop) -> None:
    """F9 on the comparison."""
    till.press("F9")
    till.wait(lambda: till.shows("shift.bank"))


def test_a_till_opens_with_the_float_that_was_typed(stores, qtbot):
    with courier_shop(stores, qtbot, nothing, tab="settle", mode="shift") as till:
        assert till.find("shift.field.float").text() == ""
        till.wait(lambda: "This is the first shift of this till" in till.texts())
        till.press("F9")
        assert "Count the float and type it." in till.texts()
        till.type("120")
        assert "Open shift with €120.00" in till.texts()
        till.press("F9")
        till.wait(lambda: shift_state(till) == "open" and till.shows("shift.float"))
        assert till.find("shift.float").text() == "€120.00"
        assert till.ask(lambda: Shift.get().float_minor) == 12_000


def test_cash_leaves_the_drawer_only_with_amount_and_reason(till):
    till.press("F8")
    till.wait_sheet("shift.cash")
    till.press("Alt+3")
    till.type("25")
    till.press("F9")
    assert "Say why." in till.texts()
    till.find("shift.field.reason").setFocus()
    till.type("Window cleaner")
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    assert till.ask(lambda: CashMove.get().amount_minor) == -2500
    till.wait(lambda: till.tab.shift.open.moves.count() == 1)


def test_the_drawer_opens_without_a_sale_for_a_reason(till):
    till.press("F8")
    till.wait_sheet("shift.cash")
    till.press("Alt+4")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: len(recent(["drawer"]))) == 2)  # the first is of the count


def test_enter_goes_down_and_the_sum_grows(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    till.type("0")
    till.press("Enter")
    till.type("1")
    till.press("Enter")
    till.type("3")
    assert till.find("shift.denomination.5000").text() == "3"
    assert till.find("shift.total").text() == "€250.00"
    till.press("Up")
    assert till.find("shift.denomination.10000").hasFocus()


def test_what_should_be_there_is_not_on_screen_before_the_count_is_finished(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    assert "150.00" not in till.texts()
    count(till, n5000=1)
    assert "150.00" not in till.texts()
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    assert "€150.00" in till.texts() and "€100.00 short" in till.texts()


def test_leaving_the_count_keeps_its_numbers(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=2, n100=7)
    till.press("Esc")
    till.wait(lambda: till.tab.NAME == "sell")
    till.window.desk.go("settle")
    till.settle()
    assert till.find("shift.total").text() == "€107.00"
    till.press("F4")
    till.wait(lambda: shift_state(till) == "open")


def test_a_count_that_matches_closes_with_a_z_report(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=3)
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    assert "Everything matches" in till.texts()
    to_the_bank(till)
    till.press("F9")
    till.wait(lambda: shift_state(till) == "closed")
    row = till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get())
    assert (row.difference_minor, row.z_number) == (0, 2)
    assert row.counted == {"cash": 15_000, "denominations": {"5000": 3}}
    assert "Z report 2" in till.toast()
    assert till.ask(lambda: [wish.kind for wish in recent(["z_report"])]) == ["z_report", "z_report"]


def test_a_small_difference_is_booked_without_a_reason(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=3, n100=1)
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    assert "€1.00 over" in till.texts() and not till.shows("shift.field.reason")
    to_the_bank(till)
    till.press("F9")
    till.wait(lambda: shift_state(till) == "closed")
    assert till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get().difference_minor) == 100


def test_a_large_difference_needs_a_reason_and_a_manager(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=2)
    till.press("F9")
    till.wait(lambda: till.shows("shift.field.reason"))
    till.press("F9")
    assert "Say what is known about the difference." in till.texts() and shift_state(till) == "counting"
    till.type("A fifty is missing")
    to_the_bank(till)
    till.press("F9")
    till.wait(lambda: till.sheet == "override")
    till.settle()
    till.type(MANAGER_PIN)
    till.wait(lambda: shift_state(till) == "closed")
    row = till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get())
    assert (row.difference_minor, row.difference_reason) == (-5000, "A fifty is missing")


def test_counting_again_is_kept_in_the_log_and_opens_the_numbers(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=2)
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    with clock.frozen(clock.now_ms() + 60_000):
        till.press("F6")
        till.wait(lambda: till.shows("shift.total"))
    assert till.find("shift.total").text() == "€100.00" and shift_state(till) == "counting"


def test_foreign_notes_are_counted_blind_and_compared_with_what_they_were_taken_for(stores, qtbot):
    def with_dollars(staff: dict[str, int]) -> None:
        maya = at_till(staff["maya"])
        change_setting(system_actor("till-1"), "payments.foreign_rates", ["USD 0.92", "GBP 1.15"])
        open_shift(maya, 15_000)
        make_product("MUG", price="10.00", on_hand=3)
        sold("MUG", by=maya, tenders=[TenderInput(Tender.FOREIGN_CASH, 1_000, currency="USD", foreign_minor=2_000)])

    with courier_shop(stores, qtbot, with_dollars, tab="settle", mode="shift") as till:
        till.press("F9")
        till.wait(lambda: till.shows("shift.total"))
        assert "18.40" not in till.texts() and till.shows("shift.field.gbp")
        count(till, n1000=14, n100=1, n50=1, n10=1)
        till.find("shift.field.usd").setFocus()
        till.type("15")
        till.press("F9")
        till.wait(lambda: till.shows("shift.compare"))
        till.wait(lambda: "Foreign notes, USD: €4.60 short" in till.texts())
        till.type("Five dollars are missing")
        to_the_bank(till)
        till.press("F9")
        till.wait(lambda: till.sheet == "override")
        till.settle()
        till.type(MANAGER_PIN)
        till.wait(lambda: shift_state(till) == "closed")
        row = till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get())
        assert row.report["foreign"] == [["USD", 2_000, 1_840, 1_500]]
        assert (row.difference_minor, row.report["differences"]["foreign_cash"]) == (-460, -460)


def test_an_empty_count_is_not_finished(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    till.press("F9")
    assert "Count the drawer first" in till.window.notice.text and till.shows("shift.total")


def test_the_z_report_of_a_closed_shift_is_printed_again(till):
    till.press("F10")
    till.wait(lambda: "Z report 1 is in the print queue" in till.toast())
    wish = till.ask(lambda: recent(["z_report"])[0])
    assert wish.payload["copy"] == 1


def test_the_x_report_shows_totals_but_not_what_the_drawer_should_hold(till):
    till.press("X")
    till.wait_sheet("shift.x_report")
    assert "Float" in till.texts() and "Expected in the drawer" not in till.texts()
    till.press("Esc")
    assert shift_state(till) == "open"


def test_a_difference_comes_with_explanations_and_the_act_that_mends_it(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=3, n2000=1)
    till.press("F9")
    till.wait(lambda: till.shows("shift.clues"))
    assert "€20 miscounted: 0 instead of 1" in till.texts()
    at = next(n for n in (1, 2, 3) if "Recount" in till.find(f"shift.clue.{n}").label())
    till.find("shift.clues").setFocus()
    till.press(str(at))
    till.wait(lambda: till.shows("shift.count"))
    assert till.find("shift.denomination.2000").hasFocus()
    till.type("0")
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    assert "Everything matches" in till.texts()


def test_the_drawer_is_handed_over_and_selling_goes_on(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=3)
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    till.press("F7")
    till.wait_sheet("shift.hand_over")
    till.wait(lambda: "Hand over to" in till.find("shift.hand_over.primary").label())
    till.press("F9")
    till.wait(lambda: shift_state(till) == "open")
    assert till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get().holder_name)
    assert "has the drawer now" in till.toast()


def test_bag_and_next_float_stand_on_the_closed_shift(till):
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    count(till, n5000=3)
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    to_the_bank(till)
    till.find("shift.field.next_float").selectAll()
    till.type("100")
    till.press("Enter")
    till.type("B-77")
    assert till.find("shift.in_bag").text() == "€50.00"
    till.press("F9")
    till.wait(lambda: shift_state(till) == "closed")
    row = till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get())
    assert (row.bag, row.next_float_minor) == ("B-77", 10_000)
    till.wait(lambda: till.find("shift.field.float").text() == "100.00")


def test_the_float_proposed_is_that_of_this_till_in_the_currency_of_the_shop(stores, qtbot):
    """Another till closed later, with another float."""

    def two_tills(staff: dict[str, int]) -> None:
        change_setting(manager, "shop.currency", "JPY")
        for station, left in (("till-1", 8_000), ("till-2", 90_000)):
            open_shift(at(station, boss), 100_000)
            begin_count(at(station, boss))
            close_shift(at(station, boss), {"cash": 100_000}, papers=ClosePapers(next_float_minor=left))

    with courier_shop(stores, qtbot, two_tills, tab="settle", mode="shift") as till:
        till.wait(lambda: till.find("shift.field.float").text() == "8,000")
        till.press("F9")
        till.wait(lambda: shift_state(till) == "open")
        assert till.ask(lambda: Shift.select().order_by(Shift.id.desc()).get().float_minor) == 8_000


def test_tips_are_paid_out_by_key_with_a_slip(stores, qtbot):
    def with_tips(staff: dict[str, int]) -> None:
        an_open_till(staff)
        make_product("MUG", price="14.13", on_hand=9)
        sold("MUG", by=at_till(staff["maya"]), tenders=[card(1_413)._replace(tip_minor=187)])

    with courier_shop(stores, qtbot, with_tips, tab="settle", mode="shift") as till:
        till.wait(lambda: till.shows("shift.button.tips"))
        till.press("T")
        till.wait_sheet("shift.tips")
        till.press("F9")
        till.wait(lambda: "€1.87" in till.toast())
        till.wait(lambda: not till.shows("shift.button.tips"))
        moves = till.ask(lambda: list(CashMove.select(CashMove.kind, CashMove.amount_minor).tuples()))
        assert moves == [("tips", -187)]
        assert "cash_slip" in [wish.kind for wish in till.ask(recent)]


def left_with_150(staff: dict[str, int]) -> None:
    """A day that was closed with 150.00 laid aside."""
    maya = at_till(staff["maya"])
    open_shift(maya, 20_000)
    begin_count(maya)
    close_shift(maya, {"cash": 20_000}, papers=ClosePapers(next_float_minor=15_000))


def test_a_float_that_differs_from_what_was_laid_aside_is_asked_about_and_booked(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, left_with_150, tab="settle", mode="shift") as till:
        till.find("shift.field.float").setFocus()
        till.find("shift.field.float").selectAll()
        till.type("149.00")
        till.press("F9")
        till.wait_sheet("float")
        till.type("A roll of coins")
        till.press("F9")
        till.wait(lambda: till.window.sheet is None and shift_state(till) == "open")
        row = till.ask(lambda: CashMove.get(CashMove.kind == "float_off"))
        assert (row.amount_minor, row.reason) == (-100, "A roll of coins")


def test_a_float_whose_rest_lies_in_the_safe_is_nobodys_difference(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, left_with_150, tab="settle", mode="shift") as till:
        till.find("shift.field.float").setFocus()
        till.find("shift.field.float").selectAll()
        till.type("100.00")
        till.press("F9")
        till.wait_sheet("float")
        till.press("Alt+2")
        till.press("F9")
        till.wait(lambda: till.window.sheet is None and shift_state(till) == "open")
        assert till.ask(lambda: CashMove.select().count()) == 0


def test_nothing_is_said_of_a_till_before_its_day_was_read(till: CourierShop) -> None:
    """ "Open this till" stood there for a moment, with F9, although a shift was open."""
    from ui.payments.shift_view import ShiftView

    view = ShiftView(till.window.desk)
    assert (view.keys(), view.page) == ([], view._pages.widget(0))
    view.focus()
    view.refresh()
    till.wait(lambda: view.page is view.open)
    view.deleteLater()
