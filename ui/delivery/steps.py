"""One status on: which sheet or step follows for a delivery, by its state and the way it travels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from ui.delivery.accept_sheet import ask_acceptance
from ui.delivery.carrier_sheet import ask_carrier
from ui.delivery.door_sheets import DoorSheet, ask_again
from ui.delivery.run_sheets import ask_run
from ui.delivery.shelf_sheets import CollectSheet, ask_shelf

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Step(NamedTuple):
    """What F9 says, and its icon."""

    key: str
    title: str
    icon: str


_STEPS = {
    "shelve": Step("shelve", N_("Put on the shelf"), "storefront"),
    "run": Step("run", N_("Put on a run"), "truck"),
    "leave": Step("leave", N_("Show the run"), "truck"),
    "carrier": Step("carrier", N_("Hand to a carrier"), "package"),
    "deliver": Step("deliver", N_("Deliver"), "check-bold"),
    "collect": Step("collect", N_("Hand over"), "handshake"),
    "accept": Step("accept", N_("Check acceptance"), "check-bold"),
    "again": Step("again", N_("Decide"), "arrow-right-bold"),
}


def next_step(card: Any) -> Step | None:
    """The next step of a delivery; None when it is finished or not packed yet."""
    if card.state == "packed":
        key = {"pickup": "shelve", "carrier": "carrier"}.get(card.method, "leave" if card.run else "run")
    else:
        key = {
            "dispatched": "deliver", "ready_for_pickup": "collect", "delivered": "accept", "collected": "accept",
            "failed": "again", "lost": "again",
        }.get(card.state, "")  # fmt: skip
    if not key:
        return None
    step = _STEPS[key]
    return step._replace(title=_(step.title))


def move_on(desk: Desk, owner: QObject, card: Any, code: str = "") -> None:
    """Take the step, with what it asks first; `code` is what the customer's scan said at the shelf."""
    step = next_step(card)
    if step is None:
        desk.feedback("attention")
        desk.window.notice.warn(
            _("Order {number} has no step here.").format(number=card.order_number),
            [(_("Show the order"), lambda: desk.open("order", card.order_id))],
        )
        return
    desk.feedback("ok")
    _ACTS[step.key](desk, owner, card, code)


_ACTS: dict[str, Any] = {
    "shelve": lambda desk, owner, card, _code: ask_shelf(desk, owner, card),
    "run": lambda desk, owner, card, _code: ask_run(desk, owner, card),
    "leave": lambda desk, owner, card, _code: owner.show_run_of(card),
    "carrier": lambda desk, owner, card, _code: ask_carrier(desk, owner, card),
    "deliver": lambda desk, owner, card, _code: DoorSheet(desk, owner, card).open(),
    "collect": lambda desk, owner, card, code: CollectSheet(desk, owner, card, code).open(),
    "accept": lambda desk, owner, card, _code: ask_acceptance(desk, owner, card),
    "again": lambda desk, owner, card, _code: ask_again(desk, owner, card),
}
