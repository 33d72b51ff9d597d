"""Opens the shop: the store first, the rooms when they are needed; and checks it.

ROOMS is the one list of who is there: all of them listen to each other before the first event is told.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType

import peewee

from app.core import (
    checks,
    db,
    events,
    journal,
    migrations,
    numbers,
    outbox,
    photos,
    practice,
    rooms,
    search,
    secrets,
    settings,
)
from app.core.actor import system_actor

ROOMS = (
    "staff", "catalog", "customers", "inventory", "ledger", "purchasing", "orders", "payments", "picking", "packing",
    "delivery", "counter", "returns", "review", "aftersales", "feedback", "documents", "notices", "channels",
    "archive", "analysis", "overview", "training",
)  # fmt: skip


def open_rooms() -> list[ModuleType]:
    """Import all modules of all rooms; what listens to an event or declares a setting registers itself."""
    modules = [module for room in ROOMS for module in open_room(room)]
    events.in_order([module.__name__ for module in modules])
    return modules


def open_room(room: str) -> list[ModuleType]:
    """Import all modules of one room."""
    package = importlib.import_module(f"app.{room}")
    found = pkgutil.iter_modules(package.__path__, package.__name__ + ".")
    return [importlib.import_module(module.name) for module in found]


rooms.opened_by(open_rooms)


def all_models() -> list[type[peewee.Model]]:
    """Every table of the shop, in an order in which they can be made."""
    open_rooms()
    found: set[type[peewee.Model]] = set()
    waiting: list[type[peewee.Model]] = [db.Row]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            found.add(kind)
    assert {numbers.Counter, photos.Photo} <= found
    return list(peewee.sort_models(found))


def new_shop(url: str) -> None:
    """Make an empty store with all its tables and leave it open on this thread."""
    db.create_store(url)
    if not list(migrations.FOLDER.glob("[0-9]*.py")):
        db.db.create_tables(all_models())
        search.create_search_tables()
    migrations.migrate()


def open_shop(url: str, *, progress: Callable[[str], None] | None = None) -> None:
    """Open an existing store on this thread, after bringing its tables up to date."""
    importlib.import_module("app.staff.station_settings")  # what the door asks for before any room is needed
    db.open_store(url)
    if migrations.pending():
        migrations.migrate(progress)
    settings.forget()
    if practice.is_practice():
        secrets.use_folder(db.path_of(url).parent)  # it knows no password of the shop


def close_shop() -> None:
    """Close this thread's connection and forget the store."""
    db.close_store()
    settings.forget()


def recover(station: str) -> int:
    """After a crash: what was being sent is unknown now.  Returns how many wishes."""
    from app.payments.send_back import recover_backs
    from app.payments.terminal import recover_cards

    by = system_actor(station)
    recover_cards(by)
    recover_backs(by)
    return outbox.recover_wishes(by, station)


def verify(
    progress: checks.Progress | None = None, stopped: Callable[[], bool] = lambda: False
) -> Iterator[tuple[str, str]]:
    """Re-compute chains, ledgers and rollups; yields (check, sentence) for everything that differs.

    All of it sees the shop of one moment, so stations may go on working meanwhile.
    """
    open_rooms()
    with db.one_moment():
        yield from checks.run_checks(progress, stopped)


@checks.check("journal")
def _journal_chains() -> Iterator[str]:
    return journal.check_chains()
