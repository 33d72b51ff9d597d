"""An order's timeline: journal rows, messages, papers and what happened on the way, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from app.core import journal, outbox
from app.core.i18n import N_, _
from app.delivery.models import Shipment, ShipmentEvent
from app.orders.models import Fulfillment
from app.overview.words import GOODS, MESSAGES, say, words_for


class Moment(NamedTuple):
    """One thing that happened; `group` is goods, money, messages or other, `who` the person, `where` the station."""

    at: int
    icon: str
    tone: str
    group: str
    title: str
    detail: str
    who: str
    where: str = ""


_MESSAGES = {"mail": "envelope-simple", "sms": "chat-text", "message": "chat-text", "notice": "chat-text"}
_PAPERS = {"label": "tag", "packing_slip": "printer", "invoice": "file-pdf", "return_slip": "printer"}
_STATES = {
    "queued": ("grey", N_("waits")), "sent": ("sky", N_("on its way")), "done": ("grey", N_("sent")),
    "failed": ("bad", N_("failed")), "unknown": ("warn", N_("nobody knows whether it arrived")),
    "withdrawn": ("grey", N_("taken back")),
}  # fmt: skip
_ON_THE_WAY = {
    "left": ("truck", "sky", N_("Left the shop")), "scanned": ("map-pin-fill", "sky", N_("Seen on the way")),
    "late": ("warning-circle-fill", "bad", N_("Late")), "tried": ("warning-circle-fill", "warn", N_("Tried")),
    "delivered": ("check-circle-fill", "ok", N_("Delivered")), "collected": ("handshake", "ok", N_("Collected")),
    "refused": ("x-circle-fill", "bad", N_("Refused at the door")),
    "not_home": ("x-circle-fill", "warn", N_("Nobody at home")), "lost": ("warning-circle-fill", "bad", N_("Lost")),
}  # fmt: skip


def timeline_of(order_id: int) -> tuple[Moment, ...]:
    """Everything that happened to an order, newest first; the same thing said twice in a row is said once."""
    moments = [*_acts(order_id), *_wishes(order_id), *_way(order_id)]
    moments.sort(key=lambda moment: -moment.at)  # a stable sort: what comes from one source keeps its order
    kept: list[Moment] = []
    for moment in moments:
        if not kept or kept[-1][1:] != moment[1:]:
            kept.append(moment)
    return tuple(kept)


def _acts(order_id: int) -> Iterator[Moment]:
    for event in journal.story("order", order_id):
        words = words_for(event.what)
        title, detail = say(event.what, event.body.get("facts", {}))
        approved = event.body.get("approved")
        if approved:
            allowed = _("allowed by {name}").format(name=approved["by"])
            detail = f"{detail} · {allowed}" if detail else allowed
        yield Moment(
            event.at, words.icon, words.tone, words.group, title, detail, event.body.get("who", ""), event.station
        )


def _wishes(order_id: int) -> Iterator[Moment]:
    for wish in reversed(outbox.of_order(order_id)):
        icon = _MESSAGES.get(wish.kind) or _PAPERS.get(wish.kind)
        if icon is None:  # receipts and the drawer belong to the sale, which is told already
            continue
        tone, state = _STATES[wish.state]
        group = MESSAGES if wish.kind in _MESSAGES else GOODS
        detail = _(state) if not wish.reason else f"{_(state)} · {wish.reason}"
        yield Moment(wish.finished_at or wish.created_at, icon, tone, group, wish.title, detail, "", wish.station)


def _way(order_id: int) -> Iterator[Moment]:
    query: Any = (
        ShipmentEvent.select(ShipmentEvent.at, ShipmentEvent.kind, ShipmentEvent.text, ShipmentEvent.who)
        .join(Shipment).join(Fulfillment)
        .where(Fulfillment.order == order_id).order_by(ShipmentEvent.at.desc(), ShipmentEvent.id.desc()).tuples()
    )  # fmt: skip
    for at, kind, text, who in query:
        icon, tone, title = _ON_THE_WAY.get(kind, ("truck", "sky", N_("On the way")))
        yield Moment(at, icon, tone, GOODS, _(title), text, who)
