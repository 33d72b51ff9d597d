"""The stages of an order's way: what is done, where it is now, and what is expected of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from app.orders.queries import OrderDetail
from app.orders.states import FulfillmentState, Method, OrderState
from app.payments.queries import OrderMoney

if TYPE_CHECKING:
    from app.overview.order_story import DeliveryCard

_F, _O = FulfillmentState, OrderState


class Stage(NamedTuple):
    """One stage of the order's way; `state` is done, now or later, `detail` what is expected or happened."""

    key: str
    title: str
    state: str
    at: int | None
    detail: str = ""


def _all_done(times: list[int | None]) -> int | None:
    """When the last of all parts did it; None while one has not."""
    known = [at for at in times if at is not None]
    return max(known) if known and len(known) == len(times) else None


_TITLES = {
    "placed": N_("Placed"), "confirmed": N_("Confirmed"), "picked": N_("Picked"), "packed": N_("Packed"),
    "left": N_("On the way"), "accepted": N_("Accepted"), "settled": N_("Settled"), "closed": N_("Closed"),
}  # fmt: skip


def stages_of(order: OrderDetail, money: OrderMoney, deliveries: tuple[DeliveryCard, ...]) -> tuple[Stage, ...]:
    """The stage line; the first one that is not done is where the order is now."""
    parts = [part for part in order.fulfillments if part.state not in (_F.CANCELLED, _F.RETURNED)]
    taken = order.method == Method.TAKEN
    settled_at = (order.completed_at or order.confirmed_at) if money.owed_minor <= 0 else None
    times: dict[str, int | None] = {"placed": order.placed_at}
    if not taken:
        times |= {
            "confirmed": order.confirmed_at, "picked": _all_done([part.picked_at for part in parts]),
            "packed": _all_done([part.packed_at for part in parts]),
            "left": _all_done([part.left_at for part in parts]),
        }  # fmt: skip
    times |= {
        "accepted": order.completed_at if taken else _all_done([part.accepted_at for part in parts]),
        "settled": settled_at, "closed": order.closed_at,
    }  # fmt: skip
    details = _expected(order, money, deliveries)
    stages, reached = [], True
    for key, at in times.items():
        title = _("Ready for pickup") if key == "left" and order.method == Method.PICKUP else _(_TITLES[key])
        state = "done" if at is not None else "now" if reached and order.state not in _ENDED else "later"
        reached = reached and at is not None
        stages.append(Stage(key, title, state, at, details.get(key, "") if at is None else ""))
    return tuple(stages)


_ENDED = frozenset({_O.CANCELLED, _O.ARCHIVED})


def _expected(order: OrderDetail, money: OrderMoney, deliveries: tuple[DeliveryCard, ...]) -> dict[str, str]:
    """What stands under stages that are still to come."""
    details: dict[str, str] = {}
    eta = next((card.eta_at for card in deliveries if card.eta_at), None)
    if eta:
        details["accepted"] = _("ETA {time}").format(time=clock.format_clock(eta))
    elif order.promised_at:
        details["accepted"] = clock.format_moment(order.promised_at)
    if money.owed_minor > 0:
        due = format_money(money.owed_minor)
        details["settled"] = _("COD {amount}").format(amount=due) if money.status == "cod_due" else due
    return details
