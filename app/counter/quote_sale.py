"""A quote of a call as a ticket: the caller came into the shop and takes the goods along, nothing is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

from app.catalog.codes import hit_of
from app.catalog.coupons import find_coupon
from app.core import clock
from app.counter.followers import with_followers
from app.counter.lines import Buyer, Sellable, State, TicketCoupon, TicketLine, TicketOption
from app.counter.lookup import sellable
from app.counter.models import Quote, QuoteState
from app.counter.quote_lines import CHARGES, Lines
from app.counter.ticket_lines import plain_state
from app.customers.models import Customer
from app.customers.queries import customer_card
from app.inventory.queries import sellables
from app.orders.line_kinds import LineKind


class CallQuote(NamedTuple):
    """A quote of a call that can be taken in two ways; `short` are the names of goods that are not all here."""

    number: str
    customer_name: str
    total_minor: int
    charges_minor: int
    short: tuple[str, ...]

    @property
    def goods_minor(self) -> int:
        """What it costs when the customer takes the goods along."""
        return self.total_minor - self.charges_minor


def quote_of_call(number: str) -> CallQuote | None:
    """An open quote that a call made; None when a ticket made it, or it was taken."""
    quote = Quote.get_or_none(Quote.number == number.strip().upper(), Quote.state == QuoteState.OPEN)
    if quote is None or "call" not in quote.body:
        return None
    charges = sum(line["total_minor"] for line in quote.lines if line["kind"] in CHARGES)
    return CallQuote(quote.number, quote.customer_name, quote.total_minor, charges, tuple(_short(quote.lines)))


def _short(lines: Lines) -> Iterator[str]:
    """The goods that there are not as many of as were quoted."""
    wanted: dict[str, int] = {}
    products = {line["product"] for line in lines if "product" in line}
    there = {row.sku: row for row in sellables(products).values() if row.is_stocked}
    for line in lines:
        wanted[line["sku"]] = wanted.get(line["sku"], 0) + line["quantity"]
    for line in lines:
        row = there.get(line["sku"])
        if row is not None and row.available < wanted.pop(line["sku"], 0):
            yield line["name"]


def ticket_of_call(quote: Quote) -> tuple[dict[str, Any], Lines]:
    """The body of a ticket with a call's goods at the prices of the moment, and its quoted lines in the ticket's order."""
    call = quote.body["call"]
    quoted = [line for line in quote.lines if line["kind"] not in CHARGES]
    followers = iter(quoted[len(call["lines"]) :])
    lines: tuple[TicketLine, ...] = ()
    in_order: Lines = []
    next_no = 1
    for line, part in zip(call["lines"], quoted, strict=False):
        first = _line(line, next_no)
        wrap = (_wrap(line, next_no + 1, first.no),) if line.get("wrap") else ()
        mine, next_no = with_followers((first, *wrap), next_no + 1 + len(wrap))
        lines += mine
        in_order += [part, *(next(followers) for _follower in mine[1:])]
    by_hand = call.get("by_hand") or (None, "", "")
    state = State(
        lines, buyer=_buyer(call["customer_id"]), note=call["note"] if call["customer_id"] else _named(call),
        discount_name=call.get("off_name") or call.get("group", ""), coupons=_coupons(call), regime_id=by_hand[0],
        regime_reason=by_hand[2],
    )  # fmt: skip
    body = {"uid": str(uuid4()), "started_at": clock.now_ms(), "state": plain_state(state), "number": 0}
    return body, in_order


def _line(line: dict[str, Any], no: int) -> TicketLine:
    kind = LineKind(line["kind"])
    item = sellable(hit_of(line["product_id"]))
    deposit = tuple(_item(line["deposit"][0])) if line.get("deposit") else ()
    item = item._replace(deposit=deposit) if kind is LineKind.GOODS else item._replace(kind=kind, deposit=())
    if kind is LineKind.FREE:
        item = item._replace(name=line["name"], name_zh="")
    options = tuple(
        TicketOption(_item(one["product_id"])._replace(kind=LineKind.OPTION, deposit=()), one["words"])
        for one in line.get("options", ())
    )
    return TicketLine(
        no, item, line["quantity"], line["named_price_e4"], line["off_minor"], line["discount_bp"], line["off_name"],
        note=line["note"] if kind is LineKind.WRAP else "", at=clock.now_ms(), options=options,
    )  # fmt: skip


def _wrap(line: dict[str, Any], no: int, of: int) -> TicketLine:
    item = _item(line["wrap"][0])._replace(kind=LineKind.WRAP, deposit=())
    return TicketLine(no, item, 1, note=line["note"], of=of, at=clock.now_ms())


def _item(product_id: int) -> Sellable:
    return sellable(hit_of(product_id))


def _buyer(customer_id: int | None) -> Buyer | None:
    """The caller; nobody when the record is gone."""
    if not customer_id or not Customer.select().where(Customer.id == customer_id).exists():
        return None
    row = customer_card(customer_id).row
    return Buyer(row.id, row.name, row.discount_bp, row.group, row.group_id, row.regime_id)


def _named(call: dict[str, Any]) -> str:
    """The note of a call with the name of somebody who is in no book."""
    return " · ".join(filter(None, (call["name"], call["note"])))


def _coupons(call: dict[str, Any]) -> tuple[TicketCoupon, ...]:
    hits = (find_coupon(code) for code, _promotion in call["coupons"])
    return tuple(TicketCoupon(hit.code, hit.promotion_id, hit.name) for hit in hits if hit is not None)
