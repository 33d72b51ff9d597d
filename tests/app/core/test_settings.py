"""Settings: declared once, checked before they are kept, read without a question to the store."""

from __future__ import annotations

import threading

import pytest

from app.core import changes, clock, journal, money, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.i18n import N_
from app.core.refusal import Refusal
from app.core.settings import WrongSetting, change_setting, read

OFFICE = Actor(1, "Ruth Hartwell", "manager", "office", frozenset({"*"}))
WIDTH = settings.declare(
    "tests.paper_width", 80, N_("Paper width"), scope="station", choices={58: N_("58 mm"), 80: N_("80 mm")}
)
PIECES = settings.declare("tests.pieces", 3, N_("Pieces"), least=1, most=9)
LOUD = settings.declare("tests.loud", True, N_("Sound"))


@command("tests.change_two")
def _change_two(by: Actor) -> None:
    settings.write(PIECES, 5)
    assert read(PIECES) == 5, "a command sees what it wrote itself"
    settings.write(LOUD, "loud")


@pytest.fixture(autouse=True)
def _usual_currency_and_zone(store):
    yield
    money.use_currency("EUR")
    clock.use_zone("Europe/Dublin")


def test_a_setting_nobody_changed_has_its_default():
    assert read(WIDTH) == 80
    assert read("shop.country") == "IE"


def test_a_station_has_its_own_value_or_that_of_the_shop():
    change_setting(OFFICE, WIDTH, 58, "till-2")

    assert (read(WIDTH), read(WIDTH, "till-1"), read(WIDTH, "till-2")) == (80, 80, 58)

    change_setting(OFFICE, WIDTH, 58)

    assert read(WIDTH, "till-1") == 58


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (WIDTH, 81), (WIDTH, "80"), (PIECES, 0), (PIECES, 10), (PIECES, True), (PIECES, 2.0), (LOUD, 1),
        ("shop.zone", "Mars/Olympus"), ("shop.currency", "euro"), ("shop.address_lines", [1]), ("shop.name", None),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_changes_nothing(name, value):
    before = read(name)

    with pytest.raises(WrongSetting) as refused:
        change_setting(OFFICE, name, value)

    assert refused.value.facts == {"name": name}
    assert isinstance(refused.value, Refusal)
    assert read(name) == before


def test_a_change_stands_in_the_journal_with_both_values():
    change_setting(OFFICE, "shop.name", "  Birch & Stone ")

    row = settings.Setting.get()
    entry = journal.story("setting", row.id)[0]
    assert read("shop.name") == "Birch & Stone"
    assert entry.what == "settings.change"
    assert entry.body["facts"] == {"name": "shop.name", "at_station": "", "before": "", "after": "  Birch & Stone "}


def test_currency_and_zone_hold_at_once():
    change_setting(OFFICE, "shop.currency", "GBP")
    change_setting(OFFICE, "shop.zone", "Asia/Shanghai")

    assert money.format_money(500) == "£5.00"
    assert clock.day_of(clock.at_local("2026-11-22", "00:10")) == "2026-11-22"
    assert clock.shop_zone().key == "Asia/Shanghai"


def test_a_value_that_was_undone_was_never_there():
    with pytest.raises(WrongSetting):
        _change_two(OFFICE)

    assert read(PIECES) == 3


def test_the_windows_thread_reads_without_a_connection():
    change_setting(OFFICE, PIECES, 7)
    seen: list[int] = []

    thread = threading.Thread(target=lambda: seen.append(read(PIECES)))
    thread.start()
    thread.join()

    assert seen == [7]


def test_a_change_at_another_station_is_read_again():
    settings.Setting.insert(station="", name=PIECES, value=8).execute()
    assert read(PIECES) == 3

    changes.tell([changes.Changed("setting", 1)])

    assert read(PIECES) == 8


def test_every_declared_default_is_a_value_that_may_be_kept():
    for setting in settings.declared():
        setting.check(setting.default)
        assert setting.title, setting.name
