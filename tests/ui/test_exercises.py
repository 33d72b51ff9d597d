"""Exercises walked through the real practice window by keys and scans: ticked by what was done, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.training.models import LessonRun
from tests.ui.driver import Driver
from tests.ui.pick_shop import PickShop
from tests.ui.practice_shop import make_copies, practice
from tests.ui.test_pack import WEIGHT
from tests.ui.test_sell_more import pay_cash
from tests.ui.till_shop import TillShop
from ui.training.watch import Watch

MUG, OTHER_MUG = "5390000000012", "MUG-2"
MANAGER_PIN = "471100"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_copies(tmp_path_factory)


@pytest.fixture
def till(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[TillShop]:
    with practice(made, tmp_path, monkeypatch, TillShop, qtbot, "counter", "till-1") as running:
        yield running


@pytest.fixture
def packing(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[PickShop]:
    with practice(made, tmp_path, monkeypatch, PickShop, qtbot, "warehouse", "pack-1") as running:
        yield running


def watch(running: Driver) -> Watch:
    return Watch.of(running.window.desk)


def begin(running: Driver, code: str) -> None:
    """Ctrl+P, down to the exercise, F9."""
    running.press("Ctrl+P")
    sheet = running.wait_sheet("training")
    running.wait(lambda: sheet.table.count())
    rows = [row.code for row in sheet.table.rows()]
    sheet.table.select_at(rows.index(code))
    running.press("F9")
    running.wait(lambda: watch(running).is_running)
    running.settle()


def wait_step(running: Driver, done: int) -> None:
    def there() -> bool:
        watch(running).look()
        return watch(running).done == done

    running.wait(there)
    running.settle()


def wait_end(running: Driver) -> None:
    def there() -> bool:
        watch(running).look()
        return watch(running).is_finished

    running.wait(there)
    running.settle()


def words(running: Driver) -> str:
    return str(running.find("training.step").text())


def done_lessons(running: Driver) -> list[tuple[str, str, int]]:
    columns = (LessonRun.who, LessonRun.lesson, LessonRun.mistakes)
    return list(running.ask(lambda: list(LessonRun.select(*columns).where(LessonRun.done_at.is_null(False)).tuples())))


def test_two_pieces_for_cash(till: TillShop) -> None:
    begin(till, "two_for_cash")
    assert "two pieces" in words(till) and not till.find("training.strip").hasFocus()
    till.scans("NOBODY-KNOWS-THIS")
    till.scans("MUG-1")
    till.scans("SKL-26")
    wait_step(till, 1)
    assert "F9" in words(till)
    pay_cash(till)
    wait_end(till)
    assert words(till).startswith("Done in") and "1 mistake" in words(till)
    assert done_lessons(till) == [("Maya Kelly", "two_for_cash", 1)]
    till.press("Ctrl+Q")
    assert not till.shows("training.strip")
    till.press("Ctrl+P")
    sheet = till.wait_sheet("training")
    till.wait(lambda: sheet.table.count())
    assert [row.code for row in sheet.table.rows() if row.best] == ["two_for_cash"]


def test_a_code_on_the_strip_scans_by_click_and_by_key(till: TillShop) -> None:
    begin(till, "two_for_cash")
    code = watch(till).codes[0].code
    till.window.router._guard.__init__(0)
    till.press("Ctrl+1")
    till.wait(lambda: [sku for sku, _n in till.lines()] == [code])
    till.find("training.code.ctrl+2").click()
    till.wait(lambda: len(till.lines()) == 2)


def test_put_aside_and_fetched_again(till: TillShop) -> None:
    begin(till, "park_recall")
    till.scans("MUG-1")
    wait_step(till, 1)
    till.press("F4")
    till.wait_sheet("park")
    till.type("Blue raincoat")
    till.press("Enter")
    wait_step(till, 2)
    till.press("F5")
    till.wait_sheet("parked")
    till.press("Enter")
    till.wait(lambda: till.lines() == [("MUG-1", 1)])
    wait_step(till, 3)
    pay_cash(till)
    wait_end(till)


def test_the_till_is_counted_and_closed(till: TillShop) -> None:
    begin(till, "blind_close")
    assert till.window.current == "settle"
    till.press("F9")
    till.wait(lambda: till.shows("shift.total"))
    wait_step(till, 1)
    till.find("shift.denomination.5000").setFocus()
    till.type("3")
    till.press("Enter")
    till.press("F9")
    till.wait(lambda: till.shows("shift.compare"))
    till.press("F9")
    till.wait(lambda: till.shows("shift.bank"))
    till.press("F9")
    wait_end(till)


def test_a_list_with_a_wrong_scan_and_a_short_one(packing: PickShop) -> None:
    begin(packing, "pick")
    packing.press("F9")
    wait_step(packing, 1)
    packing.scan(OTHER_MUG)
    wait_step(packing, 2)
    packing.press("Esc")
    packing.scan(MUG)
    wait_step(packing, 3)
    packing.press("F7")
    packing.settle()
    packing.press("F9")
    wait_end(packing)
    assert done_lessons(packing) == [("Piotr Zając", "pick", 0)]  # the wrong scan was wanted


def test_a_hint_comes_by_its_key_and_goes_with_the_step(till: TillShop) -> None:
    begin(till, "park_recall")
    assert not till.shows("training.hint")
    till.press("Ctrl+H")
    assert till.shows("training.hint")
    till.scans("MUG-1")
    wait_step(till, 1)
    assert not till.shows("training.hint")


def test_a_sheet_leaves_the_strip_in_sight(till: TillShop) -> None:
    begin(till, "two_for_cash")
    till.scans("MUG-1")
    till.press("F8")
    till.wait(lambda: till.window.sheet is not None)
    strip = till.find("training.strip")
    assert till.window.sheet.geometry().top() >= strip.geometry().bottom()


def test_an_exercise_that_the_shop_has_nothing_for_says_so_and_does_not_begin(till: TillShop) -> None:
    till.press("Ctrl+P")
    sheet = till.wait_sheet("training")
    till.wait(lambda: sheet.table.count())
    sheet.table.select_at([row.code for row in sheet.table.rows()].index("by_weight"))
    till.press("F9")
    till.wait(lambda: "by weight" in till.window.notice.accessibleName() or till.window.notice.isVisible())
    assert not watch(till).is_running


def test_a_discount_that_a_manager_allows(till: TillShop) -> None:
    begin(till, "discount")
    till.scans("SKL-26")
    wait_step(till, 1)
    till.press("F8")
    till.type("50")
    till.press("F9")
    wait_step(till, 2)
    till.press("F9")
    till.wait_sheet("override")
    till.type("111111")
    till.wait(lambda: till.find("override.error").text() if till.shows("override.error") else True)
    till.type(MANAGER_PIN)
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    wait_end(till)


def test_a_gift_card_is_sold(till: TillShop) -> None:
    begin(till, "gift_card")
    till.counter.actions_.more.sell_gift_card()
    till.wait_sheet("sell_gift_card")
    till.press("Alt+N")
    till.settle()
    till.type("50")
    till.press("F9")
    till.wait(lambda: till.lines() == [("GIFT-CARD", 1)])
    wait_step(till, 1)
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    wait_end(till)


def test_a_wrong_tender_is_put_right(till: TillShop) -> None:
    begin(till, "wrong_tender")
    till.scans("MUG-1")
    pay_cash(till)
    wait_step(till, 1)
    till.counter.actions_.more.change_tender()
    sheet = till.wait_sheet("tender")
    sheet.code.set_text("K9")
    till.type("was a card")
    till.press("F9")
    till.wait_sheet("override")
    till.type(MANAGER_PIN)
    wait_end(till)


def test_goods_come_back_by_their_receipt(till: TillShop) -> None:
    till.scans("MUG-1")
    pay_cash(till)
    begin(till, "take_back")
    assert till.window.current == "returns"
    till.window.router._guard.__init__(0)
    till.press("Ctrl+1")
    till.wait(lambda: till.window.tab.draft is not None)
    till.press("Space")
    till.press("R")
    till.press("F9")
    wait_end(till)


def test_a_box_is_packed_and_weighed_on_the_practice_scale(packing: PickShop) -> None:
    begin(packing, "pack")
    packing.scan("TOTE-3")
    wait_step(packing, 1)
    for code in ("KET-9", MUG, MUG):
        packing.scan(code)
    wait_step(packing, 2)
    packing.press("Ctrl+Y")
    packing.wait_sheet("training.scale")
    packing.type(str(WEIGHT))
    packing.press("F9")
    wait_end(packing)


def test_a_bin_is_counted(packing: PickShop) -> None:
    begin(packing, "count_bin")
    place, code = (one.code for one in watch(packing).codes[:2])
    packing.scan(place)
    packing.scan(code)
    wait_step(packing, 1)
    packing.press("F9")
    wait_end(packing)
