"""Photos in a backup: beside the copies of the store lies one folder with every picture that any of them names.

A photo's name is its hash and its content never changes, so each one is copied once, and a copy that was damaged is
found by its own name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.core import canonical, db, postgres_dump
from app.core.i18n import _
from app.core.refusal import Refusal

FOLDER = "photos"  # beside the copies of the store
FILES = "SELECT DISTINCT file FROM photo ORDER BY file"
NAMED = "SELECT value FROM setting WHERE name = 'photos.folder' AND station = ''"

Step = Callable[[int, int], None]


class PhotoDamaged(Refusal):
    """A copied photo is not the picture that its name says."""


def copy_photos(url: str, target_folder: Path, step: Step) -> int:
    """Copy the photos of a store that are not in the backup yet; returns how many of them are missing here."""
    at, target = _folder_of(url), target_folder / FOLDER
    files = [str(row[0]) for row in _rows(url, FILES)]
    missing = 0
    for done, file in enumerate(files, 1):
        if not (target / file).exists():
            missing += not _copy(at / file, target / file)
        step(done, len(files))
    return missing


def bring_back(backup: Path, url: str, step: Step) -> int:
    """Put the photos of a backup where the restored store looks for them; returns how many were not there."""
    source, target = backup.parent / FOLDER, _folder_of(url)
    files = sorted(path for path in source.rglob("*") if path.is_file() and not path.name.endswith(".part"))
    brought = 0
    for done, path in enumerate(files, 1):
        to = target / path.relative_to(source)
        if not to.exists():
            _copy(path, to)
            brought += 1
        step(done, len(files))
    return brought


def check_photos(backup: Path) -> int:
    """Read every photo of a backup; PhotoDamaged names the first that was changed.  Returns how many there are."""
    count = 0
    for path in sorted((backup.parent / FOLDER).rglob("*")):
        if path.is_file() and not path.name.endswith(".part"):
            _check(path, path.read_bytes())
            count += 1
    return count


def _copy(source: Path, target: Path) -> bool:
    """Whole or not at all; False when there is nothing to copy (`verify` names a photo that is missing)."""
    if not source.is_file():
        return False
    data = source.read_bytes()
    if _digest(data) != source.stem:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return True


def _check(path: Path, data: bytes) -> None:
    if _digest(data) != path.stem:
        raise PhotoDamaged(_("The photo {name} of the copy was changed.").format(name=path.name), path=str(path))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _folder_of(url: str) -> Path:
    """Where a store looks for its photos, open or not."""
    row = next(iter(_rows(url, NAMED)), None)
    named = str(canonical.decode(row[0])) if row else ""
    if named:
        return Path(named)
    return db.path_of(url).parent / "photos" if _is_file(url) else Path.home() / "kontor-photos"


def _rows(url: str, question: str) -> list[tuple[Any, ...]]:
    if not _is_file(url):
        return postgres_dump.rows_of(url, question)
    connection = db.driver_connection(url, read_only=True)
    try:
        return list(connection.execute(question).fetchall())
    finally:
        connection.close()


def _is_file(url: str) -> bool:
    return url.startswith("sqlite")
