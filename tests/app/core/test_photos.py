"""Photos are kept whole beside the store, named by their hash; a changed or lost one is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.core import checks, db, journal, photos, settings
from app.core.backup import make_backup, prove, restore_backup
from app.core.photo_copies import PhotoDamaged, bring_back
from app.core.photos import BadPhoto, PhotoOf, photos_of_order
from app.orders.models import OrderLine
from app.returns.quick import QuickLine, quick_return
from tests.app.returns.conftest import lines_of, sold
from tests.app.returns.conftest import till as till
from tests.factories import clerk, make_product, manager

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8d"
    "b00000000049454e44ae426082"
)


@pytest.fixture
def picture(store, tmp_path) -> Path:
    """A picture file, and a folder of photos of this test's own."""
    settings.change_setting(manager, "photos.folder", str(tmp_path / "kept"))
    path = tmp_path / "camera.png"
    path.write_bytes(PNG)
    return path


def returned(picture: Path, sku: str = "MUG") -> int:
    """A return of a sale, inspected with a photo; the id of its order."""
    order_id = sold((make_product(sku, on_hand=5), 1))
    (line,) = lines_of(order_id)
    quick_return(clerk, order_id, [QuickLine(line.id, 1, photos=(str(picture),))], reason="chipped")
    return order_id


def test_a_photo_of_an_inspection_is_copied_and_its_hash_is_in_the_journal(picture, till):
    order_id = returned(picture)
    (photo,) = photos_of_order(order_id)
    picture.unlink()
    digest = hashlib.sha256(PNG).hexdigest()
    assert (photo.of, photo.sha256, photo.path.read_bytes(), photo.who) == (PhotoOf.RETURN, digest, PNG, clerk.name)
    event = next(event for event in journal.story("order", order_id) if event.what == "returns.quick")
    assert event.body["facts"]["photos"] == [digest]


def test_a_copy_brings_the_photos_back_and_verifies_clean(picture, till, tmp_path):
    (photo,) = photos_of_order(returned(picture))
    copies = tmp_path / "copies"
    made = make_backup(copies)
    again = make_backup(copies)  # a photo is copied once for all copies
    assert (made.photos_missing, again.photos_missing) == (0, 0)
    kept = [path for path in (copies / "photos").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [PNG]

    photo.path.unlink()
    assert [name for name, _text in checks.run_checks()] == ["photos"]
    assert bring_back(made.path, db.store_url(), lambda _done, _whole: None) == 1
    assert list(checks.run_checks()) == []

    kept[0].write_bytes(PNG + b"x")
    with pytest.raises(PhotoDamaged, match="was changed"):
        prove(made.path)


def test_a_shop_restored_elsewhere_has_its_photos_beside_it(picture, till, tmp_path):
    if db.is_postgres():
        pytest.skip("a store in a file")
    returned(picture)
    settings.change_setting(manager, "photos.folder", "")
    (photo,) = photos_of_order(1)
    photo.path.parent.mkdir(parents=True)
    photo.path.write_bytes(PNG)
    made = make_backup(tmp_path / "copies")
    url = db.url_of(tmp_path / "elsewhere" / "shop.kontor")
    restore_backup(made.path, url)
    assert (tmp_path / "elsewhere" / "photos" / photo.path.parent.name / photo.path.name).read_bytes() == PNG
    photo.path.unlink()
    settings.change_setting(manager, "photos.folder", str(tmp_path / "kept"))


def test_verify_finds_a_photo_that_was_changed_or_is_gone(picture, till):
    (photo,) = photos_of_order(returned(picture))
    assert list(checks.run_checks()) == []
    photo.path.write_bytes(PNG + b"x")
    assert [name for name, _text in checks.run_checks()] == ["photos"]
    photo.path.unlink()
    assert "is missing" in next(text for name, text in checks.run_checks() if name == "photos")
    photo.path.write_bytes(PNG)


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_and_nothing_comes_back(picture, till, content):
    picture.write_bytes(content)
    with pytest.raises(BadPhoto, match="no picture"):
        returned(picture)
    assert not OrderLine.select().where(OrderLine.returned > 0).exists()


def test_a_file_that_is_gone_or_too_large_is_refused(picture, till, monkeypatch):
    monkeypatch.setattr(photos, "LARGEST", 10)
    with pytest.raises(BadPhoto, match="too large"):
        returned(picture)
    picture.unlink()
    with pytest.raises(BadPhoto, match="cannot be read"):
        returned(picture, "BOWL")


def test_the_same_picture_twice_is_one_file(picture, till):
    first, second = returned(picture), returned(picture, "BOWL")
    assert photos_of_order(first)[0].path == photos_of_order(second)[0].path
    assert len([file for file in photos.folder().rglob("*") if file.is_file()]) == 1
