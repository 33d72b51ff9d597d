"""Proof: who took the goods, and how that can be shown."""

from __future__ import annotations

import base64
import binascii
from typing import NamedTuple

from app.core import canonical, clock
from app.core.i18n import _
from app.core.photos import PhotoOf, keep_photos, photos_of
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.delivery.models import Proof

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 500_000  # bytes of a signature; a finger on glass needs a tenth


class BadSignature(Refusal):
    """The signature is no picture, or far too large."""


class ProofData(NamedTuple):
    """What was noted at the door: a name, the signature as base64 of a PNG, the file of a photo, ticked points.

    `collected_minor` is the cash that was taken (minor units).
    """

    name: str
    signature_png: str = ""
    photo: str = ""
    checklist: tuple[str, ...] = ()
    collected_minor: int = 0


@prepared
def _forget(shipment):
    return Proof.delete().where(Proof.shipment == shipment)


@prepared
def _keep(shipment, name, picture, photo, checklist, at):
    return Proof.insert(shipment=shipment, name=name, signature_png=picture, photo=photo, checklist=checklist, at=at)


def keep_proof(shipment_id: int, proof: ProofData, *, order_id: int | None = None) -> None:
    """Keep the proof of a shipment, in place of one of an earlier try; BadSignature, BadPhoto when a picture is none."""
    picture = _picture(proof.signature_png)
    photo = ""
    if proof.photo:
        keep_photos(PhotoOf.DOOR, shipment_id, (proof.photo,), order_id=order_id)
        photo = str(photos_of(PhotoOf.DOOR, shipment_id)[-1].path)
    checklist = canonical.encode({"ticked": list(proof.checklist), "collected_minor": proof.collected_minor})
    _forget.run(shipment_id)
    _keep.run(shipment_id, proof.name[:120], picture, photo[:300], checklist, clock.now_ms())


def _picture(text: str) -> bytes | None:
    if not text:
        return None
    try:
        picture = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadSignature(_("The signature could not be read. Sign again.")) from error
    if not picture.startswith(PNG) or len(picture) > LARGEST:
        raise BadSignature(_("The signature could not be read. Sign again."))
    return picture
