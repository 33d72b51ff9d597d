"""Practice needs no hardware: papers come out on the screen, a card is charged by nobody, a scale weighs what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.outbox import recent
from app.payments.models import Payment
from devices.hub import DeviceConfig
from devices.simulators import SimulatedDisplay
from tests.ui.practice_shop import make_copies, practice
from tests.ui.test_sell_more import pay_cash
from tests.ui.till_shop import TillShop
from ui.display.screens import Displays
from ui.theme import theme


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_copies(tmp_path_factory)


@pytest.fixture
def till(made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[TillShop]:
    with practice(made, tmp_path, monkeypatch, TillShop, qtbot, "counter", "till-1") as running:
        yield running


def test_a_receipt_comes_out_on_the_screen_and_takes_no_scan(till: TillShop) -> None:
    till.scans("MUG-1")
    pay_cash(till)
    till.wait(lambda: till.shows("training.paper"))
    paper = till.find("training.paper")
    assert paper.picture.has_picture and "Receipt" in paper.accessibleName()
    assert till.ask(lambda: [str(one.state) for one in recent(["receipt"])]) == ["done"]
    till.scans("SKL-26")
    assert till.lines() == [("SKL-26", 1)]


def test_a_card_is_charged_by_the_practice_terminal(till: TillShop) -> None:
    till.scans("SKL-26")
    till.press("F9")
    till.wait_sheet("payment")
    till.press("K")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    assert till.ask(lambda: [(str(row.tender), row.amount_minor) for row in Payment.select()]) == [("card", 4_950)]
    assert till.running.stand_ins.terminal.charges()[0][1] == 4_950


def test_the_practice_scale_shows_what_was_put_on_it(till: TillShop) -> None:
    weights: list[int] = []
    till.window.desk.device_signals.weight.connect(lambda grams, stable: weights.append(grams) if stable else None)
    till.press("Ctrl+Y")
    till.wait_sheet("training.scale")
    till.type("350")
    till.press("F9")
    till.wait(lambda: 350 in weights)


def test_the_customers_screen_says_that_it_is_training(till: TillShop) -> None:
    shown = Displays.of(till.window.desk).show()
    assert shown.accessibleName().startswith("TRAINING")
    picture = shown.grab().toImage()
    assert picture.pixelColor(4, 4) == theme().color("amber")
    till.window.activateWindow()
    till.scans("SKL-26")
    assert shown.state == "sale" and shown.grab().toImage().pixelColor(4, 4) == theme().color("amber")


def test_the_pole_says_that_it_is_training(till: TillShop) -> None:
    with SimulatedDisplay() as pole:
        hub = till.window.desk.hub
        hub.configure([DeviceConfig("display", pole.url, {}, "display")])
        till.window.desk.device_signals.health.emit()
        till.wait(lambda: pole.lines()[0].strip() == "TRAINING")
        till.scans("MUG-1")
        till.wait(lambda: pole.lines()[1] == "TRAINING      €14.90")
        hub.configure([])
