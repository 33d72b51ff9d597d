"""The lines of a quote as they are priced when it is made: those of a ticket, or of a phone order with its charges."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.catalog.models import Product
from app.core.command import acting
from app.core.i18n import _
from app.counter.ticket import Ticket
from app.orders.agreed import AgreedLine
from app.orders.charges import charges_in
from app.orders.choices import check_options
from app.orders.draft import OrderDraft, check_sums, kind_in, look_up, price_draft
from app.orders.given import names_of, offers_in, price_of
from app.orders.line_kinds import pieces_of
from app.orders.place import check_draft, check_told, opened
from app.orders.pricing import PricedLine

Lines = list[dict[str, Any]]
CHARGES = ("delivery", "fee")  # the kinds of those that are no line of an order


class Quoted(NamedTuple):
    """What is quoted: the lines with what they cost, the pieces, the total, and the coupons that helped to it."""

    lines: Lines
    pieces: int
    total_minor: int
    opened: list[str]


def quoted_ticket(ticket: Ticket) -> Quoted:
    """What stands on a ticket."""
    totals = ticket.totals()
    lines = []
    for line, part in zip(ticket.lines, totals.lines, strict=True):
        item, off = line.item, ticket.discount_of(line)
        lines.append(
            {
                "kind": item.kind.value, "product": item.product_id, "sku": item.sku, "name": item.name,
                "name_zh": item.name_zh, "unit": item.unit, "quantity": line.quantity, "price_per": item.price_per,
                "discount_name": names_of(part) or off.name, "note": line.note,
                **_prices(part, item.price_e4, line.unit_price_e4, by_person=not off.by_rule), **_figures(part),
            }
        )  # fmt: skip
    given = offers_in(totals)
    opened = [coupon.code for coupon in ticket.coupons if coupon.promotion_id in given]
    return Quoted(lines, ticket.pieces, totals.total_minor, opened)


def quoted_draft(draft: OrderDraft) -> Quoted:
    """What stands on a phone order, delivery and fee behind it.

    WrongOptions when something has still to be chosen, TotalChanged when it costs another sum than the caller was told,
    NotPermitted when whoever makes the quote may not give it at these prices.
    """
    goods = look_up(draft.lines)
    check_options(draft.lines)
    priced = price_draft(draft, goods)
    check_sums(priced, draft.delivery_minor, draft.fee_minor)
    check_told(draft, priced)
    check_draft(acting(), draft, goods, priced)
    ids = [line.product_id for line in draft.lines]
    names = dict(Product.select(Product.id, Product.name_zh).where(Product.id.in_(ids)).tuples())
    lines: Lines = []
    pieces = 0
    for line, item, part in zip(draft.lines, goods, priced.lines, strict=True):
        assert item is not None, "every line of a call has a product"
        kind = kind_in(line, item)
        pieces += pieces_of(kind, line.quantity, item.unit)
        by_person = bool(line.discount_minor or line.discount_bp)
        lines.append(
            {
                "kind": kind.value, "product": line.product_id, "sku": item.sku, "name": line.name or item.name,
                "name_zh": "" if line.name else names.get(line.product_id, ""), "unit": item.unit,
                "quantity": line.quantity, "price_per": item.price_per,
                "discount_name": names_of(part) or line.discount_name, "note": line.note,
                **_prices(part, item.price_e4, line.unit_price_e4, by_person=by_person), **_figures(part),
            }
        )  # fmt: skip
    kinds = [kind for kind, amount in zip(CHARGES, (draft.delivery_minor, draft.fee_minor), strict=True) if amount]
    assert len(kinds) == len(charges_in(draft.delivery_minor, draft.fee_minor))
    lines += [_charge(kind, part) for kind, part in zip(kinds, priced.charges, strict=True)]
    return Quoted(lines, pieces, priced.total_minor, opened(draft, priced))


def agreed_lines(lines: Lines) -> tuple[AgreedLine, ...]:
    """The goods of a quote as they were agreed; one that was made before this was kept has none."""
    return tuple(
        AgreedLine(
            line["product"], line["quantity"], line["unit_price_e4"], line["discount_minor"], line["listed_e4"],
            line["by_person"],
        )
        for line in lines if "product" in line
    )  # fmt: skip


def off_whole(lines: Lines) -> int:
    """What was given off the whole quote."""
    return sum(line["amount_minor"] - line["total_minor"] for line in lines)


def name_of_charge(kind: str) -> str:
    """A charge in the language spoken now."""
    return _("Delivery") if kind == "delivery" else _("Fee")


def _charge(kind: str, part: PricedLine) -> dict[str, Any]:
    return {
        "kind": kind, "sku": "", "name": "", "name_zh": "", "unit": "piece", "quantity": 1, "unit_price_e4": 0,
        "price_per": 1, "discount_name": "", "note": "", **_figures(part),
    }  # fmt: skip


def _prices(part: PricedLine, price_e4: int, asked_e4: int | None, *, by_person: bool) -> dict[str, Any]:
    """What a unit costs, and what it would cost by the shop's rules; and whether a person gave what is off it."""
    price = price_of(part, price_e4, asked_e4)
    return {
        "unit_price_e4": price, "listed_e4": price if asked_e4 is None else price_e4,
        "by_person": by_person and bool(part.discount_minor) and not part.offers,
    }  # fmt: skip


def _figures(part: PricedLine) -> dict[str, Any]:
    return {
        "discount_minor": part.discount_minor, "amount_minor": part.total_minor + part.order_discount_minor,
        "total_minor": part.total_minor, "tax_bp": part.tax_bp, "tax_minor": part.tax_minor,
        "taxes": [list(one) for one in part.parts], "added_minor": part.added_minor,
    }  # fmt: skip
