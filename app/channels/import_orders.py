"""Imports: a file is judged order by order into a staging table, looked at, and taken in one transaction.

Taking a file twice adds nothing: each order of a shop bears its own key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from app.channels.match import customer_of, draft_of, known_customer, match_products
from app.channels.models import Import, ImportRow, ImportState
from app.channels.web_order import Oddity, WebOrder
from app.channels.web_taxes import with_taxes
from app.core import canonical, clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.money import currency, minor_digits, round_div
from app.core.refusal import NotFound, StateChanged
from app.orders.completeness import check_draft
from app.orders.confirm import settle_placed
from app.orders.draft import OrderDraft, price_draft
from app.orders.models import Order
from app.orders.place import place
from app.orders.states import OrderState
from app.payments.pay import record_online_payment

NEW, KNOWN, HELD, REFUSED = "new", "known", "held", "refused"
TAX_DOUBTS = frozenset({"regime_tax", "tax_too_large"})  # what somebody has to look at
AT_ONCE = 500  # keys asked for in one statement


class Taken(NamedTuple):
    """What became of the orders of a file; `held` wait for somebody, in review or because something is missing."""

    new: int
    known: int
    held: int
    refused: int


@command("channels.import_preview")
def preview_orders(by: Actor, source: str, file_name: str, rows: tuple[WebOrder, ...]) -> int:
    """Judge the orders of a file without taking any; returns the id of the import, to be looked at and taken."""
    contents = [canonical.encode(order) for order in rows]
    digest = hashlib.sha256("\n".join(contents).encode()).hexdigest()
    import_id = Import.insert(
        source=source, file_name=file_name[:200], digest=digest, state=ImportState.PREVIEW, who=by.name,
        made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    verdicts = _judge(source, rows)
    staged = [
        {
            "import_": import_id, "line_no": order.line_no, "name": order.name[:60] or f"({order.line_no})",
            "verdict": verdict, "reasons": [{"code": odd.code, "facts": odd.facts} for odd in odd_ones],
            "content": canonical.decode(content),
        }
        for order, content, (verdict, odd_ones) in zip(rows, contents, verdicts, strict=True)
    ]  # fmt: skip
    for start in range(0, len(staged), 100):
        ImportRow.insert_many(staged[start : start + 100]).execute()
    touch("import", int(import_id))
    note(import_id=int(import_id), file=file_name[:200], source=source, orders=len(rows))
    return int(import_id)


@command("channels.import_take")
def take_import(by: Actor, import_id: int) -> Taken:
    """Take the new and doubtful orders of a previewed file, all or none.

    Orders that contradict themselves go to review, incomplete ones wait as placed.  An import that was taken before
    adds nothing; StateChanged when it was dropped.
    """
    record = Import.get_or_none(Import.id == import_id)
    if record is None:
        raise NotFound("import", import_id)
    values = {"state": ImportState.TAKEN, "taken_at": clock.now_ms()}
    first = Import.update(values).where(Import.id == import_id, Import.state == ImportState.PREVIEW).execute()
    if not first and record.state == ImportState.DROPPED:
        raise StateChanged("import", import_id)
    rows = list(ImportRow.select().where(ImportRow.import_ == import_id).order_by(ImportRow.line_no, ImportRow.id))
    wanted = [row for row in rows if row.verdict in (NEW, HELD)]
    orders = {row.id: canonical.decode_as(canonical.encode(row.content), WebOrder) for row in wanted}
    known = _known(record.source, orders.values())
    products = match_products(orders.values())
    states = []
    for row in wanted:
        order = orders[row.id]
        if _key(record.source, order) in known:
            continue
        states.append(_take(record.source, row, order, products))
    touch("import", import_id)
    held = sum(state != OrderState.CONFIRMED for state in states)
    refused = sum(row.verdict == REFUSED for row in rows)
    taken = Taken(len(states) - held, len(rows) - len(states) - refused, held, refused)
    note(import_id=import_id, **taken._asdict())
    return taken


@command("channels.import_drop")
def drop_import(by: Actor, import_id: int) -> None:
    """Put a previewed file aside without taking anything."""
    values = {"state": ImportState.DROPPED, "taken_at": clock.now_ms()}
    if not Import.update(values).where(Import.id == import_id, Import.state == ImportState.PREVIEW).execute():
        raise StateChanged("import", import_id)
    touch("import", import_id)
    note(import_id=import_id)


def _take(source: str, row: ImportRow, order: WebOrder, products: dict[str, Any]) -> OrderState:
    draft, _odd = draft_of(order, products)
    customer = customer_of(order)
    draft, taxes_odd = with_taxes(order, replace(draft, import_key=_key(source, order)), customer)
    reasons = [reason for reason in row.reasons if reason["code"] not in TAX_DOUBTS]  # the regime may be another by now
    reasons += [{"code": odd.code, "facts": odd.facts} for odd in taxes_odd if not odd.is_notice]
    placed = place(replace(draft, customer_id=customer, doubts=_doubts(reasons)), checked=False)
    paid = placed.total_minor if order.total_e4 is None else to_minor(order.total_e4)
    if order.is_paid and paid > 0:  # what the web shop took, also where its lines say otherwise
        record_online_payment(placed.order_id, paid, _key(source, order))
    ImportRow.update(order_ref=placed.order_id).where(ImportRow.id == row.id).execute()
    return settle_placed(placed.order_id)


def _judge(source: str, rows: tuple[WebOrder, ...]) -> list[tuple[str, list[Oddity]]]:
    """The verdict about each order, with what is odd about it."""
    known, products, seen = _known(source, rows), match_products(rows), set()
    verdicts = []
    for order in rows:
        key = _key(source, order)
        if key in known or key in seen:
            verdicts.append((KNOWN, [Oddity("known" if key in known else "in_file_twice")]))
            continue
        seen.add(key)
        draft, odd = draft_of(order, products)
        if order.currency and order.currency != currency():
            odd.append(Oddity("currency", {"currency": order.currency, "own": currency()}, refuses=True))
        refused = any(one.refuses for one in odd)
        if not refused:
            draft, taxes_odd = with_taxes(order, replace(draft, import_key=key), known_customer(order))
            odd += taxes_odd
            odd += _of_draft(order, draft, has_total=any(one.code == "total" for one in odd))
        verdicts.append((REFUSED if refused else HELD if any(not one.is_notice for one in odd) else NEW, odd))
    return verdicts


def _of_draft(order: WebOrder, draft: OrderDraft, *, has_total: bool) -> list[Oddity]:
    """What our own reckoning says: the total to the cent, and what is missing to confirm it."""
    found = []
    ours = price_draft(draft).total_minor
    if order.total_e4 is not None and not has_total and to_minor(order.total_e4) != ours:
        scale = 10 ** (4 - minor_digits())
        found.append(Oddity("total", {"lines_e4": ours * scale, "given_e4": order.total_e4}))
    return found + [Oddity("missing", {"sentence": doubt.sentence}) for doubt in check_draft(draft)]


def _doubts(reasons: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """What somebody has to approve: contradictions; what is merely missing can be put right without."""
    found = []
    for reason in reasons:
        facts = reason["facts"]
        if reason["code"] == "total":
            lines, given = to_minor(facts["lines_e4"]), to_minor(facts["given_e4"])
            found.append({"code": "total", "lines_minor": lines, "given_minor": given})
        elif reason["code"] in TAX_DOUBTS:
            found.append({"code": reason["code"], **_in_minor(facts)})
        elif reason["code"] in ("partly_refunded", "sent_partly"):
            found.append({"code": reason["code"]})
    return tuple(found)


def _in_minor(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a file as an order keeps them: amounts in minor units, words as they are."""
    return {
        name.replace("_e4", "_minor"): to_minor(value) if name.endswith("_e4") else value
        for name, value in facts.items()
    }  # fmt: skip


def to_minor(amount_e4: int) -> int:
    """An amount in 1/10,000 of the main unit as minor units, half up."""
    return round_div(amount_e4 * 10 ** minor_digits(), 10_000)


def _key(source: str, order: WebOrder) -> str:
    return f"{source}:{order.external_id or order.name}"[:120]


def _known(source: str, orders: Iterable[WebOrder]) -> set[str]:
    keys = [_key(source, order) for order in orders]
    found: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        query = Order.select(Order.import_key).where(Order.import_key.in_(keys[start : start + AT_ONCE]))
        found |= {key for (key,) in query.tuples()}
    return found
