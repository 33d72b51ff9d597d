"""Copies of the store: taken while the shop sells, checked before they count, and proved by restoring them.

A copy is named by its time, the number of the last journal row and the first letters of that row's hash, so that a
store whose journal was cut afterwards shows.  Beside it stands its SHA-256, and one folder with the photos of all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core import clock, postgres_dump
from app.core.db import (
    APPLICATION_ID,
    MAGIC,
    driver_connection,
    empty_file_connection,
    is_postgres,
    path_of,
    store_url,
    url_of,
)
from app.core.i18n import _
from app.core.journal import START, digest_of
from app.core.photo_copies import bring_back, check_photos, copy_photos
from app.core.refusal import Refusal

PAGES_A_STEP = 512
SQLITE_ENDING, POSTGRES_ENDING = ".kontor", ".kontor-pg"

Progress = Callable[[int, int], None]
Heads = dict[str, tuple[int, str]]

LAST_ROW = "SELECT no, hash FROM journal ORDER BY id DESC LIMIT 1"
HEADS = "SELECT station, no, hash FROM journal_head ORDER BY station"
PRACTICE = "SELECT value FROM setting WHERE name = 'shop.is_practice'"
CHAIN = "SELECT station, no, body, hash FROM journal ORDER BY station, no"


class BackupFailed(Refusal):
    """No copy was made, or nothing was restored; what was there before is still there."""


class BackupDamaged(Refusal):
    """The copy is not whole, so it must not be relied on."""


class Cancelled(Refusal):
    """The person stopped it; nothing is left behind."""


@dataclass(frozen=True)
class Backup:
    """A copy that was checked."""

    path: Path
    sha256: str
    heads: Heads  # the last journal number and hash of each station
    made_at: int
    size_bytes: int
    photos_missing: int = 0  # photos that the store names and nobody has; `verify` says which


@dataclass(frozen=True)
class Proof:
    """What restoring a copy to a scratch place showed."""

    path: Path
    heads: Heads
    journal_rows: int
    proved_at: int


def make_backup(
    target_folder: Path, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, *,
    with_photos: bool = True,
) -> Backup:  # fmt: skip
    """Copy the open store into a folder while it is in use, check the copy, and only then give it its name.

    `progress` is told how many of how many steps are done.  BackupFailed when there is no room or the copy does not
    check out, Cancelled when `cancelled()` says so; the folder then holds nothing new.
    """
    step = stepper(progress, cancelled)
    made_at = clock.now_ms()
    try:
        target_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target_folder, prefix=".copying-") as scratch:
            part = Path(scratch) / "copy"
            if is_postgres():
                heads, last = postgres_dump.dump(store_url(), part, LAST_ROW, HEADS)
                ending = POSTGRES_ENDING
                postgres_dump.check(part)
            else:
                _copy_live(store_url(), part, step)
                heads, last = _check_copy(part, full=False)
                ending = SQLITE_ENDING
            _sync(part)
            missing = copy_photos(store_url(), target_folder, step) if with_photos else 0
            return _give_name(part, target_folder, ending, made_at, heads, last, missing)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupFailed(_("No copy was made: {reason}").format(reason=reason), folder=str(target_folder)) from error


def restore_backup(path: Path, url: str, *, replace: bool = False, progress: Progress | None = None) -> None:
    """Put a checked copy where a store should be; a store there already is refused unless `replace` says so.

    A replaced SQLite store is kept beside it under a name with the time, and photos that are
    missing are put back.  The shop must be closed at all stations.
    """
    check_backup(path)
    if store_url() == url:
        raise BackupFailed(_("Close the shop first; it is open here."))
    if path.name.endswith(POSTGRES_ENDING):
        postgres_dump.restore(path, url, replace=replace)
        bring_back(path, url, stepper(progress, None))
        return
    target = path_of(url)
    if target.exists() and not replace:
        raise BackupFailed(_("{path} is there already. Choose another place.").format(path=target))
    if target.exists():
        _close_for_good(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restoring-") as scratch:
            part = Path(scratch) / "copy"
            _copy_file(path, part, stepper(progress, None))
            _check_copy(part, full=True)
            _check_is_real(part)
            _sync(part)
            if target.exists():
                _set_aside(target)
            os.replace(part, target)
        _sync(target.parent)
        bring_back(path, url, stepper(progress, None))
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupFailed(_("Nothing was restored: {reason}").format(reason=reason)) from error


def prove(path: Path, progress: Progress | None = None, *, server_url: str = "") -> Proof:
    """Restore a copy to a scratch place and check every page, every reference and the whole journal of it.

    BackupDamaged says what is wrong.  A copy of a PostgreSQL store is restored to a scratch database on the server
    of `server_url`, by default that of the open store.
    """
    check_backup(path)
    check_photos(path)
    if path.name.endswith(POSTGRES_ENDING):
        with postgres_dump.scratch(path, server_url or store_url()) as connection:
            heads, _last, rows = _check_journal(connection, full=True)
        return Proof(path, heads, rows, clock.now_ms())
    with tempfile.TemporaryDirectory(prefix="kontor-proof-") as folder:
        part = Path(folder) / "copy"
        _copy_file(path, part, stepper(progress, None))
        _check_copy(part, full=True)
        with _reading(part) as connection:
            heads, _last, rows = _check_journal(connection, full=True)
    return Proof(path, heads, rows, clock.now_ms())


def check_whole(path: Path) -> None:
    """BackupDamaged unless every page, every reference and the whole journal of a store file are in order."""
    _check_copy(path, full=True)
    with _reading(path) as connection:
        _check_journal(connection, full=True)


def check_backup(path: Path) -> str:
    """The SHA-256 of a copy; BackupDamaged when it is not the one that was noted when it was made."""
    if not path.is_file():
        raise BackupFailed(_("There is no copy at {path}.").format(path=path))
    digest = _sha256(path)
    noted = _note_of(path)
    if noted.is_file() and noted.read_text(encoding="ascii").split()[:1] != [digest]:
        raise BackupDamaged(_("{name} was changed since it was made.").format(name=path.name), path=str(path))
    return digest


def list_backups(folder: Path) -> list[Path]:
    """The copies in a folder, the newest first."""
    shape = re.compile(r"kontor-\d{8}-\d{6}-\d+-[0-9a-f]{8}(-\d+)?\.kontor(-pg)?")
    return sorted((file for file in folder.glob("kontor-*") if shape.fullmatch(file.name)), reverse=True)


def _copy_live(url: str, part: Path, step: Progress) -> None:
    source, target = driver_connection(url), empty_file_connection(part)
    try:
        _check_room(part.parent, path_of(url).stat().st_size)
        # A held read keeps to one moment of the store; otherwise each sale would start the copy anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=PAGES_A_STEP, progress=lambda _status, left, whole: step(whole - left, whole))
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it
    finally:
        target.close()
        source.close()


def _copy_file(path: Path, part: Path, step: Progress) -> None:
    whole = path.stat().st_size
    _check_room(part.parent, whole)
    with path.open("rb") as source, part.open("wb") as target:
        done = 0
        while block := source.read(1 << 20):
            target.write(block)
            done += len(block)
            step(done, whole)


def _check_room(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed * 11 // 10:
        raise BackupFailed(_("There is not enough room in {folder}.").format(folder=folder), needed=needed)


def _give_name(
    part: Path, folder: Path, ending: str, made_at: int, heads: Heads, last: tuple[int, str] | None,
    photos_missing: int,
) -> Backup:  # fmt: skip
    no, digest = last or (0, START)
    stem = f"kontor-{clock.local(made_at):%Y%m%d-%H%M%S}-{no:06d}-{digest[:8]}"
    path, again = folder / f"{stem}{ending}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem}-{again}{ending}"
    sha256 = _sha256(part)
    noted = part.with_name("noted")
    noted.write_text(f"{sha256}  {path.name}\n", encoding="ascii")
    _sync(noted)
    os.replace(noted, _note_of(path))
    os.replace(part, path)
    _sync(folder)
    return Backup(path, sha256, heads, made_at, path.stat().st_size, photos_missing)


def _close_for_good(target: Path) -> None:
    """Fold the log of a store into it, which only works when no station has it open."""
    if not target.with_name(f"{target.name}-wal").exists():
        return
    connection = driver_connection(url_of(target))
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except Exception as error:
        if "locked" in str(error):
            raise BackupFailed(_("The shop is still open at a station. Close it there first.")) from error
        # A damaged store cannot fold its log: it is set aside together with it.
    finally:
        connection.close()


def _set_aside(target: Path) -> None:
    stamp = f"{clock.local(clock.now_ms()):%Y%m%d-%H%M%S}"
    aside, again = f"{target.name}.before-{stamp}", 1
    while target.with_name(aside).exists():
        again += 1
        aside = f"{target.name}.before-{stamp}-{again}"
    for ending in ("", "-wal", "-shm", "-journal"):
        old = target.with_name(target.name + ending)
        if old.exists():
            os.replace(old, target.with_name(aside + ending))


class _reading:
    """A read-only driver connection to a copy, for the length of a block."""

    def __init__(self, path: Path) -> None:
        self._connection = driver_connection(url_of(path), read_only=True)

    def __enter__(self) -> Any:
        return self._connection

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


def _check_copy(path: Path, *, full: bool) -> tuple[Heads, tuple[int, str] | None]:
    """The heads and the last row of a copy's journal; BackupDamaged when the file is not a whole store of ours."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(MAGIC) or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise BackupDamaged(_("{name} is not a copy of a Kontor shop.").format(name=path.name))
    with _reading(path) as connection:
        try:
            found = connection.execute(f"PRAGMA {'integrity' if full else 'quick'}_check").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5) if full else []
            heads, last, _rows = _check_journal(connection, full=False)
        except Exception as error:
            if isinstance(error, Refusal):
                raise
            raise BackupDamaged(_("The copy cannot be read: {reason}").format(reason=error)) from error
    if found != [("ok",)] or orphans:
        raise BackupDamaged(_("The copy is damaged."), found=[str(row[0]) for row in [*found, *orphans][:5]])
    return heads, last


def _check_is_real(path: Path) -> None:
    """A practice copy never takes the place of a shop."""
    with _reading(path) as connection:
        row = connection.execute(PRACTICE).fetchone()
    if row is not None and row[0] == "true":
        raise BackupFailed(_("This is a practice copy, and nothing in it counts. Choose a copy of the shop."))


def _check_journal(connection: Any, *, full: bool) -> tuple[Heads, tuple[int, str] | None, int]:
    """Heads, last row and number of rows; in full every row is chained again, else only the last one is looked at."""
    heads = {station: (no, digest) for station, no, digest in connection.execute(HEADS).fetchall()}
    last = connection.execute(LAST_ROW).fetchone()
    if last is not None and tuple(last) not in heads.values():
        raise BackupDamaged(_("The end of the copy's journal is missing."), last=list(last))
    ends, rows = _chain(connection.execute(CHAIN)) if full else (heads, 0)
    if ends != heads:
        raise BackupDamaged(_("The end of the copy's journal is missing."))
    return heads, tuple(last) if last else None, rows


def _chain(journal: Iterable[tuple[str, int, str, str]]) -> tuple[Heads, int]:
    ends: Heads = {}
    rows = 0
    for station, no, body, digest in journal:
        before_no, before = ends.get(station, (0, START))
        if no != before_no + 1 or digest != digest_of(before, station, no, body):
            sentence = _("Row {no} of the copy's journal at {station} was changed.")
            raise BackupDamaged(sentence.format(no=no, station=station), station=station, no=no)
        ends[station] = no, digest
        rows += 1
    return ends, rows


def stepper(progress: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    """Tells how far it is, and raises Cancelled once it is to be stopped."""

    def step(done: int, whole: int) -> None:
        if cancelled and cancelled():
            raise Cancelled(_("Stopped. No copy was made."))
        if progress:
            progress(done, whole)

    return step


def _note_of(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything relies on it."""
    if path.is_dir() and os.name != "posix":
        return  # Windows has no fsync of folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
