"""Taxing a sale or an order by another regime than the customer's: a manager's right, with a reason for the journal."""

from __future__ import annotations

from app.catalog.book import book
from app.core.actor import Actor, NotPermitted
from app.core.command import note
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal

RIGHT = "orders.relieve_tax"


class ReasonMissing(Refusal):
    """Nobody said why the customer is taxed otherwise."""


def regime_for(by: Actor, asked_id: int | None, reason: str, usual_id: int | None) -> int | None:
    """The regime that holds, as a step: one that was chosen by hand stands in the journal with its reason."""
    chosen = check_regime(by, asked_id, reason, usual_id)
    if chosen != usual_id and chosen is not None:
        note(regime=book().taxes.regimes[chosen].name, regime_reason=reason.strip()[:200])
    return chosen


def check_regime(by: Actor, asked_id: int | None, reason: str, usual_id: int | None) -> int | None:
    """The regime that holds; NotPermitted, ReasonMissing and NotFound when it was chosen by hand in vain."""
    if asked_id is None or asked_id == usual_id:
        return usual_id
    regime = book().taxes.regimes.get(asked_id)
    if regime is None:
        raise NotFound("tax_regime", asked_id)
    if not reason.strip():
        raise ReasonMissing(_("Say why {regime} holds for this sale.").format(regime=regime.name))
    if not by.may(RIGHT):
        raise NotPermitted(RIGHT, _("A manager has to allow {regime}.").format(regime=regime.name))
    return regime.id
