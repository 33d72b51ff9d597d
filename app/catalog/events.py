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
class ProductChanged:
    """Names, codes, prices or other facts of a product changed."""

    product_id: int
