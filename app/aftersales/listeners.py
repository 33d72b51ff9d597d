"""Cases that open by themselves: goods that are to be repaired, deliveries that were not as they should be."""

from __future__ import annotations

from typing import Any

from app.aftersales.models import CaseKind
from app.aftersales.open import NOTE, NewCase, open_case_step
from app.core.events import listens
from app.core.i18n import N_, _
from app.delivery.events import AcceptanceDiffers, Difference
from app.orders.models import OrderLine
from app.returns.events import RepairWanted

CONDITIONS = {"damaged": N_("damaged"), "missing": N_("missing"), "wrong": N_("wrong item"), "good": N_("not taken")}


@listens(AcceptanceDiffers)
def _delivery_differs(event: AcceptanceDiffers) -> None:
    rows: Any = OrderLine.select(OrderLine.id, OrderLine.name).where(
        OrderLine.id.in_([line.order_line_id for line in event.lines])
    )
    names = dict(rows.tuples())
    words = [_words(line, names.get(line.order_line_id, "")) for line in event.lines]
    open_case_step(
        NewCase(
            CaseKind.COMPLAINT, _("Delivery not as ordered: {goods}").format(goods=words[0]), "\n".join(words),
            order_id=event.order_id, side=NOTE, product_id=event.lines[0].product_id,
        )
    )  # fmt: skip


def _words(line: Difference, name: str) -> str:
    condition = _(CONDITIONS.get(line.condition, line.condition))
    said = f" ({line.note})" if line.note else ""
    return f"{line.quantity} × {name}: {condition}{said}"


@listens(RepairWanted)
def _repair_wanted(event: RepairWanted) -> None:
    open_case_step(
        NewCase(
            CaseKind.REPAIR, _("Repair: {goods}").format(goods=event.subject), order_id=event.order_id,
            return_id=event.return_id,
        )
    )  # fmt: skip
