"""Deposits: a bottle or crate that other products name as taken with each of their pieces."""

from __future__ import annotations

import peewee

from app.catalog.models import Product


def is_deposit() -> peewee.Expression:
    """Whether a product is the deposit of others, for the columns of a query about products."""
    other = Product.alias()
    return peewee.fn.EXISTS(other.select(peewee.Value(1, converter=False)).where(other.deposit == Product.id))
