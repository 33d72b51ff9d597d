"""What goods are called on a screen: in the language spoken now where they have a name in it, else as the shop says."""

from __future__ import annotations

from typing import Any

from peewee import Node, fn

from app.catalog.models import Category, Product
from app.core.i18n import speaks_chinese


def product_name(product: Any = Product) -> Node:
    """A product's name as a column; for queries that are built each time, since the language may change."""
    return _spoken(product)


def category_name(category: Any = Category) -> Node:
    """A category's name as a column, in the same way."""
    return _spoken(category)


def _spoken(row: Any) -> Node:
    return fn.COALESCE(fn.NULLIF(row.name_zh, ""), row.name) if speaks_chinese() else row.name
