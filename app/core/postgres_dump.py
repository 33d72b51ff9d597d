"""Copies of a PostgreSQL store by the server's own tools, pg_dump and pg_restore."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import uuid4

from app.core.i18n import _
from app.core.refusal import Refusal

DUMP_MAGIC = b"PGDMP"


class ServerToolFailed(Refusal):
    """pg_dump or pg_restore is missing or refused; nothing was copied or restored."""


def dump(url: str, part: Path, last_row: str, heads: str) -> tuple[dict[str, tuple[int, str]], tuple[int, str] | None]:
    """Dump the store as of one moment; returns the journal's heads and last row of that same moment."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        found = {row[0]: (row[1], row[2]) for row in connection.execute(heads).fetchall()}
        last = connection.execute(last_row).fetchone()
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot[0]}", f"--file={part}"]  # type: ignore[index]
        _run("pg_dump", [*words, f"--dbname={_bare(url)}"], url)
    return found, last


def check(part: Path) -> None:
    """ServerToolFailed unless the dump can be read and holds a journal."""
    with part.open("rb") as file:
        whole = file.read(5) == DUMP_MAGIC
    if not whole or not re.search(r"TABLE DATA \S+ journal ", _run("pg_restore", ["--list", str(part)], "")):
        raise ServerToolFailed(_("The copy is not a copy of a Kontor shop."))


def restore(path: Path, url: str, *, replace: bool) -> None:
    """Put a dump into an existing database, all or nothing; one with tables in it is refused unless `replace`."""
    import psycopg

    check(path)
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if tables and tables[0] and not replace:
        raise ServerToolFailed(_("There is a shop in this database already. Choose another one."))
    words = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    if replace:
        words += ["--clean", "--if-exists"]
    _run("pg_restore", [*words, f"--dbname={_bare(url)}", str(path)], url)


def rows_of(url: str, question: str) -> list[tuple[Any, ...]]:
    """The answer of a store that need not be open on this thread."""
    import psycopg

    with psycopg.connect(url) as connection:
        return list(connection.execute(question).fetchall())


@contextmanager
def scratch(path: Path, url: str) -> Iterator[Any]:
    """A connection to a scratch database of the server that holds the dump; it is dropped afterwards."""
    import psycopg

    name = f"kontor_proof_{uuid4().hex[:12]}"
    scratch_url = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    with psycopg.connect(url, autocommit=True) as server:
        try:
            server.execute(f'CREATE DATABASE "{name}"')
        except psycopg.errors.InsufficientPrivilege as error:
            raise ServerToolFailed(
                _("The server does not let us make a scratch database to prove the copy.")
            ) from error
        try:
            restore(path, scratch_url, replace=False)
            with psycopg.connect(scratch_url) as connection:
                yield connection
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _bare(url: str) -> str:
    """The URL without its password: the list of processes shows every word of a command."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")
    user = host[0].partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{host[2]}" if user else host[2]))


def _run(tool: str, words: list[str], url: str) -> str:
    password = urlsplit(url).password
    environment = os.environ | ({"PGPASSWORD": unquote(password)} if password else {})
    done = subprocess.run(
        [_tool(tool), "--no-password", *words] if url else [_tool(tool), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[:1] or [str(done.returncode)]
        raise ServerToolFailed(
            _("{tool} refused: {reason}").format(tool=tool, reason=reason[0]), output=done.stderr[:2000]
        )
    return done.stdout


def _tool(name: str) -> str:
    """The newest of the tools of this name: an older pg_dump refuses a newer server."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise ServerToolFailed(_("{tool} is missing. Install the PostgreSQL client.").format(tool=name), tool=name)
    return found
