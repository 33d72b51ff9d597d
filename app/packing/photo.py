"""A photo of the box before it is closed: what was in it, should anybody ask."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.photos import PhotoOf, PhotoRow, keep_photos, photos_of
from app.core.refusal import StateChanged
from app.packing.models import ParcelState
from app.packing.scan import find_box


@command("packing.photograph")
def photograph(by: Actor, parcel_id: int, sources: tuple[str, ...]) -> None:
    """Keep photos of a box that is on the table or packed; BadPhoto when a file is none, StateChanged when it is void."""
    box = find_box(parcel_id)
    if box.state == ParcelState.VOID:
        raise StateChanged("parcel", parcel_id)
    keep_photos(PhotoOf.BOX, parcel_id, sources, order_id=box.order_id)
    touch("parcel", parcel_id)
    touch("order", box.order_id)
    note(parcel=box.code, order_id=box.order_id)


def photos_of_box(parcel_id: int) -> tuple[PhotoRow, ...]:
    """The photos of a box, oldest first."""
    return photos_of(PhotoOf.BOX, parcel_id)
