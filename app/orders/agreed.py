"""What a quote agreed to: at its prices nobody's limit is asked again, because whoever made it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.core.events import ask, emit
from app.orders.given import price_of
from app.orders.pricing import PricedLine


class AgreedLine(NamedTuple):
    """A line as it was quoted: `listed_e4` is its price by the rules; `by_person` when a person gave the discount."""

    product_id: int
    quantity: int
    unit_price_e4: int
    discount_minor: int
    listed_e4: int = 0
    by_person: bool = False

    @property
    def what(self) -> tuple[int, int, int, int]:
        """What it has to be the same in."""
        return self[:4]


class Agreed(NamedTuple):
    """A quote that was taken up and still holds: its lines, what it gave off the whole, and the coupons that it counts on.

    `off_by_rule` when the customer's group gave that; `holds` is false when its day is past: then its prices are as any
    that a person names.
    """

    number: str
    lines: tuple[AgreedLine, ...] = ()
    off_minor: int = 0
    coupons: tuple[str, ...] = ()
    off_by_rule: bool = False
    holds: bool = True


@dataclass(frozen=True)
class AgreedPrices:
    """What did this quote agree to?  Answered with Agreed when it was taken up and nothing was bought by it yet."""

    number: str


@dataclass(frozen=True)
class QuoteBought:
    """A sale or an order took the quote's prices: no other gets them."""

    number: str


@dataclass(frozen=True)
class QuoteLeft:
    """The sale or call that took a quote up came to nothing: it is open again."""

    number: str


class Held(NamedTuple):
    """Places of lines at an agreed price, those with an agreed discount, and whether the discount on the whole is one.

    A price holds line by line.  Discounts hold while all that was quoted is there: what one line gives may have been
    given for another.
    """

    lines: dict[int, AgreedLine]
    is_whole: bool = False
    off_minor: int = 0
    off_by_rule: bool = False

    def price(self, place: int) -> bool:
        """Whether the price of a line was agreed."""
        return place in self.lines

    def listed(self, place: int, today_e4: int) -> int:
        """The list price that the price of a line is measured by: that of its quote, else today's."""
        return self.lines[place].listed_e4 if place in self.lines else today_e4

    def discount(self, place: int) -> bool:
        """Whether what is given off a line was agreed."""
        return self.is_whole and place in self.lines

    def given_by_person(self, place: int) -> bool:
        """Whether a person, and no offer, gave what is off a line; as far as the quote knows it."""
        return not self.discount(place) or self.lines[place].by_person

    def order_discount(self, minor: int) -> bool:
        """Whether so much off the whole was agreed."""
        return self.is_whole and minor <= self.off_minor


NOTHING_HELD = Held({})


def agreed_in(number: str) -> Agreed | None:
    """What a quote agreed to; None when there is none that could be bought."""
    found: list[Any] = ask(AgreedPrices(number)) if number else []
    return found[0] if found else None


def buy(agreed: Agreed | None) -> tuple[str, ...]:
    """The quote is bought, as a step of its sale or order; the coupons that are used up by it.

    StateChanged when another sale or order was faster.
    """
    if agreed is None:
        return ()
    emit(QuoteBought(agreed.number))
    return agreed.coupons


def held_by(
    agreed: Agreed | None, lines: Sequence[Any], goods: Sequence[Any], parts: Sequence[PricedLine]
) -> Held:  # fmt: skip
    """Which lines are those of the quote: the same product, quantity, price and discount; each of them once."""
    if agreed is None or not agreed.holds:
        return NOTHING_HELD
    left = list(agreed.lines)
    found: dict[int, AgreedLine] = {}
    for place, (line, item, part) in enumerate(zip(lines, goods, parts, strict=True)):
        price = price_of(part, item.price_e4 if item else 0, line.unit_price_e4)
        what = (line.product_id, line.quantity, price, part.discount_minor)
        same = next((one for one in left if one.what == what), None)
        if same is not None:
            left.remove(same)
            found[place] = same
    return Held(found, bool(found) and not left, agreed.off_minor, agreed.off_by_rule)
