"""What is known of an order when it is judged: plain values, gathered from the store or replayed from a file."""

from __future__ import annotations

from typing import Any, NamedTuple


class LineFacts(NamedTuple):
    """A line, and what was usual before: for its product in the shop, and of it for this customer (nought: unknown)."""

    name: str
    quantity: int
    total_minor: int
    usual_orders: int = 0
    usual_quantity: int = 0
    usual_largest: int = 0
    usual_value_minor: int = 0
    own_orders: int = 0
    own_largest: int = 0
    is_resold: bool = False  # on the shop's list of goods that are easily sold on


class Earlier(NamedTuple):
    """An order of the same customer before this one."""

    placed_at: int
    total_minor: int
    is_cancelled: bool
    order_id: int = 0
    was_refused: bool = False  # at the door


class Near(NamedTuple):
    """An order of somebody else a short while before, and what it has in common with this one."""

    placed_at: int
    order_id: int
    name: str
    same: str  # address, phone, email or card


class CardTry(NamedTuple):
    """One try to pay by card, as the web shop or the terminal told it."""

    brand: str
    last4: str
    is_accepted: bool
    at: int


class OnList(NamedTuple):
    """An entry of the trust or block list that fits the order."""

    is_trusted: bool
    what: str  # customer, phone, email, address or card
    value: str
    note: str


class OrderFacts(NamedTuple):
    """All that the rules look at; amounts in minor units, times in ms."""

    total_minor: int
    placed_at: int
    lines: tuple[LineFacts, ...]
    has_customer: bool = False
    earlier: tuple[Earlier, ...] = ()  # newest first
    is_cash_on_delivery: bool = False
    given_off_minor: int = 0
    list_minor: int = 0  # before anything was given off
    is_price_overridden: bool = False
    doubts: tuple[tuple[str, str], ...] = ()  # code, sentence
    contradictions: tuple[dict[str, Any], ...] = ()
    shop_orders: int = 0
    shop_value_minor: int = 0
    customer_name: str = ""
    email: str = ""
    near: tuple[Near, ...] = ()
    cards: tuple[CardTry, ...] = ()
    card_name: str = ""
    distance_km: int | None = None  # between billing and shipping
    billed_in: str = ""
    ships_to: str = ""
    express: str = ""  # the name of the fast service, if it was chosen
    phone_confirmed_at: int | None = None
    lists: tuple[OnList, ...] = ()
