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


_MESSAGES = {"mail": "envelope-simple", "sms": "chat-text", "app": "bell-ringing"}  # the last one to the team
_PAPERS = {"label": "tag", "packing_slip": "printer", "invoice": "file-pdf", "credit_note": "file-pdf",
           "return_slip": "printer"}  # fmt: skip
_STATES = {
    "queued": ("grey", N_("waits")), "sent": ("sky", N_("on its way")), "done": ("grey", N_("sent")),
    "failed": ("bad", N_("failed")), "unknown": ("warn", N_("nobody knows whether it arrived")),
    "withdrawn": ("grey", N_("taken back")),
}  # fmt: skip
_ON_THE_WAY = {
    "left": ("truck", "sky", N_("Left the shop")), "scanned": ("map-pin-fill", "sky", N_("Seen on the way")),
    "on_shelf": ("storefront", "indigo", N_("Ready for pickup")),
    "not_collected": ("storefront", "warn", N_("Taken off the pickup shelf")),
    "late": ("warning-circle-fill", "bad", N_("Late")), "new_time": ("clock", "sky", N_("New time")),
    "tried": ("warning-circle-fill", "warn", N_("Tried")), "tracking": ("tag", "grey", N_("Tracking number put right")),
    "delivered": ("check-circle-fill", "ok", N_("Delivered")), "collected": ("handshake", "ok", N_("Collected")),
    "accepted": ("check-circle-fill", "ok", N_("Accepted by the customer")),
    "refused": ("x-circle-fill", "bad", N_("Refused at the door")),
    "not_home": ("x-circle-fill", "warn", N_("Nobody at home")), "lost": ("warning-circle-fill", "bad", N_("Lost")),
    "came_back": ("arrow-u-up-left", "grey", N_("Ready to go out again")),
    "returned": ("arrow-u-up-left", "grey", N_("Came back for good")),
}  # fmt: skip
SAME_MS = 2_000  # a command and the event on the way that it wrote are so close


def timeline_of(order_id: int) -> tuple[Moment, ...]:
    """Everything that happened to an order, newest first; the same thing said twice in a row is said once."""
    way = list(_way(order_id))
    moments = [*_acts(order_id, {moment.at // SAME_MS for moment in way}), *_wishes(order_id), *way]
    moments.sort(key=lambda moment: -moment.at)  # a stable sort: what comes from one source keeps its order
    kept: list[Moment] = []
    for moment in moments:
        if not kept or kept[-1][1:] != moment[1:]:
            kept.append(moment)
    return tuple(kept)


def _acts(order_id: int, told: set[int]) -> Iterator[Moment]:
    """Journal rows; those of the delivery that wrote an event of their own (`told` at that time) are left to it."""
    for event in journal.story("order", order_id):
        near = {event.at // SAME_MS, (event.at - SAME_MS // 2) // SAME_MS}
        if event.what.startswith("delivery.") and near & told:
            continue
        words = words_for(event.what)
        title, detail = say(event.what, event.body.get("facts", {}))
        approved = event.body.get("approved")
        if approved:
            names = [*(one["by"] for one in event.body.get("approved_before", ())), approved["by"]]
            allowed = _("allowed by {name}").format(name=", ".join(dict.fromkeys(names)))
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
