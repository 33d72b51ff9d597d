"""The lines of a quote as they are priced when it is made: those of a ticket, or of a phone order with its charges."""

from __future__ import annotations

from typing import Any

from app.catalog.models import Product
from app.core.i18n import _
from app.counter.ticket import Ticket
from app.orders.charges import charges_in
from app.orders.choices import check_options
from app.orders.draft import OrderDraft, check_sums, kind_in, look_up, price_draft
from app.orders.given import names_of, price_of
from app.orders.line_kinds import pieces_of
from app.orders.place import check_told
from app.orders.pricing import PricedLine

Lines = list[dict[str, Any]]
CHARGES = ("delivery", "fee")  # the kinds of those that are no line of an order


def lines_of_ticket(ticket: Ticket) -> Lines:
    """What stands on a ticket, each line with what it costs."""
    return [
        {
            "kind": line.item.kind.value,
            "sku": line.item.sku, "name": line.item.name, "name_zh": line.item.name_zh, "unit": line.item.unit,
            "quantity": line.quantity, "unit_price_e4": price_of(part, line.item.price_e4, line.unit_price_e4),
            "price_per": line.item.price_per, "discount_name": names_of(part) or ticket.discount_of(line).name,
            "note": line.note, **_figures(part),
        }
        for line, part in zip(ticket.lines, ticket.totals().lines, strict=True)
    ]  # fmt: skip


def lines_of_draft(draft: OrderDraft) -> tuple[Lines, int, int]:
    """What stands on a phone order, delivery and fee behind it; with the pieces and the total.

    WrongOptions when something has still to be chosen, TotalChanged when it costs another sum than the caller was told.
    """
    goods = look_up(draft.lines)
    check_options(draft.lines)
    priced = price_draft(draft, goods)
    check_sums(priced, draft.delivery_minor, draft.fee_minor)
    check_told(draft, priced)
    ids = [line.product_id for line in draft.lines]
    names = dict(Product.select(Product.id, Product.name_zh).where(Product.id.in_(ids)).tuples())
    lines: Lines = []
    pieces = 0
    for line, item, part in zip(draft.lines, goods, priced.lines, strict=True):
        assert item is not None, "every line of a call has a product"
        kind = kind_in(line, item)
        pieces += pieces_of(kind, line.quantity, item.unit)
        lines.append(
            {
                "kind": kind.value, "sku": item.sku, "name": line.name or item.name,
                "name_zh": "" if line.name else names.get(line.product_id, ""), "unit": item.unit,
                "quantity": line.quantity, "unit_price_e4": price_of(part, item.price_e4, line.unit_price_e4),
                "price_per": item.price_per, "discount_name": names_of(part) or line.discount_name,
                "note": line.note, **_figures(part),
            }
        )  # fmt: skip
    kinds = [kind for kind, amount in zip(CHARGES, (draft.delivery_minor, draft.fee_minor), strict=True) if amount]
    assert len(kinds) == len(charges_in(draft.delivery_minor, draft.fee_minor))
    lines += [_charge(kind, part) for kind, part in zip(kinds, priced.charges, strict=True)]
    return lines, pieces, priced.total_minor


def name_of_charge(kind: str) -> str:
    """A charge in the language spoken now."""
    return _("Delivery") if kind == "delivery" else _("Fee")


def _charge(kind: str, part: PricedLine) -> dict[str, Any]:
    return {
        "kind": kind, "sku": "", "name": "", "name_zh": "", "unit": "piece", "quantity": 1, "unit_price_e4": 0,
        "price_per": 1, "discount_name": "", "note": "", **_figures(part),
    }  # fmt: skip


def _figures(part: PricedLine) -> dict[str, Any]:
    return {
        "discount_minor": part.discount_minor, "amount_minor": part.total_minor + part.order_discount_minor,
        "total_minor": part.total_minor, "tax_bp": part.tax_bp, "tax_minor": part.tax_minor,
        "taxes": [list(one) for one in part.parts], "added_minor": part.added_minor,
    }  # fmt: skip
