"""A PostgreSQL of the run's own: in a temporary folder, on a socket only, as its own user when started by root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

# What protects data from a loss of power, and the housekeeping of long lives: these databases live for a blink.
QUICK = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off",
        "checkpoint_timeout=1h", "max_wal_size=4GB", "jit=off",
    )
)  # fmt: skip


def in_memory(room_bytes: int) -> Path | None:
    """The folder in memory, where it has so much room: no test can see what a disk kept."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > room_bytes
    return memory if has_room else None


class PostgresServer:
    """Starts at creation, is gone with its folder after `stop()`."""

    def __init__(self) -> None:
        self._outside: psycopg.Connection | None = None
        self._bin = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="kontor-pg-", dir=in_memory(1 << 30) or "/tmp"))
        self._user = _other_user()
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "kontor", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=50 {QUICK}"
        self._options = ("-o", options, "-l", f"{self.folder}/log", "-w")
        self.go_on()

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://kontor@/{database}?host={self.folder}"

    def sql(self, statement: str) -> None:
        """Run one statement outside any of the shop's databases, over a connection that stays: each costs a process."""
        import psycopg

        if self._outside is None:
            self._outside = psycopg.connect(self.url("postgres"), autocommit=True)
        self._outside.execute(statement.encode())

    def go_on(self) -> None:
        """Start it; it is ready then."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", *self._options, "start")

    def pause(self) -> None:
        """Stop it as for a restart of its computer: all lines are cut, what was committed stays."""
        self._hang_up()
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-w", "stop")

    def restart(self) -> None:
        """Away for a moment."""
        self.pause()
        self.go_on()

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        self._hang_up()
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _hang_up(self) -> None:
        if self._outside is not None:
            self._outside.close()
        self._outside = None

    def _run(self, program: str, *args: str) -> None:
        prefix = ["runuser", "-u", self._user, "--"] if self._user else []
        done = subprocess.run(
            [*prefix, str(self._bin / program), *args], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert done.returncode == 0, f"{program}: {done.stderr.decode()}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    assert found or on_path, (
        "PostgreSQL's server programs are needed: apt-get install postgresql-15 (make test does it)"
    )
    return found[-1].parent if found else Path(str(on_path)).parent


def _other_user() -> str:
    """PostgreSQL refuses to run as root; its package brings a user for it."""
    if os.geteuid() != 0:
        return ""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise AssertionError("root needs another user to run PostgreSQL as")
