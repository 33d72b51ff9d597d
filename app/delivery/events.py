"""What delivery tells the rooms above it, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class ShipmentLeft:
    """Goods left the house with a driver (`run_id`) or a carrier; `cod_minor` is to be collected at the door."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    run_id: int | None
    cod_minor: int


@dataclass(frozen=True)
class OnShelf:
    """Goods wait on the pickup shelf; the customer needs the code."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    pickup_code: str


@dataclass(frozen=True)
class Delivered:
    """Goods are with the customer, brought or collected."""

    order_id: int
    fulfillment_id: int
    shipment_id: int


@dataclass(frozen=True)
class DeliveredWithCash:
    """Cash was taken at the door."""

    order_id: int
    shipment_id: int
    amount_minor: int


@dataclass(frozen=True)
class DeliveryFailed:
    """Refused, nobody at home, or not collected; `kind` is `refused`, `not_home` or `not_collected`."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    kind: str
    reason: str
    tries: int


@dataclass(frozen=True)
class ShipmentReturned:
    """Goods that could not be handed over came back to the shop for good."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    reason: str


@dataclass(frozen=True)
class ShipmentLost:
    """The carrier or driver lost the goods."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    reason: str


@dataclass(frozen=True)
class EtaChanged:
    """Goods on their way come at another time (ms); `tell` when the customer is to know."""

    order_id: int
    shipment_id: int
    before_at: int | None
    eta_at: int
    reason: str
    tell: bool


@dataclass(frozen=True)
class TrackingCorrected:
    """The tracking number was wrong; the customer gets the right one."""

    order_id: int
    shipment_id: int
    before: str
    tracking: str


class Difference(NamedTuple):
    """What the customer did not take as it should be: damaged, missing or wrong pieces of a line."""

    line_id: int  # of the fulfillment
    order_line_id: int
    product_id: int
    quantity: int
    condition: str
    note: str


@dataclass(frozen=True)
class Accepted:
    """The customer has the goods and is content with them, or said so by saying nothing."""

    order_id: int
    fulfillment_id: int
    shipment_id: int


@dataclass(frozen=True)
class AcceptanceDiffers:
    """The customer took less than was delivered, or found something wrong with it."""

    order_id: int
    fulfillment_id: int
    shipment_id: int
    lines: tuple[Difference, ...]
