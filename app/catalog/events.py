"""What the catalog tells the rooms above it, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProductAdded:
    """A product is new: it needs its stock row."""

    product_id: int


@dataclass(frozen=True)
class HasStock:
    """Asked: whether some of a product lies in the shop."""

    product_id: int


@dataclass(frozen=True)
class TaxUsed:
    """Asked: a sentence when something was sold with a tax."""

    tax_id: int
    code: str


@dataclass(frozen=True)
class RegimeUsed:
    """Asked: a sentence when customers have a tax regime, or something was sold by it."""

    regime_id: int


@dataclass(frozen=True)
class ProductWords:
    """Asked: what else a product is found by, such as the code of its supplier."""

    product_id: int


@dataclass(frozen=True)
class RegimeGroups:
    """The groups of customers that a regime was saved for; the others that had it have it no more."""

    regime_id: int
    groups: tuple[int, ...]


@dataclass(frozen=True)
class ProductChanged:
    """Names, codes, prices or other facts of a product changed."""

    product_id: int


@dataclass(frozen=True)
class OnlyFor:
    """Prices or an offer are to hold for these alone; whoever keeps customers refuses one that is not there."""

    customers: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
