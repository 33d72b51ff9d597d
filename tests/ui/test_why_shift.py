"""Why a shift's totals by keys: W opens the figures of the open till, Ctrl+W those of a closed one."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.payments.close import close_shift
from app.payments.models import Tender
from app.payments.shift import begin_count, move_cash, open_shift
from tests.app.payments.till import card, cash, sold
from tests.factories import make_product
from tests.ui.courier_shop import at_till, courier_shop


def a_day(staff: dict[str, int]) -> None:
    """A closed shift that was 1.00 short, and an open one with a sale in cash, one by card and a pay-out."""
    maya = at_till(staff["maya"])
    make_product("MUG", price="12.50", on_hand=50)
    open_shift(maya, 20_000)
    begin_count(maya)
    close_shift(maya, {Tender.CASH.value: 19_900})
    open_shift(maya, 19_900)
    sold("MUG", by=maya, tenders=[cash(1_250, 2_000)])
    sold("MUG", by=maya, tenders=[card(1_250)])
    move_cash(maya, "pay_out", 1_500, "Window cleaner")


def test_w_opens_the_totals_of_the_open_till_to_payments_and_moves(stores, qtbot):
    with courier_shop(stores, qtbot, a_day, role="manager", tab="settle", mode="shift") as till:
        till.press("W")
        till.wait_sheet("why")
        said = till.texts()
        assert "X report, shift 2 · €196.50" in said
        for words in ("Cash received", "€20.00", "Change given", "-€7.50", "Expected in the drawer", "€196.50"):
            assert words.replace("-", "−") in said or words in said, words
        assert "-000001" in said and "Window cleaner · Maya Kelly" in said
        till.press("Esc")
        till.wait(lambda: till.sheet == "")


def test_the_x_report_opens_to_the_same(stores, qtbot):
    with courier_shop(stores, qtbot, a_day, role="manager", tab="settle", mode="shift") as till:
        till.press("X")
        till.wait_sheet("shift.x_report")
        till.press("Ctrl+W")
        till.wait_sheet("why")
        assert "X report, shift 2" in till.texts()


def test_ctrl_w_opens_the_chosen_z_with_what_was_counted_and_expected(stores, qtbot):
    with courier_shop(stores, qtbot, a_day, tab="settle", mode="shift") as till:
        till.press("Ctrl+W")
        till.wait_sheet("why")
        said = till.texts()
        assert "Z report 1 · €200.00" in said and "Differences" in said
        assert "Counted" in said and "€199.00" in said


def test_the_open_till_tells_somebody_of_the_counter_nothing_of_its_cash(stores, qtbot):
    with courier_shop(stores, qtbot, a_day, tab="settle", mode="shift") as till:
        till.press("W")
        till.wait_sheet("why")
        said = "\n".join(label.text() for label in till.window.sheet.findChildren(QLabel))
        assert "The count is blind" in said and "Window cleaner" in said
        assert not any(word in said for word in ("Expected in the drawer", "196.50", "12.50", "20.00", "-00000"))
