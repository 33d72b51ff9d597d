"""What a web shop's order tells of the payment: cards that were tried, whose card it is, whether the bank asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.channels.web_order import moment_ms, plain

MOST_TRIES = 20
_TRIED = {"authorization", "sale", "capture"}
_ENDED = {"success": True, "failure": False, "error": False}
_YES = {"authenticated", "true", "yes", "succeeded", "success", "y"}


def of_shopify(order: Mapping[str, Any]) -> dict[str, Any]:
    """From `transactions` of the REST interface, where the export holds them, else from `payment_details`."""
    tries = [one for one in order.get("transactions") or [] if isinstance(one, Mapping)]
    cards: list[list[Any]] = []
    found: dict[str, Any] = {}
    for one in tries[:MOST_TRIES]:
        details, status = _mapping(one.get("payment_details")), str(one.get("status") or "").lower()
        if str(one.get("kind") or "").lower() not in _TRIED or status not in _ENDED or not _is_card(details):
            continue
        cards.append(_card(details, accepted=_ENDED[status], at=one.get("created_at")))
        if _ENDED[status]:
            found |= _named(details)
            found |= _three_d(_mapping(one.get("receipt")))
    details = _mapping(order.get("payment_details"))
    if not cards and _is_card(details):
        cards, found = [_card(details, accepted=True, at=order.get("created_at"))], _named(details)
    return found | ({"cards": cards} if cards else {})


def of_woocommerce(order: Mapping[str, Any]) -> dict[str, Any]:
    """From the order's metadata, as WooPayments writes them."""
    meta = {str(one.get("key")): one.get("value") for one in order.get("meta_data") or [] if isinstance(one, Mapping)}
    brand, last4 = plain(meta.get("_card_brand"), 24), _digits(meta.get("last4"))
    if not last4:
        return {}
    at = moment_ms(order.get("date_paid_gmt") or order.get("date_created_gmt"))
    return {"cards": [[brand, last4, bool(order.get("date_paid")), at]]}


def _mapping(value: Any) -> Mapping[str, Any]:
    """What should be an object of the file; an empty one where it is something else."""
    return value if isinstance(value, Mapping) else {}


def _is_card(details: Mapping[str, Any]) -> bool:
    return bool(_digits(details.get("credit_card_number")))


def _card(details: Mapping[str, Any], *, accepted: bool, at: Any) -> list[Any]:
    brand = plain(details.get("credit_card_company"), 24)
    return [brand, _digits(details.get("credit_card_number")), accepted, moment_ms(at) or 0]


def _named(details: Mapping[str, Any]) -> dict[str, Any]:
    name = plain(details.get("credit_card_name"), 80)
    return {"card_name": name} if name else {}


def _three_d(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Whether the card's bank asked its holder, in the words of the payment provider; left out when nobody says."""
    card = _mapping(_mapping(receipt.get("payment_method_details")).get("card"))
    told = _mapping(card.get("three_d_secure"))
    said = told.get("authenticated", told.get("result"))
    return {} if said is None else {"three_d_secure": str(said).lower() in _YES}


def _digits(number: Any) -> str:
    """The last four digits, all that may be kept of a card's number."""
    digits = "".join(letter for letter in str(number or "") if letter.isascii() and letter.isdigit())
    return digits[-4:] if len(digits) >= 4 else ""
