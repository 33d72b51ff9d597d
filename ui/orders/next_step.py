"""Taking an order's next step: here when it is a decision about the order, else on the screen where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.orders.pay_back_sheet import ask_pay_back

if TYPE_CHECKING:
    from app.overview.next_step import NextStep
    from ui.common.desk import Desk

ICONS = {
    "release": "play", "mend": "pencil-simple", "confirm": "check-bold", "review": "shield-check", "stock": "cube",
    "pick": "hand-grabbing",
    "pack": "package", "dispatch": "truck", "shelve": "storefront", "deliver": "check-bold", "collect": "handshake",
    "accept": "check-bold", "redeliver": "truck", "found": "magnifying-glass", "pay": "wallet", "pay_back": "arrow-u-up-left",
    "close": "archive",
}  # fmt: skip


class Screen(NamedTuple):
    """Where a step is taken: the tab, its mode, and what kind of record it is given."""

    tab: str
    mode: str
    kind: str


_SCREENS = {
    "review": Screen("review", "", "review"), "stock": Screen("stock", "", "order"),
    "pick": Screen("pick", "pick", "order"), "pack": Screen("pick", "pack", "order"),
    "dispatch": Screen("delivery", "", "order"), "shelve": Screen("delivery", "", "order"),
    "deliver": Screen("delivery", "", "order"), "collect": Screen("delivery", "", "order"),
    "accept": Screen("delivery", "", "order"), "redeliver": Screen("delivery", "", "order"),
    "found": Screen("delivery", "", "order"), "pay": Screen("sell", "counter", "order"),
}  # fmt: skip


def step_of(row: Any) -> NextStep | None:
    """The next step of a row of the list; what was paid too much goes back before the order is closed."""
    from app.overview.next_step import next_step

    order, owed_minor = row.order, row.left_minor if row.money == "overpaid" else 0
    return next_step(
        order.state, order.method, order.fulfillment, is_on_hold=order.is_on_hold, owed_minor=owed_minor,
        is_incomplete=bool(row.lacks), is_layaway=order.pay_plan == "layaway",
    )  # fmt: skip


def do_step(desk: Desk, owner: QObject, step: NextStep, order_id: int, number: str) -> None:
    """Take the step, or go to the screen where it is taken."""
    if step.key == "confirm":
        confirm(desk, owner, order_id, number)
    elif step.key == "release":
        release(desk, owner, order_id, number)
    elif step.key == "close":
        close(desk, owner, order_id, number)
    elif step.key == "pay_back":
        ask_pay_back(desk, owner, order_id, number)
    else:
        _go(desk, step, order_id)


def confirm(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Confirm a placed order and say what was reserved."""
    from app.orders.confirm import confirm_order

    def told(answer: Any) -> None:
        said = _("Order {number} is confirmed").format(number=number)
        if answer.backordered:
            said = _("Order {number} is confirmed; {count} have to be waited for").format(
                number=number, count=answer.backordered
            )
        desk.feedback("done")
        desk.toast(said)

    desk.write(owner, confirm_order, order_id, done=told, once=True)


def release(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Let a held order go on."""
    from app.orders.hold import release_order

    def told(_state: Any) -> None:
        desk.toast(_("Order {number} goes on").format(number=number))

    desk.write(owner, release_order, order_id, done=told, once=True)


def close(desk: Desk, owner: QObject, order_id: int, number: str) -> None:
    """Close a finished order now rather than after the set days; it is kept and found in the archive."""
    from app.archive.close_one import close_order

    def told(_answer: Any) -> None:
        desk.toast(_("Order {number} is closed").format(number=number))

    desk.write(owner, close_order, order_id, done=told, once=True)


def _go(desk: Desk, step: NextStep, order_id: int) -> None:
    screen = _SCREENS[step.key]
    tab = desk.go(screen.tab, screen.mode)
    if tab is None:
        desk.feedback("attention")
        desk.window.notice.refuse(_("Somebody else takes this step: {step}.").format(step=step.label))
        return
    tab.open_record(screen.kind, order_id)
