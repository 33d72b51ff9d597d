"""What packing tells the rooms above it, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ParcelClosed:
    """A box is full, weighed and labelled."""

    order_id: int
    fulfillment_id: int
    parcel_id: int
    code: str
    weight_grams: int


@dataclass(frozen=True)
class WeightAccepted:
    """A box was closed although its weight does not fit what should be in it."""

    order_id: int
    parcel_id: int
    expected_grams: int
    weight_grams: int
    reason: str


@dataclass(frozen=True)
class LabelVoided:
    """A label no longer holds; a tracked one has to be cancelled with the carrier."""

    order_id: int
    parcel_id: int
    code: str
