"""The store: one SQLite file or one PostgreSQL database, opened by one URL; nothing else imports a driver.

Each thread that works with the store calls `connect()` once at its start.  The window's thread never does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import peewee

from app import held_back
from app.core.i18n import _
from app.core.kept import kept
from app.core.line import OURS, ServerAway, ServerDatabase
from app.core.refusal import Refusal

for _name in held_back:  # see app/__init__.py
    sys.modules.pop(_name, None)

APPLICATION_ID = 0x4B4F4E54  # "KONT"
SAFE_WAL = (3, 51, 3)  # older SQLite can lose pages when two connections race for a WAL reset
MAGIC = b"SQLite format 3\x00"

db = peewee.DatabaseProxy()
texts: dict[Any, Any] = {}  # what prepared queries became on the store that is open now
_url = ""


class StoreProblem(Refusal):
    """The store cannot be opened or made, and nothing was changed."""


class Row(peewee.Model):
    """What every table starts from; deletes never cascade."""

    class Meta:
        database = db
        legacy_table_names = False

    @classmethod
    def _normalize_data(cls, data: Any, kwargs: Any) -> Any:
        """What an insert or update writes; peewee asks here for both."""
        values = super()._normalize_data(data, kwargs)
        return kept(values) if isinstance(values, dict) else values


def is_postgres() -> bool:
    """True when the open store is on PostgreSQL."""
    return isinstance(db.obj, ServerDatabase)


def sqlite_version() -> str:
    """The version of the SQLite library in use, for About."""
    return str(peewee.sqlite3.sqlite_version)


def store_url() -> str:
    """The URL of the open store, or an empty text."""
    return _url


def path_of(url: str) -> Path:
    """The file behind a sqlite:/// URL."""
    parts = urlparse(url)
    if parts.scheme != "sqlite" or not parts.path:
        raise StoreProblem(
            _("{url} is not a store. Write sqlite:///path/to/shop.kontor or postgresql://…").format(url=url)
        )
    return Path(unquote(parts.path[1:] if parts.path.startswith("//") else parts.path))


def url_of(path: Path) -> str:
    """The URL of a store file."""
    return f"sqlite://{path.absolute()}"


def open_store(url: str) -> None:
    """Open an existing store; StoreProblem when it is missing, damaged or not Kontor's."""
    if url.startswith("postgres"):
        _open_postgres(url)
    else:
        path = path_of(url)
        _check_file(path)
        _open_sqlite(path)
    _settle(url)
    if url.startswith("postgres") and not db.table_exists("journal"):
        close_store()
        raise StoreProblem(_("This database holds no Kontor shop yet. Make one with New shop."))


def create_store(url: str) -> None:
    """Make an empty store; StoreProblem when something is there already.  Tables come by the migrations."""
    if url.startswith("postgres"):
        _open_postgres(url)
        _settle(url)
        if db.table_exists("journal"):
            close_store()
            raise StoreProblem(_("There is a shop in this database already."))
        return
    path = path_of(url)
    if path.exists():
        raise StoreProblem(_("{path} exists already. Choose another name.").format(path=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    _open_sqlite(path)
    _settle(url)
    db.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def close_store() -> None:
    """Close this thread's connection and forget the store."""
    global _url
    if db.obj is not None:
        disconnect()
        db.initialize(None)
    texts.clear()
    _url = ""


def connect() -> None:
    """Open this thread's connection to the store, once; one that breaks is opened anew by itself (app/core/line.py)."""
    db.connect(reuse_if_open=True)


def ask_server() -> None:
    """ServerAway when the server does not answer on this thread's connection."""
    db.execute_sql("SELECT 1")


def disconnect() -> None:
    """Close this thread's connection, if it has one."""
    if db.obj is not None and not db.is_closed():
        db.close()


def away_of(error: BaseException) -> ServerAway | None:
    """What an error of the driver means when it broke this thread's connection; None for any other."""
    if isinstance(error, ServerAway):
        return error
    lost = is_postgres() and not isinstance(error, peewee.IntegrityError) and db.obj.breaks(error)
    return ServerAway(was_under_way=True) if lost else None


@contextmanager
def connected() -> Iterator[None]:
    """This thread's connection for the length of a block."""
    connect()
    try:
        yield
    finally:
        disconnect()


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read in this block is the store of one moment; others go on writing."""
    with db.atomic("REPEATABLE READ" if is_postgres() else "DEFERRED"):
        yield


def hold(model: Any, which: Any) -> None:
    """Let no other command change what hangs on a record until the transaction ends, so that what is read of it now
    stays true; a step.  `which` is its id or a condition.  SQLite has one writer at a time anyway.
    """
    if is_postgres():
        condition = which if isinstance(which, peewee.Node) else model.id == which
        model.select(model.id).where(condition).for_update("FOR NO KEY UPDATE").execute()


def hold_name(name: str) -> None:
    """The same for something that has no record yet, as the first shift of a till; a step."""
    if is_postgres():
        db.execute_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))


def driver_connection(url: str, *, read_only: bool = False) -> Any:
    """A bare driver connection to a store file, for backup and its proof; the caller closes it."""
    path = path_of(url)
    mode = "ro" if read_only else "rw"
    return peewee.sqlite3.connect(f"file:{path.as_posix()}?mode={mode}", uri=True, isolation_level=None, timeout=20)


def empty_file_connection(path: Path) -> Any:
    """A bare driver connection to a new file, the target of a backup; the caller closes it."""
    return peewee.sqlite3.connect(str(path), isolation_level=None)


def checkpoint() -> None:
    """Move the log into the file without waiting for anyone; the reader's thread does this when idle."""
    if not is_postgres():
        db.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _open_sqlite(path: Path) -> None:
    pragmas: dict[str, Any] = {
        "journal_mode": "wal",
        "synchronous": "full",  # WAL with NORMAL loses acknowledged sales at a power cut (measured: 88 of 120 images)
        "foreign_keys": 1,
        "trusted_schema": 0,
        "wal_autocheckpoint": 0,  # the reader's thread checkpoints, so that a sale is one fsync
        "mmap_size": 0,
    }
    if peewee.sqlite3.sqlite_version_info < SAFE_WAL:
        # WORKAROUND for the WAL-reset bug: a rollback journal needs EXTRA to survive a power cut.
        pragmas |= {"journal_mode": "delete", "synchronous": "extra"}
    # Auto-connect off: a thread without a connection would quietly open one more.
    db.initialize(
        peewee.SqliteDatabase(
            str(path), pragmas=pragmas, timeout=20, lock_type="IMMEDIATE", autoconnect=False, cached_statements=512
        )
    )


def _open_postgres(url: str) -> None:
    load_psycopg()
    db.initialize(ServerDatabase(url, prefer_psycopg3=True, autoconnect=False, **OURS))


def load_psycopg() -> None:
    """Give peewee the driver that was held back at its import."""
    if peewee.psycopg is not None:
        return
    try:
        import psycopg
    except ImportError as error:
        raise StoreProblem(_("The PostgreSQL driver is missing. Install Kontor with its postgres extra.")) from error
    from psycopg.pq import TransactionStatus
    from psycopg.types.json import Json, Jsonb

    peewee.psycopg, peewee.TransactionStatus = psycopg, TransactionStatus
    peewee.Json_pg3, peewee.Jsonb_pg3 = Json, Jsonb
    adapter = peewee.Psycopg3Adapter
    adapter.txn_idle, adapter.txn_inerror = TransactionStatus.IDLE, TransactionStatus.INERROR
    adapter.txn_unknown = TransactionStatus.UNKNOWN
    # The wrapper knows the driver's errors by name, so nothing else needs to be told.


def _settle(url: str) -> None:
    global _url
    texts.clear()
    try:
        connect()
    except peewee.OperationalError as error:
        db.initialize(None)
        raise StoreProblem(_("The store does not answer: {reason}").format(reason=str(error).strip())) from error
    _url = url


def _check_file(path: Path) -> None:
    """Refuse what SQLite would quietly turn into a fresh, empty store."""
    if not path.is_file():
        raise StoreProblem(_("There is no shop at {path}.").format(path=path))
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(MAGIC):
        raise StoreProblem(_("{path} is empty or damaged. It was left as it is; restore a backup.").format(path=path))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreProblem(_("{path} is not a Kontor shop.").format(path=path))
