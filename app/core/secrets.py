"""Secrets (passwords of mail, couriers, terminals): in a file that only this user can read, never in the store.

The file lies in the user's configuration folder, so no backup, export or log of the shop ever holds it.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path
from threading import Lock

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_folder: Path | None = None
_lock = Lock()


def use_folder(folder: Path) -> None:
    """Keep the secrets elsewhere: a portable install or a test."""
    global _folder
    _folder = folder


def secrets_file() -> Path:
    """Where the secrets are kept."""
    if _folder is not None:
        return _folder / "secrets.json"
    from platformdirs import user_config_path

    return user_config_path("kontor", appauthor=False) / "secrets.json"


def keep(name: str, value: str) -> None:
    """Keep a secret under a name, in place of an older one."""
    with _lock:
        _write(_read() | {name: value})


def recall(name: str) -> str | None:
    """The secret kept under a name."""
    with _lock:
        return _read().get(name)


def forget(name: str) -> None:
    """Delete a secret; nothing happens when there is none."""
    with _lock:
        kept = _read()
        if kept.pop(name, None) is not None:
            _write(kept)


def names() -> list[str]:
    """The names under which secrets are kept."""
    with _lock:
        return sorted(_read())


def _read() -> dict[str, str]:
    path = secrets_file()
    try:
        with path.open(encoding="utf-8") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                os.fchmod(file.fileno(), FILE_MODE)  # a copy or a restore opened it to others
            return dict(json.load(file))
    except FileNotFoundError:
        return {}


def _write(kept: dict[str, str]) -> None:
    path = secrets_file()
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    # mkstemp makes the file 0600 from its first moment, so nobody reads it in between.
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
