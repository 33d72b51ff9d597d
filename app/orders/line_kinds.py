"""What a line of an order is: goods, or something that goes with goods; the one place that tells lines apart."""

from __future__ import annotations

from enum import StrEnum


class LineKind(StrEnum):
    """The role of a line; those that follow another line name its number in `of_no`."""

    GOODS = "goods"
    FREE = "free"  # sold under words and a price that were typed
    GIFT_CARD = "gift_card"  # puts its amount on a card: owed, not sold
    DEPOSIT = "deposit"  # a bottle or crate, paid back when it comes back empty
    WRAP = "wrap"  # gift wrap: a service for one line, or for all of them
    OPTION = "option"  # chosen with its goods: another grind, an engraving with its words in `note`
    PART = "part"  # lies in a kit, which is what is paid for


FIXED = frozenset({LineKind.GIFT_CARD, LineKind.DEPOSIT, LineKind.PART})  # no offer or discount of the order touches it
FOLLOWS = frozenset(
    {LineKind.DEPOSIT, LineKind.WRAP, LineKind.OPTION, LineKind.PART}
)  # goes with its line, and with it away


def kind_of(said: LineKind | str, *, is_gift_card: bool, is_deposit: bool) -> LineKind:
    """The kind of a line: what was said of it, else what its product is."""
    if said != LineKind.GOODS:
        return LineKind(said)
    return LineKind.GIFT_CARD if is_gift_card else LineKind.DEPOSIT if is_deposit else LineKind.GOODS


def pieces_of(kind: LineKind | str, quantity: int, unit: str) -> int:
    """How many pieces a line counts as: what is weighed or measured off one; parts, options and services none."""
    if kind in (LineKind.PART, LineKind.WRAP, LineKind.OPTION):
        return 0
    return quantity if unit == "piece" else 1


def option_words(name: str, words: str = "") -> str:
    """What an option is called below its goods: + Engraving: Anna."""
    return f"+ {name}: {words}" if words else f"+ {name}"
