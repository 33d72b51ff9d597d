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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core import clock, postgres_dump
from app.core.backup_checks import (
    HEADS,
    LAST_ROW,
    BackupDamaged,
    BackupFailed,
    Heads,
    check_copy,
    check_is_real,
    check_journal,
    reading,
)
from app.core.db import driver_connection, empty_file_connection, is_postgres, path_of, store_url, url_of
from app.core.i18n import _
from app.core.journal import START
from app.core.photo_copies import bring_back, check_photos, copy_photos
from app.core.refusal import Refusal

PAGES_A_STEP = 512
SQLITE_ENDING, POSTGRES_ENDING = ".kontor", ".kontor-pg"

Progress = Callable[[int, int], None]


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
                heads, last = check_copy(part, full=False)
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
            check_copy(part, full=True)
            check_is_real(part)
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
            heads, _last, rows = check_journal(connection, full=True)
        return Proof(path, heads, rows, clock.now_ms())
    with tempfile.TemporaryDirectory(prefix="kontor-proof-") as folder:
        part = Path(folder) / "copy"
        _copy_file(path, part, stepper(progress, None))
        check_copy(part, full=True)
        with reading(part) as connection:
            heads, _last, rows = check_journal(connection, full=True)
    return Proof(path, heads, rows, clock.now_ms())


def check_whole(path: Path) -> None:
    """BackupDamaged unless every page, every reference and the whole journal of a store file are in order."""
    check_copy(path, full=True)
    with reading(path) as connection:
        check_journal(connection, full=True)


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
