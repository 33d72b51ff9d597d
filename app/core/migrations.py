"""Bringing a store up to the tables that this program needs, after a verified copy; and writing new migrations.

A migration is a small Python file in `app/migrations` with the SQL of both databases beside it, frozen for good: it
never looks at today's models.  Developers write one with `python -m app.core.migrations make NAME`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import peewee

from app.core.db import StoreProblem, db, is_postgres, path_of, store_url
from app.core.i18n import _

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
HISTORY = "schema_migration"
LOCK = 0x4B4F4E54  # one station migrates a server's store, the others wait

Progress = Callable[[str], None]  # a sentence for the person who waits


def pending(folder: Path = FOLDER) -> list[str]:
    """The names of the migrations that the open store has not had yet; StoreProblem when it is newer than we are."""
    known = sorted(path.stem for path in folder.glob("[0-9]*.py"))
    had = _had()
    if newer := sorted(had - set(known)):
        raise StoreProblem(
            _("This shop was last used with a newer Kontor. Update this one; nothing was changed."), newer=newer
        )
    return [name for name in known if name not in had]


def migrate(progress: Progress | None = None, *, backup_folder: Path | None = None, folder: Path = FOLDER) -> list[str]:
    """Apply what is pending, all or nothing; returns the names.  A store in use is copied and checked first.

    `progress` is told in a sentence how far it is.  The copy goes to `backup_folder`, by default the folder `backups`
    beside the store.
    """
    if not pending(folder):
        return []
    if _had():
        _copy_first(progress, backup_folder)
    if progress:
        progress(_("Bringing the shop up to date"))
    from playhouse.migrations import Runner

    runner = Runner(db.obj, str(folder), table_name=HISTORY)
    if is_postgres():
        with db.atomic():
            db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            return list(runner.up())
    # Foreign keys can only be switched outside a transaction; a table that is built anew must not delete its children.
    db.execute_sql("PRAGMA foreign_keys = 0")
    try:
        with db.atomic("IMMEDIATE"):
            done = list(runner.up())
            broken = db.execute_sql("PRAGMA foreign_key_check").fetchall()
            assert not broken, f"a migration left rows without their parents: {broken[:5]}"
    finally:
        db.execute_sql("PRAGMA foreign_keys = 1")
    return done


def run_sql(database: peewee.Database, migration_file: str) -> None:
    """Run the SQL that lies beside a migration, for the database it is; a blank line parts statements."""
    dialect = "postgres" if isinstance(database, peewee.PostgresqlDatabase) else "sqlite"
    text = Path(migration_file).with_suffix(f".{dialect}.sql").read_text(encoding="utf-8")
    for statement in re.split(r"\n\s*\n", text):
        if statement.strip():
            # psycopg reads a lone % as a place for a value
            database.execute_sql(statement.replace("%", "%%") if dialect == "postgres" else statement)


def _had() -> set[str]:
    if not db.table_exists(HISTORY):
        return set()
    return {name for (name,) in db.execute_sql(f"SELECT name FROM {HISTORY}").fetchall()}


def _copy_first(progress: Progress | None, backup_folder: Path | None) -> None:
    from app.core.backup import make_backup

    if backup_folder is None:
        if is_postgres():
            from platformdirs import user_data_path

            backup_folder = user_data_path("kontor", appauthor=False) / "backups"
        else:
            backup_folder = path_of(store_url()).parent / "backups"

    def tell(done: int, whole: int) -> None:
        if progress:
            progress(_("Copying the shop first: {percent}%").format(percent=100 * done // max(whole, 1)))

    make_backup(backup_folder, tell, with_photos=False)


def main(words: list[str]) -> int:
    """`make NAME`: write the migration that leads from the newest one to today's models."""
    if len(words) != 2 or words[0] != "make":
        sys.stderr.write("python -m app.core.migrations make NAME\n")
        return 2
    from app.core.migration_writer import write_next

    path = write_next(words[1], FOLDER)
    sys.stdout.write(f"{path}\n" if path else "The migrations agree with the models.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
