"""Cases that open by themselves: goods that are to be repaired, deliveries that were not as they should be."""

from __future__ import annotations

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case_step
from app.core.events import listens
from app.core.i18n import _
from app.returns.events import RepairWanted


@listens(RepairWanted)
def _repair_wanted(event: RepairWanted) -> None:
    open_case_step(
        NewCase(
            CaseKind.REPAIR, _("Repair: {goods}").format(goods=event.subject), order_id=event.order_id,
            return_id=event.return_id,
        )
    )  # fmt: skip
