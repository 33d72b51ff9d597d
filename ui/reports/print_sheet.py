"""A report as it will be printed; to the station's printer or into a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.printing.paper_sheet import PaperSheet, Printed, lay_out
from ui.reports.period import Period

if TYPE_CHECKING:
    from ui.common.desk import Desk


class PrintSheet(PaperSheet):
    """F10 of the reports window."""

    def __init__(
        self, desk: Desk, window: QWidget, name: str, period: Period, told: Callable[[str], None]
    ) -> None:  # fmt: skip
        self._report, self._period, self._say = name, period, told
        self.file_name = f"{name}-{period.first}-{period.last}.pdf"
        super().__init__(desk, window, _("Print the report"), name="reports.print")

    def make(self) -> Printed:
        from app.analysis.paper import report_paper

        paper = report_paper(self._report, self._period.first, self._period.last)
        return lay_out(paper.title, paper)

    def print_it(self) -> None:
        from app.analysis.paper import print_report

        def queued(_wish: int) -> None:
            self.accept()
            self.tell(_("The report is on its way to the printer"))

        self._desk.write(self, print_report, self._report, self._period.first, self._period.last, done=queued)

    def tell(self, words: str) -> None:
        self._say(words)
