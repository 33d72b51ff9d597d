"""A server's store as one file: all rows of one moment, read while the stations go on selling.

The file's tables come from the migrations; the rows keep their ids, journals and chains of all stations included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from app.core import search_sqlite
from app.core.backup import Progress, check_whole
from app.core.db import driver_connection, load_psycopg, url_of
from app.core.i18n import _
from app.core.migrations import HISTORY
from app.core.refusal import Refusal

ROWS_A_STEP = 2_000
SEARCH = "search_"  # its tables are made for each database in its own way, from the same texts
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
BOOLEANS = (
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND data_type = 'boolean'"
)
OUR_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
TEXTS = "SELECT kind, ref, words FROM search_text"
NOTHING = "\\N"
ESCAPED = re.compile(r"\\(.)")
SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

Cells = list[str | None]


class ServerGone(Refusal):
    """The server did not answer to the end; the copy was thrown away."""


class _Part(NamedTuple):
    """The rows of one table: how they are read on the server, how they are put into the file."""

    table: str
    read: str
    put: Callable[[Any, Sequence[Cells]], None]
    rows: int


def copy_server(url: str, target: Path, step: Progress) -> int:
    """Fill an empty, migrated store file with all that a server's store has at this moment; returns how many rows.

    `step` is told how many of how many rows are there, and stops it by raising.  ServerGone when the server goes away.
    """
    load_psycopg()
    import psycopg

    try:
        with psycopg.connect(url, client_encoding="utf8") as server:
            server.isolation_level, server.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            return _copy_all(server, target, step)
    except psycopg.OperationalError as error:
        raise ServerGone(_("The server does not answer: {reason}").format(reason=str(error).strip())) from error


def _copy_all(server: Any, target: Path, step: Progress) -> int:
    file = driver_connection(url_of(target))
    try:
        file.execute("PRAGMA journal_mode = OFF")  # what is not whole is thrown away, so nothing has to be undone
        file.execute("BEGIN")
        parts = list(_parts(server, file))
        whole, done = sum(part.rows for part in parts), 0
        step(0, whole)
        for part in parts:
            with closing(_read(server, part)) as blocks:
                for rows in blocks:
                    part.put(file, rows)
                    done += len(rows)
                    step(done, whole)
        file.execute("COMMIT")
        file.execute("PRAGMA journal_mode = DELETE")
    finally:
        file.close()
    assert done == whole, f"{whole} rows were counted and {done} came"
    check_whole(target)
    return done


def _parts(server: Any, file: Any) -> Iterator[_Part]:
    """Every table of the file, emptied of what the migrations put in; the server must have just the same."""
    ours = sorted(name for (name,) in file.execute(OUR_TABLES).fetchall() if _is_copied(name))
    theirs = sorted(name for (name,) in server.execute(TABLES).fetchall() if _is_copied(name))
    assert ours == theirs, f"the tables differ: {sorted(set(ours) ^ set(theirs))}"
    yes_or_no = set(server.execute(BOOLEANS).fetchall())
    for table in ours:
        if _count(file, table):
            file.execute(f'DELETE FROM "{table}"')
        columns = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")').fetchall()]
        read = ", ".join(f'"{name}"::int' if (table, name) in yes_or_no else f'"{name}"' for name in columns)
        put = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(columns))})'
        yield _Part(table, f'SELECT {read} FROM "{table}"', _putter(put), _count(server, table))
    yield _Part("search_text", TEXTS, _put_texts, _count(server, "search_text"))


def _is_copied(table: str) -> bool:
    return table != HISTORY and not table.startswith(SEARCH)


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _putter(statement: str) -> Callable[[Any, Sequence[Cells]], None]:
    """The columns of the file make whole numbers of digits."""
    return lambda file, rows: file.executemany(statement, rows)


def _put_texts(file: Any, rows: Sequence[Cells]) -> None:
    search_sqlite.fill(file, ((int(kind or 0), int(ref or 0), words or "") for kind, ref, words in rows))


def _read(server: Any, part: _Part) -> Generator[list[Cells], None, None]:
    """The rows as COPY writes them: taken apart here, that is many times faster than cell by cell in the driver."""
    with server.cursor() as cursor, cursor.copy(f"COPY ({part.read}) TO STDOUT") as copy:
        rows: list[Cells] = []
        left = b""
        for block in copy:
            *lines, left = (left + bytes(block)).split(b"\n")
            rows += [_cells(line.decode()) for line in lines]
            if len(rows) >= ROWS_A_STEP:
                yield rows
                rows = []
        if rows:
            yield rows


def _cells(line: str) -> Cells:
    cells = line.split("\t")
    if "\\" not in line:
        return [*cells]
    return [None if cell == NOTHING else ESCAPED.sub(_sign, cell) for cell in cells]


def _sign(match: re.Match[str]) -> str:
    return SIGNS.get(match[1], match[1])
