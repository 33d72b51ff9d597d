"""What all tests share: an empty store on SQLite or PostgreSQL, a frozen clock, the window's quiet platform."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app import shop
from app.core import clock, db, settings
from app.staff import pin
from tests.emptied import Emptied
from tests.postgres_server import PostgresServer, in_memory
from tests.promises import broken_promises, learn_what_checks_ask
from tests.texts import bring_texts, keep_texts

# A slow machine is no broken promise.
hypothesis.settings.register_profile("kontor", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("kontor")
# A shop of the tests has many people and no burglars; the test of the real cost puts it back.
REAL_PIN_COST = dict(pin.COST)
pin.COST.update(time_cost=1, memory_cost=8)
NOON = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin
TESTS = Path(__file__).parent
ROOMS_TESTS = TESTS / "app"
LONG = (TESTS / "crash", TESTS / "journeys", TESTS / "ui")
ROOM_BYTES = 256 * 1024 * 1024
_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store",
        choices=("sqlite", "postgres", "both"),
        default="sqlite",
        help="where the stores of the tests live; with both, each test of tests/app that uses one runs on either",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With both stores, run each test of the rooms that uses one on either."""
    is_of_a_room = metafunc.definition.path.is_relative_to(ROOMS_TESTS)
    if metafunc.config.getoption("--store") == "both" and is_of_a_room and "stores" in metafunc.fixturenames:
        metafunc.parametrize("stores", ("sqlite", "postgres"), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, so that no worker is left alone with one at the end (`make test` keeps this order)."""
    items.sort(key=lambda item: next((at for at, room in enumerate(LONG) if item.path.is_relative_to(room)), len(LONG)))


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is room, for a commit waits for the disk."""
    with tempfile.TemporaryDirectory(prefix="kontor-tests-", dir=in_memory(ROOM_BYTES)) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def kinds_of_stores(quick_folder: Path) -> Iterator[Callable[[str], Stores]]:
    """The factory of the stores on SQLite or PostgreSQL, made when the first test wants one."""
    made: dict[str, Stores] = {}

    def kind(name: str) -> Stores:
        if name not in made:
            made[name] = (SqliteStores if name == "sqlite" else PostgresStores)(quick_folder)
        return made[name]

    yield kind
    for one in made.values():
        one.close()


@pytest.fixture
def stores(request: pytest.FixtureRequest, kinds_of_stores: Callable[[str], Stores]) -> Stores:
    """A factory of empty stores: the tables are made once and copied for each test."""
    asked = request.config.getoption("--store")
    return kinds_of_stores(getattr(request, "param", "postgres" if asked == "postgres" else "sqlite"))


@pytest.fixture
def store(stores: Stores) -> Iterator[str]:
    """The URL of an empty store, open on this thread; when the test ends, everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        bring_texts()
        yield url
        if db.store_url():
            assert broken_promises() == []
            keep_texts()
            shop.close_shop()
    stores.drop(url)


class Stores:
    """Makes stores, each a copy of a template: empty, or as somebody filled it once for all tests that want it so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filled: dict[Hashable, tuple[str, Any]] = {}

    def fresh(self) -> str:
        """The URL of an empty store."""
        raise NotImplementedError

    def filled(self, by: Hashable, fill: Callable[[], Any]) -> tuple[str, Any]:
        """The URL of a store that `fill` has filled at half past two, and what it returned; `by` names the filling."""
        if by not in self._filled:
            url = self.fresh()
            with clock.frozen(NOON):
                shop.open_shop(url)
                settings.forget()
                bring_texts()
                made = fill()
                keep_texts()
                db.checkpoint()
                shop.close_shop()
            self._filled[by] = (url, made)
        url, made = self._filled[by]
        return self.copy(url), deepcopy(made)

    def copy(self, url: str) -> str:
        """The URL of a copy of a store that nobody has open."""
        raise NotImplementedError

    def drop(self, url: str) -> None:
        """Throw a store away."""

    def close(self) -> None:
        """Throw everything away."""


class SqliteStores(Stores):
    """Files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._empty = db.url_of(folder / "template.kontor")
        shop.new_shop(self._empty)
        learn_what_checks_ask()
        db.checkpoint()
        shop.close_shop()

    def fresh(self) -> str:
        return self.copy(self._empty)

    def copy(self, url: str) -> str:
        path = self.folder / f"shop-{next(_numbers)}.kontor"
        shutil.copy(db.path_of(url), path)
        return db.url_of(path)

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{db.path_of(url)}{ending}").unlink(missing_ok=True)


class PostgresStores(Stores):
    """Databases of a server of the run's own; one is emptied while a test uses the next."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._server = PostgresServer()
        self._server.sql("CREATE DATABASE template_shop")
        shop.new_shop(self._server.url("template_shop"))
        learn_what_checks_ask()
        shop.close_shop()
        self._hand = ThreadPoolExecutor(1)
        self._emptied: dict[str, Emptied] = {}
        self._coming = deque(self._hand.submit(self._make) for _place in range(2))
        self._under_way: list[Future[None]] = []

    def fresh(self) -> str:
        if not self._coming:  # a test wants several at once
            self._coming.append(self._hand.submit(self._make))
        return self._coming.popleft().result()

    def copy(self, url: str) -> str:
        return self._hand.submit(self._copy_of, url).result()

    def _copy_of(self, url: str) -> str:
        if emptied := self._emptied.pop(url, None):
            emptied.close()  # who is copied has no guests
        return self._copy(_database(url))

    def _make(self) -> str:
        url = self._copy("template_shop")
        self._emptied[url] = Emptied(url)
        return url

    def _copy(self, template: str) -> str:
        name = f"shop_{next(_numbers)}"
        self._server.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._server.url(name)

    def drop(self, url: str) -> None:
        if url in self._emptied:
            self._coming.append(self._hand.submit(self._empty, url))
        else:
            self._under_way.append(self._hand.submit(self._drop, url))

    def _empty(self, url: str) -> str:
        if self._emptied[url].empty():
            return url
        self._emptied.pop(url).close()
        self._drop(url)
        return self._make()

    def _drop(self, url: str) -> None:
        self._server.sql(f"DROP DATABASE {_database(url)} WITH (FORCE)")

    def close(self) -> None:
        for one in (*self._under_way, *self._coming):
            one.result()
        self._hand.shutdown()
        for emptied in self._emptied.values():
            emptied.close()
        self._server.stop()


def _database(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
