"""A quote of a call that its customer brings into the shop: bought here and now, or gone on with as the order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from ui.common.sheet import Sheet
from ui.counter.pick_list import Pick, PickList

if TYPE_CHECKING:
    from app.counter.quote_sale import CallQuote
    from ui.common.desk import Desk

SALE, ORDER = "sale", "order"


class QuoteWaysSheet(Sheet):
    """Which of the two; 1 and 2 answer it, the arrows and Enter too."""

    def __init__(self, desk: Desk, quote: CallQuote, take: Callable[[str], Any]) -> None:
        super().__init__(
            desk.surface, _("Quote {number}").format(number=quote.number), quote.customer_name, width=560,
            name="quote_ways",
        )  # fmt: skip
        self._take = take
        self.list = PickList("quote_ways.list", _("How the quote is taken"), most=2)
        self.list.show_rows(_rows(quote))
        self.list.at = 1 if quote.short else 0
        self.list.picked.connect(self._choose)
        for key, way in (("1", SALE), ("2", ORDER)):
            self.bind(key, lambda way=way: self._choose(way))
        self.set_body(self.list, margins=(12, 16))
        self.set_primary(_("Go on"), self.list.choose)

    def open(self, focus: Any = None) -> Sheet:
        """Start on the proposed way."""
        return super().open(focus or self.list)

    def _choose(self, way: str) -> None:
        self.accept()
        self._take(way)


def _rows(quote: CallQuote) -> list[Pick]:
    here = _("The goods go along now")
    if quote.charges_minor:
        here = _("The goods go along now, without the {charges} for delivery").format(
            charges=format_money(quote.charges_minor)
        )
    short = _("not all here: {names}").format(names=", ".join(quote.short)) if quote.short else ""
    return [
        Pick(
            SALE, _("Sell it here and now"), short or here, format_money(quote.goods_minor), _("short") if short else "",
            "warn_text", icon="storefront", key="1",
        ),
        Pick(
            ORDER, _("Go on with the order"), _("Delivered or collected, as it was said on the phone"),
            format_money(quote.total_minor), icon="phone", key="2",
        ),
    ]  # fmt: skip
