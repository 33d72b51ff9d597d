"""The practice copy: the shop as it is now, in a folder of its own, where people learn and nothing counts.

It is marked in its own settings before it gets its name, and the mark is never taken off.  What was queued in the shop
is withdrawn in it, and every setting that reaches out of the shop has its default there.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import urlsplit

from app.core import clock, settings
from app.core.actor import Actor
from app.core.backup import Progress, make_backup
from app.core.command import command, note, touch
from app.core.db import db, is_postgres, path_of, store_url, url_of
from app.core.i18n import _
from app.core.outbox import Outbox, WishState
from app.core.refusal import Refusal
from app.core.settings import PRACTICE, Setting

FOLDER = "practice"  # beside the store, or in this user's data folder for a store on a server
LOGS = ("-wal", "-shm", "-journal")


class NoPractice(Refusal):
    """There can be no practice copy of this store; nothing was changed."""


def is_practice() -> bool:
    """Whether the open store is a practice copy; False when none is open."""
    return db.obj is not None and bool(settings.read(PRACTICE))


def practice_url(url: str) -> str:
    """Where the practice copy of a store lies: always a file, that of a server's store in this user's data folder."""
    if is_on_server(url):
        from platformdirs import user_data_path

        return url_of(user_data_path("kontor", appauthor=False) / FOLDER / _name_of(url))
    path = path_of(url)
    return url_of(path.parent / FOLDER / path.name)


def is_on_server(url: str) -> bool:
    """Whether a store is a database on a server, which is copied row by row."""
    return url.startswith("postgres")


def _name_of(url: str) -> str:
    """One name for each database, whoever opens it."""
    parts = urlsplit(url)
    place = f"{parts.netloc.rpartition('@')[2]}{parts.path}?{parts.query}"
    return f"{parts.path.strip('/') or 'shop'}-{hashlib.sha256(place.encode()).hexdigest()[:8]}.kontor"


def check_may_practise() -> None:
    """NoPractice unless the open store is a shop that a practice copy can be made of."""
    if is_practice():
        raise NoPractice(_("This is the practice copy already."))


def copy_shop(progress: Progress | None = None) -> Path:
    """Copy the open shop and its photos to where it is marked; `give_place` follows.  NoPractice, BackupFailed.

    A store on a server is copied by `server_copy`, once it is closed.
    """
    check_may_practise()
    assert not is_postgres(), "the rows of a server go into an open file"
    made = make_backup(path_of(practice_url(store_url())).parent, progress).path
    made.with_name(f"{made.name}.sha256").unlink()
    return made


@command("practice.mark")
def mark_practice(by: Actor) -> None:
    """Make the open copy a practice copy for ever: what was queued is withdrawn, and nothing reaches out."""
    if is_postgres() or path_of(store_url()).parent.name != FOLDER:
        raise NoPractice(_("Only a copy in the folder for practice becomes a practice copy."))
    waits = Outbox.state.not_in([WishState.DONE, WishState.WITHDRAWN])
    gone = (
        Outbox.update(state=WishState.WITHDRAWN, reason="practice", finished_at=clock.now_ms()).where(waits).execute()
    )
    names = [setting.name for setting in settings.declared() if setting.reaches_out]
    for row in Setting.select(Setting.id).where(Setting.name.in_(names)):
        touch("setting", row.id)
    Setting.delete().where(Setting.name.in_(names)).execute()
    settings.write(PRACTICE, True)
    note(withdrawn=int(gone))


def give_place(made: Path, url: str) -> None:
    """Put a marked copy, which nobody has open, where the practice copy of the shop `url` is looked for."""
    target = path_of(practice_url(url))
    try:
        for ending in LOGS:
            target.with_name(target.name + ending).unlink(missing_ok=True)
        os.replace(made, target)
    except OSError as error:
        raise NoPractice(_("The practice copy is open. Close its window first.")) from error
