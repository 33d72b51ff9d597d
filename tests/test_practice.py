"""The practice copy: it has all of the shop, nothing leaves it, and nothing done in it comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import shop
from app.analysis.models import ExceptionLog
from app.catalog.models import Product
from app.core import clock, db, outbox, secrets, settings
from app.core.actor import Actor, system_actor
from app.core.backup import BackupFailed, make_backup, prove, restore_backup
from app.core.command import command
from app.core.journal import Journal
from app.core.outbox import WishState, wish
from app.core.practice import FOLDER, NoPractice, is_practice, mark_practice
from app.core.settings import WrongSetting, change_setting
from app.counter.sell import sell
from app.documents.build import receipt, shelf_labels
from app.documents.papers import Paper
from app.notices.send import ready_media
from app.payments.online import PROVIDER
from app.staff.people import add_person
from app.staff.practice import begin_practice
from app.staff.sign_in import SignedIn, at_the_door, sign_in
from main import main
from tests.app.payments.till import boss, cash, open_till, ticket_of
from tests.conftest import NOON
from tests.factories import make_product
from ui.shell.places import make_practice

PRINTER = {"printer": {"url": "tcp://192.0.2.1:9100"}}


@command("tests.queue_two")
def _queue(by: Actor) -> None:
    wish("mail", "tests:1", {"to": "a@example.ie"}, title="Your order")
    wish("drawer", "tests:2", {})


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A shop in a file, closed: goods, a person, a printer, mail, and two wishes that wait."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    url = db.url_of(tmp_path / "shop.kontor")
    with clock.frozen(NOON):
        shop.new_shop(url)
        make_product("MUG", price="14.90", on_hand=9)
        add_person(system_actor(), "Maya Kelly", "counter", "4711")
        open_till()
        change_setting(system_actor(), "station.devices", PRINTER, "till-1")
        change_setting(system_actor(), "notices.smtp_host", "mail.example.ie")
        change_setting(system_actor(), PROVIDER, "stripe")
        _queue(system_actor("till-1"))
        shop.close_shop()
        yield url
        shop.close_shop()


@pytest.fixture
def copy(own: str) -> str:
    """The practice copy of it, open."""
    made = make_practice(own, "till-1", anew=False, noted=False)
    shop.open_shop(made)
    return made


def _digest(url: str) -> str:
    return hashlib.sha256(db.path_of(url).read_bytes()).hexdigest()


def _states(kinds: list[str]) -> list[str]:
    return [str(one.state) for one in outbox.recent(kinds)]


def test_the_copy_has_the_goods_and_the_people_with_their_pins(copy: str) -> None:
    assert is_practice()
    assert [row.sku for row in Product.select()] == ["MUG"]
    assert isinstance(sign_in(at_the_door("till-1"), 1, "4711"), SignedIn)
    assert list(shop.verify()) == []


def test_nothing_that_was_queued_leaves_the_copy_and_it_still_waits_in_the_shop(own: str, copy: str) -> None:
    assert set(_states(["mail", "drawer"])) == {"withdrawn"}
    shop.close_shop()
    shop.open_shop(own)
    assert set(_states(["mail", "drawer"])) == {str(WishState.QUEUED)}


def test_the_copy_has_no_way_out_and_gets_none(copy: str) -> None:
    assert ready_media() == []
    assert settings.read(PROVIDER) == "none"
    assert settings.read("station.devices", "till-1") == {}
    for name, value, station in (
        ("station.devices", PRINTER, "till-1"), ("notices.smtp_host", "mail.example.ie", ""), (PROVIDER, "stripe", ""),
    ):  # fmt: skip
        with pytest.raises(WrongSetting, match="stays off in practice"):
            change_setting(boss, name, value, station)


def test_the_copy_reads_and_keeps_no_secret_of_the_shop(copy: str) -> None:
    assert secrets.secrets_file().parent == db.path_of(copy).parent


def test_a_sale_in_the_copy_changes_nothing_in_the_shop(own: str, copy: str) -> None:
    before = _digest(own)
    ticket = ticket_of("MUG")
    sold = sell(boss, ticket.to_sale([cash(1490)]), key=ticket.uid)
    assert receipt(sold.order_id).training
    shop.close_shop()
    assert _digest(own) == before


def test_every_paper_of_the_copy_is_marked_and_none_of_the_shop(own: str, copy: str) -> None:
    assert Paper().training
    assert shelf_labels([Product.get().id])[0].training
    shop.close_shop()
    assert not Paper().training
    shop.open_shop(own)
    assert not Paper().training


def test_the_mark_is_never_taken_off_and_never_put_on_a_shop(own: str, copy: str) -> None:
    with pytest.raises(WrongSetting):
        change_setting(boss, settings.PRACTICE, False)
    assert is_practice()
    shop.close_shop()
    shop.open_shop(own)
    with pytest.raises(WrongSetting):
        change_setting(boss, settings.PRACTICE, True)
    with pytest.raises(NoPractice):
        mark_practice(boss)
    assert not is_practice()


def test_the_shop_notes_who_began_to_practise(own: str) -> None:
    shop.open_shop(own)
    begin_practice(boss, True)
    entry = Journal.select().where(Journal.what == "staff.begin_practice").get()
    assert f'"who":"{boss.name}"' in entry.body
    assert [(row.kind, row.who) for row in ExceptionLog.select()] == [("practice", boss.name)]
    assert list(shop.verify()) == []
    shop.close_shop()
    make_practice(own, "till-1", anew=True, noted=True)
    shop.open_shop(own)
    assert Journal.select().where(Journal.what == "staff.begin_practice").count() == 1


def test_practice_goes_on_where_it_was_left_until_it_is_begun_anew(own: str, copy: str) -> None:
    make_product("TRIED")
    shop.close_shop()
    shop.open_shop(make_practice(own, "till-1", anew=False, noted=False))
    assert Product.select().count() == 2
    shop.close_shop()
    shop.open_shop(make_practice(own, "till-1", anew=True, noted=False))
    assert Product.select().count() == 1
    assert sorted(path.name for path in db.path_of(copy).parent.glob("*.kontor")) == ["shop.kontor"]


def test_practice_of_practice_is_refused(copy: str) -> None:
    with pytest.raises(NoPractice, match="already"):
        begin_practice(boss, True)
    shop.close_shop()
    with pytest.raises(NoPractice, match="already"):
        make_practice(copy, "till-1", anew=True, noted=False)
    assert not (db.path_of(copy).parent / FOLDER).exists()


def test_the_copy_can_be_verified_and_backed_up_but_never_becomes_the_shop(
    own: str, copy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_backup(tmp_path / "copies")
    prove(made.path)
    shop.close_shop()
    before = _digest(own)
    with pytest.raises(BackupFailed, match="practice copy"):
        restore_backup(made.path, own, replace=True)
    assert _digest(own) == before
    assert main(["verify", "--store", copy]) == 0
    assert main(["restore", str(made.path), "--store", own, "--replace"]) == 2
