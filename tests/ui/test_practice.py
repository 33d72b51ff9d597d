"""Practice from the window: the way in, the band that says so everywhere, and papers that wait marked."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app import shop
from app.core import clock, db, secrets
from app.core.actor import system_actor
from app.core.journal import Journal
from app.core.outbox import recent
from app.core.practice import practice_url
from app.documents.build import paper_for
from app.staff.queries import tiles
from app.training.learn import carry_over
from tests.conftest import NOON, Stores
from tests.ui.driver import Driver
from tests.ui.test_sell_more import pay_cash
from tests.ui.till_shop import TillShop, open_till, till_shop
from ui.common.boxes import KeyValue
from ui.shell.places import make_practice
from ui.shell.practice import PracticeSheet
from ui.shell.start import Station

BAND = "Practice: nothing here counts"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A shop in a file with an open till."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    url = db.url_of(tmp_path / "shop.kontor")
    with clock.frozen(NOON):
        shop.new_shop(url)
        open_till()
        shop.close_shop()
    return url


def _bands(running: Driver) -> list[str]:
    return [
        band.accessibleName() for band in running.window.findChildren(object) if band.objectName() == "shell.practice"
    ]


def test_the_band_stands_over_the_door_every_tab_and_the_reports(own: str, qtbot: object) -> None:
    copy = make_practice(own, "till-1", anew=True, noted=False)
    with clock.frozen(NOON):
        running = TillShop(qtbot, copy, role="manager")
        try:
            assert _bands(running) == [BAND]
            assert running.window.windowTitle().startswith("Practice")
            for name in running.window.allowed() - {"reports"}:
                running.window.show_tab(name)
                assert running.shows("shell.practice"), name
            running.window.show_reports()
            reports = running.window._reports
            assert [one.isVisible() for one in reports.findChildren(type(running.window._band))] == [True]
            reports.close()
            running.press("F12")
            running.wait(lambda: running.window.session.is_locked)
            assert running.shows("shell.practice")
            assert "Practice" not in [key.text for key in running.window.all_keys()]
        finally:
            running.close()


def test_a_sale_in_the_practice_window_leaves_a_marked_paper_and_no_move_in_the_shop(own: str, qtbot: object) -> None:
    before = db.path_of(own).read_bytes()
    copy = make_practice(own, "till-1", anew=True, noted=True)
    assert db.path_of(own).read_bytes() == before
    with clock.frozen(NOON):
        running = TillShop(qtbot, copy)
        try:
            running.scans("MUG-1")
            pay_cash(running)
            papers = running.ask(lambda: [paper_for(one) for one in recent(["receipt"])])
            assert [paper.training for paper in papers] == [True]
        finally:
            running.close()
    assert db.path_of(own).read_bytes() == before


def test_the_shop_window_has_no_band_and_its_palette_begins_practice(stores: Stores, qtbot: object) -> None:
    with till_shop(stores, qtbot, role="counter") as till:
        assert not till.shows("shell.practice")
        assert "Practice" in [key.text for key in till.window.all_keys()]
        started: list[list[str]] = []
        sheet = PracticeSheet(till.window.desk, lambda words: started.append(words) is None)
        sheet.open_ready()
        till.settle()
        till.press("F9")
        till.wait(lambda: started)
        assert {"--practice", "--noted", "--anew", till.running.url} <= set(started[0])
        who = till.ask(lambda: Journal.select().where(Journal.what == "staff.begin_practice").get().body)
        assert "Maya Kelly" in who


def test_the_practice_sheet_tells_a_manager_who_has_learned_what(own: str, qtbot: Any) -> None:
    copy = make_practice(own, "till-1", anew=True, noted=True)
    with clock.frozen(NOON):
        shop.open_shop(copy)
        maya = tiles()[0].id
        carry_over(system_actor(), [(maya, "Maya Kelly", "two_for_cash", "till-1", NOON - 60_000, NOON, 1)])
        shop.close_shop()
        running = TillShop(qtbot, own, role="manager")
        try:
            running.press("Ctrl+P")
            sheet = running.wait_sheet("practice")
            running.wait(lambda: running.shows("practice.learners"))
            rows = [row.accessibleName() for row in sheet.findChildren(KeyValue)]
            assert rows == ["Maya Kelly: 1 exercise, last on 22 Nov"]
            running.press("Esc")
        finally:
            running.close()


def test_the_command_opens_the_copy_once_at_a_time(own: str) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, own], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None and first.stdout.readline().strip() == "open"
    second = subprocess.run(
        [sys.executable, "-c", HOLD, own], input="", capture_output=True, text=True, timeout=60, check=False
    )
    assert "open already" in second.stdout
    first.communicate("", timeout=60)
    assert db.path_of(practice_url(own)).exists()


def test_esc_stops_the_copying_and_the_window_goes(own: str, qtbot: Any) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def make(_url: str, step: Callable[[int, int], None]) -> None:
        step(1, 4)
        begun.set()
        go_on.wait(20)
        make_practice(own, "till-1", anew=True, noted=True, step=step)

    running = Station(practice_url(own), "till-1", make=make)
    try:
        window = running.show()
        qtbot.waitUntil(lambda: begun.is_set() and hasattr(running, "desk"))
        page = window.findChild(QWidget, "shell.making")
        qtbot.waitUntil(lambda: window.findChild(QWidget, "shell.making.stop").isVisible())
        qtbot.keyClick(page, Qt.Key.Key_Escape)
        go_on.set()
        qtbot.waitUntil(lambda: not window.isVisible())
    finally:
        go_on.set()
        running.stop()
        window.deleteLater()
    assert not db.path_of(practice_url(own)).exists()


HOLD = """
import sys
from app.core.refusal import Refusal
from ui.shell.practice import prepare_practice
try:
    prepare_practice(sys.argv[1], "till-1", anew=True, noted=False)
    print("open", flush=True)
    sys.stdin.read()
except Refusal as refusal:
    print(refusal)
"""
