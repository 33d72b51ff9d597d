"""What all tests share: an empty store on SQLite or PostgreSQL, a frozen clock, the window's quiet platform."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app import shop
from app.core import checks, clock, db, settings
from tests.postgres_server import PostgresServer

# A slow machine is no broken promise.
hypothesis.settings.register_profile("kontor", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("kontor")
NOON = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin
_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store", choices=("sqlite", "postgres"), default="sqlite", help="where the stores of the tests live"
    )


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """A factory of empty stores: the tables are made once and copied for each test."""
    kind = SqliteStores if request.config.getoption("--store") == "sqlite" else PostgresStores
    made = kind(tmp_path_factory.mktemp("stores"))
    yield made
    made.close()


@pytest.fixture
def store(stores: Stores) -> Iterator[str]:
    """The URL of an empty store, open on this thread; when the test ends, everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        yield url
        if db.store_url():
            assert list(checks.run_checks()) == []
            shop.close_shop()
    stores.drop(url)


class Stores:
    """Makes empty stores."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self) -> str:
        raise NotImplementedError

    def drop(self, url: str) -> None:
        """Throw a store away."""

    def close(self) -> None:
        """Throw everything away."""


class SqliteStores(Stores):
    """Files, copied from one template."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._template = folder / "template.kontor"
        shop.new_shop(db.url_of(self._template))
        db.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shop.close_shop()

    def fresh(self) -> str:
        path = self.folder / f"shop-{next(_numbers)}.kontor"
        shutil.copy(self._template, path)
        return db.url_of(path)

    def drop(self, url: str) -> None:
        for path in self.folder.glob(f"{db.path_of(url).name}*"):
            path.unlink()


class PostgresStores(Stores):
    """Databases of a server of the run's own, copied from one template."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._server = PostgresServer()
        self._server.sql("CREATE DATABASE template_shop")
        shop.new_shop(self._server.url("template_shop"))
        shop.close_shop()

    def fresh(self) -> str:
        name = f"shop_{next(_numbers)}"
        self._server.sql(f"CREATE DATABASE {name} TEMPLATE template_shop STRATEGY FILE_COPY")
        return self._server.url(name)

    def drop(self, url: str) -> None:
        self._server.sql(f"DROP DATABASE {url.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")

    def close(self) -> None:
        self._server.stop()


WINDOW_TESTS = ("tests/ui/", "tests/journeys/")


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Give a window test a second go when it only waited in vain.

    The screenless platform has no window manager: it now and then leaves no window active when another one closes,
    and keys then reach nobody.  Any other failure counts at once.
    """
    if not item.nodeid.startswith(WINDOW_TESTS):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if any(report.failed and "TimeoutError" in str(report.longrepr) for report in reports):
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
