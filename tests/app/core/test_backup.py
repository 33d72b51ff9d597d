"""Copies: taken while the shop sells, checked, named for their journal, and able to bring the shop back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import shop
from app.core import clock, db, journal, settings
from app.core.actor import Actor
from app.core.backup import (
    BackupDamaged,
    BackupFailed,
    Cancelled,
    list_backups,
    make_backup,
    prove,
    restore_backup,
)
from app.core.settings import change_setting

NOON = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin
OFFICE = Actor(1, "Ruth Hartwell", "manager", "office", frozenset({"*"}))
LOUD = settings.declare("tests.backup", 0, "Backup")


@pytest.fixture
def used(store: str) -> str:
    """A shop with some rows in its journal."""
    for value in range(5):
        change_setting(OFFICE, LOUD, value)
    return store


@pytest.fixture
def file_shop(tmp_path: Path) -> Iterator[str]:
    """A shop in a file with some rows in its journal, whichever database the other tests use."""
    url = db.url_of(tmp_path / "file.kontor")
    with clock.frozen(NOON):
        shop.new_shop(url)
        for value in range(5):
            change_setting(OFFICE, LOUD, value)
        yield url
        shop.close_shop()


def value_in(url: str) -> int:
    db.open_store(url)
    try:
        return int(settings.Setting.get(settings.Setting.name == LOUD).value)
    finally:
        db.close_store()


def test_a_copy_is_named_for_its_time_and_the_end_of_its_journal(used, tmp_path):
    made = make_backup(tmp_path / "copies")

    no, digest = journal.heads()["office"]
    assert made.path.name.startswith(f"kontor-20261122-143200-{no:06d}-{digest[:8]}.kontor")
    assert made.heads == journal.heads()
    assert list_backups(tmp_path / "copies") == [made.path]
    assert sorted(path.name for path in made.path.parent.iterdir()) == [made.path.name, f"{made.path.name}.sha256"]


def test_a_copy_proves_itself_by_being_restored(used, tmp_path):
    proof = prove(make_backup(tmp_path).path)

    assert proof.heads == journal.heads()
    assert proof.journal_rows == 5


def test_two_copies_of_one_moment_stand_side_by_side(used, tmp_path):
    assert make_backup(tmp_path).path != make_backup(tmp_path).path
    assert len(list_backups(tmp_path)) == 2


def test_a_shop_is_brought_back_elsewhere_and_never_over_another(file_shop, tmp_path):
    made = make_backup(tmp_path)
    url = db.url_of(tmp_path / "back" / "shop.kontor")
    db.close_store()

    restore_backup(made.path, url)

    assert value_in(url) == 4
    with pytest.raises(BackupFailed, match="there already"):
        restore_backup(made.path, url)


def test_a_replaced_shop_is_kept_beside_the_restored_one(file_shop, tmp_path):
    made = make_backup(tmp_path)
    change_setting(OFFICE, LOUD, 77)
    with pytest.raises(BackupFailed, match="Close the shop"):
        restore_backup(made.path, file_shop, replace=True)
    db.close_store()

    restore_backup(made.path, file_shop, replace=True)

    target = db.path_of(file_shop)
    assert value_in(file_shop) == 4
    assert value_in(db.url_of(target.with_name(f"{target.name}.before-20261122-143200"))) == 77


def test_a_shop_that_is_open_elsewhere_is_not_replaced(file_shop, tmp_path):
    made = make_backup(tmp_path)
    other = db.driver_connection(file_shop)
    try:
        other.execute("SELECT count(*) FROM setting").fetchone()
        other.execute("PRAGMA user_version = 0")
        db.close_store()
        with pytest.raises(BackupFailed, match="still open"):
            restore_backup(made.path, file_shop, replace=True)
    finally:
        other.close()

    assert value_in(file_shop) == 4


def test_a_changed_copy_is_found_out(used, tmp_path):
    made = make_backup(tmp_path)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.path.write_bytes(content)

    with pytest.raises(BackupDamaged, match="changed since"):
        prove(made.path)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE journal SET body = replace(body, '77', '78') WHERE no = 6", "Row 6"),
        ("DELETE FROM journal WHERE no = 6", "end of the copy's journal"),
        ("DELETE FROM journal WHERE no = 3", "Row 4"),
    ],
)
def test_a_copy_whose_journal_was_touched_up_is_found_out(file_shop, tmp_path, harm, sentence):
    change_setting(OFFICE, LOUD, 77)
    made = make_backup(tmp_path)
    made.path.with_name(f"{made.path.name}.sha256").unlink()
    connection = db.driver_connection(db.url_of(made.path))
    for trigger, *_rest in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute(harm)
    connection.close()

    with pytest.raises(BackupDamaged, match=sentence):
        prove(made.path)


@pytest.mark.parametrize("content", [b"", b"not a store", b"SQLite format 3\x00" + bytes(4096)])
def test_what_is_no_copy_is_not_restored(tmp_path, content):
    file = tmp_path / "kontor-20261122-143200-000001-abcdef01.kontor"
    file.write_bytes(content)

    with pytest.raises(BackupDamaged):
        restore_backup(file, db.url_of(tmp_path / "shop.kontor"))

    assert not (tmp_path / "shop.kontor").exists()
    with pytest.raises(BackupFailed):
        prove(tmp_path / "missing.kontor")


def test_a_stopped_copy_leaves_nothing_behind(file_shop, tmp_path):
    with pytest.raises(Cancelled):
        make_backup(tmp_path / "copies", cancelled=lambda: True)

    assert list((tmp_path / "copies").iterdir()) == []


def test_a_copy_keeps_to_one_moment_while_the_shop_goes_on_selling(file_shop, tmp_path):
    seen: list[tuple[int, int]] = []

    def sell_meanwhile(done: int, whole: int) -> None:
        seen.append((done, whole))
        if len(seen) == 1:
            change_setting(OFFICE, LOUD, 88)

    before = journal.heads()
    made = make_backup(tmp_path, sell_meanwhile)

    assert made.heads == before
    assert journal.heads() != before
    assert seen[-1][0] == seen[-1][1]


def test_a_copy_can_be_made_by_a_thread_without_a_connection(used, tmp_path):
    made: list[Path] = []
    thread = threading.Thread(target=lambda: made.append(make_backup(tmp_path).path))
    thread.start()
    thread.join()

    assert made == list_backups(tmp_path)


def test_a_folder_that_cannot_be_written_is_a_refusal(used, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(BackupFailed):
        make_backup(tmp_path / "file" / "copies")
