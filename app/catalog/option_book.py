"""Which choices go with which goods, kept in memory beside the offers: a scan of goods without any costs a look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Choice(NamedTuple):
    """One option of a group: the product that it is, and whether words are typed for it."""

    product_id: int
    asks_words: bool


class Group(NamedTuple):
    """A group that is asked: at least and at most so many of its choices."""

    id: int
    name: str
    name_zh: str
    least: int
    most: int
    choices: tuple[Choice, ...]


class OptionBook:
    """The groups in their order, by product and by category; never changed, only replaced."""

    def __init__(
        self, groups: tuple[Group, ...] = (), uses: Iterable[tuple[int, int | None, int | None]] = ()
    ) -> None:  # fmt: skip
        self._groups = groups
        self._products: dict[int, set[int]] = {}
        self._categories: dict[int, set[int]] = {}
        for group, product, category in uses:
            if product is not None:
                self._products.setdefault(product, set()).add(group)
            elif category is not None:
                self._categories.setdefault(category, set()).add(group)

    def __bool__(self) -> bool:
        return bool(self._groups)

    def of(self, product_id: int, category_id: int | None = None, parent_id: int | None = None) -> tuple[Group, ...]:
        """The groups of a product: its own, its parent's and its category's."""
        if not self._groups:
            return ()
        products, categories = self._products, self._categories
        mine = products.get(product_id, _NONE) | products.get(parent_id or 0, _NONE)
        mine = mine | categories.get(category_id or 0, _NONE)
        return tuple(group for group in self._groups if group.id in mine) if mine else ()


_NONE: set[int] = set()
NO_OPTIONS = OptionBook()
