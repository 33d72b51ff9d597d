"""Proof of packing of one order: looked at, printed, or saved as a PDF for the carrier's claim form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.i18n import _
from ui.printing.paper_sheet import PaperSheet, Printed, lay_out

if TYPE_CHECKING:
    from ui.common.desk import Desk


class ProofSheet(PaperSheet):
    """Alt+K on an order."""

    def __init__(self, desk: Desk, order_id: int, number: str) -> None:
        self._order_id, self._number = order_id, number
        self.file_name = f"packing-{number}.pdf"
        super().__init__(desk, desk.surface, _("Proof of packing"), name="order.proof")

    def make(self) -> Printed:
        from app.documents.proof import packing_proof

        return lay_out(_("Order {number}").format(number=self._number), packing_proof(self._order_id))

    def print_it(self) -> None:
        from app.documents.order_papers import print_order

        def queued(_sheets: int) -> None:
            self.accept()
            self.tell(_("The proof of packing is on its way to the printer"))

        self._desk.write(self, print_order, self._order_id, "packing_proof", done=queued)
