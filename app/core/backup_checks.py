"""Whether a copy of the store is whole: the file itself, its tables, and the chain of its journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.core.db import APPLICATION_ID, MAGIC, driver_connection, url_of
from app.core.i18n import _
from app.core.journal import START, digest_of
from app.core.refusal import Refusal

Heads = dict[str, tuple[int, str]]

LAST_ROW = "SELECT no, hash FROM journal ORDER BY id DESC LIMIT 1"
HEADS = "SELECT station, no, hash FROM journal_head ORDER BY station"
PRACTICE = "SELECT value FROM setting WHERE name = 'shop.is_practice'"
CHAIN = "SELECT station, no, body, hash FROM journal ORDER BY station, no"


class BackupFailed(Refusal):
    """No copy was made, or nothing was restored; what was there before is still there."""


class BackupDamaged(Refusal):
    """The copy is not whole, so it must not be relied on."""


class reading:
    """A read-only driver connection to a copy, for the length of a block."""

    def __init__(self, path: Path) -> None:
        self._connection = driver_connection(url_of(path), read_only=True)

    def __enter__(self) -> Any:
        return self._connection

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


def check_copy(path: Path, *, full: bool) -> tuple[Heads, tuple[int, str] | None]:
    """The heads and the last row of a copy's journal; BackupDamaged when the file is not a whole store of ours."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(MAGIC) or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise BackupDamaged(_("{name} is not a copy of a Kontor shop.").format(name=path.name))
    with reading(path) as connection:
        try:
            found = connection.execute(f"PRAGMA {'integrity' if full else 'quick'}_check").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5) if full else []
            heads, last, _rows = check_journal(connection, full=False)
        except Exception as error:
            if isinstance(error, Refusal):
                raise
            raise BackupDamaged(_("The copy cannot be read: {reason}").format(reason=error)) from error
    if found != [("ok",)] or orphans:
        raise BackupDamaged(_("The copy is damaged."), found=[str(row[0]) for row in [*found, *orphans][:5]])
    return heads, last


def check_is_real(path: Path) -> None:
    """A practice copy never takes the place of a shop."""
    with reading(path) as connection:
        row = connection.execute(PRACTICE).fetchone()
    if row is not None and row[0] == "true":
        raise BackupFailed(_("This is a practice copy, and nothing in it counts. Choose a copy of the shop."))


def check_journal(connection: Any, *, full: bool) -> tuple[Heads, tuple[int, str] | None, int]:
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
