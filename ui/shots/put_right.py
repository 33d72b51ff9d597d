"""Pictures of what is put right afterwards, and of a shop whose server is away."""

from __future__ import annotations

from typing import Any

from app.core.actor import system_actor
from ui.shots.agreed import open_unpicked
from ui.shots.shot import press


def paid_otherwise(running: Any) -> None:
    """A payment of an earlier day was keyed as the wrong tender."""
    from app.orders.queries import order_list
    from app.payments.queries import payments_of
    from ui.payments.tender_sheet import may_be_put_right

    row = running.ask(lambda: next(row for row in order_list("done") if may_be_put_right(payments_of(row.id))))
    _open(running, row.id)
    press("O")(running)
    running.settle(4)


def credit_menu(running: Any) -> None:
    """The papers of an order that became less after its invoice."""
    _credited(running)
    press("F10")(running)
    running.settle(4)


def credit_why(running: Any) -> None:
    """What its credit note is made of."""
    from app.overview.why_paper import why_paper
    from ui.common.why_sheet import WhySheet

    order_id = _credited(running)
    why = running.ask(lambda: why_paper("credit_note", {"credit_note": 1}, order_id))
    WhySheet(running.desk.surface, why, of="CN-000001").open()
    running.settle(4)


def carried_age(running: Any) -> None:
    """Goods with an age limit that a carrier brings."""
    from PySide6.QtWidgets import QScrollArea

    from app.delivery.age import age_of
    from app.orders.queries import order_list

    rows = running.ask(lambda: [row for row in order_list("all", size=500) if row.method == "carrier"])
    _open(running, running.ask(lambda: next(row.id for row in rows if age_of(row.id)[0])))
    bar = max(
        (area.verticalScrollBar() for area in running.window.tab.findChildren(QScrollArea) if area.isVisible()),
        key=lambda bar: bar.maximum(),
    )
    bar.setValue(bar.maximum())
    running.settle(4)


def server_away(running: Any) -> None:
    """The shop's server does not answer."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    running.desk.miss_server()
    running.settle(4)


def _open(running: Any, order_id: int) -> None:
    running.window.open_record("order", order_id)
    running.settle(8)


def _credited(running: Any) -> int:
    """An order that lost a line after its invoice was made."""
    from app.orders.amend import Amendment, LineChange, amend_order
    from app.payments.invoices import make_invoice

    open_unpicked(running)
    order, by = running.window.tab.view.story.order, system_actor("office")
    running.ask(lambda: make_invoice(by, order.id, "Harbour Café", ["4 Quay Street", "Dublin 2"]))
    less = Amendment((LineChange(order.lines[0].id, 0),))
    running.ask(lambda: amend_order(by, order.id, order.revision, less))
    _open(running, order.id)
    return int(order.id)


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("05l-paid-otherwise", "manager", "office", "orders", "", paid_otherwise),
    ("05m-credit-papers", "manager", "office", "orders", "", credit_menu),
    ("05m-credit-why", "manager", "office", "orders", "", credit_why),
    ("05n-carried-age", "manager", "office", "orders", "", carried_age),
    ("02q-server-away", "counter", "till-1", "sell", "counter", server_away),
)
