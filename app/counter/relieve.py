"""Taxing a sale by another regime than the customer's: a manager's right, with a reason that the journal keeps."""

from __future__ import annotations

from app.catalog.book import book
from app.core.actor import Actor, NotPermitted
from app.core.command import note
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.counter.sale import Sale

RIGHT = "orders.relieve_tax"


class ReasonMissing(Refusal):
    """Nobody said why the customer is taxed otherwise."""


def regime_for(by: Actor, sale: Sale, usual_id: int | None) -> int | None:
    """The regime that a sale is taxed by, as a step: one that was chosen by hand stands in the journal with its reason."""
    chosen = check_regime(by, sale, usual_id)
    if chosen != usual_id and chosen is not None:
        note(regime=book().taxes.regimes[chosen].name, regime_reason=sale.regime_reason.strip()[:200])
    return chosen


def check_regime(by: Actor, sale: Sale, usual_id: int | None) -> int | None:
    """The regime that holds; NotPermitted, ReasonMissing and NotFound when it was chosen by hand in vain."""
    if sale.regime_id is None or sale.regime_id == usual_id:
        return usual_id
    regime = book().taxes.regimes.get(sale.regime_id)
    if regime is None:
        raise NotFound("tax_regime", sale.regime_id)
    if not sale.regime_reason.strip():
        raise ReasonMissing(_("Say why {regime} holds for this sale.").format(regime=regime.name))
    if not by.may(RIGHT):
        raise NotPermitted(RIGHT, _("A manager has to allow {regime}.").format(regime=regime.name))
    return regime.id
