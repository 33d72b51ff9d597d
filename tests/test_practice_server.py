"""Practising with the goods of a shop on a server: all its rows of one moment, in a file of this user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import shop
from app.catalog.find import index_products
from app.catalog.models import Product
from app.core import clock, db, journal, photos, search, secrets, settings
from app.core.actor import Actor, system_actor
from app.core.backup import Cancelled
from app.core.command import command
from app.core.outbox import recent, wish
from app.core.photos import PhotoOf, keep_photo
from app.core.practice import FOLDER, is_practice, practice_url
from app.core.settings import change_setting
from app.counter.sell import sell
from app.orders.models import Order
from app.payments.online import PROVIDER
from app.staff.people import add_person
from app.staff.sign_in import SignedIn, at_the_door, sign_in
from tests.app.payments.till import boss, cash, open_till, ticket_of
from tests.conftest import NOON, PostgresStores
from tests.factories import make_product
from ui.shell.places import make_practice

PNG = b"\x89PNG\r\n\x1a\n" + b"a doorstep"
office = Actor(1, "Ruth Hartwell", "manager", "office", frozenset({"*"}))


@command("tests.server_shop")
def _more(by: Actor, picture: str) -> None:
    wish("mail", "tests:9", {"to": "a@example.ie"}, title="Your order")
    keep_photo(PhotoOf.DOOR, 1, picture)


@pytest.fixture(scope="module")
def servers(quick_folder: Path) -> Iterator[PostgresStores]:
    """A server of this file's own, whichever store the other tests use."""
    made = PostgresStores(quick_folder)
    yield made
    made.close()


@pytest.fixture
def own(servers: PostgresStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A shop on a server, closed: goods, a person, sales and settings at two stations, a photo, and mail that waits."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    url = servers.fresh()
    picture = tmp_path / "door.png"
    picture.write_bytes(PNG)
    with clock.frozen(NOON):
        shop.open_shop(url)
        make_product("MUG", price="14.90", on_hand=9)
        index_products()
        add_person(system_actor(), "Maya Kelly", "counter", "4711")
        open_till()
        for _sale in range(2):
            ticket = ticket_of("MUG")
            sell(boss, ticket.to_sale([cash(1490)]), key=ticket.uid)
        change_setting(office, photos.FOLDER, str(tmp_path / "photos"))
        change_setting(office, "shop.name", "Coln & Row")
        change_setting(office, PROVIDER, "stripe")
        _more(office, str(picture))
        shop.close_shop()
        yield url
        shop.close_shop()
    servers.drop(url)


def _heads(url: str) -> dict[str, tuple[int, str]]:
    shop.open_shop(url)
    found = journal.heads()
    shop.close_shop()
    return found


def test_the_copy_is_a_file_with_everything_of_the_server_and_all_of_it_adds_up(own: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = make_practice(own, "till-1", anew=False, noted=False, step=lambda done, whole: told.append((done, whole)))
    assert db.path_of(made).is_relative_to(tmp_path / "data") and db.path_of(made).parent.name == FOLDER
    assert told[0][0] == 0 and told[0][1] > 50
    shop.open_shop(made)
    assert is_practice()
    assert [(row.id, row.sku) for row in Product.select()] == [(1, "MUG")]
    assert Order.select().count() == 2
    assert search.find("product", "mug") == [1]
    assert settings.read("shop.name") == "Coln & Row" and settings.read(PROVIDER) == "none"
    assert isinstance(sign_in(at_the_door("till-1"), 1, "4711"), SignedIn)
    assert [str(one.state) for one in recent(["mail"])] == ["withdrawn"]
    assert photos.photos_of(PhotoOf.DOOR, 1)[0].path.read_bytes() == PNG
    assert list(shop.verify()) == []


def test_the_chains_of_all_stations_come_along_and_go_on(own: str) -> None:
    before = _heads(own)
    made = make_practice(own, "till-1", anew=False, noted=True)
    shop.open_shop(made)
    found = journal.heads()
    assert {"till-1", "office"} <= set(before) and found["office"] == before["office"]
    assert found["till-1"][0] == before["till-1"][0] + 1  # the mark is an act as well
    ticket = ticket_of("MUG")
    sold = sell(boss, ticket.to_sale([cash(1490)]), key=ticket.uid)
    assert sold.order_id == 3
    assert list(shop.verify()) == []
    shop.close_shop()
    assert _heads(own) == before


def test_a_stopped_copy_leaves_what_was_there_before(own: str) -> None:
    made = make_practice(own, "till-1", anew=False, noted=True)
    before = db.path_of(made).read_bytes()

    def stop(done: int, _whole: int) -> None:
        if done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        make_practice(own, "till-1", anew=True, noted=True, step=stop)
    assert db.path_of(made).read_bytes() == before
    assert [path.name for path in db.path_of(made).parent.glob("*.kontor")] == [db.path_of(made).name]


def test_what_is_sold_while_it_is_copied_is_not_in_the_copy_and_the_copy_adds_up(own: str) -> None:
    """The stations go on: a sale of the very moment of copying is either whole in the copy or not at all in it."""
    import psycopg

    changed: list[int] = []

    def sell_meanwhile(done: int, _whole: int) -> None:
        if done and not changed:
            with psycopg.connect(own) as other:
                changed.append(other.execute("UPDATE product SET sku = 'CUP'").rowcount)

    made = make_practice(own, "till-1", anew=False, noted=True, step=sell_meanwhile)
    shop.open_shop(made)
    assert changed == [1]
    assert [row.sku for row in Product.select()] == ["MUG"]


def test_signs_that_the_copy_has_to_take_apart_arrive_as_they_were(own: str) -> None:
    odd = "tab\tline\nback\\slash \\N \\t 茶 ’"
    shop.open_shop(own)
    make_product("ODD", price="1.00")
    Product.update(name=odd, name_zh="").where(Product.sku == "ODD").execute()
    before = list(Product.select().order_by(Product.id).tuples())
    shop.close_shop()
    shop.open_shop(make_practice(own, "till-1", anew=False, noted=True))
    assert list(Product.select().order_by(Product.id).tuples()) == before
    assert Product.get(Product.sku == "ODD").name == odd


def test_each_database_has_a_practice_copy_of_its_own_whoever_opens_it() -> None:
    first = practice_url("postgresql://maya:secret@server/kontor")
    assert practice_url("postgresql://ruth@server/kontor") == first
    assert practice_url("postgresql://ruth@server/other") != first
    assert "secret" not in first
