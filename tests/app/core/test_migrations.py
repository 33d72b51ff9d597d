"""Migrations: a store in use is copied first, all or nothing is changed, a newer store is left alone."""

from __future__ import annotations

from pathlib import Path

import peewee
import pytest

from app import shop
from app.core import db, journal, settings
from app.core.actor import Actor
from app.core.backup import list_backups
from app.core.db import StoreProblem
from app.core.fields import Amount, Quantity
from app.core.migration_writer import create_sql, make
from app.core.migrations import FOLDER, migrate, pending
from app.core.settings import change_setting

OFFICE = Actor(1, "Ruth Hartwell", "manager", "office", frozenset({"*"}))


class Unlisted(peewee.Model):
    """A table that no shop has: it does not start from `Row`."""

    class Meta:
        database = db.db


PAUSE = settings.declare("tests.migrations", 0, "Pause")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shop's migrations, in a folder that a test may add to."""
    copy = tmp_path / "migrations"
    copy.mkdir()
    for file in FOLDER.glob("[0-9]*"):
        (copy / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def add(folder: Path, name: str, sql: str) -> None:
    text = "from app.core.migrations import run_sql\n\n\ndef up(migrator, db):\n    run_sql(db, __file__)\n"
    (folder / f"{name}.py").write_text(text)
    for dialect in ("sqlite", "postgres"):
        (folder / f"{name}.{dialect}.sql").write_text(sql)


def test_a_new_shop_has_nothing_pending_and_the_tables_of_all_models(store, folder):
    assert pending() == []
    assert make("check", shop.all_models(), folder) is None


def test_a_shop_in_use_is_copied_before_it_is_changed(store, folder, tmp_path):
    change_setting(OFFICE, PAUSE, 5)
    add(folder, "9001_notes", "CREATE TABLE a_note (id INTEGER PRIMARY KEY)\n\nINSERT INTO a_note VALUES (100 % 7)")
    told: list[str] = []

    done = migrate(told.append, backup_folder=tmp_path / "copies", folder=folder)

    assert done == ["9001_notes"]
    assert db.db.execute_sql("SELECT id FROM a_note").fetchall() == [(2,)]
    assert [path.name.split("-")[3] for path in list_backups(tmp_path / "copies")] == ["000001"]
    assert told[-1] == "Bringing the shop up to date"
    assert migrate(folder=folder) == []


def test_of_two_migrations_the_second_of_which_fails_neither_is_done(store, folder, tmp_path):
    add(folder, "9001_notes", "CREATE TABLE a_note (id INTEGER PRIMARY KEY)")
    add(folder, "9002_wrong", "CREATE TABLE a_note (id INTEGER PRIMARY KEY)")

    with pytest.raises(peewee.DatabaseError):
        migrate(backup_folder=tmp_path, folder=folder)

    assert not db.db.table_exists("a_note")
    assert pending(folder) == ["9001_notes", "9002_wrong"]


def test_a_store_of_a_newer_program_is_left_alone(store, folder, tmp_path):
    add(folder, "9001_notes", "CREATE TABLE a_note (id INTEGER PRIMARY KEY)")
    migrate(backup_folder=tmp_path, folder=folder)

    with pytest.raises(StoreProblem, match="newer Kontor") as refused:
        pending()

    assert refused.value.facts == {"newer": ["9001_notes"]}


def test_what_models_have_more_is_written_for_both_databases(store, folder, tmp_path):
    add(folder, "9001_shelf", 'CREATE TABLE "a_shelf" (id INTEGER PRIMARY KEY, old INTEGER)')
    migrate(backup_folder=tmp_path, folder=folder)

    class Shelf(Unlisted):
        pieces = Quantity(default=3)
        parent = peewee.ForeignKeyField("self", null=True)
        name = peewee.CharField(default="it's", index=True)

        class Meta:
            table_name = "a_shelf"

    class ShelfMove(Unlisted):
        amount_minor = Amount()

        class Meta:
            table_name = "a_shelf_move"
            append_only = True

    path = make("more of the shelf", [Shelf, ShelfMove], folder)
    migrate(backup_folder=tmp_path, folder=folder)

    assert path is not None
    assert make("none", [Shelf, ShelfMove], folder) is None
    db.db.execute_sql("INSERT INTO a_shelf (id) VALUES (1)")
    assert db.db.execute_sql("SELECT pieces, name FROM a_shelf").fetchall() == [(3, "it's")]
    db.db.execute_sql("INSERT INTO a_shelf_move (id, amount_minor) VALUES (1, 5)")
    with pytest.raises(peewee.DatabaseError), db.db.atomic():
        db.db.execute_sql("UPDATE a_shelf_move SET amount_minor = 6")
    with pytest.raises(peewee.DatabaseError), db.db.atomic():
        db.db.execute_sql("DELETE FROM a_shelf_move")
    with pytest.raises(peewee.DatabaseError), db.db.atomic():
        db.db.execute_sql("UPDATE a_shelf SET pieces = 9000000000000")


def test_each_database_gets_its_own_words(store):
    sqlite, postgres = (create_sql([journal.Journal], dialect)[0] for dialect in ("sqlite", "postgres"))

    assert '"id" INTEGER NOT NULL PRIMARY KEY' in sqlite
    assert '"id" BIGSERIAL NOT NULL PRIMARY KEY' in postgres
