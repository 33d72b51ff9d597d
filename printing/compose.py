"""Which paper becomes which blocks: the one table of papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.core.i18n import SOURCE, _, languages, speaking
from app.core.refusal import Refusal
from app.documents import papers, till_papers
from app.documents.papers import Paper
from app.documents.proof import PackingProof
from app.documents.report_paper import ReportPaper
from printing import labels, proof_sheet, receipts, report_sheet, slips
from printing.layout import Pages, Roll
from printing.sheet import Sheet

_COMPOSERS: dict[type[Paper], Callable[[Any], Roll | Pages | Sheet]] = {
    papers.Receipt: receipts.receipt,
    papers.GiftReceipt: receipts.gift_receipt,
    papers.PickupSlip: receipts.pickup_slip,
    till_papers.CashSlip: receipts.cash_slip,
    papers.ReturnSlip: receipts.return_slip,
    till_papers.ZReport: receipts.till_report,
    till_papers.XReport: receipts.till_report,
    papers.PackingSlip: slips.packing_slip,
    papers.PickList: slips.pick_list,
    papers.RunSheet: slips.run_sheet,
    papers.PurchasePaper: slips.purchase,
    papers.InvoicePaper: slips.invoice,
    papers.CommandCards: slips.command_cards,
    ReportPaper: report_sheet.report,
    PackingProof: proof_sheet.packing_proof,
    papers.ShippingLabel: labels.shipping_label,
    papers.ShelfLabel: labels.shelf_label,
}


class NotForThisPrinter(Refusal):
    """A paper that this kind of printer cannot print."""

    def __init__(self, medium: str) -> None:
        super().__init__(_("This paper cannot go to this printer. Choose another printer."), medium=medium)


def compose(paper: Paper) -> Roll | Pages | Sheet:
    """The paper as blocks, or as a finished sheet for a label, in the paper's own language.

    Raises LabelOverflow, NotACode, MissingFace.
    """
    with in_language(paper.language):
        return _COMPOSERS[type(paper)](paper)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Texts in the paper's language; English when the program does not speak it."""
    with speaking(name if name in languages() else SOURCE):
        yield
