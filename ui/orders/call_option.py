"""An option of a line of a phone order: plain values, saved with the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core.i18n import spoken_name


@dataclass(frozen=True)
class CallOption:
    """An option that was chosen with a line, and the words that were typed for it."""

    product_id: int
    name: str
    price_e4: int
    tax_bp: int
    tax_id: int
    category_id: int | None = None
    words: str = ""
    is_stocked: bool = False
    named_price_e4: int | None = None  # as a quote named it
    off_minor: int = 0  # and what it gave off

    @classmethod
    def of(cls, chosen: Any, groups: Any = ()) -> CallOption:
        """An option as the sheet gives it; stock is told by the groups it was chosen from."""
        item = chosen.item
        left = {one.item.product_id: one.left for group in groups for one in group.choices}
        return cls(
            item.product_id, spoken_name(item.name, item.name_zh), item.price_e4, item.tax_bp, item.tax_id,
            item.category_id, chosen.words, left.get(item.product_id) is not None,
        )  # fmt: skip
