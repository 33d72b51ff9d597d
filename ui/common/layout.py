"""Which columns of a table are shown and in which order; knows no window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ui.common.cells import Column


class Layout(NamedTuple):
    """How a table was left: keys of all columns from left to right, those put away, the sort; empty is as at first."""

    columns: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sort: str = ""
    is_falling: bool = False


class Columns:
    """The columns of a table by key: the sort key where there is one, else the place at first."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._by_key: dict[str, Column] = {}
        self._order: list[str] = []
        self._hidden: set[str] = set()
        self.replace(columns)

    def replace(self, columns: Sequence[Column]) -> None:
        """Take other columns; order and hiding hold for the keys that are known."""
        self._by_key = {column.sort or f"{at}": column for at, column in enumerate(columns)}
        assert len(self._by_key) == len(columns), "two columns are sorted by the same key"
        self.lay_out(self._order, self._hidden)

    def lay_out(self, order: Sequence[str], hidden: Sequence[str] | set[str]) -> None:
        """Put the columns in an order; what it does not know stands where it stood at first."""
        kept = [key for key in order if key in self._by_key]
        for at, key in enumerate(self._by_key):
            if key not in kept:
                kept.insert(min(at, len(kept)), key)
        self._order = kept
        self._hidden = {key for key in hidden if key in self._by_key and self._by_key[key].can_hide}

    def shown(self) -> list[Column]:
        """The columns from left to right."""
        return [self._by_key[key] for key in self._order if key not in self._hidden]

    def all(self) -> list[tuple[str, Column, bool]]:
        """Key, column and whether it is shown, of all columns from left to right."""
        return [(key, self._by_key[key], key not in self._hidden) for key in self._order]

    def show(self, key: str, on: bool) -> None:
        """Show or hide one."""
        if self._by_key[key].can_hide:
            self._hidden = self._hidden - {key} if on else self._hidden | {key}

    def move(self, key: str, to: int) -> None:
        """Put one at another place of all."""
        self._order.remove(key)
        self._order.insert(max(0, to), key)

    def place(self, key: str) -> int:
        """Where a column stands among all."""
        return self._order.index(key)

    def key_at(self, shown: int) -> str:
        """The key of the so-manyth column that is shown."""
        return [key for key in self._order if key not in self._hidden][shown]

    def by(self, sort: str) -> Column | None:
        """The column of a sort key whose rows the table sorts itself."""
        found = self._by_key.get(sort)
        return found if found is not None and found.by is not None else None

    def has(self, sort: str) -> bool:
        """Whether there is a column to sort by."""
        return sort in self._by_key and bool(self._by_key[sort].sort)

    def now(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The order and what is hidden, to be kept."""
        return tuple(self._order), tuple(sorted(self._hidden))
