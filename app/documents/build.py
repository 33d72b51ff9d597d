"""The one door to papers: every kind filled from the store, and the paper that a wish in the outbox asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.i18n import _
from app.core.outbox import Wish
from app.core.refusal import Refusal
from app.documents.bills import invoice, receipt
from app.documents.credit_paper import credit_note
from app.documents.debt_papers import account_receipt
from app.documents.lists import command_cards, pick_list, purchase_paper, run_sheet, shelf_labels
from app.documents.papers import Paper
from app.documents.parcels import packing_slip, pickup_slip, return_slip, shipping_label
from app.documents.proof import packing_proof
from app.documents.quotes import quote
from app.documents.till import cash_slip, x_report, z_report

__all__ = [
    "PAPER_KINDS", "NotAPaper", "account_receipt", "cash_slip", "command_cards", "credit_note", "invoice",
    "packing_slip", "paper_for", "papers_of",
    "pick_list", "pickup_slip", "purchase_paper", "quote", "receipt", "register_paper", "return_slip", "run_sheet",
    "shelf_labels", "shipping_label", "x_report", "z_report",
]  # fmt: skip


class NotAPaper(Refusal):
    """This wish is for something else than paper."""


Facts = dict[str, Any]

_BUILDERS: dict[str, Callable[[Facts, int], Paper]] = {
    "receipt": lambda facts, copy: receipt(facts["order_id"], copy=copy, number=facts.get("receipt", "")),
    "gift_receipt": lambda facts, copy: receipt(
        facts["order_id"], copy=copy, gift=True, number=facts.get("receipt", "")
    ),
    "label": lambda facts, copy: shipping_label(facts["parcel_id"], copy=copy),
    "packing_slip": lambda facts, copy: packing_slip(facts["parcel_id"], copy=copy),
    "packing_proof": lambda facts, copy: packing_proof(facts["order_id"], copy=copy),
    "pickup_slip": lambda facts, copy: pickup_slip(facts["fulfillment_id"], copy=copy),
    "return_slip": lambda facts, copy: return_slip(facts["return_id"], copy=copy),
    "pick_list": lambda facts, copy: pick_list(facts["batch_id"], copy=copy),
    "run_sheet": lambda facts, copy: run_sheet(facts["run_id"], copy=copy),
    "shelf_label": lambda facts, copy: shelf_labels([facts["product_id"]])[0],
    "invoice": lambda facts, copy: invoice(facts["order_id"], copy=copy),
    "credit_note": lambda facts, copy: credit_note(facts["credit_note"], copy=copy),
    "quote": lambda facts, copy: quote(facts["quote_id"], copy=copy),
    "purchase": lambda facts, copy: purchase_paper(facts["purchase_id"], copy=copy),
    "cash_slip": lambda facts, copy: cash_slip(facts["move_id"], copy=copy),
    "account_receipt": lambda facts, copy: account_receipt(facts["receipt"], copy=copy),
    "x_report": lambda facts, copy: x_report(facts["report"], copy=copy),
    "z_report": lambda facts, copy: z_report(facts["shift_id"], copy=copy),
}  # fmt: skip

PAPER_KINDS = frozenset(_BUILDERS) | {"shelf_labels", "report"}  # reports come from a room above


def register_paper(kind: str, build: Callable[[Facts, int], Paper]) -> None:
    """Add a paper of a room above, filled from the facts of its wish and the number of the copy."""
    assert kind not in _BUILDERS, f"two papers are called {kind}"
    _BUILDERS[kind] = build


def paper_for(wish: Wish) -> Paper:
    """The paper that a wish asks for, marked COPY when it says so; NotAPaper, or NotFound when its record is gone."""
    return papers_of(wish.kind, wish.payload)[0]


def papers_of(kind: str, facts: Facts) -> list[Paper]:
    """All papers of a kind with the facts of its wish: one, or a label for each of several products."""
    if kind == "shelf_labels":
        return list(shelf_labels(facts["product_ids"]))
    build = _BUILDERS.get(kind)
    if build is None:
        raise NotAPaper(_("This is not printed on paper."), kind=kind)
    return [build(facts, int(facts.get("copy", 0)))]
