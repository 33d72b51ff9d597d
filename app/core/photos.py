"""Photos: what a box, a returned piece or a doorstep looked like, kept as files beside the store.

A file is named by its SHA-256 and the same hash stands in the row and in the journal, so that no picture can be
changed or exchanged unseen.  Files are never written twice and never deleted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import peewee

from app.core import clock, settings
from app.core.checks import check
from app.core.command import acting, note
from app.core.db import Row, is_postgres, path_of, store_url
from app.core.fields import Choice, Moment
from app.core.i18n import N_, _
from app.core.refusal import Refusal

LARGEST = 25_000_000  # bytes; a camera of 48 megapixels needs half of it
KINDS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
ENDINGS = (".png", ".jpg", ".jpeg", ".webp")

FOLDER = settings.declare(
    "photos.folder", "", N_("Folder of the photos"),
    N_("Empty: beside the shop's own file. With several stations: a folder that all of them reach."),
    reaches_out=True,
)  # fmt: skip
CAMERA = settings.declare(
    "photos.camera_folder", "", N_("Folder of the camera"),
    N_("Where the camera of this station saves its pictures; new ones are offered at once."), scope="station",
    reaches_out=True,
)  # fmt: skip


class PhotoOf(StrEnum):
    """What a photo shows; `ref` is the id of that record."""

    BOX = "box"  # a parcel before it was closed
    RETURN = "return"  # a line of a return at its inspection
    DOOR = "door"  # a shipment where it was handed over


class Photo(Row):
    """One picture of one record; the file is found by its hash."""

    id = peewee.BigAutoField()
    of = Choice(PhotoOf)
    ref = peewee.BigIntegerField()
    order_ref = peewee.BigIntegerField(null=True, index=True)
    file = peewee.CharField(max_length=80)  # below the folder of the photos
    sha256 = peewee.CharField(max_length=64)
    size = peewee.IntegerField()
    at = Moment()
    who = peewee.CharField(max_length=80)

    class Meta:
        indexes = ((("of", "ref"), False),)


class BadPhoto(Refusal):
    """The file is no picture, is gone, or far too large."""


class PhotoRow(NamedTuple):
    """A photo as screens and papers show it."""

    id: int
    of: PhotoOf
    ref: int
    path: Path
    sha256: str
    at: int
    who: str


def folder() -> Path:
    """Where the photos of the open shop lie."""
    if named := settings.read(FOLDER):
        return Path(named)
    return Path.home() / "kontor-photos" if is_postgres() else path_of(store_url()).parent / "photos"


def keep_photo(of: PhotoOf, ref: int, source: str, *, order_id: int | None = None) -> str:
    """Copy a picture into the folder and note its hash, as a step; BadPhoto when it is none.  Returns the hash."""
    data, ending = _read(Path(source))
    digest = hashlib.sha256(data).hexdigest()
    file = f"{digest[:2]}/{digest}{ending}"
    _write(folder() / file, data)
    Photo.insert(
        of=of, ref=ref, order_ref=order_id, file=file, sha256=digest, size=len(data), at=clock.now_ms(),
        who=acting().name[:80],
    ).execute()  # fmt: skip
    return digest


def keep_photos(of: PhotoOf, ref: int, sources: tuple[str, ...], *, order_id: int | None = None) -> list[str]:
    """Keep several pictures of one record; the hashes go into the journal."""
    digests = [keep_photo(of, ref, source, order_id=order_id) for source in sources]
    if digests:
        note(photos=digests, photo_count=len(digests))
    return digests


def photos_of(of: PhotoOf, ref: int) -> tuple[PhotoRow, ...]:
    """The photos of one record, oldest first."""
    return _rows(Photo.of == of.value, Photo.ref == ref)


def photos_of_order(order_id: int) -> tuple[PhotoRow, ...]:
    """All photos that belong to an order, oldest first."""
    return _rows(Photo.order_ref == order_id)


def _rows(*conditions: Any) -> tuple[PhotoRow, ...]:
    at = folder()
    query: Any = (
        Photo.select(Photo.id, Photo.of, Photo.ref, Photo.file, Photo.sha256, Photo.at, Photo.who)
        .where(*conditions).order_by(Photo.id).tuples()
    )  # fmt: skip
    return tuple(PhotoRow(row[0], PhotoOf(row[1]), row[2], at / row[3], *row[4:]) for row in query)


def _read(source: Path) -> tuple[bytes, str]:
    try:
        if source.stat().st_size > LARGEST:
            raise BadPhoto(_("{file} is too large for a photo.").format(file=source.name))
        data = source.read_bytes()
    except OSError as error:
        raise BadPhoto(_("{file} cannot be read. Take the photo again.").format(file=source.name)) from error
    for magic, ending in KINDS:
        if data.startswith(magic):
            return data, ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return data, ".webp"
    raise BadPhoto(_("{file} is no picture. Choose a PNG, JPEG or WebP file.").format(file=source.name))


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; a file that is there already has this content, as its name says."""
    if path.exists():
        return
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadPhoto(_("The photo cannot be kept in {folder}.").format(folder=path.parents[1])) from error


@check("photos")
def _photos_are_as_they_were() -> Iterator[str]:
    at = folder()
    for number, file, digest in Photo.select(Photo.id, Photo.file, Photo.sha256).order_by(Photo.id).tuples():
        path = at / file
        if not path.is_file():
            yield f"photo {number} is missing: {path}"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"photo {number} was changed: {path}"
